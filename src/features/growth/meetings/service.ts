import type { Context } from '../../../context.ts'
import { dateIn, type Hours, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { findMentorship, listOf, type Mentorship, metWrites } from '../../pairs/mentorship/service.ts'
import { type Entry, sharedSince } from '../checkins/service.ts'
import type { Guide } from '../guides/domain.ts'
import { guidesFor } from '../guides/service.ts'
import { closePlan, findOpenPlan, planWords } from '../plans/service.ts'
import { MOVABLE } from '../sessions/domain.ts'
import {
  arrangedBy,
  CHANGED,
  changeSession,
  type Found,
  findLast,
  findNext,
  findSession,
  insertSession,
  listSessions,
  ownSession,
  type Pair,
  pairIn,
  pairsOf,
  type Session,
  sessionWords,
} from '../sessions/service.ts'
import {
  ANSWER_MS,
  firstStepAt,
  MOST_PAST,
  type NotesForm,
  remindAt,
  SAME_MEETING_MS,
  SOON_MS,
} from './domain.ts'
import { type Item, insertItem, listItems, markItems } from './store.ts'

export type { Item } from './store.ts'

const STEP = 'meetings.step'
const remindKey = (s: Session, person: string, what: string) =>
  `meetings.reminder:${s.id}:${person}:${what}:${s.startAt}`
const metKey = (s: Session, person: string) => `meetings.met:${s.id}:${person}:${s.startAt}`

/** The message that reminds somebody on the working day before. */
export const remindedKey = (s: Session, person: string) => remindKey(s, person, 'day')

/** From now on what is due about a session is done at its time. */
export const startSteps = (
  ctx: Context,
  s: Pick<Session, 'id' | 'startAt' | 'endAt'>,
  { hours, partnerHours }: Pair,
): Writes => ctx.schedule.at(STEP, s.id, firstStepAt(s, [hours, partnerHours], ctx.now()))
export const stopSteps = (ctx: Context, session: string): Writes => ctx.schedule.cancel(STEP, session)

/** Messages about a session that are on screen show what became of it. */
export const settleQuestions = (ctx: Context, m: Mentorship, session: Session): Writes =>
  [m.mentee, m.mentor].flatMap((person) => [
    ctx.outbox.refresh(remindKey(session, person, 'day'), person),
    ctx.outbox.refresh(remindKey(session, person, 'soon'), person),
    ctx.outbox.refresh(metKey(session, person), person),
  ])

// --- before and after ---

/** What is due about a session: the reminders, then the question, then nothing more. */
export async function step(ctx: Context, id: string): Promise<Writes[]> {
  const session = await findSession(ctx, id)
  const m = session && (await findMentorship(ctx, session.mentorship))
  // With the mentorship its questions stop.
  if (m?.status !== 'active' || session?.status !== 'planned') return []
  const now = ctx.now()
  const next = (at: number) => ctx.schedule.at(STEP, id, at)
  if (now >= session.endAt + ANSWER_MS)
    return [
      changeSession(ctx, session, ['planned'], { status: 'unanswered' }),
      settleQuestions(ctx, m, session),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    ]
  const both = [m.mentee, m.mentor]
  const hours = await ctx.directory.hoursOfAll(both)
  if (now >= session.endAt) {
    return [
      ...both.map((person) =>
        ctx.outbox.add('meetings.met', metKey(session, person), {
          to: person,
          payload: { session: id, person, startAt: session.startAt },
          // Not in the evening: the question waits for the reader's next working hour.
          dueAt: nextHumane(hours.get(person) as Hours, session.endAt) ?? session.endAt,
          uselessAt: session.endAt + ANSWER_MS,
        }),
      ),
      next(session.endAt + ANSWER_MS),
      ctx.outbox.touchHomes(...both),
    ]
  }
  const soon = now >= session.startAt - SOON_MS
  const what = soon ? 'soon' : 'day'
  return [
    ...both.map((person) => {
      const dueAt = soon ? now : remindAt(hours.get(person) as Hours, session.startAt, now)
      return (
        dueAt !== undefined &&
        ctx.outbox.add('meetings.reminder', remindKey(session, person, what), {
          to: person,
          payload: { session: id, person, what, startAt: session.startAt },
          dueAt,
          uselessAt: soon ? session.endAt : session.startAt - SOON_MS,
        })
      )
    }),
    next(soon ? session.endAt : session.startAt - SOON_MS),
  ]
}

/** One tap after a session. The first yes counts; a no gives way to it. */
export async function tellMet(
  ctx: Context,
  person: string,
  id: string,
  met: boolean,
): Promise<Outcome<Found>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  if (session.status === 'held') return found
  if (session.status === 'cancelled')
    return refuse('This session was called off. Type `/mentor schedule` to plan another one.')
  if (session.startAt > ctx.now())
    return refuse('This session is still to come. Press "Move it" on Home if you met already, or will later.')
  const failed = await ctx.commit(
    ...(met
      ? await heldWrites(ctx, found.value)
      : [
          changeSession(ctx, session, ['planned', 'unanswered'], { status: 'missed' }),
          stopSteps(ctx, id),
          settleQuestions(ctx, pair.m, session),
          ctx.outbox.touchHomes(pair.me, pair.partner),
        ]),
  )
  const now = await ownSession(ctx, person, id)
  // Both may have answered in the same moment: what stands now is told.
  return failed && now.ok && now.value.session.status === 'planned' ? refuse(CHANGED) : now
}

