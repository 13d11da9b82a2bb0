/** Answering with the form, and who hears what of it. */
import type { Context } from '../../../context.ts'
import { dateIn, type Hours, mondayOf, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { type Member, updateMember } from '../../people/members/service.ts'
import { prepareKudos } from '../../recognition/kudos/service.ts'
import { prepareWin } from '../../recognition/wins/service.ts'
import { type AnswerForm, type AnswerMeta, needShared, promptAfter, weekEnd } from './domain.ts'
import {
  findMine,
  joined,
  type Partner,
  PROMPT,
  partnersOf,
  refreshPrompt,
  settled,
  streakBefore,
  weeklyOf,
} from './service-common.ts'
import {
  type Checkin,
  changeCheckin,
  findLatest,
  insertCheckin,
  openMood,
  openWords,
  sealMood,
  sealWords,
  type Words,
} from './store.ts'

const needKey = (id: string, partner: string, at: number) => `checkins.need:${id}:${partner}:${at}`

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
  mood?: number
  partners: Partner[]
}

/** What the form shows, with what was answered before. */
export async function formFor(ctx: Context, person: string, id?: string): Promise<Outcome<FormFacts>> {
  const found = await findFor(ctx, person, id)
  if (!found.ok) return found
  const { checkin } = found.value
  return done({
    checkin,
    words: checkin ? openWords(ctx, checkin) : {},
    ...(checkin && { mood: openMood(ctx, checkin) }),
    partners: await partnersOf(ctx, person),
  })
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
    const partners = await partnersOf(ctx, person)
    const partner = partners.find((p) => p.person === wanted)

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
        outcome: refuse(
          partners.length > 1
            ? 'Choose above whom this is for, or thank them with `/mentor kudos`.'
            : 'Your mentorship has ended meanwhile. Thank them with `/mentor kudos`, and save the rest without this.',
          'thanks',
        ),
      }

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
    const written = {
      ...checkin,
      ...sealMood(ctx, checkin.id, form.mood),
      ...sealWords(ctx, checkin.id, form),
    }
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
