/** The story and the campaign as anybody runs them: the built program, a process of its own, a real file. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lengthOf } from './support/lengths.ts'
import { MEMORY } from './support/memory.ts'

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

async function cairn(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: MEMORY },
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err, lines: out.trim().split('\n') }
}

const Step = z.strictObject({
  week: z.number().int().min(1),
  at: z.iso.datetime(),
  who: z.string().min(1),
  did: z.string().min(1),
  saw: z.string().min(1),
  rows: z.array(z.string().regex(/^[A-G]\d+$/)).min(1),
  ok: z.literal(true),
})

/** What four weeks show; later rows join as they are built. */
const SHOWN = [
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'A7',
  'B1',
  'B2',
  'B3',
  'B4',
  'B5',
  'B6',
  'B7',
  'B8',
  'B9',
  'B10',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
  'C12',
  'C14',
  'C15',
  'D1',
  'D3',
  'D4',
  'D5',
  'E7',
  'G2',
]

describe('the story', () => {
  it('holds for four weeks: a step is an object, with the rows it showed', async () => {
    const { code, lines, err } = await cairn('demo', '--story', '--json', '--seed', '7')
    const steps = lines.map((line) => Step.parse(JSON.parse(line)))
    expect(code).toBe(0)
    expect(err.trim().split('\n').at(-1)).toBe(
      `story: ${steps.length} steps, ${steps.length} passed, 0 failed`,
    )
    expect([...new Set(steps.flatMap((step) => step.rows))].sort()).toEqual([...SHOWN].sort())
    expect(new Set(steps.map((step) => step.week))).toEqual(new Set([1, 2, 3, 4]))
    expect(steps.map((step) => step.at)).toEqual(steps.map((step) => step.at).sort())
  })

  it('goes on for as many weeks as it is told, over HTTP too, and tells it in words', async () => {
    const { code, lines } = await cairn('demo', '--story', '--weeks', '1', '--mode', 'http')
    const steps = lines.filter((line) => /^ {2}\S.*\[[A-G]\d+( [A-G]\d+)*\]$/.test(line)).length
    expect(lines.at(-1)).toBe(`story: ${steps} steps, ${steps} passed, 0 failed`)
    expect(steps).toBeGreaterThan(20)
    expect(code).toBe(0)
  })
})

const { kills, weeks } = lengthOf('test/demo.test.ts')

describe('the campaign', () => {
  it('kills the bot under the story: nothing is lost, and what came twice is accounted for', async () => {
    const options = ['--runs', String(kills), '--weeks', String(weeks), '--seed', '1', '--json']
    const { code, lines, err } = await cairn('campaign', 'kill', ...options)
    const runs = lines.map(
      (line) => JSON.parse(line) as { lost: string[]; unexplained: string[]; failed: string[] },
    )
    expect(runs).toHaveLength(kills)
    for (const run of runs) expect(run).toMatchObject({ lost: [], unexplained: [], failed: [] })
    expect(err).toMatch(
      new RegExp(`^kill: ${kills} runs of \\d+ messages, 0 lost, .* ${kills} passed, 0 failed$`, 'm'),
    )
    expect(code).toBe(0)
  })
})
