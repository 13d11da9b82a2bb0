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
export { outlook } from './service-pool.ts'
export { causeFor, publishRound } from './service-publish.ts'
export { listProgrammes, listRounds, type Round, type RoundPair } from './store.ts'
