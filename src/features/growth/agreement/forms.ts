/** The form in which an agreement is proposed, and changed. */
import type { KnownBlock } from '@slack/types'
import { md } from '../../../core/text.ts'
import { context, divider, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { dateInput, radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { CADENCES, type Difference, EXITS, KEEPS, LENGTHS, MODES, OWN_MAX, PURPOSE_MAX } from './domain.ts'
import type { Draft } from './service.ts'

const seen = (partner: string) => `Your partner ${partner} can read this.`

/** Why the form is shown again: somebody else was faster. */
export interface Newer {
  changed: Difference[]
}

/** The form in which terms are proposed. Filled in, it takes a minute; thought about, five. */
export function formModal(
  draft: Omit<Draft, 'standing'> & { mentorship: string },
  name: string,
  newer?: Newer,
) {
  const { mentorship, base, terms } = draft
  return modal({
    id: 'agreement.propose',
    title: 'Your agreement',
    submit: base ? 'Propose this' : 'Propose it',
    close: 'Not now',
    meta: { mentorship, base },
    blocks: [
      ...(newer ? newerBlocks(name, newer) : []),
      section(
        md`Five minutes that spare you both guesses. ${name} can sign it, or propose a change; then it is in force, and you can change it together any time.`,
      ),
      textInput({
        name: 'purpose',
        label: 'What is it for?',
        hint: seen(name),
        long: true,
        max: PURPOSE_MAX,
        initial: terms.purpose,
        placeholder: 'Ana wants to lead discovery on her own, and Ben has done it for years',
      }),
      radioInput({
        name: 'cadenceDays',
        label: 'How often do you meet?',
        choices: CADENCES,
        initial: terms.cadenceDays,
      }),
      selectInput({
        name: 'minutes',
        label: 'How long each time?',
        choices: LENGTHS,
        initial: terms.minutes,
      }),
      dateInput({
        name: 'endsOn',
        label: 'Until when?',
        hint: 'Before that day I ask you both what comes next. You can extend it or end earlier.',
        initial: terms.endsOn,
      }),
      selectInput({ name: 'mode', label: 'How do you meet?', choices: MODES, initial: terms.mode }),
      selectInput({ name: 'keep', label: 'What stays between you?', choices: KEEPS, initial: terms.keep }),
      own('keepWords', 'What stays between you, in your own words', name, terms.keepWords),
      selectInput({ name: 'exit', label: 'If it does not work?', choices: EXITS, initial: terms.exit }),
      own('exitWords', 'If it does not work, in your own words', name, terms.exitWords),
    ],
  })
}

const own = (name: string, label: string, partner: string, initial: string | undefined) =>
  textInput({ name, label, hint: seen(partner), long: true, optional: true, max: OWN_MAX, initial })

const newerBlocks = (name: string, { changed }: Newer): KnownBlock[] => [
  section(
    changed.length > 0
      ? md`*${name} proposed a newer version while you wrote.* What you typed is kept below. This is where the two differ; propose yours, or close this and read theirs.`
      : md`*${name} proposed the very same while you wrote.* Close this and sign it.`,
  ),
  ...changed.flatMap((line) => [
    section(md`*${line.label}*`),
    context(md`${name} wrote`),
    quoted(line.was || '(nothing)'),
    context('You wrote'),
    quoted(line.text || '(nothing)'),
  ]),
  divider(),
]
