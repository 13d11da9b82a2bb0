/** Closing a mentorship well (row C13): opened early, by the last day or by silence; a last word of each; then complete. */
export { closeEarly, follows, lastDayComes, openClosing, proposeGoodbye } from './service-opening.ts'
export {
  type Completed,
  completedOf,
  partnerWords,
  reflectionsOf,
  remind,
  settle,
} from './service-settling.ts'
export {
  type Draft,
  openClosings,
  reopen,
  review,
  reviewDraft,
  type Standing,
  standingOf,
} from './service-words.ts'
export type { Closing, Words } from './store.ts'
