import { Worker } from 'node:worker_threads'
import { findProgramFile } from '../core/program-files.ts'
import { type Alternative, alternatives, MOST_ALTERNATIVES } from './alternatives.ts'
import { type CircleGroups, type CircleInput, solveCircle } from './peers/index.ts'
import { solveRound } from './round.ts'
import type { Progress, RoundInput, RoundResult } from './round-types.ts'

/** The built file, also for sources that are run as they are: Node 20 cannot read TypeScript in a thread. */
const THREAD = findProgramFile('dist/engine/thread.js')

/** Up to so many pairs are solved in the time that a thread takes to start. */
const SMALL = 20_000

/** What a thread is asked: a whole round, the other mentors for one mentee of it, or a circle. */
export type Task =
  | { round: RoundInput; mentee?: string; circle?: undefined }
  | { round?: undefined; mentee?: undefined; circle: CircleInput }

/**
 * As `solveRound`, in a thread of its own if it is large, so that everybody else is served meanwhile. Rejects if the
 * thread fails. Where nothing was built yet it runs right here.
 */
export const solveInThread = async (
  round: RoundInput,
  progress?: Progress,
  small = SMALL,
): Promise<RoundResult> =>
  isSmall(pairsIn(round), small) ? solveRound(round, progress) : askThread<RoundResult>({ round }, progress)

/** As `alternatives`, likewise; it solves the round once for each. */
export const alternativesInThread = async (
  round: RoundInput,
  mentee: string,
  small = SMALL,
): Promise<Alternative[]> =>
  isSmall(pairsIn(round) * (MOST_ALTERNATIVES + 1), small)
    ? alternatives(round, mentee)
    : askThread<Alternative[]>({ round, mentee })

/** As `solveCircle`, likewise. */
export const circleInThread = async (circle: CircleInput, small = SMALL): Promise<CircleGroups> =>
  isSmall(circle.people.length ** 2, small) ? solveCircle(circle) : askThread<CircleGroups>({ circle })

const pairsIn = ({ mentees, mentors }: RoundInput) => mentees.length * mentors.length

const isSmall = (pairs: number, small: number) => pairs <= small || !THREAD

const askThread = <T>(task: Task, progress?: Progress): Promise<T> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(THREAD!, { workerData: task })
    worker.on('message', (told: { done: number } | { result: T }) => {
      if ('done' in told) progress?.(told.done)
      else resolve(told.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the thread of the matching ended with ${code}`)))
  })
