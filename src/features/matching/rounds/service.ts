/** What coordinators do with rounds. */
export {
  beginRound,
  discardRound,
  editRound,
  mayRun,
  openRound,
  othersFor,
  type Preview,
} from './service-draft.ts'
export { exportRounds } from './service-personal-data.ts'
export { isUndecided, outlook } from './service-pool.ts'
export { matchedIn, publishRound, unmatchedIn } from './service-publish.ts'
export {
  findDraft,
  hasDraft,
  listProgrammes,
  listRounds,
  type Round,
  type RoundPair,
  removePerson,
} from './store.ts'
