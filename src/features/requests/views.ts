import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../core/calendar.ts'
import { joinSafe, md, mention, plural } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
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
import { textInput } from '../../slack/inputs.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'
import { type Draft, type MentorshipRequest, OPEN, type Sent } from './service.ts'

export function askModal(mentor: string, draft: Draft): ModalView {
  const chat = draft.kind === 'chat'
  return modal({
    id: 'requests.send',
    title: chat ? 'Ask for 30 minutes' : 'Ask for mentorship',
    submit: 'Send',
    close: 'Not now',
    meta: { mentor, kind: draft.kind },
    blocks: [
      context(
        chat
          ? md`One talk of 30 minutes on one topic. Only ${mention(mentor)} reads what you write here.`
          : md`Only ${mention(mentor)} reads what you write here.`,
      ),
      textInput({
        name: 'goal',
        label: chat ? 'The topic' : 'My goal',
        long: !chat,
        max: chat ? 150 : 500,
        initial: draft.goal,
        placeholder: chat ? 'Pricing a first enterprise plan' : 'What would be different in three months?',
      }),
      textInput({
        name: 'questions',
        label: `My message to ${draft.mentorName}`,
        optional: true,
        long: true,
        max: 1000,
        initial: draft.questions,
      }),
      textInput({
        name: 'times',
        label: 'When I could meet',
        optional: true,
        max: 300,
        placeholder: 'Tuesdays after 14:00',
      }),
    ],
  })
}

export function sentModal(
  { mentorName, readsAt, expiresAt, zone, mentorZone }: Sent,
  now: number,
): ModalView {
  const theirs = formatFor(mentorZone, readsAt)
  const yours = formatFor(zone, readsAt)
  const when = theirs === yours ? `${yours},` : `${theirs} on their clock (${yours} on yours),`
  return modal({
    id: 'requests.sent',
    title: 'Sent',
    blocks: [
      section(
        readsAt > now
          ? md`Your request is on its way. ${mentorName} gets it ${when} when their day begins.`
          : md`${mentorName} has your request now.`,
      ),
      section(
        md`You hear from me as soon as there is an answer. If there is none by ${formatFor(zone, expiresAt)}, after five of their working days, I offer you the next best.`,
      ),
      actions(commandButton('My requests', 'requests'), commandButton('Find others', 'find')),
    ],
  })
}

/** What the mentor gets; the words themselves stand behind a button. */
export function arrivedMessage(request: MentorshipRequest, mentee: string, state: string): Message {
  const name = mention(request.mentee)
  if (request.status === 'postponed')
    return {
      text: `You put off the request of ${mentee}`,
      blocks: [
        section(md`You put off what ${name} asked. I ask you again in a month; you need do nothing.`),
        actions(commandButton('My requests', 'requests')),
      ],
    }
  if (!OPEN.includes(request.status))
    return {
      text: state,
      blocks: [
        section(
          request.kind === 'chat'
            ? md`${name} asked you for 30 minutes on one topic. ${state}`
            : md`${name} asked you to be their mentor. ${state}`,
        ),
        actions(commandButton('My requests', 'requests')),
      ],
    }
  return {
    text:
      request.kind === 'chat' ? `${mentee} asks you for 30 minutes` : `${mentee} asks you to be their mentor`,
    blocks: [
      section(
        request.kind === 'chat'
          ? md`*${name} asks you for 30 minutes on one topic.* Once, and it takes none of your places.`
          : md`*${name} asks you to be their mentor.*`,
      ),
      ...(request.why.forMentor.length > 0
        ? [section(joinSafe(request.why.forMentor.map((r) => md`• ${r}`)))]
        : []),
      ...(request.awaiting === 'mentee'
        ? [section('You asked a question. I tell you when it is answered; you need not wait for it.')]
        : []),
      answerButtons(request, mentee),
      context(
        request.awaiting === 'mentee'
          ? 'Their words are for you alone.'
          : 'Their words are for you alone. Take your time: I remind you after two working days.',
      ),
    ],
  }
}

const answerButtons = (request: MentorshipRequest, mentee: string) =>
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

