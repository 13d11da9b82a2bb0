import type { Context } from '../../context.ts'
import { canTakePart } from '../../core/member.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import type { Follows } from '../../follows.ts'
import { WINS } from '../../outbox/outbox.ts'
import { activeMentorships } from '../mentorship/service.ts'
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
 * What it takes to share a win: one of the author's own goes to the channel, since writing it is their yes; one
 * of two waits for the partner's. `whose` is MINE or the id of a mentorship of the author.
 */
export async function prepareWin(ctx: Context, author: string, form: WinForm): Promise<Outcome<NewWin>> {
  const pair = form.whose === MINE ? undefined : await findPair(ctx, author, form.whose)
  if (form.whose !== MINE && !pair)
    return refuse('This mentorship has ended. Share it as a win of your own, naming only yourself.', 'whose')
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
        ctx.schedule.at('wins.expire', id, answerBy(win)),
        ctx.outbox.touchHomes(author, pair.partner),
      ]
    : [shout(ctx, id), ctx.outbox.touchHomes(author)]
  return done({ win, writes: [insertWin(ctx, win), ...next] })
}

/** `prepareWin`, committed. */
export async function shareWin(ctx: Context, author: string, form: WinForm): Promise<Outcome<NewWin['win']>> {
  const prepared = await prepareWin(ctx, author, form)
  if (!prepared.ok) return prepared
  await ctx.commit(...prepared.value.writes)
  return done(prepared.value.win)
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

/** Ends the wait for an answer or for the channel. */
const settle = (
  ctx: Context,
  win: Win,
  status: 'agreed' | 'kept' | 'expired',
  move: typeof moveWin = moveWin,
): Writes[] => [
  move(ctx, win.id, win.status, status),
  ctx.schedule.cancel('wins.expire', win.id),
  win.partner !== null && [
    tellAuthor(ctx, win),
    ctx.outbox.refresh(askKey(win.id), win.partner),
    ctx.outbox.touchHomes(win.partner),
  ],
  ctx.outbox.touchHomes(win.author),
]

/** The partner's answer: the win goes to the channel, or stays between the two. Answers with how it stands now. */
export async function answerWin(
  ctx: Context,
  partner: string,
  id: string,
  status: 'agreed' | 'kept',
): Promise<Outcome<Win>> {
  const win = await findWin(ctx, id)
  if (!win || win.partner !== partner) return refuse('Only the partner named in this win can answer for it.')
  if (win.status === 'waiting') {
    const failed = await ctx.commit(settle(ctx, win, status), status === 'agreed' && shout(ctx, id))
    if (!failed) return done({ ...win, status })
  }
  return done((await findWin(ctx, id)) ?? win)
}

/** When nobody answered in time: nothing is posted, and the author is told. */
export async function expireWin(ctx: Context, id: string): Promise<Writes[]> {
  const win = await findWin(ctx, id)
  return win?.status === 'waiting' ? settle(ctx, win, 'expired') : []
}

/** What follows for wins when somebody's account is gone: what still named them is not told any more. */
async function withdrawGone(ctx: Context, person: string): Promise<Writes> {
  const open = await listNaming(ctx, person, ['waiting', 'agreed'])
  return open.flatMap((win) => settle(ctx, win, 'expired', moveWinIfThere))
}

export const follows: Follows = {
  chose: (ctx, person, celebration, before) =>
    celebration !== 'public' && celebration !== before && holdBack(ctx, person),
  gone: withdrawGone,
}

/**
 * What follows when somebody no longer wants to be celebrated in public: their own wins, and those they said yes
 * to, are held back if the channel has not seen them yet.
 */
async function holdBack(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listNaming(ctx, person, ['waiting', 'agreed'])
  return open
    .filter((win) => win.status === 'agreed' || win.author === person)
    .flatMap((win) => settle(ctx, win, 'kept', moveWinIfThere))
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
  return done({ win, words: wordsOf(ctx, win) })
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
export const shoutPosted = (ctx: Context, id: string): Writes => moveWinIfThere(ctx, id, 'agreed', 'shared')

/** Wins of two that wait for this person's yes. */
export const winsToAnswer = async (ctx: Context, person: string): Promise<Win[]> =>
  (await listNaming(ctx, person, ['waiting'])).filter((win) => win.partner === person)

/** The latest wins that this person told, newest first. */
export const recentWins = (ctx: Context, person: string, limit = 3): Promise<Win[]> =>
  listLatest(ctx, person, limit)

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
