/** What coordinators do with rounds, and what mentors whom they ask say. */
export {
  acceptAsked,
  declineAsked,
  endAsking,
  follows,
  introduceAnyway,
  takeBackAsked,
} from './service-asked.ts'
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
  findRound,
  hasDraft,
  isAsked,
  listAskedIn,
  listProgrammes,
  listRounds,
  listWaitingFor,
  type Round,
  type RoundPair,
  removePerson,
} from './store.ts'
