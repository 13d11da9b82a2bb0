import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { takeProcessLock } from '../../src/db/process-lock.ts'
import { MEMORY } from '../support/memory.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(MEMORY, 'cairn-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const source = fileURLToPath(new URL('../../src/db/process-lock.ts', import.meta.url))
/** Runs TypeScript in a plain process; vitest brings it along. */
const vite = createRequire(import.meta.resolve('vitest')).resolve('vite')
/** Holds the database and says so, then lives until it is killed. */
const HOLDER = `
  const { runnerImport } = await import(process.argv[3])
  const { module } = await runnerImport(process.argv[1])
  module.takeProcessLock(process.argv[2])
  process.stdout.write('held')
  setInterval(() => {}, 1000)`

/** Another process that holds the database; resolves once it does. */
async function anotherCairn(url: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, source, url, vite], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  expect(String(said)).toBe('held')
  return {
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

it('refuses a file that another process uses, and has it once that one is killed', async () => {
  const url = `file:${join(folder, 'cairn.db')}`
  const other = await anotherCairn(url)
  try {
    expect(() => takeProcessLock(url, 0)).toThrow(/^Another Cairn is using .*cairn\.db\. Stop it first, or /)
  } finally {
    await other.kill()
  }
  const held = takeProcessLock(url, 0)
  expect(held.exclusive).toBe(true)
  held.release()
})

it('takes over from one that stops, and leaves the database itself free', async () => {
  const url = `file:${join(folder, 'new', 'cairn.db')}`
  const first = takeProcessLock(url, 0)
  const db = await openDatabase(url)
  await db.migrate()
  await db.close()
  first.release()
  expect(takeProcessLock(url, 0).exclusive).toBe(true)
})

it('knows one file by two names, and two files apart', async () => {
  const path = join(folder, 'cairn.db')
  const db = await openDatabase(`file:${path}`)
  await db.close()
  symlinkSync(path, join(folder, 'link.db'))
  takeProcessLock(`file:${path}`, 0)
  expect(() => takeProcessLock(`file:${join(folder, 'link.db')}`, 0)).toThrow('Another Cairn')
  expect(takeProcessLock(`file:${join(folder, 'other.db')}`, 0).exclusive).toBe(true)
})

it('is exclusive in memory, and not on PostgreSQL', () => {
  expect(takeProcessLock(':memory:').exclusive).toBe(true)
  expect(takeProcessLock('postgres://localhost/cairn').exclusive).toBe(false)
})
