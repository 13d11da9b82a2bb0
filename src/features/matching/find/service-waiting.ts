/** "Tell me when someone fits": each free place is told to one who waits, in turn, and to the next if nothing comes of it. */
import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome } from '../../../core/outcome.ts'
import { unguarded, type Writes } from '../../../db/commit.ts'
import { type Ranked, rank } from '../../../engine/index.ts'
import type { Follows } from '../../../follows.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { candidates, findMember, listMembers, type Member } from '../../people/members/service.ts'
import { OFFER_DAYS, priorityOf, READS_WITHIN_MS } from './domain.ts'
import { factsFor, suggest } from './service-suggest.ts'
import {
  deleteWish,
  findWish,
  insertWish,
  listPendingAsks,
  listTies,
  listWishes,
  setWish,
  type Wish,
} from './store.ts'

/** One job for all who wait, so that a place is given to one of them though several processes look. */
const LOOK = 'find.look'
const ALL = 'all'
/** How often it is looked anew, besides whenever a place becomes free: a day's change of any kind is not missed. */
const LOOK_MS = DAY_MS

const lookSoon = (ctx: Context): Writes => ctx.schedule.at(LOOK, ALL, ctx.now())

/** Remembers that this person wants to be told, once, when somebody fits. Nobody else is told. */
export async function startWaiting(ctx: Context, person: string): Promise<Outcome> {
  const found = await suggest(ctx, person, { limit: 1 })
  if (!found.ok) return found
  const wish = await findWish(ctx, person)
  const told = wish?.toldAt != null
  await ctx.commit(told && deleteWish(ctx, person), insertWish(ctx, person), lookSoon(ctx))
  return done()
}

/** Takes the wish back, with what may be on its way. */
export async function stopWaiting(ctx: Context, person: string): Promise<Outcome> {
  await ctx.commit(deleteWish(ctx, person), lookSoon(ctx))
  return done()
}

/** Those who wait are looked for anew once somebody has joined, come back, offers more, or has a place again. */
export const follows: Follows = {
  joined: (ctx, _person, { role }) => role !== 'mentee' && lookSoon(ctx),
  offered: lookSoon,
  resumed: lookSoon,
  ended: (ctx, m) => m.kind === 'mentorship' && lookSoon(ctx),
}

/** The job of an earlier version, for each mentor who had a place again. */
export const scheduleOffers = async (ctx: Context): Promise<Writes[]> => [lookSoon(ctx)]

/** Until when nobody else is told of a place that somebody was told of at `toldAt` (both UTC ms): some working days of theirs. */
const offerEnds = async (ctx: Context, person: string, toldAt: number): Promise<number> =>
  addWorkingDays(await ctx.directory.hours(person), toldAt, OFFER_DAYS) ?? toldAt + OFFER_DAYS * DAY_MS

type Ask = { mentee: string; mentor: string }

/** Whoever was told of a place has asked for it. */
const hasAsked = (asks: Ask[], { person, mentor }: Wish) =>
  asks.some((ask) => ask.mentee === person && ask.mentor === mentor)

/** Places by mentor that are neither taken, nor asked for, nor told to somebody who may still ask. */
function placesToHave(members: Member[], asks: Ask[], wishes: Wish[]): Map<string, number> {
  const places = new Map(
    members
      .filter((member) => member.status === 'active' && isMentor(member))
      .map((member) => [member.person, member.capacity - member.taken]),
  )
  for (const { mentor } of [...asks, ...wishes.filter((wish) => !hasAsked(asks, wish))])
    if (mentor !== null) places.set(mentor, (places.get(mentor) ?? 0) - 1)
  return places
}

/** The best of these mentors for somebody who waits. */
async function bestOf(ctx: Context, person: string, mentors: Iterable<string>): Promise<Ranked | undefined> {
  const all = await candidates(ctx, [person, ...mentors])
  const me = all.get(person)
  const others = [...all.values()].filter((each) => each.id !== person)
  return me && rank(me, others, await factsFor(ctx, person), { limit: 1 })[0]
}

/**
 * The job: tells as many of those who wait as there are places to have, who goes first in a round first, and then
 * whoever has waited longest. Who was told and has done nothing for some working days had their turn.
 */
