/** What both are told of dates that were agreed on, moved or called off. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../../core/calendar.ts'
import { md, mention } from '../../../../core/text.ts'
import type { FileMessage, Message } from '../../../../outbox/kinds.ts'
import { actions, button, context, modal, section } from '../../../../slack/ui/blocks.ts'
import { radioInput } from '../../../../slack/ui/inputs.ts'
import { calendarFile, calendarLinks, fileName, isOff } from '../calendar-file.ts'
import { placeWords } from '../domain.ts'
import { type CalendarEntry, hasInCalendar, type Pair, type Session } from '../service.ts'
import { cadenceWords, minutesWords, planButton, sessionButtons, timeFor } from './common.ts'

/** A calendar entry as it is now, and what is told of it. */
export interface Dates {
  entry: CalendarEntry
  what: 'agreed' | 'moved' | 'cancelled'
  /** The session that is told of. */
  session: CalendarEntry['sessions'][number]
  /** A newer message tells of a later change. */
  isOld: boolean
}

const fileButton = ({ plan }: CalendarEntry, says: string) =>
  button('Calendar file', 'sessions.ics', { value: plan.id, says })

const linkButtons = (entry: CalendarEntry, links: ReturnType<typeof calendarLinks>) =>
  actions(
    button('Google Calendar', 'sessions.google', { url: links.google, says: 'Add it to Google Calendar' }),
    button('Outlook', 'sessions.outlook', { url: links.outlook, says: 'Add it to Outlook' }),
    button('Office 365', 'sessions.office', { url: links.office365, says: 'Add it to Office 365' }),
    fileButton(entry, 'Send me a file for any calendar'),
  )

const BY_ITSELF = md`*Your calendar has not changed by itself.*`

export function datesMessage({ entry, what, session, isOld }: Dates): Message {
  const { pair, plan, now } = entry
  const partner = mention(pair.partner)
  const at = timeFor(pair, session.startAt)
  const coming = entry.sessions.filter((s) => s.status === 'planned' && s.startAt > now)
  const comingDays = coming.map((s) => formatFor(pair.zone, s.startAt, 'date')).join(', ')
  const text = {
    agreed: `You and ${pair.partnerName} have a date`,
    moved: `Your session with ${pair.partnerName} has moved`,
    cancelled: `A session with ${pair.partnerName} is off`,
  }[what]
  if (isOld || what === 'cancelled' || session.status === 'cancelled') {
    const told = isOld
      ? [section(md`Your session with ${partner}: this has changed since. A newer message tells how.`)]
      : [
          section(md`*Your session with ${partner} of ${at} is off.*`),
          comingDays && section(md`Still on: ${comingDays}.`),
          section(md`${BY_ITSELF} Take the entry out, or open the calendar file, which does it.`),
        ]
    const another = pair.m.status === 'active' && planButton(pair.m.id, 'Plan another one', pair.partnerName)
    return {
      text,
      blocks: [
        told,
        actions(another, !isOld && fileButton(entry, 'Send me a file that takes it out of my calendar')),
      ],
    }
  }
  const series = what === 'agreed' && plan.rule !== null && coming.length > 0
  const isWhole = coming.length === entry.sessions.length
  const inCalendar = hasInCalendar(pair, session)
  // A link cannot change what is in a calendar: for one that was moved it adds that one alone.
  const linked = what === 'moved' ? { ...entry, plan: { ...plan, rule: null } } : entry
  return {
    text,
    blocks: [
      section(
        what === 'moved'
          ? md`*Your session with ${partner} is now ${at}.*`
          : md`*You and ${partner} meet ${at}.*`,
      ),
      series && section(md`${cadenceWords(plan.rule)}${isWhole ? ':' : '. Still to come:'} ${comingDays}.`),
      context(md`${minutesWords(session.by.minutes)} · ${placeWords(session.by.place)}`),
      what === 'moved' &&
        section(
          md`${BY_ITSELF} The calendar file moves it there; or add it anew and take the old entry out.`,
        ),
      sessionButtons(session, pair.partnerName, inCalendar, now),
      linkButtons(entry, calendarLinks(linked, session)),
      context(
        inCalendar
          ? 'It is in your calendar, so I do not remind you.'
          : series
            ? 'The calendar file has all of them. Outlook and Office 365 take the first one only. I remind you until you say that it is in your calendar.'
            : 'I remind you on the working day before and ten minutes before, until you say that it is in your calendar.',
      ),
    ],
  }
}

export function fileMessage(entry: CalendarEntry): FileMessage {
  const { partnerName } = entry.pair
  const off = isOff(entry)
  const refused = `Slack did not take the calendar file for what you planned with ${partnerName}. ${
    off
      ? 'It is off: please delete the entry in your calendar yourself.'
      : 'The buttons beside it open web calendars with it filled in, and Home shows when it is.'
  }`
  return {
    text: off
      ? `What you planned with ${partnerName} is off. Open this file to take it out of your calendar, or delete the entry there.`
      : `Your session with ${partnerName}, as it is now. Open the file to add it to your calendar, or to bring it up to date there.`,
    file: { name: fileName(entry.names), title: 'Calendar file', content: calendarFile(entry) },
    instead: { text: refused, blocks: [section(refused)] },
  }
}

/** `later` sessions of the same calendar entry may be called off as well. */
export const cancelModal = (pair: Pair, session: Session, later: number): ModalView =>
  modal({
    id: 'sessions.cancelling',
    title: 'Cancel the session',
    submit: 'Cancel it',
    close: 'Keep it',
    meta: { session: session.id },
    blocks: [
      section(md`Your session with ${mention(pair.partner)}, ${timeFor(pair, session.startAt)}`),
      later > 0 &&
        radioInput({
          name: 'which',
          label: 'Which ones',
          choices: [
            ['one', 'Only this one'],
            ['all', `This one and the ${later} after it`],
          ],
          initial: 'one',
        }),
      context(
        md`${pair.partnerName} is told. The message that you both get has a file that takes it out of your calendars. To meet at another time, press "Move it" instead.`,
      ),
    ],
  })
