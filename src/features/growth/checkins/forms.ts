/** The forms of check-ins, and what stands in their place once they are saved. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput, radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { WEEKDAYS } from '../../people/members/domain.ts'
import { CADENCES, halfHours, LONGEST, MOODS, NOBODY, THANKS_MAX, WIN_MAX } from './domain.ts'
import type { Checkin, FormFacts, PairOf, Partner, QuestionFacts, Rhythm, Saved } from './service.ts'
import { changeWhenButton, earlierButton, helpBlocks, nextWords, streakWords } from './views.ts'

/** `channel` is where a win goes that is told. */
export function answerModal({ checkin, words, partners }: FormFacts, channel: Safe): ModalView {
  const [only] = partners.length === 1 ? partners : []
  const whose = only ? only.name : 'my partner'
  return modal({
    id: 'checkins.answer',
    title: 'Check-in',
    submit: 'Save',
    close: 'Not now',
    meta: { ...(checkin && { checkin: checkin.id }), ...(only && { partner: only.person }) },
    blocks: [
      radioInput({
        name: 'mood',
        label: 'How is it going?',
        hint: 'Only counted, without your name.',
        choices: MOODS.map((m) => [`${m.mood}`, m.words] as const),
        initial: words.feeling,
      }),
      partners.length > 1 && partnerInput(partners, checkin?.partner),
      long('progress', 'Progress', progressReaders(partners, only), words.progress),
      long(
        'need',
        'What do you need?',
        partners.length > 0 ? 'Only you, unless you tick the box below.' : 'Only you.',
        words.need,
      ),
      partners.length > 0 &&
        tick(
          'tellNeed',
          `Tell ${whose}`,
          'A message goes out, and your partner can read these words',
          checkin?.needSharedAt,
        ),
      long('blocker', 'What is in the way?', 'Only you.', words.blocker),
      winInputs(checkin, words.win, channel),
      partners.length > 0 &&
        long(
          'thanks',
          `Thank ${whose}?`,
          `${only?.name ?? 'Your partner'} reads it${only ? ' in a direct message' : ''}, as your kudos.`,
          undefined,
          THANKS_MAX,
        ),
      actions(earlierButton(), changeWhenButton()),
    ],
  })
}

const partnerInput = (partners: Partner[], initial: string | null | undefined) =>
  selectInput({
    name: 'partner',
    label: 'Who is this for?',
    hint: 'Whom you choose reads your progress, and your need if you tick its box.',
    choices: [
      ...partners.map((p) => [p.person, p.name] as const),
      [NOBODY, 'Only me', 'Nobody else reads it'],
    ],
    initial,
    placeholder: 'Choose',
  })

function progressReaders(partners: Partner[], only: Partner | undefined): string {
  if (only) return `Your partner ${only.name} can read this.`
  return partners.length > 0 ? 'The partner chosen above can read this.' : 'Only you.'
}

const long = (name: string, label: string, hint: string, initial?: string, max = LONGEST) =>
  textInput({ name, label, hint, initial, max, long: true, optional: true })

const tick = (name: string, text: string, description: string, ticked?: unknown) =>
  checkboxInput({
    name,
    label: 'Pass it on?',
    optional: true,
    choices: [['yes', text, description]],
    initial: ticked ? ['yes'] : [],
  })

function winInputs(checkin: Checkin | undefined, words: string | undefined, channel: Safe): Blocks {
  if (checkin?.winShared)
    return [
      long('win', 'A win?', 'Only you.', words, WIN_MAX),
      context(md`This one was told in ${channel}. A change here changes only your own copy.`),
    ]
  return [
    long('win', 'A win?', 'Only you, unless you tick the box below.', words, WIN_MAX),
    tick('tellWin', 'Tell it in the channel for wins', 'Everyone there reads it, with your name'),
    context(md`The channel for wins is ${channel}.`),
  ]
}

