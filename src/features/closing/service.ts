import type { Context } from '../../context.ts'
import { addWorkingDays, dateIn } from '../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { draftFor, propose, sign } from '../agreement/service.ts'
import { BOTTOM, bothBackAt, fromBottom, leaveLadder } from '../ladder/service.ts'
import { countHeld } from '../meetings/service.ts'
import {
  act,
  activeMentorships,
  endWrites,
  findMentorship,
  type Mentorship,
  mine,
  moveState,
  partnerOf,
} from '../mentorship/service.ts'
import { graduate } from '../milestones/service.ts'
import { findMember, updateMember } from '../profile/service.ts'
import { forgetTrial } from '../trial/service.ts'
import {
  askAt,
  type Cause,
  extendObjection,
  INVITE_MS,
  lastMoment,
  REMIND_DAYS,
  type ReviewForm,
  windowFor,
} from './domain.ts'
import {
  type Closing,
  findClosing,
  findOpen,
  insertClosing,
  keepReview,
  listClosings,
  listOwn,
  listReviews,
  ownWords,
  putOffEnd,
  settleOpen,
  sharedWords,
  type Words,
} from './store.ts'

export type { Closing, Words } from './store.ts'

const DUE = 'closing.due'
const END = 'closing.end'
const REMIND = 'closing.remind'

const askKey = (closing: string, person: string) => `closing.ask:${closing}:${person}`
const remindKey = (closing: string, person: string) => `closing.reminder:${closing}:${person}`

const bothOf = (m: Mentorship) => [m.mentee, m.mentor]

// --- opening ---

/** What to write once two have agreed on their last day: they are asked in time what comes next. */
export const planClosing = async (ctx: Context, m: Mentorship, endsOn: string): Promise<Writes> =>
  ctx.schedule.at(DUE, m.id, askAt(await ctx.directory.hours(m.mentee), endsOn, ctx.now()))

/** Opens the closing of a mentorship, for the commit that moves it there. Both are asked, but not who has just asked for it. */
export async function openClosing(
  ctx: Context,
  m: Mentorship,
  cause: Cause,
  openedBy: string | null = null,
): Promise<Writes[]> {
  const id = ctx.newId()
  const now = ctx.now()
  const hours = await ctx.directory.hours(m.mentee)
  const { fromAt, untilAt } = windowFor(hours, cause, m.endsOn, now)
  const remindAt = addWorkingDays(hours, now, REMIND_DAYS)
  return [
    insertClosing(ctx, {
      id,
      mentorship: m.id,
      status: 'open',
      cause,
      openedBy,
      openedAt: now,
      fromAt,
      untilAt,
      endedAt: null,
      openOf: m.id,
    }),
    bothOf(m)
      .filter((person) => person !== openedBy)
      .map((person) =>
        ctx.outbox.add('closing.ask', askKey(id, person), {
          to: person,
          payload: { closing: id, person },
          uselessAt: untilAt,
        }),
      ),
    ctx.schedule.at(END, m.id, untilAt),
    remindAt !== undefined && remindAt < untilAt && ctx.schedule.at(REMIND, m.id, remindAt),
    ctx.schedule.cancel(DUE, m.id),
    forgetTrial(ctx, m),
    await leaveLadder(ctx, m),
  ]
}

/** Either closes it early; both then have their last word. */
export const closeEarly = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  act(ctx, person, id, 'close', async (m) => [
    moveState(ctx, m, 'close', BOTTOM, m.state),
    await openClosing(ctx, m, 'early', person),
  ])

