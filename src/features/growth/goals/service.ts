/** Goals: what people read, do and share, and what happens when the day comes. */
export { dueNow, extend, finish, resumeGoal } from './service-due.ts'
export {
  earlierGoals,
  type GoalList,
  type GoalView,
  goalsOf,
  goalsOfMentee,
  historyOf,
  type MenteeGoals,
  ownerOf,
  type Past,
  readGoal,
  recordOf,
  type StepView,
  stateFor,
  type Whole,
} from './service-read.ts'
export { type Draft, draftFor, draftOf, type Saved, saveGoal } from './service-set.ts'
export { follows, keepPrivate, privateGoals, shareGoals } from './service-share.ts'
export { addStep, askPractice, noteProgress, removeStep, type Ticked, tick } from './service-steps.ts'
export type { Goal } from './store.ts'
