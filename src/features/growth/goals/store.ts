import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { GoalForm } from './domain.ts'

export type Goal = Row<'goals'>
export type Step = Row<'goalSteps'>
export type Event = Row<'goalEvents'>
/** What stands in a goal; `value` is the newest value of a measure with numbers. */
export type Words = ReturnType<typeof openGoal>

const goals = (ctx: Context) => rows(ctx, 'goals')
const steps = (ctx: Context) => rows(ctx, 'goalSteps')
const events = (ctx: Context) => rows(ctx, 'goalEvents')

/** The words of a goal, a step and an event. Who may read them is for the caller to know. */
export const openGoal = (ctx: Context, goal: Goal) => ctx.words('goals', goal.id).open(goal)
export const openStep = (ctx: Context, step: Step) => ctx.words('goalSteps', step.id).open(step).words
export const openEvent = (ctx: Context, event: Event) => ctx.words('goalEvents', event.id).open(event).words

export const sealGoal = (ctx: Context, id: string, { specific, measure, firstStep, objective }: GoalForm) =>
  ctx.words('goals', id).seal({ specific, measure, firstStep, objective })

export const findGoal = (ctx: Context, id: string) => goals(ctx).find(id)

/** A person's goals in these states, or in any, oldest first. */
export const listGoals = async (ctx: Context, person: string, status?: string[]): Promise<Goal[]> => {
  const all = (await goals(ctx).listBy('person', [person], {}, { by: 'id' })).get(person) ?? []
  return status ? all.filter((goal) => status.includes(goal.status)) : all
}

export const hasGoals = (ctx: Context, person: string): Promise<boolean> => goals(ctx).some({ person })

/** The guard fails if another goal took the place among the active ones first. */
export const insertGoal = (ctx: Context, row: Parameters<ReturnType<typeof goals>['insert']>[0]): Writes =>
  goals(ctx).insert(row, 'slot')

/** Changes a goal; the guard fails if anything of it changed since it was read, or if its place is taken. */
export const changeGoal = (ctx: Context, { id, version }: Goal, set: Partial<Goal>): Writes =>
  goals(ctx).change({ id, version }, { ...set, version: version + 1 }, 'goal')

export const findStep = (ctx: Context, id: string) => steps(ctx).find(id)

/** The steps of a goal that were not taken away, oldest first. */
export const listSteps = (ctx: Context, goal: string) =>
  steps(ctx).list({ goal, removedAt: null }, { by: 'id' })

/** What this person added to goals, their own and those of others. */
export const listStepsBy = (ctx: Context, addedBy: string) =>
  steps(ctx).list({ addedBy, removedAt: null }, { by: 'id' })

export const insertStep = (
  ctx: Context,
  row: Pick<Step, 'id' | 'goal' | 'kind' | 'addedBy' | 'addedAt'> & { dueOn?: string },
  words: string,
): Writes => steps(ctx).insert({ ...row, ...ctx.words('goalSteps', row.id).seal({ words }) })

/** Ticks, unticks or takes away a step; the guard fails if somebody did so since it was read. */
export const changeStep = (ctx: Context, { id, doneAt }: Step, set: Partial<Step>): Writes =>
  steps(ctx).change({ id, removedAt: null, doneAt }, set, 'step')

/** What happened to a goal, the newest first. */
export const listEvents = (ctx: Context, goal: string, limit?: number) =>
  events(ctx).list({ goal }, { by: '-id', limit })

export function insertEvent(
  ctx: Context,
  event: { goal: string; person: string; what: string; percent?: number },
  words?: string,
): Writes {
  const id = ctx.newId()
  return events(ctx).insert({
    ...event,
    id,
    at: ctx.now(),
    ...ctx.words('goalEvents', id).seal({ words }),
  })
}

/** Takes these goals away, with all that was written about them. */
export const removeGoals = (ctx: Context, ids: string[]): Writes => [
  steps(ctx).remove({ goal: ids }),
  events(ctx).remove({ goal: ids }),
  goals(ctx).remove({ id: ids }),
]
