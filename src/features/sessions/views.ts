import type { KnownBlock, ModalView } from '@slack/types'
import { dateIn, formatFor, minuteIn } from '../../core/calendar.ts'
import { clip, joinSafe, md, mention, plural, type Safe } from '../../core/text.ts'
import type { FileMessage, Message } from '../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  quoted,
  section,
} from '../../slack/blocks.ts'
import {
  checkboxInput,
  dateInput,
  radioInput,
  selectInput,
  textInput,
  timeInput,
} from '../../slack/inputs.ts'
import { FIRST_MEETING } from '../mentorship/domain.ts'
import {
  CADENCES,
  cadenceOf,
  firstNameOf,
  LENGTHS,
  LONGEST,
  onBothClocks,
  PLACES,
  type PlanMeta,
  placeWords,
} from './domain.ts'
import type { Links } from './ics.ts'
import type { AtHome, Draft, Page, Pair, Plan, Proposed, Session } from './service.ts'

const hhmm = (zone: string, at: number) => {
  const minute = minuteIn(zone, at)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** A time as its reader has it, and as the partner has it where that differs. */
const both = (pair: Pair, at: number) =>
  onBothClocks(at, pair.hours.zone, pair.partnerHours.zone, firstNameOf(pair.partnerName))

const minutesWords = (minutes: number) =>
  LENGTHS.find(([id]) => Number(id) === minutes)?.[1] ?? plural(minutes, 'minute')

/** 'Every two weeks, six times, from' for a cadence. */
const cadenceWords = (plan: { rule: string | null }) => cadenceOf(plan.rule)[1]

const planButton = (m: string, text = 'Plan a session', partnerName = '') =>
  button(text, 'sessions.plan', {
    value: m,
    style: 'primary',
    ...(partnerName && { says: `${text} with ${partnerName}` }),
  })

// --- proposing ---

/** Whom to plan with, where there are several. */
export const chooserModal = (pairs: Pair[]): ModalView =>
  modal({
    id: 'sessions.choose',
    title: 'Plan a session',
    blocks: [
      section('With whom?'),
      ...pairs.map((pair) =>
        section(
          md`${mention(pair.partner)}, ${pair.m.kind === 'chat' ? 'one chat' : pair.m.mentor === pair.me ? 'your mentee' : 'your mentor'}`,
          button('Plan', 'sessions.plan', {
            value: pair.m.id,
            says: `Plan a session with ${pair.partnerName}`,
          }),
        ),
      ),
    ],
  })

export function planModal(draft: Draft, meta: PlanMeta): ModalView {
  const { pair, slots } = draft
  const { zone } = pair.hours
  const moves = draft.moves
  const choices = ['First choice', 'Second choice', 'Third choice']
  const clocks = md`Times are on your clock, ${zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone}.`
  return modal({
    id: 'sessions.propose',
    title: moves ? 'Move the session' : draft.answers ? 'Other times' : 'Plan a session',
    submit: 'Send',
    close: 'Not now',
    meta: { ...meta },
    blocks: [
      ...(moves
        ? [section(md`Your session with ${mention(pair.partner)}, now ${both(pair, moves.startAt)}`)]
        : [section(md`With ${mention(pair.partner)}`)]),
      ...(draft.answers
        ? [
            context(
              md`${pair.partnerName} proposed ${draft.answers.slots.map((at) => both(pair, at)).join(' or ')}.`,
            ),
          ]
        : []),
      context(
        slots.length > 0
          ? md`${clocks} You both have these free: ${slots.map((at) => both(pair, at)).join('; ')}.`
          : md`${clocks} I know of no hour that you both have free in the next two weeks.`,
      ),
      ...choices.flatMap((label, i) => {
        const at = slots[i]
        return [
          dateInput({
            name: `date${i + 1}`,
            label: `${label}: day`,
            optional: i > 0,
            ...(at !== undefined && { initial: dateIn(zone, at) }),
          }),
          timeInput({
            name: `time${i + 1}`,
            label: `${label}: time`,
            optional: i > 0,
            ...(at !== undefined && { initial: hhmm(zone, at) }),
          }),
        ]
      }),
      selectInput({ name: 'minutes', label: 'How long', choices: LENGTHS, initial: String(draft.minutes) }),
      ...(moves || pair.m.kind === 'chat'
        ? []
        : [
            selectInput({
              name: 'cadence',
              label: 'How often',
              hint: 'A cadence begins with the time that is taken, and keeps it when clocks change.',
              choices: CADENCES.map(([id, words]) => [id, words] as const),
              initial: cadenceOf(draft.rule)[0],
            }),
          ]),
      radioInput({ name: 'place', label: 'Where', choices: PLACES, initial: draft.place }),
      textInput({
        name: 'location',
        label: 'Link or room',
        hint: `Only you and ${pair.partnerName}; it also stands in the calendar file.`,
        optional: true,
        max: 200,
        initial: draft.location,
      }),
      textInput({
        name: 'agenda',
        label: 'What I would like to talk about',
        hint: `Only you and ${pair.partnerName} read it; it is not in the calendar.`,
        optional: true,
        max: 300,
        initial: draft.agenda,
      }),
    ],
  })
}

export const proposedModal = ({ pair, plan, readsAt }: Proposed, now: number): ModalView =>
  modal({
    id: 'sessions.sent',
    title: 'Sent',
    blocks: [
      section(
        readsAt > now
          ? md`${pair.partnerName} gets your times ${formatFor(pair.hours.zone, readsAt)} on your clock, when their day begins.`
          : md`${pair.partnerName} has your times now.`,
      ),
      section(joinSafe(plan.slots.map((at) => md`• ${both(pair, at)}`))),
      ...(plan.rule ? [section(md`${cadenceWords(plan)}, from the one that is taken.`)] : []),
      context('You hear from me as soon as one is taken. Then both of you get a calendar file.'),
      actions(commandButton('Everything else', 'help')),
    ],
  })

/** The proposed times, each with a button. In a message and in a modal. */
export function offerBlocks(pair: Pair, plan: Plan, now: number, moves?: Session): KnownBlock[] {
  const name = mention(plan.proposer)
  return [
    section(
      moves
        ? md`*${name} would like to move your session of ${both(pair, moves.startAt)}.*`
        : md`*${name} proposes a session with you.*`,
    ),
    ...(plan.rule ? [section(md`${cadenceWords(plan)}, beginning with the one you take:`)] : []),
    ...plan.slots.map((at) =>
      at <= now
        ? section(md`${both(pair, at)}, which has passed`)
        : section(
            md`${both(pair, at)}`,
            button('Take this', 'sessions.accept', {
              value: `${plan.id}:${at}`,
              style: 'primary',
              says: `Meet ${pair.partnerName} ${formatFor(pair.hours.zone, at)}`,
            }),
          ),
    ),
    context(md`${minutesWords(plan.minutes)} · ${placeWords(plan.place)}`),
    actions(
      button('Other times', 'sessions.counter', {
        value: plan.id,
        says: `Propose other times to ${pair.partnerName}`,
      }),
      button('None of these', 'sessions.decline', {
        value: plan.id,
        says: `Tell ${pair.partnerName} that none of these suits you`,
      }),
      plan.agenda !== null &&
        button('Read the agenda', 'sessions.agenda', {
          value: plan.id,
          says: `Read what ${pair.partnerName} would like to talk about`,
        }),
    ),
  ]
}

export const offerModal = (pair: Pair, plan: Plan, now: number, moves?: Session): ModalView =>
  modal({ id: 'sessions.offer', title: 'Proposed times', blocks: offerBlocks(pair, plan, now, moves) })

export const offerMessage = (
  pair: Pair,
  plan: Plan,
  state: string,
  now: number,
  moves?: Session,
): Message => ({
  text: moves
    ? `${pair.partnerName} would like to move your session`
    : `${pair.partnerName} proposes a session`,
  blocks:
    plan.status === 'open'
      ? offerBlocks(pair, plan, now, moves)
      : [
          section(md`${mention(plan.proposer)} proposed times to you. ${state}`),
          actions(commandButton('Plan a session', 'schedule')),
        ],
})

/** What the proposer hears when it came to nothing. */
export const answeredMessage = (pair: Pair, plan: Plan, isPaused: boolean): Message => ({
  text: `Your session with ${pair.partnerName}`,
  blocks: [
    section(
      plan.status === 'expired'
        ? md`The times that you proposed to ${mention(pair.partner)} have passed without an answer. Weeks get full; a word in your conversation helps, or new times.`
        : isPaused
          ? md`${mention(pair.partner)} takes a break, so the times you discussed are off for now. Plan again after it.`
          : md`${mention(pair.partner)} cannot make any of the times that you proposed.`,
    ),
    actions(planButton(pair.m.id, 'Propose other times', pair.partnerName)),
  ],
})

export const agendaModal = (words: string): ModalView =>
  modal({
    id: 'sessions.agendaOnly',
    title: 'Agenda',
    blocks: [quoted(words), context('Only you two read this.')],
  })

// --- agreed, moved, cancelled ---

const sessionButtons = (session: Session, name: string, inCalendar: boolean, now: number) =>
  actions(
    !inCalendar &&
      button("It's in my calendar", 'sessions.inCalendar', {
        value: session.id,
        says: `The session with ${name} is in my calendar`,
      }),
    button('Agenda and notes', 'sessions.read', {
      value: session.id,
      says: `Agenda and notes with ${name}`,
    }),
    session.startAt > now &&
      button('Move it', 'sessions.move', { value: session.id, says: `Move the session with ${name}` }),
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
const joinButton = (location: string | undefined) =>
  location && /^https:\/\/\S+$/.test(location)
    ? button('Join the call', 'sessions.join', { url: location, style: 'primary' })
    : undefined

export interface Dates {
  pair: Pair
  plan: Plan
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
  const series = d.what === 'agreed' && plan.rule !== null
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
              md`${cadenceWords(plan)}: ${d.coming.map((s) => formatFor(pair.hours.zone, s.startAt, 'date')).join(', ')}.`,
            ),
          ]
        : []),
      context(md`${minutesWords(plan.minutes)} · ${placeWords(plan.place)}`),
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
            : 'The file below works in any calendar. I remind you a day and ten minutes before, until you say that it is in yours.',
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
  return {
    text: d.off
      ? `What you planned with ${partnerName} is off. Open this file to take it out of your calendar, or delete the entry there.`
      : d.what === 'agreed'
        ? `Your session with ${partnerName}, for your calendar. Open the file to add it.`
        : `Your session with ${partnerName}, as it is now. Open the file to bring your calendar up to date.`,
    file: { name, title: 'Calendar file', content },
  }
}

