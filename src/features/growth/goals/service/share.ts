/** Sharing: with whom, from when, and how they hear of it. */
import type { Context } from '../../../../context.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { activeMentorships, type Mentorship, whileRunning } from '../../../pairs/mentorship/service.ts'
import { MOST_ACTIVE } from '../domain.ts'
import { changeGoal, insertEvent, listGoals } from '../store.ts'
import { changeOwnGoal, OWNER_ONLY } from './change.ts'
import { findReadable, type GoalView, goalViewOf, ownGoals, type Readable } from './read.ts'

const sharedKey = (goal: string, at: number) => `goals.shared:${goal}:${at}`

const offerKey = (mentorship: string) => `goals.offer:${mentorship}`

/** The mentorship that a form means, if this person is its mentee and it runs. */
export async function readerOf(ctx: Context, person: string, wanted: string | undefined) {
  const pairs = await activeMentorships(ctx, person)
  return pairs.find((m) => m.id === wanted && m.mentee === person && m.kind === 'mentorship')
}

export const tellShared = (ctx: Context, goal: string, m: Mentorship, at: number): Writes =>
  ctx.outbox.add('goals.shared', sharedKey(goal, at), {
    to: m.mentor,
    payload: { goal, reader: m.mentor },
  })

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
  return retrying(ctx, async () => {
    const now = ctx.now()
    const chosen: Readable[] = []
    for (const id of new Set(ids.slice(0, MOST_ACTIVE))) {
      const found = await findReadable(ctx, person, id)
      if (!found.ok) return found
      if (found.value.as !== 'owner') return OWNER_ONLY
      if (found.value.shared?.id !== m.id && found.value.goal.status === 'active') chosen.push(found.value)
    }
    // All or none: whoever is cut off in between would be told of some that the others are shared already.
    const value = { shared: chosen.length, mentor: m.mentor }
    if (chosen.length === 0) return done(value)
    return {
      value,
      writes: [
        whileRunning(ctx, m.id),
        ...chosen.map((found) => [
          changeGoal(ctx, found.goal, { mentorship: m.id, sharedAt: now }),
          refreshShared(ctx, found),
          insertEvent(ctx, { goal: found.goal.id, person, what: 'shared' }),
          tellShared(ctx, found.goal.id, m, now),
        ]),
        ctx.outbox.refresh(offerKey(m.id), person),
        ctx.outbox.touchHomes(person, m.mentor, ...chosen.flatMap(({ shared }) => shared?.mentor ?? [])),
      ],
    }
  })
}

/** From now on only its owner reads it. */
export const keepPrivate = (ctx: Context, person: string, id: string) =>
  changeOwnGoal<GoalView>(ctx, person, id, async (found) => {
    const { goal, shared, as } = found
    const alone = { mentorship: null, sharedAt: null }
    const value = await goalViewOf(ctx, { goal: { ...goal, ...alone }, as })
    if (!shared) return { value }
    return {
      value,
      set: alone,
      writes: [insertEvent(ctx, { goal: goal.id, person, what: 'unshared' }), refreshShared(ctx, found)],
    }
  })

/** What told a mentor of the goal says that it is not shared any more. */
const refreshShared = (ctx: Context, { goal, shared }: Readable): Writes =>
  shared && goal.sharedAt !== null
    ? ctx.outbox.refresh(sharedKey(goal.id, goal.sharedAt), shared.mentor)
    : undefined

export const follows: Follows = {
  started: (ctx, pairs) =>
    Promise.all(pairs.map(({ id, kind, mentee }) => kind === 'mentorship' && offerSharing(ctx, id, mentee))),
}

/** A mentee with goals of their own is asked, once, whether to share them. */
const offerSharing = async (ctx: Context, mentorship: string, mentee: string): Promise<Writes> =>
  (await listGoals(ctx, mentee, ['active'])).length > 0 &&
  ctx.outbox.add('goals.offer', offerKey(mentorship), { to: mentee, payload: { mentorship, person: mentee } })
