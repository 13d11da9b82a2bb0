/** What is told as a mentorship or a chat ends, and what may come next: never a reason, never blame. */
import type { ModalView } from '@slack/types'
import { md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, section } from '../../../slack/ui/blocks.ts'
import { nounOf } from '../../pairs/mentorship/domain.ts'
import type { Mentorship } from '../../pairs/mentorship/service.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'

/** A chat is over: one question, and what may come of it. */
function chatOverMessage(
  m: Mentorship,
  person: string,
  partnerName: string,
  { useful, more }: { useful?: boolean; more: boolean },
): Message {
  const partner = mention(m.mentee === person ? m.mentor : m.mentee)
  return {
    text: `Your chat with ${partnerName}`,
    blocks: [
      section(
        m.metAt === null
          ? md`The time for your chat with ${partner} is over. If you did talk: was it useful?`
          : useful === undefined
            ? md`*You and ${partner} have talked.* Was it useful for you?`
            : md`You and ${partner} have talked, and it was ${useful ? 'useful' : 'not so useful'} for you. Thank you for saying so.`,
      ),
      ...(useful === undefined
        ? [
            actions(
              button('Yes, it was', 'mentorship.useful', { value: m.id, style: 'primary' }),
              button('Not so much', 'mentorship.notUseful', { value: m.id }),
            ),
          ]
        : []),
      chatNext(m, person, partnerName, more),
      context(md`Your answer is counted without your name; ${partnerName} does not see it.`),
    ],
  }
}

/** After a chat: thanks, and more of it; `more` says whether the one mentors and the other looks for a mentor. */
const chatNext = (m: Mentorship, person: string, partnerName: string, more: boolean) =>
  actions(
    button('Give kudos', 'kudos.to', {
      value: m.mentee === person ? m.mentor : m.mentee,
      says: `Give kudos to ${partnerName}`,
    }),
    more &&
      m.mentee === person &&
      button('Ask for a mentorship', 'requests.ask', {
        value: m.mentor,
        says: `Ask ${partnerName} for a mentorship`,
      }),
    commandButton('Find others', 'find'),
  )

export const thanksModal = (m: Mentorship, person: string, yes: boolean, more: boolean): ModalView =>
  modal({
    id: 'mentorship.thanks',
    title: 'Thank you',
    blocks: [
      section(
        yes
          ? 'Good to hear. A word of thanks would be good to hear as well.'
          : 'Thank you for saying so. The next one may fit better.',
      ),
      chatNext(m, person, 'your partner', more),
    ],
  })

/** What the partner hears. Never a reason, never blame. Of a chat, `useful` is what the reader said about it. */
export function endedMessage(
  m: Mentorship,
  person: string,
  partnerName: string,
  { next, ...chat }: { next?: Suggestions; useful?: boolean; more: boolean },
): Message {
  const partner = mention(m.mentee === person ? m.mentor : m.mentee)
  const asMentee = m.mentee === person
  if (m.ending === 'chat over') return chatOverMessage(m, person, partnerName, chat)
  const words =
    m.ending === 'left' || m.ending === 'left the company' || m.ending === 'gone'
      ? md`${partner} is not part of Cairn any more, so your ${nounOf(m)} has ended. That is not about you.`
      : m.ending === 'trial over'
        ? md`Your trial with ${partner} has ended. Thank you both for trying; nobody is at fault.`
        : m.ending === 'rematch'
          ? md`Your mentorship with ${partner} has ended, so that you both can try a new match. Nobody is at fault; thank you both for the time you gave it.`
          : m.ending === 'lapsed'
            ? md`Your mentorship with ${partner} had gone quiet, so I have closed it, kindly. You can ask each other again any time.`
            : md`Your ${nounOf(m)} with ${partner} has ended. Thank you both for the time you gave it.`
  const steps = asMentee
    ? [
        ...(m.kind === 'mentorship' && m.ending !== 'ended by one' && m.ending !== 'lapsed'
          ? [section('You are first in line for the next mentor, and can look for one right now.')]
          : []),
        ...(next
          ? next.list.flatMap((r) => [
              section(suggestionText(r, next)),
              suggestionActions(r.mentor, false, false),
            ])
          : []),
        actions(
          commandButton('Find a mentor', 'find', { style: 'primary' }),
          commandButton('Give kudos', 'kudos'),
        ),
      ]
    : [
        ...(m.kind === 'chat' ? [] : [section('You have a free place again. Whoever fits may ask you.')]),
        actions(
          commandButton('Give kudos', 'kudos', { style: 'primary' }),
          commandButton('My profile', 'profile'),
        ),
      ]
  return {
    text: `Your ${nounOf(m)} with ${partnerName} has ended`,
    blocks: [section(words), ...steps],
  }
}
