/** What the two hear about a request. */
import { lastDayFor } from '../../../core/calendar.ts'
import { joinSafe, md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'
import { isAwaited, type MentorshipRequest, OPEN } from './service.ts'
import { answerButton, answerButtons, toMentors, toMyRequests } from './views.ts'

/** The names of both, and what became of the request, for one of them. */
export interface Said {
  mentee: string
  mentor: string
  state: string
}

/** What the mentor gets; the words themselves stand behind a button. */
export function arrivedMessage(request: MentorshipRequest, { mentee, state }: Said): Message {
  const name = mention(request.mentee)
  const chat = request.kind === 'chat'
  const asks = chat
    ? 'for 30 minutes on one topic'
    : request.why.writing
      ? 'to be their mentor in writing'
      : 'to be their mentor'
  if (request.status === 'postponed')
    return says(
      `You put off the request of ${mentee}`,
      md`You put off what ${name} asked. I ask you again in a month; you need do nothing.`,
      toMyRequests(),
    )
  if (!OPEN.includes(request.status))
    return says(state, md`${name} asked you ${asks}. ${state}`, toMyRequests())
  const isAsked = request.awaiting === 'mentee'
  return says(
    `${mentee} asks you ${chat ? 'for 30 minutes' : asks}`,
    md`*${name} asks you ${asks}.*${chat ? ' Once, and it takes none of your places.' : ''}`,
    request.why.forMentor.length > 0 && section(joinSafe(request.why.forMentor.map((r) => md`• ${r}`))),
    request.why.writing &&
      context(
        'Your clocks are too far apart to meet, so they ask whether you two could write to each other.',
      ),
    isAsked && section('You asked a question. I tell you when it is answered; you need not wait for it.'),
    answerButtons(request, mentee),
    context(
      isAsked
        ? 'Their words are for you alone.'
        : 'Their words are for you alone. Take your time: I remind you after two working days.',
    ),
  )
}

/** Whom the mentee might ask instead. */
const nextBest = (next: Suggestions | undefined): Blocks =>
  next && next.list.length > 0
    ? [
        section(md`*Who fits next*`),
        next.list.map((one) => [
          section(suggestionText(one, next)),
          suggestionActions(one.mentor, next.chat, { notForMe: false }),
        ]),
        actions(commandButton('See more', 'find')),
      ]
    : [toMentors()]

/** The mentee's second choice: asked now, or not to be asked as things are. */
export interface Second {
  asked: boolean
  person: string
  name: string
}

/** What the mentee hears: the answer, and what to do next. */
export function answeredMessage(
  request: MentorshipRequest,
  name: string,
  next: Suggestions | undefined,
  { wantsOne, second }: { wantsOne: boolean; second?: Second },
): Message {
  const mentor = mention(request.mentor)
  const asChat = request.kind === 'chat'
  const others: Blocks = second?.asked
    ? [section(md`*I have asked ${mention(second.person)}, as you wished.*`), toMyRequests()]
    : [
        second &&
          section(md`I could not ask ${mention(second.person)}, your second choice, as things are now.`),
        nextBest(next),
      ]
  const then = second?.asked ? `; I have asked ${second.name}, as you wished` : ''
  switch (request.status) {
    case 'accepted':
      if (asChat)
        return says(
          `${name} said yes: you have 30 minutes`,
          md`*${mentor} said yes.* I open a conversation for you two; propose two times there.`,
          toMyRequests(),
        )
      if (request.ending === 'chat')
        return says(
          `${name} would like to have a 30-minute chat with you`,
          md`*${mentor} offers you one 30-minute chat.* I open a conversation for you two; propose a time there.`,
          section(
            'It is no mentorship yet: your other requests stay open, and after the chat you may ask again.',
          ),
          toMyRequests(),
        )
      return says(
        `${name} said yes`,
        md`*${mentor} said yes: you have a mentor.* I open a conversation for you two, with an agenda for the first meeting. Propose a time there.`,
        wantsOne && context('If you had asked others as well, I have taken that back for you.'),
        actions(commandButton('Why this match', 'why'), commandButton('Share the win', 'win')),
      )
    case 'declined': {
      const how = { value: request.id, says: `Read what ${name} wrote to you` }
      return says(
        `${name} cannot take this on now${then}`,
        md`${mentor} cannot take this on now. A no is a fine answer${second?.asked ? '.' : ', and others fit as well.'}`,
        request.reason && actions(button('Read their word to you', 'requests.read', how)),
        others,
      )
    }
    case 'expired':
      return says(
        `No answer from ${name}${then || '; here is who fits next'}`,
        md`${mentor} has not answered in time, so I have closed your request to them.`,
        others,
      )
    case 'postponed':
      return says(
        `${name} asks you to wait a month`,
        md`${mentor} would like to be asked again in a month. I do that for you; you need not remember it. Meanwhile you may ask somebody else.`,
        others,
      )
    default: {
      const left = asChat ? 'gives no chats any more' : 'is not a mentor any more'
      const why = request.ending === 'left' ? left : 'has no free place any more'
      return says(
        `${name} has no free place any more${then}`,
        md`${mentor} ${why}, so I have closed your request.`,
        others,
      )
    }
  }
}

const says = (text: string, first: Safe, ...blocks: Blocks): Message => ({
  text,
  blocks: [section(first), blocks],
})

/** What the mentee is asked back. */
export function questionMessage(request: MentorshipRequest, { mentor: name, state }: Said): Message {
  const mentor = mention(request.mentor)
  const text = `${name} has a question about your request`
  return isAwaited(request, 'mentee')
    ? says(
        text,
        md`*${mentor} has a question about your request.* They decide after your answer.`,
        actions(
          answerButton(request, name),
          button('Take the request back', 'requests.withdraw', { value: request.id }),
        ),
      )
    : says(text, md`${mentor} had a question about your request. ${state}`, toMyRequests())
}

/** The mentee's answer to what the mentor asked back. */
export function repliedMessage(request: MentorshipRequest, { mentee: name, state }: Said): Message {
  const mentee = mention(request.mentee)
  const text = `${name} has answered your question`
  return isAwaited(request, 'mentor')
    ? says(text, md`*${mentee} has answered your question.*`, answerButtons(request, name))
    : says(text, md`${mentee} has answered your question. ${state}`, toMyRequests())
}

/** Of several requests that wait for one reader. */
export const remindersTitle = (waiting: number) => `You have ${plural(waiting, 'request')} waiting`

/** Reminds whoever's answer is awaited; once it is there, it says what became of the request. */
export function reminderMessage(
  request: MentorshipRequest,
  awaiting: 'mentor' | 'mentee',
  { mentee, mentor, state }: Said,
  zone: string,
): Message {
  const other = mention(awaiting === 'mentor' ? request.mentee : request.mentor)
  const by = lastDayFor(zone, request.expiresAt)
  if (!isAwaited(request, awaiting))
    return {
      ...says(state, md`${other} was waiting for your answer. ${state}`, toMyRequests()),
      settled: true,
    }
  return awaiting === 'mentor'
    ? says(
        `${mentee} is waiting for your answer`,
        md`*${other} is waiting for your answer.* Any answer helps, a no as well: they can then ask somebody else.`,
        answerButtons(request, mentee),
        context(`If I hear nothing by ${by}, I close it kindly and offer them somebody else.`),
      )
    : says(
        `${mentor} is waiting for your answer`,
        md`*${other} asked you something about your request.*`,
        actions(answerButton(request, mentor)),
        context(`The request waits for you until ${by}.`),
      )
}
