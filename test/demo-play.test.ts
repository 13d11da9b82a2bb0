/** Weeks with simulated people: the same seed plays the same ones. In the built bot, as the page's button does. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startingCompetencies } from '../src/core/competencies.data.ts'
import { playWeeks } from '../src/demo/play.ts'
import { goUp } from '../src/demo/up.ts'
import { linesAbout, SKILLS, stretchOf } from '../src/demo/voices.ts'
import { needBuilt } from './page/support/opened.ts'
import { MEMORY } from './support/memory.ts'

const DAY_MS = 24 * 3_600_000
const DAYS = 7
/** A week has people join, ask, meet and check in; the rest of twelve is more of it, by the same numbers. */
const WEEK = 1
/** By then some have asked: others than they, if others were drawn. */
const HALF_A_WEEK = 3 / DAYS

/**
 * What everybody was told: instant, who could read it, words. Ids are left out: chance makes them. Which of two
 * conversations hears first at one instant is nobody's plan (they are sent side by side); within each it is.
 */
async function transcript(seed: number, weeks: number) {
  const up = await goUp({
    port: 0,
    mode: 'socket',
    people: 8,
    seed,
    keep: false,
    fresh: false,
    running: false,
  })
  try {
    const { sandbox } = up.stage
    const began = sandbox.clock.now()
    await playWeeks(up.stage, { weeks, seed, signal: new AbortController().signal })
    const readers = (id: unknown) =>
      [...(sandbox.channels.find((each) => each.id === id)?.members ?? [])].sort().join(' ')
    const told = sandbox.traffic.calls
      .filter((call) => call.ok && call.method === 'chat.postMessage')
      .map((call) => ({
        where: `${new Date(call.at).toISOString()} to ${readers((call.response as { channel: string }).channel)}`,
        // The headline: which questions begin a conversation is left to chance.
        words: String(call.args.text).split('\n')[0],
      }))
    const lines = told
      .sort((a, b) => a.where.localeCompare(b.where))
      .map(({ where, words }) => `${where}: ${words}`)
    return { lines, passed: sandbox.clock.now() - began, errors: sandbox.traffic.errors }
  } finally {
    await up.close()
  }
}

describe('what people say', () => {
  it('is about the skills of the catalogue, early and late, and no two say the same', () => {
    expect(SKILLS).toEqual(startingCompetencies.map(({ name }) => name))
    const lines = (['thanks', 'wins'] as const).flatMap((kind) =>
      (['early', 'middle', 'late'] as const).flatMap((stretch) => linesAbout(kind, SKILLS, stretch)),
    )
    expect(lines.length).toBeGreaterThanOrEqual(60)
    expect(new Set(lines).size).toBe(lines.length)
    expect(linesAbout('wins', ['Pricing and business models'], stretchOf(1))).toEqual([
      'I understand our own invoice now',
    ])
    expect(linesAbout('wins', ['Pricing and business models'], stretchOf(12))).not.toEqual(
      linesAbout('wins', ['Pricing and business models'], stretchOf(1)),
    )
  })
})

describe('weeks that are played', () => {
  it('are the same for the same seed, and others for another', async () => {
    needBuilt()
    vi.stubEnv('TMPDIR', MEMORY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const [once, again, other] = await Promise.all([
      transcript(1, WEEK),
      transcript(1, WEEK),
      transcript(2, HALF_A_WEEK),
    ])
    expect(again.lines).toEqual(once.lines)
    expect(once.passed).toBe(DAYS * DAY_MS)
    expect(once.errors).toEqual([])
    expect(other.lines.length).toBeGreaterThan(5)
    expect(other.lines).not.toEqual(once.lines.slice(0, other.lines.length))
    // They joined, were matched, and were asked how it goes.
    const words = once.lines.join('\n')
    for (const said of ['asks you to be', 'You are matched', 'Check-in of']) expect(words).toContain(said)
  })
})
