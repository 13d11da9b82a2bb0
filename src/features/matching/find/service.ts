/** What others call of finding: who fits, the directory, being told when somebody does, and what is kept of it. */
export { browse, type Directory, mentorsNamedIn } from './service-browse.ts'
export { exportSuggestions, forgetPerson } from './service-personal-data.ts'
export {
  countMisread,
  countWanted,
  type Far,
  factsFor,
  type Gaps,
  hideSuggestion,
  isBarred,
  listGaps,
  matchRecordOf,
  objection,
  pairFacts,
  type Suggestions,
  suggest,
  type Tellable,
  unhideSuggestions,
} from './service-suggest.ts'
export {
  type Fit,
  fitFor,
  follows,
  markTold,
  offerPlaces,
  scheduleOffers,
  startWaiting,
  stopWaiting,
} from './service-waiting.ts'
export { deleteNotForMe } from './store.ts'
