/** Who runs the programme, what they have to look after, and what they did. */
export {
  countParked,
  settleHand,
  takeHand,
  tellBroken,
  tellHand,
  toDeputy,
  toOwners,
  tryAgain,
} from './service-due.ts'
export {
  audit,
  becomeCoordinator,
  handOver,
  inCharge,
  isCoordinator,
  present,
  readActs,
  saveTeam,
  someoneGone,
  stepDown,
  takeBack,
  teamFor,
} from './service-team.ts'
export { findTeam, listAudit, listCoordinators } from './store.ts'
