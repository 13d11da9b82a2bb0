/**
 * How long Cairn takes until Slack can reach it, and how much memory it holds then, beside a Bolt app that does
 * nothing, in turns: medians. `--runs 40` takes more of them, `--json` prints the figures. Where others use the machine
 * the processor's time is the figure to go by. Linux only.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts'
import { processorMs, startProgram } from './program.ts'

const CAIRN = 'dist/main.js'
const EMPTY = 'dist/.bench/bench/empty-bolt.cjs'
/** V8 takes no code cache that was made under other flags. */
const OTHER_FLAGS = '--max-lazy'
const HELD_AFTER_MS = 1000

interface Told {
  /** From the start of the process until it says that it is up. */
  ms: number
  /** Of the processor until then, in all its threads. */
  cpuMs: number
  /** Resident a moment later. */
  mb: number
}

export async function run(argv: string[] = process.argv.slice(3)): Promise<void> {
  const { values: options } = parseArgs({
    args: argv,
    options: { runs: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
  })
  const runs = Number(options.runs)
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'))
  const manifest = readFileSync('manifest.yml', 'utf8')
  const sandbox = await startSandbox({ port: 0, manifest, rateLimits: false })
  const kept = `${folder}/kept.db`
  const programs = [
    { name: 'empty Bolt', args: () => [EMPTY] },
    { name: 'Node alone', args: () => ['-e', "console.log('is up'), setInterval(() => {}, 1e6)"] },
    { name: 'Cairn', args: () => [CAIRN] },
    { name: 'Cairn, a new database', args: () => [CAIRN], file: (run: number) => `${folder}/${run}.db` },
    { name: 'Cairn, no code cache', args: () => [OTHER_FLAGS, CAIRN] },
  ].map((program) => ({ ...program, told: [] as Told[] }))
  try {
    for (let run = 0; run <= runs; run++)
      for (const { args, file, told } of programs) {
        const one = await started(args(), sandbox, file?.(run) ?? kept)
        // The first of each finds nothing in the system's memory, and makes the database that is kept.
        if (run > 0) told.push(one)
      }
  } finally {
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  }
  const medians = programs.map(({ name, told }) => ({ name, ...median(told) }))
  const [empty] = medians
  const results = medians.map((one) => ({ ...one, ratios: ratiosOf(one, empty!) }))
  if (options.json) console.log(JSON.stringify({ node: process.version, runs, results }, null, 2))
  else
    for (const { name, ms, cpuMs, mb, ratios } of results)
      console.log(`${name} | ${ms} ms, ${cpuMs} of processor, ${mb} MB |`, ratios)
}

function median(all: Told[]): Told {
  const of = (key: keyof Told) => {
    const sorted = all.map((one) => one[key]).sort((a, b) => a - b)
    return Math.round(sorted[sorted.length >> 1]!)
  }
  return { ms: of('ms'), cpuMs: of('cpuMs'), mb: of('mb') }
}

function ratiosOf(one: Told, empty: Told) {
  const over = (key: keyof Told) => Number((one[key] / empty[key]).toFixed(2))
  return { start: over('ms'), processor: over('cpuMs'), memory: over('mb') }
}

/** Starts a program, waits until it says that it is up, and looks at it. */
async function started(args: string[], sandbox: Sandbox, file: string): Promise<Told> {
  const began = performance.now()
  const { child, up, ended } = startProgram(args, sandbox, file)
  try {
    await up
    const ms = performance.now() - began
    const cpuMs = processorMs(child)
    await new Promise((done) => setTimeout(done, HELD_AFTER_MS))
    return { ms, cpuMs, mb: residentMb(child.pid!) }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

const residentMb = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
