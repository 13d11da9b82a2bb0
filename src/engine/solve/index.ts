/** Rounds: who is matched with whom, at best, with proof. Pure; `docs/decisions/0010` says how and why. */
export { deferredAcceptance, wouldLeave } from './accept.ts'
export { type Claim, flaw } from './certificate.ts'
export {
  FORBIDDEN,
  LONGEST_SHORT,
  MOST_PEOPLE,
  MOST_POINTS,
  matrix,
  matrixOf,
  type Points,
  type Progress,
  type Scores,
} from './instance.ts'
export { profileScores } from './profiles.ts'
export {
  type Certificate,
  type Figures,
  type Objective,
  type Options,
  type Solution,
  solve,
} from './solve.ts'
export { lowestPrices } from './worth.ts'