export const agreedModal = (pair: Pair, at: number): ModalView =>
  modal({
    id: 'sessions.agreed',
    title: 'It is a date',
    blocks: [
      section(md`You and ${mention(pair.partner)} meet ${both(pair, at)}.`),
      section('You both get a message with links and a file for your calendar.'),
      actions(commandButton('Everything else', 'help')),
    ],
  })

export const toldModal = (title: string, text: string, mentorship?: string): ModalView =>
  modal({
    id: 'sessions.told',
    title,
    blocks: [
      section(text),
      actions(mentorship !== undefined && planButton(mentorship), commandButton('Everything else', 'help')),
    ],
  })

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

// --- around a session ---

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
  const text =
    what === 'soon'
      ? `You and ${pair.partnerName} meet in ten minutes`
      : `You and ${pair.partnerName} meet tomorrow`
  if (moment.isOld)
    return { text, blocks: [section(stateOf(moment)), actions(commandButton('Plan a session', 'schedule'))] }
  return {
    text,
    blocks: [
      section(
        what === 'soon'
          ? md`*You and ${mention(pair.partner)} meet in ten minutes.*`
          : md`*You and ${mention(pair.partner)} meet ${both(pair, session.startAt)}.*`,
      ),
      ...(joinButton(moment.location) ? [actions(joinButton(moment.location))] : []),
      sessionButtons(session, pair.partnerName, moment.inCalendar, moment.now),
    ],
  }
}

