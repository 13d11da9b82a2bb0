/**
 * The workspace's clock. Frozen by default, moved by hand; or running with real time from where it stands.
 * Triggers, `response_url`, rate limits and retries follow it; request signatures follow real time.
 */
export interface SandboxClock {
  /** The present instant, in milliseconds since 1970. */
  now(): number
  /** Moves to an instant, in milliseconds; what is due on the way happens in order. Never goes back. */
  set(ms: number): void
  /** Moves on by milliseconds. */
  advance(ms: number): void
  /** Lets the clock run with real time. */
  run(): void
  /** Stops it where it stands. */
  freeze(): void
  readonly running: boolean
  /** Calls back after each set, advance, run and freeze. Returns a function that ends this. */
  onChange(callback: (now: number) => void): () => void
  /** Calls back once at an instant of this clock. Returns a function that cancels it. */
  at(ms: number, callback: () => void): () => void
  /** Ends all timers of the process behind a running clock. */
  stop(): void
}

interface Timer {
  due: number
  order: number
  callback: () => void
}

/** A clock that stands at `start` (milliseconds), or runs from there. */
export function makeClock(start: number, running = false): SandboxClock {
  let base = start
  let realBase = Date.now()
  let isRunning = running
  let order = 0
  let timers: Timer[] = []
  let wake: NodeJS.Timeout | undefined
  const listeners = new Set<(now: number) => void>()

  const now = () => (isRunning ? base + (Date.now() - realBase) : base)
  const arm = () => {
    clearTimeout(wake)
    wake = undefined
    const next = timers[0]
    if (!isRunning || !next) return
    // setTimeout holds 31 bits; a later timer is armed again when this one fires.
    wake = setTimeout(
      () => {
        fire(now())
        arm()
      },
      Math.min(Math.max(0, next.due - now()), 2 ** 31 - 1),
    )
    wake.unref()
  }
  const fire = (until: number) => {
    for (let next = timers[0]; next && next.due <= until; next = timers[0]) {
      timers.shift()
      if (!isRunning) base = Math.max(base, next.due)
      next.callback()
    }
  }
  const changed = () => {
    for (const listener of listeners) listener(now())
    arm()
  }
  const set = (ms: number) => {
    if (!Number.isFinite(ms)) throw new Error('The clock needs an instant in milliseconds')
    if (ms < now()) throw new Error('The clock of the sandbox does not go back')
    const wasRunning = isRunning
    base = now()
    isRunning = false
    fire(ms)
    base = Math.max(base, ms)
    realBase = Date.now()
    isRunning = wasRunning
    changed()
  }
  return {
    now,
    set,
    advance: (ms) => set(now() + ms),
    run: () => {
      if (isRunning) return
      realBase = Date.now()
      isRunning = true
      changed()
    },
    freeze: () => {
      if (!isRunning) return
      base = now()
      isRunning = false
      changed()
    },
    get running() {
      return isRunning
    },
    onChange: (callback) => {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
    at: (due, callback) => {
      const timer = { due, order: order++, callback }
      timers.push(timer)
      timers.sort((a, b) => a.due - b.due || a.order - b.order)
      // Even what is due at once waits for the present turn to end, as it would with real time.
      if (due <= now()) setImmediate(() => timers.includes(timer) && fire(now()))
      arm()
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    stop: () => {
      clearTimeout(wake)
      timers = []
      listeners.clear()
    },
  }
}
