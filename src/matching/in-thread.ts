import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import {
  type Alternative,
  alternatives,
  type Progress,
  type RoundInput,
  type RoundResult,
  solveRound,
} from './round.ts'

/** Node 20 cannot read TypeScript in a thread, so sources that are run as they are borrow the built file. */
const THREAD = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/matching/round-thread.js', import.meta.url)
  : new URL('./round-thread.js', import.meta.url)

/** Up to so many pairs are solved in the time that a thread takes to start. */
const SMALL = 20_000

/** What a thread is asked: the whole round, or the other mentors for one mentee. */
export interface Task {
  input: RoundInput
  mentee?: string
}

/**
 * As `solveRound`, in a thread of its own if it is large, so that everybody else is served meanwhile. Rejects if the
 * thread fails. Where nothing was built yet it runs right here.
 */
export const solveInThread = async (
  input: RoundInput,
  progress?: Progress,
  small = SMALL,
): Promise<RoundResult> =>
  isSmall(input, small) ? solveRound(input, progress) : askThread<RoundResult>({ input }, progress)

/** As `alternatives`, likewise. */
export const alternativesInThread = async (
  input: RoundInput,
  mentee: string,
  small = SMALL,
): Promise<Alternative[]> =>
  isSmall(input, small) ? alternatives(input, mentee) : askThread<Alternative[]>({ input, mentee })

const isSmall = ({ mentees, mentors }: RoundInput, small: number) =>
  mentees.length * mentors.length <= small || !existsSync(THREAD)

const askThread = <T>(task: Task, progress?: Progress): Promise<T> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: task })
    worker.on('message', (told: { done: number } | { result: T }) => {
      if ('done' in told) progress?.(told.done)
      else resolve(told.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the thread of a round ended with ${code}`)))
  })
