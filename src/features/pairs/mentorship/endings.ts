/** How one of the two ends a mentorship or a chat: what is asked and answered. Part of the views. */
import type { ModalView } from '@slack/types'
import { md } from '../../../core/text.ts'
import { button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput } from '../../../slack/ui/inputs.ts'
import { nounOf } from './domain.ts'
import type { PairView } from './service.ts'

/** Everything that can be stopped, for whoever asks to stop and does not say what. */
export const stopModal = (pairs: PairView[]): ModalView =>
  modal({
    id: 'mentorship.stop',
    title: 'What shall stop?',
    blocks: [
      ...pairs.slice(0, 20).map(({ m, partnerName }) =>
        section(
          md`*Your ${nounOf(m)} with ${partnerName}*`,
          button('End it', 'mentorship.end', {
            value: m.id,
            says: `End the ${nounOf(m)} with ${partnerName}`,
          }),
        ),
      ),
      pairs.length > 0 && section('*One session*: move or cancel it', commandButton('Sessions', 'schedule')),
      section(md`*Messages and suggestions*, for a while`, commandButton('Pause', 'pause')),
      section(md`*All of it*`, commandButton('Leave', 'leave')),
      context('Nothing stops before you confirm it.'),
    ],
  })

export const endModal = ({ m, partnerName }: PairView): ModalView =>
  modal({
    id: 'mentorship.ending',
    title: m.kind === 'chat' ? 'End this chat' : 'End this mentorship',
    submit: 'End it',
    close: 'Keep it',
    meta: { mentorship: m.id },
    blocks: [
      section(md`This ends your ${nounOf(m)} with ${partnerName}, now. You need not say why.`),
      section(
        md`${partnerName} hears only that it has ended, with thanks, and what they can do next. Prompts about it stop. Your conversation stays.`,
      ),
      checkboxInput({
        name: 'never',
        label: 'And afterwards?',
        hint: 'Seen by you alone; to everybody else it looks like "no capacity". Untick it as you like, here or later in Privacy.',
        optional: true,
        choices: [['never', 'Never pair us again']],
        initial: m.kind === 'mentorship' ? ['never'] : [],
      }),
      section(
        'Is something wrong? You can tell somebody in private, before or after you end it.',
        button('Something is wrong', 'concerns.open', {
          says: 'Tell somebody in private that something is wrong',
        }),
      ),
    ],
  })

export const endedModal = (): ModalView =>
  notice(
    'It has ended',
    'It has ended, and your partner hears it kindly. Thank you for the time you gave it.',
    commandButton('Give kudos', 'kudos', { style: 'primary' }),
    commandButton('Find a mentor', 'find'),
  )

/** Confirms a new match instead of this one. */
export const partModal = ({ m, partnerName }: PairView): ModalView =>
  modal({
    id: 'mentorship.parting',
    title: 'Try somebody else',
    submit: 'A new match, please',
    close: 'Not now',
    meta: { mentorship: m.id },
    blocks: [
      section(
        md`This ends your mentorship with ${partnerName}, now and with no fault. You both hear the same words: that it has ended, with thanks, and what comes next. ${partnerName} may guess.`,
      ),
      section('The mentee of you two is first in line, and suggestions come with the message.'),
    ],
  })
