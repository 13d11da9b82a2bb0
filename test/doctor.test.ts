/** The doctor against a real sandbox workspace: what it finds, and that it names the mend. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allPassed, type Finding, formatFindings, runChecks } from '../src/cli/doctor.ts'
import { anyRows } from '../src/db/commit.ts'
import { openDatabase } from '../src/db/open.ts'
import { createSeal, makeKey } from '../src/db/seal.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/index.ts'
import { MEMORY } from './support/memory.ts'
import { readText } from './support/sources.ts'

let folder: string
let sandbox: Sandbox
const KEY = makeKey()

const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ port: 0, manifest: readText('manifest.yml'), ...options })
}
beforeEach(async () => {
  folder = mkdtempSync(join(MEMORY, 'cairn-doctor-'))
  await start()
})
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true })
})

const url = () => `file:${folder}/cairn.db`
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  SLACK_BOT_TOKEN: sandbox.tokens.bot,
  SLACK_APP_TOKEN: sandbox.tokens.app,
  SLACK_API_URL: sandbox.apiUrl,
  CAIRN_KEY: KEY,
  DATABASE_URL: url(),
  ...more,
})
const findings = (state: Finding['state'], found: Finding[]) =>
  found.filter((each) => each.state === state).map(({ what, mend }) => `${what} ${mend ?? ''}`)

describe('where all is well', () => {
  it('finds nothing wrong, and makes nothing', async () => {
    const found = await runChecks(env())
    expect(findings('bad', found)).toEqual([])
    expect(findings('warn', found)).toEqual([])
    expect(allPassed(found)).toBe(true)
    expect(findings('ok', found).join('\n')).toMatch(/No database yet.*Stonepath.*chat:write.*Socket Mode/s)
    // Only looks: no database, and nobody has joined or posted anything.
    expect(await runChecks(env())).toEqual(found)
  })

  it('says each thing on a line of its own', async () => {
    const found = await runChecks(env())
    expect(formatFindings(found).trimEnd().split('\n')).toHaveLength(found.length)
    expect(formatFindings([{ state: 'bad', what: 'A', mend: 'B' }])).toBe('✗ A\n    → B\n')
  })
})

describe('configuration', () => {
  it('with nothing set, tells all at once and makes a key', async () => {
    const found = await runChecks({ SLACK_API_URL: sandbox.apiUrl, DATABASE_URL: url() })
    const bad = findings('bad', found).join('\n')
    expect(bad).toMatch(/SLACK_BOT_TOKEN is missing/)
    expect(bad).toMatch(/SLACK_APP_TOKEN is missing/)
    expect(allPassed(found)).toBe(false)

    const made = /CAIRN_KEY=(\S+)/.exec(bad)?.[1]
    expect(findings('bad', await runChecks(env({ CAIRN_KEY: made })))).toEqual([])
  })

  it('without a token asks Slack nothing, and says nothing of it', async () => {
    const found = await runChecks({ SLACK_API_URL: 'http://127.0.0.1:9/api/', DATABASE_URL: url() })
    expect(JSON.stringify(found)).toContain('SLACK_BOT_TOKEN is missing')
    expect(JSON.stringify(found)).not.toMatch(/Slack (cannot be reached|answers)/)
  })

  it('prints no token, good or bad', async () => {
    const found = await runChecks(env({ SLACK_BOT_TOKEN: 'xoxb-wrong-token', SLACK_APP_TOKEN: 'xapp-wrong' }))
    expect(JSON.stringify(found)).not.toMatch(/xox[a-z]-\w|xapp-\w/)
  })
})

describe('Slack', () => {
  it('refuses a wrong bot token, and the doctor says where the right one is', async () => {
    const [bad] = findings('bad', await runChecks(env({ SLACK_BOT_TOKEN: 'xoxb-0-0-wrong' })))
    expect(bad).toMatch(/SLACK_BOT_TOKEN.*OAuth & Permissions/)
  })

  it('refuses a wrong app token', async () => {
    const [bad] = findings('bad', await runChecks(env({ SLACK_APP_TOKEN: 'xapp-1-wrong' })))
    expect(bad).toMatch(/SLACK_APP_TOKEN.*App-Level Tokens/)
  })

  it('cannot be reached: said once, not for each token', async () => {
    const bad = findings('bad', await runChecks(env({ SLACK_API_URL: 'http://127.0.0.1:9/api/' })))
    expect(bad).toHaveLength(1)
    expect(bad[0]).toMatch(/cannot be reached at http:\/\/127\.0\.0\.1:9.*network/)
  })

  it('did not grant a scope that is needed', async () => {
    await sandbox.stop()
    await start({ manifest: readText('manifest.yml').replace(/ +- mpim:write.*\n/, '') })
    const [bad] = findings('bad', await runChecks(env()))
    expect(bad).toMatch(/mpim:write.*introducing two people.*manifest\.yml/)
  })

  it('did not grant the optional ones: Cairn starts all the same', async () => {
    await sandbox.stop()
    await start({ grantOptional: false })
    const found = await runChecks(env())
    expect(allPassed(found)).toBe(true)
    expect(findings('warn', found).join('\n')).toMatch(/channels:join.*groups:read/s)
  })

  it('in HTTP mode looks at the signing secret', async () => {
    const http = (secret: string) => runChecks(env({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: secret }))
    expect(findings('warn', await http(sandbox.tokens.signingSecret))).toEqual([])
    expect(findings('warn', await http('not-a-secret'))[0]).toMatch(/SLACK_SIGNING_SECRET.*App Credentials/)
  })

  it('has no channel for wins: a warning, with what to do', async () => {
    const found = await runChecks(env({ WINS_CHANNEL: 'nowhere' }))
    expect(allPassed(found)).toBe(true)
    expect(findings('warn', found)[0]).toMatch(/no channel #nowhere.*\/invite @Cairn.*WINS_CHANNEL/)
  })
})

describe('the database', () => {
  it('is migrated, or waits for it', async () => {
    const db = await openDatabase(url())
    try {
      expect(findings('warn', await runChecks(env()))[0]).toMatch(
        /waits for \d+ migrations?\..*Starting Cairn/,
      )
      await db.migrate()
      expect(findings('warn', await runChecks(env()))).toEqual([])
    } finally {
      await db.close()
    }
  })

  it('holds messages that could not be sent, a workspace that is stopped, and a wins channel by its new name', async () => {
    const db = await openDatabase(url())
    await db.migrate()
    const { deliveries, workspaces } = db.tables
    const workspace = sandbox.workspace.id
    const parked = (id: string, destination: string, problem: string) =>
      anyRows(
        db.q.insert(deliveries).values({
          id,
          workspace,
          kind: 'x',
          dedupeKey: id,
          destination,
          payload: {},
          state: 'parked',
          dueAt: 1,
          problem,
        }),
      )
    await db.commit(
      anyRows(
        db.q.insert(workspaces).values({
          workspace,
          name: 'Stonepath',
          stopped: 'token_revoked',
          winsChannelId: 'C0PMWINS01',
          winsWanted: 'pm-wins',
        }),
      ),
      parked('a', 'U1', 'channel_not_found'),
      parked('b', 'U2', 'channel_not_found'),
      parked('c', '#wins', 'is_archived'),
    )
    await db.close()
    await sandbox.admin.rename('pm-wins', 'big-wins')
    const found = await runChecks(env())
    const warnings = findings('warn', found).join('\n')
    expect(warnings).toMatch(/2 messages could not be sent to a direct message: channel_not_found.*Try again/)
    expect(warnings).toMatch(/1 message could not be sent to the wins channel: is_archived/)
    expect(warnings).toMatch(/Nothing is sent to Stonepath.*token_revoked.*Install the app again/)
    expect(findings('ok', found).join('\n')).toContain('Wins go to #big-wins')
  })

  it('cannot be reached, and its password is not told', async () => {
    const bad = findings(
      'bad',
      await runChecks(env({ DATABASE_URL: 'postgres://ana:hunter2@127.0.0.1:9/cairn' })),
    )
    expect(bad[0]).toMatch(/postgres:\/\/ana:…@127\.0\.0\.1:9\/cairn.*PostgreSQL/)
    expect(bad.join()).not.toContain('hunter2')
  })

  it('cannot be where a file stands in the way', async () => {
    const [bad] = findings('bad', await runChecks(env({ DATABASE_URL: 'file:/dev/null/cairn.db' })))
    expect(bad).toMatch(/\/dev\/null.*DATABASE_URL/s)
  })

  it('may be read by others, until Cairn starts', async () => {
    const db = await openDatabase(url())
    await db.migrate()
    chmodSync(join(folder, 'cairn.db'), 0o644)
    expect(findings('warn', await runChecks(env()))[0]).toMatch(/Other accounts.*cairn\.db.*Starting Cairn/)
    await db.migrate()
    expect(findings('warn', await runChecks(env()))).toEqual([])
    await db.close()
  })

  it('holds words under another key', async () => {
    const db = await openDatabase(url())
    await db.migrate()
    const { wins } = db.tables
    const words = createSeal([Buffer.from(makeKey(), 'base64')]).close(
      { table: 'wins', column: 'words', row: 'w1' },
      'We did it',
    )
    const row = { id: 'w1', workspace: 'T1', author: 'U1', size: 'small', words, status: 'waiting', at: 1 }
    await db.commit({ query: db.q.insert(wins).values(row) })
    await db.close()
    expect(findings('bad', await runChecks(env()))[0]).toMatch(/another key.*CAIRN_KEY/)
  })
})
