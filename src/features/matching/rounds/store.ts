import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { anyRows, type Writes } from '../../../db/commit.ts'
import { increasedBy } from '../../../db/conditions.ts'
import { chunksOf } from '../../../db/prepared.ts'
import { rows } from '../../../db/rows.ts'
import type { Row, Tables } from '../../../db/tables.ts'
import { WAITING } from './domain.ts'

export type Round = Row<'rounds'>
export type RoundPair = Row<'roundPairs'>

export const listProgrammes = (ctx: Context) =>
  rows(ctx, 'programmes').list({}, { by: 'createdAt', together: true })

export const findRound = (ctx: Context, id: string) => rows(ctx, 'rounds').find(id, { together: true })

/** Drafts and published rounds, the newest first; what was discarded is not shown again. */
export const listRounds = (ctx: Context, limit = 20) =>
  rows(ctx, 'rounds').list({ status: ['draft', 'published'] }, { by: '-id', limit, together: true })

/** Whether a round is drafted. */
export const hasDraft = (ctx: Context): Promise<boolean> => rows(ctx, 'rounds').some({ status: 'draft' })

/** The draft that was made last. */
export const findDraft = (ctx: Context, programme?: string) =>
  rows(ctx, 'rounds').find({ status: 'draft', programme }, { by: '-id', together: true })

/** A round's mentees with what was found for them, the weakest pair first, those without a mentor last. */
export async function listPairs(ctx: Context, round: string): Promise<RoundPair[]> {
  const found = await rows(ctx, 'roundPairs').list({ round }, { by: ['score', 'mentee'], together: true })
  return [...found.filter((pair) => pair.mentor !== null), ...found.filter((pair) => pair.mentor === null)]
}

export const findPair = (ctx: Context, round: string, mentee: string) =>
  rows(ctx, 'roundPairs').find({ round, mentee })

export async function listForbids(ctx: Context, round: string): Promise<[mentee: string, mentor: string][]> {
  const found = await rows(ctx, 'roundForbids').list({ round }, { by: ['mentee', 'mentor'], together: true })
  return found.map(({ mentee, mentor }) => [mentee, mentor])
}

/** The guard `draft` fails if the programme has one already. */
export const insertRound = (ctx: Context, row: Omit<Tables['rounds']['$inferInsert'], 'workspace'>): Writes =>
  rows(ctx, 'rounds').insert(row, 'draft')

/** Changes a draft that is as it was read; the guard `round` fails if somebody was first. */
export const changeDraft = (ctx: Context, { id, version }: Round, set: Partial<Round>): Writes =>
  rows(ctx, 'rounds').change({ id, status: 'draft', version }, { ...set, version: version + 1 }, 'round')

/** Replaces the solution of a draft, and what the coordinator forbade in it. Many rows go with one statement. */
export function replaceSolution(
  ctx: Context,
  round: string,
  pairs: Omit<RoundPair, 'workspace' | 'round'>[],
  forbids: [mentee: string, mentor: string][],
): Writes[] {
  const { roundPairs, roundForbids } = ctx.db.tables
  const { workspace } = ctx
  return [
    rows(ctx, 'roundPairs').remove({ round }),
    rows(ctx, 'roundForbids').remove({ round }),
    ...[...chunksOf(pairs)].map((some) =>
      anyRows(ctx.db.q.insert(roundPairs).values(some.map((pair) => ({ ...pair, workspace, round })))),
    ),
    ...[...chunksOf(forbids)].map((some) =>
      anyRows(
        ctx.db.q
          .insert(roundForbids)
          .values(some.map(([mentee, mentor]) => ({ workspace, round, mentee, mentor })))
          .onConflictDoNothing(),
      ),
    ),
  ]
}

/** The pair stays together whatever is solved; the guard `round` fails if this mentee is no part of it. */
export const lockPair = (ctx: Context, round: string, mentee: string): Writes =>
  rows(ctx, 'roundPairs').change({ round, mentee }, { locked: true }, 'round')

/** What became of these mentees of a round when it was published. */
export const changePairs = (
  ctx: Context,
  round: string,
  mentees: string[],
  status: 'introduced' | 'unmatched' | 'gone' | 'apart',
): Writes =>
  [...chunksOf(mentees)].map((some) => rows(ctx, 'roundPairs').change({ round, mentee: some }, { status }))

/** These pairs of one mentor wait for the answer, until `answerBy` (UTC ms). */
export const askPairs = (
  ctx: Context,
  {
    round,
    mentor,
    mentees,
    answerBy,
  }: { round: string; mentor: string; mentees: string[]; answerBy: number },
): Writes => rows(ctx, 'roundPairs').change({ round, mentor, mentee: mentees }, { status: 'asked', answerBy })

/** Decides about a pair whose mentor was asked; the guard `asked` fails if somebody was first. */
export const settlePair = (
  ctx: Context,
  { round, mentee, mentor, status: from }: RoundPair,
  status: string,
): Writes => rows(ctx, 'roundPairs').change({ round, mentee, mentor, status: from }, { status }, 'asked')

/** All pairs that wait for their mentor's answer. */
export const listWaiting = (ctx: Context) =>
  rows(ctx, 'roundPairs').list({ status: WAITING }, { together: true })

/** Those that wait for the answer of this mentor, the oldest round first. */
export const listWaitingFor = (ctx: Context, mentor: string) =>
  rows(ctx, 'roundPairs').list({ mentor, status: WAITING }, { by: ['round', 'mentee'], together: true })

/** Whether this mentor is asked about anybody. */
export const isAsked = (ctx: Context, mentor: string): Promise<boolean> =>
  rows(ctx, 'roundPairs').some({ mentor, status: WAITING })

/** The pairs of one mentor in a round of which they were asked. */
export const listAskedIn = async (ctx: Context, round: string, mentor: string) =>
  (await rows(ctx, 'roundPairs').list({ round, mentor }, { by: 'mentee' })).filter(
    (pair) => pair.answerBy !== null,
  )

/** What published rounds found for this person, as mentee or mentor, with the round of each. */
export async function listPublishedPairsOf(ctx: Context, person: string) {
  const pairs = await rows(ctx, 'roundPairs').list([{ mentee: person }, { mentor: person }], { by: 'round' })
  const ids = [...new Set(pairs.map((pair) => pair.round))]
  const published = await rows(ctx, 'rounds').list({ id: ids, status: 'published' })
  return pairs.flatMap((pair) => {
    const round = published.find(({ id }) => id === pair.round)
    return round ? [{ ...pair, round }] : []
  })
}

/** Takes a person out of all rounds: what was found for them goes, and mentees keep theirs with a former member. */
export async function removePerson(ctx: Context, person: string): Promise<Writes> {
  const [roundPairs, roundForbids, rounds] = [
    rows(ctx, 'roundPairs'),
    rows(ctx, 'roundForbids'),
    rows(ctx, 'rounds'),
  ]
  return [
    roundPairs.remove({ mentee: person }),
    roundPairs.change({ mentor: person }, { mentor: FORMER_MEMBER, why: null }),
    roundForbids.remove([{ mentee: person }, { mentor: person }]),
    (await rounds.list()).map(({ id, createdBy, publishedBy, choices, outcome }) => {
      const said = JSON.stringify({ createdBy, publishedBy, choices, outcome })
      const left = said.replaceAll(JSON.stringify(person), JSON.stringify(FORMER_MEMBER))
      // Another version: whoever looks at a draft looks once more before it is published.
      return left !== said && rounds.change(id, { ...JSON.parse(left), version: increasedBy(1) })
    }),
  ]
}
