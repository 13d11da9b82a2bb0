import type { Context } from '../../../context.ts'
import { done, type Outcome } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { type Pairs, pairs } from '../../../engine/index.ts'
import { retrying } from '../../../retrying.ts'
import { type Celebration, objection, type PrivacyForm, showable } from './domain.ts'
import { changeDoNotPair, dropBarriersOf, listDoNotPair, listPairs } from './store.ts'

export interface PrivacyChoices {
  /** unset until chosen. */
  celebration: string
  doNotPair: string[]
}

/** What this person has chosen, as the form shows it. */
export async function choicesOf(ctx: Context, person: string): Promise<PrivacyChoices> {
  const others = await listDoNotPair(ctx, person)
  const people = await ctx.directory.people([person, ...others])
  return {
    celebration: people.get(person)?.celebration ?? 'unset',
    doNotPair: showable(others, people),
  }
}

/**
 * Keeps who may celebrate this person. What waited for the choice follows it: kudos go to the channel or stay
 * private, and wins that the channel has not seen yet are held back where the choice is not 'public'.
 */
export async function chooseCelebration(
  ctx: Context,
  person: string,
  celebration: Celebration,
): Promise<Outcome<Celebration>> {
  await ctx.commit(...(await celebrationWrites(ctx, person, celebration)))
  return done(celebration)
}

async function celebrationWrites(ctx: Context, person: string, celebration: Celebration): Promise<Writes[]> {
  const before = (await ctx.directory.person(person))?.celebration
  return [
    ctx.directory.setCelebration(person, celebration),
    await ctx.follow('chose', person, celebration, before),
    ctx.outbox.touchHomes(person),
  ]
}

/**
 * Both choices of the form, saved together or not at all. Nobody else is told of the do-not-pair list, now or later. A request that is open between two who must not be
 * paired ends as if there were no place left.
 */
export const savePrivacy = (ctx: Context, person: string, form: PrivacyForm): Promise<Outcome> =>
  // A guard that fails means that such a request was answered at this very moment.
  retrying(ctx, async () => {
    const list = await doNotPairWrites(ctx, person, form.doNotPair)
    if (!list.ok) return list
    const choice = form.celebration ? await celebrationWrites(ctx, person, form.celebration) : []
    return { value: undefined, writes: [...list.value, ...choice] }
  })

async function doNotPairWrites(ctx: Context, person: string, others: string[]): Promise<Outcome<Writes[]>> {
  const before = await listDoNotPair(ctx, person)
  const people = await ctx.directory.people([...others, ...before])
  const added = others.filter((other) => !before.includes(other))
  const no = objection(person, added, people)
  if (no) return no
  const removed = showable(before, people).filter((other) => !others.includes(other))
  const writes: Writes[] = [changeDoNotPair(ctx, person, added, removed)]
  for (const other of added) writes.push(await ctx.follow('apart', person, other))
  return done(writes)
}

/** The do-not-pairs that bear on this person, for the matching alone: they are never shown, to anybody. */
export const confidentialPairs = async (ctx: Context, person: string): Promise<Pairs> =>
  pairs(await listPairs(ctx, person))

/** Who of these two does not want to be paired with the other. Confidential: nothing shown may differ by it. */
export const barredBy = async (ctx: Context, one: string, two: string): Promise<string[]> =>
  (await listPairs(ctx, one))
    .filter(([person, other]) => (person === one ? other : person) === two)
    .map(([person]) => person)

/** Puts somebody on a person's do-not-pair list, for the commit of whoever decides it. Nobody is told. */
export const neverPair = async (ctx: Context, person: string, other: string): Promise<Writes> => [
  changeDoNotPair(ctx, person, [other], []),
  await ctx.follow('apart', person, other),
]

const CHOSEN: Record<string, string> = { public: 'Everybody', private: 'Me alone', never: 'Nobody' }

/** What this person chose; what others chose about them is never theirs to read. */
export async function exportPrivacy(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const others = await listDoNotPair(ctx, person)
  const people = await ctx.directory.people([person, ...others])
  return {
    'Who may celebrate me': CHOSEN[people.get(person)?.celebration ?? ''],
    'Never pair me with': others.map((other) => people.get(other)?.name ?? FORMER_MEMBER),
  }
}

/** Takes away whom they do not want to be paired with, and makes "who may celebrate me" an open question again. */
export const forgetPerson = (ctx: Context, person: string): Writes => [
  dropBarriersOf(ctx, person),
  ctx.directory.setCelebration(person, 'unset'),
]
