/** Requests, from the asking to the answer: what people do, and what happens by itself. */
export { accept, answerBack, askBack, decline, postpone, withdraw } from './service-answer.ts'
export { askMentor, type Draft, draftRequest, type Sent } from './service-ask.ts'
export { bringBack, expire, remind } from './service-clock.ts'
export { settleMatched, tidy, ties } from './service-end.ts'
export { follows } from './service-follows.ts'
export { presentState, stateOf, wordsOf } from './service-state.ts'
export { findRequest, listOpenOf, type MentorshipRequest, OPEN } from './store.ts'
