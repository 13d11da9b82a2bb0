import type { Context } from '../../../context.ts'
import { dateIn, formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER, listed } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import {
  capReached,
  FRESH_MS,
  fateOf,
  KUDOS_A_DAY,
  type KudosForm,
  parseKudos,
  thanksObjection,
  UNDO_MS,
} from './domain.ts'
import type { Kudos, Part } from './store.ts'
import * as store from './store.ts'

export { glance, markPosted } from './store.ts'

const receiptKey = (kudos: string, person: string) => `kudos.receipt:${kudos}:${person}`

/** Kudos as those named in them may see them. */
export type Thanks = Pick<Kudos, 'id' | 'giver' | 'competency' | 'open' | 'status' | 'at'> & { to: string[] }

const thanksOf = (kudos: Kudos, parts: Part[]): Thanks => ({
  id: kudos.id,
  giver: kudos.giver,
  to: parts.map((part) => part.person),
  competency: kudos.competency,
  open: kudos.open,
  status: kudos.status,
  at: kudos.at,
})

const messageOf = (ctx: Context, kudos: Kudos) => ctx.words('kudos', kudos.id).open(kudos).message

/** Until when (UTC ms) kudos can be taken back. */
export const undoableUntil = (thanks: Pick<Thanks, 'at'>) => thanks.at + UNDO_MS

