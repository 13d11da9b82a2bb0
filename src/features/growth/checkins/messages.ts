/** What people get: the question and what becomes of it, and a partner's need. */
import { formatFor } from '../../../core/calendar.ts'
import { listedSafe, md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, context, section } from '../../../slack/ui/blocks.ts'
import { CADENCES, cadenceWords, isPutOff, MOST_SNOOZES, UNANSWERED_OFFER } from './domain.ts'
import type { Checkin, Need, PromptFacts } from './service.ts'
import { changeWhenButton, moodButtons, nextWords, streakWords, writeButton } from './views.ts'

const message = (text: Safe | string, blocks: Blocks): Message => ({ text, blocks })

/**
 * The message that asks, and what becomes of it. Each time that it was put off there is one more message
 * (`round`), and only the last one on screen can be answered.
 */
export function promptMessage(s: PromptFacts, round: number): Message {
  const { checkin } = s
  const last = checkin.snoozes > 0 && checkin.promptedAt === null ? checkin.snoozes - 1 : checkin.snoozes
  if (round < last)
    return message('You put this check-in off.', [context('You put this off, and I asked again below.')])
  if (isPutOff(checkin) && round < checkin.snoozes) return putOff(s)
  switch (checkin.status) {
    case 'answered':
      return answered(s)
    case 'skipped':
      return message('No check-in this time.', [
        section(md`No check-in this time. ${nextWords(s)}`),
        actions(writeButton(checkin.id, 'Answer after all'), changeWhenButton()),
      ])
    case 'missed':
      return message('This check-in went by.', [
        section('This one went by, and that is fine.'),
        actions(writeButton(checkin.id, 'Answer it now')),
      ])
    default:
      return asking(s)
  }
}

const asking = (s: PromptFacts) => ((s.member?.unanswered ?? 0) >= UNANSWERED_OFFER ? offer(s) : question(s))

function question({ checkin, partners }: PromptFacts): Message {
  const whom = listedSafe(partners.map((p) => mention(p.person)))
  const ask = partners.length > 0 ? md`How is it going with ${whom}?` : md`How is it going?`
  return message(md`${ask} One tap answers.`, [
    section(md`*${ask}* One tap is enough.`),
    actions(...moodButtons(checkin.id)),
    context('A tap is only counted, without your name: no partner and no coordinator sees it.'),
    actions(
      writeButton(checkin.id, 'Write an answer'),
      checkin.snoozes < MOST_SNOOZES &&
        button('Ask me next workday', 'checkins.snooze', {
          value: checkin.id,
          says: 'Put the check-in off to your next working day',
        }),
      button('Skip this one', 'checkins.skip', { value: checkin.id, says: 'Skip this check-in' }),
      changeWhenButton(),
    ),
  ])
}

/** After some prompts without an answer: asks whether to ask less often, instead of asking on. */
function offer({ checkin, member }: PromptFacts): Message {
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
    actions(writeButton(checkin.id, 'Write an answer')),
    context('Nobody else sees this. You can change it any time on Home.'),
  ])
}

function answered(s: PromptFacts): Message {
  const { id, progress, need, blocker, win } = s.checkin
  const wordy = [progress, need, blocker, win].some((words) => words !== null)
  return message('Thank you, your check-in is in.', [
    section(md`*Thank you, your check-in is in.* ${nextWords(s)}`),
    streakWords(s.streak),
    actions(writeButton(id, wordy ? 'Change my answer' : 'Add a few words'), changeWhenButton()),
  ])
}

function putOff({ checkin, hours }: PromptFacts): Message {
  const at = formatFor(hours.zone, checkin.askAgainAt ?? 0)
  return message('Your check-in is put off.', [
    section(md`Fine, I will ask again: *${at}*.`),
    actions(writeButton(checkin.id, 'Answer now')),
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
