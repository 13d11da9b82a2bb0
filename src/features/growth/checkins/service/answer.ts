/** Answering: with the form, and who hears what of it; or with one click on the message. */
import type { Context } from '../../../../context.ts'
import { dateIn, type Hours, mondayOf, nextHumane } from '../../../../core/calendar.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import { retrying } from '../../../../retrying.ts'
import { type CheckinRhythm, type Member, setCheckinRhythm } from '../../../people/members/service.ts'
import { prepareKudos } from '../../../recognition/kudos/service.ts'
import { prepareWin } from '../../../recognition/wins/service.ts'
import {
  type AnswerForm,
  type AnswerMeta,
  isPutOff,
  MOST_SNOOZES,
  needShared,
  promptAfter,
  snoozeUntil,
  weekEnd,
} from '../domain.ts'
import {
  type Checkin,
  changeCheckin,
  findLatest,
  insertCheckin,
  openWords,
  sealAnswer,
  sealMood,
  type Words,
} from '../store.ts'
import { helpersFor, needsHelp } from './help.ts'
import {
  countStreak,
  findJoined,
  findOwnCheckin,
  isPaired,
  type PairOf,
  type Partner,
  partnersOf,
} from './partners.ts'
import { PROMPT, planPrompt, promptKey, refreshPrompt, weeklyOf } from './prompts.ts'

/** The check-in that an answer given now is about: the one asked for and still open, else this week's. */
async function findCurrent(ctx: Context, person: string, hours: Hours): Promise<Checkin | undefined> {
  const latest = await findLatest(ctx, person)
  const open = latest && (latest.status === 'prompted' || latest.on >= mondayOf(hours, ctx.now()))
  return open ? latest : undefined
}

