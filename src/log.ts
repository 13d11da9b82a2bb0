import { pino } from 'pino'
import { reduce } from './db/errors.ts'

/** Structured lines on standard output. Fields are ids, kinds and counts; never people's words. */
export interface Log {
  debug(fields: Fields, message: string): void
  info(fields: Fields, message: string): void
  warn(fields: Fields, message: string): void
  error(fields: Fields, message: string): void
}

export type Fields = Record<string, unknown> & { err?: unknown }

/** Answers of Slack's that say no: what was asked is in the line beside them, and the stack is the library's own. */
const SLACK_SAYS_NO = ['slack_webapi_platform_error', 'slack_webapi_rate_limited_error']

/**
 * What may be said of an error: its name, code, message and stack; a database error is reduced first, and a mere "no"
 * of Slack's has no stack.
 */
function describe(error: unknown) {
  const e = reduce(error)
  if (!(e instanceof Error)) return { message: String(e) }
  const { code } = e as { code?: unknown }
  const stack = SLACK_SAYS_NO.includes(String(code)) ? undefined : e.stack
  return { name: e.name, code, message: e.message, stack }
}

const TOKENS = /\b(xox[a-z]-|xapp-)[\w-]+/g

/** Makes a log at `level`, one JSON object a line, with tokens blotted out wherever they stand. */
export function createLog(
  level: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describe } },
    { write: (line: string) => write(line.replace(TOKENS, '$1…')) },
  )
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
