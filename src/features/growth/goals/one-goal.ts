/** One goal whole, its history, and what stands there once it is reached. */
import type { ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { clip, md, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { barOf, KINDS } from './domain.ts'
import type { GoalView, Past, StepView, WholeGoal } from './service.ts'
import { type Names, stateLine } from './views.ts'

const labelled = (label: string, words: string | undefined): Blocks =>
  words ? [context(label), quoted(words)] : []

/** One goal whole: its letters, its steps to tick, and what its reader can do with it. */
export function goalModal(view: WholeGoal, names: Names, zone: string, notice?: Safe | string): ModalView {
  const { goal, words, steps, as, reader } = view
  const active = goal.status === 'active'
  const partner = as === 'mentor' ? goal.person : reader
  return modal({
    id: 'goals.goal',
    title: as === 'mentor' ? 'A goal of your mentee' : 'Your goal',
    blocks: [
      notice && section(notice),
      quoted(words.specific),
      context(stateLine(view)),
      labelled('How you both see it', words.measure),
      labelled('The first step', words.firstStep),
      goal.competency && context(`Grows: ${competencyName(goal.competency)}`),
      labelled('The objective it serves', words.objective),
      divider(),
      section(steps.length > 0 ? md`*Steps*` : md`*Steps*\nNone yet. Small ones to tick keep it moving.`),
      steps.map((step) => stepBlocks(step, view, names, zone)),
      actions(
        active && button('Note progress', 'goals.progress', { value: goal.id, style: 'primary' }),
        active &&
          button(as === 'mentor' ? 'Add a step or practice' : 'Add a step', 'goals.add', { value: goal.id }),
        active &&
          as === 'owner' &&
          reader !== undefined &&
          button('Ask for practice', 'goals.askPractice', {
            value: goal.id,
            says: 'Ask your mentor for a real occasion to practise',
          }),
        button('History', 'goals.history', { value: goal.id }),
      ),
      as === 'owner' && ownerButtons(view),
      context(
        partner
          ? `Only you and ${names.get(partner) ?? 'your partner'} can read this.`
          : 'Only you can read this.',
      ),
    ],
  })
}

const ownerButtons = ({ goal, reader }: GoalView) =>
  goal.status === 'active'
    ? actions(
        button('I reached it', 'goals.reached', {
          value: goal.id,
          ...(goal.percent >= 100 && { style: 'primary' }),
        }),
        button('Give it more time', 'goals.more', { value: goal.id }),
        button('Change it', 'goals.change', { value: goal.id }),
        reader !== undefined && button('Keep it to myself', 'goals.keepPrivate', { value: goal.id }),
        button('Let it go', 'goals.drop', {
          value: goal.id,
          confirm: {
            title: 'Let this goal go?',
            text: 'Goals change, and that is fine. Its history is kept, and you can take it up again.',
            yes: 'Let it go',
            no: 'Keep it',
          },
        }),
      )
    : actions(
        button('Take it up again', 'goals.resume', { value: goal.id }),
        commandButton('All goals', 'goals'),
      )

function stepBlocks({ step, words }: StepView, { goal, as }: WholeGoal, names: Names, zone: string): Blocks {
  const name = (person: string | null) => (person && names.get(person)) || 'a former partner'
  const what = KINDS.find(([each]) => each === step.kind)?.[1] ?? ''
  const done = step.doneAt !== null
  const day = step.dueOn ? ` · until ${formatDate(step.dueOn, 'date')}` : ''
  const state = done
    ? `Done: ticked by ${name(step.doneBy)} on ${formatFor(zone, step.doneAt ?? 0, 'date')}`
    : `Open · added by ${name(step.addedBy)}${day}`
  const short = clip(words, 50)
  const active = goal.status === 'active'
  const mayRemove = active && !done && (as === 'owner' || step.addedBy !== goal.person)
  return [
    {
      ...quoted(words),
      ...(active && {
        accessory: done
          ? button('Not done', 'goals.untick', { value: step.id, says: `Not done after all: ${short}` })
          : button('Done', 'goals.tick', { value: step.id, style: 'primary', says: `Done: ${short}` }),
      }),
    },
    context(`${done ? '☑' : '☐'} ${what} · ${state}`),
    mayRemove &&
      actions(button('Take it away', 'goals.remove', { value: step.id, says: `Take away: ${short}` })),
  ]
}

const WHAT: Record<string, string> = {
  set: 'set this goal',
  changed: 'changed its words; before:',
  shared: 'shared it',
  unshared: 'keeps it private',
  progress: 'noted progress',
  added: 'added a step',
  ticked: 'ticked',
  unticked: 'took a tick back',
  removed: 'took a step away',
  extended: 'gave it more time',
  reached: 'reached it',
  dropped: 'let it go',
  resumed: 'took it up again',
}

/** Everything that happened to a goal, the newest first. */
export const historyModal = (view: GoalView, past: Past[], names: Names, zone: string): ModalView =>
  modal({
    id: 'goals.past',
    title: 'History',
    blocks: [
      quoted(view.words.specific),
      past.map(({ event: { at, person, what, percent }, words }) => [
        context(
          md`${formatFor(zone, at, 'dateWithYear')} · ${names.get(person) ?? 'a former partner'} ${WHAT[what] ?? what}${percent === null ? '' : ` · ${barOf(percent)}`}`,
        ),
        words && quoted(words),
      ]),
      actions(button('Back to the goal', 'goals.open', { value: view.goal.id })),
    ],
  })

/** After a goal was reached: tell it, thank for it, set the next. Nothing is posted without a form of its own. */
export const reachedModal = (view: GoalView, mentor: string | undefined, tells: boolean): ModalView =>
  modal({
    id: 'goals.done',
    title: 'You reached it',
    blocks: [
      section(md`:mountain: *You reached it.* Take a moment before the next one.`),
      quoted(view.words.specific),
      section(
        tells
          ? 'Told in the channel, it shows others the way. You see and change every word first, and nothing is posted unless you send it.'
          : 'You chose not to be celebrated, so it stays here.',
      ),
      actions(
        tells && button('Tell it as a win', 'goals.tell', { value: view.goal.id, style: 'primary' }),
        button(mentor ? `Thank ${mentor}` : 'Thank somebody', 'goals.thank', { value: view.goal.id }),
        commandButton('Set the next goal', 'goals'),
        button('Not yet after all', 'goals.resume', { value: view.goal.id }),
      ),
    ],
  })
