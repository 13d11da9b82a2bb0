/**
 * Calendar files, read by programs that did not write them: node-ical, which goes by the names of zones, and a reading of
 * our own of the clock changes that stand in the file, as calendars do that know no such name.
 */
import ical, { type VEvent } from 'node-ical'
import { describe, expect, it } from 'vitest'
import { formatFor, HOUR_MS, instantAt, MINUTE_MS, minuteIn } from '../../../src/core/calendar.ts'
import {
  calendarFile,
  calendarLinks,
  type Entry,
  fileName,
} from '../../../src/features/growth/sessions/calendar-file.ts'
import { occurrences, ruleOf } from '../../../src/features/growth/sessions/domain.ts'

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC']
const WEEKLY = ruleOf('weekly')

/** Twelve weeks (or one session) at ten in the morning of a zone. */
function entry(zone: string, date: string, over: { rule?: string | null } = {}): Entry & { sessions: Row[] } {
  const rule = over.rule === undefined ? WEEKLY : over.rule
  const startAt = instantAt(zone, date, 600)
  return {
    plan: { id: '01PLAN', rule, zone, startAt, minutes: 45, sequence: 0 },
    sessions: occurrences(rule, zone, startAt).map((at) => ({
      originalAt: at,
      startAt: at,
      endAt: at + 45 * MINUTE_MS,
      status: 'planned',
      where: 'Video call',
    })),
    where: 'Video call',
    names: ['Ana Albatross', 'Ben; Badger, Jr.'],
    now: Date.parse('2026-10-01T00:00:00Z'),
  }
}
type Row = Entry['sessions'][number]

const eventOf = (file: string) =>
  Object.values(ical.sync.parseICS(file)).find((each) => each?.type === 'VEVENT') as VEvent & {
    method?: string
    sequence: string | number
  }

/** All instants that the parser finds, with what was moved and what is off. */
const instantsIn = (file: string) => {
  const event = eventOf(file)
  const from = new Date('2026-01-01T00:00:00Z')
  const to = new Date('2028-12-31T00:00:00Z')
  return ical
    .expandRecurringEvent(event, { from, to })
    .map((each) => Number(each.start))
    .sort((a, b) => a - b)
}

/** The instants of a file by nothing but what stands in it: DTSTART, weeks, and its own clock changes. */
function byItsOwnClocks(file: string): number[] {
  const lines = file.replace(/\r\n /g, '').split('\r\n')
  const local = (text: string) =>
    Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'))
  const offset = (text: string) =>
    (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5))) * MINUTE_MS
  const changes: { at: number; to: number }[] = []
  const value = (from: number, name: string) =>
    lines
      .slice(from)
      .find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
      ?.split(':')[1] ?? ''
  for (const [i, line] of lines.entries())
    if (/^BEGIN:(STANDARD|DAYLIGHT)$/.test(line))
      changes.push({
        at: local(value(i, 'DTSTART')) - offset(value(i, 'TZOFFSETFROM')),
        to: offset(value(i, 'TZOFFSETTO')),
      })
  const start = local(value(lines.indexOf('BEGIN:VEVENT'), 'DTSTART'))
  return Array.from({ length: 12 }, (_, week) => {
    const wall = start + week * 7 * 24 * HOUR_MS
    const current = changes.filter((c) => c.at <= wall - c.to).at(-1)
    return wall - (current?.to ?? Number.NaN)
  })
}

describe('a cadence over clock changes', () => {
  const wrongIn = (date: string, read: (file: string) => number[]) =>
    ZONES.filter((zone) => {
      const each = entry(zone, date)
      return `${read(calendarFile(each))}` !== `${each.sessions.map((s) => s.startAt)}`
    })

  it.each(['2026-09-21', '2027-02-22'])(
    'from %s is read as it is shown, in every zone there is, by its own clock changes',
    (date) => {
      expect(ZONES.length).toBeGreaterThan(400)
      expect(wrongIn(date, byItsOwnClocks)).toEqual([])
    },
  )

  it('is read as it is shown by a program that knows the zones by name', () => {
    expect(wrongIn('2026-09-21', instantsIn)).toEqual([])
  })

  it('keeps its hour where it was proposed, whatever the other one’s clock does', () => {
    const { sessions, plan } = entry('Europe/Lisbon', '2026-10-12')
    expect(new Set(sessions.map((s) => minuteIn(plan.zone, s.startAt)))).toEqual(new Set([600]))
    const there = sessions.map((s) => formatFor('America/New_York', s.startAt, 'time'))
    // Europe's clocks go back a week before America's.
    expect(there.slice(0, 5)).toEqual(['05:00', '05:00', '06:00', '05:00', '05:00'])
  })
})

