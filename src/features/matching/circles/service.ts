/** Circles: what coordinators and members do with them, and the rotation that makes the groups. */
export { follows, joinCircle, leaveCircle } from './service-join.ts'
export {
  answerMet,
  type CircleShown,
  circlesFor,
  countIn,
  type GroupFacts,
  groupFacts,
  isIn,
  ties,
} from './service-read.ts'
export { rotate } from './service-rotate.ts'
export { mayStart, startCircle, stopCircle } from './service-run.ts'
export { type Circle, findCircle } from './store.ts'
