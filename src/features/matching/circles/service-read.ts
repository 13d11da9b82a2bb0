/** What is shown of circles and their groups, and whether a group met. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Tie } from '../../../ties.ts'
import { isCoordinator } from '../../people/coordinators/service.ts'
import { findMember } from '../../people/members/service.ts'
import { askKey } from './service-rotate.ts'
import {
  type Circle,
  changeSeat,
  figuresOf,
  findCircle,
  findGroupRow,
  listFor,
  listSeats,
  type Seat,
} from './store.ts'

/** Their own answer, for this person alone to change; any "met" of a group counts as a meeting. */
export async function answerMet(
  ctx: Context,
  person: string,
  group: string,
  answer: 'met' | 'missed',
): Promise<Outcome<GroupFacts>> {
  const facts = await findGroup(ctx, group)
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

export interface GroupFacts {
  circle: Circle
  rotation: number
  group: string
  endsAt: number
  reasons: string[]
  /** Those who are in it still. */
  seats: Seat[]
}

export async function findGroup(ctx: Context, id: string): Promise<GroupFacts | undefined> {
  const group = await findGroupRow(ctx, id)
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
  const { circles, seats, joined } = await listFor(ctx, person)
  if (!coordinator && !member) return { coordinator, member, zone, list: [] }
  const shown = async (circle: Circle): Promise<CircleShown> => {
    const mine = seats.find((each) => each.circle === circle.id)
    const [others, figures] = await Promise.all([
      mine ? listSeats(ctx, mine.group) : [],
      coordinator ? figuresOf(ctx, circle) : undefined,
    ])
    return {
      circle,
      joined: joined.some((each) => each.circle === circle.id),
      ...(mine && {
        group: {
          id: mine.group,
          others: others.map((each) => each.person).filter((each) => each !== person),
          answer: mine.answer,
        },
      }),
      ...(figures && { figures: { ...figures, members: figures.people.length } }),
    }
  }
  return { coordinator, member, zone, list: await Promise.all(circles.map(shown)) }
}

/** The others of this person's groups of now. */
export async function ties(ctx: Context, person: string): Promise<Tie[]> {
  const own = await listFor(ctx, person)
  const seats = await Promise.all(own.seats.map(({ group }) => listSeats(ctx, group)))
  return seats
    .flat()
    .filter((seat) => seat.person !== person)
    .map((seat) => ({ other: seat.person, how: 'group' }))
}
