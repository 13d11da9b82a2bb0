/** What whoever runs the programme has to look after; and who is asked next if they do not. */
import type { Context } from '../../../context.ts'
import { dateIn, patienceUntil } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { scheduleSync } from '../../../directory/workspace.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import { listParked, restoreDestination } from '../../../outbox/stops.ts'
import { findMentorship, takeHand as giveHand, type Mentorship } from '../../pairs/mentorship/service.ts'
import { runners, type Team } from '../../people/coordinators/domain.ts'
import {
  askOwners,
  audit,
  findTeam,
  isCoordinator,
  ONLY_COORDINATORS,
  peopleInCharge,
  presentAmong,
  releaseOwners,
} from '../../people/coordinators/service.ts'
import { type Due, dueOf, LEFT_AT_MOST_DAYS, LEFT_DAYS, subjectOf } from './domain.ts'

/** Looked at when coordinators, and when the deputy, have had their time. */
const DEPUTY = 'admin.deputy'
const OWNERS = 'admin.owners'

/** What could not be sent, by place and reason. */
export const countParked = (ctx: Context) => listParked(ctx.db, ctx.workspace)

/** The same of one place; undefined while messages to it go out. */
export const findParked = async (ctx: Context, destination: string) =>
  (await countParked(ctx)).find((parked) => parked.destination === destination)

/** A pair needs a hand: that is told, and nothing about why (row C8), until it needs none any more. */
export const follows: Follows = {
  needsHand: (ctx, mentorship, at) => tellDue(ctx, { what: 'hand', mentorship, at }),
  handSettled: handNeedsNobody,
}

/** Messages cannot be sent to a place; told once a day at most. */
export const tellOfBrokenPlace = (ctx: Context, destination: string, problem: string): Promise<Writes> =>
  tellDue(ctx, { what: 'broken', destination }, problem)

async function tellDue(ctx: Context, due: Due, problem?: string): Promise<Writes> {
  const team = await findTeam(ctx)
  const told = await peopleInCharge(ctx, team)
  const before = await Promise.all([DEPUTY, OWNERS].map((job) => ctx.schedule.find(job, subjectOf(due))))
  return [
    await Promise.all(told.map((person) => sendDue(ctx, due, person, problem))),
    told.length === 0 && (await askOwners(ctx, team)),
    // What is told again each day has waited since the first.
    before.every((job) => job === undefined) && (await waitFor(ctx, team, due, told)),
    ctx.outbox.touchHomes(...runners(team)),
  ]
}

const handKey = (mentorship: string, at: number, person: string) => `hand:${mentorship}:${at}:${person}`

async function sendDue(ctx: Context, due: Due, person: string, problem: string | undefined): Promise<Writes> {
  if (due.what === 'hand')
    return ctx.outbox.add('admin.hand', handKey(due.mentorship, due.at, person), {
      to: person,
      payload: { mentorship: due.mentorship },
    })
  // Somebody who cannot be written to must not be told so by message.
  if (person === due.destination) return undefined
  const { zone } = await ctx.directory.channelHours()
  const day = dateIn(zone, ctx.now())
  return ctx.outbox.add('admin.broken', `broken:${due.destination}:${problem}:${day}:${person}`, {
    to: person,
    payload: { destination: due.destination, problem },
  })
}

/** When the first of those who were told has had two working days, the next one is asked. */
async function waitFor(ctx: Context, team: Team, due: Due, told: string[]): Promise<Writes> {
  if (told.length === 0) return undefined
  const hours = await ctx.directory.hoursOfAll(told)
  const ends = told.map((person) =>
    patienceUntil(hours.get(person)!, ctx.now(), LEFT_DAYS, LEFT_AT_MOST_DAYS),
  )
  const job = told.some((person) => team.coordinators.includes(person)) ? DEPUTY : OWNERS
  return ctx.schedule.at(job, subjectOf(due), Math.min(...ends))
}

/** What it is about, if nobody has looked after it yet. */
async function stillDue(ctx: Context, due: Due): Promise<{ problem?: string } | undefined> {
  if (due.what === 'hand') {
    const m = await findMentorship(ctx, due.mentorship)
    return m?.status === 'active' && m.needsHandAt === due.at && m.handTakenBy === null ? {} : undefined
  }
  const parked = await findParked(ctx, due.destination)
  return parked && { problem: parked.problem ?? '' }
}

/** Coordinators have left it for two working days: the deputy takes it over. */
export async function passToDeputy(ctx: Context, subject: string): Promise<Writes[]> {
  const due = dueOf(subject)
  const still = await stillDue(ctx, due)
  if (!still) return []
  const team = await findTeam(ctx)
  const { deputy } = team
  if (deputy === null || !(await presentAmong(ctx, [deputy])).has(deputy)) return [await askOwners(ctx, team)]
  return [
    await sendDue(ctx, due, deputy, still.problem),
    await waitFor(ctx, team, due, [deputy]),
    ctx.outbox.touchHomes(deputy),
  ]
}

/** The deputy has left it, too: a workspace owner is asked. */
export async function passToOwners(ctx: Context, subject: string): Promise<Writes[]> {
  return (await stillDue(ctx, dueOf(subject))) ? [await askOwners(ctx, await findTeam(ctx))] : []
}

/** Nobody waits for it any more; owners who were asked need not step in if somebody else is there. */
async function stopWaiting(ctx: Context, team: Team, due: Due): Promise<Writes> {
  return [
    ctx.schedule.cancel(DEPUTY, subjectOf(due)),
    ctx.schedule.cancel(OWNERS, subjectOf(due)),
    team.ownersAskedAt !== null &&
      (await peopleInCharge(ctx, team)).length > 0 &&
      (await releaseOwners(ctx, team)),
  ]
}

/** Messages and Homes of those who run it say how it stands with a pair that needed a hand since `at`. */
const showHand = (ctx: Context, team: Team, mentorship: string, at: number): Writes => [
  runners(team).map((person) => ctx.outbox.refresh(handKey(mentorship, at, person), person)),
  ctx.outbox.touchHomes(...runners(team)),
]

/** The pair that needed a hand since `at` needs none any more. */
async function handNeedsNobody(ctx: Context, mentorship: string, at: number): Promise<Writes> {
  const team = await findTeam(ctx)
  return [showHand(ctx, team, mentorship, at), await stopWaiting(ctx, team, { what: 'hand', mentorship, at })]
}

/** "I am on it": the others who run it see who is, and nobody else is asked. */
export async function takeOnPair(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  const m = await findMentorship(ctx, id)
  const at = m?.needsHandAt
  if (m?.status !== 'active' || !at) return refuse('They need no hand any more. Nothing to do.')
  const team = await findTeam(ctx)
  const failed = await ctx.commit(
    giveHand(ctx, m, person),
    audit(ctx, person, 'gives a pair a hand', id),
    showHand(ctx, team, id, at),
    await stopWaiting(ctx, team, { what: 'hand', mentorship: id, at }),
  )
  return failed ? refuse('Somebody is on it already, or they met. Home shows how it stands.') : done(m)
}

/** Tries a place again that could not be posted to. */
export async function retryPlace(ctx: Context, person: string, destination: string): Promise<Outcome> {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  await ctx.commit(
    restoreDestination(ctx.db, ctx.workspace, destination, ctx.now()),
    // A channel may have been made, or made anew, since it was last looked for.
    destination === WINS && scheduleSync(ctx, ctx.now()),
    await stopWaiting(ctx, await findTeam(ctx), { what: 'broken', destination }),
    audit(ctx, person, 'tried a destination again', destination),
    ctx.outbox.touchHomes(person),
  )
  return done()
}