/** What the writer sees once the form is saved. `from` is when the channel for wins may have one. */
export function savedModal(
  saved: Saved,
  rhythm: Rhythm,
  channel: { link: Safe; from: number },
  now: number,
): ModalView {
  const { partner, needAt } = saved
  const who = partner && mention(partner.person)
  const heard =
    who && needAt && (needAt.at > now ? md`${formatFor(needAt.zone, needAt.at)}, ${who}’s time` : md`now`)
  const lines = [
    who && saved.progress && md`${who} finds your progress on Home.`,
    heard && md`${who} hears that you need something: *${heard}*.`,
    who && saved.needShared && !heard && md`${who} can read what you need.`,
    who && saved.thanked && md`${who} hears your thanks in a few minutes.`,
    saved.winTold && winWords(channel, rhythm.hours.zone, now),
    saved.partnerGone &&
      md`The partner whom this form named is not your partner any more, so only you can read these words.`,
  ]
  return modal({
    id: 'checkins.saved',
    title: 'Thank you',
    blocks: [
      section(md`*Your check-in is in.* ${nextWords(rhythm)}`),
      streakWords(saved.streak),
      lines.map((line) => line && section(line)),
      saved.help && helpBlocks(saved.help.checkin, saved.help.partners, saved.help.helpers),
      actions(
        saved.progress && commandButton('Update a goal', 'goals'),
        saved.thanked !== undefined && button('Take the thanks back', 'kudos.undo', { value: saved.thanked }),
        earlierButton(),
        changeWhenButton(),
      ),
    ],
  })
}

const winWords = ({ link, from }: { link: Safe; from: number }, zone: string, now: number) =>
  from > now
    ? md`Your win goes to ${link} when people are at work: ${formatFor(zone, from)} your time.`
    : md`Your win goes to ${link} now, with your name.`

/** An hour that nobody chose lies somewhere in the half hour. */
const hourWords = (minute: number) =>
  minute % 30 === 0 ? clock(minute) : `about ${clock(minute - (minute % 30))}`

const clock = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => `${part}`.padStart(2, '0')).join(':')

/** A question to a partner, with words to begin with. */
export function questionModal({ checkin, partners, words }: QuestionFacts): ModalView {
  const [only, another] = partners
  const one = another ? undefined : only
  return modal({
    id: 'checkins.asking',
    title: 'A question',
    submit: 'Send',
    close: 'Not now',
    meta: { checkin: checkin.id, ...(one && { partner: one.person }) },
    blocks: [
      !one &&
        selectInput({
          name: 'partner',
          label: 'Whom do you ask?',
          choices: partners.map((p) => [p.person, p.name] as const),
          initial: checkin.partner,
          placeholder: 'Choose',
        }),
      textInput({
        name: 'question',
        label: one ? `To ${one.name}` : 'Your question',
        hint: `Only ${one?.name ?? 'the one you choose'} reads it. Change it as you like.`,
        long: true,
        max: LONGEST,
        initial: words,
      }),
    ],
  })
}

/** Nothing would help now. */
export const fineModal = (): ModalView =>
  notice('All right', 'That is fine. I ask again as usual.', earlierButton(), changeWhenButton())

/** The question is on its way; `at` is when they hear of it. */
export const questionSent = (to: PairOf, at: number, zone: string, now: number): ModalView =>
  notice(
    'On its way',
    at > now
      ? md`*${to.name} hears of your question when their day begins:* ${formatFor(zone, at)}, their time.`
      : md`*${to.name} hears of your question now.*`,
    button('Plan 30 minutes as well', 'plans.short', { value: to.mentorship }),
    earlierButton(),
  )

export function whenModal({ member, hours }: Rhythm): ModalView {
  const minutes = halfHours(hours, member.checkinMinute)
  return modal({
    id: 'checkins.when',
    title: 'When shall I ask?',
    submit: 'Save',
    close: 'Not now',
    blocks: [
      selectInput({
        name: 'weekday',
        label: 'Day',
        hint: 'On a day off I ask on your next working day.',
        choices: hours.workingDays.map((day) => [`${day}`, WEEKDAYS[day - 1] ?? ''] as const),
        initial: `${member.checkinWeekday}`,
      }),
      selectInput({
        name: 'minute',
        label: 'Hour',
        hint: `Your own time, ${hours.zone}.`,
        choices: minutes.map((minute) => [`${minute}`, hourWords(minute)] as const),
        initial: `${member.checkinMinute}`,
      }),
      radioInput({
        name: 'every',
        label: 'How often?',
        hint: 'Only you see this.',
        choices: CADENCES.map((c) => [`${c.every}`, c.short] as const),
        initial: `${member.checkinEvery}`,
      }),
    ],
  })
}

export function whenSavedModal(rhythm: Rhythm): ModalView {
  const { member, paired } = rhythm
  const waiting = member.checkinEvery > 0 && !paired
  return modal({
    id: 'checkins.planned',
    title: 'Saved',
    blocks: [
      section(
        waiting
          ? md`*Saved.* I begin to ask once you have a mentor or a mentee.`
          : md`*Saved.* ${nextWords(rhythm)}`,
      ),
      actions(waiting && commandButton('Find a mentor', 'find'), commandButton('Check in now', 'checkin')),
    ],
  })
}
