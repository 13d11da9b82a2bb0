/** What the page's clock does in the demo: time that passes with all that is due, and weeks with people in them. */
import { instantAt } from '../core/calendar.ts'
import { seededRandom } from '../core/seeded-random.ts'
import { castOf, visit } from './players.ts'
import type { Stage } from './stage.ts'

const DAY_MS = 24 * 3_600_000
/** How often a long wait is looked at, to show how far it is and to stop on request. */
const PART_MS = 6 * 3_600_000
/** How far ahead the next message is looked for. */
const AHEAD_MS = 14 * DAY_MS
/** So many people play at most; in a larger company the others stay as they are. */
const MOST = 24

/** Does something with the clock standing still, so that what happens is decided by nothing but its hour. */
async function still<T>({ sandbox, settle }: Stage, act: () => Promise<T>): Promise<T> {
  const { clock } = sandbox
  const ran = clock.running
  clock.freeze()
  try {
    return await act()
  } finally {
    if (ran) clock.run()
    // The bot must hear that its clock goes on.
    await settle()
  }
}

/** Lets time pass until an instant. */
export const passUntil = (stage: Stage, at: number, signal: AbortSignal) =>
  still(stage, async () => {
    const { clock } = stage.sandbox
    while (clock.now() < at && !signal.aborted) await stage.until(Math.min(at, clock.now() + PART_MS))
  })

/** Lets time pass until the bot tells somebody something. Returns false if it does not within two weeks. */
export const passToMessage = (stage: Stage, signal: AbortSignal) =>
  still(stage, async () => {
    const { clock, traffic } = stage.sandbox
    const last = traffic.calls.at(-1)?.id ?? 0
    const end = clock.now() + AHEAD_MS
    const told = () =>
      traffic.calls.some((call) => call.id > last && call.ok && call.method === 'chat.postMessage')
    await stage.settle()
    while (!told() && !signal.aborted) {
      const next = await stage.next()
      if (next === undefined || next > end) return false
      await stage.until(next)
    }
    return true
  })

/** The looks at the screen of a day: each working day of each, at an hour of their own between nine and five. */
function looksOn(date: string, players: { name: string; tz: string }[], chance: () => number) {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  if (weekday === 0 || weekday === 6) return []
  return players
    .map(({ name, tz }) => ({ name, at: instantAt(tz, date, 9 * 60 + 30 + Math.floor(chance() * 7 * 60)) }))
    .sort((a, b) => a.at - b.at)
}

/** Plays weeks from now on. The same seed in the same workspace plays the same people. */
export const playWeeks = (stage: Stage, options: { weeks: number; seed: number; signal: AbortSignal }) =>
  still(stage, async () => {
    const { sandbox } = stage
    const chance = seededRandom(options.seed)
    const people = sandbox.people.filter(
      (each) => !each.isBot && !each.deleted && !each.isGuest && each.id !== 'USLACKBOT',
    )
    const cast = castOf(
      people.slice(0, MOST).map((each) => each.name),
      chance,
    )
    const others = cast.map((player) => player.name)
    const zoneOf = new Map(people.map((each) => [each.name, each.tz]))
    const state = {
      seen: new Set<string>(),
      joined: new Set<string>(),
      asked: new Map<string, number>(),
      said: new Set<string>(),
    }
    const begin = sandbox.clock.now()
    const end = begin + options.weeks * 7 * DAY_MS
    for (let day = 0; day <= options.weeks * 7; day++) {
      const date = new Date(begin + day * DAY_MS).toISOString().slice(0, 10)
      const players = cast.map(({ name }) => ({ name, tz: zoneOf.get(name) ?? 'UTC' }))
      for (const { name, at } of looksOn(date, players, chance)) {
        if (options.signal.aborted) return
        if (at < sandbox.clock.now() || at > end) continue
        await stage.until(at)
        const player = cast.find((each) => each.name === name)
        if (!player) continue
        const done = (at - begin) / (end - begin)
        const actor = stage.as(name)
        // What a person cannot do at this moment, a person leaves be: the next look is tomorrow. What the bot
        // still has to do about it, it does before the clock goes on.
        await visit({ actor, settle: stage.settle, player, chance, others, ...state, now: at, done }).catch(
          () => {},
        )
      }
    }
    if (!options.signal.aborted) await stage.until(end)
  })
