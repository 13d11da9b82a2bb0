/** What one click on a check-in does. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { type Member, updateMember } from '../../people/members/service.ts'
import { isPutOff, MOST_SNOOZES, promptAfter, snoozeUntil } from './domain.ts'
import {
  findMine,
  isPaired,
  PROMPT,
  plan,
  promptKey,
  refreshPrompt,
  settled,
  weeklyOf,
} from './service-common.ts'
import { type Checkin, changeCheckin, sealMood } from './store.ts'

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
      : {
          set: { status: 'answered', answeredAt: ctx.now(), ...sealMood(ctx, id, mood) },
          member: { unanswered: 0 },
        },
  )

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
