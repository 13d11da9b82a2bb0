/** Check-ins: how they are asked for, answered and read, and how they stand on screen. */
export * from './service/answer.ts'
export type { PairOf, Partner } from './service/partners.ts'
export {
  askCheckin,
  follows,
  markOnScreen,
  promptComesAt,
  type Rhythm,
  replanPrompt,
  rhythmOf,
  saveRhythm,
} from './service/prompts.ts'
export * from './service/question.ts'
export * from './service/read.ts'
export { type Checkin, glance } from './store.ts'
