/** A goal is set, or put in other words. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { whileRunning } from '../../pairs/mentorship/service.ts'
import { findMember, listSkills, openWords } from '../../people/members/service.ts'
import {
  dueObjection,
  type GoalForm,
  type GoalMeta,
  MOST_ACTIVE,
  measureFrom,
  NONE,
  percentOf,
} from './domain.ts'
import { act, BUSY, ENDED, FULL, freeSlot, OWNER_ONLY } from './service-act.ts'
import { dueKey, dueLater } from './service-due.ts'
import { access, goalsOf, todayOf } from './service-read.ts'
import { readerOf, tellShared } from './service-share.ts'
import { insertEvent, insertGoal, openGoal, sealGoal, type Words } from './store.ts'

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
    words: first ? { specific: openWords(ctx, member).goal } : {},
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
