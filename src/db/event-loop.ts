/**
 * Lets the event loop turn within long work. On SQLite every read and write is over when it returns, so awaiting one
 * only lines up behind other microtasks: however long a chain of them is, no socket is read and no timer fires in it.
 */

/** How long work may go on before the loop turns, ms: nobody notices, and little is lost to turning. */
const STRETCH_MS = 15

let turnedAt = 0
let coming: Promise<void> | undefined

/** Resolves when the loop has turned once: what came in meanwhile has been read and begun. */
export function nextTurn(): Promise<void> {
  // One turn for all who wait for it: each with a turn of its own would go on for its own stretch in it.
  coming ??= new Promise((resolve) =>
    setImmediate(() => {
      coming = undefined
      turnedAt = performance.now()
      resolve()
    }),
  )
  return coming
}

/** To be awaited within long work: the loop's next turn if it has been held long enough, else nothing to wait for. */
export const yieldIfLong = (): Promise<void> | undefined =>
  performance.now() - turnedAt < STRETCH_MS ? undefined : nextTurn()
