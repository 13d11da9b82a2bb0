import type { Context } from '../../context.ts'
import {
  addLocalDays,
  addWorkingDays,
  DAY_MS,
  dateIn,
  type Hours,
  isHumane,
  mondayOf,
  nextHumane,
} from '../../core/calendar.ts'
import { canTakePart } from '../../core/member.ts'
import { done, type Outcome, type Refusal, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { prepareKudos } from '../kudos/service.ts'
import { activeMentorships } from '../mentorship/service.ts'
import { findMember, type Member, updateMember } from '../profile/service.ts'
import { prepareWin } from '../wins/service.ts'
import {
  type AnswerForm,
  type AnswerMeta,
  FIRST_AFTER_DAYS,
  isPutOff,
  MOST_SNOOZES,
  needShared,
  nextPromptAt,
  PAGE,
  promptAfter,
  promptStep,
  snoozeUntil,
  streakOf,
  type WhenForm,
  weekEnd,
  weeklyObjection,
  weekStart,
} from './domain.ts'
import {
  type Checkin,
  changeCheckin,
  findCheckin,
  findLatest,
  insertCheckin,
  listAnswered,
  listShared,
  listStatuses,
  markPrompted,
  openWords,
  sealWords,
  skipOpen,
  type Words,
} from './store.ts'

export type { Checkin, Words } from './store.ts'

/** The kind of the job and of the delivery that ask. */
const PROMPT = 'checkins.prompt'
/** One message each time that a check-in is asked for: the first, and one for each time it was put off. */
const promptKey = (id: string, round: number) => `${PROMPT}:${id}:${round}`
const needKey = (id: string, partner: string, at: number) => `checkins.need:${id}:${partner}:${at}`

const refreshPrompt = (ctx: Context, { id, person, snoozes }: Checkin): Writes =>
  Array.from({ length: snoozes + 1 }, (_, round) => ctx.outbox.refresh(promptKey(id, round), person))

const weeklyOf = (m: Member) => ({ weekday: m.checkinWeekday, minute: m.checkinMinute })

export interface Partner {
  person: string
  name: string
}

const pairsOf = async (ctx: Context, person: string) =>
  (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')

const isPaired = async (ctx: Context, person: string, except?: string) =>
  (await pairsOf(ctx, person)).some((m) => m.id !== except)

/** With whom this person has a running mentorship, each once. */
async function partnersOf(ctx: Context, person: string): Promise<Partner[]> {
  const accounts = await ctx.directory.people((await pairsOf(ctx, person)).map((m) => m.partner))
  return [...accounts.values()].filter(canTakePart).map(({ person, name }) => ({ person, name }))
}

// --- answering ---

/** The member, or how to become one. */
async function joined(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left'
    ? done(member)
    : refuse('Check-ins are for members. Type `/mentor join`: it takes a minute.')
}

/** A check-in of this person's own, and the member. */
async function findMine(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ member: Member; checkin: Checkin }>> {
  const member = await joined(ctx, person)
  if (!member.ok) return member
  const checkin = await findCheckin(ctx, id)
  return checkin?.person === person
    ? done({ member: member.value, checkin })
    : refuse('Only the person who was asked can answer this. For your own check-in, type `/mentor checkin`.')
}

interface Decision<T> {
  outcome: Outcome<T>
  writes?: Writes[]
}

/** Decides on the present state, and anew if that changed before the decision was written. */
async function settled<T>(ctx: Context, decide: () => Promise<Decision<T>>): Promise<Outcome<T>> {
  for (let tries = 0; tries < 3; tries++) {
    const { outcome, writes } = await decide()
    if (!writes || !(await ctx.commit(...writes))) return outcome
  }
  return refuse('This check-in is changing right now. Nothing is lost: please press once more.')
}

/** What a click came to: whether it changed anything, and the check-in as it is now. */
export interface Step {
  changed: boolean
  checkin: Checkin
}

interface Change {
  set: Partial<Checkin>
  member?: Partial<Member>
  writes?: Writes[]
}

/** A click on a check-in of one's own; `decide` says what changes, undefined for nothing. */
const clickOn = (
  ctx: Context,
  person: string,
  id: string,
  decide: (checkin: Checkin, member: Member) => Promise<Change | Refusal | undefined>,
): Promise<Outcome<Step>> =>
  settled<Step>(ctx, async () => {
    const mine = await findMine(ctx, person, id)
    if (!mine.ok) return { outcome: mine }
    const { checkin, member } = mine.value
    const change = await decide(checkin, member)
    if (!change) return { outcome: done({ changed: false, checkin }) }
    if ('ok' in change) return { outcome: change }
    return {
      outcome: done({ changed: true, checkin: { ...checkin, ...change.set } }),
      writes: [
        changeCheckin(ctx, checkin, change.set),
        change.member && updateMember(ctx, person, change.member),
        ...(change.writes ?? []),
        refreshPrompt(ctx, checkin),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** Records the answer of one tap. The first one counts; later ones find it as it is. */
export const answerMood = (ctx: Context, person: string, id: string, mood: number): Promise<Outcome<Step>> =>
  clickOn(ctx, person, id, async (checkin) =>
    checkin.status === 'answered'
      ? undefined
      : { set: { status: 'answered', mood, answeredAt: ctx.now() }, member: { unanswered: 0 } },
  )

/** The check-in that an answer given now is about: the one asked for and still open, else this week's. */
async function findCurrent(ctx: Context, person: string, hours: Hours): Promise<Checkin | undefined> {
  const latest = await findLatest(ctx, person)
  return latest?.status === 'prompted' || (latest && latest.on >= mondayOf(hours, ctx.now()))
    ? latest
    : undefined
}

/** The member, and the check-in that a form is about: this one of their own, else the current one, if any. */
async function findFor(ctx: Context, person: string, id: string | undefined) {
  const mine = id === undefined ? await joined(ctx, person) : await findMine(ctx, person, id)
  if (!mine.ok) return mine
  const hours = await ctx.directory.hours(person)
  return 'checkin' in mine.value
    ? done({ ...mine.value, hours })
    : done({ member: mine.value, hours, checkin: await findCurrent(ctx, person, hours) })
}

export interface FormFacts {
  checkin?: Checkin
  words: Words
  partners: Partner[]
}

/** What the form shows, with what was answered before. */
export async function formFor(ctx: Context, person: string, id?: string): Promise<Outcome<FormFacts>> {
  const found = await findFor(ctx, person, id)
  if (!found.ok) return found
  const { checkin } = found.value
  const words = checkin ? openWords(ctx, checkin) : {}
  return done({ checkin, words, partners: await partnersOf(ctx, person) })
}

export interface Saved {
  /** Who reads progress, and the need if it is passed on. */
  partner?: Partner
  /** The form named a partner who is none any more: nobody reads it. */
  partnerGone: boolean
  progress: boolean
  /** The partner may read the need; `needAt` is when they hear of it, if it is passed on only now. */
  needShared: boolean
  needAt?: { at: number; zone: string }
  winTold: boolean
  /** The kudos that were made of the thanks; they can be taken back for a few minutes. */
  thanked?: string
  /** How many check-ins in a row, with this one. */
  streak: number
}

/**
 * Saves the whole form. What it says on who reads what was true when it was opened; a partner who is none any
 * more reads nothing, and nobody reads in their place.
 */
export const saveAnswer = (
  ctx: Context,
  person: string,
  meta: AnswerMeta,
  form: AnswerForm,
): Promise<Outcome<Saved>> =>
  settled<Saved>(ctx, async () => {
    const found = await findFor(ctx, person, meta.checkin)
    if (!found.ok) return { outcome: found }
    const { member, hours, checkin: seen } = found.value
    const now = ctx.now()
    const wanted = form.partner ?? meta.partner
    const partner = (await partnersOf(ctx, person)).find((p) => p.person === wanted)

    const tellWin = seen?.winShared || !form.tellWin ? undefined : form.win
    const win = tellWin && (await prepareWin(ctx, person, { size: 'small', whose: 'mine', words: tellWin }))
    if (win && !win.ok) return { outcome: refuse(win.reason, 'win') }
    const thanks =
      form.thanks && partner
        ? await prepareKudos(ctx, person, { to: [partner.person], message: form.thanks, audience: 'private' })
        : undefined
    if (thanks && !thanks.ok) return { outcome: refuse(thanks.reason, 'thanks') }
    if (form.thanks && !partner)
      return {
        outcome: refuse('Choose above whom this is for, or thank them with `/mentor kudos`.', 'thanks'),
      }

    const checkin = {
      id: seen?.id ?? ctx.newId(),
      person,
      on: seen?.on ?? dateIn(hours.zone, now),
      status: 'answered',
      mood: form.mood,
      answeredAt: seen?.answeredAt ?? now,
      partner: partner?.person ?? null,
      needSharedAt: needShared(seen, partner?.person, form.tellNeed, now),
      winShared: (seen?.winShared ?? false) || win !== undefined,
    }
    const written = { ...checkin, ...sealWords(ctx, checkin.id, form) }
    return {
      outcome: done({
        partner,
        partnerGone: wanted !== undefined && !partner,
        progress: form.progress !== undefined,
        needShared: checkin.needSharedAt !== null,
        needAt: checkin.needSharedAt === now && partner ? await heardAt(ctx, partner.person) : undefined,
        winTold: win !== undefined,
        thanked: thanks?.value.thanks.id,
        // This one may stand among them already, answered or asked for, or be new.
        streak: (await streakBefore(ctx, person)) + (seen?.status === 'answered' ? 0 : 1),
      }),
      writes: [
        seen ? changeCheckin(ctx, seen, written) : insertCheckin(ctx, written),
        updateMember(ctx, person, { unanswered: 0 }),
        seen ? refreshPrompt(ctx, seen) : await answeredEarly(ctx, member, hours),
        ...tellNeed(ctx, seen, checkin),
        ...(win ? win.value.writes : []),
        ...(thanks ? thanks.value.writes : []),
        ctx.outbox.touchHomes(person, ...(partner ? [partner.person] : [])),
      ],
    }
  })

const streakBefore = async (ctx: Context, person: string) => streakOf(await listStatuses(ctx, person))

/** When somebody hears of news that are sent now, and the zone they live by. */
async function heardAt(ctx: Context, person: string) {
  const hours = await ctx.directory.hours(person)
  return { at: nextHumane(hours, ctx.now()) ?? ctx.now(), zone: hours.zone }
}

type NeedState = Pick<Checkin, 'id' | 'partner' | 'needSharedAt'>

/** Tells a partner of a need passed on now, and takes back what one was told of before. */
function tellNeed(ctx: Context, before: NeedState | undefined, after: NeedState): Writes[] {
  const key = (c?: NeedState) =>
    c?.partner && c.needSharedAt !== null ? needKey(c.id, c.partner, c.needSharedAt) : undefined
  const [old, now] = [key(before), key(after)]
  if (old === now) return []
  return [
    old !== undefined && before?.partner ? ctx.outbox.refresh(old, before.partner) : undefined,
    now !== undefined && after.partner
      ? ctx.outbox.add('checkins.need', now, {
          to: after.partner,
          payload: { checkin: after.id, partner: after.partner, at: after.needSharedAt },
        })
      : undefined,
    // Passed on, taken back and passed on again within one instant: the message on screen stands again.
    now !== undefined && after.partner ? ctx.outbox.refresh(now, after.partner) : undefined,
  ]
}

/** Somebody who answers unasked is not asked again in the same week. */
async function answeredEarly(ctx: Context, member: Member, hours: Hours): Promise<Writes> {
  const job = await ctx.schedule.find(PROMPT, member.person)
  if (!job || job.dueAt >= weekEnd(hours, ctx.now())) return undefined
  const next = promptAfter(hours, weeklyOf(member), member.checkinEvery, job.dueAt)
  return next !== undefined && ctx.schedule.at(PROMPT, member.person, next)
}

// --- reading ---

export interface Entry {
  checkin: Checkin
  words: Words
}

export interface Page {
  entries: Entry[]
  page: number
  more: boolean
}

/** This person's own answers, newest first. */
export async function earlierCheckins(ctx: Context, person: string, page: number): Promise<Page> {
  const rows = await listAnswered(ctx, person, PAGE + 1, page * PAGE)
  return paged(rows, page, (checkin) => ({ checkin, words: openWords(ctx, checkin) }))
}

export interface SharedPage extends Page {
  writer: Partner
}

/** What `writer` wrote for `reader`, newest first: progress, and needs that were passed on; nothing else. */
export async function sharedProgress(
  ctx: Context,
  writer: string,
  reader: string,
  page = 0,
): Promise<SharedPage> {
  const rows = await listShared(ctx, writer, reader, PAGE + 1, page * PAGE)
  const shown = paged(rows, page, (checkin) => {
    const { progress, need } = openWords(ctx, checkin)
    return { checkin, words: { progress, ...(checkin.needSharedAt !== null && { need }) } }
  })
  return { ...shown, writer: await named(ctx, writer) }
}

/** As `sharedProgress`, but only what was written after `since`: what to know before the two meet. */
export async function sharedSince(
  ctx: Context,
  writer: string,
  reader: string,
  since: number,
): Promise<Entry[]> {
  const { entries } = await sharedProgress(ctx, writer, reader)
  return entries.filter(({ checkin }) => (checkin.answeredAt ?? 0) > since)
}

const paged = (rows: Checkin[], page: number, entry: (row: Checkin) => Entry): Page => ({
  entries: rows.slice(0, PAGE).map(entry),
  page,
  more: rows.length > PAGE,
})

/** A need, for the partner it was passed on to. */
export async function readNeed(
  ctx: Context,
  reader: string,
  id: string,
): Promise<Outcome<{ writer: Partner; words: string }>> {
  const checkin = await findCheckin(ctx, id)
  const mine = checkin?.partner === reader && checkin.needSharedAt !== null
  const words = checkin && mine ? openWords(ctx, checkin).need : undefined
  if (!checkin || !words)
    return refuse('These words are not shared with you, or not any more. Ask your partner how it goes.')
  return done({ writer: await named(ctx, checkin.person), words })
}

export interface Need {
  checkin: string
  writer: Partner
  /** Still passed on to this partner, since the same instant. */
  stands: boolean
  /** The two still have a mentorship. */
  paired: boolean
}

/** How it stands with a need that was passed on to `partner` at `at`. */
export async function needOf(
  ctx: Context,
  id: string,
  partner: string,
  at: number,
): Promise<Need | undefined> {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  return {
    checkin: id,
    writer: await named(ctx, checkin.person),
    stands: checkin.partner === partner && checkin.needSharedAt === at,
    paired: (await partnersOf(ctx, checkin.person)).some((p) => p.person === partner),
  }
}

const named = async (ctx: Context, person: string): Promise<Partner> => ({
  person,
  name: await ctx.directory.nameOf(person, 'Your partner'),
})

// --- asking ---

const plan = (ctx: Context, person: string, at: number | undefined): Writes =>
  at === undefined ? ctx.schedule.cancel(PROMPT, person) : ctx.schedule.at(PROMPT, person, at)

/**
 * What to write when a mentorship of this person starts: their check-ins begin, two working days later at the
 * earliest. Those who are asked already, or chose not to be, stay as they are.
 */
export async function startCheckins(ctx: Context, person: string): Promise<Writes> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return undefined
  if (await ctx.schedule.find(PROMPT, person)) return undefined
  const hours = await ctx.directory.hours(person)
  const earliest = addWorkingDays(hours, ctx.now(), FIRST_AFTER_DAYS)
  if (earliest === undefined) return undefined
  return plan(ctx, person, nextPromptAt(hours, weeklyOf(member), earliest - 1))
}

/** What to write when somebody's hours or zone change: the next prompt is moved to the same hour of their new day. */
export const replanLater = (ctx: Context, person: string): Writes =>
  ctx.schedule.at('checkins.replan', person, ctx.now())

/** Moves the next prompt to the person's own hour, as their zone and hours are now; one put off stays. */
export async function replan(ctx: Context, person: string): Promise<Writes[]> {
  const [member, job, latest] = [
    await findMember(ctx, person),
    await ctx.schedule.find(PROMPT, person),
    await findLatest(ctx, person),
  ]
  if (!member || !job || (latest && isPutOff(latest))) return []
  // Zones lie at most 26 hours apart: the moment nearest to the old one is at most two days before it.
  const after = Math.max(ctx.now(), job.dueAt - 2 * DAY_MS)
  return [plan(ctx, person, nextPromptAt(await ctx.directory.hours(person), weeklyOf(member), after))]
}

/** What to write when a mentorship of this person ends: without another one (but `except`) nothing is asked. */
export async function stopCheckinsIfIdle(
  ctx: Context,
  person: string,
  { except }: { except?: string } = {},
): Promise<Writes> {
  return (await isPaired(ctx, person, except)) ? undefined : stopCheckins(ctx, person)
}

/** Ends all asking of this person; what they wrote stays theirs. */
export async function stopCheckins(ctx: Context, person: string): Promise<Writes> {
  const latest = await findLatest(ctx, person)
  return [
    ctx.schedule.cancel(PROMPT, person),
    skipOpen(ctx, person),
    latest?.status === 'prompted' && refreshPrompt(ctx, latest),
    ctx.outbox.touchHomes(person),
  ]
}

/**
 * The job: asks, if now is the moment, and plans the next time. What was asked before and never answered is
 * missed, unless it never came on screen.
 */
export async function askCheckin(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  const account = await ctx.directory.person(person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return []
  if (!account || !canTakePart(account) || !(await isPaired(ctx, person))) return []

  const hours = await ctx.directory.hours(person)
  const now = ctx.now()
  const step = promptStep(hours, weeklyOf(member), now)
  if (!step.ask) return [plan(ctx, person, step.at)]
  // A pause ends by itself, and so does a break of the two: the first occurrence after it asks again.
  const resting = (await pairsOf(ctx, person)).every((m) => m.state === 'paused')
  if (member.status === 'paused' || resting)
    return [plan(ctx, person, nextPromptAt(hours, weeklyOf(member), now))]
  const next = plan(ctx, person, promptAfter(hours, weeklyOf(member), member.checkinEvery, now))
  const on = dateIn(hours.zone, now)
  const latest = await findLatest(ctx, person)
  if (latest && latest.on >= on) return [next]

  const id = ctx.newId()
  return [
    ...(latest?.status === 'prompted' ? letGo(ctx, member, latest) : []),
    insertCheckin(ctx, { id, person, on, status: 'prompted' }),
    ctx.outbox.add(PROMPT, promptKey(id, 0), {
      to: person,
      payload: { checkin: id, person, round: 0 },
      uselessAt: step.uselessAt,
    }),
    next,
    ctx.outbox.touchHomes(person),
  ]
}

function letGo(ctx: Context, member: Member, open: Checkin): Writes[] {
  const seen = open.promptedAt !== null
  return [
    changeCheckin(ctx, open, { status: seen ? 'missed' : 'skipped' }),
    seen && updateMember(ctx, member.person, { unanswered: member.unanswered + 1 }),
    refreshPrompt(ctx, open),
  ]
}

/** Puts an open prompt off to the next working day, twice at most. */
export const snoozeCheckin = (ctx: Context, person: string, id: string): Promise<Outcome<Step>> =>
  clickOn(ctx, person, id, async (checkin, member) => {
    if (checkin.status !== 'prompted' || isPutOff(checkin)) return undefined
    const until = snoozeUntil(await ctx.directory.hours(person), member.checkinMinute, ctx.now())
    if (checkin.snoozes >= MOST_SNOOZES || !until)
      return refuse(
        'This check-in has been put off twice already. One tap answers it, or skip it: that is fine too.',
      )
    const round = checkin.snoozes + 1
    return {
      set: { snoozes: round, askAgainAt: until.at, promptedAt: null },
      writes: [
        ctx.outbox.add(PROMPT, promptKey(id, round), {
          to: person,
          payload: { checkin: id, person, round },
          dueAt: until.at,
          uselessAt: until.uselessAt,
        }),
      ],
    }
  })

/** Lets one check-in go. It was seen, so it never counts as unanswered. */
export const skipCheckin = (ctx: Context, person: string, id: string): Promise<Outcome<Step>> =>
  clickOn(ctx, person, id, async (checkin) =>
    checkin.status === 'prompted' ? { set: { status: 'skipped' }, member: { unanswered: 0 } } : undefined,
  )

/**
 * The answer to "shall I ask less often?". Keeping it brings the usual question back; anything else lets this
 * check-in go.
 */
export const chooseCadence = (
  ctx: Context,
  person: string,
  id: string,
  every: number,
): Promise<Outcome<Step>> =>
  clickOn(ctx, person, id, async ({ status }, member) => {
    const kept = every === member.checkinEvery
    const next = promptAfter(await ctx.directory.hours(person), weeklyOf(member), every, ctx.now())
    return {
      set: { status: !kept && status === 'prompted' ? 'skipped' : status },
      member: { checkinEvery: every, unanswered: 0 },
      writes: [!kept && (await isPaired(ctx, person)) && plan(ctx, person, next)],
    }
  })

export interface Rhythm {
  member: Member
  hours: Hours
  /** When the next prompt is due; undefined if none is. */
  nextAt?: number
  paired: boolean
}

/** When this person is asked. */
export async function rhythmOf(ctx: Context, person: string): Promise<Outcome<Rhythm>> {
  const member = await joined(ctx, person)
  if (!member.ok) return member
  return done({
    member: member.value,
    hours: await ctx.directory.hours(person),
    nextAt: (await ctx.schedule.find(PROMPT, person))?.dueAt,
    paired: await isPaired(ctx, person),
  })
}

/** Changes the day, the hour and how often. */
export const saveWhen = (ctx: Context, person: string, form: WhenForm): Promise<Outcome<Rhythm>> =>
  settled<Rhythm>(ctx, async () => {
    const rhythm = await rhythmOf(ctx, person)
    if (!rhythm.ok) return { outcome: rhythm }
    const { hours, member, paired } = rhythm.value
    const objection = weeklyObjection(hours, form)
    if (objection) return { outcome: refuse(objection.reason, objection.field) }
    const nextAt =
      paired && form.every > 0
        ? nextPromptAt(hours, form, await askedUntil(ctx, rhythm.value, form.every))
        : undefined
    const set = {
      checkinWeekday: form.weekday,
      checkinMinute: form.minute,
      checkinEvery: form.every,
      unanswered: 0,
    }
    return {
      outcome: done({ ...rhythm.value, nextAt, member: { ...member, ...set } }),
      writes: [
        updateMember(ctx, person, set),
        form.every === 0 ? await stopCheckins(ctx, person) : plan(ctx, person, nextAt),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** The instant after which the next prompt may come, so that a changed hour asks nobody twice in a week. */
async function askedUntil(ctx: Context, { member, hours, nextAt }: Rhythm, every: number): Promise<number> {
  const now = ctx.now()
  if (nextAt !== undefined && every === member.checkinEvery)
    return Math.max(now, weekStart(hours, nextAt) - 1)
  const latest = await findLatest(ctx, member.person)
  if (!latest || latest.on < mondayOf(hours, now)) return now
  return addLocalDays(hours.zone, weekEnd(hours, now), 7 * (every - 1)) - 1
}

// --- what is on screen ---

/** What to write when a question came on screen: the one before it, which was put off, says so. */
export const promptSent = (ctx: Context, person: string, id: string, round: number): Writes => [
  markPrompted(ctx, id, round),
  round > 0 && ctx.outbox.refresh(promptKey(id, round - 1), person),
]

export interface Standing {
  checkin: Checkin
  member: Member | undefined
  hours: Hours
  nextAt?: number
  partners: Partner[]
  /** How many check-ins in a row are answered. */
  streak: number
  /** Whether now is within this person's working hours, which may have changed since it was planned. */
  humane: boolean
}

/** A check-in as it is now, with all that its message tells. */
export async function standingOf(ctx: Context, id: string): Promise<Standing | undefined> {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  const hours = await ctx.directory.hours(checkin.person)
  return {
    checkin,
    member: await findMember(ctx, checkin.person),
    hours,
    nextAt: (await ctx.schedule.find(PROMPT, checkin.person))?.dueAt,
    partners: await partnersOf(ctx, checkin.person),
    streak: await streakBefore(ctx, checkin.person),
    humane: isHumane(hours, ctx.now()),
  }
}

export interface HomeFacts extends Rhythm {
  /** The check-in that waits for an answer, if it is on screen. */
  open?: Checkin
  /** Partners who shared something, and when they did last. */
  shared: { partner: Partner; at: number }[]
}

/** What Home shows; undefined for somebody who has no partner. */
export async function homeFacts(ctx: Context, person: string): Promise<HomeFacts | undefined> {
  const rhythm = await rhythmOf(ctx, person)
  if (!rhythm.ok || !rhythm.value.paired) return undefined
  const latest = await findLatest(ctx, person)
  const shared = []
  for (const partner of await partnersOf(ctx, person)) {
    const [last] = await listShared(ctx, partner.person, person, 1, 0)
    if (last?.answeredAt) shared.push({ partner, at: last.answeredAt })
  }
  const open = latest?.status === 'prompted' && latest.promptedAt !== null ? latest : undefined
  return { ...rhythm.value, open, shared }
}
