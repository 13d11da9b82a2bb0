import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type Progress, type RoundInput, type RoundResult, solveRound } from './round.ts'

/** Node 20 cannot read TypeScript in a thread, so sources that are run as they are borrow the built file. */
const THREAD = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/matching/round-thread.js', import.meta.url)
  : new URL('./round-thread.js', import.meta.url)

/** Up to so many pairs are solved in the time that a thread takes to start. */
const SMALL = 20_000

/**
 * As `solveRound`, in a thread of its own if it is large, so that everybody else is served meanwhile. Rejects if the
 * thread fails. Where nothing was built yet it runs right here.
 */
export async function solveInThread(
  input: RoundInput,
  progress?: Progress,
  small = SMALL,
): Promise<RoundResult> {
  if (input.mentees.length * input.mentors.length <= small || !existsSync(THREAD))
    return solveRound(input, progress)
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: input })
    worker.on('message', (told: { done: number } | { result: RoundResult }) => {
      if ('done' in told) progress?.(told.done)
      else resolve(told.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the thread of a round ended with ${code}`)))
  })
}
