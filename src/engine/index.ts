/** The matching: who may be matched, how well, and why. Pure; imports `core/` alone. */
export { type Alternative, alternatives } from './alternatives.ts'
export {
  type Exclusion,
  excluder,
  exclusionCounts,
  exclusions,
  givesChats,
  roomShownTo,
  sharedLanguages,
  shownCode,
  shownReason,
} from './exclude.ts'
export { type Explanation, explain, matchRecord, type Reader } from './explain.ts'
export { alternativesInThread, circleInThread, solveInThread } from './in-thread.ts'
export {
  type CircleGroups,
  type CircleInput,
  type LeftOutCause,
  type Meeting,
  type PeerCertificate,
  type PeerScore,
  type Peers,
  type PeersWanted,
  peerReasons,
  peerScorer,
  peers,
  provesBest,
  solveCircle,
} from './peers/index.ts'
export { type Fit, fitOf, type Ranked, rank } from './rank.ts'
export { solveRound } from './round.ts'
export type { Progress, RoundInput, RoundMatch, RoundResult, ScorePart } from './round-types.ts'
export { type Parts, RULES_VERSION, score, total } from './score.ts'
export * from './solve/index.ts'
export {
  type Candidate,
  defaultRules,
  defaultWeights,
  type Facts,
  type Pairs,
  pairs,
  type Rules,
  type Skill,
  type Weights,
} from './types.ts'
export { tellsOf } from './words.ts'
