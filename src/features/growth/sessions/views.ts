import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import type { FileMessage, Message } from '../../../outbox/kinds.ts'
import { actions, button, context, header, modal, section } from '../../../slack/ui/blocks.ts'
import { radioInput } from '../../../slack/ui/inputs.ts'
import { placeWords } from '../plans/domain.ts'
import type { Plan } from '../plans/service.ts'
import { both, cadenceWords, minutesWords, planButton, waitsBlocks } from '../plans/views.ts'
import type { Links } from './ics.ts'
import type { AtHome, Pair, Session } from './service.ts'

export const sessionButtons = (session: Session, name: string, inCalendar: boolean, now: number) =>
  actions(
    !inCalendar &&
      button("It's in my calendar", 'sessions.inCalendar', {
        value: session.id,
        says: `The session with ${name} is in my calendar`,
      }),
    button('Agenda and notes', 'meetings.read', {
      value: session.id,
      says: `Agenda and notes with ${name}`,
    }),
    session.startAt > now &&
      button('Move it', 'plans.move', { value: session.id, says: `Move the session with ${name}` }),
    session.startAt > now &&
      button('Cancel it', 'sessions.cancel', { value: session.id, says: `Cancel the session with ${name}` }),
  )

const linkButtons = (links: Links) =>
  actions(
    button('Google Calendar', 'sessions.google', { url: links.google, says: 'Add it to Google Calendar' }),
    button('Outlook', 'sessions.outlook', { url: links.outlook, says: 'Add it to Outlook' }),
    button('Office 365', 'sessions.office', { url: links.office365, says: 'Add it to Office 365' }),
  )

/** A link to the call, if the place is one. */
export const joinButton = (location: string | undefined) =>
  location && /^https:\/\/\S+$/.test(location)
    ? button('Join the call', 'meetings.join', { url: location, style: 'primary' })
    : undefined

export interface Dates {
  pair: Pair
  plan: Plan
  /** The plan that says how long the session told of is, and where. */
  by: Plan
  /** How many sessions the calendar entry has, with those that are over or off. */
  many: number
  what: 'agreed' | 'moved' | 'cancelled'
  /** The session that is told of, and all those of its calendar entry that are still to come. */
  session: Session
  coming: Session[]
  links: Links
  inCalendar: boolean
  /** A newer message tells of a later change. */
  isOld: boolean
  now: number
}

const BY_ITSELF = md`*Your calendar has not changed by itself.*`

export function datesMessage(d: Dates): Message {
  const { pair, session, plan } = d
  const partner = mention(pair.partner)
  const at = both(pair, session.startAt)
  const text =
    d.what === 'agreed'
      ? `You and ${pair.partnerName} have a date`
      : d.what === 'moved'
        ? `Your session with ${pair.partnerName} has moved`
        : `A session with ${pair.partnerName} is off`
  if (d.isOld)
    return {
      text,
      blocks: [
        section(md`Your sessions with ${partner}: this has changed since. A newer message tells how.`),
        actions(planButton(pair.m.id, 'Plan another one', pair.partnerName)),
      ],
    }
  if (d.what === 'cancelled' || session.status === 'cancelled')
    return {
      text,
      blocks: [
        section(md`*Your session with ${partner} of ${at} is off.*`),
        ...(d.coming.length > 0
          ? [
              section(
                md`Still on: ${d.coming.map((s) => formatFor(pair.hours.zone, s.startAt, 'date')).join(', ')}.`,
              ),
            ]
          : []),
        section(
          md`${BY_ITSELF} Open the file below, or take the entry out yourself. Web calendars want it done by hand.`,
        ),
        actions(planButton(pair.m.id, 'Plan another one', pair.partnerName)),
      ],
    }
  const series = d.what === 'agreed' && plan.rule !== null && d.coming.length > 0
  return {
    text,
    blocks: [
      section(
        d.what === 'moved'
          ? md`*Your session with ${partner} is now ${at}.*`
          : md`*You and ${partner} meet ${at}.*`,
      ),
      ...(series
        ? [
            section(
              md`${d.coming.length === d.many ? `${cadenceWords(plan)}:` : `${cadenceWords(plan)}. Still to come:`} ${d.coming.map((s) => formatFor(pair.hours.zone, s.startAt, 'date')).join(', ')}.`,
            ),
          ]
        : []),
      context(md`${minutesWords(d.by.minutes)} · ${placeWords(d.by.place)}`),
      ...(d.what === 'moved'
        ? [section(md`${BY_ITSELF} Open the new file below, or add it anew and take the old entry out.`)]
        : []),
      sessionButtons(session, pair.partnerName, d.inCalendar, d.now),
      linkButtons(d.links),
      context(
        d.inCalendar
          ? 'It is in your calendar, so I do not remind you.'
          : series
            ? 'The file below has all of them, in any calendar. Outlook and Office 365 take the first one only. I remind you until you say that it is in your calendar.'
            : 'The file below works in any calendar. I remind you on the working day before and ten minutes before, until you say that it is in yours.',
      ),
    ],
  }
}

