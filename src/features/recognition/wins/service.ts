import type { Context } from '../../../context.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, isOver, LIMIT, overLimit } from '../../../directory/limits.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { ANSWER_MS, MINE, type WinForm } from './domain.ts'
import {
  findWin,
  insertWin,
  listLatest,
  listNaming,
  moveWin,
  moveWinIfThere,
  type Win,
  wordsPlace,
} from './store.ts'

export type { Win } from './store.ts'
export { findWin } from './store.ts'

/** When the author of a win of two hears what came of it. */
const TELL = 'wins.expire'
const askKey = (id: string) => `wins.ask:${id}`
const answerKey = (id: string) => `wins.answer:${id}`

/** When the time to answer for a win of two is over (UTC ms). */
export const answerBy = (win: Pick<Win, 'at'>) => win.at + ANSWER_MS

export interface NewWin {
  win: Omit<Win, 'workspace'>
  /** To commit, alone or together with what led to the win. */
  writes: Writes[]
}

/**
 * What it takes to share a win (the guard LIMIT fails for one too many in a day): one of the author's own goes to the channel, since writing it is their yes; one
 * of two waits for the partner's. `whose` is MINE or the id of a mentorship of the author.
 */
export async function prepareWin(ctx: Context, author: string, form: WinForm): Promise<Outcome<NewWin>> {
  const pair = form.whose === MINE ? undefined : await findPair(ctx, author, form.whose)
  if (form.whose !== MINE && !pair)
    return refuse('This mentorship has ended. Share it as a win of your own, naming only yourself.', 'whose')
  if (await isOver(ctx, 'wins', author)) return overLimit('wins')
  const id = ctx.newId()
  const at = ctx.now()
  const win = {
    id,
    author,
    partner: pair?.partner ?? null,
    mentorship: pair?.id ?? null,
    size: form.size,
    words: ctx.seal.close(wordsPlace(id), form.words),
    status: pair ? 'waiting' : 'agreed',
    at,
  }
  const next = pair
    ? [
        ctx.outbox.add('wins.ask', askKey(id), { to: pair.partner, payload: { win: id } }),
        ctx.schedule.at(TELL, id, answerBy(win)),
        ctx.outbox.touchHomes(author, pair.partner),
      ]
    : [shout(ctx, id), ctx.outbox.touchHomes(author)]
  return done({ win, writes: [await countOne(ctx, 'wins', author), insertWin(ctx, win), ...next] })
}

/** `prepareWin`, committed. */
export async function shareWin(ctx: Context, author: string, form: WinForm): Promise<Outcome<NewWin['win']>> {
  const prepared = await prepareWin(ctx, author, form)
  if (!prepared.ok) return prepared
  const failed = await ctx.commit(...prepared.value.writes)
  return failed === LIMIT ? overLimit('wins') : done(prepared.value.win)
}

async function findPair(ctx: Context, author: string, mentorship: string) {
  const pair = (await activeMentorships(ctx, author)).find((m) => m.id === mentorship)
  const partner = pair && (await ctx.directory.person(pair.partner))
  return partner && canTakePart(partner) ? pair : undefined
}

const shout = (ctx: Context, id: string) =>
  ctx.outbox.add('wins.shout', `wins.shout:${id}`, { to: WINS, payload: { win: id } })

/** Tells the author how it stands, and brings what was told before up to date. */
const tellAuthor = (ctx: Context, { id, author }: Win): Writes => [
  ctx.outbox.add('wins.answer', answerKey(id), { to: author, payload: { win: id } }),
  ctx.outbox.refresh(answerKey(id), author),
]

/** Ends the wait for an answer or for the channel, and tells the author. */
const settle = (
  ctx: Context,
  win: Win,
  status: 'kept' | 'expired',
  move: typeof moveWin = moveWin,
): Writes[] => [
  move(ctx, win.id, win.status, status),
  ctx.schedule.cancel(TELL, win.id),
  win.partner !== null && [
    tellAuthor(ctx, win),
    ctx.outbox.refresh(askKey(win.id), win.partner),
    ctx.outbox.touchHomes(win.partner),
  ],
  ctx.outbox.touchHomes(win.author),
]

/**
 * The partner's answer: the win goes to the channel, or stays between the two. Nobody but the partner hears of it: the author
 * sees a yes in the channel, and a no when the time to answer is over, just as if there had been none. Answers with how it
 * stands now.
 */
export async function answerWin(
  ctx: Context,
  partner: string,
  id: string,
  status: 'agreed' | 'declined',
): Promise<Outcome<Win>> {
  const win = await findWin(ctx, id)
  if (!win || win.partner !== partner) return refuse('Only the partner named in this win can answer for it.')
  if (win.status === 'waiting') {
    const failed = await ctx.commit(
      moveWin(ctx, id, 'waiting', status),
      status === 'agreed' && shout(ctx, id),
      ctx.outbox.refresh(askKey(id), partner),
      ctx.outbox.touchHomes(partner),
    )
    if (!failed) return done({ ...win, status })
  }
  return done((await findWin(ctx, id)) ?? win)
}

