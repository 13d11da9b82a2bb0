import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  context,
  divider,
  header,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { type Choice, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { type Contact, LONGEST } from './domain.ts'
import type { Concern } from './service.ts'

const AS: Record<Contact['as'], string> = {
  coordinator: 'Coordinator',
  deputy: 'Deputy of the coordinators',
  outside: 'Outside the programme',
}

/** The form in which somebody says that something is wrong; `again`: it goes to another contact, with its words. */
export function concernModal(contacts: Contact[], again?: { id: string; words: string }): ModalView {
  if (contacts.length === 0)
    return modal({
      id: 'concerns.nobody',
      title: 'Something is wrong',
      blocks: [
        section(
          'I know nobody here whom I could offer: I leave out you, your partners, and whoever was told before. Please talk to a person you trust in your company, such as somebody in the people team.',
        ),
        section(
          'You can always end a mentorship on your own, at once and without a reason: Home has "End it".',
        ),
      ],
    })
  return modal({
    id: 'concerns.raise',
    title: 'Something is wrong',
    submit: 'Send it',
    close: 'Not now',
    ...(again && { meta: { concern: again.id } }),
    blocks: [
      section(
        again
          ? 'Pick the next person. The one before cannot read it any more.'
          : 'Whatever it is, you need not carry it alone. One person reads it: the one you pick.',
      ),
      selectInput({
        name: 'contact',
        label: 'Whom would you like to tell?',
        hint: 'Your partners and your managers, as far as I know them, are never on this list.',
        choices: contacts
          .slice(0, 100)
          .map((c): Choice => [c.person, c.name, c.away ? `${AS[c.as]}, away at the moment` : AS[c.as]]),
        ...(again && { initial: contacts[0]?.person }),
        placeholder: 'Choose one person',
      }),
      textInput({
        name: 'words',
        label: 'What is wrong?',
        hint: 'Read by the person you pick, and by nobody else. As much or as little as you like.',
        long: true,
        max: LONGEST,
        initial: again?.words,
      }),
      context(
        'You hear within two of their working days that they have it, or I offer you the next person. It is kept encrypted, and stands in no message and no log.',
      ),
    ],
  })
}

export const raisedModal = (contact: Contact): ModalView =>
  modal({
    id: 'concerns.raised',
    title: 'It is on its way',
    blocks: [
      section(
        md`${contact.name} gets it during their working hours, and nobody else does. If you hear nothing within two of their working days, I offer you the next person. Home shows how it stands.`,
      ),
      section('You can also end a mentorship on your own, at once and without a reason: Home has "End it".'),
    ],
  })

const stateLine = (c: Concern, zone: string) => {
  const to = mention(c.contact)
  const at = (instant: number | null) => formatFor(zone, instant ?? c.sentAt, 'date')
  if (c.status === 'answered')
    return c.talk
      ? md`${to} will get in touch with you · ${at(c.answeredAt)}`
      : md`${to} has answered you · ${at(c.answeredAt)}`
  return c.status === 'acknowledged'
    ? md`${to} has it since ${at(c.acknowledgedAt)}`
    : md`Sent to ${to} on ${at(c.sentAt)}`
}

const writerButtons = (c: Concern) =>
  actions(
    button(c.status === 'answered' && !c.talk ? 'Read the answer' : 'Read it', 'concerns.read', {
      value: c.id,
    }),
    button('Tell another person', 'concerns.next', { value: c.id }),
    button('It is settled', 'concerns.close', { value: c.id }),
  )

const contactButtons = (c: Concern) =>
  actions(
    button('Read it', 'concerns.read', { value: c.id, style: 'primary' }),
    c.status === 'sent' && button('I have got it', 'concerns.ack', { value: c.id }),
    c.status !== 'answered' && button('Answer', 'concerns.answer', { value: c.id }),
    c.status !== 'answered' && button('I will talk to them', 'concerns.talk', { value: c.id }),
  )

/** The words, for the two; with what each can do next. */
export function readModal(
  { concern: c, words, answer }: { concern: Concern; words: string; answer: string },
  reader: string,
  zone: string,
): ModalView {
  const own = c.writer === reader
  return modal({
    id: 'concerns.reading',
    title: own ? 'What you wrote' : 'Something is wrong',
    blocks: [
      context(
        own
          ? md`To ${mention(c.contact)}, and to nobody else.`
          : md`From ${mention(c.writer)}, ${formatFor(zone, c.sentAt, 'date')}. Written for you alone: please pass nothing on without asking them.`,
      ),
      quoted(words),
      answer && [
        divider(),
        context(md`${mention(c.contact)} answered, for ${mention(c.writer)} alone:`),
        quoted(answer),
      ],
      c.status !== 'closed' && [
        divider(),
        own ? [section(stateLine(c, zone)), writerButtons(c)] : contactButtons(c),
      ],
    ],
  })
}

export const answerModal = (c: Concern): ModalView =>
  modal({
    id: 'concerns.answering',
    title: 'Your answer',
    submit: 'Send',
    close: 'Not now',
    meta: { concern: c.id },
    blocks: [
      textInput({
        name: 'answer',
        label: 'What would you like to say?',
        hint: 'Read by the one who wrote to you, and by nobody else. Say that you heard them, and what happens next.',
        long: true,
        max: LONGEST,
        placeholder: 'Thank you for telling me. I would like to hear more; when would suit you?',
      }),
    ],
  })

/** To the contact. Neither the writer's name nor a word of it stands in the message. */
export function arrivedMessage(c: Concern, round: number): Message {
  const text = 'Somebody picked you to tell something in private'
  if (c.round !== round || c.status === 'closed')
    return { text, blocks: [section(`${text}. It needs nothing from you any more.`)] }
  const next =
    c.status === 'sent'
      ? 'Please read it soon, and press "I have got it": they are told that you have it, and wait for no more than two working days.'
      : c.status === 'acknowledged'
        ? 'They know that you have it. The next step is an answer, or a talk.'
        : 'You have answered. It stays on your Home until they say that it is settled.'
  return {
    text,
    blocks: [
      section(md`*${text}.* ${next}`),
      contactButtons(c),
      context('Only you can read it; please pass nothing on without asking them.'),
    ],
  }
}

/** To the writer: that there is news, and nothing about what. */
export function newsMessage(c: Concern, what: string, name: string): Message {
  const lead =
    what === 'acknowledged'
      ? md`*${name} has got what you wrote*, and answers next.`
      : c.talk
        ? md`*${name} would like to talk with you*, and gets in touch.`
        : md`*${name} has answered you.*`
  return {
    text: what === 'acknowledged' ? `${name} has got it` : `${name} has an answer for you`,
    blocks: [
      section(lead),
      c.status !== 'closed' && [
        writerButtons(c),
        context('"Tell another person" takes it away from this one.'),
      ],
    ],
  }
}

export const unheardMessage = (
  c: Concern,
  status: string,
  name: string,
  next: Contact | undefined,
): Message => ({
  text: 'No word yet',
  blocks: [
    section(
      status === 'acknowledged'
        ? md`*No answer yet from ${name}*, who has what you wrote.`
        : md`*No word yet from ${name}.*`,
    ),
    section(
      next
        ? md`You need not wait: the next one you could tell is *${next.name}* (${AS[next.as].toLowerCase()}).`
        : 'I know nobody else here whom I could offer. You need not wait: please talk to a person you trust in your company, such as somebody in the people team.',
    ),
    c.status !== 'closed' && writerButtons(c),
  ],
})

export function homePart(own: Concern[], theirs: Concern[], zone: string) {
  const urgent = theirs.find((c) => c.status === 'sent')
  const others = theirs.filter((c) => c !== urgent)
  const row = (c: Concern) => [section('Somebody told you something in private.'), contactButtons(c)]
  return {
    blocks: [
      own.length + others.length > 0 && header('In private'),
      own.slice(0, 3).map((c) => [section(stateLine(c, zone)), writerButtons(c)]),
      others.slice(0, 5).map(row),
    ],
    ...(urgent && { next: { rank: 95, blocks: row(urgent) } }),
  }
}
