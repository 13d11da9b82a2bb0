/** Who runs the programme: coordinators, their deputy, and a workspace owner where nobody else is left (row E7). */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { canTakePart, whyUnwritable } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { standardProgramme, whoRuns } from '../../../directory/workspace.ts'
import { retrying } from '../../../retrying.ts'
import { findMembers, requireMember, touchTeams } from '../members/service.ts'
import { OWNERS_ASKED, type Role, rolesOf, runners, type Team, type TeamForm } from './domain.ts'
import {
  changeTeam,
  insertAudit,
  insertCoordinator,
  insertFirst,
  listActsOf,
  listAudit,
  removeCoordinator,
  setOwnersAsked,
} from './store.ts'

export { insertAudit as audit, listAudit } from './store.ts'

export const ONLY_COORDINATORS = 'Only a coordinator can do this. Ask one of them to open Home.'

/** Who runs the programme, and how it stands: everybody's Home asks for it, and most commands do. */
export async function findTeam(ctx: Context): Promise<Team> {
  const [programme, coordinators] = await Promise.all([standardProgramme(ctx), whoRuns(ctx)])
  const { id, version, deputy, outsideContact, excludeSameTeam, asksMentors, ownersAskedAt } = programme
  return {
    programme: id,
    version,
    coordinators,
    deputy,
    outside: outsideContact,
    excludeSameTeam,
    asksMentors,
    ownersAskedAt,
  }
}

/** Whether somebody may act as a coordinator: they are one, or the deputy. */
export const isCoordinator = async (ctx: Context, person: string) =>
  runners(await findTeam(ctx)).includes(person)

/** Those of these people who are here: their account can take part, and they are not paused. */
export async function presentAmong(ctx: Context, people: string[]): Promise<Set<string>> {
  const [accounts, members] = await Promise.all([ctx.directory.people(people), findMembers(ctx, people)])
  const away = new Set(members.filter((m) => m.status === 'paused').map((m) => m.person))
  return new Set(
    [...accounts.values()].filter((a) => canTakePart(a) && !away.has(a.person)).map((a) => a.person),
  )
}

/** Who is asked now for what is due: the coordinators who are here, else the deputy, else nobody. */
export async function peopleInCharge(ctx: Context, team?: Team, without?: string): Promise<string[]> {
  const { coordinators, deputy } = team ?? (await findTeam(ctx))
  const here = await presentAmong(ctx, deputy === null ? coordinators : [...coordinators, deputy])
  if (without !== undefined) here.delete(without)
  const first = coordinators.filter((person) => here.has(person))
  return first.length > 0 || deputy === null || !here.has(deputy) ? first : [deputy]
}

/**
 * A workspace admin or owner becomes coordinator: the first one who asks, and later one who was asked because nobody
 * else is left. Of two at once, one.
 */
export async function becomeCoordinator(ctx: Context, person: string): Promise<Outcome> {
  const account = await ctx.directory.person(person)
  const team = await findTeam(ctx)
  if (team.coordinators.includes(person)) return refuse('You are a coordinator already.')
  const none = team.coordinators.length === 0
  if (!none && team.ownersAskedAt === null)
    return refuse('This workspace has a coordinator. Ask them to add you.')
  if (!account?.admin)
    return refuse(
      'The first coordinator must be a workspace admin or owner. Ask one of them to open Home and press the button.',
    )
  const failed = await ctx.commit(
    none ? insertFirst(ctx, person) : insertCoordinator(ctx, person, person),
    changeTeam(ctx, team),
    await releaseOwners(ctx, team),
    insertAudit(ctx, person, 'became coordinator'),
    ctx.outbox.touchHomes(person, ...runners(team)),
  )
  return failed ? refuse('Somebody else was first. Ask them to add you.') : done()
}

const ownerKey = (at: number, person: string) => `admin.owner:${at}:${person}`

/**
 * Workspace owners who take part are asked to step in, once as long as nobody does. Nobody else is written to: an owner who
 * has not joined has asked for nothing, and finds on Home that somebody is wanted.
 */
export async function askOwners(ctx: Context, team: Team): Promise<Writes> {
  const at = team.ownersAskedAt ?? ctx.now()
  const owners = await ownersOf(ctx, team)
  return [
    team.ownersAskedAt === null && setOwnersAsked(ctx, team, at),
    owners.map((to) => ctx.outbox.add('admin.owner', ownerKey(at, to), { to, payload: { at } })),
    ctx.outbox.touchHomes(...owners),
  ]
}

async function ownersOf(ctx: Context, team: Team): Promise<string[]> {
  const admins = (await ctx.directory.admins()).map((account) => account.person)
  const joined = new Set(
    (await findMembers(ctx, admins)).filter((m) => m.status === 'active').map((m) => m.person),
  )
  return admins
    .filter((person) => joined.has(person) && !runners(team).includes(person))
    .slice(0, OWNERS_ASKED)
}

