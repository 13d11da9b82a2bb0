/** What others call of finding: who fits, the directory, being told when somebody does, and what is kept of it. */
export { browse, type Directory, namedBy } from './service-browse.ts'
export { forgetPerson, mine } from './service-personal-data.ts'
export {
  countMisread,
  countWanted,
  factsFor,
  type Gaps,
  isBarred,
  listGaps,
  notForMe,
  objection,
  pairFacts,
  recordOf,
  type Suggestions,
  showAgain,
  suggest,
  type Tellable,
} from './service-suggest.ts'
export {
  type Fit,
  fitFor,
  follows,
  lookAnew,
  markTold,
  offerPlaces,
  tellMe,
  tellMeNot,
} from './service-waiting.ts'
export { deleteNotForMe } from './store.ts'
