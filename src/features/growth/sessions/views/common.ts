/** How times, lengths and cadences are said, and the buttons that stand in several windows and messages. */

import type { ModalView } from '@slack/types'
import { MEETING_LENGTHS } from '../../../../core/meeting-lengths.ts'
import { plural } from '../../../../core/text.ts'
import { actions, button, commandButton, notice } from '../../../../slack/ui/blocks.ts'
import { cadenceOf, onBothClocks } from '../domain.ts'
import type { Pair, Session } from '../service.ts'

/** A time as its reader has it, and as the partner has it where that differs. */
export const timeFor = (pair: Pair, at: number) =>
  onBothClocks(at, pair.zone, pair.partnerHours.zone, pair.partnerName.split(/\s+/)[0] ?? pair.partnerName)

/** 'Tue 13 Oct, 10:00 or Wed 14 Oct, 10:00'. */
export const timesFor = (pair: Pair, times: number[], between = ' or ') =>
  times.map((at) => timeFor(pair, at)).join(between)

export const minutesWords = (minutes: number) =>
  MEETING_LENGTHS.find(([id]) => Number(id) === minutes)?.[1] ?? plural(minutes, 'minute')

/** 'Every two weeks, six times' for a cadence. */
export const cadenceWords = (rule: string | null) => cadenceOf(rule)[1]

export const planButton = (mentorship: string, text = 'Plan a session', partnerName = '') =>
  button(text, 'plans.plan', {
    value: mentorship,
    style: 'primary',
    ...(partnerName && { says: `${text} with ${partnerName}` }),
  })

/** A window that says what was done, with the way to plan another session of this mentorship. */
export const doneModal = (title: string, text: string, mentorship?: string): ModalView =>
  notice(title, text, mentorship !== undefined && planButton(mentorship), commandButton('More…', 'help'))

export const agendaButton = (session: Session, name: string) =>
  button('Agenda and notes', 'meetings.read', {
    value: session.id,
    says: `Agenda and notes with ${name}`,
  })

export const sessionButtons = (session: Session, name: string, inCalendar: boolean, now: number) =>
  actions(
    !inCalendar &&
      button("It's in my calendar", 'sessions.inCalendar', {
        value: session.id,
        says: `The session with ${name} is in my calendar`,
      }),
    agendaButton(session, name),
    session.startAt > now &&
      button('Move it', 'plans.move', { value: session.id, says: `Move the session with ${name}` }),
    session.startAt > now &&
      button('Cancel it', 'sessions.cancel', { value: session.id, says: `Cancel the session with ${name}` }),
  )