export function metMessage(moment: Moment, next: Session | undefined): Message {
  const { pair, session } = moment
  const partner = mention(pair.partner)
  const text = `Did you and ${pair.partnerName} meet?`
  const notes = button('Notes and action items', 'sessions.read', {
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
          button('Find a new time', 'sessions.move', { value: session.id, style: 'primary' }),
          button('We did meet', 'sessions.yes', { value: session.id }),
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

const questionBlocks = (pair: Pair, session: Session): KnownBlock[] => [
  section(md`*Did you and ${mention(pair.partner)} meet?* You had ${both(pair, session.startAt)}.`),
  actions(
    button('Yes, we met', 'sessions.yes', {
      value: session.id,
      style: 'primary',
      says: `Yes, I met ${pair.partnerName}`,
    }),
    button('Not this time', 'sessions.no', {
      value: session.id,
      says: `I did not meet ${pair.partnerName} this time`,
    }),
    button('It moved', 'sessions.move', {
      value: session.id,
      says: `The session with ${pair.partnerName} moved`,
    }),
  ),
  context('One tap is enough. Only you two see the answer.'),
]

/** A session before and after: agenda, what is still to do, and notes. */
export function sessionModal(page: Page, now: number): ModalView {
  const { pair, session, items } = page
  const shown = items.slice(0, 10)
  const over = session.startAt <= now
  const words = (title: string, text: string | undefined) =>
    text ? [section(md`*${title}*`), quoted(text)] : []
  return modal({
    id: 'sessions.noting',
    title: over ? 'Notes' : 'Agenda and notes',
    submit: 'Save',
    meta: { session: session.id, ticked: shown.filter((i) => i.done).map((i) => i.id) },
    blocks: [
      section(md`You and ${mention(pair.partner)}, ${both(pair, session.startAt)}`),
      context(md`Only you and ${pair.partnerName} read what stands here.`),
      ...(page.location ? [section(md`*Where*\n${page.location}`)] : []),
      ...words('What to talk about', page.agenda),
      ...(page.first && !over
        ? [
            section(
              joinSafe([
                md`*For the first meeting*`,
                ...FIRST_MEETING.map(([time, what]) => md`• ${time}: ${what}`),
              ]),
            ),
          ]
        : []),
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
              label: 'Done since',
              optional: true,
              choices: shown.map((item) => [item.id, clip(item.words, 75)] as const),
              initial: shown.filter((item) => item.done).map((item) => item.id),
            }),
          ]
        : []),
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
        hint: 'They come back with the agenda of your next session.',
        optional: true,
        long: true,
        max: 2000,
      }),
    ],
  })
}

