import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, section } from '../../../slack/ui/blocks.ts'
import type { AskedTrial } from './service.ts'

const buttons = (s: AskedTrial) =>
  actions(
    button('Go on together', 'trial.stay', {
      value: s.m.id,
      style: 'primary',
      says: `Go on with ${s.partnerName}`,
    }),
    button('I would like a new match', 'trial.rematch', {
      value: s.m.id,
      says: `I would like a new match instead of ${s.partnerName}`,
    }),
  )

const until = (s: AskedTrial) => formatFor(s.zone, s.endsAt, 'date')

/** The question, which says all that follows from an answer. */
export function questionMessage(s: AskedTrial): Message {
  return { text: `You and ${s.partnerName}: go on, or try somebody else?`, blocks: questionBlocks(s) }
}

function questionBlocks(s: AskedTrial): Blocks {
  if (s.over || s.m.status !== 'active')
    return [
      section(md`Going on with ${mention(s.partner)}: the question is settled.`),
      actions(commandButton('What is next', 'help')),
    ]
  if (s.answered)
    return [
      section(md`Going on with ${mention(s.partner)}: thank you, I have your answer.`),
      context(md`You both hear on ${until(s)}. Until then you can choose anew; only the last answer counts.`),
      buttons(s),
    ]
  return [
    section(
      md`*You and ${mention(s.partner)} have met twice. Would you like to go on?* Some pairs click and some do not, and that is nobody's fault.`,
    ),
    buttons(s),
    context(
      md`What you answer is shown to nobody. You both hear on ${until(s)}, at the same moment: that you go on, or, if either would like a new match, only that the trial has ended. Your partner may guess. No answer counts as going on.`,
    ),
  ]
}

export const keptModal = (s: AskedTrial): ModalView =>
  modal({
    id: 'trial.kept',
    title: 'Thank you',
    blocks: [
      section(md`I have your answer, and nobody else sees it. You both hear on ${until(s)}.`),
      context('You can choose anew until then. Nothing that you planned changes before.'),
      actions(commandButton('Give kudos', 'kudos'), commandButton('More…', 'help')),
    ],
  })

export const onMessage = (s: AskedTrial): Message => ({
  text: `You and ${s.partnerName} go on`,
  blocks: [
    section(md`*You and ${mention(s.partner)} go on together.* The trial is over.`),
    actions(
      button('Plan the next session', 'plans.plan', { value: s.m.id, style: 'primary' }),
      commandButton('Share a win', 'win'),
    ),
  ],
})

export const homeBlocks = (s: AskedTrial): Blocks => [
  section(
    md`*You and ${mention(s.partner)} have met twice. Would you like to go on?* If either would like a new match, you both hear only that the trial has ended; your partner may guess.`,
  ),
  buttons(s),
  context(md`You both hear on ${until(s)}. No answer counts as going on.`),
]
