import { z } from 'zod'
import { DAY_MS } from '../../../core/calendar.ts'
import { words } from '../../../core/text.ts'

/**
 * Working days of the contact's own calendar until it must be acknowledged, and answered once it is; then the writer is
 * offered the next contact. Whatever holidays the contact has, the writer waits for so many days at most.
 */
export interface Wait {
  days: number
  atMost: number
}
export const ACKNOWLEDGE: Wait = { days: 2, atMost: 7 }
export const ANSWER: Wait = { days: 5, atMost: 14 }
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
  /** Outside the programme: whom the coordinators named, or a workspace admin or owner who runs nothing here. */
  as: 'coordinator' | 'deputy' | 'outside'
  /** Pauses just now. */
  away: boolean
}

export interface Known {
  coordinators: string[]
  deputy: string | null
  /** Whom the coordinators named as the contact outside the programme. */
  outside: string | null
  /** Workspace admins and owners. */
  admins: string[]
  names: Map<string, string>
  /** Those of them who are not paused. */
  present: ReadonlySet<string>
  /** Never offered: the writer, all they were ever paired with, and their reporting line. */
  never: Set<string>
  /** Asked before, for this concern. */
  tried: string[]
}

/**
 * Whom a person can tell: coordinators, their deputy, then somebody outside the programme. Each once. Where the one who
 * was named for that cannot be offered, workspace admins and owners are.
 */
export function contactsAmong(known: Known): Contact[] {
  const { coordinators, deputy, outside, admins, names, present, never, tried } = known
  const contacts: Contact[] = []
  const offer = (person: string | null, as: Contact['as']) => {
    const name = person !== null && !never.has(person) && !tried.includes(person) && names.get(person)
    if (!name || contacts.some((c) => c.person === person)) return false
    return contacts.push({ person, name, as, away: !present.has(person) }) > 0
  }
  for (const person of coordinators) offer(person, 'coordinator')
  offer(deputy, 'deputy')
  if (!offer(outside, 'outside')) for (const person of admins) offer(person, 'outside')
  return contacts
}

/** A person and everybody above them, as far as it is known; a circle in what was imported does no harm. */
export function lineOf(person: string, managers: ReadonlyMap<string, string> = new Map()): Set<string> {
  const line = new Set<string>()
  for (let at: string | undefined = person; at !== undefined && !line.has(at); at = managers.get(at))
    line.add(at)
  return line
}
