import type { Context } from '../../context.ts'
import { canTakePart } from '../../core/member.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { standardProgramme } from '../../directory/workspace.ts'
import {
  type Candidate,
  type LeftOutCause,
  type Meeting,
  type Peers,
  peerReasons,
  peerScorer,
  peers,
} from '../../matching/index.ts'
import { groupOf } from '../../outbox/outbox.ts'
import { audit, isCoordinator } from '../admin/service.ts'
import { factsFor } from '../find/service.ts'
import {
  candidates,
  listMembers as everybody,
  findMember,
  touchMatching,
  unchanged,
} from '../profile/service.ts'
import { askAt, firstAt, nextAfter, objectionTo, type StartForm, seedOf } from './domain.ts'
import {
  type Circle,
  changeCircle,
  changeSeat,
  countGroups,
  countMet,
  deleteMember,
  findCircle,
  findGroup,
  insertCircle,
  insertGroup,
  insertMember,
  listHistory,
  listMembers,
  listRunning,
  listSeats,
  listSeatsOf,
  type Seat,
} from './store.ts'

export { type Circle, findCircle, type Group, type Seat } from './store.ts'

const ROTATE = 'circles.rotate'
const NOT_JOINED = 'Peer circles are for members. Type `/mentor join` first: it takes a minute.'
const STOPPED = 'This circle has ended. Open Home to see which ones there are.'
const ONLY_COORDINATORS = 'Only a coordinator can do this. Ask one of them to open Home.'

// --- running a circle ---

/** Whether this person may start a circle, with the hours that its days are chosen by. */
export async function mayStart(ctx: Context, person: string) {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  return done(await ctx.directory.channelHours())
}

/** Starts a circle; every member is asked once whether they would like to be in it. */
export async function startCircle(ctx: Context, person: string, form: StartForm): Promise<Outcome<Circle>> {
  const may = await mayStart(ctx, person)
  if (!may.ok) return may
  const no = objectionTo(form.firstOn, may.value, ctx.now())
  if (no) return no
  const circle: Circle = {
    id: ctx.newId(),
    workspace: ctx.workspace,
    programme: await standardProgramme(ctx),
    name: form.name,
    size: form.size,
    every: form.every,
    status: 'running',
    rotation: 0,
    nextAt: firstAt(may.value, form.firstOn),
    createdBy: person,
    createdAt: ctx.now(),
  }
  const members = (await everybody(ctx)).filter((member) => member.status === 'active')
  const ids = members.map((member) => member.person)
  await ctx.commit(
    insertCircle(ctx, circle),
    ctx.schedule.at(ROTATE, circle.id, circle.nextAt),
    audit(ctx, person, 'started a circle', circle.id),
    ids.map((to) =>
      ctx.outbox.add('circles.invite', `circles.invite:${circle.id}:${to}`, {
        to,
        payload: { circle: circle.id, person: to },
        uselessAt: circle.nextAt,
      }),
    ),
    ctx.outbox.touchHomes(person, ...ids),
  )
  return done(circle)
}

/** Ends a circle: no more groups are made. Those there are now go on by themselves. */
export async function stopCircle(ctx: Context, person: string, id: string): Promise<Outcome<Circle>> {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  const circle = await findCircle(ctx, id)
  if (circle?.status !== 'running') return refuse(STOPPED)
  const members = (await listMembers(ctx, [id])).get(id) ?? []
  const failed = await ctx.commit(
    changeCircle(ctx, circle, { status: 'stopped' }),
    ctx.schedule.cancel(ROTATE, id),
    audit(ctx, person, 'ended a circle', id),
    members.map((to) =>
      ctx.outbox.add('circles.ended', `circles.ended:${id}:${to}`, { to, payload: { circle: id } }),
    ),
    ctx.outbox.touchHomes(person, ...members),
  )
  return failed ? refuse('New groups were made in this moment. Please press once more.') : done(circle)
}

// --- taking part ---

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
    hold(ctx, [circle]),
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
    deleteMember(ctx, person, id),
    hold(ctx, [circle]),
    await giveUp(ctx, await listSeatsOf(ctx, person, [circle])),
    touchMatching(ctx, person),
    ctx.outbox.refresh(`circles.invite:${id}:${person}`, person),
    ctx.outbox.touchHomes(person, circle.createdBy),
  )
  if (!failed || failed === 'joined') return done(circle)
  return refuse('New groups were made in this moment. Please press once more.')
}