export function declineModal(request: MentorshipRequest, menteeName: string, pause: boolean): ModalView {
  return modal({
    id: 'requests.declining',
    title: pause ? 'Decline and pause' : 'Decline',
    submit: 'Decline',
    close: 'Back',
    meta: { request: request.id, pause },
    blocks: [
      section(
        md`${mention(request.mentee)} hears that you cannot take this on now, and gets the next best suggestion from me.${pause ? ' You are then paused for two weeks.' : ''}`,
      ),
      textInput({
        name: 'reason',
        label: `A word to ${menteeName}`,
        hint: `Only ${menteeName} reads it.`,
        optional: true,
        long: true,
        max: 500,
      }),
    ],
  })
}

export const questionModal = (request: MentorshipRequest, menteeName: string): ModalView =>
  modal({
    id: 'requests.asking',
    title: 'Ask a question',
    submit: 'Send',
    close: 'Back',
    meta: { request: request.id },
    blocks: [
      textInput({
        name: 'question',
        label: `Your question to ${menteeName}`,
        hint: `Only ${menteeName} reads it.`,
        long: true,
        max: 500,
      }),
    ],
  })

export const answerModal = (request: MentorshipRequest, mentorName: string, asked: string): ModalView =>
  modal({
    id: 'requests.answering',
    title: 'Answer',
    submit: 'Send',
    close: 'Back',
    meta: { request: request.id },
    blocks: [
      section(md`*${mention(request.mentor)} asks*`),
      quoted(asked),
      textInput({
        name: 'reply',
        label: 'Your answer',
        hint: `Only ${mentorName} reads it.`,
        long: true,
        max: 1000,
      }),
    ],
  })

export const doneModal = (title: string, text: string, ...more: KnownBlock[]): ModalView =>
  modal({
    id: 'requests.done',
    title,
    blocks: [section(text), ...more, actions(commandButton('My requests', 'requests'))],
  })

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

/** What the mentee hears: the answer, and what to do next. */
export function answeredMessage(
  request: MentorshipRequest,
  mentorName: string,
  next: Suggestions | undefined,
  wantsOne: boolean,
): Message {
  const mentor = mention(request.mentor)
  const nextBest: KnownBlock[] =
    next && next.list.length > 0
      ? [
          section(md`*Who fits next*`),
          ...next.list.flatMap((r) => [
            section(suggestionText(r, next)),
            suggestionActions(r.mentor, next.chat, false),
          ]),
          actions(commandButton('See more', 'find')),
        ]
      : [
          actions(
            commandButton('Find a mentor', 'find', { style: 'primary' }),
            commandButton('Browse mentors', 'browse'),
          ),
        ]
  const readWord = request.reason
    ? [
        actions(
          button('Read their word to you', 'requests.read', {
            value: request.id,
            says: `Read what ${mentorName} wrote to you`,
          }),
        ),
      ]
    : []
  if (request.status === 'accepted' && request.kind === 'chat')
    return {
      text: `${mentorName} said yes: you have 30 minutes`,
      blocks: [
        section(md`*${mentor} said yes.* I open a conversation for you two; propose two times there.`),
        actions(commandButton('My requests', 'requests')),
      ],
    }
  switch (request.status) {
    case 'accepted':
      return request.ending === 'chat'
        ? {
            text: `${mentorName} would like to have a 30-minute chat with you`,
            blocks: [
              section(
                md`*${mentor} offers you one 30-minute chat.* I open a conversation for you two; propose a time there.`,
              ),
              section(
                'It is no mentorship yet: your other requests stay open, and after the chat you may ask again.',
              ),
              actions(commandButton('My requests', 'requests')),
            ],
          }
        : {
            text: `${mentorName} said yes`,
            blocks: [
              section(
                md`*${mentor} said yes: you have a mentor.* I open a conversation for you two, with an agenda for the first meeting. Propose a time there.`,
              ),
              ...(wantsOne
                ? [context('If you had asked others as well, I have taken that back for you.')]
                : []),
              actions(commandButton('Why this match', 'why'), commandButton('Share the win', 'win')),
            ],
          }
    case 'declined':
      return {
        text: `${mentorName} cannot take this on now`,
        blocks: [
          section(
            md`${mentor} cannot take this on now. That says nothing about you: it is about their time.`,
          ),
          ...readWord,
          ...nextBest,
        ],
      }
    case 'expired':
      return {
        text: `No answer from ${mentorName}; here is who fits next`,
        blocks: [
          section(md`${mentor} has not found the time to answer, so I have closed your request to them.`),
          ...nextBest,
        ],
      }
    case 'postponed':
      return {
        text: `${mentorName} asks you to wait a month`,
        blocks: [
          section(
            md`${mentor} would like to be asked again in a month. I do that for you; you need not remember it. Meanwhile you may ask somebody else.`,
          ),
          ...nextBest,
        ],
      }
    default:
      return {
        text: `${mentorName} has no free place any more`,
        blocks: [
          section(
            request.ending === 'left'
              ? request.kind === 'chat'
                ? md`${mentor} gives no chats any more, so I have closed your request.`
                : md`${mentor} is not a mentor any more, so I have closed your request.`
              : md`${mentor} has no free place any more, so I have closed your request.`,
          ),
          ...nextBest,
        ],
      }
  }
}

