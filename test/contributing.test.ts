/**
 * What CONTRIBUTING.md says of a new subcommand, done to the letter in a copy of the repository: each block is a file,
 * or lines to add after those that are there.
 */
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { learnt } from '../src/engine/meaning/learnt.ts'
import { MEMORY } from './support/memory.ts'
import { ROOT, readText } from './support/sources.ts'

const COPIED = [
  ...[
    'src',
    'migrations',
    'test/support',
    'test/privacy',
    'test/features.test.ts',
    'test/architecture.test.ts',
    'docs/privacy.md',
  ],
  ...readdirSync(ROOT).filter((name) =>
    /^(package\.json|tsconfig\.json|manifest\.yml|vitest\.|drizzle\.)/.test(name),
  ),
]
/** The lists that hold a slice to what it owes. */
const LISTS = ['test/features.test.ts', 'test/privacy/columns.test.ts', 'test/architecture.test.ts']

const blocks = [...readText('CONTRIBUTING.md').matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', path = '', text = '']) => ({ kind, path, text }),
)
const written = blocks.filter(({ kind }) => kind === 'ts').map(({ path }) => path)

let folder: string
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
function write(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** The text with each line that begins with '+' after the lines that stand before it in the block. */
function added(text: string, block: string): string {
  const lines = text.split('\n')
  let at = 0
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith('+')) {
      lines.splice(at, 0, line.slice(1))
    } else {
      const found = lines.indexOf(line.slice(1), at)
      if (found < 0) throw new Error(`no line says "${line.slice(1)}"`)
      at = found
    }
    at++
  }
  return lines.join('\n')
}

/** Runs a command in the copy; what it said, and whether all went well. */
const run = (command: string, ...args: string[]) =>
  new Promise<{ ok: boolean; said: string }>((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, VITEST: undefined }
    execFile(command, args, { cwd: folder, env, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ ok: !error, said: `${out}\n${err}` }),
    )
  })
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name)
/** Tests of the copy. What was read once is kept for the second run. */
const runTests = (...files: string[]) =>
  run(
    bin('vitest'),
    'run',
    '--maxWorkers=1',
    '--experimental.fsModuleCache',
    `--experimental.fsModuleCachePath=${folder}/.read`,
    ...files,
  )

beforeAll(async () => {
  folder = mkdtempSync(join(MEMORY, 'cairn-contributing-'))
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  // What is learnt from the bank of phrases is learnt once, as in the bundle, and not by each run in the copy anew.
  write('src/engine/meaning/learnt.ts', `export const learnt = () => ${JSON.stringify(learnt())}\n`)
  for (const { kind, path, text } of blocks) write(path, kind === 'ts' ? text : added(read(path), text))
  expect(await run('npm', 'run', 'generate')).toMatchObject({ ok: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('makes a migration for both databases, and nothing but the new table', () => {
  for (const engine of ['sqlite', 'postgres']) {
    const before = new Set(readdirSync(`${ROOT}migrations/${engine}`))
    const fresh = readdirSync(join(folder, 'migrations', engine)).filter((name) => !before.has(name))
    expect(fresh).toHaveLength(1)
    const sql = read(`migrations/${engine}/${fresh[0]}`)
    expect(sql).toMatch(/^CREATE TABLE [`"]bookmarks[`"]/)
    expect(sql).not.toMatch(/DROP|ALTER TABLE [`"](?!bookmarks)/)
  }
})

it('has sound types, and tests that pass', async () => {
  const own = written.filter((path) => path.startsWith('src/'))
  write(
    'tsconfig.slices.json',
    JSON.stringify({ extends: './tsconfig.json', include: [], files: [...own, 'src/db/slice-of.ts'] }),
  )
  const types = await run(bin('tsc'), '--noEmit', '--singleThreaded', '-p', 'tsconfig.slices.json')
  expect(types.said.trim()).toBe('')
  const stories = written.filter((path) => path.startsWith('test/'))
  expect(stories).toHaveLength(2)
  const tests = await runTests(...stories, ...LISTS)
  expect(tests.ok ? '' : tests.said).toBe('')
})

it('is told by name what was forgotten', async () => {
  const without = (path: string, ...lines: RegExp[]) => {
    const kept = read(path)
      .split('\n')
      .filter((line) => !lines.some((each) => each.test(line)))
    write(path, kept.join('\n'))
  }
  without('src/features/growth/bookmarks/index.ts', /^ {2}(mine|forget|follows):/)
  without('test/privacy/fields.ts', /^bookmarks\.save/)
  without('test/privacy/columns.test.ts', /^bookmarks +who/)
  without('test/architecture.test.ts', /'bookmarks'/)
  const { ok, said } = await runTests(...LISTS)
  expect(ok).toBe(false)
  expect(said).toMatch(
    /bookmarks tells what it holds about somebody, and what becomes of it\nAssertionError: `mine`/,
  )
  expect(said).toMatch(/AssertionError: `forget`/)
  expect(said).toMatch(/bookmarks follows when one of two leaves or is gone\nAssertionError: `gone`/)
  expect(said).toMatch(/who reads them[\s\S]*bookmarks\.save\.note/)
  expect(said).toMatch(/bookmarks\.(person|other)/)
  expect(said).toMatch(/growth\/bookmarks is in no district/)
})
