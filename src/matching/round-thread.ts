/** What runs in the thread: one round, and word of how far it is. */
import { parentPort, workerData } from 'node:worker_threads'
import { type RoundInput, solveRound } from './round.ts'

const port = parentPort
if (port) {
  const result = solveRound(workerData as RoundInput, (done) => port.postMessage({ done }))
  port.postMessage({ result })
}
