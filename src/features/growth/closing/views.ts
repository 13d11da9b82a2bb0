import type { ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import type { PairPart } from '../../../slack/kernel/feature.ts'
import {
  actions,
  button,
  commandButton,
  context,
  modal,
  notice,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { checkboxInput, dateInput, radioInput, textInput } from '../../../slack/ui/inputs.ts'
import type { PairView } from '../../pairs/mentorship/service.ts'
import { suggestedUntil, WORDS_MAX } from './domain.ts'
import type { ClosingView, Completed, Draft, Words } from './service.ts'

/** Confirms an early close. */
export const earlyModal = ({ m, partnerName: name }: PairView): ModalView =>
  modal({
    id: 'closing.closing',
    title: 'Close it well',
    submit: 'Close it',
    close: 'Not now',
    meta: { mentorship: m.id },
    blocks: [
      section(
        md`This begins the end of your mentorship with ${name}: each of you has a last word, and then it is complete. If you reached what you came for, that is a graduation.`,
      ),
      section(
        md`${name} hears that you would like to close, and is asked the same. Until it is complete you can still go on.`,
      ),
    ],
  })

const wordsInput = (
  input: Pick<Parameters<typeof textInput>[0], 'name' | 'label' | 'hint' | 'initial' | 'placeholder'>,
) => textInput({ ...input, long: true, optional: true, max: WORDS_MAX })

/** The last word. All of it may stay empty but what comes next. */
export function reviewModal({ view: s, words, today, named }: Draft, channel: Safe): ModalView {
  const name = s.partnerName
  const hint = `Your partner ${name} can read this once it is complete.`
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
      s.mayExtend &&
        s.m.endsOn &&
        dateInput({
          name: 'until',
          label: 'If you go on: until when?',
          optional: true,
          initial: suggestedUntil(s.m.endsOn, today),
        }),
      wordsInput({
        name: 'reached',
        label: 'What did you reach?',
        hint: 'Only you can read this. It goes into your growth record.',
        initial: words.reached,
        placeholder: 'I run discovery on my own now, and I am calm about it',
      }),
      wordsInput({ name: 'helped', label: 'What helped?', hint, initial: words.helped }),
      wordsInput({ name: 'thanks', label: `A word of thanks to ${name}`, hint, initial: words.thanks }),
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
      s.mayReopen &&
        section(
          md`Changed your mind?`,
          button('We go on after all', 'closing.reopen', {
            value: s.m.id,
            says: `Go on after all with ${name}`,
          }),
        ),
    ],
  })
}

const openButton = (s: ClosingView, text = 'My last word', style?: 'primary') =>
  button(text, 'closing.open', {
    value: s.m.id,
    says: `${text}: the mentorship with ${s.partnerName}`,
    style,
  })

const answerButtons = (s: ClosingView) =>
  actions(
    openButton(s, 'My last word', 'primary'),
    s.mayReopen &&
      button('We go on', 'closing.reopen', { value: s.m.id, says: `Go on with ${s.partnerName}` }),
  )

/** Why it closes, in a sentence. */
function cause(s: ClosingView): Safe {
  const partner = mention(s.partner)
  if (s.closing.cause === 'silence')
    return md`*You and ${partner} have not been heard of for a while, so I close it, kindly.* If you go on, one tap keeps it.`
  if (s.closing.cause === 'lastDay' && s.m.endsOn)
    return md`*Your mentorship with ${partner} ends on ${formatDate(s.m.endsOn)}.* Complete it, go on for longer, or try a new match?`
  return s.closing.openedBy === s.me
    ? md`*You are closing your mentorship with ${partner}.*`
    : md`*${partner} would like to close your mentorship, and to close it well.* Look back, say thanks, and choose what comes next.`
}

const endOf = (s: ClosingView) => formatFor(s.zone, s.closing.untilAt, 'date')