/** The job: the agreed last day comes near. Put off while either takes a break or the trial is not over. */
export async function lastDayComes(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.endsOn === null || m.state === 'closing') return []
  const hours = await ctx.directory.hours(m.mentee)
  const backAt = Math.max((await bothBackAt(ctx, m)) ?? 0, m.restsUntil ?? 0)
  const at = Math.max(askAt(hours, m.endsOn, 0), backAt)
  if (at > ctx.now()) return [ctx.schedule.at(DUE, id, at)]
  if (m.state === 'trial' || m.state === 'paused')
    return [ctx.schedule.at(DUE, id, addWorkingDays(hours, ctx.now(), 1) ?? lastMoment(hours, m.endsOn))]
  return [moveState(ctx, m, 'lastDay', BOTTOM, m.state), await openClosing(ctx, m, 'lastDay')]
}

/** What to write when a closing is over, however it ended. */
export async function endClosing(
  ctx: Context,
  m: Mentorship,
  status: 'completed' | 'extended' | 'reopened' | 'overtaken',
): Promise<Writes[]> {
  const open = await findOpen(ctx, m.id)
  return [
    settleOpen(ctx, m.id, status),
    ctx.schedule.cancel(END, m.id),
    ctx.schedule.cancel(REMIND, m.id),
    status !== 'extended' && ctx.schedule.cancel(DUE, m.id),
    open &&
      bothOf(m).flatMap((person) => [
        ctx.outbox.refresh(askKey(open.id, person), person),
        ctx.outbox.cancel(remindKey(open.id, person)),
      ]),
  ]
}

// --- the last word ---

/** A closing as one of the two sees it. Of what the partner said it holds nothing before both have. */
export interface Standing {
  m: Mentorship
  closing: Closing
  me: string
  partner: string
  partnerName: string
  zone: string
  open: boolean
  /** What this person answered; undefined until they did. */
  next?: string
  /** May still be taken back by this person. */
  mayReopen: boolean
  /** A last day was agreed on, which a new agreement can move. */
  mayExtend: boolean
}

async function standingIn(ctx: Context, m: Mentorship, closing: Closing, person: string): Promise<Standing> {
  const partner = partnerOf(m, person)
  const open = closing.status === 'open'
  const mine = (await listReviews(ctx, closing.id)).find((r) => r.person === person)
  return {
    m,
    closing,
    me: person,
    partner,
    partnerName: await ctx.directory.nameOf(partner, 'your partner'),
    zone: (await ctx.directory.hours(person)).zone,
    open,
    ...(mine && { next: mine.next }),
    mayReopen: open && (closing.openedBy === person || closing.cause === 'silence'),
    mayExtend: open && m.endsOn !== null,
  }
}

/** As one of the two sees it; undefined if it is not there, or not theirs. */
export async function standingOf(
  ctx: Context,
  closing: string,
  person: string,
): Promise<Standing | undefined> {
  const found = await findClosing(ctx, closing)
  const m = found && (await findMentorship(ctx, found.mentorship))
  return found && m && bothOf(m).includes(person) ? standingIn(ctx, m, found, person) : undefined
}

/** What this person closes now. */
export async function openClosings(ctx: Context, person: string): Promise<Standing[]> {
  const list: Standing[] = []
  for (const m of await activeMentorships(ctx, person)) {
    const closing = m.state === 'closing' ? await findOpen(ctx, m.id) : undefined
    if (closing) list.push(await standingIn(ctx, m, closing, person))
  }
  return list
}

const NOT_OPEN = 'Nothing is being closed here now. Open Home to see what is next for you two.'

export interface Draft {
  standing: Standing
  words: Words
  today: string
  named: boolean
}

/** What the form starts with: what this person said before, if anything. */
export async function reviewDraft(ctx: Context, person: string, mentorship: string): Promise<Outcome<Draft>> {
  const found = await mine(ctx, person, mentorship)
  if (!found.ok) return found
  const closing = await findOpen(ctx, mentorship)
  if (!closing) return refuse(NOT_OPEN)
  const before = (await listReviews(ctx, closing.id)).find((r) => r.person === person)
  const { zone } = await ctx.directory.hours(person)
  return done({
    standing: await standingIn(ctx, found.value, closing, person),
    words: before ? ownWords(ctx, before) : {},
    today: dateIn(zone, ctx.now()),
    named: before?.named ?? false,
  })
}

