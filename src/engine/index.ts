/** The matching: who may be matched, how well, and why. Pure; imports `core/` alone. */
export { type Alternative, alternatives } from './alternatives.ts'
export {
  type Exclusion,
  excluder,
  exclusionCounts,
  exclusions,
  givesChats,
  roomShownTo,
  shownCode,
  shownReason,
} from './exclude.ts'
export { explain, matchRecord, type Reader, type Telling, tellingAmong } from './explain.ts'
export { alternativesInThread, circleInThread, solveInThread } from './in-thread.ts'
export { prepareToUnderstand, type Understood, understand } from './meaning/understand.ts'
export {
  type CircleInput,
  type LeftOutCause,
  type Meeting,
  type Peers,
  type PeersWanted,
  peerReasons,
  peerScorer,
  peers,
  provesBest,
  solveCircle,
} from './peers/index.ts'
export { type Fit, type Ranked, rank } from './rank.ts'
export { solveRound } from './round.ts'
export type { Progress, RoundInput, RoundResult } from './round-types.ts'
export { type Parts, score, total } from './score.ts'
export * from './solve/index.ts'
export {
  type Candidate,
  type Facts,
  type Pairs,
  pairs,
  type Rules,
  type Skill,
} from './types.ts'
export { createTold, mentorHasWords, type Told } from './words.ts'
