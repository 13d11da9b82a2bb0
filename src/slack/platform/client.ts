import { WebClient } from '@slack/web-api'
import type { Log } from '../../log.ts'

/** How long one call may take before it counts as unclear, ms. Shorter than the outbox's lease. */
const CALL_TIMEOUT_MS = 10_000

/**
 * The client for everything that shows something to a person. It never retries by itself: the library would
 * repeat time-outs and 5xx, which posts twice; that decision belongs to the outbox. `headers` stays unset: the
 * library would leak the first client's token into later ones.
 */
export const createClient = (token: string, apiUrl: string, log: Log) =>
  new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: CALL_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  })

/** Lets the Slack libraries speak through our log, warnings and errors only. */
export function boltLogger(log: Log) {
  const say =
    (level: 'warn' | 'error') =>
    (...args: unknown[]) => {
      const [err] = args.filter((arg) => arg instanceof Error)
      log[level](
        { from: 'slack', ...(err !== undefined && { err }) },
        args.filter((a) => typeof a === 'string').join(' '),
      )
    }
  return {
    debug() {},
    info() {},
    warn: say('warn'),
    error: say('error'),
    setLevel() {},
    getLevel: () => 'warn' as never,
    setName() {},
  }
}
