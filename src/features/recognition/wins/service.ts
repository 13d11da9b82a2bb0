import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, isLimitReached, LIMIT, refuseOverLimit } from '../../../directory/limits.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { ANSWER_MS, MINE, type WinForm } from './domain.ts'
import { findWin, insertWin, listLatest, listNaming, moveWin, removePerson, type Win } from './store.ts'

export { findWin, type Win } from './store.ts'

/** When the author of a win of two hears what came of it. */
const TELL = 'wins.expire'
const askKey = (id: string) => `wins.ask:${id}`
const answerKey = (id: string) => `wins.answer:${id}`

/** When the time to answer for a win of two is over (UTC ms). */
export const answerDeadline = (win: Pick<Win, 'at'>) => win.at + ANSWER_MS

export interface NewWin {
  win: Omit<Win, 'workspace'>
  /** To commit, alone or together with what led to the win. */
  writes: Writes[]
}

/**
 * What it takes to share a win: one of the author's own goes to the channel, since writing it is their yes; one of two
 * waits for the partner's. `whose` is MINE or the id of a mentorship of the author. The guard LIMIT fails for one too
 * many in a day.
 */
export async function prepareWin(ctx: Context, author: string, form: WinForm): Promise<Outcome<NewWin>> {
  const pair = (await partnersOf(ctx, author)).find((each) => each.mentorship === form.whose)
  if (form.whose !== MINE && !pair)
    return refuse('This mentorship has ended. Share it as a win of your own, naming only yourself.', 'whose')
  if (await isLimitReached(ctx, 'wins', author)) return refuseOverLimit('wins')
  const id = ctx.newId()
  const at = ctx.now()
  const win = {
    id,
    author,
    partner: pair?.partner ?? null,
    mentorship: pair?.mentorship ?? null,
    size: form.size,
    ...ctx.words('wins', id).seal({ words: form.words }),
    status: pair ? 'waiting' : 'agreed',
    at,
  }
  const next = pair
    ? [
        ctx.outbox.add('wins.ask', askKey(id), { to: pair.partner, payload: { win: id } }),
        ctx.schedule.at(TELL, id, answerDeadline(win)),
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
  return failed === LIMIT ? refuseOverLimit('wins') : done(prepared.value.win)
}

const shout = (ctx: Context, id: string) =>
  ctx.outbox.add('wins.shout', `wins.shout:${id}`, { to: WINS, payload: { win: id } })

/** Tells the author how it stands, and brings what was told before up to date. */
const tellAuthor = (ctx: Context, { id, author }: Win): Writes => [
  ctx.outbox.add('wins.answer', answerKey(id), { to: author, payload: { win: id } }),
  ctx.outbox.refresh(answerKey(id), author),
]

/** Ends the wait for an answer or for the channel, and tells the author. A guard makes sure that it still waits. */
const endWait = (ctx: Context, win: Win, status: 'kept' | 'expired', guard?: 'moved'): Writes[] => [
  moveWin(ctx, win.id, win.status, status, guard),
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
      moveWin(ctx, id, 'waiting', status, 'moved'),
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
/** Statuses of a win that has not come to its end. */
const OPEN = [...UNTOLD, 'agreed']

/** The job: the channel has it, or the time to answer is over; the author hears which. */
export async function tellOutcome(ctx: Context, id: string): Promise<Writes[]> {
  const win = await findWin(ctx, id)
  if (!win?.partner) return []
  if (UNTOLD.includes(win.status)) return endWait(ctx, win, 'expired', 'moved')
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
    (win.status === 'declined' || (win.status === 'agreed' && ctx.now() < answerDeadline(win)))
  return untold ? { ...win, status: 'waiting' } : win
}

export const follows: Follows = {
  chose: (ctx, person, celebration, before) =>
    celebration !== 'public' && celebration !== before && holdBack(ctx, person),
  // What still named somebody whose account is gone is not told any more.
  gone: async (ctx, person) =>
    (await listNaming(ctx, person, OPEN)).map((win) => endWait(ctx, win, 'expired')),
}

/**
 * What follows when somebody no longer wants to be celebrated in public: their own wins, and those they said yes
 * to, are held back if the channel has not seen them yet. A partner's yes that is taken back was a no all along.
 */
async function holdBack(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listNaming(ctx, person, OPEN)
  return open.flatMap((win) => {
    if (win.author === person) return endWait(ctx, win, 'kept')
    if (win.status !== 'agreed') return []
    // The time to answer is over: the author knows of the yes, and waits for the channel.
    if (ctx.now() >= answerDeadline(win)) return endWait(ctx, win, 'expired')
    return [
      moveWin(ctx, win.id, 'agreed', 'declined'),
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

const wordsOf = (ctx: Context, win: Win) => ctx.words('wins', win.id).open(win).words

/** A win as the channel may see it. */
export interface Shout {
  win: Win
  named: string[]
  words: string
}

/** What the channel may see of a win now; undefined if somebody is gone or has not agreed. */
export async function findShout(ctx: Context, id: string): Promise<Shout | undefined> {
  const win = await findWin(ctx, id)
  if (!win || !['agreed', 'shared'].includes(win.status)) return undefined
  const named = [win.author, ...(win.partner ? [win.partner] : [])]
  const people = [...(await ctx.directory.people(named)).values()].filter(canTakePart)
  return people.length === named.length ? { win, named, words: wordsOf(ctx, win) } : undefined
}

/** Once the channel has it; a yes that was taken back while it was on its way is not given again. */
export const noteShoutPosted = (ctx: Context, id: string): Writes => [
  moveWin(ctx, id, 'agreed', 'shared'),
  ctx.schedule.at(TELL, id, ctx.now()),
]

/** Wins of two that wait for this person's yes. */
export const winsToAnswer = async (ctx: Context, person: string): Promise<Win[]> =>
  (await listNaming(ctx, person, ['waiting'])).filter((win) => win.partner === person)

/** The latest wins that this person told, newest first. */
export const recentWins = async (ctx: Context, person: string, limit = 3): Promise<Win[]> =>
  (await listLatest(ctx, person, limit)).map((win) => asSeenBy(ctx, person, win))

/** Both, for Home. */
export const winsAtHome = (ctx: Context, person: string) =>
  Promise.all([winsToAnswer(ctx, person), recentWins(ctx, person)])

/** With whom this person can share a win: one entry an active mentorship. */
export async function partnersOf(
  ctx: Context,
  person: string,
): Promise<{ mentorship: string; partner: string; name: string }[]> {
  const pairs = await activeMentorships(ctx, person)
  const people = await ctx.directory.people(pairs.map((pair) => pair.partner))
  return pairs.flatMap(({ id, partner }) => {
    const account = people.get(partner)
    return account && canTakePart(account) ? [{ mentorship: id, partner, name: account.name }] : []
  })
}

/** Wins that a person told, and those of two that a partner told: of these the words only once the channel has them. */
export async function exportWins(ctx: Context, person: string) {
  const all = (await listNaming(ctx, person)).map((win) => asSeenBy(ctx, person, win))
  const names = await ctx.directory.names(all.flatMap((win) => [win.author, win.partner ?? win.author]))
  const nameOf = (id: string) => names.get(id) ?? FORMER_MEMBER
  const { zone } = await ctx.directory.hours(person)
  const shown = (win: Win) => ({
    On: formatFor(zone, win.at, 'dateWithYear'),
    Size: win.size === 'big' ? 'A big win' : 'A small win',
    'Told in the channel': win.status === 'shared' ? 'Yes' : 'No',
    Words: win.author === person || win.status === 'shared' ? wordsOf(ctx, win) : undefined,
  })
  return {
    'Wins I told': all
      .filter((win) => win.author === person)
      .map((win) => ({ With: win.partner === null ? undefined : nameOf(win.partner), ...shown(win) })),
    'Wins of the two of us that my partner told': all
      .filter((win) => win.partner === person)
      .map((win) => ({ 'Told by': nameOf(win.author), ...shown(win) })),
  }
}

/** Takes away the wins of this person alone and their name from those of two, which are not told any further. */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const open = await listNaming(ctx, person, OPEN)
  return [
    open.map((win) =>
      win.author !== person
        ? endWait(ctx, win, 'expired')
        : [
            moveWin(ctx, win.id, win.status, 'expired'),
            ctx.schedule.cancel(TELL, win.id),
            win.partner !== null && [
              ctx.outbox.refresh(askKey(win.id), win.partner),
              ctx.outbox.touchHomes(win.partner),
            ],
          ],
    ),
    removePerson(ctx, person),
  ]
}