/** Times that would move a session which was held after all do not wait for an answer any more. */
async function settleMove(ctx: Context, session: Session): Promise<Writes> {
  const open = await findOpenPlan(ctx, session.mentorship)
  return open?.moves === session.id && closePlan(ctx, open)
}

async function heldWrites(ctx: Context, { session, pair }: Found): Promise<Writes[]> {
  const { m } = pair
  return [
    changeSession(ctx, session, MOVABLE, { status: 'held' }),
    await settleMove(ctx, session),
    stopSteps(ctx, session.id),
    settleQuestions(ctx, pair.m, session),
    m.status === 'active' && (await metWrites(ctx, m, session.endAt, session.id)),
    ctx.outbox.touchHomes(m.mentee, m.mentor),
  ]
}

export const follows: Follows = {
  met: (ctx, m, _at, session) => session === undefined && noteMeeting(ctx, m),
}

/**
 * "We met", said without a plan: the session that was planned just before, or one that is noted now; the same meeting,
 * told by both, is one.
 */
async function noteMeeting(ctx: Context, m: Mentorship): Promise<Writes[]> {
  const now = ctx.now()
  const last = await findLast(ctx, m.id, ['planned', 'held', 'missed', 'unanswered'], now)
  const recent = last && last.startAt > now - SAME_MEETING_MS ? last : undefined
  if (recent?.status === 'held') return []
  if (recent)
    return [
      changeSession(ctx, recent, MOVABLE, { status: 'held' }),
      await settleMove(ctx, recent),
      stopSteps(ctx, recent.id),
      settleQuestions(ctx, m, recent),
    ]
  return [
    insertSession(ctx, {
      // One a pair and day, so that two who tell it at once tell of one.
      id: `${m.id}:${dateIn('UTC', now)}`,
      workspace: ctx.workspace,
      mentorship: m.id,
      originalAt: now,
      startAt: now,
      endAt: now,
      status: 'held',
    }),
  ]
}

/** How many sessions these two have held. */
export const countHeld = async (ctx: Context, mentorship: string): Promise<number> =>
  (await listSessions(ctx, mentorship, ['held'])).length

// --- agenda and notes ---

export interface Page extends Found {
  agenda?: string
  location?: string
  items: Item[]
  myNotes?: string
  partnerNotes?: string
  /** What the two wrote the last time they met. */
  before?: { at: number; mine?: string; partner?: string }
  /** What the partner wrote for this reader in check-ins since they last met, newest first. */
  shared: Entry[]
  /** The guides that fit the next meeting. */
  guides: Guide[]
  /** The session after this one. */
  next?: Session
}

