import type { ModalView } from '@slack/types'
import { formatFor, lastDayFor } from '../../../core/calendar.ts'
import { md, mention, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { HomePart } from '../../../slack/kernel/feature.ts'
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
import { awaitedOf, type MentorshipRequest, OPEN, type openWords } from './service.ts'

/** Who reads requests, with the names of all concerned and the reader's zone. */
export interface Reading {
  me: string
  names: Map<string, string>
  zone: string
}

export const toMyRequests = () => actions(commandButton('My requests', 'requests'))

/** For whoever has nobody to ask yet. */
export const toMentors = () =>
  actions(
    commandButton('Find a mentor', 'find', { style: 'primary' }),
    commandButton('Browse mentors', 'browse'),
  )

export const answerButtons = ({ id: value }: MentorshipRequest, mentee: string) =>
  actions(
    button('Read the request', 'requests.read', { value, says: `Read ${mentee}'s request` }),
    button('Accept', 'requests.accept', { value, style: 'primary', says: `Accept ${mentee}'s request` }),
    button('Decline', 'requests.decline', { value, says: `Decline ${mentee}'s request` }),
    button('More answers', 'requests.more', { value, says: `More ways to answer ${mentee}` }),
  )

/** The mentee's button that answers the mentor's question. */
export const answerButton = ({ id: value }: MentorshipRequest, mentor: string) =>
  button('Answer', 'requests.answer', { value, style: 'primary', says: `Answer ${mentor}'s question` })

/** The request with its words, for the two concerned. */
export function readModal(
  request: MentorshipRequest,
  words: ReturnType<typeof openWords>,
  reader: string,
  menteeName: string,
  state: string,
  secondName?: string,
): ModalView {
  const isMentor = reader === request.mentor
  const chat = request.kind === 'chat'
  const part = (title: string, text: string | undefined) => text && [section(md`*${title}*`), quoted(text)]
  return modal({
    id: 'requests.reading',
    title: 'Request',
    blocks: [
      section(md`${mention(request.mentee)} asks ${mention(request.mentor)}${chat ? ' for 30 minutes' : ''}`),
      part(chat ? 'Topic' : 'Goal', words.goal),
      part('Message', words.questions),
      part('Times', words.times),
      part('The mentor asks', words.mentorAsks),
      part('The answer', words.menteeAnswers),
      !isMentor && part('A word from the mentor', words.reason),
      secondName &&
        context(md`Your second choice, should it come to that: ${secondName}. Only you see this.`),
      divider(),
      OPEN.includes(request.status)
        ? isMentor
          ? answers(request, menteeName)
          : actions(
              request.awaiting === 'mentee' &&
                button('Answer', 'requests.answer', { value: request.id, style: 'primary' }),
              button('Take it back', 'requests.withdraw', { value: request.id }),
            )
        : [section(state), toMyRequests()],
      context('Only you two read this.'),
    ],
  })
}

function answers(request: MentorshipRequest, mentee: string): Blocks {
  const value = request.id
  const chat = request.kind === 'chat'
  const row = (text: string, hint: string, id: string, style?: 'primary') =>
    section(md`*${text}*\n${hint}`, button(text, id, { value, style, says: `${text}: ${mentee}'s request` }))
  return [
    row(
      'Accept',
      chat
        ? 'I open a conversation for you two, to find 30 minutes.'
        : 'I introduce you two, with an agenda for the first meeting.',
      'requests.accept',
      'primary',
    ),
    request.awaiting === 'mentor' &&
      row('Ask a question', 'They answer, and you decide after that.', 'requests.question'),
    !chat &&
      row('One 30-minute chat', 'A single talk instead of a mentorship; it takes no place.', 'requests.chat'),
    request.status === 'pending' &&
      row('Ask me in a month', 'They are told, and may ask somebody else meanwhile.', 'requests.later'),
    row('Decline', 'With a word to them, if you like. They are offered the next best.', 'requests.decline'),
    row('Decline and pause me', 'No requests and no prompts for two weeks.', 'requests.declineAndPause'),
  ]
}

/** Everything open of one person, those to them first. */
export function listModal(open: MentorshipRequest[], reading: Reading): ModalView {
  const part = (title: string, side: 'mentor' | 'mentee') => {
    const some = open.filter((request) => request[side] === reading.me)
    return some.length > 0 && [header(title), some.map((request) => requestBlocks(request, reading))]
  }
  const blocks: Blocks =
    open.length > 0
      ? [part('To you', 'mentor'), part('From you', 'mentee')]
      : [section('Nothing is open. Ask somebody, or wait to be asked.'), toMentors()]
  return modal({ id: 'requests.list', title: 'Requests', blocks })
}

const openUntil = (r: MentorshipRequest, zone: string) =>
  r.remainingMs !== null
    ? 'rests during a pause'
    : r.status === 'postponed'
      ? `comes back ${formatFor(zone, r.expiresAt, 'date')}`
      : `open until ${lastDayFor(zone, r.expiresAt)}`

function requestBlocks(r: MentorshipRequest, { me, names, zone }: Reading): Blocks {
  const asksFor = r.kind === 'chat' ? ' for 30 minutes' : ''
  const asked = r.awaiting === 'mentee'
  if (r.mentor === me)
    return [
      section(
        md`${mention(r.mentee)} asks you${asksFor} · ${asked ? 'your question is with them' : openUntil(r, zone)}`,
      ),
      answerButtons(r, names.get(r.mentee) ?? 'them'),
    ]
  const mentor = names.get(r.mentor) ?? 'them'
  return [
    section(
      md`You asked ${mention(r.mentor)}${asksFor} · ${asked ? 'they have a question for you' : openUntil(r, zone)}`,
    ),
    actions(
      asked && answerButton(r, mentor),
      button('Read it again', 'requests.read', { value: r.id, says: `Read your request to ${mentor}` }),
      button('Take it back', 'requests.withdraw', {
        value: r.id,
        says: `Take back your request to ${mentor}`,
      }),
    ),
  ]
}

const SHOWN_ON_HOME = 6

/** Home: what is open, in one glance; what waits for this person is put first there, without the heading. */
export function homePart(open: MentorshipRequest[], reading: Reading): HomePart {
  const urgent = open.find((request) => request.status === 'pending' && awaitedOf(request) === reading.me)
  const rest = open.filter((request) => request !== urgent)
  const more = rest.length - SHOWN_ON_HOME
  return {
    blocks: [
      rest.length > 0 && header('Requests'),
      rest.slice(0, SHOWN_ON_HOME).map((request) => requestBlocks(request, reading)),
      more > 0 && [
        context(`And ${plural(more, 'more', 'more')}.`),
        actions(commandButton('All requests', 'requests')),
      ],
    ],
    ...(urgent && { next: { rank: 90, blocks: requestBlocks(urgent, reading) } }),
  }
}
