import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Circle = Row<'circles'>
export type Group = Row<'circleGroups'>
export type Seat = Row<'circleGroupMembers'>

export const findCircle = (ctx: Context, id: string) => rows(ctx, 'circles').find(id)

export const listRunning = (ctx: Context): Promise<Circle[]> =>
  rows(ctx, 'circles').list({ status: 'running' }, { by: 'id', together: true })

export const insertCircle = (ctx: Context, row: Omit<Circle, 'workspace'>): Writes =>
  rows(ctx, 'circles').insert(row)

/** Changes a running circle; the guard `circle` fails if it turned or was stopped since it was read. */
export const changeCircle = (ctx: Context, { id, rotation }: Circle, set: Partial<Circle>): Writes =>
  rows(ctx, 'circles').change({ id, status: 'running', rotation }, set, 'circle')

/** Ids of those who take part in a circle. */
export const listMembers = async (ctx: Context, circle: string): Promise<string[]> =>
  (await rows(ctx, 'circleMembers').list({ circle }, { by: 'person' })).map(({ person }) => person)

/** The circles in which somebody takes part. */
export const listJoined = (ctx: Context, person: string) =>
  rows(ctx, 'circleMembers').list({ person }, { together: true })

/** The running circles in which all of these people take part. */
export async function listRunningWith(ctx: Context, ...people: string[]): Promise<Circle[]> {
  const [circles, members] = [
    await listRunning(ctx),
    await rows(ctx, 'circleMembers').list({ person: people }),
  ]
  return circles.filter(({ id }) =>
    people.every((person) => members.some((each) => each.circle === id && each.person === person)),
  )
}

/** The guard `joined` fails for somebody who takes part already. */
export const insertMember = (ctx: Context, circle: string, person: string): Writes =>
  rows(ctx, 'circleMembers').insert({ circle, person, joinedAt: ctx.now() }, 'joined')

/** Takes somebody out of one circle; the guard `joined` fails if they are not in it. */
export const removeMember = (ctx: Context, person: string, circle: string): Writes =>
  rows(ctx, 'circleMembers').remove({ person, circle }, 'joined')

/** Takes somebody out of all circles. */
export const removeFromAll = (ctx: Context, person: string): Writes =>
  rows(ctx, 'circleMembers').remove({ person })

export const findGroupRow = (ctx: Context, id: string) => rows(ctx, 'circleGroups').find(id)

/** The seats of a group that are taken still. */
export const listSeats = async (ctx: Context, group: string): Promise<Seat[]> =>
  (await rows(ctx, 'circleGroupMembers').listBy('group', [group], { goneAt: null }, { by: 'person' })).get(
    group,
  ) ?? []

/** Seats that somebody has kept, in groups of now and of before. */
const listKept = (ctx: Context, person: string) =>
  rows(ctx, 'circleGroupMembers').list({ person, goneAt: null }, { together: true })

/** All running circles; those in which this person takes part; their seats in the groups of now. */
export async function listFor(ctx: Context, person: string) {
  const [circles, joined, kept] = await Promise.all([
    listRunning(ctx),
    listJoined(ctx, person),
    listKept(ctx, person),
  ])
  const seats = kept.filter((seat) =>
    circles.some((each) => each.id === seat.circle && each.rotation === seat.rotation),
  )
  return { circles, joined, seats }
}

/** The seats of somebody in the groups that these circles have now. */
export const listSeatsOf = async (ctx: Context, person: string, circles: Circle[]): Promise<Seat[]> =>
  (await listFor(ctx, person)).seats.filter((seat) => circles.some(({ id }) => id === seat.circle))

/** Every seat that a circle ever had, also those that were given up. */
export const listHistory = (ctx: Context, circle: string): Promise<Seat[]> =>
  rows(ctx, 'circleGroupMembers').list({ circle })

/** A new group and its seats; the guard `circle` fails if somebody sits in another one of the same rotation. */
export const insertGroup = (
  ctx: Context,
  row: Omit<Group, 'workspace'>,
  people: readonly string[],
): Writes => [
  rows(ctx, 'circleGroups').insert(row),
  people.map((person) =>
    rows(ctx, 'circleGroupMembers').insert(
      { circle: row.circle, rotation: row.rotation, person, group: row.id },
      'circle',
    ),
  ),
]

/** Changes a seat that is taken still; the guard `seat` fails otherwise. */
export const changeSeat = (ctx: Context, group: string, person: string, set: Partial<Seat>): Writes =>
  rows(ctx, 'circleGroupMembers').change({ group, person, goneAt: null }, set, 'seat')

/** Who takes part in a circle, how many groups it has now, and in how many of them somebody said that they met. */
export async function figuresOf(ctx: Context, { id: circle, rotation }: Circle) {
  const [members, groups, met] = await Promise.all([
    rows(ctx, 'circleMembers').listBy('circle', [circle]),
    rows(ctx, 'circleGroups').listBy('circle', [circle]),
    rows(ctx, 'circleGroupMembers').listBy('circle', [circle], { answer: 'met' }),
  ])
  const now = <R extends { rotation: number }>(all: R[] = []) =>
    all.filter((row) => row.rotation === rotation)
  return {
    people: (members.get(circle) ?? []).map(({ person }) => person),
    groups: now(groups.get(circle)).length,
    met: new Set(now(met.get(circle)).map(({ group }) => group)).size,
  }
}

/** Whether a message with this key is still to be sent. */
export const isWaiting = async (ctx: Context, dedupeKey: string) =>
  (await rows(ctx, 'deliveries').find({ dedupeKey, state: 'pending', ts: null })) !== undefined

/** All that is kept of somebody in circles: where they take part, and each of their groups with its other seats. */
export async function listAllOf(ctx: Context, person: string) {
  const seats = rows(ctx, 'circleGroupMembers')
  const [joined, own] = [
    await listJoined(ctx, person),
    await seats.list({ person }, { by: ['circle', 'rotation'] }),
  ]
  const groups = await rows(ctx, 'circleGroups').list({ id: own.map(({ group }) => group) })
  const others = await seats.list({ group: own.map(({ group }) => group) })
  const circles = await rows(ctx, 'circles').list({ id: [...joined, ...own].map(({ circle }) => circle) })
  return { joined, own, groups, others: others.filter((seat) => seat.person !== person), circles }
}

/**
 * Takes a person out of all circles. Those who were in a group with them keep that, with a former member; why the group
 * was made named them, and goes.
 */
export async function removePerson(ctx: Context, person: string): Promise<Writes> {
  const seats = rows(ctx, 'circleGroupMembers')
  const groups = (await seats.list({ person })).map(({ group }) => group)
  return [
    removeFromAll(ctx, person),
    rows(ctx, 'circleGroups').change({ id: groups }, { reasons: [] }),
    // Nobody sits twice in a rotation, former members neither.
    seats.change({ person }, { person: `${FORMER_MEMBER} ${ctx.newId()}`, answer: null }),
    rows(ctx, 'circles').change({ createdBy: person }, { createdBy: FORMER_MEMBER }),
  ]
}