/** Asks for the last word, or says what it became. */
export function askMessage(s: ClosingView): Message {
  const text = `You and ${s.partnerName}: what comes next?`
  const said = (words: Safe, ...buttons: Parameters<typeof actions>): Message => ({
    text,
    blocks: [section(words), actions(...buttons)],
  })
  const [you, status] = [md`You and ${mention(s.partner)}`, s.closing.status]
  if (!s.open)
    return said(
      status === 'completed'
        ? md`${you} have completed your mentorship.`
        : status === 'extended'
          ? md`${you} go on, as you both signed.`
          : status === 'reopened'
            ? md`${you} go on after all.`
            : md`Your mentorship with ${mention(s.partner)} has ended.`,
      commandButton('What is next', 'help'),
    )
  if (s.next)
    return said(
      md`${you}: thank you, I have your last word. It completes once both have answered, on ${endOf(s)} at the latest.`,
      openButton(s, 'Change it'),
    )
  return {
    text,
    blocks: [
      section(cause(s)),
      answerButtons(s),
      context(md`Without an answer it completes by itself on ${endOf(s)}. What you write is optional.`),
    ],
  }
}

export const reminderMessage = (s: ClosingView): Message => ({
  text: `A last word on you and ${s.partnerName}?`,
  blocks: [
    section(
      md`*A last word on you and ${mention(s.partner)}?* It takes two minutes, and thanks are good to hear. It completes by itself on ${endOf(s)}.`,
    ),
    answerButtons(s),
  ],
})

/** The same for several at once. */
export const remindersTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'waits' : 'wait'} for a last word`

/** After the last word was sent. */
export const keptModal = (s: ClosingView): ModalView =>
  notice(
    s.next === 'extend' ? 'Proposed' : 'Thank you',
    s.next === 'extend'
      ? md`${s.partnerName} can sign the new last day now; then you simply go on. If not, it completes on ${endOf(s)}.`
      : md`I have your last word. It completes once both of you have answered, on ${endOf(s)} at the latest. Until then you can change it.`,
    commandButton('Give kudos', 'kudos', { style: 'primary' }),
    openButton(s, 'Change it'),
  )

export const reopenedModal = (mentorship: string): ModalView =>
  notice(
    'You go on',
    'You two go on, and your partner hears it. A good moment to plan the next session.',
    button('Plan a session', 'plans.plan', { value: mentorship, style: 'primary' }),
  )

export const reopenedMessage = (s: ClosingView): Message => ({
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
          ? s.next === 'rematch'
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

export const wordsModal = (s: ClosingView, words: Words): ModalView =>
  modal({
    id: 'closing.words',
    title: 'A last word',
    blocks: [
      words.helped && [section(md`*What helped ${mention(s.partner)}*`), quoted(words.helped)],
      words.thanks && [section(md`*To you*`), quoted(words.thanks)],
      !words.helped && !words.thanks && section('No words were left here. Kudos always find a place.'),
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
export const homePairs = (list: ClosingView[]): Record<string, PairPart> =>
  Object.fromEntries(
    list.map((s) => [
      s.m.id,
      {
        says: s.next ? md`closing, by ${endOf(s)}` : md`*closing, your last word is open*`,
        blocks: [
          section(
            s.next
              ? md`You and ${mention(s.partner)} are closing: I have your last word. It completes on ${endOf(s)} at the latest.`
              : md`You and ${mention(s.partner)} are closing. It completes by itself on ${endOf(s)}.`,
            openButton(s, s.next ? 'Change it' : 'Answer'),
          ),
        ],
      },
    ]),
  )

/** For Home: the closing whose last word is waited for. */
export const nextBlocks = (s: ClosingView): Blocks => [section(cause(s)), answerButtons(s)]

export const goodbyeSent = (partners: number): ModalView =>
  notice(
    'On its way',
    `${plural(partners, 'partner')} ${partners === 1 ? 'gets' : 'get'} your proposal for a last talk. Leave when you have had it: /mentor leave.`,
  )

/** Proposes a last talk to one of the two, since their partner is leaving. */
export function goodbyeMessage({ m, partner, partnerName }: PairView): Message {
  const mentee = m.kind === 'mentorship' && m.mentor === partner
  return {
    text: `${partnerName} would like to have a last talk with you`,
    blocks: [
      section(
        md`*${mention(partner)} is leaving, and would like to have a last talk with you.* Half an hour to look back at what you did together, and to say goodbye.`,
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
  }
}
