import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { combinePumps, createPump } from '../src/app/pump.ts'
import { createLog, silentLog } from '../src/log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A pump whose ticks are counted; `due` is when the next thing is due. */
function aPump(due: { at?: number } = {}, tick: () => Promise<void> = async () => {}) {
  let ticks = 0
  const pump = createPump({
    tick: async () => {
      ticks++
      await tick()
    },
    nextAt: async () => due.at,
    now: () => Date.now(),
    log: silentLog,
  })
  return { ...pump, ticks: () => ticks }
}

it('ticks once for all that happens during a tick, and not at the same time', async () => {
  let finish = () => {}
  const pump = aPump({}, () => new Promise((resolve) => (finish = resolve)))
  const done = pump.run()
  pump.wake()
  pump.wake()
  expect(pump.ticks()).toBe(1)
  finish()
  await vi.waitFor(() => expect(pump.ticks()).toBe(2))
  finish()
  await done
  expect(pump.ticks()).toBe(2)
})

it('ticks by itself at the next due instant', async () => {
  const due: { at?: number } = { at: Date.now() + 5000 }
  const pump = aPump(due)
  await pump.run()
  await vi.advanceTimersByTimeAsync(4999)
  expect(pump.ticks()).toBe(1)
  due.at = undefined
  await vi.advanceTimersByTimeAsync(1)
  expect(pump.ticks()).toBe(2)
})

it('leaves what is due later to the minute ticker', async () => {
  const pump = aPump({ at: Date.now() + 3 * 60_000 })
  await pump.run()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(pump.ticks()).toBe(1)
})

it('survives a tick that fails, says so, and ticks again when woken', async () => {
  const lines: string[] = []
  let broken = true
  const pump = createPump({
    tick: async () => {
      if (broken) throw new Error('the database is away')
    },
    nextAt: async () => undefined,
    now: () => Date.now(),
    log: createLog('info', (line) => lines.push(line)),
  })
  await pump.run()
  expect(lines.join()).toContain('the database is away')
  broken = false
  await pump.run()
  expect(lines).toHaveLength(1)
})

it('goes on with one kind of work while another takes long', async () => {
  let finish = () => {}
  const [jobs, messages] = [aPump({}, () => new Promise((resolve) => (finish = resolve))), aPump()]
  const both = combinePumps([jobs, messages])
  const done = both.run()
  await vi.waitFor(() => expect(messages.ticks()).toBe(1))
  both.wake()
  await vi.waitFor(() => expect(messages.ticks()).toBe(2))
  expect(jobs.ticks()).toBe(1)
  finish()
  await vi.waitFor(() => expect(jobs.ticks()).toBe(2))
  finish()
  await done
})

it('does nothing more once stopped', async () => {
  const pump = aPump({ at: Date.now() + 5000 })
  await pump.run()
  pump.stop()
  pump.wake()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(pump.ticks()).toBe(1)
})
