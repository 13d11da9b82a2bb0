import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { type Pairs, pairs } from '../../../engine/index.ts'
import { type Celebration, objection, type PrivacyForm, shown } from './domain.ts'
import { changeDoNotPair, listDoNotPair, listPairs } from './store.ts'

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
    doNotPair: shown(others, people),
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

/** Replaces the do-not-pair list of this person. Nobody else is told, now or later. */
export const setDoNotPair = (ctx: Context, person: string, doNotPair: string[]): Promise<Outcome> =>
  savePrivacy(ctx, person, { doNotPair })

/**
 * Both choices of the form, saved together or not at all. A request that is open between two who must not be
 * paired ends as if there were no place left.
 */
export async function savePrivacy(ctx: Context, person: string, form: PrivacyForm): Promise<Outcome> {
  // A guard that fails means that such a request was answered at this very moment: look again, once.
  for (let again = true; ; again = false) {
    const list = await doNotPairWrites(ctx, person, form.doNotPair)
    if (!list.ok) return list
    const choice = form.celebration ? await celebrationWrites(ctx, person, form.celebration) : []
    const failed = await ctx.commit(...list.value, ...choice)
    if (!failed) return done()
    if (!again) return refuse('Something changed while this was saved. Please press Save once more.')
  }
}

async function doNotPairWrites(ctx: Context, person: string, others: string[]): Promise<Outcome<Writes[]>> {
  const before = await listDoNotPair(ctx, person)
  const people = await ctx.directory.people([...others, ...before])
  const added = others.filter((other) => !before.includes(other))
  const no = objection(person, added, people)
  if (no) return no
  const removed = shown(before, people).filter((other) => !others.includes(other))
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