export async function offerPlaces(ctx: Context, subject: string): Promise<Writes[]> {
  // What was scheduled for one person by an earlier version.
  if (subject !== ALL) return scheduleOffers(ctx)
  const everybody = await listMembers(ctx)
  const members = new Map(everybody.map((member) => [member.person, member]))
  const asks = await listPendingAsks(ctx)
  const writes: Writes[] = []
  const told: Wish[] = []
  const waiting: Wish[] = []
  let next = ctx.now() + LOOK_MS
  for (const wish of await listWishes(ctx)) {
    const member = members.get(wish.person)
    const ends = wish.toldAt === null ? undefined : await offerEnds(ctx, wish.person, wish.toldAt)
    const hadTurn = ends !== undefined && (ends <= ctx.now() || hasAsked(asks, wish))
    if (!member || hadTurn || (await isOver(ctx, member, wish))) writes.push(deleteWish(ctx, wish.person))
    else if (ends === undefined) waiting.push(wish)
    else {
      told.push(wish)
      next = Math.min(next, ends)
    }
  }

  const places = placesToHave(everybody, asks, told)
  for (const wish of inTurn(waiting, members)) {
    const free = [...places].filter(([, left]) => left > 0).map(([mentor]) => mentor)
    const best = (await canRead(ctx, members.get(wish.person))) && (await bestOf(ctx, wish.person, free))
    // What they were to be told, and have not been yet, is decided anew: of two messages the second one is useless.
    if (best) {
      places.set(best.mentor.id, (places.get(best.mentor.id) ?? 0) - 1)
      writes.push(offer(ctx, wish, best.mentor.id))
    } else if (wish.mentor !== null) writes.push(setWish(ctx, wish, { mentor: null }))
  }
  return [...writes, told.length + waiting.length > 0 && ctx.schedule.at(LOOK, ALL, next)]
}

const inTurn = (wishes: Wish[], members: Map<string, Member>) => {
  const priority = ({ person }: Wish) => priorityOf(members.get(person)!)
  return [...wishes].sort(
    (a, b) => priority(b) - priority(a) || a.at - b.at || (a.person < b.person ? -1 : 1),
  )
}

/** They take no break and come to work soon: nobody keeps a place from others unread. */
async function canRead(ctx: Context, member: Member | undefined): Promise<boolean> {
  if (member?.status !== 'active') return false
  const at = nextHumane(await ctx.directory.hours(member.person), ctx.now())
  return at !== undefined && at - ctx.now() <= READS_WITHIN_MS
}

/** Their place in line ends with what they do, not with this: the place may be gone when the message is read. */
function offer(ctx: Context, wish: Wish, mentor: string): Writes {
  const { person } = wish
  return [
    setWish(ctx, wish, { mentor }),
    ctx.outbox.add('find.fits', `fits:${person}:${mentor}:${ctx.now()}`, {
      to: person,
      payload: { person, mentor },
      // By then it has been looked anew.
      uselessAt: ctx.now() + 7 * DAY_MS,
    }),
  ]
}

export interface Fit {
  best: Ranked
  zone: string
  /** Nobody else who waits is told of this place until then (UTC ms). */
  until: number
}

/** The place that somebody is to be told of, as things are now; undefined if it is gone, or their wish is over. */
export async function fitFor(ctx: Context, person: string, mentor: string): Promise<Fit | undefined> {
  const wish = await findWish(ctx, person)
  const member = await findMember(ctx, person)
  if (wish?.mentor !== mentor || wish.toldAt !== null) return undefined
  if (member?.status !== 'active' || (await isOver(ctx, member, wish))) return undefined
  const others = (await listWishes(ctx)).filter((each) => each.person !== person)
  const places = placesToHave(await listMembers(ctx), await listPendingAsks(ctx), others)
  if ((places.get(mentor) ?? 0) <= 0) return undefined
  const best = await bestOf(ctx, person, [mentor])
  const { zone } = await ctx.directory.hours(person)
  return best && { best, zone, until: await offerEnds(ctx, person, ctx.now()) }
}

/** For the commit of the message: from now on they may ask, for some working days. */
export const markTold = (ctx: Context, person: string, mentor: string): Writes =>
  unguarded(setWish(ctx, { person, mentor }, { toldAt: ctx.now() }))

/** They have left, look for no mentor, or have the one they look for, or the one of whose place they were told. */
async function isOver(ctx: Context, member: Member, { mentor }: Wish): Promise<boolean> {
  if (member.status === 'left' || !isMentee(member)) return true
  const { pairs } = await listTies(ctx, member.person)
  return pairs.some(
    (p) =>
      p.mentee === member.person &&
      p.kind === 'mentorship' &&
      p.status === 'active' &&
      (!member.several || p.mentor === mentor),
  )
}
