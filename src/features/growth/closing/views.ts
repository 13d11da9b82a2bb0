import type { KnownBlock, ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput, dateInput, radioInput, textInput } from '../../../slack/ui/inputs.ts'
import { suggestedUntil, WORDS_MAX } from './domain.ts'
import type { Completed, Draft, Standing, Words } from './service.ts'

/** Confirms an early close. */
export const earlyModal = (mentorship: string, name: string): ModalView =>
  modal({
    id: 'closing.closing',
    title: 'Close it well',
    submit: 'Close it',
    close: 'Not now',
    meta: { mentorship },
    blocks: [
      section(
        md`This begins the end of your mentorship with ${name}: each of you has a last word, and then it is complete. If you reached what you came for, that is a graduation.`,
      ),
      section(
        md`${name} hears that you would like to close, and is asked the same. Until it is complete you can still go on.`,
      ),
    ],
  })

/** The last word. All of it may stay empty but what comes next. */
export function reviewModal({ standing: s, words, today, named }: Draft, channel: Safe): ModalView {
  const name = s.partnerName
  return modal({
    id: 'closing.review',
    title: 'A last word',
    submit: 'Send',
    close: 'Not now',
    meta: { mentorship: s.m.id },
    blocks: [
      section(
        md`*You and ${mention(s.partner)}*, since ${formatFor(s.zone, s.m.startedAt, 'dateWithYear')}. Only the first question needs an answer.`,
      ),
      radioInput({
        name: 'next',
        label: 'What comes next?',
        choices: [
          ['complete', 'We complete it', 'What we came for is done, or done enough'],
          ...(s.mayExtend
            ? [['extend', 'Go on for longer', `${name} signs the new last day, or it completes`] as const]
            : []),
          ['rematch', 'Complete it, and a new match', 'Nobody is at fault; only you see this answer'],
        ],
        initial: s.next ?? 'complete',
      }),
      ...(s.mayExtend && s.m.endsOn
        ? [
            dateInput({
              name: 'until',
              label: 'If you go on: until when?',
              optional: true,
              initial: suggestedUntil(s.m.endsOn, today),
            }),
          ]
        : []),
      textInput({
        name: 'reached',
        label: 'What did you reach?',
        hint: 'Only you can read this. It goes into your growth record.',
        long: true,
        optional: true,
        max: WORDS_MAX,
        initial: words.reached,
        placeholder: 'I run discovery on my own now, and I am calm about it',
      }),
      textInput({
        name: 'helped',
        label: 'What helped?',
        hint: `Your partner ${name} can read this once it is complete.`,
        long: true,
        optional: true,
        max: WORDS_MAX,
        initial: words.helped,
      }),
      textInput({
        name: 'thanks',
        label: `A word of thanks to ${name}`,
        hint: `Your partner ${name} can read this once it is complete.`,
        long: true,
        optional: true,
        max: WORDS_MAX,
        initial: words.thanks,
      }),
      checkboxInput({
        name: 'named',
        label: 'A shout-out?',
        optional: true,
        choices: [
          ['named', 'You may name me in the wins channel', 'That we graduated, and nothing you wrote'],
        ],
        initial: named ? ['named'] : [],
      }),
      context(
        md`${channel} hears of it only with a yes: yours for your name, ${name}'s for theirs. Without it, it stays as you chose in Privacy.`,
      ),
      ...(s.mayReopen
        ? [
            section(
              md`Changed your mind?`,
              button('We go on after all', 'closing.reopen', {
                value: s.m.id,
                says: `Go on after all with ${name}`,
              }),
            ),
          ]
        : []),
    ],
  })
}

const openButton = (s: Standing, text = 'My last word', style?: 'primary') =>
  button(text, 'closing.open', {
    value: s.m.id,
    says: `${text}: the mentorship with ${s.partnerName}`,
    ...(style && { style }),
  })

const goOnButton = (s: Standing) =>
  button('We go on', 'closing.reopen', { value: s.m.id, says: `Go on with ${s.partnerName}` })