/**
 * Keeps a last word. It is complete once both have answered, and not before the agreed last day; a job judges that
 * after the commit, so that of two who answer at once neither is missed. Asking to go on is a new version of the
 * agreement, which the partner signs.
 */
export async function review(
  ctx: Context,
  person: string,
  mentorship: string,
  form: ReviewForm,
): Promise<Outcome<Standing>> {
  if (form.next === 'extend') return extend(ctx, person, mentorship, form.until ?? '')
  const kept = await act(ctx, person, mentorship, 'reviewed', async (m) => {
    const closing = await findOpen(ctx, mentorship)
    if (!closing) return refuse(NOT_OPEN)
    return [
      moveState(ctx, m, 'reviewed', {}, m.state),
      keepReview(ctx, closing.id, person, form, form.named.length > 0),
      ctx.schedule.at(END, mentorship, ctx.now()),
      ctx.outbox.refresh(askKey(closing.id, person), person),
      ctx.outbox.cancel(remindKey(closing.id, person)),
      ctx.outbox.touchHomes(person),
    ]
  })
  if (!kept.ok) return kept
  const [closing] = await listClosings(ctx, mentorship)
  return closing ? done(await standingIn(ctx, kept.value, closing, person)) : refuse(NOT_OPEN)
}

async function extend(
  ctx: Context,
  person: string,
  mentorship: string,
  until: string,
): Promise<Outcome<Standing>> {
  const found = await reviewDraft(ctx, person, mentorship)
  if (!found.ok) return found
  const { standing } = found.value
  if (standing.m.endsOn === null)
    return refuse('You two have no last day yet. Make your agreement first; then you simply go on.', 'next')
  const no = extendObjection(until, standing.m.endsOn)
  if (no) return refuse(no, 'until')
  const draft = await draftFor(ctx, person, mentorship)
  if (!draft.ok) return draft
  const { base, terms, standing: agreed } = draft.value
  // The partner asked for the very same: that is the signature it waits for.
  if (agreed.open && agreed.open.proposedBy !== person && agreed.open.endsOn === until) {
    const signed = await sign(ctx, person, agreed.open.id)
    return signed.ok ? done(standing) : signed
  }
  const proposed = await propose(ctx, person, { mentorship, base }, { ...terms, endsOn: until })
  if (!proposed.ok) return refuse(proposed.reason, proposed.field === 'endsOn' ? 'until' : undefined)
  return done({ ...standing, next: 'extend' })
}

/** They go on after all: who closed it early, or either where silence did. */
export async function reopen(ctx: Context, person: string, mentorship: string): Promise<Outcome<Mentorship>> {
  return act(ctx, person, mentorship, 'reopen', async (m) => {
    const closing = await findOpen(ctx, mentorship)
    if (!closing) return refuse(NOT_OPEN)
    if (!(await standingIn(ctx, m, closing, person)).mayReopen)
      return refuse(
        closing.cause === 'lastDay'
          ? 'Your last day comes near. To go on, choose "Go on for longer" and a new last day.'
          : 'Your partner closes it. Talk with them; whoever began it can go on after all.',
      )
    return [
      moveState(ctx, m, 'reopen', BOTTOM, m.state),
      await endClosing(ctx, m, 'reopened'),
      await fromBottom(ctx, m, ctx.now()),
      m.endsOn !== null && (await planClosing(ctx, m, m.endsOn)),
      ctx.outbox.add('closing.reopened', `closing.reopened:${closing.id}`, {
        to: partnerOf(m, person),
        payload: { closing: closing.id, person: partnerOf(m, person) },
      }),
    ]
  })
}

/** The job: who has not answered is reminded, once. */
export async function remind(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await findOpen(ctx, id)]
  if (!m || !closing) return []
  const answered = (await listReviews(ctx, closing.id)).map((r) => r.person)
  return bothOf(m)
    .filter((person) => !answered.includes(person))
    .map((person) =>
      ctx.outbox.add('closing.reminder', remindKey(closing.id, person), {
        to: person,
        payload: { closing: closing.id, person },
        uselessAt: closing.untilAt,
      }),
    )
}

