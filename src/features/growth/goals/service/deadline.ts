/** The day of a goal, and what becomes of it: more time, reached, let go, taken up again. */
import type { Context } from '../../../../context.ts'
import { instantAt, type LocalDate } from '../../../../core/calendar.ts'
import { refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import { dueObjection, type ExtendForm, measureFrom, percentOf } from '../domain.ts'
import { findGoal, insertEvent, openGoal } from '../store.ts'
import { changeOwnGoal, ENDED, FULL, freeSlot } from './change.ts'
import { type GoalView, goalViewOf, todayOf } from './read.ts'

const DUE = 'goals.due'
export const dueKey = (goal: string, dueOn: string) => `goals.due:${goal}:${dueOn}`

/** Plans the question what became of a goal, for the morning of its day. */
export async function planDeadline(ctx: Context, person: string, id: string, dueOn: LocalDate) {
  const { zone, startMinute } = await ctx.directory.hours(person)
  return ctx.schedule.at(DUE, id, instantAt(zone, dueOn, startMinute))
}

/** More time, until a later day. */
export const extendGoal = (ctx: Context, person: string, id: string, form: ExtendForm) =>
  changeOwnGoal<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (goal.status !== 'active') return ENDED
    const no = dueObjection(form.due, await todayOf(ctx, person))
    if (no) return refuse(no, 'due')
    return {
      value: await goalViewOf(ctx, { ...found, goal: { ...goal, dueOn: form.due } }),
      set: { dueOn: form.due },
      writes: [
        insertEvent(
          ctx,
          { goal: id, person, what: 'extended' },
          [`from ${goal.dueOn} to ${form.due}`, form.note].filter(Boolean).join(': '),
        ),
        await planDeadline(ctx, person, id, form.due),
        ctx.outbox.refresh(dueKey(id, goal.dueOn), person),
      ],
    }
  })

/** Reached, or let go; its place is free for another. A mentor hears of a goal reached, unless its owner is never celebrated. */
export const finishGoal = (ctx: Context, person: string, id: string, status: 'reached' | 'dropped') =>
  changeOwnGoal<GoalView>(ctx, person, id, async (found) => {
    const { goal, shared } = found
    const view = await goalViewOf(ctx, { ...found, goal: { ...goal, status } })
    if (goal.status === status) return { value: view }
    if (goal.status !== 'active') return ENDED
    const celebrated = (await ctx.directory.person(person))?.celebration !== 'never'
    const at = ctx.now()
    const all = status === 'reached' ? { percent: 100 } : {}
    return {
      value: view,
      set: { status, endedAt: at, slot: null, ...all },
      writes: [
        insertEvent(ctx, { goal: id, person, what: status, ...all }),
        ctx.schedule.cancel(DUE, id),
        ctx.outbox.refresh(dueKey(id, goal.dueOn), person),
        status === 'reached' &&
          shared &&
          celebrated &&
          ctx.outbox.add('goals.reached', `goals.reached:${id}:${at}`, {
            to: shared.mentor,
            payload: { goal: id, reader: shared.mentor },
          }),
      ],
    }
  })

/** A goal that was reached or let go is taken up again, if there is a place for it. */
export const resumeGoal = (ctx: Context, person: string, id: string) =>
  changeOwnGoal<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (goal.status === 'active') return { value: await goalViewOf(ctx, found) }
    const slot = await freeSlot(ctx, person)
    if (!slot) return FULL
    const { measure: typed, value } = openGoal(ctx, goal)
    const measure = measureFrom(typed)
    const percent = measure && value !== undefined ? percentOf(measure, Number(value)) : 90
    const set = {
      status: 'active',
      endedAt: null,
      slot,
      ...(goal.status === 'reached' && { percent: Math.min(percent, 99) }),
    }
    return {
      value: await goalViewOf(ctx, { ...found, goal: { ...goal, ...set } }),
      set,
      writes: [
        insertEvent(ctx, { goal: id, person, what: 'resumed' }),
        goal.dueOn > (await todayOf(ctx, person)) && (await planDeadline(ctx, person, id, goal.dueOn)),
      ],
    }
  })

/** The job: the day has come, and its owner is asked what became of it. */
export async function askAboutDueGoal(ctx: Context, id: string): Promise<Writes[]> {
  const goal = await findGoal(ctx, id)
  if (goal?.status !== 'active') return []
  if (goal.dueOn > (await todayOf(ctx, goal.person)))
    return [await planDeadline(ctx, goal.person, id, goal.dueOn)]
  return [
    ctx.outbox.add('goals.due', dueKey(id, goal.dueOn), {
      to: goal.person,
      payload: { goal: id, person: goal.person, dueOn: goal.dueOn },
    }),
    ctx.outbox.touchHomes(goal.person),
  ]
}
