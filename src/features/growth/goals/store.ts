import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Sealed } from '../../../db/columns.ts'
import { exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Goal = Row<'goals'>
export type Step = Row<'goalSteps'>
export type Event = Row<'goalEvents'>

const COLUMNS = ['specific', 'measure', 'firstStep', 'objective', 'value'] as const
type Column = (typeof COLUMNS)[number]
export interface Words {
  specific: string
  measure: string
  firstStep: string
  objective?: string
  /** The newest value of a measure with numbers. */
  value?: string
}

const place = (column: Column, row: string) => ({ table: 'goals', column, row })
const stepPlace = (row: string) => ({ table: 'goal_steps', column: 'words', row })
const eventPlace = (row: string) => ({ table: 'goal_events', column: 'words', row })

/** The words of a goal, a step and an event. Who may read them is for the caller to know. */
export const openGoal = (ctx: Context, goal: Goal): Words => ({
  specific: ctx.seal.open(place('specific', goal.id), goal.specific),
  measure: ctx.seal.open(place('measure', goal.id), goal.measure),
  firstStep: ctx.seal.open(place('firstStep', goal.id), goal.firstStep),
  objective: ctx.seal.openMaybe(place('objective', goal.id), goal.objective),
  value: ctx.seal.openMaybe(place('value', goal.id), goal.value),
})
export const openStep = (ctx: Context, step: Step) => ctx.seal.open(stepPlace(step.id), step.words)
export const openEvent = (ctx: Context, event: Event) => ctx.seal.openMaybe(eventPlace(event.id), event.words)

export const sealGoal = (ctx: Context, id: string, words: Words) => ({
  specific: ctx.seal.close(place('specific', id), words.specific),
  measure: ctx.seal.close(place('measure', id), words.measure),
  firstStep: ctx.seal.close(place('firstStep', id), words.firstStep),
  objective: ctx.seal.closeMaybe(place('objective', id), words.objective),
})
export const sealValue = (ctx: Context, id: string, value: string | undefined): Sealed | null =>
  ctx.seal.closeMaybe(place('value', id), value)

export const findGoal = (ctx: Context, id: string): Promise<Goal | undefined> => findRow(ctx, 'goals', id)

/** A person's goals in these states, oldest first. */
export const listGoals = (ctx: Context, person: string, states: string[]): Promise<Goal[]> => {
  const { goals } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(goals)
    .where(and(eq(goals.workspace, ctx.workspace), eq(goals.person, person), inArray(goals.status, states)))
    .orderBy(goals.id)
}

/** The guard fails if another goal took the place among the active ones first. */
export const insertGoal = (ctx: Context, row: typeof ctx.db.tables.goals.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.goals).values(row).onConflictDoNothing(), 'slot')

/** Changes a goal; the guard fails if anything of it changed since it was read, or if its place is taken. */
export const changeGoal = (ctx: Context, seen: Goal, set: Partial<Goal>): Writes => {
  const still = eq(ctx.db.tables.goals.version, seen.version)
  return changeRow(ctx, 'goals', seen.id, { ...set, version: seen.version + 1 }, 'goal', still)
}

export const findStep = (ctx: Context, id: string): Promise<Step | undefined> => findRow(ctx, 'goalSteps', id)

/** The steps of a goal that were not taken away, oldest first. */
export const listSteps = (ctx: Context, goal: string): Promise<Step[]> => {
  const { goalSteps } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(goalSteps)
    .where(and(eq(goalSteps.workspace, ctx.workspace), eq(goalSteps.goal, goal), isNull(goalSteps.removedAt)))
    .orderBy(goalSteps.id)
}

export const insertStep = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.goalSteps.$inferInsert, 'words' | 'workspace'>,
  words: string,
): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.goalSteps)
      .values({ ...row, workspace: ctx.workspace, words: ctx.seal.close(stepPlace(row.id), words) }),
    'step',
  )

/** Ticks, unticks or takes away a step; the guard fails if somebody did so since it was read. */
export const changeStep = (ctx: Context, seen: Step, set: Partial<Step>): Writes => {
  const { goalSteps } = ctx.db.tables
  const still = [
    isNull(goalSteps.removedAt),
    seen.doneAt === null ? isNull(goalSteps.doneAt) : eq(goalSteps.doneAt, seen.doneAt),
  ]
  return changeRow(ctx, 'goalSteps', seen.id, set, 'step', ...still)
}

/** What happened to a goal, the newest first. */
export const listEvents = (ctx: Context, goal: string, limit: number): Promise<Event[]> => {
  const { goalEvents } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(goalEvents)
    .where(and(eq(goalEvents.workspace, ctx.workspace), eq(goalEvents.goal, goal)))
    .orderBy(desc(goalEvents.id))
    .limit(limit)
}

export const insertEvent = (
  ctx: Context,
  event: { goal: string; person: string; what: string; percent?: number },
  words?: string,
): Writes => {
  const id = ctx.newId()
  return exactly(
    1,
    ctx.db.q.insert(ctx.db.tables.goalEvents).values({
      ...event,
      id,
      workspace: ctx.workspace,
      at: ctx.now(),
      words: ctx.seal.closeMaybe(eventPlace(id), words),
    }),
    'event',
  )
}
