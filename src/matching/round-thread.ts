/** What runs in the thread: one round, or the other mentors for one of its mentees, and word of how far it is. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Task } from './in-thread.ts'
import { alternatives, solveRound } from './round.ts'

const port = parentPort
if (port) {
  const { input, mentee } = workerData as Task
  const result =
    mentee === undefined
      ? solveRound(input, (done) => port.postMessage({ done }))
      : alternatives(input, mentee)
  port.postMessage({ result })
}
