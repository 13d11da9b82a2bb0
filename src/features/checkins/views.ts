import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor, type Hours } from '../../core/calendar.ts'
import { listedSafe, md, mention, type Safe } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, quoted, section } from '../../slack/blocks.ts'
import type { HomePart } from '../../slack/feature.ts'
import { checkboxInput, radioInput, selectInput, textInput } from '../../slack/inputs.ts'
import {
  CADENCES,
  cadenceWords,
  halfHours,
  isPutOff,
  LONGEST,
  MOODS,
  MOST_SNOOZES,
  moodWords,
  NOBODY,
  STREAK_MIN,
  THANKS_MAX,
  UNANSWERED_OFFER,
  WIN_MAX,
} from './domain.ts'
import type {
  Checkin,
  Entry,
  FormFacts,
  HomeFacts,
  Need,
  Page,
  Partner,
  Rhythm,
  Saved,
  SharedPage,
  Standing,
} from './service.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

// --- the message ---

const write = (id: string, text: string, style?: 'primary') =>
  button(text, 'checkins.write', { value: id, says: `${text}: opens the check-in form`, style })
const changeWhen = () =>
  button('When shall I ask?', 'checkins.change', { says: 'Change day, hour and how often I ask' })
const earlier = () =>
  button('Earlier check-ins', 'checkins.history', { says: 'Read your own earlier check-ins' })

const moodButtons = (id: string) =>
  MOODS.map((m) =>
    button(m.words, `checkins.${m.name}`, { value: id, says: `Answer the check-in with: ${m.words}` }),
  )

/** When the next one comes, in the reader's own zone, and the way back for those who are not asked. */
function nextWords(s: { nextAt?: number; hours: Hours; member?: { checkinEvery: number } }): Safe {
  if (s.nextAt !== undefined) return md`Next check-in: *${formatFor(s.hours.zone, s.nextAt)}*.`
  return s.member?.checkinEvery === 0
    ? md`I do not ask by myself any more. \`/mentor checkin\` works any time, and “When shall I ask?” in it brings me back.`
    : md`None is planned now. \`/mentor checkin\` works any time.`
}

/**
 * The message that asks, and what becomes of it. Each time that it was put off there is one more message
 * (`round`), and only the last one on screen can be answered.
 */
export function promptMessage(s: Standing, round: number, onScreen: boolean): Message | 'useless' {
  const { checkin } = s
  if (!onScreen)
    return checkin.status === 'prompted' && checkin.snoozes === round && s.humane ? asking(s) : 'useless'
  const last = checkin.snoozes > 0 && checkin.promptedAt === null ? checkin.snoozes - 1 : checkin.snoozes
  if (round < last)
    return message('You put this check-in off.', [context('You put this off, and I asked again below.')])
  if (isPutOff(checkin)) return putOff(s)
  switch (checkin.status) {
    case 'answered':
      return answered(s)
    case 'skipped':
      return message('No check-in this time.', [
        section(md`No check-in this time. ${nextWords(s)}`),
        actions(write(checkin.id, 'Answer after all'), changeWhen()),
      ])
    case 'missed':
      return message('This check-in went by.', [
        section('This one went by, and that is fine.'),
        actions(write(checkin.id, 'Answer it now')),
      ])
    default:
      return asking(s)
  }
}

const message = (text: Safe | string, blocks: KnownBlock[]): Message => ({ text, blocks })

const asking = (s: Standing) => ((s.member?.unanswered ?? 0) >= UNANSWERED_OFFER ? offer(s) : question(s))

function question({ checkin, partners }: Standing): Message {
  const whom = listedSafe(partners.map((p) => mention(p.person)))
  const ask = partners.length > 0 ? md`How is it going with ${whom}?` : md`How is it going?`
  return message(md`${ask} One tap answers.`, [
    section(md`*${ask}* One tap is enough.`),
    actions(...moodButtons(checkin.id)),
    context('A tap is only counted, without your name: no partner and no coordinator sees it.'),
    actions(
      write(checkin.id, 'Write an answer'),
      checkin.snoozes < MOST_SNOOZES &&
        button('Ask me next workday', 'checkins.snooze', {
          value: checkin.id,
          says: 'Put the check-in off to your next working day',
        }),
      button('Skip this one', 'checkins.skip', { value: checkin.id, says: 'Skip this check-in' }),
      changeWhen(),
    ),
  ])
}