/** Why it closes, in a sentence. */
function cause(s: Standing): Safe {
  const partner = mention(s.partner)
  if (s.closing.cause === 'silence')
    return md`*You and ${partner} have not been heard of for a while, so I close it, kindly.* If you go on, one tap keeps it.`
  if (s.closing.cause === 'lastDay' && s.m.endsOn)
    return md`*Your mentorship with ${partner} ends on ${formatDate(s.m.endsOn)}.* Complete it, go on for longer, or try a new match?`
  return s.closing.openedBy === s.me
    ? md`*You are closing your mentorship with ${partner}.*`
    : md`*${partner} would like to close your mentorship, and to close it well.* Look back, say thanks, and choose what comes next.`
}

const endOf = (s: Standing) => formatFor(s.zone, s.closing.untilAt, 'date')

/** Asks for the last word, or says what it became. */
export function askMessage(s: Standing): Message {
  const text = `You and ${s.partnerName}: what comes next?`
  if (!s.open) {
    const words = {
      completed: md`You and ${mention(s.partner)} have completed your mentorship.`,
      extended: md`You and ${mention(s.partner)} go on, as you both signed.`,
      reopened: md`You and ${mention(s.partner)} go on after all.`,
    }[s.closing.status]
    return {
      text,
      blocks: [
        section(words ?? md`Your mentorship with ${mention(s.partner)} has ended.`),
        actions(commandButton('What is next', 'help')),
      ],
    }
  }
  if (s.next)
    return {
      text,
      blocks: [
        section(
          md`You and ${mention(s.partner)}: thank you, I have your last word. It completes once both have answered, on ${endOf(s)} at the latest.`,
        ),
        actions(openButton(s, 'Change it')),
      ],
    }
  return {
    text,
    blocks: [
      section(cause(s)),
      actions(openButton(s, 'My last word', 'primary'), s.mayReopen && goOnButton(s)),
      context(md`Without an answer it completes by itself on ${endOf(s)}. What you write is optional.`),
    ],
  }
}

export const reminderMessage = (s: Standing): Message => ({
  text: `A last word on you and ${s.partnerName}?`,
  blocks: [
    section(
      md`*A last word on you and ${mention(s.partner)}?* It takes two minutes, and thanks are good to hear. It completes by itself on ${endOf(s)}.`,
    ),
    actions(openButton(s, 'My last word', 'primary'), s.mayReopen && goOnButton(s)),
  ],
})

