/** Groups of two or three peers, out of any graph. */
export { provesBest } from './certificate.ts'
export { type CircleGroups, type CircleInput, solveCircle } from './circle.ts'
export { type LeftOutCause, type Peers, type PeersWanted, peers } from './peers.ts'
export { peerReasons, peerScorer } from './score.ts'
export type { Meeting } from './weigh.ts'
