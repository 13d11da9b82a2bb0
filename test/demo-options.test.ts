/** `cairn demo` as anybody starts it: its options, and what is kept between runs. The built program, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runDemo } from '../src/demo/demo.ts'
import { MEMORY } from './support/memory.ts'
import { ROOT } from './support/sources.ts'

let folder: string
let running: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(MEMORY, 'cairn-demo-'))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(stop))
  rmSync(folder, { recursive: true, force: true })
})

const gone = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('close', resolve)
  })

/** Ctrl-C. */
async function stop(child: ChildProcess) {
  child.kill('SIGINT')
  return gone(child)
}

/** Starts the demo; resolves once it has told its address, or has ended. */
async function demo(...args: string[]) {
  const child = spawn(process.execPath, [`${ROOT}dist/cli.js`, 'demo', ...args], { cwd: folder })
  running.push(child)
  let [out, err] = ['', '']
  const told = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const url = /http:\/\/127\.0\.0\.1:\d+(?=\n)/.exec(out)?.[0]
      if (url && out.includes('Ctrl-C')) resolve(url)
    })
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const url = await Promise.race([told, gone(child).then(() => '')])
  const ask = async (path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as { result: never }
  }
  return { child, url, ask, out: () => out, err: () => err }
}

async function aPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) }
}

const words = async (ask: (path: string) => Promise<{ result: unknown }>) =>
  JSON.stringify((await ask('/control/messages?channel=general')).result)

/** Looks at Ana's screen until it says so: what a modal shows comes a moment after the acknowledgement. */
async function shows(ask: (path: string) => Promise<{ result: unknown }>, text: string) {
  const end = Date.now() + 45_000
  let seen = ''
  while (!seen.includes(text) && Date.now() < end) seen = JSON.stringify(await ask('/control/as/ana'))
  expect(seen).toContain(text)
}

describe('cairn demo', () => {
  it('goes on where it ended with --keep, at another port and by HTTP, and anew with --fresh', async () => {
    const { port, free } = await aPort()
    await free()
    const first = await demo('--port', String(port), '--keep', '--people', '3')
    expect(first.url).toBe(`http://127.0.0.1:${port}`)
    expect(first.out()).toContain('workspace of 3 fictional people')
    await first.ask('/control/as/ana/say', { channel: 'general', text: 'to be kept' })
    await first.ask('/control/as/ana/command', { text: '/mentor join' })
    await shows(first.ask, '45 minutes every two weeks')
    await first.ask('/control/as/ana/submit', { values: { role: 'A mentee' } })
    await shows(first.ask, 'My goal, in a sentence')
    await first.ask('/control/as/ana/submit', { values: { wants: ['Roadmapping'] } })
    await shows(first.ask, 'You are in')
    expect(await stop(first.child)).toBe(0)

    const second = await demo('--port', '0', '--keep', '--people', '3', '--mode', 'http')
    expect(await words(second.ask)).toContain('to be kept')
    // The bot has kept its own file: Ana is asked nothing that she has answered.
    await second.ask('/control/as/ana/close', { all: true })
    await second.ask('/control/as/ana/command', { text: '/mentor profile' })
    await shows(second.ask, 'Roadmapping')
    const { envelopes } = (await second.ask('/control/traffic')).result as { envelopes: { via: string }[] }
    expect(new Set(envelopes.map((each) => each.via))).toEqual(new Set(['http']))
    expect(await stop(second.child)).toBe(0)

    const third = await demo('--port', '0', '--keep', '--fresh')
    expect(third.out()).toContain('workspace of 12 fictional people')
    expect(await words(third.ask)).not.toContain('to be kept')
  })

  it('says which port is taken, and how to choose another', async () => {
    const { port, free } = await aPort()
    const { child, err } = await demo('--port', String(port))
    expect(await gone(child)).toBe(1)
    expect(err()).toContain(`Port ${port} is taken`)
    await free()
  })

  it.each([
    [['--people', '1'], '--people wants'],
    [['--port', '65536'], '--port wants'],
    [['--seed', 'one'], '--seed wants'],
    [['--fresh'], '--fresh goes with --keep'],
    [['--story', '--weeks', 'many'], '--weeks wants'],
    [['--story', '--mode', 'pigeon'], '--mode wants'],
    [['--story', '--nonsense'], 'nonsense'],
  ])('refuses %j with a word about it', async (args, word) => {
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      await runDemo(args)
      expect(process.exitCode).toBe(2)
      expect(err.mock.calls.join()).toContain(word)
    } finally {
      err.mockRestore()
      process.exitCode = undefined
    }
  })
})
