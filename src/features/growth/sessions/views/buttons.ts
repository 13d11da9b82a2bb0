/** Buttons that stand in several windows and messages about sessions. */
import type { ModalView } from '@slack/types'
import { actions, button, commandButton, notice } from '../../../../slack/ui/blocks.ts'
import type { Session } from '../service.ts'

export const planButton = (mentorship: string, text = 'Plan a session', partnerName = '') =>
  button(text, 'plans.plan', {
    value: mentorship,
    style: 'primary',
    ...(partnerName && { says: `${text} with ${partnerName}` }),
  })

/** A window that says what was done, with the way to plan another session of this mentorship. */
export const doneModal = (title: string, text: string, mentorship?: string): ModalView =>
  notice(
    title,
    text,
    mentorship !== undefined && planButton(mentorship),
    commandButton('Everything else', 'help'),
  )

export const sessionButtons = (session: Session, name: string, inCalendar: boolean, now: number) =>
  actions(
    !inCalendar &&
      button("It's in my calendar", 'sessions.inCalendar', {
        value: session.id,
        says: `The session with ${name} is in my calendar`,
      }),
    button('Agenda and notes', 'meetings.read', {
      value: session.id,
      says: `Agenda and notes with ${name}`,
    }),
    session.startAt > now &&
      button('Move it', 'plans.move', { value: session.id, says: `Move the session with ${name}` }),
    session.startAt > now &&
      button('Cancel it', 'sessions.cancel', { value: session.id, says: `Cancel the session with ${name}` }),
  )
