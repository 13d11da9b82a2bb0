/** Rounds: who is matched with whom, at best, with proof. Pure; `docs/decisions/0010` says how and why. */
export { findFlaw } from './certificate.ts'
export {
  FORBIDDEN,
  LONGEST_SHORT,
  MOST_PEOPLE,
  MOST_POINTS,
  matrix,
  type Points,
  type Progress,
  type Scores,
} from './instance.ts'
export {
  type Figures,
  type Objective,
  type Options,
  type Solution,
  solve,
} from './solve.ts'
export { lowestPrices } from './worth.ts'
