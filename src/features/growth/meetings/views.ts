import type { KnownBlock, ModalView } from '@slack/types'
import { dateIn, daysBetween, formatFor } from '../../../core/calendar.ts'
import { clip, lengthOf, md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { checkboxInput, textInput } from '../../../slack/ui/inputs.ts'
import { titlesOf } from '../guides/views.ts'
import { both, planButton } from '../plans/views.ts'
import type { Pair, Session } from '../sessions/service.ts'
import { joinButton, sessionButtons } from '../sessions/views.ts'
import { LONGEST } from './domain.ts'
import type { Page } from './service.ts'

export interface Moment {
  pair: Pair
  session: Session
  /** It is at another time now, or off. */
  isOld: boolean
  inCalendar: boolean
  location?: string
  now: number
}

/** The state of a session, for messages that have had their time. */
const stateOf = ({ pair, session }: Moment): Safe => {
  const partner = mention(pair.partner)
  const at = both(pair, session.startAt)
  if (session.status === 'cancelled') return md`Your session with ${partner} of ${at} is off.`
  if (session.status === 'held') return md`You and ${partner} met, ${at}.`
  return md`Your session with ${partner} is now ${at}.`
}

export function reminderMessage(moment: Moment, what: 'day' | 'soon'): Message {
  const { pair, session } = moment
  const { zone } = pair.hours
  if (moment.isOld) {
    const text = stateOf(moment)
    return { text, blocks: [section(text), actions(commandButton('Plan a session', 'schedule'))] }
  }
  const ahead = daysBetween(dateIn(zone, moment.now), dateIn(zone, session.startAt))
  const day = ahead === 0 ? 'today, ' : ahead === 1 ? 'tomorrow, ' : ''
  const when = what === 'soon' ? 'in ten minutes' : `${day}${both(pair, session.startAt)}`
  const text = `You and ${pair.partnerName} meet ${when}`
  return {
    text,
    blocks: [
      section(md`*You and ${mention(pair.partner)} meet ${when}.*`),
      ...(joinButton(moment.location) ? [actions(joinButton(moment.location))] : []),
      sessionButtons(session, pair.partnerName, moment.inCalendar, moment.now),
    ],
  }
}

export function metMessage(moment: Moment, next: Session | undefined): Message {
  const { pair, session } = moment
  const partner = mention(pair.partner)
  const text = `Did you and ${pair.partnerName} meet?`
  const notes = button('Notes and action items', 'meetings.read', {
    value: session.id,
    says: `Notes and action items with ${pair.partnerName}`,
  })
  const plan = planButton(pair.m.id, 'Plan the next one', pair.partnerName)
  if (session.status === 'held')
    return {
      text,
      blocks: [
        section(md`You and ${partner} met, ${both(pair, session.startAt)}. Lovely.`),
        ...(next ? [context(md`You meet again ${both(pair, next.startAt)}.`)] : []),
        actions(notes, !next && pair.m.status === 'active' && plan),
      ],
    }
  if (session.status === 'missed' && !moment.isOld)
    return {
      text,
      blocks: [
        section(md`You and ${partner} did not meet this time. It happens.`),
        actions(
          pair.m.status === 'active' &&
            button('Find a new time', 'plans.move', { value: session.id, style: 'primary' }),
          button('We did meet', 'meetings.yes', { value: session.id }),
        ),
      ],
    }
  if (moment.isOld || session.status !== 'planned')
    return {
      text,
      blocks: [
        session.status === 'unanswered'
          ? section(md`Your session with ${partner} of ${both(pair, session.startAt)} has passed.`)
          : section(stateOf(moment)),
        actions(commandButton('Plan a session', 'schedule')),
      ],
    }
  return { text, blocks: questionBlocks(pair, session) }
}

export const questionBlocks = (pair: Pair, session: Session): KnownBlock[] => [
  section(md`*Did you and ${mention(pair.partner)} meet?* You had ${both(pair, session.startAt)}.`),
  actions(
    button('Yes, we met', 'meetings.yes', {
      value: session.id,
      style: 'primary',
      says: `Yes, I met ${pair.partnerName}`,
    }),
    button('Not this time', 'meetings.no', {
      value: session.id,
      says: `I did not meet ${pair.partnerName} this time`,
    }),
    button('It moved', 'plans.move', {
      value: session.id,
      says: `The session with ${pair.partnerName} moved`,
    }),
  ),
  context('One tap is enough. Only you two see the answer.'),
]

/** An option shows 75 characters, and 75 more below them. */
function inTwoLines(words: string): [string, string?] {
  if (lengthOf(words) <= 75) return [words]
  const cut = clip(words, 75).slice(0, -1)
  const space = cut.lastIndexOf(' ')
  const first = space > 30 ? cut.slice(0, space) : cut
  return [first, words.slice(first.length).trim()]
}

/** What the partner shared since the two last met, in their own words. */
const sharedBlocks = ({ pair, shared }: Page): KnownBlock[] =>
  shared.slice(0, 3).flatMap(({ checkin, words }) => {
    const day = formatFor(pair.hours.zone, checkin.answeredAt ?? 0, 'date')
    return [
      ...(words.progress
        ? [section(md`*${pair.partnerName} shared on ${day}*`), quoted(words.progress)]
        : []),
      ...(words.need ? [section(md`*What would help, ${day}*`), quoted(words.need)] : []),
    ]
  })

/** A session before and after: agenda, what is still to do, and notes. */
export function sessionModal(page: Page, now: number): ModalView {
  const { pair, session, items } = page
  // What is open comes first: Slack lists ten.
  const shown = [...items.filter((item) => !item.done), ...items.filter((item) => item.done)].slice(0, 10)
  const more = items.filter((item) => !item.done).length - 10
  const off = session.status === 'cancelled'
  const over = off || session.startAt <= now
  const words = (title: string, text: string | undefined) =>
    text ? [section(md`*${title}*`), quoted(text)] : []
  return modal({
    id: 'meetings.noting',
    title: over ? 'Notes' : 'Agenda and notes',
    submit: 'Save',
    meta: { session: session.id, ticked: shown.filter((i) => i.done).map((i) => i.id) },
    blocks: [
      section(md`You and ${mention(pair.partner)}, ${both(pair, session.startAt)}`),
      ...(off
        ? [
            section(
              page.next
                ? md`*This session is off.* You meet ${both(pair, page.next.startAt)}.`
                : md`*This session is off.* What you wrote for it stays here.`,
            ),
          ]
        : []),
      context(md`Only you and ${pair.partnerName} read what stands here.`),
      ...(page.location ? [section(md`*Where*\n${page.location}`)] : []),
      ...words('What to talk about', page.agenda),
      ...(over
        ? []
        : [
            section(
              md`A guide for this one: ${titlesOf(page.guides)}`,
              button('Open the guide', 'guides.agenda', {
                value: pair.m.id,
                says: `Open the guide: ${page.guides[0]!.title}`,
              }),
            ),
          ]),
      ...(over ? [] : sharedBlocks(page)),
      ...(page.before
        ? [
            ...words(
              `${pair.partnerName} noted on ${formatFor(pair.hours.zone, page.before.at, 'date')}`,
              page.before.partner,
            ),
            ...words(`You noted on ${formatFor(pair.hours.zone, page.before.at, 'date')}`, page.before.mine),
          ]
        : []),
      ...words(`${pair.partnerName} notes`, page.partnerNotes),
      divider(),
      ...(shown.length > 0
        ? [
            checkboxInput({
              name: 'done',
              label: 'Done by now',
              optional: true,
              choices: shown.map((item) => [item.id, ...inTwoLines(item.words)] as const),
              initial: shown.filter((item) => item.done).map((item) => item.id),
            }),
          ]
        : []),
      ...(more > 0 ? [context(`${more} more to do: they follow as these are done.`)] : []),
      textInput({
        name: 'notes',
        label: 'My notes',
        hint: `You and ${pair.partnerName} read them.`,
        optional: true,
        long: true,
        max: LONGEST,
        initial: page.myNotes,
      }),
      textInput({
        name: 'items',
        label: 'New action items, one a line',
        hint:
          pair.m.status === 'active'
            ? 'They come back with the agenda of your next session.'
            : 'Your mentorship has ended, so they stay here.',
        optional: true,
        long: true,
        max: 2000,
      }),
    ],
  })
}

/** Sessions that are over, each with its notes behind a button. */
export const pastModal = (past: { pair: Pair; session: Session }[]): ModalView =>
  modal({
    id: 'meetings.over',
    title: 'Earlier sessions',
    blocks: [
      ...(past.length > 0
        ? past.map(({ pair, session }) =>
            section(
              md`${both(pair, session.startAt)} with ${mention(pair.partner)}${session.status === 'missed' ? ' · did not take place' : ''}`,
              button('Notes', 'meetings.read', {
                value: session.id,
                says: `Notes of ${formatFor(pair.hours.zone, session.startAt)} with ${pair.partnerName}`,
              }),
            ),
          )
        : [section('None yet. After each session its notes and action items stand here.')]),
      actions(commandButton('Plan a session', 'schedule')),
    ],
  })

export const savedModal = (page: Page): ModalView => {
  const open = page.items.filter((item) => !item.done).length
  const running = page.pair.m.status === 'active'
  return modal({
    id: 'meetings.saved',
    title: 'Saved',
    blocks: [
      section(md`Saved, for you and ${page.pair.partnerName}.`),
      ...(running && open > 0 ? [section(md`${plural(open, 'action item')} for your next session.`)] : []),
      ...(running
        ? [
            section(
              page.next
                ? md`You meet again ${both(page.pair, page.next.startAt)}.`
                : md`You two have no next date yet. Planning it now takes a minute.`,
            ),
          ]
        : []),
      actions(
        !page.next && running && planButton(page.pair.m.id, 'Plan the next one'),
        commandButton('Share a win', 'win'),
        commandButton('Give kudos', 'kudos'),
      ),
    ],
  })
}
