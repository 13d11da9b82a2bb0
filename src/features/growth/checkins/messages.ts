/** What people get: the question and what becomes of it, and a partner's need. */
import { dateIn, daysBetween, formatDate, formatFor } from '../../../core/calendar.ts'
import { listedSafe, md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, context, overflow, section } from '../../../slack/ui/blocks.ts'
import { cadenceWords, isGood, isPutOff, MISSED_IN_A_ROW, MOST_SNOOZES } from './domain.ts'
import type { Checkin, Need, PromptFacts } from './service.ts'
import {
  changeWhenButton,
  helpBlocks,
  moodButtons,
  nextWords,
  streakWords,
  thanksBlocks,
  writeButton,
} from './views.ts'

const message = (text: Safe | string, blocks: Blocks): Message => ({ text, blocks })

/** What a message is about, whatever became of it. */
const nounOf = ({ on }: Checkin) => `Check-in of ${formatDate(on, 'date')}`

/** What became of it: the headline, and what stands under it. */
const became = (checkin: Checkin, what: string, more: Safe | string, ...blocks: Blocks): Message =>
  message(`${nounOf(checkin)}: ${what}.`, [section(md`*${nounOf(checkin)}: ${what}.* ${more}`), ...blocks])

/**
 * The message that asks, and what becomes of it. Each time that it was put off there is one more message
 * (`round`), and only the last one on screen can be answered.
 */
export function promptMessage(s: PromptFacts, round: number): Message {
  const { checkin } = s
  const last = checkin.snoozes > 0 && checkin.promptedAt === null ? checkin.snoozes - 1 : checkin.snoozes
  if (round < last) return became(checkin, 'put off', 'I asked again below.')
  if (isPutOff(checkin) && round < checkin.snoozes) return putOff(s)
  switch (checkin.status) {
    case 'answered':
      return answered(s)
    case 'skipped':
      return became(
        checkin,
        'skipped',
        nextWords(s),
        actions(writeButton(checkin.id, 'Answer after all'), changeWhenButton()),
      )
    case 'missed':
      return became(
        checkin,
        'not answered',
        'That is fine.',
        actions(writeButton(checkin.id, 'Answer it now')),
      )
    default:
      return question(s)
  }
}

function question(s: PromptFacts): Message {
  const { checkin, partners } = s
  const whom = listedSafe(partners.map((p) => mention(p.person)))
  const ask = partners.length > 0 ? md`How is it going with ${whom}?` : md`How is it going?`
  const noun = nounOf(checkin)
  return message(md`${ask} ${noun}.`, [
    section(md`*${ask}* One tap is enough.\n${[noun, ...whereTheyStand(s)].join(' · ')}`),
    actions(
      ...moodButtons(checkin.id),
      overflow(
        writeButton(checkin.id, 'Write an answer'),
        checkin.snoozes < MOST_SNOOZES &&
          button('Ask me next workday', 'checkins.snooze', { value: checkin.id }),
        button('Skip this one', 'checkins.skip', { value: checkin.id }),
        changeWhenButton(),
      ),
    ),
    slowedWords(s),
    context('A tap is only counted, without your name: no partner and no coordinator sees it.'),
  ])
}

/** Of somebody with one partner: which week it is, and when the two meet. */
function whereTheyStand({ checkin, partners, hours, meetsAt }: PromptFacts): string[] {
  const [only, another] = partners
  if (!only || another) return []
  const week = Math.floor(daysBetween(dateIn(hours.zone, only.startedAt), checkin.on) / 7) + 1
  return [
    `week ${Math.max(1, week)}`,
    only.metAt === null ? 'not met yet' : `last met ${formatFor(hours.zone, only.metAt, 'date')}`,
    meetsAt === undefined ? 'no date yet' : `next ${formatFor(hours.zone, meetsAt, 'date')}`,
  ]
}

/** After two in a row without an answer: they come less often, and how to change that back. */
function slowedWords({ checkin, member }: PromptFacts): Blocks {
  if (!member || member.unanswered < MISSED_IN_A_ROW || member.checkinEvery < 2) return []
  return [
    section(md`The last ones went by, and that is fine. I ask *${cadenceWords(member.checkinEvery)}* now.`),
    actions(
      button('Every week again', 'checkins.weekly', {
        value: checkin.id,
        says: 'Check-ins: every week again',
      }),
      member.checkinEvery >= 4 &&
        button('Stop asking', 'checkins.off', { value: checkin.id, says: 'Check-ins: never' }),
    ),
  ]
}

function answered(s: PromptFacts): Message {
  const { checkin, partners, mood, helpers } = s
  const { id, progress, need, blocker, win, needSharedAt, partner } = checkin
  const wordy = [progress, need, blocker, win].some((words) => words !== null)
  return became(
    checkin,
    'answered. Thank you',
    nextWords(s),
    streakWords(s.streak),
    needSharedAt !== null && partner && context(md`${mention(partner)} can read what you asked.`),
    helpers && helpBlocks(id, partners, helpers),
    isGood(mood) && thanksBlocks(partners),
    actions(writeButton(id, wordy ? 'Change my answer' : 'Add a few words'), changeWhenButton()),
  )
}

function putOff({ checkin, hours }: PromptFacts): Message {
  const at = formatFor(hours.zone, checkin.askAgainAt ?? 0)
  return became(
    checkin,
    'put off',
    md`I will ask again: *${at}*.`,
    actions(writeButton(checkin.id, 'Answer now')),
  )
}

/** Why a click changed nothing, and what to do instead. */
export function staleWords(checkin: Checkin, zone: string): Safe {
  if (isPutOff(checkin))
    return md`This is put off already: I will ask again ${formatFor(zone, checkin.askAgainAt ?? 0)}. \`/mentor checkin\` answers it now.`
  switch (checkin.status) {
    case 'answered':
      return md`This check-in is answered already. \`/mentor checkin\` shows your answer and changes it.`
    case 'missed':
      return md`This one is over. “Answer it now” still answers it.`
    default:
      return md`This one is skipped already. “Answer after all” still answers it.`
  }
}

/** Tells a partner that somebody needs something; the words are behind the button. */
export function needMessage({ checkin, writer, stands }: Need): Message {
  const who = mention(writer.person)
  if (!stands)
    return message(md`${who} took this back`, [
      section(md`${who} needed something and has taken it back. There is nothing for you to do.`),
    ])
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
}
