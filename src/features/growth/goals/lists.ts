/** The lists of goals: one's own, those of a mentee, and earlier ones. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention, type Safe } from '../../../core/text.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { MOST_ACTIVE } from './domain.ts'
import type { GoalList, GoalView, MenteeGoals } from './service.ts'
import { listed, menteeLine, type Names, openButton } from './views.ts'

/** Everything under `/mentor goals`. */
export function listModal(list: GoalList, names: Names, notice?: Safe | string): ModalView {
  const { own, ended, mentees, mentors } = list
  const alone = own.filter((view) => view.reader === undefined)
  return modal({
    id: 'goals.list',
    title: 'Goals',
    blocks: [
      notice && section(notice),
      own.length > 0
        ? [header('Yours'), own.map((view, i) => listed(view, i + 1))]
        : section('You have no goal now. A good one takes five minutes, and the form helps.'),
      own.length >= MOST_ACTIVE && context('Three at once is the most. Reach one, or let one go.'),
      actions(
        own.length < MOST_ACTIVE && button('Set a goal', 'goals.set', { style: 'primary' }),
        ended > 0 && button('Earlier goals', 'goals.earlier'),
        commandButton('More…', 'help'),
      ),
      // Several mentors, and so a block each: Slack wants an action once a block.
      alone.length > 0 &&
        mentors.map(({ person, mentorship: value }) =>
          actions(button(`Share with ${names.get(person) ?? 'my mentor'}`, 'goals.shareWith', { value })),
        ),
      mentees.length > 0 && [
        divider(),
        header(mentees.length === 1 ? 'Your mentee' : 'Your mentees'),
        mentees.map((m) => menteeLine(m, names)),
      ],
    ],
  })
}

/** The goals of one mentee, for their mentor. */
export const menteeModal = ({ mentee, goals }: MenteeGoals, name: string): ModalView =>
  modal({
    id: 'goals.mentee',
    title: 'Goals',
    blocks: [
      section(md`*The goals of ${mention(mentee)}*`),
      goals.length > 0
        ? goals.map((view, i) => listed(view, i + 1))
        : section(md`${name} shares no goal with you now. Ask what they would like to reach.`),
      context(`Only you and ${name} can read these.`),
      actions(commandButton('All goals', 'goals')),
    ],
  })

export const earlierModal = (goals: GoalView[], zone: string): ModalView =>
  modal({
    id: 'goals.ended',
    title: 'Earlier goals',
    blocks: [
      goals
        .slice(0, 20)
        .map(({ goal, words }) => [
          quoted(words.specific),
          context(
            md`${goal.status === 'reached' ? 'Reached' : 'Let go'} on ${formatFor(zone, goal.endedAt ?? goal.setAt, 'dateWithYear')}`,
          ),
          actions(openButton(goal.id, `Open an earlier goal`)),
        ]),
      actions(commandButton('All goals', 'goals')),
    ],
  })
