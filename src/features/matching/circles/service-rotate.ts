/** The rotation: new groups, and what each of them hears. */
import type { Context } from '../../../context.ts'
import { canTakePart } from '../../../core/member.ts'
import type { Writes } from '../../../db/commit.ts'
import { type Candidate, circleInThread, type LeftOutCause, type Meeting } from '../../../engine/index.ts'
import { peopleInCharge } from '../../people/coordinators/service.ts'
import { candidates, unchanged } from '../../people/members/service.ts'
import { factsFor } from '../find/service.ts'
import { askAt, nextAfter, seedOf } from './domain.ts'
import { introduceGroup } from './service-join.ts'
import {
  type Circle,
  changeCircle,
  findCircle,
  insertGroup,
  listHistory,
  listMembers,
  type Seat,
} from './store.ts'

export const ROTATE = 'circles.rotate'

/** New groups for everybody who takes part and is here; those without one hear why. Done once, however often it is run. */
export async function rotateCircle(ctx: Context, id: string): Promise<Writes[]> {
  const circle = await findCircle(ctx, id)
  if (circle?.status !== 'running') return []
  const now = ctx.now()
  if (circle.nextAt > now) return [ctx.schedule.at(ROTATE, id, circle.nextAt)]
  const ids = await listMembers(ctx, id)
  // In this order: what changes between the two readings raises a version that was read.
  const all = await candidates(ctx, ids)
  const present = [...all.values()].filter((one) => one.status === 'active' && canTakePart(accountOf(one)))
  const found = await groupsFor(ctx, circle, present)
  const { zone } = await ctx.directory.channelHours()
  const nextAt = nextAfter(zone, circle.nextAt, circle.every, now)
  const turned: Circle = { ...circle, rotation: circle.rotation + 1, nextAt }
  const writes: Writes[] = [
    changeCircle(ctx, circle, { rotation: turned.rotation, nextAt }),
    ctx.schedule.at(ROTATE, id, nextAt),
    present.map((one) => unchanged(ctx, one.id, one.version)),
    found.leftOut.map(({ person, cause }) => tellLeftOut(ctx, turned, person, cause)),
    ids.length < 2 && (await tellEmpty(ctx, turned)),
    ctx.outbox.touchHomes(circle.createdBy, ...ids),
  ]
  for (const { people, reasons } of found.groups) writes.push(await makeGroup(ctx, turned, people, reasons))
  return writes
}

const accountOf = (one: Candidate) => ({ bot: !!one.bot, guest: !!one.guest, deactivated: !!one.deactivated })

const groupsFor = async (ctx: Context, circle: Circle, people: Candidate[]) =>
  circleInThread({
    people,
    facts: await factsFor(ctx),
    met: meetingsIn(await listHistory(ctx, circle.id)),
    size: circle.size === 3 ? 3 : 2,
    seed: seedOf(circle.id, circle.rotation),
  })

/** Who was in one group, unless one of the two gave up the seat before either said that they met. */
function meetingsIn(seats: Seat[]): Meeting[] {
  const groups = new Map<string, Seat[]>()
  for (const seat of seats) groups.set(seat.group, [...(groups.get(seat.group) ?? []), seat])
  return [...groups.values()].flatMap((group) =>
    group.flatMap((a, at) =>
      group
        .slice(at + 1)
        .filter((b) => (a.goneAt === null && b.goneAt === null) || [a.answer, b.answer].includes('met'))
        .map((b) => ({ a: a.person, b: b.person, round: a.rotation })),
    ),
  )
}

async function makeGroup(ctx: Context, circle: Circle, people: string[], reasons: string[]): Promise<Writes> {
  const id = ctx.newId()
  const { rotation, nextAt } = circle
  const hours = await ctx.directory.hoursOfAll(people)
  return [
    insertGroup(
      ctx,
      { id, circle: circle.id, rotation, reasons, startedAt: ctx.now(), endsAt: nextAt },
      people,
    ),
    introduceGroup(ctx, id, people, false),
    people.map((to) =>
      ctx.outbox.add('circles.ask', askKey(id, to), {
        to,
        payload: { group: id, person: to },
        dueAt: askAt(hours.get(to)!, nextAt),
        uselessAt: nextAt,
      }),
    ),
  ]
}

export const askKey = (group: string, person: string) => `circles.ask:${group}:${person}`

/** Somebody who is the only one in a circle hears it once, not every week. */
const tellLeftOut = (ctx: Context, { id, rotation }: Circle, to: string, cause: LeftOutCause): Writes =>
  ctx.outbox.add('circles.without', `circles.without:${id}:${to}:${cause === 'alone' ? cause : rotation}`, {
    to,
    payload: { circle: id, person: to, rotation, cause },
  })

export const emptyKey = (circle: string, person: string) => `circles.empty:${circle}:${person}`

/** Who started it hears, once, that hardly anybody joined in; whoever runs the programme, if they do not any more. */
async function tellEmpty(ctx: Context, { id, createdBy }: Circle): Promise<Writes> {
  const runners = await peopleInCharge(ctx)
  return (runners.includes(createdBy) ? [createdBy] : runners).map((to) =>
    ctx.outbox.add('circles.empty', emptyKey(id, to), { to, payload: { circle: id, person: to } }),
  )
}
