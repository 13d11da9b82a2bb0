/** Who may read a goal, and what they see of it. */
import type { Context } from '../../../../context.ts'
import { dateIn, type LocalDate } from '../../../../core/calendar.ts'
import { competencyName } from '../../../../core/competencies.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import { activeMentorships, type Mentorship } from '../../../pairs/mentorship/service.ts'
import { type Measure, measureFrom } from '../domain.ts'
import {
  type Event,
  findGoal,
  type Goal,
  hasGoals,
  listEvents,
  listGoals,
  listSteps,
  listStepsBy,
  openEvent,
  openGoal,
  openStep,
  removeGoals,
  type Step,
  type Words,
} from '../store.ts'

/** Whether somebody has set a goal. */
export const glance = hasGoals

/** The mentorship in which a mentor reads along; undefined while only the owner does. */
async function readBy(ctx: Context, goal: Goal): Promise<Mentorship | undefined> {
  if (goal.mentorship === null) return undefined
  const m = (await activeMentorships(ctx, goal.person)).find((each) => each.id === goal.mentorship)
  return m?.mentee === goal.person ? m : undefined
}

export interface Readable {
  goal: Goal
  /** The running mentorship it is shared in. */
  shared?: Mentorship
  as: 'owner' | 'mentor'
}

export const NOT_YOURS = refuse(
  'This goal is not shared with you, or not any more. See your own with `/mentor goals`.',
)

/** A goal for its owner, and for the mentor of the running mentorship it is shared in; for nobody else. */
export async function findReadable(ctx: Context, person: string, id: string): Promise<Outcome<Readable>> {
  const goal = await findGoal(ctx, id)
  const shared = goal && (await readBy(ctx, goal))
  if (goal?.person === person) return done({ goal, shared, as: 'owner' })
  return goal && shared?.mentor === person ? done({ goal, shared, as: 'mentor' }) : NOT_YOURS
}

export interface StepView {
  step: Step
  words: string
}

/** A goal as its reader may see it. */
export interface GoalView {
  goal: Goal
  words: Words
  measure?: Measure
  /** Who reads along, besides its owner. */
  reader?: string
  as: 'owner' | 'mentor'
  /** The day has come, and it is still active. */
  overdue: boolean
}

export async function goalViewOf(ctx: Context, { goal, shared, as }: Readable): Promise<GoalView> {
  const words = openGoal(ctx, goal)
  const today = await todayOf(ctx, goal.person)
  return {
    goal,
    words,
    measure: measureFrom(words.measure),
    reader: shared?.mentor,
    as,
    overdue: goal.status === 'active' && goal.dueOn <= today,
  }
}

export const todayOf = async (ctx: Context, person: string): Promise<LocalDate> =>
  dateIn((await ctx.directory.hours(person)).zone, ctx.now())

export interface WholeGoal extends GoalView {
  steps: StepView[]
}

/**
 * A goal with its steps. A mentor sees what its owner and they themselves wrote; what an earlier mentor wrote was
 * not for them.
 */
export async function readGoal(ctx: Context, person: string, id: string): Promise<Outcome<WholeGoal>> {
  const found = await findReadable(ctx, person, id)
  if (!found.ok) return found
  const { goal, as } = found.value
  const mine = (who: string) => as === 'owner' || who === goal.person || who === person
  const steps = (await listSteps(ctx, id))
    .filter((step) => mine(step.addedBy))
    .map((step) => ({ step, words: openStep(ctx, step) }))
  return done({ ...(await goalViewOf(ctx, found.value)), steps })
}

export interface Past {
  event: Event
  words?: string
}

/** What happened to a goal, the newest first; to a mentor only since it is shared with them, and what is theirs to read. */
export async function goalHistory(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ view: GoalView; past: Past[] }>> {
  const found = await findReadable(ctx, person, id)
  if (!found.ok) return found
  const { goal, as } = found.value
  const since = as === 'owner' ? 0 : (goal.sharedAt ?? Number.POSITIVE_INFINITY)
  const past = (await listEvents(ctx, id, 40))
    .filter((e) => e.at >= since && (as === 'owner' || e.person === goal.person || e.person === person))
    .map((event) => ({ event, words: openEvent(ctx, event) }))
  return done({ view: await goalViewOf(ctx, found.value), past })
}

export interface MenteeGoals {
  mentorship: string
  mentee: string
  goals: GoalView[]
}

export interface GoalList {
  own: GoalView[]
  /** Reached or let go. */
  ended: number
  mentees: MenteeGoals[]
  /** Mentors with whom a goal can be shared, by their mentorship. */
  mentors: { mentorship: string; person: string }[]
}

