import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { increasedBy } from '../../../db/conditions.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Choice } from './domain.ts'

export type Trial = Row<'trials'>
export type Side = 'mentee' | 'mentor'

const trials = (ctx: Context) => rows(ctx, 'trials')
const says = <T>(side: Side, said: T) => (side === 'mentee' ? { menteeSays: said } : { mentorSays: said })

export const findTrial = async (ctx: Context, mentorship: string): Promise<Trial | undefined> =>
  (await trials(ctx).listBy('mentorship', [mentorship])).get(mentorship)?.[0]

/** A pair has one trial; the guard fails if it was asked already. */
export const insertTrial = (ctx: Context, mentorship: string, endsAt: number): Writes =>
  trials(ctx).insert({ mentorship, askedAt: ctx.now(), endsAt }, 'trial')

/** Keeps an answer, as often as it is changed; the guard fails once the trial is over. */
export const keepAnswer = (ctx: Context, mentorship: string, side: Side, choice: Choice): Writes =>
  trials(ctx).change(
    { mentorship, over: false },
    { ...ctx.words('trials', mentorship).seal(says(side, choice)), version: increasedBy(1) },
    'trial',
  )

/** What one of the two has said. For themselves, and for the end of the trial. */
export function answerOf(ctx: Context, trial: Trial, side: Side): Choice | undefined {
  const { menteeSays, mentorSays } = ctx.words('trials', trial.mentorship).open(trial)
  return (side === 'mentee' ? menteeSays : mentorSays) as Choice | undefined
}

/** Puts the end off; the guard fails once it is over. */
export const putOffEnd = (ctx: Context, mentorship: string, endsAt: number): Writes =>
  trials(ctx).change({ mentorship, over: false }, { endsAt }, 'trial')

const OVER = { over: true, menteeSays: null, mentorSays: null }

/** Ends a trial and erases what was said; the guard fails if an answer has come since it was read. */
export const endTrial = (ctx: Context, { mentorship, version }: Trial): Writes =>
  trials(ctx).change({ mentorship, over: false, version }, OVER, 'trial')

/** The same, whatever its state: the mentorship has ended. */
export const dropTrial = (ctx: Context, mentorship: string): Writes =>
  trials(ctx).change({ mentorship }, OVER)

/** Erases what one of the two said; no answer counts as going on. */
export const eraseAnswer = (ctx: Context, mentorship: string, side: Side): Writes =>
  trials(ctx).change({ mentorship, over: false }, { ...says(side, null), version: increasedBy(1) })
