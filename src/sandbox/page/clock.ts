/** What time it is in the sandbox, for whom. */
import { useEffect, useState } from 'react'
import { useLive } from './live.ts'

/** The sandbox's instant, looked at anew every `everyMs` while its clock runs. */
export function useNow(everyMs: number): number {
  const clock = useLive((live) => live.world.clock)
  const [, look] = useState(0)
  useEffect(() => {
    if (!clock?.running) return
    const timer = setInterval(() => look((count) => count + 1), everyMs)
    return () => clearInterval(timer)
  }, [clock?.running, everyMs])
  if (!clock) return 0
  const now = clock.running ? clock.base + Date.now() : clock.base
  return Math.floor(now / everyMs) * everyMs
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(tz: string, options: Intl.DateTimeFormatOptions, key: string): Intl.DateTimeFormat {
  const known = formats.get(`${tz} ${key}`)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: tz, ...options })
  formats.set(`${tz} ${key}`, made)
  return made
}

/** As Slack's client writes the hour of a message: 2:05 PM. */
export const hourOf = (at: number, tz: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone: tz, hour: 'numeric', minute: '2-digit' })
    .format(at)
    .replaceAll('\u202f', ' ')

/** 14:05 */
export const shortHour = (at: number, tz: string) =>
  format(tz, { hour: '2-digit', minute: '2-digit' }, 'hour').format(at)

/** Mon 12 Oct */
export const shortDay = (at: number, tz: string) =>
  format(tz, { weekday: 'short', day: 'numeric', month: 'short' }, 'day').format(at).replace(',', '')

/** 2026-10-12, to tell days apart. */
export const dayKey = (at: number, tz: string) =>
  format(tz, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'key')
    .formatToParts(at)
    .filter((part) => part.type !== 'literal')
    .reverse()
    .map((part) => part.value)
    .join('-')

/** Europe/Lisbon as people say it. */
export const placeOf = (tz: string) => (tz.split('/').at(-1) ?? tz).replaceAll('_', ' ')

/** The instant of a wall clock's reading (`YYYY-MM-DDTHH:mm`) in a zone. */
export function instantIn(tz: string, local: string): number {
  const wanted = Date.parse(`${local}:00Z`)
  // Twice, since the offset at the first guess may be that of the other side of a clock change.
  let at = wanted
  for (let tries = 0; tries < 2; tries++) at = wanted - (Date.parse(`${localIn(tz, at)}:00Z`) - at)
  return at
}

/** An instant as a wall clock of a zone reads it, for `datetime-local`. */
export const localIn = (tz: string, at: number) => `${dayKey(at, tz)}T${shortHour(at, tz)}`