/** All that somebody finds under "goals": their own, and what their mentees share with them. */
export async function goalsOf(ctx: Context, person: string): Promise<GoalList> {
  const pairs = (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')
  const asMentor = pairs.filter((m) => m.mentor === person)
  const [own, ended, mentees] = await Promise.all([
    ownGoals(ctx, person, ['active']),
    listGoals(ctx, person, ['reached', 'dropped']),
    Promise.all(asMentor.map((m) => sharedGoals(ctx, m))),
  ])
  return {
    own,
    ended: ended.length,
    mentees,
    mentors: pairs.filter((m) => m.mentee === person).map((m) => ({ mentorship: m.id, person: m.mentor })),
  }
}

export const ownGoals = async (ctx: Context, person: string, states: string[]): Promise<GoalView[]> =>
  Promise.all(
    (await listGoals(ctx, person, states)).map(async (goal) =>
      goalViewOf(ctx, { goal, shared: await readBy(ctx, goal), as: 'owner' }),
    ),
  )

/** The goals that a mentee shares in a mentorship that runs, as their mentor sees them. */
export async function sharedGoals(ctx: Context, m: Mentorship): Promise<MenteeGoals> {
  const goals = (await listGoals(ctx, m.mentee, ['active'])).filter((goal) => goal.mentorship === m.id)
  const views = goals.map((goal) => goalViewOf(ctx, { goal, shared: m, as: 'mentor' }))
  return { mentorship: m.id, mentee: m.mentee, goals: await Promise.all(views) }
}

/** One's own goals that were reached or let go, the newest first. */
export const earlierGoals = async (ctx: Context, person: string): Promise<GoalView[]> =>
  (await ownGoals(ctx, person, ['reached', 'dropped'])).reverse()

/** The goals of one mentee, for their mentor. */
export async function goalsOfMentee(
  ctx: Context,
  mentor: string,
  mentorship: string,
): Promise<Outcome<MenteeGoals>> {
  const m = (await activeMentorships(ctx, mentor)).find((each) => each.id === mentorship)
  return m?.mentor === mentor ? done(await sharedGoals(ctx, m)) : NOT_YOURS
}

/** For the growth record: one's own goals with one's own steps, the newest first. For their owner alone. */
export async function goalsForRecord(ctx: Context, person: string) {
  const goals = await ownGoals(ctx, person, ['active', 'reached', 'dropped'])
  return Promise.all(
    goals.reverse().map(async ({ goal, words }) => ({
      words: words.specific,
      status: goal.status,
      competency: goal.competency ? competencyName(goal.competency) : undefined,
      percent: goal.percent,
      endedAt: goal.endedAt,
      dueOn: goal.dueOn,
      steps: (await listSteps(ctx, goal.id))
        .filter((step) => step.addedBy === person && step.removedAt === null)
        .map((step) => ({ words: openStep(ctx, step), doneAt: step.doneAt })),
    })),
  )
}

/** A goal as a message about it needs to know it; undefined once its reader may not read it any more. */
export async function goalViewFor(ctx: Context, reader: string, id: string): Promise<GoalView | undefined> {
  const found = await findReadable(ctx, reader, id)
  return found.ok ? goalViewOf(ctx, found.value) : undefined
}

/** Whose goal it is, and the goal while this reader may read it. */
export async function ownerAndView(ctx: Context, reader: string, id: string) {
  const goal = await findGoal(ctx, id)
  return goal && { owner: goal.person, view: await goalViewFor(ctx, reader, id) }
}

/** All that is held of this person's goals: their own, and what they added to those of mentees. */
export async function exportGoals(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const own = await listGoals(ctx, person)
  const ids = new Set(own.map(({ id }) => id))
  const elsewhere = (await listStepsBy(ctx, person)).filter((step) => !ids.has(step.goal))
  return {
    Goals: await Promise.all(
      own.map(async (goal) => {
        const { specific, measure, firstStep, objective, value } = openGoal(ctx, goal)
        return {
          Goal: specific,
          'How it is measured': measure,
          'The first step': firstStep,
          'The objective it serves': objective,
          Skill: goal.competency && competencyName(goal.competency),
          State: goal.status,
          'Per cent': goal.percent,
          Value: value,
          Until: goal.dueOn,
          'Shared with your mentor': goal.mentorship !== null,
          Steps: (await listSteps(ctx, goal.id)).map((step) => ({
            Step: openStep(ctx, step),
            'Added by you': step.addedBy === person,
            Done: step.doneAt !== null,
          })),
          History: (await listEvents(ctx, goal.id)).map((event) => ({
            At: new Date(event.at).toISOString(),
            What: event.what,
            'By you': event.person === person,
            Words: openEvent(ctx, event),
          })),
        }
      }),
    ),
    'Steps that you added to goals of others': elsewhere.map((step) => openStep(ctx, step)),
  }
}

export const forget = {
  goes: 'Your goals, with their steps and their history.',
  stays: 'Steps and notes that you added to a goal of somebody else stay with it, under “a former partner”.',
  async write(ctx: Context, person: string) {
    const ids = (await listGoals(ctx, person)).map(({ id }) => id)
    return [...ids.map((id) => ctx.schedule.cancel('goals.due', id)), removeGoals(ctx, ids)]
  },
}
