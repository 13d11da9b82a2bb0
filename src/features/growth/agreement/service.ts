import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, dateIn, formatDate } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { CHANGED } from '../../../retrying.ts'
import {
  activeMentorships,
  findMentorship,
  type Mentorship,
  ownMentorship,
  partnerOf,
  runningMentorship,
  signedTermsWrites,
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
  suggestTerms,
  type Terms,
  WAITING_DAYS,
} from './domain.ts'
import {
  type Agreement,
  closeOpenProposals,
  findAgreement,
  insertProposal,
  listVersions,
  moveAgreement,
  termsOf,
} from './store.ts'

export { exportAgreements, forget } from './service-personal-data.ts'
export type { Agreement } from './store.ts'

const askKey = (id: string) => `agreement.proposed:${id}`
const answerKey = (id: string) => `agreement.answered:${id}`

export interface Version {
  standing: PairAgreement
  agreement: Agreement
  terms: Terms
  /** Field by field, what is not as in the version before it; undefined for the first. */
  changed?: Difference[]
}

/** The agreement of a pair as one of the two sees it: what is in force, what waits for a signature, and all that was before. */
export interface PairAgreement {
  mentorship: Mentorship
  partner: string
  inForce?: Agreement
  open?: Agreement
  /** The newest first. */
  versions: Agreement[]
}

