import { and, count, desc, eq, inArray } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { countDown, counted, countUp } from '../../../db/counters.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { KUDOS_A_DAY } from './domain.ts'

export type Kudos = Row<'kudos'>
/** The part of one receiver in some kudos. */
export type Part = Row<'kudosReceivers'>

/** Some kudos with the parts of all who received them. */
export async function findKudos(
  ctx: Context,
  id: string,
): Promise<{ kudos: Kudos; parts: Part[] } | undefined> {
  const kudos = await rows(ctx, 'kudos').find(id)
  return kudos && { kudos, parts: await listParts(ctx, id) }
}

export const listParts = (ctx: Context, kudos: string | string[]): Promise<Part[]> =>
  rows(ctx, 'kudosReceivers').list({ kudos }, { by: 'person' })

/** The kudos of this giver that stand in one of these statuses, the oldest first. */
export const listGiven = (ctx: Context, giver: string, status: string[]): Promise<Kudos[]> =>
  rows(ctx, 'kudos').list({ giver, status }, { by: 'id' })

export const insertKudos = (ctx: Context, kudos: Omit<Kudos, 'workspace'>, to: string[]): Writes => [
  rows(ctx, 'kudos').insert(kudos),
  to.map((person) => rows(ctx, 'kudosReceivers').insert({ kudos: kudos.id, person, status: 'waiting' })),
]

/** Ends the time to undo, one way or the other; the guard `over` fails if it has ended already. */
export const endUndo = (ctx: Context, id: string, status: 'given' | 'undone'): Writes =>
  rows(ctx, 'kudos').change({ id, status: 'waiting' }, { status }, 'over')

/** Moves a receiver's part from one status to another; the guard `settled` fails if it is elsewhere. */
export const movePart = (ctx: Context, { kudos, person, status: from }: Part, status: string): Writes =>
  rows(ctx, 'kudosReceivers').change({ kudos, person, status: from }, { status }, 'settled')

/** Marks those as named in the channel who still agree. */
export const markPosted = (ctx: Context, kudos: string, person: string[]): Writes =>
  rows(ctx, 'kudosReceivers').change({ kudos, person, status: 'agreed' }, { status: 'posted' })

/** Fails the commit (`choice`) if this person has meanwhile chosen something else about being celebrated. */
export const guardChoice = (ctx: Context, person: string, celebration: string): Writes =>
  rows(ctx, 'people').change({ person, celebration }, { celebration }, 'choice')

const givenTo = (ctx: Context, person: string) => {
  const { kudos, kudosReceivers } = ctx.db.tables
  return and(
    eq(kudosReceivers.workspace, ctx.workspace),
    eq(kudosReceivers.person, person),
    eq(kudos.workspace, ctx.workspace),
    eq(kudos.status, 'given'),
  )
}

const received = (ctx: Context, person: string, status?: string[]) => {
  const { kudos, kudosReceivers } = ctx.db.tables
  return ctx.db.q
    .select({ kudos, part: kudosReceivers })
    .from(kudosReceivers)
    .innerJoin(kudos, eq(kudos.id, kudosReceivers.kudos))
    .where(and(givenTo(ctx, person), status && inArray(kudosReceivers.status, status)))
}

/** What this person was given, the oldest first; with `status` where their part stands so. */
export const listReceived = (
  ctx: Context,
  person: string,
  status?: string[],
): Promise<{ kudos: Kudos; part: Part }[]> => received(ctx, person, status).orderBy(ctx.db.tables.kudos.id)

/** The latest kudos that this person was given, the newest first. */
export const listLatest = async (ctx: Context, person: string, limit: number): Promise<Kudos[]> =>
  (await received(ctx, person).orderBy(desc(ctx.db.tables.kudos.id)).limit(limit)).map(({ kudos }) => kudos)

/** Whether this person was ever given kudos, and whether some wait for their word. */
export const glance = (ctx: Context, person: string): Promise<[boolean, boolean]> => {
  const parts = rows(ctx, 'kudosReceivers')
  return Promise.all([parts.some({ person }), parts.some({ person, status: 'waiting' })])
}

/** How many kudos that this person said yes to were given for each competency (null: for none). */
export const countPublic = (
  ctx: Context,
  person: string,
): Promise<{ competency: string | null; many: number }[]> => {
  const { kudos, kudosReceivers } = ctx.db.tables
  return ctx.db.q
    .select({ competency: kudos.competency, many: count() })
    .from(kudosReceivers)
    .innerJoin(kudos, eq(kudos.id, kudosReceivers.kudos))
    .where(and(givenTo(ctx, person), inArray(kudosReceivers.status, ['agreed', 'posted'])))
    .groupBy(kudos.competency)
}

export const findKudosGiven = (ctx: Context, key: string): Promise<number> => counted(ctx, key)

/** Counts `more` kudos under the day's key; the guard `cap` fails where there is no room for all of them. */
export const countKudosGiven = (ctx: Context, key: string, more: number): Writes =>
  countUp(ctx, key, KUDOS_A_DAY, 'cap', more)

export const uncountKudos = (ctx: Context, key: string, some: number): Writes => countDown(ctx, key, some)

/** Takes whole kudos away: nobody saw them. */
export const removeKudos = (ctx: Context, ids: string[]): Writes => [
  rows(ctx, 'kudosReceivers').remove({ kudos: ids }),
  rows(ctx, 'kudos').remove({ id: ids }),
]

/** Their giver is named no more; where the channel has not seen them, it does not see them any more. */
export const removeGiver = (ctx: Context, ids: string[]): Writes => [
  rows(ctx, 'kudosReceivers').change({ kudos: ids, status: ['waiting', 'agreed'] }, { status: 'private' }),
  rows(ctx, 'kudos').change({ id: ids }, { giver: FORMER_MEMBER }),
]

/** This person is named no more among those who received kudos. */
export const removeParts = (ctx: Context, person: string): Writes =>
  rows(ctx, 'kudosReceivers').remove({ person })
