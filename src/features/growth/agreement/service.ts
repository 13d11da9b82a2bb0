import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, dateIn, formatDate } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import {
  activeMentorships,
  agreed,
  findMentorship,
  type Mentorship,
  mine,
  partnerOf,
  running,
  whileRunning,
} from '../../pairs/mentorship/service.ts'
import { findMember, openWords } from '../../people/members/service.ts'
import {
  type Difference,
  differences,
  endObjection,
  OFFER_DAYS,
  type ProposalMeta,
  REMIND_DAYS,
  suggestion,
  type Terms,
  WAITING_DAYS,
} from './domain.ts'
import {
  type Agreement,
  closeOpen,
  findAgreement,
  insertAgreement,
  listVersions,
  moveAgreement,
  sealTerms,
  termsOf,
} from './store.ts'

export type { Agreement } from './store.ts'
export { findAgreement } from './store.ts'

const askKey = (id: string) => `agreement.proposed:${id}`
const answerKey = (id: string) => `agreement.answered:${id}`

export interface Version {
  agreement: Agreement
  terms: Terms
  /** Field by field, what is not as in the version before it; undefined for the first. */
  changed?: Difference[]
}

/** How it stands between two: what is in force, what waits for a signature, and all that was before. */
export interface Standing {
  mentorship: Mentorship
  partner: string
  inForce?: Agreement
  open?: Agreement
  /** The newest first. */
  versions: Agreement[]
}

async function standingOf(ctx: Context, mentorship: Mentorship, person: string): Promise<Standing> {
  const versions = await listVersions(ctx, mentorship.id)
  return {
    mentorship,
    partner: partnerOf(mentorship, person),
    inForce: versions.find((v) => v.status === 'inForce'),
    open: versions.find((v) => v.status === 'proposed'),
    versions,
  }
}

/** The agreement of a mentorship of this person's own, ended or not. */
export async function agreementOf(ctx: Context, person: string, id: string): Promise<Outcome<Standing>> {
  const found = await mine(ctx, person, id)
  return found.ok ? done(await standingOf(ctx, found.value, person)) : found
}