/** Fails with the guard `circle` if one of these turned or ended since it was read. */
const hold = (ctx: Context, circles: Circle[]): Writes =>
  circles.map((circle) => changeCircle(ctx, circle, { nextAt: circle.nextAt }))

/** The running circles in which all of these people take part. */
async function circlesWith(ctx: Context, ...people: string[]): Promise<Circle[]> {
  const circles = await listRunning(ctx)
  const members = await listMembers(
    ctx,
    circles.map((circle) => circle.id),
  )
  return circles.filter(({ id }) => people.every((person) => members.get(id)?.includes(person)))
}

/** What to write when somebody leaves Cairn: they are in no circle any more. */
export async function leaveAllCircles(ctx: Context, person: string): Promise<Writes> {
  const circles = await circlesWith(ctx, person)
  return [
    deleteMember(ctx, person),
    hold(ctx, circles),
    await giveUp(ctx, await listSeatsOf(ctx, person, circles)),
  ]
}

/**
 * What to write when these two must not be paired any more: whoever said so is out of a group that they share now, just
 * as if they had left the circle, and nobody can tell the difference.
 */
export async function partInCircles(ctx: Context, person: string, other: string): Promise<Writes> {
  const circles = await circlesWith(ctx, person, other)
  const shared: Seat[] = []
  for (const seat of await listSeatsOf(ctx, person, circles))
    if ((await listSeats(ctx, seat.group)).some((each) => each.person === other)) shared.push(seat)
  return [hold(ctx, circles), await giveUp(ctx, shared)]
}

