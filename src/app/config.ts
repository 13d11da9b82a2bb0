import { z } from 'zod'
import { isGuessable, parseKey } from '../db/seal.ts'

/** Slack's own address; SLACK_API_URL replaces it. */
const SLACK_API = 'https://slack.com/api/'

/**
 * A value as it was meant: env files of Docker keep quotes and mounted secrets end in a line break, and none of our values
 * begins or ends with either. Undefined if nothing is left.
 */
function meant(value: string | undefined): string | undefined {
  const text = value?.trim() ?? ''
  const quotes = /^(["'`])([\s\S]*)\1$/.exec(text)
  return (quotes ? quotes[2]?.trim() : text) || undefined
}

const ODD =
  'holds a quote, a space, a line break or another sign that no such value has. Copy it again, alone on its line'
/** Letters, digits, '-' and '_': all that tokens and secrets of Slack are made of. */
const secret = (missing?: string) => z.string(missing).regex(/^[\w-]+$/, ODD)
/** Anything in one piece. */
const onePiece = () => z.string().regex(/^[^\s"'`]+$/, ODD)

const Variables = z.object({
  SLACK_BOT_TOKEN: secret(
    'is missing. Copy the "Bot User OAuth Token" (xoxb-…) from "OAuth & Permissions" of your Slack app',
  ).startsWith('xoxb-', 'must be a bot token, which begins with xoxb-'),
  SLACK_APP_TOKEN: secret()
    .startsWith('xapp-', 'must be an app-level token, which begins with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: secret().optional(),
  SLACK_API_URL: z.url('must be a web address').default(SLACK_API),
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
  HOST: onePiece().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^(file:.*[^"'`]|postgres(ql)?:\/\/\S*[^\s"'`]|:memory:)$/,
      'must begin with file: or postgres://, and stand alone on its line',
    )
    .default('file:./data/cairn.db'),
  CAIRN_KEY: z
    .string(
      'is missing. It seals private words; `npm run cairn doctor` makes one. Keep it safe: without it nobody can read them again',
    )
    .transform((text, context) => {
      const keys = text.split(',').map((one) => parseKey(one.replace(/^[\s"'`]+|[\s"'`]+$/g, '')))
      const [first] = keys
      // One that comes later seals nothing more, and may be what older words need.
      if (first && !isGuessable(first) && keys.every((key) => key !== undefined)) return keys as Buffer[]
      context.addIssue({
        code: 'custom',
        message:
          first && isGuessable(first)
            ? 'must be made by chance, and this one can be guessed. `npm run cairn doctor` makes one; if words were sealed with this one, put the new one and a comma in front of it'
            : 'must be 32 bytes as base64 or hex; `npm run cairn doctor` makes one',
      })
      return z.NEVER
    }),
  WINS_CHANNEL: z
    .string()
    .transform((name) => name.replace(/^#\s*/, ''))
    .pipe(onePiece())
    .default('pm-wins'),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(
      z.enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
        'must be one of trace, debug, info, warn, error, fatal, silent',
      ),
    )
    .default('info'),
})

const NAMES = Object.keys(Variables.shape) as (keyof typeof Variables.shape)[]

export interface Config {
  botToken: string
  /** Set: Socket Mode. */
  appToken?: string
  /** Set without an app token: HTTP. */
  signingSecret?: string
  /** Ends in a slash. */
  apiUrl: string
  port: number
  host: string
  databaseUrl: string
  /** The first seals; all of them open. */
  keys: Buffer[]
  /** An id or a name without '#'. */
  winsChannel: string
  logLevel: string
}

/**
 * Every problem at once, each a sentence that begins with the variable's name; `sound` is what could be read
 * all the same.
 */
export type ConfigResult =
  | { ok: true; config: Config }
  | { ok: false; problems: string[]; sound: Partial<Config> }

const toConfig = (v: Partial<z.infer<typeof Variables>>): Partial<Config> => ({
  botToken: v.SLACK_BOT_TOKEN,
  appToken: v.SLACK_APP_TOKEN,
  signingSecret: v.SLACK_SIGNING_SECRET,
  apiUrl: v.SLACK_API_URL?.replace(/\/?$/, '/'),
  port: v.PORT,
  // Over HTTP Slack comes to us; in Socket Mode whoever looks at /health is on this machine, unless we are told otherwise.
  host: v.HOST ?? (v.SLACK_APP_TOKEN ? '127.0.0.1' : '0.0.0.0'),
  databaseUrl: v.DATABASE_URL,
  keys: v.CAIRN_KEY,
  winsChannel: v.WINS_CHANNEL,
  logLevel: v.LOG_LEVEL,
})

const NO_ENTRANCE =
  'SLACK_APP_TOKEN is missing, and so is SLACK_SIGNING_SECRET. Set SLACK_APP_TOKEN (xapp-…) for Socket Mode, which needs no public address, or SLACK_SIGNING_SECRET for HTTP.'

/** Reads the environment; the only reader of it. Never throws. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ConfigResult {
  const values = Object.fromEntries(NAMES.map((name) => [name, meant(env[name])]))
  const parsed = Variables.safeParse(values)
  const problems = (parsed.error?.issues ?? []).map((i) => `${i.path.join('.')} ${i.message}.`)
  if (!values.SLACK_APP_TOKEN && !values.SLACK_SIGNING_SECRET) problems.push(NO_ENTRANCE)
  if (parsed.data && problems.length === 0) return { ok: true, config: toConfig(parsed.data) as Config }
  const sound = NAMES.flatMap((name) => {
    const one = (Variables.shape[name] as z.ZodType).safeParse(values[name])
    return one.success ? [[name, one.data]] : []
  })
  return { ok: false, problems, sound: toConfig(Object.fromEntries(sound)) }
}

/** Takes in the variables of a file `.env`, if there is one; those set already win. */
export function loadEnvFile(path = '.env'): void {
  try {
    process.loadEnvFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
