import type { Log } from '../log.ts'

/** An id short enough to be read out, the same in the log and on the person's screen. */
export const errorId = (newId: () => string) => `E-${newId().slice(-6)}`

/** Logs an outage or a bug under an id and returns the sentence for the person. */
export function report(log: Log, newId: () => string, err: unknown, what: Record<string, unknown>): string {
  const id = errorId(newId)
  log.error({ err, error: id, ...what }, 'a handler failed')
  return `Something went wrong on our side (${id}). Nothing was changed. Please try again in a minute; if it happens again, give ${id} to whoever runs Cairn here.`
}
