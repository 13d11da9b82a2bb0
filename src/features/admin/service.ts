import type { Context } from '../../context.ts'
import { dateIn } from '../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { readAnewAt } from '../../directory/workspace.ts'
import { WINS } from '../../outbox/outbox.ts'
import { restoreDestination } from '../../outbox/stops.ts'
import { insertAudit, insertFirst, listCoordinators, removeCoordinator } from './store.ts'

export { countParked, insertAudit as audit, listAudit, listCoordinators } from './store.ts'

export const isCoordinator = async (ctx: Context, person: string) =>
  (await listCoordinators(ctx)).includes(person)

/** The first workspace admin or owner who asks becomes coordinator; of two at once, one (row E7). */
export async function becomeCoordinator(ctx: Context, person: string): Promise<Outcome> {
  const account = await ctx.directory.person(person)
  const present = await listCoordinators(ctx)
  if (present.includes(person)) return refuse('You are a coordinator already.')
  if (present.length > 0) return refuse('This workspace has a coordinator. Ask them to add you.')
  if (!account?.admin)
    return refuse(
      'The first coordinator must be a workspace admin or owner. Ask one of them to open Home and press the button.',
    )
  const failed = await ctx.commit(
    insertFirst(ctx, person),
    insertAudit(ctx, person, 'became coordinator'),
    ctx.outbox.touchHomes(person),
  )
  return failed ? refuse('Somebody else was first. Ask them to add you.') : done()
}

/** Tells every coordinator that a pair needs a hand: that, and nothing about why (row C8). */
export async function tellHand(ctx: Context, mentorship: string, at: number): Promise<Writes> {
  const coordinators = await listCoordinators(ctx)
  return [
    coordinators.map((person) =>
      ctx.outbox.add('admin.hand', handKey(mentorship, at, person), {
        to: person,
        payload: { mentorship },
      }),
    ),
    ctx.outbox.touchHomes(...coordinators),
  ]
}

const handKey = (mentorship: string, at: number, person: string) => `hand:${mentorship}:${at}:${person}`

/** The pair that needed a hand since `at` needs none any more: messages and Homes of coordinators say so. */
export async function settleHand(ctx: Context, mentorship: string, at: number): Promise<Writes> {
  const coordinators = await listCoordinators(ctx)
  return [
    coordinators.map((person) => ctx.outbox.refresh(handKey(mentorship, at, person), person)),
    ctx.outbox.touchHomes(...coordinators),
  ]
}

/** Tells every coordinator, once a day at most, that messages cannot be sent to a place. */
export async function tellBroken(ctx: Context, destination: string, problem: string): Promise<Writes> {
  const coordinators = await listCoordinators(ctx)
  const { zone } = await ctx.directory.channelHours()
  const day = dateIn(zone, ctx.now())
  return [
    coordinators
      // A coordinator who cannot be written to must not be told so by message.
      .filter((person) => person !== destination)
      .map((person) =>
        ctx.outbox.add('admin.broken', `broken:${destination}:${problem}:${day}:${person}`, {
          to: person,
          payload: { destination, problem },
        }),
      ),
    ctx.outbox.touchHomes(...coordinators),
  ]
}

/** Tries a place again that could not be posted to. */
export async function tryAgain(ctx: Context, person: string, destination: string): Promise<Outcome> {
  if (!(await isCoordinator(ctx, person)))
    return refuse('Only a coordinator can do this. Ask one of them to open Home.')
  await ctx.commit(
    restoreDestination(ctx.db, ctx.workspace, destination, ctx.now()),
    // A channel may have been made, or made anew, since it was last looked for.
    destination === WINS && readAnewAt(ctx, ctx.now()),
    insertAudit(ctx, person, 'tried a destination again', destination),
    ctx.outbox.touchHomes(person),
  )
  return done()
}

/** A coordinator's account is gone: the workspace may have a first one again. */
export async function coordinatorGone(ctx: Context, person: string): Promise<Writes> {
  if (!(await isCoordinator(ctx, person))) return undefined
  return [removeCoordinator(ctx, person), insertAudit(ctx, person, 'is gone; no longer coordinator')]
}
