/** A goal is set, or put in other words. */
import type { Context } from '../../../../context.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import { retrying } from '../../../../retrying.ts'
import { whileRunning } from '../../../pairs/mentorship/service.ts'
import { findMember, listSkills, type Member, openWords } from '../../../people/members/service.ts'
import { dueObjection, type GoalForm, type GoalMeta, measureFrom, NONE, percentOf } from '../domain.ts'
import { insertEvent, insertGoal, openGoal, sealGoal, type Words } from '../store.ts'
import { changeOwnGoal, ENDED, FULL, freeSlot, OWNER_ONLY } from './change.ts'
import { dueKey, planDeadline } from './deadline.ts'
import { findReadable, goalsOf, todayOf } from './read.ts'
import { readerOf, tellShared } from './share.ts'

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

async function findJoined(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left'
    ? done(member)
    : refuse('Goals are for members. Type `/mentor join`: it takes a minute.')
}

/** A new goal starts from the profile. Refused to those who have three, or have not joined. */
export async function draftFor(ctx: Context, person: string): Promise<Outcome<Draft>> {
  const member = await findJoined(ctx, person)
  if (!member.ok) return member
  if (!(await freeSlot(ctx, person))) return FULL
  const { own, ended, mentors } = await goalsOf(ctx, person)
  const first = own.length + ended === 0
  const want = (await listSkills(ctx, [person])).find((skill) => skill.side === 'want')
  return done({
    words: first ? { specific: openWords(ctx, member.value).goal } : {},
    competency: first ? want?.competency : undefined,
    reader: mentors[0]?.mentorship,
    mentors,
  })
}

/** What the form shows of a goal that exists; only its owner words it. */
export async function draftOf(ctx: Context, person: string, id: string): Promise<Outcome<Draft>> {
  const found = await findReadable(ctx, person, id)
  if (!found.ok) return found
  const { goal, shared, as } = found.value
  if (as !== 'owner') return OWNER_ONLY
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
  return meta.goal === undefined ? setGoal(ctx, person, meta, form) : rewordGoal(ctx, person, meta.goal, form)
}

async function setGoal(
  ctx: Context,
  person: string,
  meta: GoalMeta,
  form: GoalForm,
): Promise<Outcome<Saved>> {
  const member = await findJoined(ctx, person)
  if (!member.ok) return member
  const chosen = form.reader ?? meta.reader
  const wanted = chosen === NONE ? undefined : chosen
  return retrying<Saved>(ctx, async () => {
    const slot = await freeSlot(ctx, person)
    if (!slot) return FULL
    const m = await readerOf(ctx, person, wanted)
    const id = ctx.newId()
    const at = ctx.now()
    return {
      value: { goal: id, reader: m?.mentor, readerGone: wanted !== undefined && !m },
      writes: [
        m && whileRunning(ctx, m.id),
        insertGoal(ctx, {
          id,
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
        await planDeadline(ctx, person, id, form.due),
        ctx.outbox.touchHomes(person, ...(m ? [m.mentor] : [])),
      ],
    }
  })
}

const rewordGoal = (ctx: Context, person: string, id: string, form: GoalForm) =>
  changeOwnGoal<Saved>(ctx, person, id, async ({ goal, shared }) => {
    if (goal.status !== 'active') return ENDED
    const before = openGoal(ctx, goal)
    const measure = before.measure === form.measure ? undefined : measureFrom(form.measure)
    return {
      value: { goal: id, reader: shared?.mentor, readerGone: false },
      set: {
        ...sealGoal(ctx, id, form),
        competency: form.competency ?? null,
        dueOn: form.due,
        ...(measure && before.value !== undefined && { percent: percentOf(measure, Number(before.value)) }),
      },
      writes: [
        insertEvent(
          ctx,
          { goal: id, person, what: 'changed' },
          `${before.specific} (${before.measure}, until ${goal.dueOn})`,
        ),
        await planDeadline(ctx, person, id, form.due),
        ctx.outbox.refresh(dueKey(id, goal.dueOn), person),
      ],
    }
  })
