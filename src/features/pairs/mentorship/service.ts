import type { Ending } from '../../../announcements.ts'
import type { Context } from '../../../context.ts'
import { formatFor, type Hours } from '../../../core/calendar.ts'
import type { MatchRecord } from '../../../core/match-record.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { retrying } from '../../../retrying.ts'
import type { Tie } from '../../../ties.ts'
import {
  findMember,
  freePlace,
  leaveLine,
  openWords,
  putFirstInLine,
  requireMember,
  takePlace,
  unchanged,
} from '../../people/members/service.ts'
import { neverPair } from '../../people/privacy/service.ts'
import { NOT_STALLED } from './domain.ts'
import { type Event, isLive, isState, mayHappen, STATES } from './states.ts'
import {
  clearUseful,
  insertMentorship,
  listActiveOf,
  listOf,
  type Mentorship,
  moveState,
  usefulTo,
} from './store.ts'

export { mayHappen } from './states.ts'
export type { Mentorship } from './store.ts'
export {
  findMentorship,
  listNeedingHand,
  listOf,
  menteesWithMentor,
  moveState,
  setChannel,
  setUseful,
  takeHand,
  usefulTo,
  whileRunning,
} from './store.ts'

/** The mentorships of a person that run now, each with who the other one is. */
export async function activeMentorships(
  ctx: Context,
  person: string,
): Promise<(Mentorship & { partner: string })[]> {
  const rows = await listActiveOf(ctx, person)
  return rows.map((row) => ({ ...row, partner: partnerOf(row, person) }))
}

export const partnerOf = (m: { mentee: string; mentor: string }, person: string) =>
  m.mentee === person ? m.mentor : m.mentee

/** A pair as one of the two sees it. */
export interface PairView {
  m: Mentorship
  /** The one of the two who looks. */
  me: string
  partner: string
  partnerName: string
  /** The working hours and the time zone of the one who looks. */
  hours: Hours
  zone: string
}

/** A pair as `person`, who is one of the two, sees it. */
export async function pairViewOf(ctx: Context, m: Mentorship, person: string): Promise<PairView> {
  const partner = partnerOf(m, person)
  const [partnerName, hours] = await Promise.all([
    ctx.directory.nameOf(partner, 'your partner'),
    ctx.directory.hours(person),
  ])
  return { m, me: person, partner, partnerName, hours, zone: hours.zone }
}

export interface PairToStart {
  programme: string
  mentee: string
  mentor: string
  /** A single chat takes no place and brings no prompts. */
  kind: 'mentorship' | 'chat'
  /** The mentee looks for one mentor only: then they can have one such at most. */
  sole: boolean
  why: MatchRecord
  /** The versions of the two as they were read when it was decided that they may be matched. */
  read: { mentee: number; mentor: number }
  /** The round that made it, if one did. */
  round?: string
}

/**
 * What starts mentorships, for the commit of whoever decides them. Guards: `changed` (one of them is not as they were
 * read), `full` (the mentor has no place), `paired` (the two have one already, or the mentee has the one mentor they
 * look for). Judge anew after any of them.
 */
export async function startMentorships(ctx: Context, ...starts: PairToStart[]): Promise<Writes[]> {
  const versions = new Map<string, number>()
  for (const { mentee, mentor, read } of starts) versions.set(mentee, read.mentee).set(mentor, read.mentor)
  const writes: Writes[] = [...versions].map(([person, version]) => unchanged(ctx, person, version))
  const pairs = starts.map((start) => ({ ...start, id: ctx.newId() }))
  for (const pair of pairs) writes.push(startOne(ctx, pair))
  return [...writes, await ctx.follow('started', pairs), ctx.outbox.touchHomes(...versions.keys())]
}

function startOne(ctx: Context, pair: PairToStart & { id: string }): Writes {
  const { id, programme, mentee, mentor, kind, sole, why, round } = pair
  const chat = kind === 'chat'
  return [
    chat ? undefined : takePlace(ctx, mentor),
    insertMentorship(ctx, {
      id,
      programme,
      mentee,
      mentor,
      kind,
      status: 'active',
      state: 'introduced',
      startedAt: ctx.now(),
      activePair: `${mentee}:${mentor}`,
      soleOf: sole ? mentee : null,
      why,
      round,
    }),
    !chat && leaveLine(ctx, mentee),
  ]
}

