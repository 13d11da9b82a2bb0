/** What is told as a mentorship or a chat ends, and what may come next: never a reason, never blame. */
import type { ModalView } from '@slack/types'
import { md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, notice, section } from '../../../slack/ui/blocks.ts'
import { nounOf } from '../../pairs/mentorship/domain.ts'
import type { Mentorship, PairView } from '../../pairs/mentorship/service.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'

/** A chat is over: one question, and what may come of it. `useful` is what the reader said about it. */
export function chatOverMessage(pair: PairView, useful: boolean | undefined, more: boolean): Message {
  const { m, partnerName } = pair
  const partner = mention(pair.partner)
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
      useful === undefined &&
        actions(
          button('Yes, it was', 'mentorship.useful', { value: m.id, style: 'primary' }),
          button('Not so much', 'mentorship.notUseful', { value: m.id }),
        ),
      actions(...afterChat(pair, partnerName, more)),
      context(md`Your answer is counted without your name; ${partnerName} does not see it.`),
    ],
  }
}

/** After a chat: thanks, and more of it; `more` says whether the one mentors and the other looks for a mentor. */
const afterChat = ({ m, me, partner }: PairView, name: string, more: boolean) => [
  button('Give kudos', 'kudos.to', { value: partner, says: `Give kudos to ${name}` }),
  more &&
    m.mentee === me &&
    button('Ask for a mentorship', 'requests.ask', { value: m.mentor, says: `Ask ${name} for a mentorship` }),
  commandButton('Find others', 'find'),
]

export const thanksModal = (pair: PairView, yes: boolean, more: boolean): ModalView =>
  notice(
    'Thank you',
    yes
      ? 'Good to hear. A word of thanks would be good to hear as well.'
      : 'Thank you for saying so. The next one may fit better.',
    ...afterChat(pair, 'your partner', more),
  )

function wordsOfEnd({ m, ...pair }: PairView): Safe {
  const partner = mention(pair.partner)
  switch (m.ending) {
    case 'left':
    case 'left the company':
    case 'gone':
      return md`${partner} is not part of Cairn any more, so your ${nounOf(m)} has ended. That is not about you.`
    case 'trial over':
      return md`Your trial with ${partner} has ended. Thank you both for trying; nobody is at fault.`
    case 'rematch':
      return md`Your mentorship with ${partner} has ended, so that you both can try a new match. Nobody is at fault; thank you both for the time you gave it.`
    case 'lapsed':
      return md`Your mentorship with ${partner} had gone quiet, so I have closed it, kindly. You can ask each other again any time.`
    default:
      return md`Your ${nounOf(m)} with ${partner} has ended. Thank you both for the time you gave it.`
  }
}

const forMentee = (m: Mentorship, next: Suggestions | undefined): Blocks => [
  m.kind === 'mentorship' &&
    m.ending !== 'ended by one' &&
    m.ending !== 'lapsed' &&
    section('You are first in line for the next mentor, and can look for one right now.'),
  next?.list.map((r) => [
    section(suggestionText(r, next)),
    suggestionActions(r.mentor, false, { notForMe: false }),
  ]),
  actions(commandButton('Find a mentor', 'find', { style: 'primary' }), commandButton('Give kudos', 'kudos')),
]

const forMentor = (m: Mentorship): Blocks => [
  m.kind === 'mentorship' && section('You have a free place again. Whoever fits may ask you.'),
  actions(commandButton('Give kudos', 'kudos', { style: 'primary' }), commandButton('My profile', 'profile')),
]

/** What the partner hears. Never a reason, never blame. `next` are mentors who could be next, for a mentee. */
export const endedMessage = (pair: PairView, next: Suggestions | undefined): Message => ({
  text: `Your ${nounOf(pair.m)} with ${pair.partnerName} has ended`,
  blocks: [
    section(wordsOfEnd(pair)),
    pair.m.mentee === pair.me ? forMentee(pair.m, next) : forMentor(pair.m),
  ],
})
