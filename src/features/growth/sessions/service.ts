/** Sessions of two: planning them, what comes before and after each, and what the two write for each other. */
export {
  type CalendarEntry,
  calendarEntry,
  confirmInCalendar,
  hasInCalendar,
  sendCalendarFile,
} from './service/calendar.ts'
export {
  acceptSlot,
  callOffEnded,
  callOffPaused,
  callOffSessions,
  cancelSession,
  endChat,
  plannedFrom,
  plannedUntil,
  scheduleChatEnds,
} from './service/dates.ts'
export { type AtHome, homeFacts, ties } from './service/home.ts'
export { answerWhetherMet, findMoment, type Moment, noteMeeting } from './service/meeting.ts'
export { type Page, pastSessions, readSession, saveNotes } from './service/notes.ts'
export { comingSession, findPair, type OwnSession, type Pair, pairsOf } from './service/pair.ts'
export { exportSessions, forgetPerson } from './service/personal-data.ts'
export {
  type Draft,
  declinePlan,
  draftPlan,
  expirePlan,
  findOffer,
  type Offer,
  type OfferNow,
  type Proposed,
  proposeTimes,
  readAgenda,
  withdrawPlan,
} from './service/plans.ts'
export { runSessionStep } from './service/steps.ts'
export { countHeld, findNext, findPlan, findSession, type Plan, type Session } from './store.ts'
