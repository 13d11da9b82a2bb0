import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Circle = Row<'circles'>
export type Group = Row<'circleGroups'>
export type Seat = Row<'circleGroupMembers'>

export const findCircle = (ctx: Context, id: string): Promise<Circle | undefined> =>
  findRow(ctx, 'circles', id)

export const listRunning = (ctx: Context): Promise<Circle[]> => {
  const { circles } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(circles)
    .where(and(eq(circles.workspace, ctx.workspace), eq(circles.status, 'running')))
    .orderBy(circles.id)
}

export const insertCircle = (ctx: Context, row: Omit<Circle, 'workspace' | 'rotation'>): Writes =>
  any(ctx.db.q.insert(ctx.db.tables.circles).values({ ...row, workspace: ctx.workspace }))

/** Changes a running circle; the guard `circle` fails if it turned or was stopped since it was read. */
export const changeCircle = (ctx: Context, seen: Circle, set: Partial<Circle>): Writes => {
  const { circles } = ctx.db.tables
  const still = [eq(circles.status, 'running'), eq(circles.rotation, seen.rotation)]
  return changeRow(ctx, 'circles', seen.id, set, 'circle', ...still)
}

/** Ids of those who take part, by circle. */
export async function listMembers(ctx: Context, circles: string[]): Promise<Map<string, string[]>> {
  const { circleMembers } = ctx.db.tables
  const found = new Map<string, string[]>(circles.map((circle) => [circle, []]))
  if (circles.length === 0) return found
  const rows = await ctx.db.q
    .select({ circle: circleMembers.circle, person: circleMembers.person })
    .from(circleMembers)
    .where(and(eq(circleMembers.workspace, ctx.workspace), inArray(circleMembers.circle, circles)))
    .orderBy(circleMembers.person)
  for (const { circle, person } of rows) found.get(circle)?.push(person)
  return found
}

/** The guard `joined` fails for somebody who takes part already. */
export const insertMember = (ctx: Context, circle: string, person: string): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.circleMembers)
      .values({ workspace: ctx.workspace, circle, person, joinedAt: ctx.now() })
      .onConflictDoNothing(),
    'joined',
  )

/** Takes somebody out of one circle (the guard `joined` fails if they are not in it), or out of all. */
export const deleteMember = (ctx: Context, person: string, circle?: string): Writes => {
  const { circleMembers: t } = ctx.db.tables
  const mine = and(eq(t.workspace, ctx.workspace), eq(t.person, person))
  if (circle === undefined) return any(ctx.db.q.delete(t).where(mine))
  return exactly(1, ctx.db.q.delete(t).where(and(mine, eq(t.circle, circle))), 'joined')
}

export const findGroup = (ctx: Context, id: string): Promise<Group | undefined> =>
  findRow(ctx, 'circleGroups', id)

/** The seats of a group that are taken still. */
export const listSeats = (ctx: Context, group: string): Promise<Seat[]> => {
  const { circleGroupMembers: t } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(t)
    .where(and(eq(t.workspace, ctx.workspace), eq(t.group, group), isNull(t.goneAt)))
    .orderBy(t.person)
}

/** The seats of somebody in the groups that these circles have now. */
export const listSeatsOf = async (ctx: Context, person: string, circles: Circle[]): Promise<Seat[]> => {
  const { circleGroupMembers: t } = ctx.db.tables
  if (circles.length === 0) return []
  const seats = await ctx.db.q
    .select()
    .from(t)
    .where(
      and(
        eq(t.workspace, ctx.workspace),
        eq(t.person, person),
        isNull(t.goneAt),
        inArray(
          t.circle,
          circles.map((circle) => circle.id),
        ),
      ),
    )
  return seats.filter((seat) =>
    circles.some((circle) => circle.id === seat.circle && circle.rotation === seat.rotation),
  )
}

/** Every seat that a circle ever had, also those that were given up. */
export const listHistory = (ctx: Context, circle: string): Promise<Seat[]> => {
  const { circleGroupMembers: t } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(t)
    .where(and(eq(t.workspace, ctx.workspace), eq(t.circle, circle)))
}

/** A new group and its seats; the guard `circle` fails if somebody sits in another one of the same rotation. */
export const insertGroup = (
  ctx: Context,
  row: Omit<Group, 'workspace'>,
  people: readonly string[],
): Writes => {
  const { circle, rotation, id: group } = row
  const { workspace } = ctx
  return [
    any(ctx.db.q.insert(ctx.db.tables.circleGroups).values({ ...row, workspace })),
    exactly(
      people.length,
      ctx.db.q
        .insert(ctx.db.tables.circleGroupMembers)
        .values(people.map((person) => ({ workspace, circle, rotation, person, group }))),
      'circle',
    ),
  ]
}

/** Changes a seat that is taken still; the guard `seat` fails otherwise. */
export const changeSeat = (ctx: Context, group: string, person: string, set: Partial<Seat>): Writes => {
  const { circleGroupMembers: t } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(t)
      .set(set)
      .where(and(eq(t.workspace, ctx.workspace), eq(t.group, group), eq(t.person, person), isNull(t.goneAt))),
    'seat',
  )
}

/** How many groups a rotation has. */
export async function countGroups(ctx: Context, { id, rotation }: Circle): Promise<number> {
  const { circleGroups: t } = ctx.db.tables
  const [row] = await ctx.db.q
    .select({ many: count() })
    .from(t)
    .where(and(eq(t.workspace, ctx.workspace), eq(t.circle, id), eq(t.rotation, rotation)))
  return row?.many ?? 0
}

/** The groups of a rotation in which somebody said that they met. */
export async function countMet(ctx: Context, { id, rotation }: Circle): Promise<number> {
  const { circleGroupMembers: t } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ group: t.group })
    .from(t)
    .where(
      and(eq(t.workspace, ctx.workspace), eq(t.circle, id), eq(t.rotation, rotation), eq(t.answer, 'met')),
    )
  return new Set(rows.map((row) => row.group)).size
}

/** Whether a message with this key is still to be sent. */
export async function isWaiting(ctx: Context, dedupeKey: string): Promise<boolean> {
  const { deliveries: t } = ctx.db.tables
  const [row] = await ctx.db.q
    .select({ id: t.id })
    .from(t)
    .where(
      and(eq(t.workspace, ctx.workspace), eq(t.dedupeKey, dedupeKey), eq(t.state, 'pending'), isNull(t.ts)),
    )
  return row !== undefined
}
