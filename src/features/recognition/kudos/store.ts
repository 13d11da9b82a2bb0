import { and, count, desc, eq, inArray } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { countDown, counted, countUp } from '../../../db/counters.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { KUDOS_A_DAY } from './domain.ts'

export type Kudos = Row<'kudos'>
export type Receiver = Row<'kudosReceivers'>

export const messagePlace = (id: string) => ({ table: 'kudos', column: 'message', row: id })

export const findKudos = (ctx: Context, id: string): Promise<Kudos | undefined> => findRow(ctx, 'kudos', id)

export const listReceivers = (ctx: Context, id: string): Promise<Receiver[]> => {
  const { kudosReceivers } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(kudosReceivers)
    .where(and(eq(kudosReceivers.workspace, ctx.workspace), eq(kudosReceivers.kudos, id)))
    .orderBy(kudosReceivers.person)
}

/** Kudos of this giver that can still be taken back; those of a few minutes. */
export const listWaiting = (ctx: Context, giver: string): Promise<Kudos[]> => {
  const { kudos } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(kudos)
    .where(and(eq(kudos.workspace, ctx.workspace), eq(kudos.giver, giver), eq(kudos.status, 'waiting')))
}

export const insertKudos = (ctx: Context, kudos: Omit<Kudos, 'workspace'>, to: string[]): Writes => {
  const { workspace } = ctx
  const { kudosReceivers } = ctx.db.tables
  return [
    any(ctx.db.q.insert(ctx.db.tables.kudos).values({ ...kudos, workspace })),
    any(
      ctx.db.q
        .insert(kudosReceivers)
        .values(to.map((person) => ({ workspace, kudos: kudos.id, person, status: 'waiting' }))),
    ),
  ]
}

/** Ends the time to undo, one way or the other; the guard `over` fails if it has ended already. */
export const endWaiting = (ctx: Context, id: string, status: 'given' | 'undone'): Writes =>
  changeRow(ctx, 'kudos', id, { status }, 'over', eq(ctx.db.tables.kudos.status, 'waiting'))

/** Moves a receiver's part from one status to another; the guard `settled` fails if it is elsewhere. */
export const moveReceiver = (ctx: Context, part: Receiver, status: string): Writes => {
  const { kudosReceivers } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(kudosReceivers)
      .set({ status })
      .where(
        and(
          eq(kudosReceivers.workspace, ctx.workspace),
          eq(kudosReceivers.kudos, part.kudos),
          eq(kudosReceivers.person, part.person),
          eq(kudosReceivers.status, part.status),
        ),
      ),
    'settled',
  )
}

/** Marks those as named in the channel who still agree. */
export const markPosted = (ctx: Context, id: string, people: string[]): Writes => {
  const { kudosReceivers } = ctx.db.tables
  return any(
    ctx.db.q
      .update(kudosReceivers)
      .set({ status: 'posted' })
      .where(
        and(
          eq(kudosReceivers.workspace, ctx.workspace),
          eq(kudosReceivers.kudos, id),
          inArray(kudosReceivers.person, people),
          eq(kudosReceivers.status, 'agreed'),
        ),
      ),
  )
}

/** Fails the commit (`choice`) if this person has meanwhile chosen something else about being celebrated. */
export const holdChoice = (ctx: Context, person: string, celebration: string): Writes => {
  const { people } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(people)
      .set({ celebration })
      .where(
        and(
          eq(people.workspace, ctx.workspace),
          eq(people.person, person),
          eq(people.celebration, celebration),
        ),
      ),
    'choice',
  )
}

const given = (ctx: Context, person: string) => {
  const { kudos, kudosReceivers } = ctx.db.tables
  return and(
    eq(kudosReceivers.workspace, ctx.workspace),
    eq(kudosReceivers.person, person),
    eq(kudos.workspace, ctx.workspace),
    eq(kudos.status, 'given'),
  )
}

/** What this person was given and the channel has not seen, but might. */
export const listUnsettled = (ctx: Context, person: string): Promise<{ kudos: Kudos; part: Receiver }[]> => {
  const { kudos, kudosReceivers } = ctx.db.tables
  return ctx.db.q
    .select({ kudos, part: kudosReceivers })
    .from(kudosReceivers)
    .innerJoin(kudos, eq(kudos.id, kudosReceivers.kudos))
    .where(and(given(ctx, person), inArray(kudosReceivers.status, ['waiting', 'agreed'])))
    .orderBy(kudos.id)
}

/** The latest kudos that this person was given, newest first. */
export const listLatest = async (ctx: Context, person: string, limit: number): Promise<Kudos[]> => {
  const { kudos, kudosReceivers } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ kudos })
    .from(kudosReceivers)
    .innerJoin(kudos, eq(kudos.id, kudosReceivers.kudos))
    .where(given(ctx, person))
    .orderBy(desc(kudos.id))
    .limit(limit)
  return rows.map((row) => row.kudos)
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
    .where(and(given(ctx, person), inArray(kudosReceivers.status, ['agreed', 'posted'])))
    .groupBy(kudos.competency)
}

export const findUsed = (ctx: Context, key: string): Promise<number> => counted(ctx, key)

/** Counts `more` kudos under the day's key; the guard `cap` fails where there is no room for all of them. */
export const useUp = (ctx: Context, key: string, more: number): Writes =>
  countUp(ctx, key, KUDOS_A_DAY, 'cap', more)

export const giveBack = (ctx: Context, key: string, some: number): Writes => countDown(ctx, key, some)
