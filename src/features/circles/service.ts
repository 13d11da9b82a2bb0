/** Circles: what coordinators and members do with them, and the rotation that makes the groups. */
export { joinCircle, leaveAllCircles, leaveCircle, partInCircles } from './service-join.ts'
export {
  answerMet,
  type CircleShown,
  circlesFor,
  countIn,
  type GroupFacts,
  groupFacts,
  isIn,
} from './service-read.ts'
export { rotate } from './service-rotate.ts'
export { mayStart, startCircle, stopCircle } from './service-run.ts'
export { type Circle, findCircle } from './store.ts'
