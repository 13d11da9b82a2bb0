import type { ModalView } from '@slack/types'
import { competenciesOf, groups } from '../../../core/competencies.ts'
import { lengthOf, md } from '../../../core/text.ts'
import { context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import {
  type Choice,
  checkboxInput,
  dateInput,
  radioInput,
  selectInput,
  textInput,
} from '../../../slack/ui/inputs.ts'
import {
  HOW_FAR,
  KINDS,
  MEASURE_MAX,
  NONE,
  NOTE_MAX,
  OBJECTIVE_MAX,
  SPECIFIC_MAX,
  STEP_MAX,
} from './domain.ts'
import type { Draft, GoalView, WholeGoal } from './service.ts'

/** Who reads what is typed, as it stands beside each field. */
const readers = (name: string | undefined) => (name ? `Your partner ${name} can read this.` : 'Only you.')

const skills: Choice[] = [
  ...groups.flatMap((g) => competenciesOf(g.id).map((c): Choice => [c.id, c.name])),
  [NONE, 'None of these'],
]

/** The form of a goal: a field a letter of SMART. */
export function goalModal(draft: Draft, names: Map<string, string>): ModalView {
  const { words = {}, mentors } = draft
  const nameOf = (person: string) => names.get(person) ?? 'your mentor'
  const chooses = draft.goal === undefined && mentors.length > 0
  const reader = mentors.find((m) => m.mentorship === draft.reader)
  const plainly = readers(reader && nameOf(reader.person))
  const who = !chooses
    ? plainly
    : mentors.length > 1
      ? 'Whom you chose above can read this.'
      : `${plainly.slice(0, -1)}, unless you chose “Only me” above.`
  const hint = (text: string) => `${text} ${who}`
  return modal({
    id: 'goals.save',
    title: draft.goal ? 'Change this goal' : 'Set a goal',
    submit: draft.goal ? 'Save' : 'Set it',
    close: 'Not now',
    meta: { goal: draft.goal, reader: reader?.mentorship },
    blocks: [
      chooses &&
        selectInput({
          name: 'reader',
          label: 'Who reads it with you?',
          hint: 'Whom you choose can read it, tick its steps and note progress.',
          choices: [
            ...mentors.map((m): Choice => [m.mentorship, nameOf(m.person)]),
            [NONE, 'Only me', 'Nobody else reads it'],
          ],
          initial: draft.reader,
        }),
      textInput({
        name: 'specific',
        label: 'Specific: what will be different?',
        hint: hint('One thing, in a sentence.'),
        long: true,
        max: Math.max(SPECIFIC_MAX, lengthOf(words.specific ?? '')),
        initial: words.specific,
        placeholder: 'I plan and lead discovery for one team on my own',
      }),
      textInput({
        name: 'measure',
        label: 'Measurable: how will you both see it?',
        hint: hint('A number to reach, or something plain to see.'),
        max: MEASURE_MAX,
        initial: words.measure,
        placeholder: 'From 2 to 12 interviews, or: I run the review without my lead',
      }),
      textInput({
        name: 'firstStep',
        label: 'Achievable: what is the first step?',
        hint: hint('Small enough for this week.'),
        max: STEP_MAX,
        initial: words.firstStep,
        placeholder: 'Sit in on two interviews and write down the questions',
      }),
      selectInput({
        name: 'competency',
        label: 'Relevant: which skill does it grow?',
        hint: who,
        choices: skills,
        initial: draft.competency,
        placeholder: 'Choose a skill',
      }),
      textInput({
        name: 'objective',
        label: 'Which objective of the team or company does it serve?',
        hint: who,
        optional: true,
        max: OBJECTIVE_MAX,
        initial: words.objective,
      }),
      dateInput({
        name: 'due',
        label: 'Time-bound: until when?',
        hint: hint('A day within a year. I ask you on that day.'),
        initial: draft.due,
      }),
    ],
  })
}

/** Where it stands now. */
export function progressModal({ goal, words, measure, reader, as }: GoalView, partner?: string): ModalView {
  const who = readers(as === 'mentor' || reader ? partner : undefined)
  return modal({
    id: 'goals.note',
    title: 'How far is it?',
    submit: 'Save',
    close: 'Not now',
    meta: { goal: goal.id },
    blocks: [
      quoted(words.specific),
      measure
        ? textInput({
            name: 'now',
            label: `Where is it now? (${measure.unit})`,
            hint: `A number, from ${measure.baseline} to ${measure.target}. ${who}`,
            max: 20,
            initial: words.value,
            placeholder: `${measure.target}`,
          })
        : selectInput({
            name: 'percent',
            label: 'How far is it?',
            hint: `Roughly is fine: “${words.measure}” is all the way. ${who}`,
            choices: HOW_FAR.map((each): Choice => [each, `${each} %`]),
            initial: HOW_FAR.filter((each) => Number(each) <= goal.percent).at(-1),
          }),
      textInput({
        name: 'note',
        label: 'In a few words?',
        hint: who,
        long: true,
        optional: true,
        max: NOTE_MAX,
      }),
    ],
  })
}

export function stepModal({ goal, words, as }: WholeGoal, partner: string | undefined): ModalView {
  const kinds = KINDS.filter(([kind]) => as === 'mentor' || kind !== 'practice')
  return modal({
    id: 'goals.step',
    title: as === 'mentor' ? 'Add to this goal' : 'Add a step',
    submit: 'Add',
    close: 'Not now',
    meta: { goal: goal.id },
    blocks: [
      quoted(words.specific),
      radioInput({
        name: 'kind',
        label: 'What is it?',
        choices: kinds,
        initial: as === 'mentor' ? 'practice' : 'task',
      }),
      textInput({
        name: 'words',
        label: 'In a sentence?',
        hint: readers(partner),
        max: STEP_MAX,
        placeholder:
          as === 'mentor' ? 'Run the interview with our pilot customer' : 'Write the interview guide',
      }),
      dateInput({ name: 'due', label: 'Until when?', optional: true }),
    ],
  })
}

export const extendModal = ({ goal, words }: GoalView, initial: string, partner?: string): ModalView =>
  modal({
    id: 'goals.extend',
    title: 'Give it more time',
    submit: 'Extend it',
    close: 'Not now',
    meta: { goal: goal.id },
    blocks: [
      quoted(words.specific),
      dateInput({ name: 'due', label: 'Until when?', hint: 'A day within a year.', initial }),
      textInput({
        name: 'note',
        label: 'What got in the way, or changed?',
        hint: readers(partner),
        long: true,
        optional: true,
        max: NOTE_MAX,
      }),
    ],
  })

export const shareModal = (mentorship: string, name: string, goals: GoalView[]): ModalView =>
  modal({
    id: 'goals.share',
    title: 'Share your goals',
    submit: 'Share',
    close: 'Keep them to myself',
    meta: { mentorship },
    blocks: [
      section(
        md`What you tick, ${name} can read from now on, steps included, and can tick and note progress. Notes from before stay yours alone.`,
      ),
      checkboxInput({
        name: 'goals',
        label: `Which may ${name} read?`,
        optional: true,
        choices: goals.map(({ goal, words }): Choice => [goal.id, words.specific]),
        initial: [],
      }),
      context('You can take it back any time: open the goal and choose “Keep it to myself”.'),
    ],
  })
