/** Circles: what coordinators and members do with them, and the rotation that makes the groups. */
export { follows, joinCircle, leaveCircle } from './service-join.ts'
export { exportCircles, forgetPerson } from './service-personal-data.ts'
export {
  answerMet,
  type CircleShown,
  circlesFor,
  findGroup,
  type GroupFacts,
  ties,
} from './service-read.ts'
export { rotateCircle } from './service-rotate.ts'
export { mayStart, startCircle, stopCircle } from './service-run.ts'
export { type Circle, findCircle, listFor, listMembers } from './store.ts'
