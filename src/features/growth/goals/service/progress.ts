/** What moves a goal on: progress, steps, and occasions to practise. */
import type { Context } from '../../../../context.ts'
import { type Outcome, refuse } from '../../../../core/outcome.ts'
import {
  dueObjection,
  MOST_STEPS,
  measureFrom,
  type ProgressForm,
  percentOf,
  type StepForm,
  typedNumber,
  valueWords,
} from '../domain.ts'
import {
  changeStep,
  findStep,
  insertEvent,
  insertStep,
  listSteps,
  openGoal,
  openStep,
  type Step,
} from '../store.ts'
import { changeOwnGoal, changeReadableGoal, type Decide, ENDED } from './change.ts'
import { type GoalView, goalViewOf, NOT_YOURS, type Readable, todayOf } from './read.ts'

/** How far it is now; either may say so. */
export const noteProgress = (ctx: Context, person: string, id: string, form: ProgressForm) =>
  changeReadableGoal<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (goal.status !== 'active') return ENDED
    const measure = measureFrom(openGoal(ctx, goal).measure)
    const value = form.now === undefined ? undefined : typedNumber(form.now)
    if (measure ? value === undefined : form.percent === undefined)
      return refuse('This goal is measured in another way now. Please close this form and open it again.')
    const counted = measure && value !== undefined
    const percent = counted ? percentOf(measure, value) : Number(form.percent)
    const said = counted ? valueWords(measure, value) : undefined
    const set = { percent, ...ctx.words('goals', id).seal({ value: value?.toString() }) }
    return {
      value: await goalViewOf(ctx, { ...found, goal: { ...goal, ...set } }),
      set,
      writes: [
        insertEvent(
          ctx,
          { goal: id, person, what: 'progress', percent },
          [said, form.note].filter(Boolean).join(': ') || undefined,
        ),
      ],
    }
  })

/** A task, a milestone, or (from the mentor) a practice opportunity, of which the mentee hears. */
export const addStep = (ctx: Context, person: string, id: string, form: StepForm) =>
  changeReadableGoal<{ told?: string }>(ctx, person, id, async ({ goal, shared, as }) => {
    if (goal.status !== 'active') return ENDED
    if (form.due !== undefined) {
      const no = dueObjection(form.due, await todayOf(ctx, person))
      if (no) return refuse(no, 'due')
    }
    // Safe to count: each addition raises the goal's version, so that two at once are not both counted upon.
    if ((await listSteps(ctx, id)).length >= MOST_STEPS)
      return refuse('Twenty steps are a lot for one goal. Take one away, or tick some first.')
    const step = ctx.newId()
    const tells = form.kind === 'practice' && as === 'mentor' && shared
    return {
      value: { told: tells ? goal.person : undefined },
      set: {},
      writes: [
        insertStep(
          ctx,
          { id: step, goal: id, kind: form.kind, dueOn: form.due, addedBy: person, addedAt: ctx.now() },
          form.words,
        ),
        insertEvent(ctx, { goal: id, person, what: 'added' }, form.words),
        tells &&
          ctx.outbox.add('goals.practice', `goals.practice:${step}`, {
            to: goal.person,
            payload: { goal: id, reader: goal.person, by: person },
          }),
      ],
    }
  })

export interface Ticked {
  goal: string
  /** Somebody was faster: who, and whether it is ticked now. */
  before?: { by: string | null; done: boolean }
}

/** Changes a goal through one of its steps, both as they are now. */
async function changeByStep<T>(
  ctx: Context,
  person: string,
  stepId: string,
  decide: (step: Step | undefined, found: Readable) => ReturnType<Decide<T>>,
): Promise<Outcome<T>> {
  const step = await findStep(ctx, stepId)
  if (!step) return NOT_YOURS
  return changeReadableGoal<T>(ctx, person, step.goal, async (found) =>
    decide(await findStep(ctx, stepId), found),
  )
}

/** Ticks a step, or takes the tick back (`done` false). Both may; who did so stays. */
export const tickStep = (ctx: Context, person: string, stepId: string, ticked: boolean) =>
  changeByStep<Ticked>(ctx, person, stepId, async (step, { goal, as }) => {
    const theirs = as === 'owner' || step?.addedBy === goal.person || step?.addedBy === person
    if (!step || step.removedAt !== null || !theirs)
      return refuse('This step was taken away. See what is left with `/mentor goals`.')
    if (goal.status !== 'active') return ENDED
    if ((step.doneAt !== null) === ticked)
      return { value: { goal: goal.id, before: { by: step.doneBy, done: ticked } } }
    return {
      value: { goal: goal.id },
      set: {},
      writes: [
        changeStep(
          ctx,
          step,
          ticked ? { doneAt: ctx.now(), doneBy: person } : { doneAt: null, doneBy: null },
        ),
        insertEvent(
          ctx,
          { goal: goal.id, person, what: ticked ? 'ticked' : 'unticked' },
          openStep(ctx, step),
        ),
      ],
    }
  })

/** Takes a step away: its owner any, the mentor those of their own. */
export const removeStep = (ctx: Context, person: string, stepId: string) =>
  changeByStep<string>(ctx, person, stepId, async (step, { goal, as }) => {
    if (!step || (as === 'mentor' && step.addedBy !== person))
      return refuse('Only who added a step, or whose goal it is, can take it away.')
    if (goal.status !== 'active') return ENDED
    if (step.removedAt !== null) return { value: goal.id }
    return {
      value: goal.id,
      set: {},
      writes: [
        changeStep(ctx, step, { removedAt: ctx.now() }),
        insertEvent(ctx, { goal: goal.id, person, what: 'removed' }, openStep(ctx, step)),
      ],
    }
  })

/** The mentee would like a real occasion to try it: the mentor hears so, once a day at most. */
export const askPractice = (ctx: Context, person: string, id: string) =>
  changeOwnGoal<{ mentor: string }>(ctx, person, id, async ({ goal, shared }) => {
    if (goal.status !== 'active') return ENDED
    if (!shared) return refuse('Nobody reads this goal but you. Share it with your mentor first, then ask.')
    const today = await todayOf(ctx, person)
    return {
      value: { mentor: shared.mentor },
      set: {},
      writes: [
        ctx.outbox.add('goals.practice', `goals.practiceAsked:${id}:${today}`, {
          to: shared.mentor,
          payload: { goal: id, reader: shared.mentor, by: person },
        }),
      ],
    }
  })
