/** Members of the programme: joining, profile, pausing and leaving. */
export type { Org } from './domain.ts'
export { asOneText, type Joined, join, keepWords, saveCard, saveRatings } from './service/join.ts'
export { type Offering, offering } from './service/offering.ts'
export { saveOrg, touchTeams } from './service/organisation.ts'
export { follows, leave, NO_MEMBER, pauseFor, pauseUntil, resume, resumeByItself } from './service/pause.ts'
export { exportMember, forgetPerson } from './service/personal-data.ts'
export {
  canBeAsked,
  candidate,
  candidates,
  candidatesOf,
  isClose,
  profileOf,
  type ReadCandidate,
  requireMember,
} from './service/read.ts'
export type { CardAnswers, CheckinRhythm, Member, ProfileWords, SkillRow } from './store.ts'
export {
  findMember,
  findMembers,
  freePlace,
  leaveLine,
  listManagers,
  listMembers,
  listSkills,
  openWords,
  putFirstInLine,
  setCheckinRhythm,
  takeChat,
  takePlace,
  touchMatching,
  unchanged,
  waitAnotherRound,
  whoElseIsHere,
} from './store.ts'
