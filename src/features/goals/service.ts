import type { Context } from '../../context.ts'
import { dateIn, instantAt, type LocalDate } from '../../core/calendar.ts'
import { competencyName } from '../../core/competencies.ts'
import { done, type Outcome, type Refusal, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { activeMentorships, findMentorship, type Mentorship, whileRunning } from '../mentorship/service.ts'
import { findMember, listSkills } from '../profile/service.ts'
import {
  dueObjection,
  type ExtendForm,
  type GoalForm,
  type GoalMeta,
  type Kind,
  type Measure,
  MOST_ACTIVE,
  MOST_STEPS,
  measureFrom,
  NONE,
  type ProgressForm,
  percentOf,
  type StepForm,
  typedNumber,
  valueWords,
} from './domain.ts'
import {
  changeGoal,
  changeStep,
  findGoal,
  findStep,
  type Goal,
  insertEvent,
  insertGoal,
  insertStep,
  listEvents,
  listGoals,
  listSteps,
  openEvent,
  openGoal,
  openStep,
  type Step,
  sealGoal,
  sealValue,
  type Words,
} from './store.ts'

export type { Goal } from './store.ts'

const DUE = 'goals.due'
const dueKey = (goal: string, dueOn: string) => `goals.due:${goal}:${dueOn}`
const sharedKey = (goal: string, at: number) => `goals.shared:${goal}:${at}`

// --- who may read, and what they see ---

/** The mentorship in which a mentor reads along; undefined while only the owner does. */
async function readBy(ctx: Context, goal: Goal): Promise<Mentorship | undefined> {
  const m = goal.mentorship === null ? undefined : await findMentorship(ctx, goal.mentorship)
  return m?.status === 'active' && m.mentee === goal.person ? m : undefined
}

interface Access {
  goal: Goal
  /** The running mentorship it is shared in. */
  shared?: Mentorship
  as: 'owner' | 'mentor'
}

const NOT_YOURS = 'This goal is not shared with you, or not any more. See your own with `/mentor goals`.'

/** A goal for its owner, and for the mentor of the running mentorship it is shared in; for nobody else. */
async function access(ctx: Context, person: string, id: string): Promise<Outcome<Access>> {
  const goal = await findGoal(ctx, id)
  const shared = goal && (await readBy(ctx, goal))
  if (goal?.person === person) return done({ goal, shared, as: 'owner' })
  return goal && shared?.mentor === person ? done({ goal, shared, as: 'mentor' }) : refuse(NOT_YOURS)
}

export interface StepView {
  step: Step
  words: string
  kind: Kind
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

async function viewOf(ctx: Context, { goal, shared, as }: Access): Promise<GoalView> {
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

const todayOf = async (ctx: Context, person: string): Promise<LocalDate> =>
  dateIn((await ctx.directory.hours(person)).zone, ctx.now())

export interface Whole extends GoalView {
  steps: StepView[]
}

/**
 * A goal with its steps. A mentor sees what its owner and they themselves wrote; what an earlier mentor wrote was
 * not for them.
 */
export async function readGoal(ctx: Context, person: string, id: string): Promise<Outcome<Whole>> {
  const found = await access(ctx, person, id)
  if (!found.ok) return found
  const { goal, as } = found.value
  const mine = (who: string) => as === 'owner' || who === goal.person || who === person
  const steps = (await listSteps(ctx, id))
    .filter((step) => mine(step.addedBy))
    .map((step) => ({ step, words: openStep(ctx, step), kind: step.kind as Kind }))
  return done({ ...(await viewOf(ctx, found.value)), steps })
}

export interface Past {
  at: number
  person: string
  what: string
  percent: number | null
  words?: string
}

/** What happened to a goal, the newest first; to a mentor only since it is shared with them, and what is theirs to read. */
export async function historyOf(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ view: GoalView; past: Past[] }>> {
  const found = await access(ctx, person, id)
  if (!found.ok) return found
  const { goal, as } = found.value
  const since = as === 'owner' ? 0 : (goal.sharedAt ?? Number.POSITIVE_INFINITY)
  const past = (await listEvents(ctx, id, 40))
    .filter((e) => e.at >= since && (as === 'owner' || e.person === goal.person || e.person === person))
    .map((e) => ({
      at: e.at,
      person: e.person,
      what: e.what,
      percent: e.percent,
      words: openEvent(ctx, e),
    }))
  return done({ view: await viewOf(ctx, found.value), past })
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
  return {
    own: await ownGoals(ctx, person, ['active']),
    ended: (await listGoals(ctx, person, ['reached', 'dropped'])).length,
    mentees: await Promise.all(asMentor.map((m) => sharedGoals(ctx, m))),
    mentors: pairs.filter((m) => m.mentee === person).map((m) => ({ mentorship: m.id, person: m.mentor })),
  }
}

const ownGoals = async (ctx: Context, person: string, states: string[]): Promise<GoalView[]> =>
  Promise.all(
    (await listGoals(ctx, person, states)).map(async (goal) =>
      viewOf(ctx, { goal, shared: await readBy(ctx, goal), as: 'owner' }),
    ),
  )

async function sharedGoals(ctx: Context, m: Mentorship): Promise<MenteeGoals> {
  const goals = (await listGoals(ctx, m.mentee, ['active'])).filter((goal) => goal.mentorship === m.id)
  const views = goals.map((goal) => viewOf(ctx, { goal, shared: m, as: 'mentor' }))
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
  return m?.mentor === mentor ? done(await sharedGoals(ctx, m)) : refuse(NOT_YOURS)
}

/** For the growth record: one's own goals with one's own steps, the newest first. For their owner alone. */
export async function recordOf(ctx: Context, person: string) {
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

// --- acting ---

interface Change<T> {
  value: T
  /** Undefined: nothing is to be written. */
  set?: Partial<Goal>
  writes?: Writes[]
}

const BUSY = 'This goal is changing right now. Nothing is lost: please press once more.'

/**
 * Decides on the goal as it is, writes, and decides anew if it changed meanwhile. Whatever is done raises the
 * goal's version, so that of two acts at once the second sees the first.
 */
async function act<T>(
  ctx: Context,
  person: string,
  id: string,
  decide: (found: Access) => Promise<Change<T> | Refusal>,
): Promise<Outcome<T>> {
  for (let tries = 0; tries < 5; tries++) {
    const found = await access(ctx, person, id)
    if (!found.ok) return found
    const { goal, shared } = found.value
    const change = await decide(found.value)
    if ('ok' in change) return change
    if (!change.set) return done(change.value)
    const failed = await ctx.commit(
      shared && whileRunning(ctx, shared.id),
      changeGoal(ctx, goal, change.set),
      ...(change.writes ?? []),
      ctx.outbox.touchHomes(goal.person, ...(shared ? [shared.mentor] : [])),
    )
    if (!failed) return done(change.value)
  }
  return refuse(BUSY)
}

const ENDED = 'This goal is not active any more. Take it up again first; its history is kept.'
const OWNER_ONLY = 'Only the person whose goal it is can do that. Suggest it when you meet.'

/** The place among the active goals that is free, if any. */
async function freeSlot(ctx: Context, person: string): Promise<string | undefined> {
  const taken = new Set((await listGoals(ctx, person, ['active'])).map((goal) => goal.slot))
  return Array.from({ length: MOST_ACTIVE }, (_, i) => `${person}:${i + 1}`).find((slot) => !taken.has(slot))
}

const FULL = refuse(
  'Three goals at once is the most that anybody gets done. Reach one, or let one go, and set this one then.',
)

const dueLater = async (ctx: Context, person: string, id: string, dueOn: LocalDate): Promise<Writes> => {
  const { zone, startMinute } = await ctx.directory.hours(person)
  return ctx.schedule.at(DUE, id, instantAt(zone, dueOn, startMinute))
}

/** The mentorship that a form means, if this person is its mentee and it runs. */
async function readerOf(ctx: Context, person: string, wanted: string | undefined) {
  const pairs = await activeMentorships(ctx, person)
  return pairs.find((m) => m.id === wanted && m.mentee === person && m.kind === 'mentorship')
}

export interface Saved {
  goal: string
  reader?: string
  /** The form named a mentor who is none any more: nobody else reads it. */
  readerGone: boolean
}

/** What the form starts with. */
export interface Draft {
  words?: Partial<Words>
  competency?: string | null
  due?: string
  goal?: string
  reader?: string
  mentors: { mentorship: string; person: string }[]
}

/** A new goal starts from the profile. Refused to those who have three, or have not joined. */
export async function draftFor(ctx: Context, person: string): Promise<Outcome<Draft>> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left')
    return refuse('Goals are for members. Type `/mentor join`: it takes a minute.')
  if (!(await freeSlot(ctx, person))) return FULL
  const { own, ended, mentors } = await goalsOf(ctx, person)
  const first = own.length + ended === 0
  const want = (await listSkills(ctx, [person])).find((skill) => skill.side === 'want')
  return done({
    words: first ? { specific: member.goal } : {},
    competency: first ? want?.competency : undefined,
    reader: mentors[0]?.mentorship,
    mentors,
  })
}

/** What the form shows of a goal that exists; only its owner words it. */
export async function draftOf(ctx: Context, person: string, id: string): Promise<Outcome<Draft>> {
  const found = await access(ctx, person, id)
  if (!found.ok) return found
  const { goal, shared, as } = found.value
  if (as !== 'owner') return refuse(OWNER_ONLY)
  return done({
    words: openGoal(ctx, goal),
    competency: goal.competency ?? NONE,
    due: goal.dueOn,
    goal: id,
    reader: shared?.id,
    mentors: shared ? [{ mentorship: shared.id, person: shared.mentor }] : [],
  })
}

/** Saves the form: a new goal, or one that exists in other words; what it said before is kept. */
export async function saveGoal(
  ctx: Context,
  person: string,
  meta: GoalMeta,
  form: GoalForm,
): Promise<Outcome<Saved>> {
  const no = dueObjection(form.due, await todayOf(ctx, person))
  if (no) return refuse(no, 'due')
  return meta.goal === undefined ? setGoal(ctx, person, meta, form) : reword(ctx, person, meta.goal, form)
}

async function setGoal(
  ctx: Context,
  person: string,
  meta: GoalMeta,
  form: GoalForm,
): Promise<Outcome<Saved>> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left')
    return refuse('Goals are for members. Type `/mentor join`: it takes a minute.')
  const chosen = form.reader ?? meta.reader
  const wanted = chosen === NONE ? undefined : chosen
  for (let tries = 0; tries <= MOST_ACTIVE; tries++) {
    const slot = await freeSlot(ctx, person)
    if (!slot) return FULL
    const m = await readerOf(ctx, person, wanted)
    const id = ctx.newId()
    const at = ctx.now()
    const failed = await ctx.commit(
      m && whileRunning(ctx, m.id),
      insertGoal(ctx, {
        id,
        workspace: ctx.workspace,
        person,
        mentorship: m?.id ?? null,
        sharedAt: m ? at : null,
        status: 'active',
        setAt: at,
        dueOn: form.due,
        competency: form.competency,
        slot,
        ...sealGoal(ctx, id, form),
      }),
      insertEvent(ctx, { goal: id, person, what: 'set' }),
      m && tellShared(ctx, id, m, at),
      await dueLater(ctx, person, id, form.due),
      ctx.outbox.touchHomes(person, ...(m ? [m.mentor] : [])),
    )
    if (!failed) return done({ goal: id, reader: m?.mentor, readerGone: wanted !== undefined && !m })
  }
  return refuse(BUSY)
}

const tellShared = (ctx: Context, goal: string, m: Mentorship, at: number): Writes =>
  ctx.outbox.add('goals.shared', sharedKey(goal, at), {
    to: m.mentor,
    payload: { goal, reader: m.mentor },
  })

const reword = (ctx: Context, person: string, id: string, form: GoalForm): Promise<Outcome<Saved>> =>
  act<Saved>(ctx, person, id, async ({ goal, shared, as }) => {
    if (as !== 'owner') return refuse(OWNER_ONLY)
    if (goal.status !== 'active') return refuse(ENDED)
    const before = openGoal(ctx, goal)
    const measure = measureFrom(form.measure)
    const value = before.value === undefined ? undefined : Number(before.value)
    const same = before.measure === form.measure
    return {
      value: { goal: id, reader: shared?.mentor, readerGone: false },
      set: {
        ...sealGoal(ctx, id, form),
        competency: form.competency ?? null,
        dueOn: form.due,
        ...(!same && measure && value !== undefined && { percent: percentOf(measure, value) }),
      },
      writes: [
        insertEvent(
          ctx,
          { goal: id, person, what: 'changed' },
          `${before.specific} (${before.measure}, until ${goal.dueOn})`,
        ),
        await dueLater(ctx, person, id, form.due),
        ctx.outbox.refresh(dueKey(id, goal.dueOn), person),
      ],
    }
  })

/** How far it is now; either may say so. */
export const noteProgress = (
  ctx: Context,
  person: string,
  id: string,
  form: ProgressForm,
): Promise<Outcome<GoalView>> =>
  act<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (goal.status !== 'active') return refuse(ENDED)
    const measure = measureFrom(openGoal(ctx, goal).measure)
    const value = form.now === undefined ? undefined : typedNumber(form.now)
    if (measure ? value === undefined : form.percent === undefined)
      return refuse('This goal is measured in another way now. Please close this form and open it again.')
    const percent = measure && value !== undefined ? percentOf(measure, value) : Number(form.percent)
    const said = measure && value !== undefined ? valueWords(measure, value) : undefined
    const set = { percent, value: sealValue(ctx, id, value === undefined ? undefined : `${value}`) }
    return {
      value: await viewOf(ctx, { ...found, goal: { ...goal, ...set } }),
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
export const addStep = (
  ctx: Context,
  person: string,
  id: string,
  form: StepForm,
): Promise<Outcome<{ told?: string }>> =>
  act<{ told?: string }>(ctx, person, id, async ({ goal, shared, as }) => {
    if (goal.status !== 'active') return refuse(ENDED)
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

/** Ticks a step, or takes the tick back (`done` false). Both may; who did so stays. */
export async function tick(
  ctx: Context,
  person: string,
  stepId: string,
  ticked: boolean,
): Promise<Outcome<Ticked>> {
  const first = await findStep(ctx, stepId)
  if (!first) return refuse(NOT_YOURS)
  return act<Ticked>(ctx, person, first.goal, async ({ goal, as }) => {
    const step = await findStep(ctx, stepId)
    const theirs = as === 'owner' || step?.addedBy === goal.person || step?.addedBy === person
    if (!step || step.removedAt !== null || !theirs)
      return refuse('This step was taken away. See what is left with `/mentor goals`.')
    if ((step.doneAt !== null) === ticked)
      return { value: { goal: goal.id, before: { by: step.doneBy, done: ticked } } }
    return {
      value: { goal: goal.id },
      set: {},
      writes: [
        changeStep(ctx, step, {
          doneAt: ticked ? ctx.now() : null,
          doneBy: ticked ? person : null,
        }),
        insertEvent(
          ctx,
          { goal: goal.id, person, what: ticked ? 'ticked' : 'unticked' },
          openStep(ctx, step),
        ),
      ],
    }
  })
}

/** Takes a step away: its owner any, the mentor those of their own. */
export async function removeStep(ctx: Context, person: string, stepId: string): Promise<Outcome<string>> {
  const first = await findStep(ctx, stepId)
  if (!first) return refuse(NOT_YOURS)
  return act<string>(ctx, person, first.goal, async ({ goal, as }) => {
    const step = await findStep(ctx, stepId)
    if (!step || (as === 'mentor' && step.addedBy !== person))
      return refuse('Only who added a step, or whose goal it is, can take it away.')
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
}

/** The mentee would like a real occasion to try it: the mentor hears so, once a day at most. */
export const askPractice = (ctx: Context, person: string, id: string): Promise<Outcome<{ mentor: string }>> =>
  act<{ mentor: string }>(ctx, person, id, async ({ goal, shared, as }) => {
    if (as !== 'owner') return refuse(OWNER_ONLY)
    if (goal.status !== 'active') return refuse(ENDED)
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

/** More time, until a later day. */
export const extend = (
  ctx: Context,
  person: string,
  id: string,
  form: ExtendForm,
): Promise<Outcome<GoalView>> =>
  act<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (found.as !== 'owner') return refuse(OWNER_ONLY)
    if (goal.status !== 'active') return refuse(ENDED)
    const no = dueObjection(form.due, await todayOf(ctx, person))
    if (no) return refuse(no, 'due')
    return {
      value: await viewOf(ctx, { ...found, goal: { ...goal, dueOn: form.due } }),
      set: { dueOn: form.due },
      writes: [
        insertEvent(
          ctx,
          { goal: id, person, what: 'extended' },
          [`from ${goal.dueOn} to ${form.due}`, form.note].filter(Boolean).join(': '),
        ),
        await dueLater(ctx, person, id, form.due),
        ctx.outbox.refresh(dueKey(id, goal.dueOn), person),
      ],
    }
  })

/** Reached, or let go; its place is free for another. A mentor hears of a goal reached, unless its owner is never celebrated. */
export const finish = (
  ctx: Context,
  person: string,
  id: string,
  status: 'reached' | 'dropped',
): Promise<Outcome<GoalView>> =>
  act<GoalView>(ctx, person, id, async (found) => {
    const { goal, shared } = found
    if (found.as !== 'owner') return refuse(OWNER_ONLY)
    const view = await viewOf(ctx, { ...found, goal: { ...goal, status } })
    if (goal.status === status) return { value: view }
    if (goal.status !== 'active') return refuse(ENDED)
    const celebrated = (await ctx.directory.person(person))?.celebration !== 'never'
    const at = ctx.now()
    return {
      value: view,
      set: { status, endedAt: at, slot: null, ...(status === 'reached' && { percent: 100 }) },
      writes: [
        insertEvent(ctx, {
          goal: id,
          person,
          what: status,
          ...(status === 'reached' && { percent: 100 }),
        }),
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
export const resumeGoal = (ctx: Context, person: string, id: string): Promise<Outcome<GoalView>> =>
  act<GoalView>(ctx, person, id, async (found) => {
    const { goal } = found
    if (found.as !== 'owner') return refuse(OWNER_ONLY)
    if (goal.status === 'active') return { value: await viewOf(ctx, found) }
    const slot = await freeSlot(ctx, person)
    if (!slot) return FULL
    const words = openGoal(ctx, goal)
    const measure = measureFrom(words.measure)
    const percent = measure && words.value !== undefined ? percentOf(measure, Number(words.value)) : 90
    const set = {
      status: 'active',
      endedAt: null,
      slot,
      ...(goal.status === 'reached' && { percent: Math.min(percent, 99) }),
    }
    return {
      value: await viewOf(ctx, { ...found, goal: { ...goal, ...set } }),
      set,
      writes: [
        insertEvent(ctx, { goal: id, person, what: 'resumed' }),
        goal.dueOn > (await todayOf(ctx, person)) && (await dueLater(ctx, person, id, goal.dueOn)),
      ],
    }
  })

// --- sharing ---

/** Goals of one's own that nobody else reads, active ones. */
export const privateGoals = async (ctx: Context, person: string): Promise<GoalView[]> =>
  (await ownGoals(ctx, person, ['active'])).filter((view) => view.reader === undefined)

/** Shares goals with the mentor of a running mentorship, from now on: earlier notes stay their owner's. */
export async function shareGoals(
  ctx: Context,
  person: string,
  mentorship: string,
  ids: string[],
): Promise<Outcome<{ shared: number; mentor: string }>> {
  const m = await readerOf(ctx, person, mentorship)
  if (!m) return refuse('This mentorship has ended, so nothing is shared. Your goals stay yours.')
  let shared = 0
  for (const id of ids.slice(0, MOST_ACTIVE)) {
    const at = ctx.now()
    const outcome = await act<boolean>(ctx, person, id, async (found) => {
      if (found.as !== 'owner') return refuse(OWNER_ONLY)
      if (found.shared?.id === m.id || found.goal.status !== 'active') return { value: false }
      return {
        value: true,
        set: { mentorship: m.id, sharedAt: at },
        writes: [
          whileRunning(ctx, m.id),
          unsharedFrom(ctx, found),
          insertEvent(ctx, { goal: id, person, what: 'shared' }),
          tellShared(ctx, id, m, at),
          ctx.outbox.refresh(offerKey(m.id), person),
          ctx.outbox.touchHomes(m.mentor),
        ],
      }
    })
    if (!outcome.ok) return outcome
    if (outcome.value) shared++
  }
  return done({ shared, mentor: m.mentor })
}

/** From now on only its owner reads it. */
export const keepPrivate = (ctx: Context, person: string, id: string): Promise<Outcome<GoalView>> =>
  act<GoalView>(ctx, person, id, async (found) => {
    const { goal, shared, as } = found
    if (as !== 'owner') return refuse(OWNER_ONLY)
    const alone = { mentorship: null, sharedAt: null }
    const value = await viewOf(ctx, { goal: { ...goal, ...alone }, as })
    if (!shared) return { value }
    return {
      value,
      set: alone,
      writes: [insertEvent(ctx, { goal: goal.id, person, what: 'unshared' }), unsharedFrom(ctx, found)],
    }
  })

/** What told a mentor of the goal says that it is not shared any more. */
const unsharedFrom = (ctx: Context, { goal, shared }: Access): Writes =>
  shared && goal.sharedAt !== null
    ? ctx.outbox.refresh(sharedKey(goal.id, goal.sharedAt), shared.mentor)
    : undefined

const offerKey = (mentorship: string) => `goals.offer:${mentorship}`

/** What to write when a mentorship starts: a mentee with goals of their own is asked, once, whether to share them. */
export const offerSharing = async (ctx: Context, mentorship: string, mentee: string): Promise<Writes> =>
  (await listGoals(ctx, mentee, ['active'])).length > 0 &&
  ctx.outbox.add('goals.offer', offerKey(mentorship), { to: mentee, payload: { mentorship, person: mentee } })

// --- when the day comes ---

/** The job: the day has come, and its owner is asked what became of it. */
export async function dueNow(ctx: Context, id: string): Promise<Writes[]> {
  const goal = await findGoal(ctx, id)
  if (goal?.status !== 'active') return []
  if (goal.dueOn > (await todayOf(ctx, goal.person)))
    return [await dueLater(ctx, goal.person, id, goal.dueOn)]
  return [
    ctx.outbox.add('goals.due', dueKey(id, goal.dueOn), {
      to: goal.person,
      payload: { goal: id, person: goal.person, dueOn: goal.dueOn },
    }),
    ctx.outbox.touchHomes(goal.person),
  ]
}

/** A goal as a message about it needs to know it; undefined once its reader may not read it any more. */
export async function stateFor(ctx: Context, reader: string, id: string): Promise<GoalView | undefined> {
  const found = await access(ctx, reader, id)
  return found.ok ? viewOf(ctx, found.value) : undefined
}

/** Whose goal it is, for a message about one that its reader may not read any more. */
export const ownerOf = async (ctx: Context, id: string) => (await findGoal(ctx, id))?.person
