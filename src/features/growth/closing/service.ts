/** Closing a mentorship well (row C13): opened early, by the last day or by silence; a last word of each; then complete. */
export { closeEarly, follows, lastDayComes, openClosing, proposeGoodbye } from './service-opening.ts'
export {
  type Completed,
  completedOf,
  endAnswered,
  forgetPerson,
  mine,
  partnerWords,
  reflectionsOf,
  remindSilent,
} from './service-settling.ts'
export {
  type ClosingView,
  closingViewOf,
  type Draft,
  openClosings,
  reopen,
  review,
  reviewDraft,
} from './service-words.ts'
export type { Words } from './store.ts'
