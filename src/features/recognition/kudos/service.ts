import type { Context } from '../../../context.ts'
import { dateIn } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { listed } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import {
  capReached,
  FRESH_MS,
  fateOf,
  KUDOS_A_DAY,
  type KudosForm,
  objection,
  parseKudos,
  UNDO_MS,
} from './domain.ts'
import {
  countPublic,
  endWaiting,
  findKudos,
  findUsed,
  giveBack,
  holdChoice,
  insertKudos,
  type Kudos,
  listLatest,
  listReceivers,
  listUnsettled,
  listWaiting,
  markPosted,
  messagePlace,
  moveReceiver,
  type Receiver,
  useUp,
} from './store.ts'

export const receiptKey = (kudos: string, person: string) => `kudos.receipt:${kudos}:${person}`

/** Kudos as those named in them may see them. */
export interface Thanks {
  id: string
  giver: string
  to: string[]
  competency: string | null
  open: boolean
  status: string
  at: number
}

const thanksOf = (kudos: Kudos, receivers: Receiver[]): Thanks => ({
  id: kudos.id,
  giver: kudos.giver,
  to: receivers.map((r) => r.person),
  competency: kudos.competency,
  open: kudos.open,
  status: kudos.status,
  at: kudos.at,
})

/** Until when (UTC ms) kudos can be taken back. */
export const undoableUntil = (thanks: Pick<Thanks, 'at'>) => thanks.at + UNDO_MS

async function dayKey(ctx: Context, giver: string, at: number) {
  const { zone } = await ctx.directory.hours(giver)
  return `kudos:${giver}:${dateIn(zone, at)}`
}

/** Reads the words after `/mentor kudos`: who is meant, which handles nobody has, which groups, and what is said. */
export async function readKudos(ctx: Context, text: string) {
  const { named, message } = parseKudos(text)
  const to: string[] = []
  const unknown: string[] = []
  const groups = named.flatMap((one) => ('group' in one ? [one.group] : []))
  for (const one of named) {
    if ('group' in one) continue
    const id = 'id' in one ? one.id : (await ctx.directory.byHandle(one.handle))?.person
    if (id) to.push(id)
    else if ('handle' in one) unknown.push(`@${one.handle}`)
  }
  return { to: [...new Set(to)], unknown, groups, message }
}

/** Those of these people who can be thanked, for a form that is opened with them in it. */
export async function thankable(ctx: Context, giver: string, people: string[]): Promise<string[]> {
  const known = await ctx.directory.people(people)
  return people.filter((id) => !objection(giver, [id], known))
}

/**
 * Kudos to be kept for the time in which they can be undone (then the job `kudos.give` gives them), for the commit of
 * whoever gives them. A guard fails if the day's kudos are used up meanwhile.
 */
export async function prepareKudos(
  ctx: Context,
  giver: string,
  form: KudosForm,
): Promise<Outcome<{ thanks: Thanks; writes: Writes[] }>> {
  const { to, message } = form
  const no = objection(giver, to, await ctx.directory.people(to))
  if (no) return no
  // Slack showed no answer, so it was typed again: it is the same thanks, and is given once.
  const same = await findSame(ctx, giver, form)
  if (same) return done({ thanks: same, writes: [] })
  const id = ctx.newId()
  const at = ctx.now()
  const key = await dayKey(ctx, giver, at)
  const used = await findUsed(ctx, key)
  if (used + to.length > KUDOS_A_DAY) return capReached(used, to.length)
  const kudos = {
    id,
    giver,
    message: ctx.seal.close(messagePlace(id), message),
    competency: form.competency ?? null,
    open: form.audience === 'public',
    status: 'waiting',
    at,
  }
  return done({
    thanks: { ...kudos, to },
    writes: [
      useUp(ctx, key, to.length),
      insertKudos(ctx, kudos, to),
      ctx.schedule.at('kudos.give', id, at + UNDO_MS),
    ],
  })
}

