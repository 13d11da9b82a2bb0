/** Goals: what people read, do and share, and what happens when the day comes. */
export {
  askAboutDueGoal,
  extendGoal,
  finishGoal,
  resumeGoal,
} from './service/deadline.ts'
export * from './service/progress.ts'
export * from './service/read.ts'
export { type Draft, draftFor, draftOf, saveGoal } from './service/set.ts'
export { follows, keepPrivate, privateGoals, shareGoals } from './service/share.ts'
