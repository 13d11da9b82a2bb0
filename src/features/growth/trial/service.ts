import type { Context } from '../../../context.ts'
import { answerDeadline } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import {
  activeMentorships,
  bothBackAt,
  endWrites,
  findMentorship,
  listOf,
  type Mentorship,
  moveState,
  ownMentorship,
  partnerOf,
} from '../../pairs/mentorship/service.ts'
import { SNOOZE_MS } from '../ladder/domain.ts'
import { restartLadder } from '../ladder/service.ts'
import { countHeld } from '../sessions/service.ts'
import { ANSWER_DAYS, type Choice, TRIAL_SESSIONS } from './domain.ts'
import {
  answerOf,
  dropTrial,
  endTrial,
  eraseAnswer,
  findTrial,
  insertTrial,
  keepAnswer,
  putOffEnd,
  type Side,
  type Trial,
} from './store.ts'

const END = 'trial.end'
const questionKey = (mentorship: string, person: string) => `trial.question:${mentorship}:${person}`

export const follows: Follows = {
  // Schedules the check whether the two have met often enough to be asked. A job, so that it sees the committed session.
  met: (ctx, m) => m.kind === 'mentorship' && ctx.schedule.at('trial.judge', m.id, ctx.now()),
  closing: forgetTrial,
  ended: forgetTrial,
}

/** After two sessions both are asked, once. */
export async function askTrial(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  // Where the two close, take a break or wait for a hand, this is not the question.
  if (!m || !['introduced', 'active'].includes(m.state) || m.kind !== 'mentorship') return []
  if (await findTrial(ctx, id)) return []
  if ((await countHeld(ctx, id)) < TRIAL_SESSIONS) return []
  const hours = await ctx.directory.hoursOfAll([m.mentee, m.mentor])
  const end = answerDeadline([...hours.values()], ctx.now(), ANSWER_DAYS)
  return [
    insertTrial(ctx, id, end),
    moveState(ctx, m, 'twoMeetings', {}, m.state),
    ctx.schedule.at(END, id, end),
    ...[m.mentee, m.mentor].map((person) =>
      ctx.outbox.add('trial.question', questionKey(id, person), {
        to: person,
        payload: { mentorship: id, person },
        uselessAt: end,
      }),
    ),
    ctx.outbox.touchHomes(m.mentee, m.mentor),
  ]
}

/** A trial as one of the two sees it. What the other one said is not in it. */
export interface AskedTrial {
  m: Mentorship
  partner: string
  partnerName: string
  endsAt: number
  zone: string
  over: boolean
  /** Whether this person has answered; not what. */
  answered: boolean
}

const sideOf = (m: Mentorship, person: string): Side => (m.mentee === person ? 'mentee' : 'mentor')

async function trialFor(ctx: Context, m: Mentorship, person: string, trial: Trial): Promise<AskedTrial> {
  const partner = partnerOf(m, person)
  return {
    m,
    partner,
    partnerName: await ctx.directory.nameOf(partner, 'your partner'),
    endsAt: trial.endsAt,
    zone: (await ctx.directory.hours(person)).zone,
    over: trial.over,
    answered: answerOf(ctx, trial, sideOf(m, person)) !== undefined,
  }
}

export async function findAskedTrial(
  ctx: Context,
  id: string,
  person: string,
): Promise<AskedTrial | undefined> {
  const [m, trial] = [await findMentorship(ctx, id), await findTrial(ctx, id)]
  return m && trial && trialFor(ctx, m, person, trial)
}

/** The trials that this person has not answered yet. */
export async function openTrials(ctx: Context, person: string): Promise<AskedTrial[]> {
  const pairs = (await activeMentorships(ctx, person)).filter((m) => m.metAt !== null)
  const asked = await Promise.all(
    pairs.map(async (m) => {
      const trial = await findTrial(ctx, m.id)
      return trial && !trial.over ? [await trialFor(ctx, m, person, trial)] : []
    }),
  )
  return asked.flat().filter(({ answered }) => !answered)
}