const celebrationOf = async (ctx: Context, person: string) =>
  (await ctx.directory.person(person))?.celebration ?? 'unset'

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
  return people.filter((id) => !thanksObjection(giver, [id], known))
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
  const no = thanksObjection(giver, to, await ctx.directory.people(to))
  if (no) return no
  // Slack showed no answer, so it was typed again: it is the same thanks, and is given once.
  const same = await findSame(ctx, giver, form)
  if (same) return done({ thanks: same, writes: [] })
  const id = ctx.newId()
  const at = ctx.now()
  const key = await dayKey(ctx, giver, at)
  const used = await store.findKudosGiven(ctx, key)
  if (used + to.length > KUDOS_A_DAY) return capReached(used, to.length)
  const kudos = {
    id,
    giver,
    ...ctx.words('kudos', id).seal({ message }),
    competency: form.competency ?? null,
    open: form.audience === 'public',
    status: 'waiting',
    at,
  }
  return done({
    thanks: { ...kudos, to },
    writes: [
      store.countKudosGiven(ctx, key, to.length),
      store.insertKudos(ctx, kudos, to),
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
  if (failed)
    return capReached(await store.findKudosGiven(ctx, await dayKey(ctx, giver, thanks.at)), form.to.length)
  return done(thanks)
}

/** The same words to the same people, still waiting. */
async function findSame(ctx: Context, giver: string, form: KudosForm): Promise<Thanks | undefined> {
  for (const kudos of await store.listGiven(ctx, giver, ['waiting'])) {
    const alike =
      kudos.competency === (form.competency ?? null) && kudos.open === (form.audience === 'public')
    if (!alike || messageOf(ctx, kudos) !== form.message) continue
    const thanks = thanksOf(kudos, await store.listParts(ctx, kudos.id))
    if ([...thanks.to].sort().join() === [...form.to].sort().join()) return thanks
  }
  return undefined
}

/** Takes kudos back before anybody saw them. Only who gave them can, and only in time. */
export async function undoKudos(ctx: Context, giver: string, id: string): Promise<Outcome<Thanks>> {
  const found = await findThanks(ctx, id)
  if (found?.giver !== giver) return refuse('Only the person who gave these kudos can take them back.')
  const failed = await ctx.commit(
    store.endUndo(ctx, id, 'undone'),
    ctx.schedule.cancel('kudos.give', id),
    store.uncountKudos(ctx, await dayKey(ctx, giver, found.at), found.to.length),
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
  const found = await store.findKudos(ctx, id)
  return found && thanksOf(found.kudos, found.parts)
}

/** The words of kudos, for who gave them and, once they are given, for those thanked. */
export async function readKudosWords(
  ctx: Context,
  reader: string,
  id: string,
): Promise<Outcome<Thanks & { message: string }>> {
  const found = await store.findKudos(ctx, id)
  if (!found) return refuse('These kudos are gone. Say thank you anew with `/mentor kudos`.')
  const { kudos, parts } = found
  const thanks = thanksOf(kudos, parts)
  const received = kudos.status === 'given' && thanks.to.includes(reader)
  if (kudos.giver !== reader && !received)
    return refuse('Only those named in these kudos can read them. Yours are in Home.')
  return done({ ...thanks, message: messageOf(ctx, kudos) })
}

const shout = (ctx: Context, kudos: string, people: string[]): Writes =>
  // A receiver agrees once, so that the first of them names this message.
  people.length > 0 &&
  ctx.outbox.add('kudos.shout', `kudos.shout:${kudos}:${people[0]}`, { to: WINS, payload: { kudos, people } })

/** The job: the time to undo is over. Tells the receivers, and the channel of those who said yes to that. */
export async function deliverKudos(ctx: Context, id: string): Promise<Writes[]> {
  const found = await store.findKudos(ctx, id)
  if (found?.kudos.status !== 'waiting') return []
  const { kudos, parts } = found
  const people = await ctx.directory.people(parts.map((part) => part.person))
  const agreed: string[] = []
  const told = parts.map((part) => {
    const { person } = part
    const celebration = people.get(person)?.celebration ?? 'unset'
    const fate = fateOf(kudos.open, celebration)
    if (fate === 'agreed') agreed.push(person)
    return [
      // Whoever chooses at this very moment is judged by the new choice: the commit fails and is made anew.
      store.guardChoice(ctx, person, celebration),
      store.movePart(ctx, part, fate),
      ctx.outbox.add('kudos.receipt', receiptKey(id, person), { to: person, payload: { kudos: id, person } }),
    ]
  })
  return [
    store.endUndo(ctx, id, 'given'),
    told,
    shout(ctx, id, agreed),
    ctx.outbox.touchHomes(kudos.giver, ...parts.map((part) => part.person)),
  ]
}

/** What waited for somebody's choice of who may celebrate them is settled: by a job, so that it sees the choice. */
export const follows: Follows = {
  chose: (ctx, person) => ctx.schedule.at('kudos.settle', person, ctx.now()),
}

/** The job: what waited for this person's choice goes to the channel, or stays private. */
export async function applyChoice(ctx: Context, person: string): Promise<Writes[]> {
  const celebration = await celebrationOf(ctx, person)
  if (celebration === 'unset') return []
  const open = await store.listReceived(ctx, person, ['waiting', 'agreed'])
  return [
    store.guardChoice(ctx, person, celebration),
    open.map(({ kudos, part }) => {
      const stale = part.status === 'waiting' && ctx.now() - kudos.at > FRESH_MS
      const fate = stale ? 'private' : fateOf(kudos.open, celebration)
      return (
        fate !== part.status && [
          store.movePart(ctx, part, fate),
          fate === 'agreed' && shout(ctx, kudos.id, [person]),
          ctx.outbox.refresh(receiptKey(kudos.id, person), person),
        ]
      )
    }),
    ctx.outbox.touchHomes(person),
  ]
}

/** How many of this person's kudos wait for their choice of who may celebrate them. */
export const countWaiting = async (ctx: Context, person: string): Promise<number> =>
  (await store.listReceived(ctx, person, ['waiting'])).length

/** What one receiver is told of kudos. */
export interface Receipt {
  thanks: Thanks
  receiver: string
  /** How their own part stands. */
  status: string
  /** They have not chosen yet who may celebrate them, and these kudos wait for it. */
  asks: boolean
}

/** What the receipt of one receiver shows now; undefined if there is nothing to tell. */
export async function findReceipt(ctx: Context, id: string, receiver: string): Promise<Receipt | undefined> {
  const found = await store.findKudos(ctx, id)
  const status = found?.parts.find((part) => part.person === receiver)?.status
  if (found?.kudos.status !== 'given' || !status) return undefined
  const asks = status === 'waiting' && (await celebrationOf(ctx, receiver)) === 'unset'
  return { thanks: thanksOf(found.kudos, found.parts), receiver, status, asks }
}

export interface Shout {
  giver: string
  to: string[]
  competency: string | null
  message: string
}

/** What the channel may see now of some kudos: only those who still agree are named. Undefined if nobody does. */
export async function findShout(ctx: Context, id: string, people: string[]): Promise<Shout | undefined> {
  const found = await store.findKudos(ctx, id)
  if (found?.kudos.status !== 'given' || !found.kudos.open) return undefined
  const { kudos, parts } = found
  const known = await ctx.directory.people(people)
  const to = parts
    .filter(({ person, status }) => {
      const account = people.includes(person) ? known.get(person) : undefined
      const agrees = status === 'posted' || (status === 'agreed' && account?.celebration === 'public')
      return agrees && account && canTakePart(account)
    })
    .map((part) => part.person)
  if (to.length === 0) return undefined
  return { giver: kudos.giver, to, competency: kudos.competency, message: messageOf(ctx, kudos) }
}

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
  return (await store.countPublic(ctx, person)).sort((a, b) => b.many - a.many)
}

/** The latest thanks that this person received, newest first, with their words. */
export const recentThanks = async (ctx: Context, person: string, limit = 3) =>
  (await store.listLatest(ctx, person, limit)).map((kudos) => ({ ...kudos, message: messageOf(ctx, kudos) }))

/** Kudos that a person gave, and those they were given; the words of private ones are their giver's alone. */
export async function exportKudos(ctx: Context, person: string) {
  const [given, received] = [
    await store.listGiven(ctx, person, ['waiting', 'given', 'undone']),
    await store.listReceived(ctx, person),
  ]
  const parts = await store.listParts(
    ctx,
    given.map((kudos) => kudos.id),
  )
  const names = await ctx.directory.names([
    ...parts.map((part) => part.person),
    ...received.map(({ kudos }) => kudos.giver),
  ])
  const nameOf = (id: string) => names.get(id) ?? FORMER_MEMBER
  const { zone } = await ctx.directory.hours(person)
  const shown = (kudos: Kudos, own: boolean) => ({
    On: formatFor(zone, kudos.at, 'dateWithYear'),
    For: kudos.competency && competencyName(kudos.competency),
    'Seen by': kudos.open ? 'Everyone, as those thanked chose' : 'Those named',
    Words: own || kudos.open ? messageOf(ctx, kudos) : undefined,
  })
  return {
    'Kudos I gave': given.map((kudos) => ({
      To: parts.filter((part) => part.kudos === kudos.id).map((part) => nameOf(part.person)),
      'Taken back': kudos.status === 'undone' ? 'Yes' : undefined,
      ...shown(kudos, true),
    })),
    'Kudos I was given': received.map(({ kudos }) => ({ From: nameOf(kudos.giver), ...shown(kudos, false) })),
  }
}

/** Takes away what nobody else has seen, and this person's name from what stays with those they thanked or who thanked them. */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const idsOf = (list: Kudos[]) => list.map((kudos) => kudos.id)
  const unseen = idsOf(await store.listGiven(ctx, person, ['waiting', 'undone']))
  return [
    unseen.map((id) => ctx.schedule.cancel('kudos.give', id)),
    store.removeKudos(ctx, unseen),
    store.removeGiver(ctx, idsOf(await store.listGiven(ctx, person, ['given']))),
    store.removeParts(ctx, person),
    ctx.schedule.cancel('kudos.settle', person),
  ]
}
