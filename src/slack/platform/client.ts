import type { KnownBlock } from '@slack/types'
import { type WebAPICallResult, WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../../log.ts'
import { newTypesIn, plainly } from '../ui/cards.ts'
import type { NewBlocks } from '../ui/new-blocks.ts'

/** How long one call may take before it counts as unclear, ms. Shorter than the outbox's lease. */
const CALL_TIMEOUT_MS = 10_000

/**
 * The client for everything that shows something to a person. It never retries by itself: the library would
 * repeat time-outs and 5xx, which posts twice; that decision belongs to the outbox. `headers` stays unset: the
 * library would leak the first client's token into later ones.
 */
export function createClient(token: string, apiUrl: string, log: Log, newBlocks?: NewBlocks): WebClient {
  const options = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: CALL_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  }
  return newBlocks ? new CarefulClient(token, options, newBlocks, log) : new WebClient(token, options)
}

type Shown = Record<string, unknown> & { blocks?: KnownBlock[]; view?: { blocks: KnownBlock[] } }

/** A call with other blocks, in its message or its view. */
const withBlocks = (call: Shown, blocks: KnownBlock[]): Shown =>
  call.view ? { ...call, view: { ...call.view, blocks } } : { ...call, blocks }

/** What Slack answers to blocks that it does not take (docs.slack.dev: chat.postMessage, views.open). */
const NOT_TAKEN = new Set(['invalid_blocks', 'invalid_arguments'])

/** Sends what the workspace has not yet once more without it, and remembers. */
class CarefulClient extends WebClient {
  readonly #newBlocks: NewBlocks
  readonly #log: Log

  constructor(token: string, options: WebClientOptions, newBlocks: NewBlocks, log: Log) {
    super(token, options)
    this.#newBlocks = newBlocks
    this.#log = log
  }

  override async apiCall(method: string, given: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const call = given as Shown
    const blocks = call.view?.blocks ?? call.blocks
    if (!Array.isArray(blocks) || newTypesIn(blocks).length === 0) return super.apiCall(method, given)
    const tried = this.#newBlocks.hopeful(blocks)
    const types = newTypesIn(tried)
    try {
      const result = await super.apiCall(method, withBlocks(call, tried))
      this.#newBlocks.taken(types)
      return result
    } catch (err) {
      if (types.length === 0 || !(err instanceof WebAPIPlatformError) || !NOT_TAKEN.has(err.data.error))
        throw err
      const result = await super.apiCall(method, withBlocks(call, tried.flatMap(plainly)))
      const told = JSON.stringify(err.data)
      const named = types.filter((type) => told.includes(`unsupported type: ${type}`))
      this.#newBlocks.refused(named.length > 0 ? named : types)
      this.#log.info(
        { types, method },
        'Slack did not take these blocks; for a day the same is said without them',
      )
      return result
    }
  }
}

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