const OVER = refuse('This trial is over. Open Home to see what is next.')

/** Keeps what one of them chose. It can be changed until the end, and nobody else learns of it. */
export async function chooseInTrial(
  ctx: Context,
  person: string,
  id: string,
  choice: Choice,
): Promise<Outcome<AskedTrial>> {
  const found = await ownMentorship(ctx, person, id)
  if (!found.ok) return found
  const failed = await ctx.commit(
    keepAnswer(ctx, id, sideOf(found.value, person), choice),
    ctx.outbox.refresh(questionKey(id, person), person),
    ctx.outbox.touchHomes(person),
  )
  if (failed) return OVER
  const asked = await findAskedTrial(ctx, id, person)
  return asked ? done(asked) : OVER
}

/**
 * The end of a trial. If either wants a new match the mentorship ends, told to both in the same way; else both hear that
 * they go on. No answer counts as going on. What was said is erased.
 */
export async function settleTrial(ctx: Context, id: string): Promise<Writes[]> {
  const [m, trial] = [await findMentorship(ctx, id), await findTrial(ctx, id)]
  if (!m || !trial || trial.over || m.status !== 'active') return []
  const both = [m.mentee, m.mentor]
  const hours = await ctx.directory.hoursOfAll(both)
  const resumesAt = Math.max((await bothBackAt(ctx, m)) ?? 0, m.restsUntil ?? 0)
  // Whoever takes a break is not asked to decide in it.
  if (resumesAt > ctx.now()) {
    const end = answerDeadline([...hours.values()], resumesAt, ANSWER_DAYS)
    return [putOffEnd(ctx, id, end), ctx.schedule.at(END, id, end), refreshBoth(ctx, m)]
  }
  const says = (['mentee', 'mentor'] as const).map((side) => answerOf(ctx, trial, side))
  if (says.includes('rematch'))
    return [endTrial(ctx, trial), refreshBoth(ctx, m), ...(await endWrites(ctx, m, 'trial over'))]
  return [
    moveState(ctx, m, 'trialOver', {}, m.state),
    m.state === 'trial' && (await restartLadder(ctx, m, m.metAt ?? m.startedAt, SNOOZE_MS)),
    endTrial(ctx, trial),
    refreshBoth(ctx, m),
    both.map((person) =>
      ctx.outbox.add('trial.on', `trial.on:${id}:${person}`, {
        to: person,
        payload: { mentorship: id, person },
      }),
    ),
    ctx.outbox.touchHomes(...both),
  ]
}

const refreshBoth = (ctx: Context, m: Mentorship): Writes => [
  ctx.outbox.refresh(questionKey(m.id, m.mentee), m.mentee),
  ctx.outbox.refresh(questionKey(m.id, m.mentor), m.mentor),
]

/** A trial ends with its mentorship, whatever ended that. */
function forgetTrial(ctx: Context, m: Mentorship): Writes {
  return [dropTrial(ctx, m.id), ctx.schedule.cancel(END, m.id), refreshBoth(ctx, m)]
}

/** What this person was asked after two meetings, and what they said, as long as that is kept. */
export async function exportTrials(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const trials: object[] = []
  for (const m of await listOf(ctx, person)) {
    const trial = await findTrial(ctx, m.id)
    if (trial)
      trials.push({
        With: await ctx.directory.nameOf(partnerOf(m, person), FORMER_MEMBER),
        'Asked at': new Date(trial.askedAt).toISOString(),
        'What you said': answerOf(ctx, trial, sideOf(m, person)),
      })
  }
  return { 'Going on after two meetings': trials }
}

export const forget = {
  goes: 'What you answered when I asked whether you two go on.',
  write: async (ctx: Context, person: string): Promise<Writes> =>
    (await listOf(ctx, person)).map((m) => eraseAnswer(ctx, m.id, sideOf(m, person))),
}
