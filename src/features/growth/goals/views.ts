/** What stands in several places: a goal in short, and Home. */
import { formatDate } from '../../../core/calendar.ts'
import { md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { HomePart } from '../../../slack/kernel/feature.ts'
import { actions, button, context, quoted, section } from '../../../slack/ui/blocks.ts'
import { barOf, valueWords } from './domain.ts'
import type { GoalList, GoalView, MenteeGoals } from './service.ts'

export type Names = Map<string, string>

/** Bar, measured value, day, and who reads it: what stands below the words of a goal. */
export function stateLine({ goal, words, measure, overdue, reader, as }: GoalView): Safe {
  const value = measure && words.value !== undefined ? ` · ${valueWords(measure, Number(words.value))}` : ''
  const day = overdue ? md`the day came on *${formatDate(goal.dueOn)}*` : md`until ${formatDate(goal.dueOn)}`
  const who = as === 'mentor' ? md`` : reader ? md` · ${mention(reader)} reads it` : md` · only you read it`
  if (goal.status !== 'active')
    return md`${goal.status === 'reached' ? 'Reached' : 'Let go'} · ${barOf(goal.percent)}`
  return md`${barOf(goal.percent)}${value} · ${day}${who}`
}

export const openButton = (goal: string, says: string) =>
  button('Open it', 'goals.open', { value: goal, says })
const progressButton = (goal: string, says: string) =>
  button('Note progress', 'goals.progress', { value: goal, says })

/** A goal on a list: its words, how far it is, and two buttons. `n` tells its buttons apart for a screen reader. */
export const listed = (view: GoalView, n: number): Blocks => [
  quoted(view.words.specific),
  context(stateLine(view)),
  actions(
    openButton(view.goal.id, `Open goal ${n}`),
    view.goal.status === 'active' && progressButton(view.goal.id, `Note progress on goal ${n}`),
  ),
]

export function menteeLine({ mentorship, mentee, goals }: MenteeGoals, names: Names) {
  const name = names.get(mentee) ?? 'your mentee'
  return goals.length > 0
    ? section(
        md`${mention(mentee)}: ${plural(goals.length, 'goal')} · ${goals.map((view) => `${view.goal.percent} %`).join(', ')}`,
        button('See them', 'goals.of', { value: mentorship, says: `See the goals of ${name}` }),
      )
    : section(md`${mention(mentee)} shares no goal with you yet. A good topic for your next meeting.`)
}

// --- Home ---

/** A goal on Home: two lines, and its page. */
const inShort = (view: GoalView, n: number): Blocks => [
  quoted(view.words.specific),
  section(stateLine(view), openButton(view.goal.id, `Open goal ${n}`)),
]

/** Each goal with its way; what mentees share stands with them. */
export function homePart({ own, mentees, mentors }: GoalList, names: Names): HomePart {
  const late = own.find((view) => view.overdue)
  const hasMentor = mentors.length > 0
  return {
    blocks: [
      own.length === 0 &&
        hasMentor &&
        section(
          md`*No goal yet.* Five minutes, and the form helps.`,
          button('Set a goal', 'goals.set', { says: 'Set a goal' }),
        ),
      own.map((view, i) => inShort(view, i + 1)),
    ],
    pairs: Object.fromEntries(
      mentees.map((m) => [
        m.mentorship,
        {
          says: m.goals.length > 0 && md`goal ${m.goals.map((view) => `${view.goal.percent} %`).join(', ')}`,
          blocks: [menteeLine(m, names)],
        },
      ]),
    ),
    ...(late && {
      next: {
        rank: 50,
        blocks: [
          section(md`*The day of a goal has come*, ${formatDate(late.goal.dueOn)}. How did it go?`),
          quoted(late.words.specific),
          actions(
            button('I reached it', 'goals.reached', { value: late.goal.id, style: 'primary' }),
            button('Give it more time', 'goals.more', { value: late.goal.id }),
            button('Let it go', 'goals.drop', { value: late.goal.id }),
          ),
        ],
      },
    }),
  }
}
