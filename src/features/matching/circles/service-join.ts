/** Taking part, leaving, and what becomes of the others of a group. */
import type { Context } from '../../../context.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { groupOf } from '../../../outbox/outbox.ts'
import { findMember, touchMatching } from '../../people/members/service.ts'
import {
  type Circle,
  changeCircle,
  changeSeat,
  findCircle,
  insertMember,
  isWaiting,
  listRunningWith,
  listSeats,
  listSeatsOf,
  removeFromAll,
  removeMember,
  type Seat,
} from './store.ts'

export const STOPPED = 'This circle has ended. Open Home to see which ones there are.'
const NOT_JOINED = 'Peer circles are for members. Type `/mentor join` first: it takes a minute.'

/** Opts in, from the next rotation on. */
export async function joinCircle(ctx: Context, person: string, id: string): Promise<Outcome<Circle>> {
  const [circle, member, account] = await Promise.all([
    findCircle(ctx, id),
    findMember(ctx, person),
    ctx.directory.person(person),
  ])
  if (!member || member.status === 'left' || !account || !canTakePart(account)) return refuse(NOT_JOINED)
  if (circle?.status !== 'running') return refuse(STOPPED)
  const failed = await ctx.commit(
    insertMember(ctx, id, person),
    requireUnchanged(ctx, [circle]),
    touchMatching(ctx, person),
    ctx.outbox.refresh(`circles.invite:${id}:${person}`, person),
    ctx.outbox.touchHomes(person, circle.createdBy),
  )
  if (failed === 'circle') return refuse('New groups were made in this moment. Please press once more.')
  // A second press finds what the first one did.
  return done(circle)
}

/** Opts out, and out of the present group: who is in it hears that, and nothing about why. */
export async function leaveCircle(ctx: Context, person: string, id: string): Promise<Outcome<Circle>> {
  const circle = await findCircle(ctx, id)
  if (circle?.status !== 'running') return refuse(STOPPED)
  const failed = await ctx.commit(
    removeMember(ctx, person, id),
    requireUnchanged(ctx, [circle]),
    await giveUpSeats(ctx, await listSeatsOf(ctx, person, [circle])),
    touchMatching(ctx, person),
    ctx.outbox.refresh(`circles.invite:${id}:${person}`, person),
    ctx.outbox.touchHomes(person, circle.createdBy),
  )
  if (!failed || failed === 'joined') return done(circle)
  return refuse('New groups were made in this moment. Please press once more.')
}

/** Fails with the guard `circle` if one of these turned or ended since it was read. */
const requireUnchanged = (ctx: Context, circles: Circle[]): Writes =>
  circles.map((circle) => changeCircle(ctx, circle, { nextAt: circle.nextAt }))

export const follows: Follows = { left: leaveAllCircles, apart: partInCircles }

/** What to write when somebody leaves Cairn: they are in no circle any more. */
export async function leaveAllCircles(ctx: Context, person: string): Promise<Writes> {
  const circles = await listRunningWith(ctx, person)
  return [
    removeFromAll(ctx, person),
    requireUnchanged(ctx, circles),
    await giveUpSeats(ctx, await listSeatsOf(ctx, person, circles)),
  ]
}

/**
 * What to write when these two must not be paired any more. No new group has both. One that they share now is left as it
 * is where its conversation was opened, since whatever became of it would tell the others that something was said, and
 * when; it ends with its rotation, like every group. Before that whoever said so is out of it, as if they had left the
 * circle and come back.
 */
async function partInCircles(ctx: Context, person: string, other: string): Promise<Writes> {
  const circles = await listRunningWith(ctx, person, other)
  const shared: Seat[] = []
  for (const seat of await listSeatsOf(ctx, person, circles)) {
    const people = (await listSeats(ctx, seat.group)).map((each) => each.person)
    if (people.includes(other) && (await isWaiting(ctx, introKey(seat.group, people)))) shared.push(seat)
  }
  return [requireUnchanged(ctx, circles), await giveUpSeats(ctx, shared)]
}

/** Gives up seats: the two others of three are introduced to each other anew, one alone is told and comes next time. */
async function giveUpSeats(ctx: Context, seats: Seat[]): Promise<Writes> {
  const writes: Writes[] = []
  for (const { group, person, circle } of seats) {
    const all = (await listSeats(ctx, group)).map((seat) => seat.person)
    const left = all.filter((each) => each !== person)
    writes.push(
      changeSeat(ctx, group, person, { goneAt: ctx.now() }),
      ctx.outbox.cancel(introKey(group, all)),
      left.length > 1
        ? introduceGroup(ctx, group, left, true)
        : left.map((to) =>
            ctx.outbox.add('circles.alone', `circles.alone:${group}:${to}`, {
              to,
              payload: { circle, person: to },
            }),
          ),
      ctx.outbox.touchHomes(...left),
    )
  }
  return writes
}

const introKey = (group: string, people: readonly string[]) => `circles.intro:${group}:${people.length}`

/** `again` for those who are left of a group. */
export const introduceGroup = (ctx: Context, group: string, people: string[], again: boolean): Writes =>
  ctx.outbox.add('circles.intro', introKey(group, people), {
    to: groupOf(people),
    payload: { group, people, again },
  })
