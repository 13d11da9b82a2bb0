/** Sessions on two clocks. Pure. */
import { z } from 'zod'
import { dateIn, formatFor } from '../../../core/calendar.ts'
import { choice } from '../../../core/text.ts'

/** A session in one of these states may still be moved, or turn out to have been held. */
export const MOVABLE = ['planned', 'missed', 'unanswered']

export const SessionMeta = z.object({ session: z.string().max(40) })
export const CancelForm = z.object({ which: choice(['one', 'all']).optional() })

/** A time on one's own clock, and on the other's where it differs: 'Tue 13 Oct, 10:00 (05:00 for Finn)'. */
export function onBothClocks(at: number, zone: string, otherZone: string, other: string): string {
  const mine = formatFor(zone, at)
  const theirs = formatFor(otherZone, at)
  if (mine === theirs) return mine
  const sameDay = dateIn(zone, at) === dateIn(otherZone, at)
  return `${mine} (${sameDay ? formatFor(otherZone, at, 'time') : theirs} for ${other})`
}

export const firstNameOf = (name: string) => name.split(/\s+/)[0] ?? name
