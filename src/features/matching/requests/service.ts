/** Requests, from the asking to the answer: what people do, and what happens by itself. */
import type { Follows } from '../../../follows.ts'
import { moveClocks, restartClocks, stopClocks } from './service-clock.ts'
import { closeAllOf, closeBetween, closeObsoleteSoon } from './service-end.ts'

export {
  acceptRequest,
  answerMentorsQuestion,
  askMenteeBack,
  declineRequest,
  postponeRequest,
  withdrawRequest,
} from './service-answer.ts'
export { askMentor, askSecond, type Draft, draftRequest, type Sent } from './service-ask.ts'
export { bringBackRequest, expireRequest, remindAwaited } from './service-clock.ts'
export { closeObsolete, settleRequestsOfMatched, ties } from './service-end.ts'
export { exportRequests, forgetPerson } from './service-personal-data.ts'
export { awaitedOf, isAwaited, openWords, presentState, stateSentence } from './service-state.ts'
export { findRequest, listOpenOf, type MentorshipRequest, OPEN } from './store.ts'

/** Requests follow what becomes of their two: they stand still, fit no longer, or end. */
export const follows: Follows = {
  joined: (ctx, person, { role, from }) =>
    from !== undefined && from !== role && closeObsoleteSoon(ctx, person),
  offered: closeObsoleteSoon,
  moved: (ctx, person, to) => to && moveClocks(ctx, person, to),
  paused: (ctx, person, _until, again) => !again && stopClocks(ctx, person),
  resumed: restartClocks,
  left: closeAllOf,
  apart: closeBetween,
}
