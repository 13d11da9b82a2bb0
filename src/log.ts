import { pino } from 'pino'
import { withoutWords } from './db/errors.ts'

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
/** How far down causes are told; an error may be its own cause. */
const MOST_CAUSES = 4

/**
 * What may be said of an error: its name, code, message and stack, and the same of its cause; a database error is reduced
 * first, and a mere "no" of Slack's has no stack.
 */
function describe(error: unknown, depth = 0): object {
  const e = withoutWords(error)
  if (!(e instanceof Error)) return { message: String(e) }
  const { code, cause } = e as { code?: unknown; cause?: unknown }
  return {
    name: e.name,
    code,
    message: e.message,
    ...(depth === 0 && !SLACK_SAYS_NO.includes(String(code)) && { stack: e.stack }),
    ...(cause !== undefined && depth < MOST_CAUSES && { cause: describe(cause, depth + 1) }),
  }
}

const TOKENS = /\b(xox[a-z]-|xapp-)[\w-]+/g

/** Makes a log at `level`, one JSON object a line, with tokens blotted out wherever they stand. */
export function createLog(
  level: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (err: unknown) => describe(err) },
    },
    { write: (line: string) => write(line.replace(TOKENS, '$1…')) },
  )
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
