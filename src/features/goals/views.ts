import type { KnownBlock, ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../core/calendar.ts'
import { competencyName } from '../../core/competencies.ts'
import { clip, md, mention, plural, type Safe } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
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
} from '../../slack/blocks.ts'
import type { HomePart } from '../../slack/feature.ts'
import { barOf, KINDS, MOST_ACTIVE, valueWords } from './domain.ts'
import type { GoalList, GoalView, MenteeGoals, Past, StepView, Whole } from './service.ts'

type Names = Map<string, string>

/** Bar, measured value, day, and who reads it: what stands below the words of a goal. */
function stateLine({ goal, words, measure, overdue, reader, as }: GoalView): Safe {
  const value = measure && words.value !== undefined ? ` · ${valueWords(measure, Number(words.value))}` : ''
  const day = overdue ? md`the day came on *${formatDate(goal.dueOn)}*` : md`until ${formatDate(goal.dueOn)}`
  const who = as === 'mentor' ? md`` : reader ? md` · ${mention(reader)} reads it` : md` · only you read it`
  if (goal.status !== 'active')
    return md`${goal.status === 'reached' ? 'Reached' : 'Let go'} · ${barOf(goal.percent)}`
  return md`${barOf(goal.percent)}${value} · ${day}${who}`
}

const openButton = (goal: string, says: string) => button('Open it', 'goals.open', { value: goal, says })
const progressButton = (goal: string, says: string) =>
  button('Note progress', 'goals.progress', { value: goal, says })

/** A goal on a list: its words, how far it is, and two buttons. `n` tells its buttons apart for a screen reader. */
const listed = (view: GoalView, n: number): KnownBlock[] => [
  quoted(view.words.specific),
  context(stateLine(view)),
  actions(
    openButton(view.goal.id, `Open goal ${n}`),
    view.goal.status === 'active' && progressButton(view.goal.id, `Note progress on goal ${n}`),
  ),
]

/** Everything under `/mentor goals`. */
export function listModal(list: GoalList, names: Names, notice?: Safe | string): ModalView {
  const { own, ended, mentees, mentors } = list
  const alone = own.filter((view) => view.reader === undefined)
  return modal({
    id: 'goals.list',
    title: 'Goals',
    blocks: [
      ...(notice ? [section(notice)] : []),
      ...(own.length > 0
        ? [header('Yours'), ...own.flatMap((view, i) => listed(view, i + 1))]
        : [section('You have no goal now. A good one takes five minutes, and the form helps.')]),
      ...(own.length >= MOST_ACTIVE ? [context('Three at once is the most. Reach one, or let one go.')] : []),
      actions(
        own.length < MOST_ACTIVE && button('Set a goal', 'goals.set', { style: 'primary' }),
        ...(alone.length > 0
          ? mentors.map((m) =>
              button(`Share with ${names.get(m.person) ?? 'my mentor'}`, 'goals.shareWith', {
                value: m.mentorship,
              }),
            )
          : []),
        ended > 0 && button('Earlier goals', 'goals.earlier'),
        commandButton('Everything else', 'help'),
      ),
      ...(mentees.length > 0
        ? [
            divider(),
            header(mentees.length === 1 ? 'Your mentee' : 'Your mentees'),
            ...mentees.map((m) => menteeLine(m, names)),
          ]
        : []),
    ],
  })
}

function menteeLine({ mentorship, mentee, goals }: MenteeGoals, names: Names) {
  const name = names.get(mentee) ?? 'your mentee'
  return goals.length > 0
    ? section(
        md`${mention(mentee)}: ${plural(goals.length, 'goal')} · ${goals.map((view) => `${view.goal.percent} %`).join(', ')}`,
        button('See them', 'goals.of', { value: mentorship, says: `See the goals of ${name}` }),
      )
    : section(md`${mention(mentee)} shares no goal with you yet. A good topic for your next meeting.`)
}