/** A mentorship of this person, running or not; refused to anybody else. */
export async function ownMentorship(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  const m = (await listOf(ctx, person)).find((each) => each.id === id)
  return m ? done(m) : refuse('This mentorship is not yours. Open Home to see your own.')
}

const ENDED = 'This mentorship has ended already. Type `/mentor` to see what is next.'

/** As `ownMentorship`, and refused once it has ended. */
export async function runningMentorship(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<Mentorship>> {
  const found = await ownMentorship(ctx, person, id)
  return found.ok && found.value.status !== 'active' ? refuse(ENDED) : found
}

/** What the mentee would like to reach, while it runs; '' if nothing is written down. */
export async function goalOfMentee(ctx: Context, person: string, id: string) {
  const found = await runningMentorship(ctx, person, id)
  if (!found.ok) return found
  const m = found.value
  return done({ m, goal: openWords(ctx, await findMember(ctx, m.mentee)).goal })
}

/** What somebody reads whose click came too late: how it stands now. */
function whereItStands(m: Mentorship): string {
  if (!isState(m.state) || !isLive(m.state)) return ENDED
  return `You two ${STATES[m.state].means}. Open Home to see what you can do now.`
}

/**
 * What one of the two does, decided on the present state, and anew if that changed before it was written: of two at
 * once the later one acts on what the earlier one left. Refused with the present state where the table has no such
 * event. `decide` returns all that is to be written, the move among it.
 */
export const applyEvent = (
  ctx: Context,
  person: string,
  id: string,
  event: Event,
  decide: (m: Mentorship) => Promise<Writes[] | Refusal>,
): Promise<Outcome<Mentorship>> =>
  retrying(ctx, async () => {
    const found = await ownMentorship(ctx, person, id)
    if (!found.ok) return found
    const m = found.value
    if (!mayHappen(m.state, event, m.kind)) return refuse(whereItStands(m))
    const writes = await decide(m)
    return Array.isArray(writes) ? { value: m, writes } : writes
  })

/** The two met, outside of a planned session. */
export const recordUnplannedMeeting = (
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<Mentorship>> => applyEvent(ctx, person, id, 'met', (m) => meetingWrites(ctx, m, ctx.now()))

/**
 * What follows from a meeting that was over at `at` (UTC ms), for the commit of whoever takes it down. `session` is the
 * planned one that it was, if any. A chat is over with it, and both are asked whether it was useful.
 */
export async function meetingWrites(
  ctx: Context,
  m: Mentorship,
  at: number,
  session?: string,
): Promise<Writes[]> {
  // A question that is on screen is answered by it, also if the meeting was before.
  const metAt = m.nudgedAt === null ? Math.max(at, m.metAt ?? 0) : ctx.now()
  return [
    m.kind === 'chat'
      ? await endWrites(ctx, { ...m, metAt: at }, 'chat over')
      : moveState(ctx, m, 'met', { metAt, ...NOT_STALLED }),
    await ctx.follow('met', m, metAt, session),
  ]
}

/** The two have planned a session that is over at `until` (UTC ms). Fails if they have ended. */
export const plannedSessionWrites = async (ctx: Context, m: Mentorship, until: number): Promise<Writes[]> => [
  // A break goes on; what is planned lies after it, or they meet in spite of it.
  moveState(ctx, m, 'planned', m.state === 'paused' ? {} : { nudgedAt: null, needsHandAt: null }),
  await ctx.follow('planned', m, until),
]

/**
 * What both agreed on, for the commit of whoever decides it. A later last day while it closes means that they go on.
 */
export async function signedTermsWrites(
  ctx: Context,
  m: Mentorship,
  terms: { cadenceDays: number; endsOn: string },
): Promise<Writes[]> {
  const extended = m.state === 'closing' && (m.endsOn === null || terms.endsOn > m.endsOn)
  return [
    moveState(ctx, m, extended ? 'extend' : 'signed', terms),
    await ctx.follow('signed', m, { ...terms, extended }),
  ]
}

/** What each ending is in the table of states. */
const EVENT_OF = {
  'ended by one': 'end',
  left: 'leave',
  'left the company': 'leave',
  gone: 'leave',
  'chat over': 'chatOver',
  'trial over': 'trialParts',
  rematch: 'rematch',
  completed: 'complete',
  lapsed: 'lapse',
} as const satisfies Record<Ending, Event>

/**
 * What ends a mentorship, for the commit of whoever decides it: the place is free again, and all who follow see to
 * theirs. `by` ended it, where one of the two did. A mentee whose mentor went, or who parts without fault, is first in
 * line for the next.
 */
export async function endWrites(ctx: Context, m: Mentorship, ending: Ending, by?: string): Promise<Writes[]> {
  const mentorWent = by === m.mentor && ending !== 'ended by one' && m.kind === 'mentorship'
  const firstInLine = mentorWent || ending === 'trial over' || ending === 'rematch'
  return [
    moveState(ctx, m, EVENT_OF[ending], {
      status: 'ended',
      endedAt: ctx.now(),
      ending,
      ...(m.kind === 'chat' && { metAt: m.metAt }),
      activePair: null,
      soleOf: null,
      ...NOT_STALLED,
    }),
    m.kind === 'mentorship' && freePlace(ctx, m.mentor),
    firstInLine && (await stillHere(ctx, m.mentee)) && putFirstInLine(ctx, m.mentee),
    await ctx.follow('ended', m, ending, by),
  ]
}

const stillHere = async (ctx: Context, person: string) => (await requireMember(ctx, person)).ok

/** Either alone ends it, unexplained; with `never` the two are never paired again, and nobody is told that. */
export async function endAlone(
  ctx: Context,
  person: string,
  id: string,
  never = false,
): Promise<Outcome<Mentorship>> {
  const ended = await applyEvent(ctx, person, id, 'end', async (m) => [
    ...(await endWrites(ctx, m, 'ended by one', person)),
    never && (await neverPair(ctx, person, partnerOf(m, person))),
  ])
  if (ended.ok || !never) return ended
  const found = await ownMentorship(ctx, person, id)
  if (!found.ok || found.value.status === 'active') return ended
  // It had ended a moment before: what they asked for still holds.
  await ctx.commit(await neverPair(ctx, person, partnerOf(found.value, person)))
  return found
}

/** Either would like a new match, with no fault: both hear the same neutral words, and the mentee is first in line. */
export const rematch = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  applyEvent(ctx, person, id, 'rematch', (m) => endWrites(ctx, m, 'rematch'))

/** When the last of the two is back from a pause (UTC ms); undefined while neither takes one. */
export async function bothBackAt(ctx: Context, m: Mentorship): Promise<number | undefined> {
  const both = [await findMember(ctx, m.mentee), await findMember(ctx, m.mentor)]
  const at = Math.max(...both.map((p) => (p?.status === 'paused' ? (p.pausedUntil ?? 0) : 0)))
  return at > ctx.now() ? at : undefined
}

/** Everybody with whom this person has or had a mentorship or a chat. */
export const ties = async (ctx: Context, person: string): Promise<Tie[]> =>
  (await listOf(ctx, person)).map((m) => ({
    other: partnerOf(m, person),
    how: m.status === 'active' ? 'partner' : 'former',
  }))

/** Whoever takes part no more has no mentorship. */
export const follows: Follows = { left: endAllOf }

async function endAllOf(ctx: Context, person: string, ending: Ending): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const m of await listActiveOf(ctx, person)) writes.push(await endWrites(ctx, m, ending, person))
  return writes
}

/** The mentorships and chats of a person, and what they alone said of each. */
export async function exportMentorships(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const { zone } = await ctx.directory.hours(person)
  const day = (at: number | null) => (at === null ? undefined : formatFor(zone, at, 'dateWithYear'))
  const list = await listOf(ctx, person)
  const names = await ctx.directory.names(list.map((m) => partnerOf(m, person)))
  return {
    'My mentorships': list.map((m) => ({
      with: names.get(partnerOf(m, person)) ?? FORMER_MEMBER,
      'I was': m.mentee === person ? 'mentee' : 'mentor',
      kind: m.kind,
      from: day(m.startedAt),
      until: day(m.endedAt),
      'last met': day(m.metAt),
      'how it stands': isState(m.state) ? `We ${STATES[m.state].means.replace('your', 'our')}` : m.state,
      'what spoke for it': m.mentee === person ? m.why.forMentee : m.why.forMentor,
      'it was useful to me': usefulTo(ctx, m, person),
    })),
  }
}

/** Takes away what somebody alone said of their chats. Whom they were matched with is their partners' as well. */
export const forgetPerson = (ctx: Context, person: string): Writes => clearUseful(ctx, person)
