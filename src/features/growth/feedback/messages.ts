/** What people hear about feedback: never any words of it. */
import { md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import { usefulWords } from './domain.ts'
import type { Feedback } from './service.ts'
import { answerButtons, askButton, reflectButton } from './views.ts'

const AFTER: Record<string, string> = {
  given: 'You gave it. Thank you.',
  declined: 'You said "not this time", and they were told kindly.',
}

export const askMessage = (f: Feedback, name: string): Message => ({
  text: `${name} asks you for feedback`,
  blocks:
    f.status === 'asked' && !f.hidden
      ? [
          section(
            md`*${mention(f.receiver)} asks you for feedback.* Four short fields; only they will read it.`,
          ),
          answerButtons(f, name),
          context('No answer is an answer too: after some days it ends by itself.'),
        ]
      : [
          section(
            md`${mention(f.receiver)} asked you for feedback. ${AFTER[f.status] ?? 'It does not wait for an answer any more.'}`,
          ),
        ],
})

export const endedMessage = (f: Feedback, name: string): Message => ({
  text: `Your question to ${name}`,
  blocks: [
    section(
      f.status === 'declined'
        ? md`${mention(f.giver)} cannot give you feedback this time. That happens in full weeks, and says nothing about you.`
        : md`Your question to ${mention(f.giver)} has ended without an answer. That happens in full weeks, and says nothing about you.`,
    ),
    actions(askButton(), reflectButton()),
  ],
})

export const receivedMessage = (f: Feedback, name: string): Message => ({
  text: `${name} sent feedback`,
  blocks: [
    section(md`*${mention(f.giver)} sent you feedback.* Only you can read it.`),
    actions(
      button('Read it', 'feedback.read', {
        value: f.id,
        style: 'primary',
        says: `Read the feedback of ${name}`,
      }),
    ),
  ],
})

export const usefulMessage = (f: Feedback, name: string): Message => ({
  text: `${name} read your feedback`,
  blocks: [
    section(
      md`${mention(f.receiver)} read your feedback: *${usefulWords(f.useful) ?? ''}*. ${
        f.useful === 'not'
          ? 'Thank you for taking the trouble; asking "what would have helped?" often opens the next talk.'
          : 'Thank you for giving it.'
      }`,
    ),
    actions(commandButton('Feedback', 'feedback')),
  ],
})