/** Gives up seats: the two others of three are introduced to each other anew, one alone is told and comes next time. */
async function giveUp(ctx: Context, seats: Seat[]): Promise<Writes> {
  const writes: Writes[] = []
  for (const { group, person, circle } of seats) {
    const all = (await listSeats(ctx, group)).map((seat) => seat.person)
    const left = all.filter((each) => each !== person)
    writes.push(
      changeSeat(ctx, group, person, { goneAt: ctx.now() }),
      ctx.outbox.cancel(introKey(group, all)),
      left.length > 1
        ? introduce(ctx, group, left, true)
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
const introduce = (ctx: Context, group: string, people: string[], again: boolean): Writes =>
  ctx.outbox.add('circles.intro', introKey(group, people), {
    to: groupOf(people),
    payload: { group, people, again },
  })

// --- the rotation ---

/** New groups for everybody who takes part and is here; those without one hear why. Done once, however often it is run. */
export async function rotate(ctx: Context, id: string): Promise<Writes[]> {
  const circle = await findCircle(ctx, id)
  if (circle?.status !== 'running') return []
  const now = ctx.now()
  if (circle.nextAt > now) return [ctx.schedule.at(ROTATE, id, circle.nextAt)]
  const ids = (await listMembers(ctx, [id])).get(id) ?? []
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
    ctx.outbox.touchHomes(circle.createdBy, ...ids),
  ]
  for (const { people, reasons } of found.groups) writes.push(await seat(ctx, turned, people, reasons))
  return writes
}

const accountOf = (one: Candidate) => ({ bot: !!one.bot, guest: !!one.guest, deactivated: !!one.deactivated })

async function groupsFor(ctx: Context, circle: Circle, present: Candidate[]) {
  const facts = await factsFor(ctx)
  const scoreOf = peerScorer(present, facts)
  const found: Peers = peers({
    people: present.map((one) => one.id),
    score: (a, b) => scoreOf(a, b)?.score ?? null,
    met: meetingsIn(await listHistory(ctx, circle.id)),
    size: circle.size === 3 ? 3 : 2,
    seed: seedOf(circle.id, circle.rotation),
    ahead: true,
  })
  if (!found.certificate.valid) throw new Error(`the groups of circle ${circle.id} are not proved the best`)
  const byId = new Map(present.map((one) => [one.id, one]))
  return {
    leftOut: found.leftOut,
    groups: found.groups.map((people) => ({
      people,
      reasons: peerReasons(
        people.map((person) => byId.get(person)!),
        facts,
      ),
    })),
  }
}

function meetingsIn(seats: Seat[]): Meeting[] {
  const groups = new Map<string, Seat[]>()
  for (const seat of seats) groups.set(seat.group, [...(groups.get(seat.group) ?? []), seat])
  return [...groups.values()].flatMap((group) =>
    group.flatMap(({ person: a, rotation: round }, at) =>
      group.slice(at + 1).map(({ person: b }) => ({ a, b, round })),
    ),
  )
}

async function seat(ctx: Context, circle: Circle, people: string[], reasons: string[]): Promise<Writes> {
  const id = ctx.newId()
  const { rotation, nextAt } = circle
  const hours = await ctx.directory.hoursOfAll(people)
  return [
    insertGroup(
      ctx,
      { id, circle: circle.id, rotation, reasons, startedAt: ctx.now(), endsAt: nextAt },
      people,
    ),
    introduce(ctx, id, people, false),
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

const askKey = (group: string, person: string) => `circles.ask:${group}:${person}`

/** Somebody who is the only one in a circle hears it once, not every week. */
const tellLeftOut = (ctx: Context, { id, rotation }: Circle, to: string, cause: LeftOutCause): Writes =>
  ctx.outbox.add('circles.without', `circles.without:${id}:${to}:${cause === 'alone' ? cause : rotation}`, {
    to,
    payload: { circle: id, person: to, rotation, cause },
  })

// --- did you meet? ---

/** Their own answer, for this person alone to change; any "met" of a group counts as a meeting. */
export async function answerMet(
  ctx: Context,
  person: string,
  group: string,
  answer: 'met' | 'missed',
): Promise<Outcome<GroupFacts>> {
  const facts = await groupFacts(ctx, group)
  const mine = facts?.seats.find((seat) => seat.person === person)
  if (!facts || !mine) return refuse('This is not your group, or not any more. Open Home to see yours.')
  const failed = await ctx.commit(
    changeSeat(ctx, group, person, { answer }),
    ctx.outbox.refresh(askKey(group, person), person),
    ctx.outbox.touchHomes(person, facts.circle.createdBy),
  )
  if (failed) return refuse('This is not your group any more. Open Home to see yours.')
  const seats = facts.seats.map((seat) => (seat === mine ? { ...seat, answer } : seat))
  return done({ ...facts, seats })
}

// --- what is shown ---

export interface GroupFacts {
  circle: Circle
  rotation: number
  group: string
  endsAt: number
  reasons: string[]
  /** Those who are in it still. */
  seats: Seat[]
}

export async function groupFacts(ctx: Context, id: string): Promise<GroupFacts | undefined> {
  const group = await findGroup(ctx, id)
  const circle = group && (await findCircle(ctx, group.circle))
  if (!group || !circle) return undefined
  const { rotation, endsAt, reasons } = group
  return { circle, rotation, group: id, endsAt, reasons, seats: await listSeats(ctx, id) }
}

export interface CircleShown {
  circle: Circle
  joined: boolean
  /** Their group of now, with its others. */
  group?: { id: string; others: string[]; answer: string | null }
  /** For coordinators: how many take part, and what came of the last rotation. */
  figures?: { members: number; groups: number; met: number }
}

/** All running circles as this person sees them; nothing for who is neither a member nor a coordinator. */
export async function circlesFor(
  ctx: Context,
  person: string,
): Promise<{ coordinator: boolean; member: boolean; zone: string; list: CircleShown[] }> {
  const coordinator = await isCoordinator(ctx, person)
  const found = await findMember(ctx, person)
  const { zone } = await ctx.directory.hours(person)
  const member = found !== undefined && found.status !== 'left'
  if (!coordinator && !member) return { coordinator, member, zone, list: [] }
  const circles = await listRunning(ctx)
  const [members, seats] = await Promise.all([
    listMembers(
      ctx,
      circles.map((circle) => circle.id),
    ),
    listSeatsOf(ctx, person, circles),
  ])
  const list: CircleShown[] = []
  for (const circle of circles) {
    const people = members.get(circle.id) ?? []
    const mine = seats.find((each) => each.circle === circle.id)
    const others = mine ? (await listSeats(ctx, mine.group)).map((each) => each.person) : []
    list.push({
      circle,
      joined: people.includes(person),
      ...(mine && {
        group: { id: mine.group, others: others.filter((each) => each !== person), answer: mine.answer },
      }),
      ...(coordinator && {
        figures: {
          members: people.length,
          groups: await countGroups(ctx, circle),
          met: await countMet(ctx, circle),
        },
      }),
    })
  }
  return { coordinator, member, zone, list }
}

/** Whether somebody takes part in a circle. */
export const isIn = async (ctx: Context, circle: string, person: string) =>
  ((await listMembers(ctx, [circle])).get(circle) ?? []).includes(person)
