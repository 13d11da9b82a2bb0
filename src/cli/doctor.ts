/** `cairn doctor`: looks at everything that Cairn needs, and says how to mend what is wrong. Changes nothing. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { WebClient } from '@slack/web-api'
import { eq } from 'drizzle-orm'
import { type Config, readConfig } from '../app/config.ts'
import { databaseProblem, missingKeysProblem, NEWER_DATABASE } from '../app/start-problems.ts'
import { plural } from '../core/text.ts'
import { anyRows } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import { missingKeys } from '../db/keys.ts'
import { migrationState } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { makeKey } from '../db/seal.ts'
import { sqlitePath } from '../db/sqlite.ts'
import { placeName } from '../features/programme/desk/views.ts'
import { silentLog } from '../log.ts'
import { listParked } from '../outbox/stops.ts'
import {
  type Authorised,
  checkAppToken,
  HELPFUL_SCOPES,
  identify,
  REQUIRED_SCOPES,
  SCOPES_MEND,
} from '../slack/platform/authorise.ts'
import { createClient } from '../slack/platform/client.ts'
import { problemOf } from '../slack/platform/transport.ts'
import { findWins, type KeptWins } from '../slack/platform/wins-channel.ts'

/** One thing that was looked at. `bad` keeps Cairn from starting; with `warn` it starts and something is missing. */
export interface Finding {
  state: 'ok' | 'warn' | 'bad'
  what: string
  /** What to do about it. */
  mend?: string
}

const ok = (what: string): Finding => ({ state: 'ok', what })
const warn = (what: string, mend?: string): Finding => ({ state: 'warn', what, mend })
const bad = (what: string, mend?: string): Finding => ({ state: 'bad', what, mend })

const OLDEST_NODE = 20
/** Slack's requests carry a time stamp, and those more than five minutes off are refused. */
const SKEW_BAD_MS = 5 * 60_000
const SKEW_WARN_MS = 30_000
const PATIENCE_MS = 10_000

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Looks at everything, at once where it can. Never throws. */
export async function runChecks(env?: NodeJS.ProcessEnv): Promise<Finding[]> {
  const read = readConfig(env)
  const config = read.ok ? read.config : read.sound
  const database = examineDatabase(config)
  const slack = await examineSlack(config, async (workspace) => (await database).kept.get(workspace))
  return [examineNode(), ...examineConfig(read), ...(await database).findings, ...slack]
}

function examineNode(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  return major >= OLDEST_NODE
    ? ok(`Node ${process.versions.node}`)
    : bad(`Node ${process.versions.node} is too old.`, `Install Node ${OLDEST_NODE} or newer.`)
}

function examineConfig(read: ReturnType<typeof readConfig>): Finding[] {
  if (read.ok) return [ok('Configuration complete')]
  return read.problems.map((problem) =>
    /^CAIRN_KEY (is missing|must)/.test(problem)
      ? bad(problem, `Here is a fresh one, for a new installation: CAIRN_KEY=${makeKey()}`)
      : bad(problem),
  )
}

// --- database -------------------------------------------------------------------------------------

interface Examined {
  findings: Finding[]
  /** What is kept of each workspace's wins channel. */
  kept: Map<string, KeptWins>
}

async function examineDatabase(config: Partial<Config>): Promise<Examined> {
  const kept: Examined['kept'] = new Map()
  const url = config.databaseUrl
  if (!url) return { findings: [], kept }
  // Opening would make the file, and a doctor changes nothing.
  if (url.startsWith('file:') && !(await exists(sqlitePath(url))))
    return { findings: [await examineFolder(sqlitePath(url))], kept }
  let db: Db | undefined
  try {
    db = await openDatabase(url)
    await db.ping()
    return {
      findings: [
        ok(`Database answers (${db.engine})`),
        ...(url.startsWith('file:') ? await examineRights(sqlitePath(url)) : []),
        ...(await examineTables(db, config.keys, kept)),
      ],
      kept,
    }
  } catch (error) {
    return { findings: [bad(databaseProblem(error, url))], kept }
  } finally {
    await db?.close()
  }
}