/** Gives them: see `prepareKudos`. */
export async function giveKudos(ctx: Context, giver: string, form: KudosForm): Promise<Outcome<Thanks>> {
  const ready = await prepareKudos(ctx, giver, form)
  if (!ready.ok) return ready
  const { thanks, writes } = ready.value
  const failed = writes.length > 0 && (await ctx.commit(...writes))
  if (failed) return capReached(await findUsed(ctx, await dayKey(ctx, giver, thanks.at)), form.to.length)
  return done(thanks)
}

/** The same words to the same people, still waiting. */
async function findSame(ctx: Context, giver: string, form: KudosForm): Promise<Thanks | undefined> {
  for (const kudos of await listWaiting(ctx, giver)) {
    const alike =
      kudos.competency === (form.competency ?? null) && kudos.open === (form.audience === 'public')
    if (!alike || ctx.seal.open(messagePlace(kudos.id), kudos.message) !== form.message) continue
    const thanks = thanksOf(kudos, await listReceivers(ctx, kudos.id))
    if ([...thanks.to].sort().join() === [...form.to].sort().join()) return thanks
  }
  return undefined
}

/** Takes kudos back before anybody saw them. Only who gave them can, and only in time. */
export async function undoKudos(ctx: Context, giver: string, id: string): Promise<Outcome<Thanks>> {
  const found = await findThanks(ctx, id)
  if (found?.giver !== giver) return refuse('Only the person who gave these kudos can take them back.')
  const failed = await ctx.commit(
    endWaiting(ctx, id, 'undone'),
    ctx.schedule.cancel('kudos.give', id),
    giveBack(ctx, await dayKey(ctx, giver, found.at), found.to.length),
  )
  if (!failed) return done({ ...found, status: 'undone' })
  const now = await findThanks(ctx, id)
  if (now?.status === 'undone') return done(now)
  const people = await ctx.directory.people(found.to)
  const names = listed(found.to.map((person) => people.get(person)?.name ?? 'the receiver'))
  return refuse(`These kudos are already on their way, so please tell ${names} directly what you meant.`)
}

/** The kudos with this id, whatever became of them. */
export async function findThanks(ctx: Context, id: string): Promise<Thanks | undefined> {
  const kudos = await findKudos(ctx, id)
  return kudos && thanksOf(kudos, await listReceivers(ctx, id))
}

/** The words of kudos, for who gave them and, once they are given, for those thanked. */
export async function readWords(
  ctx: Context,
  reader: string,
  id: string,
): Promise<Outcome<Thanks & { message: string }>> {
  const kudos = await findKudos(ctx, id)
  if (!kudos) return refuse('These kudos are gone. Say thank you anew with `/mentor kudos`.')
  const thanks = thanksOf(kudos, await listReceivers(ctx, id))
  const received = kudos.status === 'given' && thanks.to.includes(reader)
  if (kudos.giver !== reader && !received)
    return refuse('Only those named in these kudos can read them. Yours are in Home.')
  return done({ ...thanks, message: ctx.seal.open(messagePlace(id), kudos.message) })
}

const shout = (ctx: Context, kudos: string, people: string[]): Writes =>
  // A receiver agrees once, so that the first of them names this message.
  people.length > 0 &&
  ctx.outbox.add('kudos.shout', `kudos.shout:${kudos}:${people[0]}`, { to: WINS, payload: { kudos, people } })

/** When the time to undo is over: tells the receivers, and the channel of those who said yes to that. */
export async function sendOff(ctx: Context, id: string): Promise<Writes[]> {
  const kudos = await findKudos(ctx, id)
  if (kudos?.status !== 'waiting') return []
  const parts = await listReceivers(ctx, id)
  const people = await ctx.directory.people(parts.map((part) => part.person))
  const writes: Writes[] = [endWaiting(ctx, id, 'given')]
  const agreed: string[] = []
  for (const part of parts) {
    const { person } = part
    const celebration = people.get(person)?.celebration ?? 'unset'
    const fate = fateOf(kudos.open, celebration)
    // Whoever chooses at this very moment is judged by the new choice: the commit fails and is made anew.
    writes.push(holdChoice(ctx, person, celebration), moveReceiver(ctx, part, fate))
    if (fate === 'agreed') agreed.push(person)
    writes.push(
      ctx.outbox.add('kudos.receipt', receiptKey(id, person), { to: person, payload: { kudos: id, person } }),
    )
  }
  return [
    ...writes,
    shout(ctx, id, agreed),
    ctx.outbox.touchHomes(kudos.giver, ...parts.map((part) => part.person)),
  ]
}