/** The goals of one mentee, for their mentor. */
export const menteeModal = ({ mentee, goals }: MenteeGoals, name: string): ModalView =>
  modal({
    id: 'goals.mentee',
    title: 'Goals',
    blocks: [
      section(md`*The goals of ${mention(mentee)}*`),
      ...(goals.length > 0
        ? goals.flatMap((view, i) => listed(view, i + 1))
        : [section(md`${name} shares no goal with you now. Ask what they would like to reach.`)]),
      context(`Only you and ${name} can read these.`),
      actions(commandButton('All goals', 'goals')),
    ],
  })

export const earlierModal = (goals: GoalView[], zone: string): ModalView =>
  modal({
    id: 'goals.ended',
    title: 'Earlier goals',
    blocks: [
      ...goals
        .slice(0, 20)
        .flatMap(({ goal, words }) => [
          quoted(words.specific),
          context(
            md`${goal.status === 'reached' ? 'Reached' : 'Let go'} on ${formatFor(zone, goal.endedAt ?? goal.setAt, 'dateWithYear')}`,
          ),
          actions(openButton(goal.id, `Open an earlier goal`)),
        ]),
      actions(commandButton('All goals', 'goals')),
    ],
  })

const labelled = (label: string, words: string | undefined): KnownBlock[] =>
  words ? [context(label), quoted(words)] : []