function notesOf(ctx: Context, m: Mentorship, person: string, s: Session) {
  const mentee = ctx.seal.openMaybe(sessionWords(s.id, 'mentee_notes'), s.menteeNotes)
  const mentor = ctx.seal.openMaybe(sessionWords(s.id, 'mentor_notes'), s.mentorNotes)
  return m.mentee === person ? { mine: mentee, partner: mentor } : { mine: mentor, partner: mentee }
}

/** A session with its agenda, what is still to do, and the notes of both. For these two alone. */
export async function readSession(ctx: Context, person: string, id: string): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  const plan = await arrangedBy(ctx, session)
  const earlier = await findLast(ctx, pair.m.id, ['held'], session.startAt - 1)
  const { mine: myNotes, partner: partnerNotes } = notesOf(ctx, pair.m, person, session)
  return done({
    ...found.value,
    agenda: plan && ctx.seal.openMaybe(planWords(plan.id, 'agenda'), plan.agenda),
    location: plan && ctx.seal.openMaybe(planWords(plan.id, 'location'), plan.location),
    items: await listItems(ctx, pair.m.id, earlier?.startAt ?? session.startAt),
    myNotes,
    partnerNotes,
    ...(earlier && { before: { at: earlier.startAt, ...notesOf(ctx, pair.m, person, earlier) } }),
    shared: await sharedSince(ctx, pair.partner, person, earlier?.startAt ?? pair.m.startedAt),
    guides: await guidesFor(ctx, pair.m),
    next: await findNext(ctx, pair.m.id, Math.max(ctx.now(), session.endAt)),
  })
}

/** Keeps notes and action items. `ticked` is what was ticked when the form was opened: the rest is left alone. */
export async function saveNotes(
  ctx: Context,
  person: string,
  id: string,
  ticked: string[],
  form: NotesForm,
): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  const [field, column] =
    pair.m.mentee === person
      ? (['menteeNotes', 'mentee_notes'] as const)
      : (['mentorNotes', 'mentor_notes'] as const)
  const failed = await ctx.commit(
    changeSession(ctx, session, ['planned', 'held', 'missed', 'unanswered', 'cancelled'], {
      [field]: ctx.seal.closeMaybe(sessionWords(id, column), form.notes),
    }),
    form.items.map((words) => insertItem(ctx, session, person, words)),
    markItems(
      ctx,
      pair.m.id,
      form.done.filter((item) => !ticked.includes(item)),
      ctx.now(),
    ),
    markItems(
      ctx,
      pair.m.id,
      ticked.filter((item) => !form.done.includes(item)),
      null,
    ),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  return failed
    ? refuse('The session was moved in the same moment. Please press Save once more.')
    : readSession(ctx, person, id)
}

/** Sessions that are over, of all mentorships that this person has or had, the newest first. */
export async function pastSessions(
  ctx: Context,
  person: string,
): Promise<{ pair: Pair; session: Session }[]> {
  const past: { pair: Pair; session: Session }[] = []
  for (const m of await listOf(ctx, person)) {
    const pair = await pairIn(ctx, person, m)
    const over = await listSessions(ctx, m.id, ['held', 'missed', 'unanswered'])
    past.push(...over.map((session) => ({ pair, session })))
  }
  return past.sort((a, b) => b.session.startAt - a.session.startAt).slice(0, MOST_PAST)
}

/** The first session that is over, and of which nobody has said how it went. */
export async function toTell(
  ctx: Context,
  person: string,
): Promise<{ pair: Pair; session: Session } | undefined> {
  for (const pair of await pairsOf(ctx, person)) {
    const session = await findLast(ctx, pair.m.id, ['planned'], ctx.now())
    if (session) return { pair, session }
  }
  return undefined
}
