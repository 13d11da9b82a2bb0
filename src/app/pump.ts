import { MINUTE_MS } from '../core/calendar.ts'
import { nextTurn } from '../db/event-loop.ts'
import type { Log } from '../log.ts'

/** Keeps the bot doing what is due, one tick at a time. */
export interface Pump {
  /** There is something to do: tick now, or once more after the tick under way. */
  wake(): void
  /** Wakes, and resolves when nothing is left to do now. Never rejects. */
  run(): Promise<void>
  stop(): void
}

export interface PumpDeps {
  tick(): Promise<void>
  /** When the next thing is due, UTC ms. */
  nextAt(): Promise<number | undefined>
  now(): number
  log: Log
}

/** What is due later than this is left to the minute ticker, so that no timer sleeps for days. */
const SOON_MS = MINUTE_MS

/** Ticks when woken, and by itself at the next due instant if that is soon. */
export function createPump({ tick, nextAt, now, log }: PumpDeps): Pump {
  let wanted = false
  let stopped = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const work = async () => {
    while (wanted && !stopped) {
      wanted = false
      clearTimeout(timer)
      try {
        await tick()
        const next = await nextAt()
        const wait = next === undefined ? SOON_MS : Math.max(0, next - now())
        if (wait < SOON_MS && !stopped) timer = setTimeout(wake, wait)
      } catch (err) {
        // Nothing is lost: what is due stays due, and the minute ticker comes again.
        log.error({ err }, 'tick failed; it will be tried again within a minute')
      }
      // A batch of jobs wakes it with each of them; one tick is enough for all of a turn.
      if (wanted) await nextTurn()
    }
    running = undefined
  }
  const run = () => {
    wanted = true
    running ??= work()
    return running
  }
  const wake = () => void run()
  return {
    wake,
    run,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Several pumps as one. Each goes on by itself: a long tick of one holds up no other. */
export const combinePumps = (pumps: Pump[]): Pump => ({
  wake: () => {
    for (const pump of pumps) pump.wake()
  },
  run: async () => void (await Promise.all(pumps.map(({ run }) => run()))),
  stop: () => {
    for (const pump of pumps) pump.stop()
  },
})