/** Statuses of a win of two whose author does not know yet what the partner said, if anything. */
const UNTOLD = ['waiting', 'declined']

/** The channel has it, or the time to answer is over: the author hears which. */
export async function tellOutcome(ctx: Context, id: string): Promise<Writes[]> {
  const win = await findWin(ctx, id)
  if (!win?.partner) return []
  if (UNTOLD.includes(win.status)) return settle(ctx, win, 'expired')
  // A yes that the channel could not be told of yet is told all the same.
  return ['agreed', 'shared'].includes(win.status)
    ? [tellAuthor(ctx, win), ctx.outbox.touchHomes(win.author, win.partner)]
    : []
}

/** A win as one of its two sees it. */
export const asSeenBy = (ctx: Context, reader: string, win: Win): Win => {
  const untold =
    win.partner !== null &&
    win.author === reader &&
    (win.status === 'declined' || (win.status === 'agreed' && ctx.now() < answerBy(win)))
  return untold ? { ...win, status: 'waiting' } : win
}

/** What follows for wins when somebody's account is gone: what still named them is not told any more. */
async function withdrawGone(ctx: Context, person: string): Promise<Writes> {
  const open = await listNaming(ctx, person, [...UNTOLD, 'agreed'])
  return open.flatMap((win) => settle(ctx, win, 'expired', moveWinIfThere))
}

export const follows: Follows = {
  chose: (ctx, person, celebration, before) =>
    celebration !== 'public' && celebration !== before && holdBack(ctx, person),
  gone: withdrawGone,
}

/**
 * What follows when somebody no longer wants to be celebrated in public: their own wins, and those they said yes
 * to, are held back if the channel has not seen them yet. A partner's yes that is taken back was a no all along.
 */
async function holdBack(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listNaming(ctx, person, [...UNTOLD, 'agreed'])
  return open.flatMap((win) => {
    if (win.author === person) return settle(ctx, win, 'kept', moveWinIfThere)
    if (win.status !== 'agreed') return []
    // The time to answer is over: the author knows of the yes, and waits for the channel.
    if (ctx.now() >= answerBy(win)) return settle(ctx, win, 'expired', moveWinIfThere)
    return [
      moveWinIfThere(ctx, win.id, 'agreed', 'declined'),
      ctx.outbox.refresh(askKey(win.id), person),
      ctx.outbox.touchHomes(person),
    ]
  })
}

/** The words of a win, for the author and the partner. */
export async function readWin(
  ctx: Context,
  reader: string,
  id: string,
): Promise<Outcome<{ win: Win; words: string }>> {
  const win = await findWin(ctx, id)
  if (!win || (win.author !== reader && win.partner !== reader))
    return refuse('Only the people of this win can read it here. Share one of yours with `/mentor win`.')
  return done({ win: asSeenBy(ctx, reader, win), words: wordsOf(ctx, win) })
}

const wordsOf = (ctx: Context, win: Win) => ctx.seal.open(wordsPlace(win.id), win.words)

/** What the channel may see of a win now; undefined if somebody is gone or has not agreed. */
export async function findShout(ctx: Context, id: string) {
  const win = await findWin(ctx, id)
  if (!win || !['agreed', 'shared'].includes(win.status)) return undefined
  const named = [win.author, ...(win.partner ? [win.partner] : [])]
  const people = await ctx.directory.people(named)
  const present = named.every((id) => {
    const account = people.get(id)
    return account && canTakePart(account)
  })
  return present ? { win, named, words: wordsOf(ctx, win) } : undefined
}

/** Once the channel has it; a yes that was taken back while it was on its way is not given again. */
export const shoutPosted = (ctx: Context, id: string): Writes => [
  moveWinIfThere(ctx, id, 'agreed', 'shared'),
  ctx.schedule.at(TELL, id, ctx.now()),
]

/** Wins of two that wait for this person's yes. */
export const winsToAnswer = async (ctx: Context, person: string): Promise<Win[]> =>
  (await listNaming(ctx, person, ['waiting'])).filter((win) => win.partner === person)

/** The latest wins that this person told, newest first. */
export const recentWins = async (ctx: Context, person: string, limit = 3): Promise<Win[]> =>
  (await listLatest(ctx, person, limit)).map((win) => asSeenBy(ctx, person, win))

/** With whom this person can share a win: one entry an active mentorship. */
export async function partnersOf(
  ctx: Context,
  person: string,
): Promise<{ mentorship: string; name: string }[]> {
  const pairs = await activeMentorships(ctx, person)
  const people = await ctx.directory.people(pairs.map((pair) => pair.partner))
  return pairs.flatMap((pair) => {
    const partner = people.get(pair.partner)
    return partner && canTakePart(partner) ? [{ mentorship: pair.id, name: partner.name }] : []
  })
}