/** After some prompts without an answer: asks whether to ask less often, instead of asking on. */
function offer({ checkin, member }: Standing): Message {
  const now = member?.checkinEvery ?? 1
  const fewer = CADENCES.filter((c) => c.every === 0 || c.every > now)
  return message('Shall I ask less often?', [
    section(
      md`*Shall I ask less often?* The last check-ins came at busy times, and that is fine. I ask ${cadenceWords(now)} now.`,
    ),
    actions(
      ...fewer.map((c) =>
        button(c.short, `checkins.${c.name}`, { value: checkin.id, says: `Check-ins: ${c.words}` }),
      ),
      ...CADENCES.filter((c) => c.every === now).map((c) =>
        button('Keep it as it is', `checkins.${c.name}`, {
          value: checkin.id,
          says: `Keep asking ${c.words}`,
        }),
      ),
    ),
    actions(write(checkin.id, 'Write an answer')),
    context('Nobody else sees this. You can change it any time on Home.'),
  ])
}

function answered(s: Standing): Message {
  const { id, progress, need, blocker, win } = s.checkin
  const wordy = [progress, need, blocker, win].some((words) => words !== null)
  return message('Thank you, your check-in is in.', [
    section(md`*Thank you, your check-in is in.* ${nextWords(s)}`),
    ...streakWords(s.streak),
    actions(write(id, wordy ? 'Change my answer' : 'Add a few words'), changeWhen()),
  ])
}

/** A kind word, from a few in a row on; breaking it is never mentioned. */
const streakWords = (streak: number): KnownBlock[] =>
  streak >= STREAK_MIN ? [context(`${streak} check-ins in a row. That steadiness is what carries.`)] : []

function putOff({ checkin, hours }: Standing): Message {
  const at = formatFor(hours.zone, checkin.askAgainAt ?? 0)
  return message('Your check-in is put off.', [
    section(md`Fine, I will ask again: *${at}*.`),
    actions(write(checkin.id, 'Answer now')),
  ])
}

/** Why a click changed nothing, and what to do instead. */
export function staleWords(checkin: Checkin, zone: string): Safe {
  if (isPutOff(checkin))
    return md`This is put off already: I will ask again ${formatFor(zone, checkin.askAgainAt ?? 0)}. \`/mentor checkin\` answers it now.`
  switch (checkin.status) {
    case 'answered':
      return md`This check-in is answered already. \`/mentor checkin\` shows your answer and changes it.`
    case 'missed':
      return md`This one went by. “Answer it now” still answers it.`
    default:
      return md`This one is skipped already. “Answer after all” still answers it.`
  }
}

// --- the form ---

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
        initial: checkin?.mood ? `${checkin.mood}` : undefined,
      }),
      ...(partners.length > 1 ? [partnerInput(partners, checkin?.partner)] : []),
      long('progress', 'Progress', progressReaders(partners, only), words.progress),
      long(
        'need',
        'What do you need?',
        partners.length > 0 ? 'Only you, unless you tick the box below.' : 'Only you.',
        words.need,
      ),
      ...(partners.length > 0
        ? [
            tick(
              'tellNeed',
              `Tell ${whose}`,
              'A message goes out, and your partner can read these words',
              checkin?.needSharedAt,
            ),
          ]
        : []),
      long('blocker', 'What is in the way?', 'Only you.', words.blocker),
      ...winInputs(checkin, words.win, channel),
      ...(partners.length > 0
        ? [
            long(
              'thanks',
              `Thank ${whose}?`,
              only
                ? `${only.name} reads it in a direct message, as your kudos.`
                : 'Your partner reads it, as your kudos.',
              undefined,
              THANKS_MAX,
            ),
          ]
        : []),
      actions(earlier(), changeWhen()),
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

function winInputs(checkin: Checkin | undefined, words: string | undefined, channel: Safe): KnownBlock[] {
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
      ...streakWords(saved.streak),
      ...lines.flatMap((line) => (line ? [section(line)] : [])),
      actions(
        saved.progress && commandButton('Update a goal', 'goals'),
        saved.thanked !== undefined && button('Take the thanks back', 'kudos.undo', { value: saved.thanked }),
        earlier(),
        changeWhen(),
      ),
    ],
  })
}

const winWords = ({ link, from }: { link: Safe; from: number }, zone: string, now: number) =>
  from > now
    ? md`Your win goes to ${link} when people are at work: ${formatFor(zone, from)} your time.`
    : md`Your win goes to ${link} now, with your name.`

// --- reading ---

const dayOf = (checkin: Checkin, zone: string) => formatFor(zone, checkin.answeredAt ?? 0, 'date')

const labelled = (label: string, words: string | undefined): KnownBlock[] =>
  words ? [context(label), quoted(words)] : []

const NO_MORE = 'Nothing here yet. `/mentor checkin` writes the first one.'

