/** The form in which an agreement is proposed, and changed. */

import { MEETING_LENGTHS } from '../../../core/meeting-lengths.ts'
import { md } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { context, divider, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { dateInput, radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { CADENCES, type Difference, EXITS, KEEPS, MODES, OWN_MAX, PURPOSE_MAX } from './domain.ts'
import type { Draft } from './service.ts'

const readBy = (partner: string) => `Your partner ${partner} can read this.`

/**
 * The form in which terms are proposed. Filled in, it takes a minute; thought about, five. `newer`: somebody else
 * was faster, and this is where theirs differs.
 */
export function formModal(
  { mentorship, base, terms }: Omit<Draft, 'standing'> & { mentorship: string },
  name: string,
  newer?: Difference[],
) {
  return modal({
    id: 'agreement.propose',
    title: 'Your agreement',
    submit: base ? 'Propose this' : 'Propose it',
    close: 'Not now',
    meta: { mentorship, base },
    blocks: [
      newer && newerBlocks(name, newer),
      section(
        md`Five minutes that spare you both guesses. ${name} can sign it, or propose a change; then it is in force, and you can change it together any time.`,
      ),
      textInput({
        name: 'purpose',
        label: 'What is it for?',
        hint: readBy(name),
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
        choices: MEETING_LENGTHS,
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
  textInput({ name, label, hint: readBy(partner), long: true, optional: true, max: OWN_MAX, initial })

const newerBlocks = (name: string, changed: Difference[]): Blocks => [
  section(
    changed.length > 0
      ? md`*${name} proposed a newer version while you wrote.* What you typed is kept below. This is where the two differ; propose yours, or close this and read theirs.`
      : md`*${name} proposed the very same while you wrote.* Close this and sign it.`,
  ),
  changed.map((line) => [
    section(md`*${line.label}*`),
    context(md`${name} wrote`),
    quoted(line.was || '(nothing)'),
    context('You wrote'),
    quoted(line.text || '(nothing)'),
  ]),
  divider(),
]
