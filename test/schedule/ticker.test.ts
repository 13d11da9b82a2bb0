import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Fields } from '../../src/log.ts'
import { silentLog } from '../../src/log.ts'
import { everyMinute } from '../../src/schedule/ticker.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 9, 5, 8, 0, 30) }))
afterEach(() => void vi.useRealTimers())

it('ticks as each minute begins, until it is stopped', async () => {
  const at: string[] = []
  const hand = everyMinute(async () => void at.push(new Date().toISOString().slice(11, 19)), silentLog)
  await vi.advanceTimersByTimeAsync(2.5 * 60_000)
  expect(at).toEqual(['08:01:00', '08:02:00', '08:03:00'])
  await hand.stop()
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(at).toHaveLength(3)
})

it('never ticks twice at once, goes on after a failure, and is stopped once the last one has ended', async () => {
  const errors: Fields[] = []
  const ticks: { end(): void; fail(): void }[] = []
  const tick = () => new Promise<void>((end, fail) => ticks.push({ end, fail: () => fail(new Error('no')) }))
  const hand = everyMinute(tick, { ...silentLog, error: (fields) => void errors.push(fields) })
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(ticks).toHaveLength(1)
  ticks[0]!.fail()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(errors).toHaveLength(1)
  expect(ticks).toHaveLength(2)
  let stopped = false
  const stop = hand.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(stopped).toBe(false)
  ticks[1]!.end()
  await stop
  expect(ticks).toHaveLength(2)
})
