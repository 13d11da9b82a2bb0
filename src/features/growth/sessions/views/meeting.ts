/** Messages before and after a session: the reminders, and the question whether the two met. */
import { dateIn, daysBetween } from '../../../../core/calendar.ts'
import { md, mention, plural, type Safe } from '../../../../core/text.ts'
import type { Blocks } from '../../../../outbox/blocks.ts'
import type { Message } from '../../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../../slack/ui/blocks.ts'
import type { Moment, Pair, Session } from '../service.ts'
import { planButton, sessionButtons, timeFor } from './common.ts'

/** What became of a session, for messages that have had their time. */
const outcomeInWords = ({ pair, session }: Moment): Safe => {
  const partner = mention(pair.partner)
  const at = timeFor(pair, session.startAt)
  if (session.status === 'cancelled') return md`Your session with ${partner} of ${at} is off.`
  if (session.status === 'held') return md`You and ${partner} met, ${at}.`
  return md`Your session with ${partner} is now ${at}.`
}

export function reminderMessage(moment: Moment, what: 'day' | 'soon'): Message {
  const { pair, session, location } = moment
  if (moment.isOld) {
    const text = outcomeInWords(moment)
    return { text, blocks: [section(text), actions(commandButton('Plan a session', 'schedule'))] }
  }
  const ahead = daysBetween(dateIn(pair.zone, moment.now), dateIn(pair.zone, session.startAt))
  const day = ahead === 0 ? 'today, ' : ahead === 1 ? 'tomorrow, ' : ''
  const when = what === 'soon' ? 'in ten minutes' : `${day}${timeFor(pair, session.startAt)}`
  return {
    text: `You and ${pair.partnerName} meet ${when}`,
    blocks: [
      section(md`*You and ${mention(pair.partner)} meet ${when}.*`),
      // The place may be a link to a call, or a room.
      location &&
        /^https:\/\/\S+$/.test(location) &&
        actions(button('Join the call', 'meetings.join', { url: location, style: 'primary' })),
      sessionButtons(session, pair.partnerName, moment.inCalendar, moment.now),
    ],
  }
}

/** The same of several sessions. */
export const metTitle = (waiting: number) =>
  `Did you meet? ${plural(waiting, 'session')} ${waiting === 1 ? 'waits' : 'wait'} for one tap`

/** The question whether the two met; once it is answered, what became of the session. */
export function metMessage(moment: Moment): Message {
  const { pair, session, next } = moment
  const partner = mention(pair.partner)
  const at = timeFor(pair, session.startAt)
  const running = pair.m.status === 'active'
  const message = (...blocks: Blocks): Message => ({
    text: `Did you and ${pair.partnerName} meet?`,
    blocks,
    ...((moment.isOld || session.status !== 'planned') && { settled: true }),
  })
  if (session.status === 'held')
    return message(
      section(md`You and ${partner} met, ${at}. Lovely.`),
      next && context(md`You meet again ${timeFor(pair, next.startAt)}.`),
      actions(
        button('Notes and action items', 'meetings.read', {
          value: session.id,
          says: `Notes and action items with ${pair.partnerName}`,
        }),
        !next && running && planButton(pair.m.id, 'Plan the next one', pair.partnerName),
      ),
    )
  if (session.status === 'missed' && !moment.isOld)
    return message(
      section(md`You and ${partner} did not meet this time. It happens.`),
      actions(
        running && button('Find a new time', 'plans.move', { value: session.id, style: 'primary' }),
        button('We did meet', 'meetings.yes', { value: session.id }),
      ),
    )
  if (moment.isOld || session.status !== 'planned')
    return message(
      section(
        session.status === 'unanswered'
          ? md`Your session with ${partner} of ${at} has passed.`
          : outcomeInWords(moment),
      ),
      actions(commandButton('Plan a session', 'schedule')),
    )
  return message(questionBlocks(pair, session))
}

export const questionBlocks = (pair: Pair, session: Session): Blocks => [
  section(md`*Did you and ${mention(pair.partner)} meet?* You had ${timeFor(pair, session.startAt)}.`),
  actions(
    button('Yes, we met', 'meetings.yes', {
      value: session.id,
      style: 'primary',
      says: `Yes, I met ${pair.partnerName}`,
    }),
    button('Not this time', 'meetings.no', {
      value: session.id,
      says: `I did not meet ${pair.partnerName} this time`,
    }),
    button('It moved', 'plans.move', {
      value: session.id,
      says: `The session with ${pair.partnerName} moved`,
    }),
  ),
  context('One tap is enough. Only you two see the answer.'),
]
