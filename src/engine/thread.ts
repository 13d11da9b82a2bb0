/** What runs in the thread: a round, the other mentors for one of its mentees, or a circle; and word of how far it is. */
import { parentPort, workerData } from 'node:worker_threads'
import { alternatives } from './alternatives.ts'
import type { Task } from './in-thread.ts'
import { solveCircle } from './peers/index.ts'
import { solveRound } from './round.ts'

const port = parentPort
if (port) {
  const { round, mentee, circle } = workerData as Task
  const result = circle
    ? solveCircle(circle)
    : mentee !== undefined
      ? alternatives(round, mentee)
      : solveRound(round, (done) => port.postMessage({ done }))
  port.postMessage({ result })
}