export const savedModal = (page: Page): ModalView => {
  const open = page.items.filter((item) => !item.done).length
  return modal({
    id: 'sessions.saved',
    title: 'Saved',
    blocks: [
      section(md`Saved, for you and ${page.pair.partnerName}.`),
      ...(open > 0 ? [section(md`${plural(open, 'action item')} for your next session.`)] : []),
      section(
        page.next
          ? md`You meet again ${both(page.pair, page.next.startAt)}.`
          : md`You two have no next date yet. Planning it now takes a minute.`,
      ),
      actions(
        !page.next && page.pair.m.status === 'active' && planButton(page.pair.m.id, 'Plan the next one'),
        commandButton('Share a win', 'win'),
        commandButton('Give kudos', 'kudos'),
      ),
    ],
  })
}

// --- Home ---

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
    ...(waits
      ? [
          section(md`You proposed ${open.slots.map((at) => both(pair, at)).join(' or ')} to ${partner}.`),
          actions(
            button('Take it back', 'sessions.withdraw', {
              value: open.id,
              says: `Take back the times for ${pair.partnerName}`,
            }),
          ),
        ]
      : []),
    ...(!next && !open
      ? [section(md`No date with ${partner} yet.`, planButton(pair.m.id, 'Plan a session', pair.partnerName))]
      : []),
  ]
}

export function homePart(list: AtHome[], moving: (open: Plan) => Session | undefined, now: number) {
  if (list.length === 0) return { blocks: [] }
  const offered = list.find((each) => each.open?.awaited === each.pair.me)
  const toTell = list.find((each) => each.toTell)
  const blocks = list.flatMap((each) => homeLine(each, now))
  return {
    blocks: blocks.length > 0 ? [header('Your sessions'), ...blocks] : [],
    ...(offered?.open
      ? { next: { rank: 85, blocks: offerBlocks(offered.pair, offered.open, now, moving(offered.open)) } }
      : toTell?.toTell
        ? { next: { rank: 80, blocks: questionBlocks(toTell.pair, toTell.toTell) } }
        : {}),
  }
}
