import type { Log } from '../../log.ts'

/** An id short enough to be read out, the same in the log and on the person's screen. */
const errorId = (newId: () => string) => `E-${newId().slice(-6)}`

/**
 * Logs an outage or a bug under an id and returns the sentence for the person. `wrote`: what they did was saved
 * before it happened.
 */
export function reportError(
  log: Log,
  newId: () => string,
  err: unknown,
  what: Record<string, unknown>,
  wrote: boolean,
): string {
  const id = errorId(newId)
  log.error({ err, error: id, ...what }, 'a handler failed')
  return wrote
    ? `What you did is saved, but something went wrong on our side afterwards (${id}). Open Home to see where things stand; if something is missing there, give ${id} to whoever runs Cairn here.`
    : `Something went wrong on our side (${id}). Nothing was changed. Please try again in a minute; if it happens again, give ${id} to whoever runs Cairn here.`
}