/** Somebody looks after it again: owners who were asked need not. */
export async function releaseOwners(ctx: Context, team: Team): Promise<Writes> {
  const at = team.ownersAskedAt
  if (at === null) return undefined
  const owners = await ownersOf(ctx, team)
  return [
    setOwnersAsked(ctx, team, null),
    owners.map((to) => ctx.outbox.refresh(ownerKey(at, to), to)),
    ctx.outbox.touchHomes(...owners),
  ]
}

/**
 * Somebody is away from now on, until an instant or for good: if they alone were in charge, whoever is next hears that
 * it is theirs now.
 */
export async function handOverDuties(ctx: Context, person: string, until: number | null): Promise<Writes> {
  const team = await findTeam(ctx)
  const before = await peopleInCharge(ctx, team)
  if (!before.includes(person) || before.length > 1) return undefined
  const [next] = await peopleInCharge(ctx, team, person)
  return passOn(ctx, team, next, person, until)
}

/** The deputy hears that it is theirs now; where there is nobody, owners are asked. Other coordinators just go on. */
async function passOn(
  ctx: Context,
  team: Team,
  next: string | undefined,
  absent: string,
  until: number | null,
): Promise<Writes> {
  if (next === undefined) return askOwners(ctx, team)
  if (next !== team.deputy) return undefined
  return [
    ctx.outbox.add('admin.standin', `admin.standin:${absent}:${ctx.now()}`, {
      to: next,
      payload: { absent, until },
    }),
    ctx.outbox.touchHomes(next),
  ]
}

/** Somebody is back from a pause: the deputy, or the owners who were asked, need not stand in any more. */
export async function takeBackDuties(ctx: Context, person: string): Promise<Writes> {
  const team = await findTeam(ctx)
  if (!runners(team).includes(person)) return undefined
  const [standIn] = await peopleInCharge(ctx, team, person)
  if (standIn === undefined) return releaseOwners(ctx, team)
  if (standIn !== team.deputy || !team.coordinators.includes(person)) return undefined
  return [
    ctx.outbox.add('admin.back', `admin.back:${person}:${ctx.now()}`, {
      to: standIn,
      payload: { person },
    }),
    ctx.outbox.touchHomes(standIn),
  ]
}

/** An account is gone: it holds no place any more, and whoever is next takes over. */
export const handOverFromGone = (ctx: Context, person: string): Promise<Writes> =>
  giveUpRoles(ctx, person, 'is gone; no longer')

/** Whoever asks to be deleted holds no place any more, and whoever is next takes over. */
export const forgetPerson = (ctx: Context, person: string): Promise<Writes> =>
  giveUpRoles(ctx, person, 'was deleted; no longer')

async function giveUpRoles(ctx: Context, person: string, why: string): Promise<Writes> {
  const team = await findTeam(ctx)
  const roles = rolesOf(team, person)
  if (roles.length === 0) return undefined
  const [next] = await peopleInCharge(ctx, team, person)
  return [
    withoutRoles(ctx, team, person, roles),
    roles.map((role) => insertAudit(ctx, person, `${why} ${ROLE_WORDS[role]}`)),
    runners(team).includes(person) && (await passOn(ctx, team, next, person, null)),
    ctx.outbox.touchHomes(...runners(team)),
  ]
}

/** Takes somebody off what they were named as; the guard `overtaken` fails if the team has changed since it was read. */
const withoutRoles = (ctx: Context, team: Team, person: string, roles: Role[]): Writes => [
  roles.includes('coordinator') && removeCoordinator(ctx, person),
  changeTeam(ctx, team, {
    ...(roles.includes('deputy') && { deputy: null }),
    ...(roles.includes('outside') && { outsideContact: null }),
  }),
]

/** What this person was named as, and what they did as a coordinator. */
export async function exportTeamActs(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const [team, acts, { zone }] = await Promise.all([
    findTeam(ctx),
    listActsOf(ctx, person),
    ctx.directory.hours(person),
  ])
  const subjects = await ctx.directory.names(acts.flatMap((act) => act.subject ?? []))
  return {
    'What I was named as': rolesOf(team, person).map((role) => ROLE_WORDS[role]),
    'What I did as a coordinator': acts.map(({ at, act, subject }) =>
      [formatFor(zone, at), act, subject && subjects.get(subject)].filter(Boolean).join(' '),
    ),
  }
}

const ROLE_WORDS: Record<Role, string> = {
  coordinator: 'coordinator',
  deputy: 'deputy',
  outside: 'contact outside the programme',
}

/** Who runs it, for those who may change it. */
export async function readTeam(ctx: Context, person: string): Promise<Outcome<Team>> {
  const team = await findTeam(ctx)
  return runners(team).includes(person) ? done(team) : refuse(ONLY_COORDINATORS)
}

/** Saved; or overtaken by somebody else, with who runs it now. */
export type SavedTeam = { saved: boolean; team: Team }

/**
 * Keeps who coordinates, who stands in, who outside can be told of a concern, and the rules of matching.
 * All who are new hear of it.
 */
