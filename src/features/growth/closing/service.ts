/** Closing a mentorship well (row C13): opened early, by the last day or by silence; a last word of each; then complete. */

export {
  type Completed,
  completeOnceAnswered,
  exportClosings,
  forgetPerson,
  partnerWords,
  readCompleted,
  reflectionsOf,
  remindSilent,
} from './service-completing.ts'
export {
  closeEarly,
  closeOnLastDay,
  follows,
  openClosing,
  proposeGoodbye,
} from './service-opening.ts'
export {
  type ClosingView,
  closingViewOf,
  type Draft,
  openClosings,
  reopenMentorship,
  reviewDraft,
  saveReview,
} from './service-reviews.ts'
export type { Words } from './store.ts'
