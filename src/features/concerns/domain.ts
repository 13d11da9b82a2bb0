import { z } from 'zod'
import { DAY_MS } from '../../core/calendar.ts'
import { words } from '../../core/text.ts'

/**
 * Working days until it must be acknowledged, and answered once it is, and until the writer is offered the next contact.
 * They are the writer's: nobody else's holidays may keep them waiting.
 */
export const ACKNOWLEDGE_DAYS = 2
export const ANSWER_DAYS = 5
/** What was answered leaves Home by itself. */
export const CLOSE_MS = 30 * DAY_MS
export const LONGEST = 2000

const contact = z.string('Please choose one person.')

export const ConcernForm = z.object({ contact, words: words(LONGEST, 3) })
export type ConcernForm = z.infer<typeof ConcernForm>
export const ConcernMeta = z.object({ concern: z.string().max(40).optional() })
export const AnswerForm = z.object({ answer: words(LONGEST, 1) })
export const AnswerMeta = z.object({ concern: z.string().max(40) })

export interface Contact {
  person: string
  name: string
  /** Outside the programme: a workspace admin or owner who does not coordinate. */
  outside: boolean
}

export interface Known {
  coordinators: string[]
  /** Workspace admins and owners. */
  admins: string[]
  names: Map<string, string>
  /** Never offered: the writer, all they were ever paired with, and their reporting line. */
  never: Set<string>
  /** Asked before, for this concern. */
  tried: string[]
}

/** Whom a person can tell: coordinators first, then those outside the programme. Each once. */
export function contactsAmong({ coordinators, admins, names, never, tried }: Known): Contact[] {
  const offered = (person: string) => names.has(person) && !never.has(person) && !tried.includes(person)
  const as = (outside: boolean) => (person: string) => ({
    person,
    name: names.get(person) as string,
    outside,
  })
  return [
    ...coordinators.filter(offered).map(as(false)),
    ...admins.filter((person) => offered(person) && !coordinators.includes(person)).map(as(true)),
  ]
}

/** A person and everybody above them, as far as it is known; a circle in what was imported does no harm. */
export function lineOf(person: string, managers: ReadonlyMap<string, string> = new Map()): Set<string> {
  const line = new Set<string>()
  for (let at: string | undefined = person; at !== undefined && !line.has(at); at = managers.get(at))
    line.add(at)
  return line
}
