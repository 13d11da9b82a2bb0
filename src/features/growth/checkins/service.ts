/** Check-ins: how they are asked for, answered and read, and how they stand on screen. */
export { type FormFacts, formFor, type Saved, saveAnswer } from './service-answer.ts'
export {
  askCheckin,
  follows,
  replan,
} from './service-ask.ts'
export { answerMood, chooseCadence, skipCheckin, snoozeCheckin } from './service-click.ts'
export type { Partner } from './service-common.ts'
export {
  type Entry,
  earlierCheckins,
  type Need,
  needOf,
  type Page,
  readNeed,
  type SharedPage,
  sharedProgress,
  sharedSince,
} from './service-read.ts'
export { type HomeFacts, homeFacts, promptSent, type Standing, standingOf } from './service-screen.ts'
export { type Rhythm, rhythmOf, saveWhen } from './service-when.ts'
export type { Checkin } from './store.ts'
