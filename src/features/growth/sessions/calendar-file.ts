/** Calendar files (RFC 5545, 5546) and links, which hold names, time and place, and never what the two write. */
import ICAL from 'ical.js'
import { changeBetween, DAY_MS, MINUTE_MS, offsetAt } from '../../../core/calendar.ts'
import type { Plan, Session } from './service.ts'

/** What a calendar entry is made from. */
export interface Entry {
  plan: Pick<Plan, 'id' | 'rule' | 'zone' | 'startAt' | 'minutes' | 'sequence'>
  sessions: Row[]
  names: string[]
  /** A link, a room or the way of meeting: of all sessions but those that were moved elsewhere. */
  where: string
  /** UTC ms. */
  now: number
}

/** A session of the entry; `where` it is may have been agreed anew as it was moved. */
type Row = Pick<Session, 'originalAt' | 'startAt' | 'endAt' | 'status'> & { where: string }

/** '2026-10-05T13:30:00' for an instant in UTC, or for one that was shifted by the offset of a zone. */
const iso = (at: number) => new Date(at).toISOString().slice(0, 19)

/** An instant in UTC, which every calendar shows in its owner's zone. */
const utc = (at: number) => ICAL.Time.fromDateTimeString(`${iso(at)}Z`)

/** An instant as the wall clock of a zone shows it. */
const wall = (zone: string, at: number) => ICAL.Time.fromDateTimeString(iso(at + offsetAt(zone, at)))

/** Names and places are typed by people, and a line of the file must not be one of theirs, however it is broken. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const titleOf = (names: string[]) => names.join(' and ')
const DESCRIPTION = 'Agenda and notes are in Slack, on the Home of Cairn.'

/** Everything is off: the file takes the entry out of a calendar. */
export const isOff = (entry: Pick<Entry, 'sessions'>) =>
  entry.sessions.every((session) => session.status === 'cancelled')

/**
 * The calendar entry of a plan as a file. Its UID stays, its SEQUENCE grows with every change. Single sessions stand in UTC;
 * those of a rule in the zone whose clock they follow, with that zone's clock changes as this program knows them, so that
 * calendars agree with what is shown here.
 */
export function calendarFile(entry: Entry): string {
  const { plan, sessions } = entry
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('prodid', '-//Cairn//Mentorship//EN')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  // A file that somebody opens is published to them, rather than a request that wants an answer by e-mail.
  calendar.addPropertyWithValue('method', isOff(entry) ? 'CANCEL' : 'PUBLISH')
  if (plan.rule) {
    const instants = sessions.flatMap((s) => [s.originalAt, s.startAt])
    calendar.addSubcomponent(zoneComponent(plan.zone, Math.min(...instants), Math.max(...instants)))
  }
  for (const event of plan.rule ? seriesEvents(entry) : [singleEvent(entry)]) calendar.addSubcomponent(event)
  return `${calendar.toString()}\r\n`
}

function eventOf(entry: Entry, where: string): ICAL.Component {
  const { plan } = entry
  const event = new ICAL.Component('vevent')
  const put = (name: string, value: unknown) => event.addPropertyWithValue(name, value as string)
  put('uid', `${plan.id}@cairn.invalid`)
  put('dtstamp', utc(entry.now))
  put('sequence', plan.sequence)
  put('summary', oneLine(titleOf(entry.names)))
  put('description', DESCRIPTION)
  put('location', oneLine(where))
  put('class', 'PRIVATE')
  // RFC 5546 wants an organizer in what is published. Cairn has no address: this name can belong to nobody (RFC 2606).
  put('organizer', 'mailto:cairn@cairn.invalid').setParameter('cn', 'Cairn')
  put('status', isOff(entry) ? 'CANCELLED' : 'CONFIRMED')
  return event
}

function singleEvent(entry: Entry): ICAL.Component {
  const [session] = entry.sessions
  if (!session) throw new Error('a calendar entry without a session')
  const event = eventOf(entry, session.where)
  event.addPropertyWithValue('dtstart', utc(session.startAt))
  event.addPropertyWithValue('dtend', utc(session.endAt))
  return event
}

