/** The bundle as it is built: what a start reads, its stack traces, its code caches. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { MEMORY } from './support/memory.ts'
import { ROOT, readText } from './support/sources.ts'

const DIST = `${ROOT}dist`
let folder: string

beforeAll(() => {
  if (!existsSync(`${DIST}/load.js`)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT })
})
beforeEach(() => {
  folder = mkdtempSync(join(MEMORY, 'cairn-bundle-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH }, encoding: 'utf8' })

/** The sources that stand in some files of the bundle. */
const sourcesIn = (names: string[]) =>
  names.flatMap((name) => {
    const map = `${DIST}/bundle/${name}.map`
    return existsSync(map) ? (JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] }).sources : []
  })

it('a start reads neither PostgreSQL nor what only the command line, a spreadsheet or the sandbox need', () => {
  const telling = `
    const { load, loaded } = require('${DIST}/load.js')
    load('./main.js')
    process.on('exit', () => console.log(JSON.stringify([...loaded.keys()])))`
  const read = sourcesIn(JSON.parse(node('-e', telling).stdout))
  const all = sourcesIn(readdirSync(`${DIST}/bundle`).filter((name) => name.endsWith('.js')))
  const packages = ['pg', 'hono', 'commander', 'csv-parse', 'csv-stringify', 'yaml']
  const from = (sources: string[]) =>
    packages.filter((name) => sources.some((source) => source.includes(`/node_modules/${name}/`)))
  expect(from(all)).toEqual(packages)
  expect(from(read)).toEqual([])
  expect(read).toContain('../../src/features/recognition/kudos/service.ts')
})

it('a stack trace names file, line and column of the source', () => {
  const failing = `
    const { startSandbox } = require('${DIST}/load.js').load('./sandbox.js')
    Error.stackTraceLimit = 50
    startSandbox({ manifest: 'name: [' }).catch((error) => console.log(error.stack))`
  const { stdout } = node('-e', failing)
  expect(stdout).toMatch(/^YAMLParseError: .*\n {4}at \S+ \(node_modules\/yaml\/\S+:\d+:\d+\)$/ms)
  const [, file, ...at] = / {4}at readManifest \((\S+):(\d+):(\d+)\)$/m.exec(stdout) ?? []
  expect(file, stdout).toBe('src/sandbox/manifest.ts')
  const [line, column] = at.map(Number)
  expect(
    readText(file!)
      .split('\n')
      [line! - 1]!.slice(column! - 1),
  ).toMatch(/^parse\(source\)/)
})

it('an error that nobody catches is told with a line of the bundle that a person can read', () => {
  const { status, stderr } = node(
    '-e',
    `require('${DIST}/load.js').load('./sandbox.js').startSandbox({ manifest: 'name: [' })`,
  )
  expect(status).toBe(1)
  expect(stderr).toContain('YAMLParseError')
  expect(Math.max(...stderr.split('\n').map((each) => each.length))).toBeLessThan(300)
})

it('a code cache of another version of Node is ignored without a word', () => {
  const rejected = (name: string) => {
    const path = `${folder}/dist/bundle/${name}`
    const cachedData = readFileSync(`${path}.cache`)
    return new Script(readFileSync(path, 'utf8'), { cachedData }).cachedDataRejected
  }
  cpSync(DIST, join(folder, 'dist'), {
    recursive: true,
    filter: (path) => !/\.map$|dist\/sandbox/.test(path),
  })
  const before = node('dist/cli.js', '--help')
  expect(before).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('doctor') })
  expect(rejected('cli.js')).toBe(false)

  for (const name of readdirSync(`${folder}/dist/bundle`).filter((each) => each.endsWith('.cache'))) {
    const cache = readFileSync(`${folder}/dist/bundle/${name}`)
    // The second word is V8's version.
    cache[4]! ^= 0xff
    writeFileSync(`${folder}/dist/bundle/${name}`, cache)
  }
  expect(rejected('cli.js')).toBe(true)
  expect(node('dist/cli.js', '--help')).toMatchObject({ status: 0, stderr: '', stdout: before.stdout })
})
