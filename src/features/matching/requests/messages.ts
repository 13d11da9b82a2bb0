/** What the two hear about a request. */
import type { KnownBlock } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { joinSafe, md, mention, plural } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'
import { type MentorshipRequest, OPEN } from './service.ts'
import { answerButtons } from './views.ts'

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
          section(md`${mentor} cannot take this on now. A no is a fine answer, and others fit as well.`),
          ...readWord,
          ...nextBest,
        ],
      }
    case 'expired':
      return {
        text: `No answer from ${mentorName}; here is who fits next`,
        blocks: [
          section(md`${mentor} has not answered in time, so I have closed your request to them.`),
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

/** Of several requests that wait for one reader. */
export const remindersTitle = (waiting: number) => `You have ${plural(waiting, 'request')} waiting`

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
  settled: true,
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