export const fileMessage = (
  d: Pick<Dates, 'pair' | 'what'> & { off: boolean },
  name: string,
  content: string,
): FileMessage => {
  const { partnerName } = d.pair
  const refused = `Slack did not take the calendar file for what you planned with ${partnerName}. ${
    d.off
      ? 'It is off: please delete the entry in your calendar yourself.'
      : 'The buttons above open web calendars with it filled in, and Home shows when it is.'
  }`
  return {
    text: d.off
      ? `What you planned with ${partnerName} is off. Open this file to take it out of your calendar, or delete the entry there.`
      : d.what === 'agreed'
        ? `Your session with ${partnerName}, for your calendar. Open the file to add it.`
        : `Your session with ${partnerName}, as it is now. Open the file to bring your calendar up to date.`,
    file: { name, title: 'Calendar file', content },
    instead: { text: refused, blocks: [section(refused)] },
  }
}

export const cancelModal = (pair: Pair, session: Session, more: number): ModalView =>
  modal({
    id: 'sessions.cancelling',
    title: 'Cancel the session',
    submit: 'Cancel it',
    close: 'Keep it',
    meta: { session: session.id },
    blocks: [
      section(md`Your session with ${mention(pair.partner)}, ${both(pair, session.startAt)}`),
      ...(more > 0
        ? [
            radioInput({
              name: 'which',
              label: 'Which ones',
              choices: [
                ['one', 'Only this one'],
                ['all', `This one and the ${more} after it`],
              ],
              initial: 'one',
            }),
          ]
        : []),
      context(
        md`${pair.partnerName} is told, and you both get a file that takes it out of your calendars. To meet at another time, press "Move it" instead.`,
      ),
    ],
  })

function homeLine({ pair, next, open }: AtHome, now: number): KnownBlock[] {
  const partner = mention(pair.partner)
  const waits = open?.proposer === pair.me
  return [
    ...(next
      ? [
          section(
            md`*${both(pair, next.startAt)}* with ${partner}${waits && open.moves === next.id ? ' · you asked to move it' : ''}`,
          ),
          sessionButtons(
            next,
            pair.partnerName,
            pair.m.mentee === pair.me ? next.menteeHas : next.mentorHas,
            now,
          ),
        ]
      : []),
    ...(waits ? waitsBlocks(pair, open) : []),
    ...(!next && !open
      ? [section(md`No date with ${partner} yet.`, planButton(pair.m.id, 'Plan a session', pair.partnerName))]
      : []),
  ]
}

export const homeBlocks = (list: AtHome[], now: number): KnownBlock[] => {
  const blocks = list.flatMap((each) => homeLine(each, now))
  const past = list.some(({ pair }) => pair.m.metAt !== null)
  return blocks.length > 0
    ? [
        header('Your sessions'),
        ...blocks,
        ...(past ? [actions(button('Earlier sessions', 'meetings.past'))] : []),
      ]
    : []
}