/** The same for several at once. */
export const remindersTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'waits' : 'wait'} for a last word`

/** After the last word was sent. */
export const keptModal = (s: Standing): ModalView =>
  modal({
    id: 'closing.kept',
    title: s.next === 'extend' ? 'Proposed' : 'Thank you',
    blocks: [
      section(
        s.next === 'extend'
          ? md`${s.partnerName} can sign the new last day now; then you simply go on. If not, it completes on ${endOf(s)}.`
          : md`I have your last word. It completes once both of you have answered, on ${endOf(s)} at the latest. Until then you can change it.`,
      ),
      actions(commandButton('Give kudos', 'kudos', { style: 'primary' }), openButton(s, 'Change it')),
    ],
  })

export const reopenedModal = (mentorship: string): ModalView =>
  modal({
    id: 'closing.goingOn',
    title: 'You go on',
    blocks: [
      section('You two go on, and your partner hears it. A good moment to plan the next session.'),
      actions(button('Plan a session', 'plans.plan', { value: mentorship, style: 'primary' })),
    ],
  })

export const reopenedMessage = (s: Standing): Message => ({
  text: `You and ${s.partnerName} go on`,
  blocks: [
    section(md`*${mention(s.partner)} would like to go on after all.* Nothing is closed.`),
    actions(button('Plan a session', 'plans.plan', { value: s.m.id, style: 'primary' })),
  ],
})

/** The end, told to each. */
export function completedMessage(s: Completed): Message {
  const mentee = s.m.mentee === s.me
  const many = s.sessions > 0 ? md`, ${plural(s.sessions, 'session')}` : md``
  return {
    text: `You and ${s.partnerName} have completed your mentorship`,
    blocks: [
      section(
        md`:mortar_board: *You and ${mention(s.partner)} have completed your mentorship.* From ${formatFor(s.zone, s.m.startedAt, 'date')} to today${many}. Thank you both for the time you gave it.`,
      ),
      section(
        mentee
          ? s.wantsNew
            ? 'You are first in line for the next mentor, and can look for one right now. Your growth record holds what is yours of this one.'
            : 'Your growth record holds what is yours of it: goals, sessions, your own words, public thanks.'
          : 'You have a free place again. Your growth record holds what is yours of it.',
      ),
      actions(
        s.words &&
          button(`Read the last word`, 'closing.read', {
            value: s.closing.id,
            says: `Read the last word of ${s.partnerName}`,
            style: 'primary',
          }),
        button('My growth record', 'record.send', { says: 'Send me my growth record as files' }),
        commandButton('Give kudos', 'kudos'),
        mentee && commandButton('Find a mentor', 'find'),
      ),
    ],
  }
}

export const wordsModal = (s: Standing, words: Words): ModalView =>
  modal({
    id: 'closing.words',
    title: 'A last word',
    blocks: [
      ...(words.helped ? [section(md`*What helped ${mention(s.partner)}*`), quoted(words.helped)] : []),
      ...(words.thanks ? [section(md`*To you*`), quoted(words.thanks)] : []),
      ...(words.helped || words.thanks
        ? []
        : [section('No words were left here. Kudos always find a place.')]),
      actions(commandButton('Give kudos', 'kudos', { style: 'primary' })),
      context(md`Only you and ${s.partnerName} can read this.`),
    ],
  })

/** Once, to somebody who completed a mentorship and only sought mentors until then. */
export const inviteMessage = (): Message => ({
  text: 'Would you mentor somebody?',
  blocks: [
    section(
      '*You know now what a good mentor does.* Somebody a step behind you could use an hour a month. Would you offer it?',
    ),
    actions(commandButton('Become a mentor', 'join', { style: 'primary' })),
    context('I ask this once. You can offer it any time.'),
  ],
})

/** For Home: what is being closed. */
export function homeBlocks(list: Standing[]): KnownBlock[] {
  return list.map((s) =>
    section(
      s.next
        ? md`You and ${mention(s.partner)} are closing: I have your last word. It completes on ${endOf(s)} at the latest.`
        : md`You and ${mention(s.partner)} are closing. It completes by itself on ${endOf(s)}.`,
      openButton(s, s.next ? 'Change it' : 'Answer'),
    ),
  )
}

export const nextBlocks = (s: Standing): KnownBlock[] => [
  section(cause(s)),
  actions(openButton(s, 'My last word', 'primary'), s.mayReopen && goOnButton(s)),
]

export const goodbyeSent = (partners: number): ModalView =>
  modal({
    id: 'membership.goodbyeSent',
    title: 'On its way',
    blocks: [
      section(
        `${plural(partners, 'partner')} ${partners === 1 ? 'gets' : 'get'} your proposal for a last talk. Leave when you have had it: /mentor leave.`,
      ),
    ],
  })

/** `mentee`: the reader is the mentee of the one who leaves. */
export const goodbyeMessage = (person: string, name: string, mentee: boolean): Message => ({
  text: `${name} would like to have a last talk with you`,
  blocks: [
    section(
      md`*${mention(person)} is leaving, and would like to have a last talk with you.* Half an hour to look back at what you did together, and to say goodbye.`,
    ),
    section(
      mentee
        ? 'Propose a time in your conversation. Once they have left, you are first in line for the next mentor.'
        : 'Propose a time in your conversation. Once they have left, you have a free place again.',
    ),
    actions(
      commandButton('Give kudos', 'kudos', { style: 'primary' }),
      mentee && commandButton('Find a mentor', 'find'),
    ),
  ],
})
