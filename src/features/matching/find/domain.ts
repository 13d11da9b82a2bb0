import { z } from 'zod'
import { DAY_MS, type Hours, MINUTE_MS, offsetAt } from '../../../core/calendar.ts'
import { comparable } from '../../../core/competencies.ts'
import type { Candidate } from '../../../engine/index.ts'

/** How the words of a search are read, and what is there for that. */
export interface Reading {
  /** The competencies that they stand for, at most two. */
  ids: string[]
  /** It may be the one or the other: to be asked. */
  open: boolean
  /** They are just what the competency is called, so that nothing need be read back. */
  named: boolean
  /** Nobody here offers it, whoever they are: told only where it is true of everybody. */
  missing: boolean
  /** What else it may be, the nearest first; who offers it, by name, at most two each. */
  near: { id: string; offeredBy: string[] }[]
}

const LONGEST_KEPT = 80

/**
 * Words as they are kept for the coordinator's catalogue: nothing of whoever typed them, so none with an address, a number or the
 * name of somebody here. Undefined where nothing may be kept.
 */
export function keptWords(words: string, names: Iterable<string>): string | undefined {
  const kept = comparable(words)
  if (!kept || kept.length > LONGEST_KEPT || /[@\d]/.test(words)) return undefined
  const typed = new Set(kept.split(' '))
  for (const name of names)
    if (
      comparable(name)
        .split(' ')
        .some((part) => part.length > 1 && typed.has(part))
    )
      return undefined
  return kept
}

/** Whether the account is a colleague's, who can be asked. */
export const isColleague = (one: Candidate) => !one.deactivated && !one.guest && !one.bot

/** How many hours of a day two people both work, by the clocks of `at`; 0 to 24. */
export function sharedHours(a: Hours, b: Hours, at: number): number {
  const span = (h: Hours) => {
    const start = h.startMinute * MINUTE_MS - offsetAt(h.zone, at)
    return [start, start + (h.endMinute - h.startMinute) * MINUTE_MS] as const
  }
  const [a0, a1] = span(a)
  const [b0, b1] = span(b)
  let shared = 0
  // The other's day may lie on the date before or after.
  for (const shift of [-2, -1, 0, 1, 2])
    shared += Math.max(0, Math.min(a1, b1 + shift * DAY_MS) - Math.max(a0, b0 + shift * DAY_MS))
  return shared / (60 * MINUTE_MS)
}

/** What a browsing modal carries along. */
export const BrowseMeta = z.object({
  skill: z.string().max(60).optional(),
  level: z.number().int().min(0).max(7).optional(),
  overlap: z.number().int().min(1).max(8).optional(),
  free: z.boolean().optional(),
  page: z.number().int().min(0).default(0),
})
export type BrowseMeta = z.infer<typeof BrowseMeta>

/** What a modal of suggestions carries along: the searched words and how many came before. */
export const FindMeta = z.object({
  words: z.string().max(200).optional(),
  skip: z.number().int().min(0).default(0),
  /** Who could give a single chat, instead of mentors. */
  chat: z.boolean().optional(),
  /** Which competencies the words stand for, once the reader has said so; none: the words are just words. */
  meant: z.array(z.string().max(60)).max(2).optional(),
  /** The coordinator was told that somebody looks for this. */
  told: z.boolean().optional(),
})
export type FindMeta = z.infer<typeof FindMeta>

/**
 * Working days in which nobody else who waits is told of a place that somebody was told of: enough to read it in a busy
 * week and to ask, and few enough that no place stands idle for one.
 */
export const OFFER_DAYS = 3
/** Whoever cannot read it for longer than this, on holiday say, is passed over until they are back. */
export const READS_WITHIN_MS = 4 * DAY_MS

/**
 * Who goes first where not all can be matched: those whose mentor went, and those whom earlier rounds left without, the
 * longer the earlier.
 */
export const priorityOf = (member: { firstInLineAt: number | null; roundsWaited: number }) =>
  (member.firstInLineAt === null ? 0 : 1) + member.roundsWaited