/** What waited for somebody's choice of who may celebrate them is settled: by a job, so that it sees the choice. */
export const follows: Follows = {
  chose: (ctx, person) => ctx.schedule.at('kudos.settle', person, ctx.now()),
}

/** Settles what waited for this person's choice: it goes to the channel, or stays private. */
export async function settle(ctx: Context, person: string): Promise<Writes[]> {
  const celebration = (await ctx.directory.person(person))?.celebration ?? 'unset'
  if (celebration === 'unset') return []
  const writes: Writes[] = [holdChoice(ctx, person, celebration)]
  for (const { kudos, part } of await listUnsettled(ctx, person)) {
    const stale = part.status === 'waiting' && ctx.now() - kudos.at > FRESH_MS
    const fate = stale ? 'private' : fateOf(kudos.open, celebration)
    if (fate === part.status) continue
    writes.push(
      moveReceiver(ctx, part, fate),
      fate === 'agreed' && shout(ctx, kudos.id, [person]),
      ctx.outbox.refresh(receiptKey(kudos.id, person), person),
    )
  }
  return [...writes, ctx.outbox.touchHomes(person)]
}

/** How many of this person's kudos wait for their choice of who may celebrate them. */
export async function countWaiting(ctx: Context, person: string): Promise<number> {
  return (await listUnsettled(ctx, person)).filter(({ part }) => part.status === 'waiting').length
}

/** What the receipt of one receiver shows now; undefined if there is nothing to tell. */
export async function findReceipt(ctx: Context, id: string, person: string) {
  const kudos = await findKudos(ctx, id)
  const parts = await listReceivers(ctx, id)
  const mine = parts.find((part) => part.person === person)
  return kudos?.status === 'given' && mine ? { thanks: thanksOf(kudos, parts), fate: mine.status } : undefined
}

/** What the channel may see now of some kudos: only those who still agree are named. Undefined if nobody does. */
export async function findShout(ctx: Context, id: string, people: string[]) {
  const kudos = await findKudos(ctx, id)
  if (kudos?.status !== 'given' || !kudos.open) return undefined
  const parts = (await listReceivers(ctx, id)).filter((part) => people.includes(part.person))
  const known = await ctx.directory.people(people)
  const to = parts
    .filter(({ person, status }) => {
      const account = known.get(person)
      const agrees = status === 'posted' || (status === 'agreed' && account?.celebration === 'public')
      return agrees && account && canTakePart(account)
    })
    .map((part) => part.person)
  if (to.length === 0) return undefined
  return {
    giver: kudos.giver,
    to,
    competency: kudos.competency,
    message: ctx.seal.open(messagePlace(id), kudos.message),
  }
}

export const shoutPosted = (ctx: Context, id: string, people: string[]): Writes => markPosted(ctx, id, people)

/**
 * How often this person was thanked in public for each competency, the most often first; null stands for none.
 * Empty for somebody who does not want to be celebrated.
 */
export async function kudosOf(
  ctx: Context,
  person: string,
): Promise<{ competency: string | null; many: number }[]> {
  const account = await ctx.directory.person(person)
  if (account?.celebration === 'never') return []
  return (await countPublic(ctx, person)).sort((a, b) => b.many - a.many)
}

/** The latest thanks that this person received, newest first, without the words. */
export async function recentThanks(
  ctx: Context,
  person: string,
  limit = 3,
): Promise<Pick<Thanks, 'id' | 'giver' | 'competency' | 'open' | 'at'>[]> {
  return (await listLatest(ctx, person, limit)).map(({ id, giver, competency, open, at }) => ({
    id,
    giver,
    competency,
    open,
    at,
  }))
}
