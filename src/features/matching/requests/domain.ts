import { z } from 'zod'
import { addWorkingDays, DAY_MS, type Hours, nextHumane, workingDaysBetween } from '../../../core/calendar.ts'
import { listed, maybeWords, words } from '../../../core/text.ts'

/** A mentor is reminded after 2 and a request expires after 5 of their own working days (row B3). */
export const REMIND_DAYS = 2
export const EXPIRE_DAYS = 5
/** How long "ask me in a month" is. */
export const MONTH_MS = 30 * DAY_MS
/** How many requests one person may have open at once; a mentor who is asked should be meant. */
export const MOST_OPEN = 5

export const AskForm = z.object({ goal: words(500, 3), questions: maybeWords(1000), times: maybeWords(300) })
export type AskForm = z.infer<typeof AskForm>

/** With whom to ask next, should the first say no or not answer. */
export const SendForm = AskForm.extend({ second: z.string().max(20).optional() })
export type SendForm = z.infer<typeof SendForm>

export const QuestionForm = z.object({ question: words(500, 3) })
export const ReplyForm = z.object({ reply: words(1000, 1) })
export const DeclineForm = z.object({ reason: maybeWords(500) })

export const RequestMeta = z.object({ request: z.string().max(40), pause: z.boolean().optional() })
/** What is asked for: a mentorship, or 30 minutes on one topic. */
export type Kind = 'mentorship' | 'chat'
export const AskMeta = z.object({
  mentor: z.string().max(20),
  kind: z.enum(['mentorship', 'chat']).default('mentorship'),
  writing: z.boolean().optional(),
})
/** How a mentor is asked: for what, and whether the two would write to each other, being too far apart to meet. */
export interface How {
  kind?: Kind
  writing?: boolean
}

export interface Clock {
  /** When the awaited one can first read it, when they are reminded, and when it expires. UTC ms. */
  readsAt: number
  remindAt: number
  expiresAt: number
}

/** The clock of a new request, in the working days of whose answer is awaited. */
export function clockFor(hours: Hours, now: number): Clock {
  return clockFrom(hours, nextHumane(hours, now) ?? now, EXPIRE_DAYS)
}

/** The clock from an instant on, with so many working days left to answer; reminded as long before its end as ever. */
export function clockFrom(hours: Hours, at: number, days: number): Clock {
  const after = (n: number) => addWorkingDays(hours, at, n) ?? at + n * DAY_MS
  return {
    readsAt: at,
    remindAt: after(Math.max(1, days - EXPIRE_DAYS + REMIND_DAYS)),
    expiresAt: after(days),
  }
}

/** How many working days are left until a request expires; never less than one, so that nobody comes back too late. */
export const daysLeft = (hours: Hours, now: number, expiresAt: number) =>
  Math.max(1, workingDaysBetween(hours, now, expiresAt))

/** A goal to begin with, where a profile has none: what is wanted and offered. */
export const draftGoal = (shared: string[]) =>
  shared.length > 0 ? `Get better at ${listed(shared.slice(0, 2))}` : ''

/** A first message, drafted from what the profile says; its writer changes what they like. */
export function draftQuestions(mentorFirstName: string, shared: string[]): string {
  const about = shared.length > 0 ? listed(shared.slice(0, 3)) : 'my next step'
  return `Hi ${mentorFirstName}, could we talk about ${about}, 30 minutes to begin?`
}

/** The same for two who cannot meet. */
export const draftForWriting = (firstName: string, shared: string[]) =>
  `Hi ${firstName}, I would like to learn from you ${shared.length > 0 ? `about ${listed(shared.slice(0, 3))}` : 'with my next step'}. Our working hours hardly meet: could we write to each other, say every two weeks?`

/** The same for a single chat. */
export const draftForChat = (firstName: string, topic: string) =>
  `Hi ${firstName}, could we talk for 30 minutes about ${topic || 'this'}? Once is enough; I come prepared.`

export const firstName = (name: string) => name.split(/\s+/)[0] ?? name