async function examineTables(db: Db, keys: Buffer[] | undefined, kept: Examined['kept']): Promise<Finding[]> {
  const { pending, newer } = await migrationState(db)
  if (newer) return [bad(NEWER_DATABASE)]
  if (pending.length > 0)
    return [
      warn(`The database waits for ${plural(pending.length, 'migration')}.`, 'Starting Cairn does them.'),
    ]
  const { workspaces } = db.tables
  // Changes no row, and yet fails where nothing may be written.
  await db.commit(anyRows(db.q.update(workspaces).set({ name: '' }).where(eq(workspaces.workspace, ''))))
  const missing = keys ? await missingKeys(db, keys) : []
  return [
    ok('Database is migrated and can be written to'),
    ...(missing.length > 0 ? [bad(missingKeysProblem(missing))] : []),
    ...(await examineOutbox(db, kept)),
  ]
}

/** Whoever reads the file sees who is paired with whom. */
async function examineRights(path: string): Promise<Finding[]> {
  if (process.platform === 'win32' || ((await stat(path)).mode & 0o077) === 0) return []
  return [
    warn(
      `Other accounts of this machine may read ${path}.`,
      'Starting Cairn as its owner closes it to them.',
    ),
  ]
}

/** What waits and why, for each workspace; fills in what is `kept`. */
async function examineOutbox(db: Db, kept: Examined['kept']): Promise<Finding[]> {
  const found: Finding[] = []
  for (const row of await db.q.select().from(db.tables.workspaces)) {
    kept.set(row.workspace, row)
    if (row.stopped)
      found.push(
        warn(
          `Nothing is sent to ${row.name}: Slack has ended Cairn's access (${row.stopped}).`,
          'Install the app again and copy the new token. With the same token Cairn goes on by itself.',
        ),
      )
    const reasons = new Map<string, number>()
    for (const { destination, problem, many } of await listParked(db, row.workspace)) {
      const reason = `to ${placeName(destination)}: ${problem ?? 'no reason was kept'}`
      reasons.set(reason, (reasons.get(reason) ?? 0) + many)
    }
    for (const [reason, many] of reasons)
      found.push(
        warn(
          `${plural(many, 'message')} could not be sent ${reason}.`,
          'Mend the cause in Slack; then a coordinator presses "Try again" on Home.',
        ),
      )
  }
  return found
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function examineFolder(path: string): Promise<Finding> {
  let folder = dirname(path)
  while (!(await exists(folder)) && folder !== dirname(folder)) folder = dirname(folder)
  const writable = await access(folder, constants.W_OK).then(
    async () => (await stat(folder)).isDirectory(),
    () => false,
  )
  if (await exists(`${path}.lock`))
    return warn(
      `There is no database at ${path}, though Cairn has used one there; starting Cairn makes an empty one.`,
      'Put the right file back, or restore a backup. To begin anew on purpose, remove what is left beside it.',
    )
  return writable
    ? ok(`No database yet; starting Cairn makes ${path}`)
    : bad(
        `There is no database at ${path}, and ${folder} is no folder that may be written to.`,
        'Give the folder to the account that runs Cairn, or change DATABASE_URL.',
      )
}

// --- Slack ----------------------------------------------------------------------------------------

async function examineSlack(
  config: Partial<Config>,
  keptOf: (workspace: string) => Promise<KeptWins | undefined>,
): Promise<Finding[]> {
  const { apiUrl, botToken, appToken, signingSecret, winsChannel } = config
  if (!apiUrl) return []
  // Without a token there is nothing to ask Slack.
  const found = botToken || appToken ? await examineReach(apiUrl, !appToken) : []
  if (found.some((finding) => finding.mend === NETWORK_MEND)) return found
  if (botToken) {
    const client = createClient(botToken, apiUrl, silentLog)
    try {
      const authorised = await identify(client, apiUrl)
      found.push(ok(`Bot token of the workspace ${authorised.name}`), ...examineScopes(authorised))
      if (winsChannel)
        found.push(await examineWins(client, winsChannel, authorised, await keptOf(authorised.workspace)))
    } catch (error) {
      found.push(bad(reasonOf(error)))
    }
  }
  if (appToken)
    found.push(
      await checkAppToken(createClient(appToken, apiUrl, silentLog), apiUrl).then(
        () => ok('App-level token: Socket Mode can connect'),
        (error) => bad(reasonOf(error)),
      ),
    )
  else if (signingSecret)
    found.push(
      /^[0-9a-f]{32}$/i.test(signingSecret)
        ? ok('Signing secret looks right; only a request from Slack can prove it')
        : warn(
            'SLACK_SIGNING_SECRET does not look like one: it has 32 characters, 0-9 and a-f.',
            'Copy it again from "Basic Information", "App Credentials".',
          ),
    )
  return found
}

const NETWORK_MEND = 'Check the network and the proxy, and SLACK_API_URL if you set it.'

/** Whether Slack answers at all, and whether our clock agrees with its. */
async function examineReach(apiUrl: string, signed: boolean): Promise<Finding[]> {
  let date: string | null
  try {
    const answer = await fetch(`${apiUrl}api.test`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    date = answer.headers.get('date')
  } catch {
    return [bad(`Slack cannot be reached at ${apiUrl}.`, NETWORK_MEND)]
  }
  const skew = date ? Math.abs(Date.now() - Date.parse(date)) : 0
  const seconds = Math.round(skew / 1000)
  const mend = 'Let the machine set its clock by itself (NTP).'
  if (skew > SKEW_BAD_MS && signed)
    return [
      ok('Slack answers'),
      bad(`The clock is ${seconds} s off; Slack's requests would be refused.`, mend),
    ]
  if (skew > SKEW_WARN_MS)
    return [
      ok('Slack answers'),
      warn(`The clock is ${seconds} s off; messages come at the wrong time.`, mend),
    ]
  return [ok('Slack answers, and the clock agrees with its')]
}

function examineScopes({ scopes }: Authorised): Finding[] {
  if (!scopes?.length) return [warn('Slack did not say which scopes were granted.')]
  const look = (wanted: Record<string, string>, missing: typeof bad) =>
    Object.entries(wanted).map(([scope, use]) =>
      scopes.includes(scope)
        ? ok(`Scope ${scope}: ${use}`)
        : missing(`Scope ${scope} was not granted: ${use}.`, SCOPES_MEND),
    )
  return [...look(REQUIRED_SCOPES, bad), ...look(HELPFUL_SCOPES, warn)]
}

async function examineWins(
  client: WebClient,
  target: string,
  { scopes }: Authorised,
  kept: KeptWins | undefined,
): Promise<Finding> {
  try {
    const channel = await findWins(client, target, kept)
    const name = `#${channel?.name ?? target}`
    const invite = `Type /invite @Cairn in ${name}.`
    if (!channel?.id)
      return warn(
        `There is no channel ${name} that Cairn can see; wins wait until there is one.`,
        `Create it and ${invite.charAt(0).toLowerCase()}${invite.slice(1, -1)}, or set WINS_CHANNEL.`,
      )
    if (channel.is_archived) return warn(`${name} is archived.`, 'Unarchive it, or set WINS_CHANNEL.')
    if (channel.is_member !== false) return ok(`Wins go to ${name}`)
    return scopes?.includes('channels:join')
      ? ok(`Wins go to ${name}; Cairn joins it when it starts`)
      : warn(`Cairn is not in ${name}.`, invite)
  } catch (error) {
    return warn(
      `The channels could not be read (${problemOf(error).code}).`,
      'Grant the scope channels:read, or set WINS_CHANNEL to the id of the channel.',
    )
  }
}

// --- showing --------------------------------------------------------------------------------------

const MARKS = { ok: '✓', warn: '!', bad: '✗' }

/** The findings as lines for a terminal. */
export const formatFindings = (findings: Finding[]): string =>
  findings
    .map(({ state, what, mend }) => `${MARKS[state]} ${what}${mend ? `\n    → ${mend}` : ''}\n`)
    .join('')

/** Whether Cairn can start. */
export const allPassed = (findings: Finding[]) => findings.every((finding) => finding.state !== 'bad')