export function questionMessage(request: MentorshipRequest, mentorName: string, state: string): Message {
  const open = request.status === 'pending' && request.awaiting === 'mentee'
  return {
    text: `${mentorName} has a question about your request`,
    blocks: open
      ? [
          section(
            md`*${mention(request.mentor)} has a question about your request.* They decide after your answer.`,
          ),
          actions(
            button('Answer', 'requests.answer', {
              value: request.id,
              style: 'primary',
              says: `Answer ${mentorName}'s question`,
            }),
            button('Take the request back', 'requests.withdraw', { value: request.id }),
          ),
        ]
      : [
          section(md`${mention(request.mentor)} had a question about your request. ${state}`),
          actions(commandButton('My requests', 'requests')),
        ],
  }
}

/** `state` is what became of it, once the mentor's answer is not awaited any more. */
export const repliedMessage = (request: MentorshipRequest, menteeName: string, state?: string): Message => ({
  text: `${menteeName} has answered your question`,
  blocks: state
    ? [
        section(md`${mention(request.mentee)} has answered your question. ${state}`),
        actions(commandButton('My requests', 'requests')),
      ]
    : [
        section(md`*${mention(request.mentee)} has answered your question.*`),
        answerButtons(request, menteeName),
      ],
})

/** What a reminder on screen becomes once the answer is there. */
export const noReminder = (
  request: MentorshipRequest,
  awaiting: 'mentor' | 'mentee',
  state: string,
): Message => ({
  text: state,
  blocks: [
    section(
      awaiting === 'mentor'
        ? md`${mention(request.mentee)} was waiting for your answer. ${state}`
        : md`${mention(request.mentor)} was waiting for your answer. ${state}`,
    ),
    actions(commandButton('My requests', 'requests')),
  ],
})

export function reminderMessage(
  request: MentorshipRequest,
  menteeName: string,
  mentorName: string,
  zone: string,
): Message {
  const by = formatFor(zone, request.expiresAt)
  return request.awaiting === 'mentor'
    ? {
        text: `${menteeName} is waiting for your answer`,
        blocks: [
          section(
            md`*${mention(request.mentee)} is waiting for your answer.* Any answer helps, a no as well: they can then ask somebody else.`,
          ),
          answerButtons(request, menteeName),
          context(`If I hear nothing until ${by}, I close it kindly and offer them somebody else.`),
        ],
      }
    : {
        text: `${mentorName} is waiting for your answer`,
        blocks: [
          section(md`*${mention(request.mentor)} asked you something about your request.*`),
          actions(
            button('Answer', 'requests.answer', {
              value: request.id,
              style: 'primary',
              says: `Answer ${mentorName}'s question`,
            }),
          ),
          context(`The request stays open until ${by}.`),
        ],
      }
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