/** The rule with what is off taken out of it, and what was moved beside it. */
function seriesEvents(entry: Entry): ICAL.Component[] {
  const { plan, sessions } = entry
  const first = plan.startAt ?? sessions[0]?.originalAt ?? entry.now
  const local = (event: ICAL.Component, name: string, at: number) =>
    event.addPropertyWithValue(name, wall(plan.zone, at)).setParameter('tzid', plan.zone)
  const timed = (event: ICAL.Component, startAt: number, endAt: number) => {
    local(event, 'dtstart', startAt)
    local(event, 'dtend', endAt)
    return event
  }
  const length = plan.minutes * MINUTE_MS
  const master = timed(eventOf(entry, entry.where), first, first + length)
  master.addPropertyWithValue('rrule', ICAL.Recur.fromString(plan.rule ?? ''))
  if (isOff(entry)) return [master]
  for (const session of sessions.filter((s) => s.status === 'cancelled'))
    local(master, 'exdate', session.originalAt)
  const asRuled = (s: Row) =>
    s.startAt === s.originalAt && s.endAt === s.startAt + length && s.where === entry.where
  const moved = sessions.filter((s) => s.status !== 'cancelled' && !asRuled(s))
  return [
    master,
    ...moved.map((session) => {
      const event = timed(eventOf(entry, session.where), session.startAt, session.endAt)
      local(event, 'recurrence-id', session.originalAt)
      return event
    }),
  ]
}

/** VTIMEZONE: each clock change of the zone around these instants (UTC ms), as the runtime's own data has it. */
function zoneComponent(zone: string, from: number, to: number): ICAL.Component {
  const component = new ICAL.Component('vtimezone')
  component.addPropertyWithValue('tzid', zone)
  const start = from - DAY_MS
  const observance = (at: number, before: number, after: number, isSummer: boolean) => {
    const part = new ICAL.Component(isSummer ? 'daylight' : 'standard')
    // The wall clock just before the change (RFC 5545, 3.6.5).
    part.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(iso(at + before)))
    part.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(before / 1000))
    part.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(after / 1000))
    component.addSubcomponent(part)
  }
  const first = offsetAt(zone, start)
  observance(start, first, first, first > Math.min(first, offsetAt(zone, start + 182 * DAY_MS)))
  for (let at = start; at <= to + DAY_MS; at += DAY_MS) {
    const [before, after] = [offsetAt(zone, at), offsetAt(zone, at + DAY_MS)]
    if (before !== after) observance(changeBetween(zone, at, at + DAY_MS), before, after, after > before)
  }
  return component
}

/**
 * Addresses that open a web calendar with the entry filled in. Those of Microsoft know no rule, so that they hold the first
 * session only. Parameters: github.com/InteractionDesignFoundation/add-event-to-calendar-docs.
 */
export function calendarLinks(entry: Entry, session: Pick<Row, 'startAt' | 'endAt' | 'where'>) {
  const { plan } = entry
  const stamp = (at: number) => (plan.rule ? wall(plan.zone, at) : utc(at)).toICALString()
  const google = new URLSearchParams({
    action: 'TEMPLATE',
    text: titleOf(entry.names),
    dates: `${stamp(session.startAt)}/${stamp(session.endAt)}`,
    details: DESCRIPTION,
    location: session.where,
    ...(plan.rule && { recur: `RRULE:${plan.rule}`, ctz: plan.zone }),
  })
  const microsoft = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: titleOf(entry.names),
    startdt: `${iso(session.startAt)}Z`,
    enddt: `${iso(session.endAt)}Z`,
    body: DESCRIPTION,
    location: session.where,
  })
  // Outlook shows a '+' where an address has one for a space.
  const outlook = String(microsoft).replaceAll('+', '%20')
  return {
    google: `https://calendar.google.com/calendar/render?${google}`,
    outlook: `https://outlook.live.com/calendar/deeplink/compose?${outlook}`,
    office365: `https://outlook.office.com/calendar/deeplink/compose?${outlook}`,
  }
}

/** A file name that says whose session it is, such as 'session-ana-and-ben.ics'. */
export const fileName = (names: string[]) =>
  `session-${
    names
      .map((name) => name.split(/\s+/)[0] ?? '')
      .join('-and-')
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9-]/g, '')
      .toLowerCase() || 'of-two'
  }.ics`
