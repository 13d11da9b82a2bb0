import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { RoundOutcome } from '../../../core/round.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import { retrying } from '../../../retrying.ts'
import { menteesWithMentor } from '../../pairs/mentorship/service.ts'
import { audit } from '../../people/coordinators/service.ts'
import type { Member } from '../../people/members/service.ts'
import { askMentors } from './service-asked.ts'
import { draftFor, touchCoordinators } from './service-draft.ts'
import { introduce, tellUnmatched } from './service-introduce.ts'
import { checkPairs, isUndecided, poolOf } from './service-pool.ts'
import { changeDraft, changePairs, findPair, findRound, listPairs, type RoundPair } from './store.ts'

/**
 * What came of publishing: introduced and unmatched people; or pairs that do not hold any more and need a word first; or
 * the draft is not any more what the coordinator has `seen`.
 */
export type Published =
  | { published: true; introduced: number; asked: number; unmatched: number }
  | { published: false; changed: true }
  | { published: false; changed: false; broken: [mentee: string, mentor: string][]; left: number }

/**
 * Introduces all pairs of a draft, once, or asks their mentors first where the programme wishes so, and tells those without
 * a mentor. A pair without a shared skill is left apart unless a coordinator has added it. Every pair is judged anew: if one
 * does not hold any more nothing happens and the coordinator is asked, unless `without` says to leave such pairs out.
 * `seen` is the version that they looked at: what another coordinator has changed meanwhile is not published unseen.
 */
export async function publishRound(
  ctx: Context,
  person: string,
  id: string,
  { without = false, seen }: { without?: boolean; seen?: number } = {},
): Promise<Outcome<Published>> {
  return retrying<Published>(ctx, async () => {
    const found = await draftFor(ctx, person, id)
    if (!found.ok) return found
    const round = found.value
    if (seen !== undefined && seen !== round.version) return done({ published: false, changed: true })
    const pairs = await listPairs(ctx, id)
    const pool = await poolOf(ctx, round.programme, { ...round.choices, without: [] })
    // After the pool: whoever published while it was read has matched these pairs, and is to be named, not called a fault.
    const still = await draftFor(ctx.forOneRequest(), person, id)
    if (!still.ok) return still
    const apart = pairs.filter(isUndecided)
    const { holding, broken } = checkPairs(
      pairs.filter((pair) => !apart.includes(pair)),
      pool,
    )
    if (holding.length === 0 && broken.length === 0 && apart.length > 0)
      return refuse(
        'These pairs share no skill, so each is yours to decide: press "Add" beside those whom you want, and then publish.',
      )
    if (holding.length === 0 && broken.length === 0)
      return refuse(
        'There is no pair to introduce. Find one more mentor, or change your choices; then press "Match again".',
      )
    if (holding.length === 0)
      return refuse('None of these pairs holds any more. Press "Match again", and look at what comes out.')
    if (broken.length > 0 && !without)
      return done({
        published: false,
        changed: false,
        broken: broken.map((p) => [p.mentee, p.mentor as string]),
        left: holding.length,
      })
    const menteesOf = (some: RoundPair[]) => some.map((pair) => pair.mentee)
    const alone = menteesOf([...pairs.filter((p) => p.mentor === null), ...broken, ...apart]).filter(
      (mentee) => pool.mentees.some((each) => each.id === mentee),
    )
    const { asksMentors } = await standardProgramme(ctx)
    const [introduced, asked] = asksMentors ? [0, holding.length] : [holding.length, 0]
    return {
      value: { published: true, introduced, asked, unmatched: alone.length },
      writes: [
        changeDraft(ctx, round, {
          status: 'published',
          draftOf: null,
          publishedBy: person,
          ...(round.outcome &&
            broken.length + apart.length > 0 && { outcome: introducedOf(round.outcome, holding) }),
          publishedAt: ctx.now(),
        }),
        asksMentors
          ? await askMentors(ctx, round, holding)
          : [
              await introduce(ctx, round, holding, pool),
              changePairs(ctx, id, menteesOf(holding), 'introduced'),
            ],
        changePairs(ctx, id, menteesOf(broken), 'gone'),
        changePairs(ctx, id, menteesOf(apart), 'apart'),
        tellUnmatched(
          ctx,
          id,
          alone.map((mentee) => pool.members.get(mentee) as Member),
        ),
        audit(ctx, person, 'published a round', id),
        await touchCoordinators(ctx),
      ],
    }
  })
}

/** The figures of those who are introduced, where some pairs did not hold any more: a record of the others would not be true. */
function introducedOf(outcome: RoundOutcome, pairs: RoundPair[]): RoundOutcome {
  const scores = pairs.map((pair) => pair.score)
  const fits = { strong: 0, good: 0, fair: 0, none: 0 }
  for (const { why } of pairs) if (why?.fit) fits[why.fit]++
  return {
    ...outcome,
    matched: pairs.length,
    total: scores.reduce((sum, score) => sum + score, 0),
    worst: Math.min(...scores),
    weighed: undefined,
    fits,
  }
}

/** Who published the round that matched this mentee, if they are still here; whether they chose the pair by hand. */
export async function matchedIn(ctx: Context, round: string, mentee: string) {
  const [found, pair] = [await findRound(ctx, round), await findPair(ctx, round, mentee)]
  const by = found?.publishedBy ? (await ctx.directory.person(found.publishedBy))?.name : undefined
  return { by, chosen: !!pair?.locked }
}

/** What a published round found for somebody who is without a mentor still; undefined if they are not. */
export async function unmatchedIn(ctx: Context, round: string, person: string) {
  const pair = await findPair(ctx, round, person)
  return pair && !(await menteesWithMentor(ctx)).has(person) ? pair : undefined
}