/** One's own answers, newest first. */
export function historyModal({ entries, page, more }: Page, names: Map<string, string>, zone: string) {
  const entry = ({ checkin, words }: Entry) => {
    const reader = checkin.partner
      ? `${names.get(checkin.partner) ?? 'Your partner'} can read this`
      : 'only you'
    const told = checkin.needSharedAt === null ? 'only you' : reader
    return [
      section(md`*${dayOf(checkin, zone)}: ${moodWords(checkin.mood)}*`),
      ...labelled(`Progress (${reader})`, words.progress),
      ...labelled(`What you needed (${told})`, words.need),
      ...labelled('What was in the way (only you)', words.blocker),
      ...labelled(checkin.winShared ? 'A win (told in the channel)' : 'A win (only you)', words.win),
    ]
  }
  return modal({
    id: 'checkins.earlier',
    title: 'Earlier check-ins',
    blocks: [
      ...(entries.length > 0 ? entries.flatMap(entry) : [section(md`${NO_MORE}`)]),
      ...pager('checkins.history', '', page, more),
    ],
  })
}

/** What a partner shared with the reader. */
export function sharedModal({ writer, entries, page, more }: SharedPage, zone: string) {
  return modal({
    id: 'checkins.theirs',
    title: 'Shared with you',
    blocks: [
      section(md`What ${mention(writer.person)} wrote for you, the newest first.`),
      ...(entries.length > 0
        ? entries.flatMap(({ checkin, words }) => [
            section(md`*${dayOf(checkin, zone)}*`),
            ...labelled('Progress', words.progress),
            ...labelled('What would help', words.need),
          ])
        : [section(md`${mention(writer.person)} shares nothing with you now. Ask how it goes.`)]),
      context(`Only you and ${writer.name} can read this.`),
      ...pager('checkins.shared', `${writer.person}:`, page, more),
    ],
  })
}

/** The buttons carry the page that they lead to; a list of one page has none. */
function pager(action: string, prefix: string, page: number, more: boolean): KnownBlock[] {
  const newer = page > 0 && button('Newer', action, { value: `${prefix}${page - 1}` })
  const older = more && button('Older', `${action}Older`, { value: `${prefix}${page + 1}` })
  return newer || older ? [actions(newer, older)] : []
}

/** Tells a partner that somebody needs something; the words are behind the button. */
export function needMessage(
  { checkin, writer, stands, paired }: Need,
  onScreen: boolean,
): Message | 'useless' {
  const who = mention(writer.person)
  if (stands && (paired || onScreen))
    return message(md`${who} needs something from you`, [
      section(md`${who} needs something from you and wrote down what.`),
      actions(
        button('Read it', 'checkins.read', {
          value: checkin,
          says: `Read what ${writer.name} needs`,
          style: 'primary',
        }),
      ),
      context(md`Only you and ${who} can read the words.`),
    ])
  if (!onScreen) return 'useless'
  return message(md`${who} took this back`, [
    section(md`${who} needed something and has taken it back. There is nothing for you to do.`),
  ])
}

export const needModal = (writer: Partner, words: string) =>
  modal({
    id: 'checkins.need',
    title: 'What would help',
    blocks: [
      section(md`${mention(writer.person)} wrote:`),
      quoted(words),
      context(`Only you and ${writer.name} can read this.`),
      section(md`Write to ${mention(writer.person)}, or take it to your next session.`),
    ],
  })

// --- when ---

const clock = (minute: number) =>
  `${`${Math.floor(minute / 60)}`.padStart(2, '0')}:${`${minute % 60}`.padStart(2, '0')}`

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
        choices: hours.workingDays.map((day) => [`${day}`, DAYS[day - 1] ?? ''] as const),
        initial: `${member.checkinWeekday}`,
      }),
      selectInput({
        name: 'minute',
        label: 'Hour',
        hint: `Your own time, ${hours.zone}.`,
        choices: minutes.map((minute) => [`${minute}`, clock(minute)] as const),
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

// --- Home ---

export function homePart(facts: HomeFacts): HomePart {
  const { member, hours, open, shared } = facts
  const often = member.checkinEvery > 0 ? md` I ask ${cadenceWords(member.checkinEvery)}.` : md``
  return {
    blocks: [
      section(md`*Check-ins*\n${nextWords(facts)}${often}`),
      actions(commandButton('Check in now', 'checkin'), changeWhen(), earlier()),
      ...shared.map(({ partner, at }) =>
        section(
          md`${mention(partner.person)} shared how it goes: ${formatFor(hours.zone, at, 'date')}.`,
          button(`What ${partner.name} shared`, 'checkins.shared', {
            value: partner.person,
            says: `Read what ${partner.name} shared with you`,
          }),
        ),
      ),
    ],
    ...(open && {
      next: {
        rank: 40,
        blocks: [
          section('How is it going? Your check-in waits for one tap.'),
          actions(...moodButtons(open.id), write(open.id, 'Write an answer')),
        ],
      },
    }),
  }
}