/** The job: complete once both have answered or the time to is over; where silence closed it and nobody answers, it lapses. */
export async function settle(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await findOpen(ctx, id)]
  if (m?.state !== 'closing' || !closing) return []
  const reviews = await listReviews(ctx, closing.id)
  const now = ctx.now()
  const both = reviews.length === 2
  if (both && now < closing.fromAt) return [ctx.schedule.at(END, id, closing.fromAt)]
  if (!both && now < closing.untilAt) return [ctx.schedule.at(END, id, closing.untilAt)]
  const backAt = both ? undefined : await bothBackAt(ctx, m)
  if (backAt !== undefined) {
    const until = addWorkingDays(await ctx.directory.hours(m.mentee), backAt, REMIND_DAYS) ?? backAt
    return [putOffEnd(ctx, id, until), ctx.schedule.at(END, id, until)]
  }
  if (closing.cause === 'silence' && reviews.length === 0) return endWrites(ctx, m, 'lapsed')
  const wants = (person: string) => reviews.find((r) => r.person === person)?.next === 'rematch'
  const mentee = await findMember(ctx, m.mentee)
  return [
    ...(await endWrites(ctx, m, 'completed')),
    wants(m.mentee) &&
      mentee !== undefined &&
      mentee.status !== 'left' &&
      updateMember(ctx, m.mentee, { firstInLineAt: now }),
    bothOf(m).flatMap((person) =>
      ctx.outbox.add('closing.completed', `closing.completed:${closing.id}:${person}`, {
        to: person,
        payload: { closing: closing.id, person },
      }),
    ),
    mentee?.role === 'mentee' &&
      ctx.outbox.add('closing.invite', `closing.invite:${m.mentee}`, {
        to: m.mentee,
        payload: { person: m.mentee },
        dueAt: now + INVITE_MS,
        uselessAt: now + 3 * INVITE_MS,
      }),
    await graduate(
      ctx,
      m,
      reviews.filter((r) => r.named).map((r) => r.person),
    ),
  ]
}

// --- afterwards ---

export interface Completed extends Standing {
  sessions: number
  /** The partner left words for this person. */
  words: boolean
  wantsNew: boolean
}

/** A completed mentorship as one of the two hears of it. */
export async function completedOf(ctx: Context, id: string, person: string): Promise<Completed | undefined> {
  const standing = await standingOf(ctx, id, person)
  if (standing?.closing.status !== 'completed') return undefined
  const reviews = await listReviews(ctx, id)
  const theirs = reviews.find((r) => r.person === standing.partner)
  return {
    ...standing,
    sessions: await countHeld(ctx, standing.m.id),
    words: theirs !== undefined && Object.values(sharedWords(ctx, theirs)).some(Boolean),
    wantsNew: reviews.some((r) => r.person === person && r.next === 'rematch'),
  }
}

/** What the partner left for this person, once it is complete. */
export async function partnerWords(
  ctx: Context,
  person: string,
  closing: string,
): Promise<Outcome<{ standing: Standing; words: Words }>> {
  const standing = await standingOf(ctx, closing, person)
  if (standing?.closing.status !== 'completed')
    return refuse('There is nothing to read here now. Open Home to see what is next.')
  const theirs = (await listReviews(ctx, closing)).find((r) => r.person === standing.partner)
  return done({ standing, words: theirs ? sharedWords(ctx, theirs) : {} })
}

/** Everything that this person wrote as their mentorships closed, the newest first; for their own record and export. */
export async function reflectionsOf(ctx: Context, person: string): Promise<{ at: number; words: Words }[]> {
  return (await listOwn(ctx, person)).map((r) => ({ at: r.at, words: ownWords(ctx, r) }))
}