describe('a change', () => {
  it('keeps the UID and raises the SEQUENCE; what is moved or off is so for the reader', () => {
    const each = entry('Europe/Berlin', '2026-10-12')
    const before = eventOf(calendarFile(each))
    each.plan.sequence = 2
    each.sessions[1]!.status = 'cancelled'
    each.sessions[3]!.startAt += 26 * HOUR_MS
    each.sessions[3]!.endAt += 26 * HOUR_MS
    const file = calendarFile(each)
    const after = eventOf(file)
    expect(after.uid).toBe(before.uid)
    expect([Number(before.sequence), Number(after.sequence)]).toEqual([0, 2])
    expect(instantsIn(file)).toEqual(
      each.sessions.filter((s) => s.status === 'planned').map((s) => s.startAt),
    )
  })

  it('has another length and place where one session was moved, and the old ones elsewhere', () => {
    for (const rule of [null, WEEKLY]) {
      const each = entry('Europe/Berlin', '2026-10-12', { rule })
      const moved = each.sessions.at(-1)!
      moved.endAt += 15 * MINUTE_MS
      moved.where = 'Room 7'
      const file = calendarFile(each).replace(/\r\n /g, '')
      expect(file.match(/^LOCATION:.*$/gm)).toEqual([
        ...(rule ? ['LOCATION:Video call'] : []),
        'LOCATION:Room 7',
      ])
      expect(file).toMatch(rule ? /DTEND;TZID=Europe\/Berlin:\d{8}T110000/ : /DTEND:20261012T090000Z/)
      const { google } = calendarLinks({ ...each, plan: { ...each.plan, rule: null } }, moved)
      expect(new URL(google).searchParams.get('location')).toBe('Room 7')
    }
  })

  it('takes everything back once nothing is left of it', () => {
    for (const rule of [null, WEEKLY]) {
      const each = entry('Asia/Kathmandu', '2026-10-12', { rule })
      for (const session of each.sessions) session.status = 'cancelled'
      const file = calendarFile(each)
      expect(eventOf(file)).toMatchObject({ status: 'CANCELLED', method: 'CANCEL' })
    }
  })
})

describe('a single session', () => {
  it('stands in UTC, with names as they are and nothing private', () => {
    const each = entry('Asia/Kolkata', '2026-10-12', { rule: null })
    const event = eventOf(calendarFile(each))
    expect(event.start.toISOString()).toBe('2026-10-12T04:30:00.000Z')
    expect(Number(event.end) - Number(event.start)).toBe(45 * MINUTE_MS)
    expect(event).toMatchObject({
      summary: 'Ana Albatross and Ben; Badger, Jr.',
      status: 'CONFIRMED',
      method: 'PUBLISH',
      class: 'PRIVATE',
    })
  })

  it('has lines that are folded and end as the standard wants', () => {
    const each = entry('Asia/Tokyo', '2026-10-12')
    each.where = `https://meet.example.com/${'ü'.repeat(150)}`
    for (const session of each.sessions) session.where = each.where
    const lines = calendarFile(each).split('\r\n')
    expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true)
    expect(eventOf(calendarFile(each)).location).toBe(each.where)
  })
})

it('has no line of anybody else’s, however their words are broken', () => {
  for (const broken of ['\r', '\n', '\r\n', '\u2028', '\u0085', '\v']) {
    const single = entry('Asia/Tokyo', '2026-10-12', { rule: null })
    single.names = [`Ana${broken}ATTENDEE:mailto:a@b.example`]
    single.where = `Here${broken}X-OTHER:1`
    for (const session of single.sessions) session.where = single.where
    const file = calendarFile(single)
    const lines = file.replace(/\r\n /g, '').split(/[\r\n\u2028\u2029\u0085\v]+/)
    expect(lines.filter((line) => /^(ATTENDEE|X-OTHER)/.test(line))).toEqual([])
    expect(eventOf(file)).toMatchObject({
      summary: 'Ana ATTENDEE:mailto:a@b.example',
      location: 'Here X-OTHER:1',
    })
  }
})

describe('links', () => {
  it('hold the time as the web calendars take it', () => {
    const single = entry('Europe/Lisbon', '2026-10-12', { rule: null })
    const links = calendarLinks(single, single.sessions[0]!)
    const of = (url: string) => Object.fromEntries(new URL(url).searchParams)
    expect(of(links.google)).toMatchObject({ action: 'TEMPLATE', dates: '20261012T090000Z/20261012T094500Z' })
    for (const url of [links.outlook, links.office365])
      expect(of(url)).toMatchObject({
        path: '/calendar/action/compose',
        rru: 'addevent',
        startdt: '2026-10-12T09:00:00Z',
        enddt: '2026-10-12T09:45:00Z',
        subject: 'Ana Albatross and Ben; Badger, Jr.',
      })
    const series = entry('Europe/Lisbon', '2026-10-12')
    expect(of(calendarLinks(series, series.sessions[0]!).google)).toMatchObject({
      dates: '20261012T100000/20261012T104500',
      ctz: 'Europe/Lisbon',
      recur: `RRULE:${WEEKLY}`,
    })
  })

  it('and files have names that every computer takes', () => {
    expect(fileName(['Zoë Ångström', 'Ben Badger'])).toBe('session-zoe-and-ben.ics')
    expect(fileName(['田中', '鈴木'])).toMatch(/^session-[a-z-]+\.ics$/)
  })
})
