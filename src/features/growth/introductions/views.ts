import type { KnownBlock, ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { joinSafe, md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  notice,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { type Choice, dateInput, peopleInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import {
  answerOf,
  type Introduction,
  type openIntroductions,
  otherOf,
  type Promised,
  sideOf,
} from './service.ts'

type Open = Awaited<ReturnType<typeof openIntroductions>>
export type NameOf = (person: string) => string

export interface FormFacts {
  people: string[]
  mine: Introduction[]
  isMentor: boolean
  zone: string
}

/** `/mentor intro`: the form, and what of one's own still waits. */
export const introModal = ({ people, mine, isMentor, zone }: FormFacts): ModalView =>
  modal({
    id: 'introductions.asking',
    title: 'Introduce two people',
    submit: 'Ask them both',
    close: 'Not now',
    blocks: [
      section(
        'Each is asked alone. If both would like it, I open a conversation for them. If not, you hear only that it did not come about. Either way you hear at a moment that is fixed as I ask.',
      ),
      peopleInput({
        name: 'people',
        label: 'Who should meet?',
        hint: 'Mentors here, and people you are matched with.',
        initial: people,
        max: 2,
        placeholder: 'Choose two people',
      }),
      textInput({
        name: 'reason',
        label: 'Why should these two talk?',
        hint: 'Read by both of them, with your name.',
        long: true,
        max: 500,
        placeholder: 'You both move a team from projects to products, and are stuck at the same point',
      }),
      mine.length > 0 && [divider(), section(md`*You have asked*`)],
      mine.map((i) =>
        section(
          md`${mention(i.one)} and ${mention(i.two)} · ${formatFor(zone, i.sentAt, 'date')}`,
          button('Take it back', 'introductions.withdraw', {
            value: i.id,
            says: 'Take this introduction back',
          }),
        ),
      ),
      isMentor && [
        divider(),
        section(
          'Is it somebody outside this Slack?',
          button('Promise it to your mentee', 'introductions.outside', {
            says: 'Promise your mentee an introduction to somebody outside Slack',
          }),
        ),
      ],
    ],
  })

export const askedModal = ([one = '', two = '']: string[], when: string | undefined): ModalView =>
  notice(
    'Asked',
    `${one} and ${two} are asked, each alone, and have three working days. You hear from me ${when ? `on ${when}` : 'once the time is over'}, whatever they answer and whenever.`,
    commandButton('Give kudos', 'kudos'),
  )

/** To one of the two who has just answered. It says nothing of the other. */
export const keptModal = (value: 'yes' | 'no', when: string | undefined): ModalView =>
  value === 'yes'
    ? notice('Noted', `Noted. ${hears(when)}: that you meet, or only that it did not come about.`)
    : notice(
        'All right',
        `All right. Nobody is told that you declined. ${when ? `On ${when} the others hear` : 'Later the others hear'} only that it did not come about, as if you had not answered.`,
      )

const hears = (when: string | undefined) =>
  when ? `You all hear on ${when}, at the same moment` : 'You all hear once the time is over'

const answerButtons = (i: Introduction, other: string) =>
  actions(
    button('Yes, introduce us', 'introductions.yes', {
      value: i.id,
      style: 'primary',
      says: `Yes, introduce me to ${other}`,
    }),
    button('Not now', 'introductions.no', { value: i.id, says: `Not now: nobody is told that you declined` }),
    button('Read why', 'introductions.read', { value: i.id, says: `Read why you should meet ${other}` }),
  )

/**
 * The question to one of the two, and what it became. Until the end it changes by its reader's own answer alone; `when` is
 * when that is.
 */
export function askMessage(
  i: Introduction,
  person: string,
  nameOf: NameOf,
  when: string | undefined,
): Message {
  const other = otherOf(i, person)
  const side = sideOf(i, person)
  const mine = side && answerOf(i, side)
  const waits = i.status === 'asking' && mine === 'waiting'
  const lead = md`${mention(i.introducer)} would like to introduce you to ${mention(other)}.`
  const state =
    mine === 'no'
      ? 'You said "not now", and nobody is told.'
      : i.status === 'made'
        ? 'You both said yes, and have a conversation of your own.'
        : i.status !== 'ended'
          ? `You said yes. ${hears(when)}.`
          : 'It did not come about.'
  return {
    text: `${nameOf(i.introducer)} would like to introduce you to ${nameOf(other)}`,
    blocks: waits
      ? [
          section(md`*${lead}* I connect you only if both of you would like it.`),
          answerButtons(i, nameOf(other)),
          context(
            `You are asked alone. ${hears(when)}: that you meet, or only that it did not come about. If you decline, nobody is told; it is as if you had not answered.`,
          ),
        ]
      : [section(md`${lead} ${state}`)],
  }
}

/**
 * Opens the conversation of the two; `offers` is what each helps with, as their profile tells everybody. The reason stays
 * behind a button: it was written for them alone.
 */
export function madeMessage(i: Introduction, offers: { person: string; skills: string }[]): Message {
  const [one, two] = [mention(i.one), mention(i.two)]
  return {
    text: 'An introduction: meet each other',
    blocks: [
      section(
        md`*${one}, meet ${two}.* ${mention(i.introducer)} thinks that you two should talk, and you both said yes.`,
      ),
      offers.length > 0 &&
        section(joinSafe(offers.map((o) => md`• ${mention(o.person)} helps with ${o.skills}`))),
      section(
        md`*Next step:* ${one}, propose two times here for half an hour. "What are you working on?" is a fine start.`,
      ),
      actions(button('Read why you two', 'introductions.read', { value: i.id, style: 'primary' })),
      context('Cairn cannot read this conversation: it only opened it.'),
    ],
  }
}

/** To the introducer, and to who said yes. Never who declined, or whether anybody did. */
export const endedMessage = (i: Introduction, person: string): Message => ({
  text: 'An introduction did not come about',
  blocks: [
    section(
      i.introducer === person
        ? md`Your introduction of ${mention(i.one)} and ${mention(i.two)} did not come about. Weeks are full; who answered what stays with them.`
        : md`The introduction to ${mention(otherOf(i, person))} did not come about. Weeks are full, and it says nothing about you.`,
    ),
    actions(
      i.introducer === person
        ? commandButton('Introduce others', 'intro')
        : commandButton('Browse mentors', 'browse'),
    ),
  ],
})

export const workedMessage = (i: Introduction): Message => ({
  text: 'Your introduction worked',
  blocks: [
    section(
      md`*${mention(i.one)} and ${mention(i.two)} both said yes*, and have their conversation now. Thank you for connecting them.`,
    ),
    actions(commandButton('Introduce others', 'intro')),
  ],
})

export const reasonModal = (i: Introduction, reason: string): ModalView =>
  modal({
    id: 'introductions.reading',
    title: 'Why you two',
    blocks: [
      section(md`${mention(i.introducer)} on why ${mention(i.one)} and ${mention(i.two)} should talk:`),
      quoted(reason),
      context('Read by these three alone.'),
    ],
  })

// --- somebody outside Slack ---

export const promiseModal = (mentees: Choice[], on: string): ModalView =>
  modal({
    id: 'introductions.promising',
    title: 'Promise a contact',
    submit: 'Promise it',
    close: 'Not now',
    blocks: [
      selectInput({
        name: 'mentorship',
        label: 'For which mentee?',
        choices: mentees,
        initial: mentees.length === 1 ? mentees[0]![0] : undefined,
      }),
      textInput({
        name: 'words',
        label: 'Whom will you introduce them to, and what for?',
        hint: 'Read by you and your mentee. Leave addresses and numbers out: hand them over yourself, with a yes of the one they belong to.',
        long: true,
        max: 500,
        placeholder: 'A head of product I worked with, on how she set up research without a budget',
      }),
      dateInput({ name: 'on', label: 'By when?', hint: 'I remind you on that day.', initial: on }),
    ],
  })

export const promisedModal = (mentee: string): ModalView =>
  notice(
    'Promised',
    md`${mention(mentee)} hears of it. I remind you on the day, and it stands on both your Homes until you tick it.`,
    commandButton('Give feedback', 'feedback'),
  )

const tickButtons = (p: Promised) =>
  actions(
    button('Done', 'introductions.done', { value: p.id, style: 'primary', says: 'I have introduced them' }),
    button('Read it', 'introductions.promise', { value: p.id, says: 'Read what was promised' }),
    button('Let it go', 'introductions.drop', { value: p.id, says: 'Let this promise go' }),
  )

const BECAME: Record<string, string> = {
  done: 'It is done. Thank you.',
  dropped: 'It was let go, which happens.',
}

export function dueMessage(p: Promised, name: string): Message {
  const lead = md`You wanted to introduce ${mention(p.mentee)} to somebody.`
  return {
    text: `You wanted to introduce ${name} to somebody`,
    blocks:
      p.status === 'open'
        ? [section(md`*${lead}* Three lines to both are enough.`), tickButtons(p)]
        : [section(md`${lead} ${BECAME[p.status] ?? ''}`)],
  }
}

export function promisedMessage(p: Promised, name: string): Message {
  const state =
    p.status === 'done'
      ? md`${mention(p.mentor)} has made the introduction that was promised. A word of thanks goes a long way.`
      : p.status === 'dropped'
        ? md`The introduction that ${mention(p.mentor)} promised did not come about. That happens; others here know people, too.`
        : md`*${mention(p.mentor)} will introduce you to somebody outside this Slack.* Only you two read to whom.`
  return {
    text: `${name} promised you an introduction`,
    blocks: [
      section(state),
      actions(
        p.status === 'dropped'
          ? commandButton('Browse mentors', 'browse')
          : button('Read it', 'introductions.promise', { value: p.id }),
        p.status === 'done' && button('Say thanks', 'kudos.to', { value: p.mentor }),
      ),
    ],
  }
}

export const promiseReadModal = (p: Promised, words: string): ModalView =>
  modal({
    id: 'introductions.promiseReading',
    title: 'A promised contact',
    blocks: [
      context(
        md`From ${mention(p.mentor)} for ${mention(p.mentee)}, by ${formatDate(p.on, 'date')}. Only you two can read this.`,
      ),
      quoted(words),
    ],
  })

/** Home: who waits for my answer, and what was promised. */
export function homePart(open: Open, promises: Promised[], me: string, nameOf: NameOf) {
  const ask = (i: Introduction): KnownBlock[] => [
    section(md`${mention(i.introducer)} would like to introduce you to ${mention(otherOf(i, me))}`),
    answerButtons(i, nameOf(otherOf(i, me))),
  ]
  const [first, ...others] = open.toAnswer
  const shown = [others, promises, open.mine].some((list) => list.length > 0)
  return {
    blocks: [
      shown && header('Introductions'),
      others.slice(0, 3).map(ask),
      promises
        .slice(0, 3)
        .map((p) =>
          p.mentor === me
            ? [
                section(md`Introduce ${mention(p.mentee)} to somebody by ${formatDate(p.on, 'date')}`),
                tickButtons(p),
              ]
            : section(
                md`${mention(p.mentor)} will introduce you to somebody by ${formatDate(p.on, 'date')}`,
                button('Read it', 'introductions.promise', { value: p.id, says: 'Read what was promised' }),
              ),
        ),
      open.mine
        .slice(0, 3)
        .map((i) => context(md`You asked ${mention(i.one)} and ${mention(i.two)} whether to meet.`)),
    ],
    ...(first && { next: { rank: 60, blocks: ask(first) } }),
  }
}
