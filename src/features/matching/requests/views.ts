import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention, plural } from '../../../core/text.ts'
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
} from '../../../slack/ui/blocks.ts'
import { type MentorshipRequest, OPEN } from './service.ts'

export const answerButtons = (request: MentorshipRequest, mentee: string) =>
  actions(
    button('Read the request', 'requests.read', { value: request.id, says: `Read ${mentee}'s request` }),
    button('Accept', 'requests.accept', {
      value: request.id,
      style: 'primary',
      says: `Accept ${mentee}'s request`,
    }),
    button('Decline', 'requests.decline', { value: request.id, says: `Decline ${mentee}'s request` }),
    button('More answers', 'requests.more', { value: request.id, says: `More ways to answer ${mentee}` }),
  )

export interface Words {
  goal: string
  questions?: string
  times?: string
  mentorAsks?: string
  menteeAnswers?: string
  reason?: string
}

/** The request with its words, for the two concerned. */
export function readModal(
  request: MentorshipRequest,
  words: Words,
  reader: string,
  menteeName: string,
  state: string,
): ModalView {
  const isMentor = reader === request.mentor
  const open = OPEN.includes(request.status)
  return modal({
    id: 'requests.reading',
    title: 'Request',
    blocks: [
      section(
        request.kind === 'chat'
          ? md`${mention(request.mentee)} asks ${mention(request.mentor)} for 30 minutes`
          : md`${mention(request.mentee)} asks ${mention(request.mentor)}`,
      ),
      section(request.kind === 'chat' ? md`*Topic*` : md`*Goal*`),
      quoted(words.goal),
      ...(words.questions ? [section(md`*Message*`), quoted(words.questions)] : []),
      ...(words.times ? [section(md`*Times*`), quoted(words.times)] : []),
      ...(words.mentorAsks ? [section(md`*The mentor asks*`), quoted(words.mentorAsks)] : []),
      ...(words.menteeAnswers ? [section(md`*The answer*`), quoted(words.menteeAnswers)] : []),
      ...(words.reason && !isMentor ? [section(md`*A word from the mentor*`), quoted(words.reason)] : []),
      divider(),
      ...(open && isMentor ? answers(request, menteeName) : []),
      ...(open && !isMentor
        ? [
            actions(
              request.awaiting === 'mentee' &&
                button('Answer', 'requests.answer', { value: request.id, style: 'primary' }),
              button('Take it back', 'requests.withdraw', { value: request.id }),
            ),
          ]
        : []),
      ...(open ? [] : [section(state), actions(commandButton('My requests', 'requests'))]),
      context('Only you two read this.'),
    ],
  })
}

function answers(request: MentorshipRequest, mentee: string): KnownBlock[] {
  const value = request.id
  const row = (text: string, hint: string, id: string, style?: 'primary') =>
    section(md`*${text}*\n${hint}`, button(text, id, { value, style, says: `${text}: ${mentee}'s request` }))
  return [
    row(
      'Accept',
      request.kind === 'chat'
        ? 'I open a conversation for you two, to find 30 minutes.'
        : 'I introduce you two, with an agenda for the first meeting.',
      'requests.accept',
      'primary',
    ),
    ...(request.awaiting === 'mentor'
      ? [row('Ask a question', 'They answer, and you decide after that.', 'requests.question')]
      : []),
    ...(request.kind === 'chat'
      ? []
      : [
          row(
            'One 30-minute chat',
            'A single talk instead of a mentorship; it takes no place.',
            'requests.chat',
          ),
        ]),
    ...(request.status === 'pending'
      ? [row('Ask me in a month', 'They are told, and may ask somebody else meanwhile.', 'requests.later')]
      : []),
    row('Decline', 'With a word to them, if you like. They are offered the next best.', 'requests.decline'),
    row('Decline and pause me', 'No requests and no prompts for two weeks.', 'requests.declineAndPause'),
  ]
}

/** Everything open of one person, those that await their answer first. */
export function listModal(
  open: MentorshipRequest[],
  me: string,
  names: Map<string, string>,
  zone: string,
): ModalView {
  const incoming = open.filter((r) => r.mentor === me)
  const outgoing = open.filter((r) => r.mentee === me)
  return modal({
    id: 'requests.list',
    title: 'Requests',
    blocks:
      open.length === 0
        ? [
            section('Nothing is open. Ask somebody, or wait to be asked.'),
            actions(
              commandButton('Find a mentor', 'find', { style: 'primary' }),
              commandButton('Browse mentors', 'browse'),
            ),
          ]
        : [
            ...(incoming.length > 0
              ? [header('To you'), ...incoming.flatMap((r) => incomingBlocks(r, names, zone))]
              : []),
            ...(outgoing.length > 0
              ? [header('From you'), ...outgoing.flatMap((r) => outgoingBlocks(r, names, zone))]
              : []),
          ],
  })
}

const until = (r: MentorshipRequest, zone: string) =>
  r.remainingMs !== null
    ? 'rests during a pause'
    : r.status === 'postponed'
      ? `comes back ${formatFor(zone, r.expiresAt, 'date')}`
      : `open until ${formatFor(zone, r.expiresAt)}`

const incomingBlocks = (r: MentorshipRequest, names: Map<string, string>, zone: string) => [
  section(
    md`${mention(r.mentee)} asks you${r.kind === 'chat' ? ' for 30 minutes' : ''} · ${r.awaiting === 'mentee' ? 'your question is with them' : until(r, zone)}`,
  ),
  answerButtons(r, names.get(r.mentee) ?? 'them'),
]

const outgoingBlocks = (r: MentorshipRequest, names: Map<string, string>, zone: string) => {
  const mentor = names.get(r.mentor) ?? 'them'
  return [
    section(
      md`You asked ${mention(r.mentor)}${r.kind === 'chat' ? ' for 30 minutes' : ''} · ${r.awaiting === 'mentee' ? 'they have a question for you' : until(r, zone)}`,
    ),
    actions(
      r.awaiting === 'mentee' &&
        button('Answer', 'requests.answer', {
          value: r.id,
          style: 'primary',
          says: `Answer ${mentor}'s question`,
        }),
      button('Read it again', 'requests.read', { value: r.id, says: `Read your request to ${mentor}` }),
      button('Take it back', 'requests.withdraw', {
        value: r.id,
        says: `Take back your request to ${mentor}`,
      }),
    ),
  ]
}

/** Home: what is open, in one glance. */
export function homeBlocks(
  open: MentorshipRequest[],
  me: string,
  names: Map<string, string>,
  zone: string,
): KnownBlock[] {
  if (open.length === 0) return []
  const shown = open.slice(0, 6)
  return [
    header('Requests'),
    ...shown.flatMap((r) =>
      r.mentor === me ? incomingBlocks(r, names, zone) : outgoingBlocks(r, names, zone),
    ),
    ...(open.length > shown.length
      ? [
          context(`And ${plural(open.length - shown.length, 'more', 'more')}.`),
          actions(commandButton('All requests', 'requests')),
        ]
      : []),
  ]
}
