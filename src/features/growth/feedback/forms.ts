/** The forms: feedback given, feedback asked for, and a look back. */
import type { ModalView } from '@slack/types'
import { md, mention } from '../../../core/text.ts'
import { context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { type Choice, peopleInput, radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { type Answers, type Kind, LONGEST, REFLECTION, REVIEW_ANSWERS, SBI, SELF_REVIEW } from './domain.ts'
import type { Partner } from './service.ts'

export interface GiveFacts {
  /** For whom, if that is settled. */
  receiver?: { person: string; name: string }
  partners: Partner[]
  /** The question that it answers, and what the asker would like to know. */
  ask?: { id: string; about: string }
}

/** Situation, behaviour, impact, next time: a help line and an example each. */
export const giveModal = ({ receiver, partners, ask }: GiveFacts): ModalView =>
  modal({
    id: 'feedback.giving',
    title: 'Give feedback',
    submit: 'Send',
    close: 'Not now',
    meta: { ...(receiver && { receiver: receiver.person }), ...(ask && { ask: ask.id }) },
    blocks: [
      receiver
        ? section(md`For ${mention(receiver.person)}.`)
        : selectInput({
            name: 'to',
            label: 'For whom?',
            choices: partners.map((p): Choice => [p.person, p.name]),
            placeholder: 'Choose your partner',
          }),
      ask && [section(md`*They would like to know about*`), quoted(ask.about)],
      SBI.map(({ name, label, hint, example }) =>
        textInput({
          name,
          label,
          hint: `${hint} Read by ${receiver?.name ?? 'the person you choose'} alone.`,
          long: true,
          max: LONGEST,
          placeholder: example,
          optional: name === 'nextTime',
        }),
      ),
      context(
        'One moment, what you saw, what it did: that can be used. Nobody else reads it, the coordinator included.',
      ),
    ],
  })

export const askModal = (partners: Partner[], of?: string): ModalView =>
  modal({
    id: 'feedback.asking',
    title: 'Ask for feedback',
    submit: 'Ask',
    close: 'Not now',
    blocks: [
      peopleInput({
        name: 'of',
        label: 'Whom would you like to ask?',
        hint: 'Your partner, or a mentor here who saw you at work. They can say "not this time".',
        initial: of ? [of] : partners.length === 1 ? [partners[0]!.person] : [],
        max: 1,
        placeholder: 'Choose one person',
      }),
      textInput({
        name: 'about',
        label: 'What would you like feedback on?',
        hint: 'Read by the one you ask. One moment or one skill brings better answers than "anything".',
        long: true,
        max: 500,
        placeholder: 'How I ran the planning meeting on Tuesday, and how I handled the objections',
      }),
    ],
  })

export const NEXT = 'What will you do differently next month?'

export function reflectModal(kind: Kind, answers: Answers): ModalView {
  const open = (name: string, label: string, optional: boolean) =>
    textInput({
      name,
      label,
      hint: 'Only you will read this.',
      long: true,
      max: LONGEST,
      optional,
      initial: answers[name],
    })
  return modal({
    id: kind === 'month' ? 'feedback.reflecting' : 'feedback.reviewing',
    title: kind === 'month' ? 'Look back' : 'As a mentor',
    submit: 'Save',
    close: 'Not now',
    blocks: [
      kind === 'month'
        ? REFLECTION.map(([name, label]) => open(name, label, name !== 'learned'))
        : [
            SELF_REVIEW.map(([name, label]) =>
              radioInput({ name, label, choices: REVIEW_ANSWERS, initial: answers[name] }),
            ),
            open('next', NEXT, true),
          ],
      context('Kept encrypted, for you alone: no partner, coordinator or leader can read it.'),
    ],
  })
}
