/** Sessions of two: planning them, what comes before and after each, and what the two write for each other. */
export {
  type CalendarEntry,
  calendarEntry,
  hasInCalendar,
  inCalendar,
  sendCalendarFile,
} from './service/calendar.ts'
export {
  acceptSlot,
  callOff,
  callOffEnded,
  callOffPaused,
  cancelSession,
  endChat,
  plannedFrom,
  plannedUntil,
  scheduleChatEnds,
} from './service/dates.ts'
export { type AtHome, homeFacts, ties } from './service/home.ts'
export { findMoment, type Moment, noteMeeting, tellMet } from './service/meeting.ts'
export { type Page, pastSessions, readSession, saveNotes } from './service/notes.ts'
export { comingSession, findPair, type OwnSession, type Pair, pairsOf } from './service/pair.ts'
export { forgetPerson, personalData } from './service/personal-data.ts'
export {
  type Draft,
  declinePlan,
  draftPlan,
  expirePlan,
  findOffer,
  type Offer,
  type OfferNow,
  type Proposed,
  propose,
  readAgenda,
  withdrawPlan,
} from './service/plans.ts'
export { takeStep } from './service/steps.ts'
export { countHeld, findNext, findPlan, findSession, type Plan, type Session } from './store.ts'