/** One goal whole: its letters, its steps to tick, and what its reader can do with it. */
export function goalModal(view: Whole, names: Names, zone: string, notice?: Safe | string): ModalView {
  const { goal, words, steps, as, reader } = view
  const active = goal.status === 'active'
  const partner = as === 'mentor' ? goal.person : reader
  return modal({
    id: 'goals.goal',
    title: as === 'mentor' ? 'A goal of your mentee' : 'Your goal',
    blocks: [
      ...(notice ? [section(notice)] : []),
      quoted(words.specific),
      context(stateLine(view)),
      ...labelled('How you both see it', words.measure),
      ...labelled('The first step', words.firstStep),
      ...(goal.competency ? [context(`Grows: ${competencyName(goal.competency)}`)] : []),
      ...labelled('The objective it serves', words.objective),
      divider(),
      ...(steps.length > 0
        ? [section(md`*Steps*`), ...steps.flatMap((step) => stepBlocks(step, view, names, zone))]
        : [section(md`*Steps*\nNone yet. Small ones to tick keep it moving.`)]),
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
      ...(as === 'owner' ? [ownerButtons(view)] : []),
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

function stepBlocks({ step, words, kind }: StepView, { goal, as }: Whole, names: Names, zone: string) {
  const name = (person: string | null) => (person && names.get(person)) || 'a former partner'
  const what = KINDS.find(([each]) => each === kind)?.[1] ?? ''
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
    ...(mayRemove
      ? [actions(button('Take it away', 'goals.remove', { value: step.id, says: `Take away: ${short}` }))]
      : []),
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
      ...past.flatMap((e) => [
        context(
          md`${formatFor(zone, e.at, 'dateWithYear')} · ${names.get(e.person) ?? 'a former partner'} ${WHAT[e.what] ?? e.what}${e.percent === null ? '' : ` · ${barOf(e.percent)}`}`,
        ),
        ...(e.words ? [quoted(e.words)] : []),
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

// --- messages: never with a word of the goal itself ---

const message = (text: string, words: Safe, ...buttons: Parameters<typeof actions>): Message => ({
  text,
  blocks: [section(words), actions(...buttons)],
})

/** To the mentor. `view` is undefined once it is not theirs to read. */
export const sharedMessage = (
  view: GoalView | undefined,
  goal: string,
  owner: string,
  name: string,
): Message =>
  view
    ? message(
        `${name} shared a goal with you`,
        md`*${mention(owner)} shared a goal with you.* You can tick its steps, note progress, and arrange an occasion to practise.`,
        button('Read it', 'goals.open', {
          value: goal,
          says: `Read the goal of ${name}`,
          style: 'primary',
        }),
      )
    : message(
        `${name} shared a goal with you`,
        md`${mention(owner)} keeps this goal private now. There is nothing for you to do.`,
        commandButton('All goals', 'goals'),
      )

export const reachedMessage = (goal: string, owner: string, name: string): Message =>
  message(
    `${name} reached a goal`,
    md`*${mention(owner)} reached a goal* that you two worked on. A word from you will be remembered.`,
    button('See which', 'goals.open', {
      value: goal,
      says: `See which goal ${name} reached`,
      style: 'primary',
    }),
    commandButton('Give kudos', 'kudos'),
  )

/** A practice opportunity: asked for by the mentee, or arranged by the mentor. */
export const practiceMessage = (goal: string, by: string, name: string, asked: boolean): Message =>
  asked
    ? message(
        `${name} would like to practise`,
        md`*${mention(by)} would like a real occasion to practise* for a goal. A meeting to lead, a talk to give, a customer to call: you know where.`,
        button('Arrange one', 'goals.add', {
          value: goal,
          says: `Arrange a practice opportunity for ${name}`,
          style: 'primary',
        }),
        button('See the goal', 'goals.open', { value: goal, says: `See the goal of ${name}` }),
      )
    : message(
        `${name} arranged a practice opportunity for you`,
        md`*${mention(by)} arranged a practice opportunity* for a goal of yours.`,
        button('See it', 'goals.open', {
          value: goal,
          says: `See what ${name} arranged`,
          style: 'primary',
        }),
      )

/** Asks a mentee, once a mentorship, whether the mentor may read goals they set before. */
export const offerMessage = (mentorship: string, mentor: string, name: string, open: boolean): Message =>
  open
    ? {
        text: `May ${name} read your goals?`,
        blocks: [
          section(
            md`*May ${mention(mentor)} read the goals you set before you met?* Until you say so, only you do.`,
          ),
          actions(
            button('Choose which', 'goals.shareWith', {
              value: mentorship,
              says: `Choose which goals ${name} may read`,
              style: 'primary',
            }),
            commandButton('All goals', 'goals'),
          ),
          context('I ask this once. Doing nothing keeps them yours.'),
        ],
      }
    : message(
        `May ${name} read your goals?`,
        md`All your goals are shared as you chose.`,
        commandButton('All goals', 'goals'),
      )

export const dueMessage = (view: GoalView, waits: boolean): Message =>
  waits
    ? message(
        'The day of one of your goals has come',
        md`*The day of one of your goals has come.* How did it go? Each answer is a good one.`,
        button('I reached it', 'goals.reached', { value: view.goal.id, style: 'primary' }),
        button('Give it more time', 'goals.more', { value: view.goal.id }),
        button('See which', 'goals.open', { value: view.goal.id, says: 'See which goal it is' }),
      )
    : message(
        'The day of one of your goals has come',
        view.goal.status === 'reached'
          ? md`You reached this goal. Well done.`
          : view.goal.status === 'dropped'
            ? md`You let this goal go. Its history is kept.`
            : md`This goal runs until ${formatDate(view.goal.dueOn)} now.`,
        openButton(view.goal.id, 'Open the goal'),
        commandButton('All goals', 'goals'),
      )

// --- Home ---

/** Each goal with its way; what mentees share, a line each. */
export function homePart({ own, mentees }: GoalList, names: Names, hasMentor: boolean): HomePart {
  const late = own.find((view) => view.overdue)
  const blocks: KnownBlock[] = []
  if (own.length > 0 || hasMentor || mentees.length > 0) blocks.push(section(md`*Goals*`))
  if (own.length === 0 && hasMentor)
    blocks.push(
      section(
        'None yet. Five minutes, and the form helps.',
        button('Set a goal', 'goals.set', { says: 'Set a goal' }),
      ),
    )
  blocks.push(...own.flatMap((view, i) => listed(view, i + 1)))
  if (mentees.length > 0) blocks.push(...mentees.map((m) => menteeLine(m, names)))
  return {
    blocks,
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