/** The member, and the check-in that a form is about: this one of their own, else the current one, if any. */
async function findFor(ctx: Context, person: string, id: string | undefined) {
  const mine = id === undefined ? await findJoined(ctx, person) : await findOwnCheckin(ctx, person, id)
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
export async function formFactsFor(ctx: Context, person: string, id?: string): Promise<Outcome<FormFacts>> {
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
  /** What could help, where it goes badly. */
  help?: { checkin: string; partners: PairOf[]; helpers: Partner[] }
  /** The kudos that were made of the thanks; they can be taken back for a few minutes. */
  thanked?: string
  /** How many check-ins in a row, with this one. */
  streak: number
}

/**
 * Saves the whole form. What it says on who reads what was true when it was opened; a partner who is none any
 * more reads nothing, and nobody reads in their place.
 */
export const saveAnswer = (ctx: Context, person: string, meta: AnswerMeta, form: AnswerForm) =>
  retrying<Saved>(ctx, async () => {
    const found = await findFor(ctx, person, meta.checkin)
    if (!found.ok) return found
    const { member, hours, checkin: seen } = found.value
    const now = ctx.now()
    const wanted = form.partner ?? meta.partner
    const partners = await partnersOf(ctx, person)
    const partner = partners.find((p) => p.person === wanted)

    const win =
      form.win && form.tellWin && !seen?.winShared
        ? await prepareWin(ctx, person, { size: 'small', whose: 'mine', words: form.win })
        : undefined
    if (win && !win.ok) return refuse(win.reason, 'win')
    const thanks =
      form.thanks && partner
        ? await prepareKudos(ctx, person, { to: [partner.person], message: form.thanks, audience: 'private' })
        : undefined
    if (thanks && !thanks.ok) return refuse(thanks.reason, 'thanks')
    if (form.thanks && !partner)
      return refuse(
        partners.length > 1
          ? 'Choose above whom this is for, or thank them with `/mentor kudos`.'
          : 'Your mentorship has ended meanwhile. Thank them with `/mentor kudos`, and save the rest without this.',
        'thanks',
      )

    const checkin = {
      id: seen?.id ?? ctx.newId(),
      person,
      on: seen?.on ?? dateIn(hours.zone, now),
      status: 'answered',
      answeredAt: seen?.answeredAt ?? now,
      partner: partner?.person ?? null,
      needSharedAt: needShared(seen, partner?.person, form.tellNeed, now),
      winShared: (seen?.winShared ?? false) || win !== undefined,
    }
    const written = { ...checkin, ...sealAnswer(ctx, checkin.id, form) }
    const rough = needsHelp({ ...checkin, settledAt: seen?.settledAt ?? null }, `${form.mood}`, partners)
    return {
      value: {
        partner,
        partnerGone: wanted !== undefined && !partner,
        progress: form.progress !== undefined,
        needShared: checkin.needSharedAt !== null,
        needAt: checkin.needSharedAt === now && partner ? await heardAt(ctx, partner.person) : undefined,
        winTold: win !== undefined,
        ...(rough && {
          help: { checkin: checkin.id, partners, helpers: await helpersFor(ctx, person, partners) },
        }),
        thanked: thanks?.value.thanks.id,
        // This one may stand among them already, answered or asked for, or be new.
        streak: (await countStreak(ctx, person)) + (seen?.status === 'answered' ? 0 : 1),
      },
      writes: [
        seen ? changeCheckin(ctx, seen, written) : insertCheckin(ctx, written),
        setCheckinRhythm(ctx, person, { unanswered: 0 }),
        seen ? refreshPrompt(ctx, seen) : await skipThisWeek(ctx, member, hours),
        tellNeed(ctx, seen, checkin),
        win?.value.writes,
        thanks?.value.writes,
        ctx.outbox.touchHomes(person, ...(partner ? [partner.person] : [])),
      ],
    }
  })

/** When somebody hears of news that are sent now, and the zone they live by. */
export async function heardAt(ctx: Context, person: string) {
  const hours = await ctx.directory.hours(person)
  return { at: nextHumane(hours, ctx.now()) ?? ctx.now(), zone: hours.zone }
}

/** Nothing would help now, or something did. */
export const settle = (ctx: Context, person: string, id: string) =>
  clickOn(ctx, person, id, async ({ settledAt }) =>
    settledAt === null ? { set: { settledAt: ctx.now() } } : undefined,
  )

type NeedState = Pick<Checkin, 'id' | 'partner' | 'needSharedAt'>

/** The message about a need that is passed on, and who gets it; undefined where none is. */
const needMessageOf = (checkin: NeedState | undefined) =>
  checkin?.partner && checkin.needSharedAt !== null
    ? {
        key: `checkins.need:${checkin.id}:${checkin.partner}:${checkin.needSharedAt}`,
        to: checkin.partner,
        payload: { checkin: checkin.id, partner: checkin.partner, at: checkin.needSharedAt },
      }
    : undefined

/** Tells a partner of a need passed on now, and takes back what one was told of before. */
export function tellNeed(ctx: Context, before: NeedState | undefined, after: NeedState): Writes {
  const [old, now] = [needMessageOf(before), needMessageOf(after)]
  if (old?.key === now?.key) return undefined
  return [
    old && ctx.outbox.refresh(old.key, old.to),
    now && ctx.outbox.add('checkins.need', now.key, now),
    // Passed on, taken back and passed on again within one instant: the message on screen stands again.
    now && ctx.outbox.refresh(now.key, now.to),
  ]
}

/** Somebody who answers unasked is not asked again in the same week. */
async function skipThisWeek(ctx: Context, member: Member, hours: Hours): Promise<Writes> {
  const job = await ctx.schedule.find(PROMPT, member.person)
  if (!job || job.dueAt >= weekEnd(hours, ctx.now())) return undefined
  const next = promptAfter(hours, weeklyOf(member), member.checkinEvery, job.dueAt)
  return next !== undefined && ctx.schedule.at(PROMPT, member.person, next)
}

/** What a click came to: whether it changed anything, and the check-in as it is now. */
export interface Clicked {
  changed: boolean
  checkin: Checkin
}

interface Change {
  set: Partial<Checkin>
  rhythm?: CheckinRhythm
  writes?: Writes[]
}

/** A click on a check-in of one's own; `decide` says what changes, undefined for nothing. */
const clickOn = (
  ctx: Context,
  person: string,
  id: string,
  decide: (checkin: Checkin, member: Member) => Promise<Change | Refusal | undefined>,
): Promise<Outcome<Clicked>> =>
  retrying<Clicked>(ctx, async () => {
    const mine = await findOwnCheckin(ctx, person, id)
    if (!mine.ok) return mine
    const { checkin, member } = mine.value
    const change = await decide(checkin, member)
    if (!change) return done({ changed: false, checkin })
    if ('ok' in change) return change
    return {
      value: { changed: true, checkin: { ...checkin, ...change.set } },
      writes: [
        changeCheckin(ctx, checkin, change.set),
        change.rhythm && setCheckinRhythm(ctx, person, change.rhythm),
        ...(change.writes ?? []),
        refreshPrompt(ctx, checkin),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** Records the answer of one tap. The first one counts; later ones find it as it is. */
export const answerMood = (ctx: Context, person: string, id: string, mood: number) =>
  clickOn(ctx, person, id, async (checkin) =>
    checkin.status === 'answered'
      ? undefined
      : {
          set: { status: 'answered', answeredAt: ctx.now(), ...sealMood(ctx, id, mood) },
          rhythm: { unanswered: 0 },
        },
  )

/** Puts an open prompt off to the next working day, twice at most. */
export const snoozeCheckin = (ctx: Context, person: string, id: string) =>
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
        ctx.outbox.add('checkins.again', promptKey(id, round), {
          to: person,
          payload: { checkin: id, person, round },
          dueAt: until.at,
          uselessAt: until.uselessAt,
        }),
      ],
    }
  })

/** Lets one check-in go. It was seen, so it never counts as unanswered. */
export const skipCheckin = (ctx: Context, person: string, id: string) =>
  clickOn(ctx, person, id, async (checkin) =>
    checkin.status === 'prompted' ? { set: { status: 'skipped' }, rhythm: { unanswered: 0 } } : undefined,
  )

/** How often to ask, chosen on the message. The question stays, unless no more are to come. */
export const chooseCadence = (ctx: Context, person: string, id: string, every: number) =>
  clickOn(ctx, person, id, async ({ status }, member) => {
    const kept = every === member.checkinEvery
    const next = promptAfter(await ctx.directory.hours(person), weeklyOf(member), every, ctx.now())
    return {
      set: { status: every === 0 && status === 'prompted' ? 'skipped' : status },
      rhythm: { checkinEvery: every, unanswered: 0 },
      writes: [!kept && (await isPaired(ctx, person)) && planPrompt(ctx, person, next)],
    }
  })