/** How it stands in each mentorship of this person that runs; a single chat needs no agreement. */
export async function agreementsOf(ctx: Context, person: string): Promise<Standing[]> {
  const pairs = (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')
  return Promise.all(pairs.map((m) => standingOf(ctx, m, person)))
}

/** What a pair signed last, for those who plan by it; undefined until they did. For the two alone. */
export async function termsInForce(ctx: Context, mentorship: string): Promise<Terms | undefined> {
  const row = (await listVersions(ctx, mentorship)).find((v) => v.status === 'inForce')
  return row && termsOf(ctx, row)
}

/** A version with its words, for one of the two. */
export async function readVersion(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ standing: Standing; version: Version }>> {
  const agreement = await findAgreement(ctx, id)
  if (!agreement) return refuse('This agreement is not yours. Open Home to see your own.')
  const found = await agreementOf(ctx, person, agreement.mentorship)
  if (!found.ok) return found
  return done({ standing: found.value, version: versionIn(ctx, found.value, agreement) })
}

function versionIn(ctx: Context, { versions }: Standing, agreement: Agreement): Version {
  const before = versions.find((v) => v.version === agreement.version - 1)
  const terms = termsOf(ctx, agreement)
  return { agreement, terms, changed: before && differences(termsOf(ctx, before), terms) }
}

export interface Draft {
  standing: Standing
  /** The version that it starts from, '' for none. */
  base: string
  terms: Terms
}

/** What the form starts with: the newest version, else a suggestion from the match and both profiles. */
export async function draftFor(ctx: Context, person: string, id: string): Promise<Outcome<Draft>> {
  const found = await running(ctx, person, id)
  if (!found.ok) return found
  const standing = await standingOf(ctx, found.value, person)
  const last = standing.open ?? standing.inForce ?? standing.versions[0]
  const base = standing.versions[0]?.id ?? ''
  if (last) return done({ standing, base, terms: termsOf(ctx, last) })
  const [mentee, mentor] = [
    await findMember(ctx, found.value.mentee),
    await findMember(ctx, found.value.mentor),
  ]
  const { zone } = await ctx.directory.hours(person)
  const known = {
    goal: openWords(ctx, mentee).goal,
    modes: [mentee?.mode ?? null, mentor?.mode ?? null],
    hoursAMonth: mentor?.hoursAMonth ?? null,
  }
  return done({ standing, base, terms: suggestion(known, dateIn(zone, ctx.now())) })
}

export type Proposed =
  | { proposed: true; standing: Standing }
  /** The other one was faster: their version, and how what was typed differs from it. Nothing was written. */
  | { proposed: false; standing: Standing; newer: Agreement; changed: Difference[] }

/**
 * Proposes terms, and signs them by that. A version still open gives way. Of two who propose at once one comes
 * first; the other is shown that version, with what they typed kept.
 */
export async function propose(
  ctx: Context,
  person: string,
  meta: ProposalMeta,
  terms: Terms,
): Promise<Outcome<Proposed>> {
  const found = await running(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const m = found.value
  const { zone } = await ctx.directory.hours(person)
  const no = endObjection(terms.endsOn, dateIn(zone, ctx.now()))
  if (no) return refuse(no, 'endsOn')

  const before = await standingOf(ctx, m, person)
  const newest = before.versions[0]
  if ((newest?.id ?? '') === meta.base) {
    if (newest && ['proposed', 'inForce'].includes(newest.status)) {
      if (differences(termsOf(ctx, newest), terms).length === 0)
        return refuse(
          newest.status === 'inForce'
            ? 'This is what you agreed on already. Change something, or close this form.'
            : 'This is the proposal as it stands. Change something, or close this form and sign it.',
          'purpose',
        )
    }
    const id = ctx.newId()
    // The mentorship's row comes first here and wherever one ends, so that no two commits wait for each other.
    const failed = await ctx.commit(
      whileRunning(ctx, m.id),
      before.open && moveAgreement(ctx, before.open, { status: 'replaced' }),
      insertAgreement(ctx, {
        id,
        workspace: ctx.workspace,
        mentorship: m.id,
        version: (newest?.version ?? 0) + 1,
        proposedBy: person,
        proposedAt: ctx.now(),
        status: 'proposed',
        openOf: m.id,
        ...sealTerms(ctx, id, terms),
      }),
      ctx.outbox.add('agreement.proposed', askKey(id), { to: before.partner, payload: { agreement: id } }),
      before.open && messagesOf(ctx, m, before.open),
      await remindLater(ctx, id, before.partner, REMIND_DAYS, 'agreement.remind'),
      ctx.schedule.cancel('agreement.offer', m.id),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    )
    if (!failed) return done({ proposed: true, standing: await standingOf(ctx, m, person) })
    if (failed === 'mentorship') return running(ctx, person, m.id) as Promise<Outcome<never>>
  }
  const standing = await standingOf(ctx, m, person)
  const newer = standing.versions[0]
  if (!newer) return refuse('Something changed in the same moment. Please press once more.')
  return done({ proposed: false, standing, newer, changed: differences(termsOf(ctx, newer), terms) })
}

/** What a version's messages say changes with it. */
const messagesOf = (ctx: Context, m: Mentorship, a: Agreement): Writes => [
  ctx.outbox.refresh(askKey(a.id), partnerOf(m, a.proposedBy)),
  ctx.outbox.cancel(remindKey(a.id, 'agreement.reminder')),
  ctx.outbox.cancel(remindKey(a.id, 'agreement.unsigned')),
  ctx.schedule.cancel('agreement.remind', a.id),
  ctx.schedule.cancel('agreement.waiting', a.id),
]

export interface Answered {
  /** False: it stood elsewhere by then, and nothing was changed. */
  changed: boolean
  standing: Standing
}

/**
 * The other one's signature: it is in force from now, and what others go by (cadence, last day) with it. A version
 * that gave way meanwhile is not signed.
 */
export const sign = (ctx: Context, person: string, id: string): Promise<Outcome<Answered>> =>
  answer(ctx, person, id, async (a, { inForce, mentorship: m }) => {
    if (a.proposedBy === person)
      return refuse('You signed this when you proposed it. It waits for your partner now.')
    const { zone } = await ctx.directory.hours(person)
    if (a.endsOn <= dateIn(zone, ctx.now()))
      return refuse(
        `The last day in it, ${formatDate(a.endsOn)}, has come before you signed. Choose “Propose a change” and a later day.`,
      )
    return [
      await agreed(ctx, m, { cadenceDays: a.cadenceDays, endsOn: a.endsOn }),
      moveAgreement(ctx, a, { status: 'inForce', signedAt: ctx.now() }),
      inForce && moveAgreement(ctx, inForce, { status: 'past' }),
      ctx.outbox.add('agreement.answered', answerKey(id), { to: a.proposedBy, payload: { agreement: id } }),
    ]
  })

/** Either sets a proposal aside: all stays as it was. Who proposed it hears so if it was the other one. */
export const setAside = (ctx: Context, person: string, id: string): Promise<Outcome<Answered>> =>
  answer(ctx, person, id, async (a) => [
    whileRunning(ctx, a.mentorship),
    moveAgreement(ctx, a, { status: 'aside' }),
    a.proposedBy !== person &&
      ctx.outbox.add('agreement.answered', answerKey(id), { to: a.proposedBy, payload: { agreement: id } }),
  ])

async function answer(
  ctx: Context,
  person: string,
  id: string,
  decide: (a: Agreement, standing: Standing) => Promise<Writes[] | ReturnType<typeof refuse>>,
): Promise<Outcome<Answered>> {
  const read = await readVersion(ctx, person, id)
  if (!read.ok) return read
  const { standing, version } = read.value
  const m = standing.mentorship
  const still = await running(ctx, person, m.id)
  if (!still.ok) return still
  let changed = false
  if (version.agreement.status === 'proposed') {
    const writes = await decide(version.agreement, standing)
    if (!Array.isArray(writes)) return writes
    changed = !(await ctx.commit(
      writes,
      messagesOf(ctx, m, version.agreement),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    ))
  }
  const after = await running(ctx, person, m.id)
  return after.ok ? done({ changed, standing: await standingOf(ctx, after.value, person) }) : after
}

export const follows: Follows = {
  started: (ctx, pairs) =>
    Promise.all(pairs.map(({ id, kind, mentee }) => kind === 'mentorship' && offerLater(ctx, id, mentee))),
  ended: settleAgreement,
}

/** With the mentorship nothing waits for a signature any more. */
async function settleAgreement(ctx: Context, m: Mentorship): Promise<Writes[]> {
  const open = (await listVersions(ctx, m.id)).find((v) => v.status === 'proposed')
  return [
    closeOpen(ctx, m.id),
    open && messagesOf(ctx, m, open),
    ctx.schedule.cancel('agreement.offer', m.id),
    ctx.outbox.cancel(offerKey(m.id)),
  ]
}

// --- reminding ---

const remindKey = (id: string, kind: string) => `${kind}:${id}`
const offerKey = (mentorship: string) => `agreement.offered:${mentorship}`

async function remindLater(ctx: Context, id: string, person: string, days: number, kind: string) {
  const at = addWorkingDays(await ctx.directory.hours(person), ctx.now(), days)
  return at !== undefined && ctx.schedule.at(kind, id, at)
}

/** Some days after the start a pair is offered an agreement, if it has none. */
const offerLater = (ctx: Context, mentorship: string, mentee: string) =>
  remindLater(ctx, mentorship, mentee, OFFER_DAYS, 'agreement.offer')

/** The job: a pair without any proposal is offered one, once; it stays on Home after that. */
export async function offer(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || (await listVersions(ctx, id)).length > 0) return []
  return [
    ctx.outbox.add('agreement.offered', offerKey(id), {
      to: m.mentee,
      payload: { mentorship: id },
      uselessAt: ctx.now() + 30 * DAY_MS,
    }),
  ]
}

/** The job: who has not signed is reminded, once. */
export const remind = (ctx: Context, id: string) => nudgeAbout(ctx, id, 'agreement.reminder')

/** The job: some days later who proposed it is told that it still waits. Then it rests on both Homes. */
export const tellWaiting = (ctx: Context, id: string) => nudgeAbout(ctx, id, 'agreement.unsigned')

async function nudgeAbout(ctx: Context, id: string, kind: string): Promise<Writes[]> {
  const a = await findAgreement(ctx, id)
  const m = a && (await findMentorship(ctx, a.mentorship))
  if (a?.status !== 'proposed' || m?.status !== 'active') return []
  const signer = partnerOf(m, a.proposedBy)
  const toSigner = kind === 'agreement.reminder'
  return [
    ctx.outbox.add(kind, remindKey(id, kind), {
      to: toSigner ? signer : a.proposedBy,
      payload: { agreement: id },
      uselessAt: ctx.now() + 21 * DAY_MS,
    }),
    toSigner && (await remindLater(ctx, id, signer, WAITING_DAYS, 'agreement.waiting')),
  ]
}
