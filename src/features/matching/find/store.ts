import type { Context } from '../../../context.ts'
import { DAY_MS } from '../../../core/calendar.ts'
import { deleteBarriers, insertBarriers } from '../../../db/barriers.ts'
import type { Writes } from '../../../db/commit.ts'
import { above } from '../../../db/conditions.ts'
import { countAnyway, countedIn } from '../../../db/counters.ts'
import { rows } from '../../../db/rows.ts'
import { openWish, sealWho, sealWish, type Wish } from '../../../db/sealed-rows.ts'

export { listBarriers } from '../../../db/barriers.ts'
export type { Wish } from '../../../db/sealed-rows.ts'

export const insertNotForMe = (ctx: Context, person: string, other: string): Writes =>
  insertBarriers(ctx, [{ kind: 'notForMe', person, other, at: ctx.now() }])

/** Takes back that somebody, or anybody, was put aside. */
export const deleteNotForMe = (ctx: Context, person: string, other?: string): Writes =>
  deleteBarriers(ctx, 'notForMe', person, other === undefined ? undefined : [other])

/** A mentor who declined, or did not answer, is not suggested again for this long; asking is free. */
const REST_MS = 90 * DAY_MS

/** The names of everybody in the workspace. */
export const namesHere = async (ctx: Context): Promise<string[]> =>
  (await rows(ctx, 'people').list({}, { columns: ['name'] })).map(({ name }) => name)

const PAIR = ['mentee', 'mentor'] as const
const OPEN = ['pending', 'postponed']

/** The pairs of a person (or of everybody) that are, were, or may become: mentorships, and requests still open. */
export async function listTies(ctx: Context, person?: string) {
  const requests = rows(ctx, 'requests')
  const [pairs, requested] = await Promise.all([
    rows(ctx, 'mentorships').list(person === undefined ? {} : [{ mentee: person }, { mentor: person }], {
      columns: [...PAIR, 'kind', 'status'],
      together: true,
    }),
    requests.list(
      [
        { mentee: person, status: OPEN },
        { mentee: person, status: ['declined', 'expired'], endedAt: above(ctx.now() - REST_MS) },
      ],
      { columns: [...PAIR, 'status'], together: true },
    ),
  ])
  const isOpen = ({ status }: { status: string }) => OPEN.includes(status)
  return { pairs, asked: requested.filter(isOpen), answered: requested.filter((r) => !isOpen(r)) }
}

/** Requests for a mentorship that wait for an answer. */
export const listPendingAsks = (ctx: Context) =>
  rows(ctx, 'requests').list({ status: 'pending', kind: 'mentorship' }, { columns: PAIR })

const hashesOf = (ctx: Context, column: 'person' | 'mentor', who: string) =>
  ctx.seal.hashes(`wishes.${column}`, ctx.workspace, who)

export async function findWish(ctx: Context, person: string): Promise<Wish | undefined> {
  const row = await rows(ctx, 'wishes').find({ person: hashesOf(ctx, 'person', person) }, { together: true })
  return row && openWish(ctx.seal, row)
}

/** Whoever waits to be told, or was told lately, the first to wish first. */
export const listWishes = async (ctx: Context): Promise<Wish[]> =>
  (await rows(ctx, 'wishes').list({}, { by: ['at', 'person'] })).map((row) => openWish(ctx.seal, row))

/** Keeps a wish; one that stands already stays. */
export function insertWish(ctx: Context, person: string): Writes {
  const [, ...older] = hashesOf(ctx, 'person', person)
  return [
    // Under an older key the same wish would be another row.
    older.length > 0 && rows(ctx, 'wishes').remove({ person: older }),
    rows(ctx, 'wishes').insert(sealWish(ctx, { person, mentor: null, at: ctx.now(), toldAt: null })),
  ]
}

/** Changes a wish as it was read, before it is told: the guard fails if it was taken back, told, or changed. */
export const setWish = (
  ctx: Context,
  { person, mentor }: Pick<Wish, 'person' | 'mentor'>,
  { toldAt, ...set }: Partial<Pick<Wish, 'mentor' | 'toldAt'>>,
): Writes =>
  rows(ctx, 'wishes').change(
    {
      person: hashesOf(ctx, 'person', person),
      mentor: mentor === null ? null : hashesOf(ctx, 'mentor', mentor),
      toldAt: null,
    },
    { ...sealWho(ctx, { person, mentor, ...set }), toldAt },
    'wish',
  )

export const deleteWish = (ctx: Context, person: string): Writes =>
  rows(ctx, 'wishes').remove({ person: hashesOf(ctx, 'person', person) })

/** Takes a mentor out of the wish of somebody who was, or is to be, told of their place; the wish stays. */
export const forgetMentorOf = (ctx: Context, { person }: Wish): Writes =>
  rows(ctx, 'wishes').change(
    { person: hashesOf(ctx, 'person', person) },
    sealWho(ctx, { person, mentor: null }),
  )

/** What searches told without a name: words that were misread, and competencies that are wanted and nobody offers. */
type Gap = 'misread' | 'wanted'
export const addCount = (ctx: Context, gap: Gap, what: string): Writes => countAnyway(ctx, `${gap}:${what}`)
export const countsOf = (ctx: Context, gap: Gap): Promise<Map<string, number>> => countedIn(ctx, gap)
