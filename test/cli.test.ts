/** `cairn` as it is typed: the built program in processes of its own. `npm test` builds it first. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeKey } from '../src/db/seal.ts'
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts'
import { serverUrl } from './support/databases.ts'
import { MEMORY } from './support/memory.ts'
import { createDatabase, dropDatabase } from './support/postgres.ts'
import { ROOT, readText } from './support/sources.ts'

let folder: string
let sandbox: Sandbox
let children: ChildProcess[]

beforeAll(() => {
  if (!existsSync(`${ROOT}dist/cli.js`)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT })
})
beforeEach(async () => {
  children = []
  folder = mkdtempSync(join(MEMORY, 'cairn-cli-'))
  sandbox = await startSandbox({ port: 0, manifest: readText('manifest.yml') })
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await sandbox.stop()
  rmSync(folder, { recursive: true })
})

const env = (): NodeJS.ProcessEnv => ({
  SLACK_BOT_TOKEN: sandbox.tokens.bot,
  SLACK_APP_TOKEN: sandbox.tokens.app,
  SLACK_API_URL: sandbox.apiUrl,
  CAIRN_KEY: makeKey(),
  DATABASE_URL: `file:${folder}/cairn.db`,
  HOST: '127.0.0.1',
  PORT: '0',
})

/** Starts the built program, in an empty folder so that no file `.env` is read. */
function start(script: string, args: string[], vars: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [`${ROOT}dist/${script}`, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...vars },
  })
  children.push(child)
  let output = ''
  let heard = () => {}
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
      heard()
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    ended,
    output: () => output,
    /** Resolves once it has said this; rejects if it ends without. */
    says: (words: string) =>
      new Promise<void>((resolve, reject) => {
        heard = () => output.includes(words) && resolve()
        heard()
        ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)))
      }),
  }
}
const cairn = async (args: string[], vars: NodeJS.ProcessEnv) => {
  const run = start('cli.js', args, vars)
  return { code: await run.ended, output: run.output() }
}

describe('cairn doctor', () => {
  it('ends with 0 where Cairn can start', async () => {
    const { code, output } = await cairn(['doctor'], env())
    expect(output).not.toContain('✗')
    expect(code).toBe(0)
  })

  it('ends with 1 where it cannot, with the mend of each thing', async () => {
    const { code, output } = await cairn(['doctor'], { SLACK_API_URL: sandbox.apiUrl })
    expect(code).toBe(1)
    expect(output).toMatch(/✗ SLACK_BOT_TOKEN is missing.*✗ CAIRN_KEY is missing.*→.*CAIRN_KEY=\S{44}/s)
  })

  it('speaks JSON to programs', async () => {
    const { code, output } = await cairn(['doctor', '--json'], { SLACK_API_URL: sandbox.apiUrl })
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ ok: false, findings: expect.any(Array) })
  })
})

describe('cairn migrate', () => {
  it('says what it did, and the second time that there was nothing to do', async () => {
    const vars = env()
    expect(await cairn(['migrate'], vars)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/✓ 0000_/),
    })
    expect(await cairn(['migrate'], vars)).toEqual({
      code: 0,
      output: 'The database was up to date already.\n',
    })
  })

  it('needs no Slack', async () => {
    const { DATABASE_URL } = env()
    expect(await cairn(['migrate'], { DATABASE_URL })).toMatchObject({ code: 0 })
  })

  it('says why it cannot', async () => {
    expect(await cairn(['migrate'], { DATABASE_URL: 'postgres://cairn@127.0.0.1:9/cairn' })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^✗ .*Start PostgreSQL/),
    })
  })
})

describe('cairn start', () => {
  it('with nothing set ends with 1, plain lines and no stack', async () => {
    const { code, output } = await cairn(['start'], {})
    expect(code).toBe(1)
    expect(output).toMatch(/^Cairn cannot start:\n( {2}✗ [A-Z_]+ is missing.*\n){3}/)
    expect(output).not.toMatch(/^\s+at /m)
  })

  it('stops when told to, with 0', async () => {
    const run = start('main.js', [], env())
    await run.says('Cairn is up')
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(run.output()).toContain('Cairn has stopped')
    expect(run.output()).not.toContain(sandbox.tokens.bot)
  })

  it('runs on PostgreSQL, which it reads for that alone', async () => {
    const server = await serverUrl()
    const name = await createDatabase(server, `cairn_cli_${process.pid}`)
    try {
      const run = start('cli.js', ['start'], { ...env(), DATABASE_URL: `${server}/${name}` })
      await run.says('Cairn is up')
      expect(run.output()).toContain('"database":"postgres"')
      run.child.kill('SIGTERM')
      expect(await run.ended).toBe(0)
    } finally {
      await dropDatabase(server, name)
    }
  })

  it('starts again on the same file after a kill', async () => {
    const vars = env()
    const killed = start('main.js', [], vars)
    await killed.says('Cairn is up')
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = start('cli.js', ['start'], vars)
    await next.says('Cairn is up')
    next.child.kill('SIGINT')
    expect(await next.ended).toBe(0)
  })
})

describe('cairn backup', () => {
  it('copies the database of a Cairn that runs, for its owner alone, and overwrites nothing', async () => {
    const vars = env()
    const run = start('main.js', [], vars)
    await run.says('Cairn is up')
    const copy = `${folder}/copy.db`
    expect(await cairn(['backup', copy], vars)).toMatchObject({
      code: 0,
      output: expect.stringContaining(copy),
    })
    expect(statSync(copy).mode & 0o077).toBe(0)
    expect(await cairn(['backup', copy], vars)).toMatchObject({
      code: 1,
      output: expect.stringContaining('is there already'),
    })
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await cairn(['migrate'], { DATABASE_URL: `file:${copy}` })).toEqual({
      code: 0,
      output: 'The database was up to date already.\n',
    })
  })

  it.each([
    ['where there is no database', 'file:nowhere.db', /^✗ .*cannot be used/],
    ['of PostgreSQL, which has a program for it', 'postgres://db/cairn', /pg_dump/],
  ])('says why it cannot: %s', async (_, DATABASE_URL, why) => {
    const { code, output } = await cairn(['backup', `${folder}/copy.db`], { DATABASE_URL })
    expect(code).toBe(1)
    expect(output).toMatch(why)
    expect(output).not.toMatch(/^\s+at /m)
    expect(existsSync(`${folder}/copy.db`)).toBe(false)
  })
})

it('cairn --version says the one of the package', async () => {
  const { version } = JSON.parse(readText('package.json'))
  expect(await cairn(['--version'], {})).toEqual({ code: 0, output: `${version}\n` })
})

it.each([
  ['campaign', '--help', 0],
  ['demo', '--help', 0],
  ['campaign', '--nonsense', 2],
  ['demo', '--nonsense', 2],
  ['round', '--nonsense', 1],
  ['solve', '--help', 0],
  ['backup', '', 1],
])('cairn %s %s ends in words, never in a stack', async (command, option, code) => {
  const run = await cairn([command, option].filter(Boolean), {})
  expect(run.code).toBe(code)
  expect(run.output).toMatch(/(npm run|cairn|Usage)/)
  expect(run.output).not.toMatch(/^\s+at /m)
})

it('cairn without a word shows what there is', async () => {
  const { output } = await cairn(['--help'], {})
  for (const word of ['start', 'demo', 'doctor', 'migrate', 'backup'])
    expect(output).toMatch(new RegExp(`^  ${word}\\b`, 'm'))
  expect(await cairn(['doctr'], {})).toMatchObject({
    code: 1,
    output: expect.stringContaining('Did you mean doctor?'),
  })
})
