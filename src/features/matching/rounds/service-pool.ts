import type { Context } from '../../../context.ts'
import { canTakePart } from '../../../core/member.ts'
import { type RoundChoices, THOUSANDTHS } from '../../../core/round.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import { exclusions, type Facts, pairs, type RoundInput } from '../../../engine/index.ts'
import { menteesWithMentor } from '../../pairs/mentorship/service.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { candidatesOf, listMembers, type Member, type ReadCandidate } from '../../people/members/service.ts'
import { priorityOf } from '../find/domain.ts'
import { factsFor } from '../find/service.ts'
import type { Wishes } from './domain.ts'
import { listWaiting, type Round, type RoundPair } from './store.ts'

/** Who would take part in a round, and what bears on who may be matched with whom. */
export interface Pool {
  mentees: ReadCandidate[]
  mentors: ReadCandidate[]
  facts: Facts
  members: Map<string, Member>
}

/**
 * Everybody of a programme who looks for a mentor now, and every mentor with room, less whom the coordinator left out.
 * Who has a mentor already is no part of it, unless they look for several and are named. Whoever an earlier round found a mentor
 * for that is being asked is none either, and the place is kept (`reserving`).
 */
export async function poolOf(
  ctx: Context,
  programme: string,
  choices: RoundChoices,
  { reserving = true } = {},
): Promise<Pool> {
  // In this order: what changes between the two readings is seen in the facts, and raises a version that was read.
  const everybody = await listMembers(ctx)
  const [all, facts, taken, asked] = await Promise.all([
    candidatesOf(ctx, everybody),
    factsFor(ctx),
    menteesWithMentor(ctx),
    reserving ? listWaiting(ctx) : [],
  ])
  const members = new Map(everybody.map((m) => [m.person, m]))
  const promised = new Set(asked.map((pair) => pair.mentee))
  const kept = new Map<string, number>()
  for (const { mentor } of asked) if (mentor) kept.set(mentor, (kept.get(mentor) ?? 0) + 1)
  const here = [...all.values()].filter((each) => {
    const member = members.get(each.id)
    return (
      member?.programme === programme &&
      each.status === 'active' &&
      canTakePart({ bot: !!each.bot, guest: !!each.guest, deactivated: !!each.deactivated }) &&
      !choices.without.includes(each.id)
    )
  })
  const seeks = (each: ReadCandidate) => {
    const member = members.get(each.id) as Member
    if (!isMentee(member) || promised.has(each.id)) return false
    if (choices.only.length > 0 && !choices.only.includes(each.id)) return false
    return !taken.has(each.id) || (member.several && choices.only.includes(each.id))
  }
  return {
    mentees: here.filter(seeks),
    mentors: here
      .filter(isMentor)
      .map((each) => ({ ...each, taken: each.taken + (kept.get(each.id) ?? 0) }))
      .filter((each) => each.capacity > each.taken),
    // A round may match somebody with whom they asked themselves.
    facts: {
      ...facts,
      asked: undefined,
      rules: { excludeSameTeam: !!facts.rules?.excludeSameTeam || choices.excludeSameTeam },
    },
    members,
  }
}

/** The choices as a round is solved by them: the programme's rule of teams is one of them, and stays with the draft. */
export const chosenIn = ({ facts }: Pool, choices: RoundChoices): RoundChoices => ({
  ...choices,
  excludeSameTeam: !!facts.rules?.excludeSameTeam,
})

/** The same as the matching wants it. */
export function inputOf(pool: Pool, wishes: Wishes, seed: number, before: RoundPair[] = []): RoundInput {
  return {
    mentees: pool.mentees,
    mentors: pool.mentors,
    facts: { ...pool.facts, seed },
    objective: 'fair',
    sharingFirst: true,
    equity: THOUSANDTHS[wishes.choices.equity],
    locks: wishes.locks,
    before: new Map(before.flatMap((p) => (p.mentor ? [[p.mentee, p.mentor] as const] : []))),
    forbids: pairs(wishes.forbids),
    priority: new Map(pool.mentees.map(({ id }) => [id, priorityOf(pool.members.get(id) as Member)])),
  }
}

/** How many would take part in a round of everybody, and by which rule of the programme. */
export async function outlook(ctx: Context, programme?: string) {
  const choices: RoundChoices = { equity: 'any', only: [], without: [], excludeSameTeam: false }
  const { id, excludeSameTeam } = await standardProgramme(ctx)
  const pool = await poolOf(ctx, programme ?? id, choices)
  return {
    excludeSameTeam,
    mentees: pool.mentees.length,
    mentors: pool.mentors.length,
    places: placesOf(pool),
  }
}

const EMPTY = 'Nobody to match: '

/** Why there is nobody to match, and what to do; undefined if there is. */
export function whyNobody(pool: Pool): string | undefined {
  if (pool.mentees.length === 0)
    return `${EMPTY}none of these people looks for a mentor now. Ask people to type \`/mentor join\`, or choose others.`
  if (pool.mentors.length === 0)
    return `${EMPTY}no mentor has a free place now. Find mentors first: ask two or three people you trust to type \`/mentor join\`.`
  return undefined
}

/** Two who share no skill are no draft of Cairn's: they are introduced only if a coordinator adds them. */
export const isUndecided = (pair: RoundPair) =>
  pair.mentor !== null && pair.why?.fit === 'none' && !pair.locked && pair.status === 'proposed'

/** Which pairs may still be made: both here and willing, nothing against it, and a place for each. */
export function checkPairs(pairs: RoundPair[], pool: Pool) {
  const mentees = new Map(pool.mentees.map((each) => [each.id, each]))
  const mentors = new Map(pool.mentors.map((each) => [each.id, each]))
  const places = new Map(pool.mentors.map((each) => [each.id, each.capacity - each.taken]))
  const holding: RoundPair[] = []
  const broken: RoundPair[] = []
  // The best pairs first: they keep their place if a mentor has fewer now.
  for (const pair of pairs.filter((p) => p.mentor !== null).sort((a, b) => b.score - a.score)) {
    const [a, b] = [mentees.get(pair.mentee), mentors.get(pair.mentor as string)]
    const room = b ? (places.get(b.id) ?? 0) : 0
    if (a && b && room > 0 && exclusions(a, b, pool.facts).length === 0) {
      places.set(b.id, room - 1)
      holding.push(pair)
    } else broken.push(pair)
  }
  return { holding, broken }
}

/** How people have changed since a draft was solved. */
export interface Since {
  /** Look for a mentor, and are no part of it. */
  newcomers: number
  /** Pairs that do not hold any more. */
  broken: number
  /** Free places more than there were. */
  places: number
}

export function sinceSolved({ outcome }: Round, pairs: RoundPair[], pool: Pool): Since {
  const known = new Set(pairs.map((pair) => pair.mentee))
  const before = (outcome?.matched ?? 0) + (outcome?.idle ?? []).reduce((sum, [, places]) => sum + places, 0)
  return {
    newcomers: pool.mentees.filter((each) => !known.has(each.id)).length,
    broken: checkPairs(pairs, pool).broken.length,
    places: Math.max(0, placesOf(pool) - before),
  }
}

const placesOf = ({ mentors }: Pool) =>
  mentors.reduce((sum, mentor) => sum + mentor.capacity - mentor.taken, 0)