async function pairAgreement(ctx: Context, mentorship: Mentorship, person: string): Promise<PairAgreement> {
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
export async function agreementOf(ctx: Context, person: string, id: string): Promise<Outcome<PairAgreement>> {
  const found = await ownMentorship(ctx, person, id)
  return found.ok ? done(await pairAgreement(ctx, found.value, person)) : found
}

/** How it stands in each mentorship of this person that runs; a single chat needs no agreement. */
export async function agreementsOf(ctx: Context, person: string): Promise<PairAgreement[]> {
  const pairs = (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')
  return Promise.all(pairs.map((m) => pairAgreement(ctx, m, person)))
}

/** What a pair signed last, for those who plan by it; undefined until they did. For the two alone. */
export async function termsInForce(ctx: Context, mentorship: string): Promise<Terms | undefined> {
  const row = (await listVersions(ctx, mentorship)).find((v) => v.status === 'inForce')
  return row && termsOf(ctx, row)
}

/** A version with its words, for one of the two. */
export async function readVersion(ctx: Context, person: string, id: string): Promise<Outcome<Version>> {
  const agreement = await findAgreement(ctx, id)
  if (!agreement) return refuse('This agreement is not yours. Open Home to see your own.')
  const found = await agreementOf(ctx, person, agreement.mentorship)
  if (!found.ok) return found
  const before = found.value.versions.find((v) => v.version === agreement.version - 1)
  const terms = termsOf(ctx, agreement)
  return done({
    standing: found.value,
    agreement,
    terms,
    changed: before && differences(termsOf(ctx, before), terms),
  })
}

/** The version that a message is about, and the two it is for. */
export async function findProposal(ctx: Context, id: string) {
  const agreement = await findAgreement(ctx, id)
  const mentorship = agreement && (await findMentorship(ctx, agreement.mentorship))
  if (!agreement || !mentorship) return undefined
  const called = async (person: string) => ({
    person,
    name: await ctx.directory.nameOf(person, 'your partner'),
  })
  return {
    agreement,
    waits: mentorship.status === 'active' && agreement.status === 'proposed',
    proposer: await called(agreement.proposedBy),
    signer: await called(partnerOf(mentorship, agreement.proposedBy)),
  }
}
export type Proposal = NonNullable<Awaited<ReturnType<typeof findProposal>>>

/** The pair that an offer is about, while it runs and nothing has been proposed in it. */
export async function findWithoutAgreement(ctx: Context, id: string): Promise<Mentorship | undefined> {
  const m = await findMentorship(ctx, id)
  return m?.status === 'active' && (await listVersions(ctx, id)).length === 0 ? m : undefined
}

export interface Draft {
  standing: PairAgreement
  /** The version that it starts from, '' for none. */
  base: string
  terms: Terms
}

/** What the form starts with: the newest version, else a suggestion from the match and both profiles. */
export async function draftTerms(ctx: Context, person: string, id: string): Promise<Outcome<Draft>> {
  const found = await runningMentorship(ctx, person, id)
  if (!found.ok) return found
  const standing = await pairAgreement(ctx, found.value, person)
  const last = standing.open ?? standing.inForce ?? standing.versions[0]
  const base = standing.versions[0]?.id ?? ''
  if (last) return done({ standing, base, terms: termsOf(ctx, last) })
  const mentee = await findMember(ctx, found.value.mentee)
  const mentor = await findMember(ctx, found.value.mentor)
  const { zone } = await ctx.directory.hours(person)
  const known = {
    goal: openWords(ctx, mentee).goal,
    modes: [mentee?.mode ?? null, mentor?.mode ?? null],
    hoursAMonth: mentor?.hoursAMonth ?? null,
  }
  return done({ standing, base, terms: suggestTerms(known, dateIn(zone, ctx.now())) })
}

export type Proposed =
  | { proposed: true; standing: PairAgreement }
  /** The other one was faster: their version, and how what was typed differs from it. Nothing was written. */
  | { proposed: false; standing: PairAgreement; newer: Agreement; changed: Difference[] }

/**
 * Proposes terms, and signs them by that. A version still open gives way. Of two who propose at once one comes
 * first; the other is shown that version, with what they typed kept.
 */
export async function proposeTerms(
  ctx: Context,
  person: string,
  meta: ProposalMeta,
  terms: Terms,
): Promise<Outcome<Proposed>> {
  const found = await runningMentorship(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const m = found.value
  const { zone } = await ctx.directory.hours(person)
  const no = endObjection(terms.endsOn, dateIn(zone, ctx.now()))
  if (no) return refuse(no, 'endsOn')

  const before = await pairAgreement(ctx, m, person)
  const newest = before.versions[0]
  if ((newest?.id ?? '') === meta.base) {
    if (
      newest &&
      ['proposed', 'inForce'].includes(newest.status) &&
      differences(termsOf(ctx, newest), terms).length === 0
    )
      return refuse(
        newest.status === 'inForce'
          ? 'This is what you agreed on already. Change something, or close this form.'
          : 'This is the proposal as it stands. Change something, or close this form and sign it.',
        'purpose',
      )
    const id = ctx.newId()
    const version = (newest?.version ?? 0) + 1
    // The mentorship's row comes first here and wherever one ends, so that no two commits wait for each other.
    const failed = await ctx.commit(
      whileRunning(ctx, m.id),
      before.open && moveAgreement(ctx, before.open, { status: 'replaced' }),
      insertProposal(ctx, { id, mentorship: m.id, version, proposedBy: person }, terms),
      ctx.outbox.add('agreement.proposed', askKey(id), { to: before.partner, payload: { agreement: id } }),
      before.open && refreshMessages(ctx, m, before.open),
      await planReminder(ctx, id, before.partner, REMIND_DAYS, 'agreement.remind'),
      ctx.schedule.cancel('agreement.offer', m.id),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    )
    if (!failed) return done({ proposed: true, standing: await pairAgreement(ctx, m, person) })
    if (failed === 'mentorship') return runningMentorship(ctx, person, m.id) as Promise<Outcome<never>>
  }
  const standing = await pairAgreement(ctx, m, person)
  const newer = standing.versions[0]
  if (!newer) return refuse(CHANGED)
  return done({ proposed: false, standing, newer, changed: differences(termsOf(ctx, newer), terms) })
}

/** Brings the message that asks to sign a version up to date, and calls off its reminders. */
const refreshMessages = (ctx: Context, m: Mentorship, a: Agreement): Writes => [
  ctx.outbox.refresh(askKey(a.id), partnerOf(m, a.proposedBy)),
  ctx.outbox.cancel(remindKey(a.id, 'agreement.reminder')),
  ctx.outbox.cancel(remindKey(a.id, 'agreement.unsigned')),
  ctx.schedule.cancel('agreement.remind', a.id),
  ctx.schedule.cancel('agreement.waiting', a.id),
]

export interface Answered {
  /** False: it stood elsewhere by then, and nothing was changed. */
  changed: boolean
  standing: PairAgreement
}

/**
 * The other one's signature: it is in force from now, and what others go by (cadence, last day) with it. A version
 * that gave way meanwhile is not signed.
 */
export const signTerms = (ctx: Context, person: string, id: string) =>
  answerProposal(ctx, person, id, async (a, { inForce, mentorship: m }) => {
    if (a.proposedBy === person)
      return refuse('You signed this when you proposed it. It waits for your partner now.')
    const { zone } = await ctx.directory.hours(person)
    if (a.endsOn <= dateIn(zone, ctx.now()))
      return refuse(
        `The last day in it, ${formatDate(a.endsOn)}, has come before you signed. Choose “Propose a change” and a later day.`,
      )
    return [
      await signedTermsWrites(ctx, m, { cadenceDays: a.cadenceDays, endsOn: a.endsOn }),
      moveAgreement(ctx, a, { status: 'inForce', signedAt: ctx.now() }),
      inForce && moveAgreement(ctx, inForce, { status: 'past' }),
      ctx.outbox.add('agreement.answered', answerKey(id), { to: a.proposedBy, payload: { agreement: id } }),
    ]
  })

/** Either sets a proposal aside: all stays as it was. Who proposed it hears so if it was the other one. */
export const setAsideProposal = (ctx: Context, person: string, id: string) =>
  answerProposal(ctx, person, id, async (a) => [
    whileRunning(ctx, a.mentorship),
    moveAgreement(ctx, a, { status: 'aside' }),
    a.proposedBy !== person &&
      ctx.outbox.add('agreement.answered', answerKey(id), { to: a.proposedBy, payload: { agreement: id } }),
  ])

async function answerProposal(
  ctx: Context,
  person: string,
  id: string,
  decide: (a: Agreement, standing: PairAgreement) => Promise<Writes[] | ReturnType<typeof refuse>>,
): Promise<Outcome<Answered>> {
  const read = await readVersion(ctx, person, id)
  if (!read.ok) return read
  const { standing, agreement } = read.value
  const m = standing.mentorship
  const still = await runningMentorship(ctx, person, m.id)
  if (!still.ok) return still
  let changed = false
  if (agreement.status === 'proposed') {
    const writes = await decide(agreement, standing)
    if (!Array.isArray(writes)) return writes
    changed = !(await ctx.commit(
      writes,
      refreshMessages(ctx, m, agreement),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    ))
  }
  const after = await runningMentorship(ctx, person, m.id)
  return after.ok ? done({ changed, standing: await pairAgreement(ctx, after.value, person) }) : after
}

export const follows: Follows = {
  // Some days after the start a pair is offered an agreement, if it has none.
  started: (ctx, pairs) =>
    Promise.all(
      pairs.map(
        ({ id, kind, mentee }) =>
          kind === 'mentorship' && planReminder(ctx, id, mentee, OFFER_DAYS, 'agreement.offer'),
      ),
    ),
  ended: closeAgreement,
}

/** With the mentorship nothing waits for a signature any more. */
async function closeAgreement(ctx: Context, m: Mentorship): Promise<Writes[]> {
  const open = (await listVersions(ctx, m.id)).find((v) => v.status === 'proposed')
  return [
    closeOpenProposals(ctx, m.id),
    open && refreshMessages(ctx, m, open),
    ctx.schedule.cancel('agreement.offer', m.id),
    ctx.outbox.cancel(offerKey(m.id)),
  ]
}

// --- reminding ---

const remindKey = (id: string, kind: string) => `${kind}:${id}`
const offerKey = (mentorship: string) => `agreement.offered:${mentorship}`

/** Plans a job about an agreement or a pair, so many working days of this person's from now. */
async function planReminder(ctx: Context, id: string, person: string, days: number, kind: string) {
  const at = addWorkingDays(await ctx.directory.hours(person), ctx.now(), days)
  return at !== undefined && ctx.schedule.at(kind, id, at)
}

/** The job: a pair without any proposal is offered one, once; it stays on Home after that. */
export async function offerAgreement(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findWithoutAgreement(ctx, id)
  if (!m) return []
  return [
    ctx.outbox.add('agreement.offered', offerKey(id), {
      to: m.mentee,
      payload: { mentorship: id },
      uselessAt: ctx.now() + 30 * DAY_MS,
    }),
  ]
}

/** The job: who has not signed is reminded, once. */
export const remindSigner = (ctx: Context, id: string) => nudgeAbout(ctx, id, 'agreement.reminder')

/** The job: some days later who proposed it is told that it still waits. Then it rests on both Homes. */
export const tellProposer = (ctx: Context, id: string) => nudgeAbout(ctx, id, 'agreement.unsigned')

async function nudgeAbout(ctx: Context, id: string, kind: string): Promise<Writes[]> {
  const found = await findProposal(ctx, id)
  if (!found?.waits) return []
  const { proposer, signer } = found
  const toSigner = kind === 'agreement.reminder'
  return [
    ctx.outbox.add(kind, remindKey(id, kind), {
      to: (toSigner ? signer : proposer).person,
      payload: { agreement: id },
      uselessAt: ctx.now() + 21 * DAY_MS,
    }),
    toSigner && (await planReminder(ctx, id, signer.person, WAITING_DAYS, 'agreement.waiting')),
  ]
}