export async function saveTeam(
  ctx: Context,
  person: string,
  form: TeamForm,
  version: number,
): Promise<Outcome<SavedTeam>> {
  const may = await readTeam(ctx, person)
  if (!may.ok) return may
  const team = may.value
  if (team.version !== version) return done({ saved: false, team })
  const no = await objection(ctx, team, form)
  if (no) return no
  const after: Team = { ...team, ...form, version: version + 1 }
  const added = form.coordinators.filter((each) => !team.coordinators.includes(each))
  const off = team.coordinators.filter((each) => !form.coordinators.includes(each))
  const named = (role: 'deputy' | 'outside') =>
    form[role] !== team[role] && [
      insertAudit(
        ctx,
        person,
        form[role] === null ? `named no ${ROLE_WORDS[role]} any more` : `named as ${ROLE_WORDS[role]}`,
        form[role] ?? undefined,
      ),
      form[role] !== null && tellNamed(ctx, role, form[role], person),
    ]
  const failed = await ctx.commit(
    changeTeam(ctx, team, {
      deputy: form.deputy,
      outsideContact: form.outside,
      excludeSameTeam: form.excludeSameTeam,
      asksMentors: form.asksMentors,
    }),
    form.excludeSameTeam !== team.excludeSameTeam && [
      insertAudit(
        ctx,
        person,
        form.excludeSameTeam
          ? 'chose that nobody is matched within their own team'
          : 'chose that people of one team may be matched',
      ),
      form.excludeSameTeam && (await touchTeams(ctx)),
    ],
    form.asksMentors !== team.asksMentors &&
      insertAudit(
        ctx,
        person,
        form.asksMentors
          ? 'chose that rounds ask each mentor first'
          : 'chose that rounds introduce without asking mentors first',
      ),
    added.map((each) => [
      insertCoordinator(ctx, each, person),
      insertAudit(ctx, person, 'added as coordinator', each),
      tellNamed(ctx, 'coordinator', each, person),
    ]),
    off.map((each) => [
      removeCoordinator(ctx, each),
      insertAudit(ctx, person, 'took off the coordinators', each),
    ]),
    named('deputy'),
    named('outside'),
    (await peopleInCharge(ctx, after)).length > 0 && (await releaseOwners(ctx, team)),
    ctx.outbox.touchHomes(...runners(team), ...runners(after)),
  )
  return done({ saved: !failed, team: failed ? await findTeam(ctx) : after })
}

/** One message for each time that somebody is named; whoever named themselves knows. */
const tellNamed = (ctx: Context, role: Role, to: string, by: string): Writes =>
  to !== by &&
  ctx.outbox.add('admin.named', `admin.named:${role}:${to}:${ctx.now()}`, { to, payload: { role, by, to } })

/** Why these people cannot be named, at the field where it can be mended. Who is there already stays. */
async function objection(ctx: Context, team: Team, form: TeamForm) {
  const fields: [field: Role, people: string[]][] = [
    ['coordinator', form.coordinators.filter((each) => !team.coordinators.includes(each))],
    ['deputy', form.deputy === null ? [] : [form.deputy]],
    ['outside', form.outside === null ? [] : [form.outside]],
  ]
  for (const [role, people] of fields)
    for (const each of people) {
      const no = whyUnwritable(await ctx.directory.person(each))
      if (no) return refuse(no, role === 'coordinator' ? 'coordinators' : role)
    }
  if (form.deputy !== null && form.coordinators.includes(form.deputy))
    return refuse('A coordinator cannot stand in for themselves. Choose somebody else.', 'deputy')
  if (form.outside === null || form.outside === team.outside) return undefined
  if ([...form.coordinators, form.deputy].includes(form.outside))
    return refuse('Whoever runs the programme is not outside it. Choose somebody else.', 'outside')
  return (await requireMember(ctx, form.outside)).ok
    ? refuse(
        'This person takes part in the programme. Choose somebody who does not, such as one of the people team.',
        'outside',
      )
    : undefined
}

/** Somebody would rather not be what they were named as. */
export const stepDown = (ctx: Context, person: string, role: Role): Promise<Outcome> =>
  retrying(ctx, async () => {
    const team = await findTeam(ctx)
    if (!rolesOf(team, person).includes(role))
      return refuse('You are not that any more. There is nothing to do.')
    if (role === 'coordinator' && team.coordinators.length === 1)
      return refuse('You are the only coordinator. Open Home and add who follows you first.')
    return {
      value: undefined,
      writes: [
        withoutRoles(ctx, team, person, [role]),
        insertAudit(ctx, person, `would rather not be ${ROLE_WORDS[role]}`),
        ctx.outbox.touchHomes(...runners(team)),
      ],
    }
  })

/** So many acts at a time. */
const ACTS = 20

/** What was done, the newest first, for those who may do such things; `older` leads on. */
export async function readActs(ctx: Context, person: string, before?: string) {
  const may = await readTeam(ctx, person)
  if (!may.ok) return may
  const acts = await listAudit(ctx, ACTS + 1, before)
  const shown = acts.slice(0, ACTS)
  const subjects = shown.flatMap((act) => act.subject ?? [])
  return done({
    acts: shown,
    /** Those whom an act was about; other subjects are not people. */
    people: await ctx.directory.people(subjects),
    older: acts.length > ACTS ? shown.at(-1)?.id : undefined,
  })
}
