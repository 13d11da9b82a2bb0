/** What people hear about goals: never with a word of the goal itself. */
import { formatDate } from '../../../core/calendar.ts'
import { md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { GoalView } from './service.ts'
import { openButton } from './views.ts'

const message = (text: string, words: Safe, ...buttons: Parameters<typeof actions>): Message => ({
  text,
  blocks: [section(words), actions(...buttons)],
})

const settled = (...parts: Parameters<typeof message>): Message => ({ ...message(...parts), settled: true })

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
    : settled(
        `May ${name} read your goals?`,
        md`All your goals are shared as you chose.`,
        commandButton('All goals', 'goals'),
      )

/** The same of several mentors, and of several goals. */
export const offersTitle = (waiting: number) =>
  `Your goals are not shared with ${plural(waiting, 'mentor')} of yours yet`
export const dueTitle = (waiting: number) => `The day of ${plural(waiting, 'goal')} of yours has come`

export const dueMessage = (view: GoalView, waits: boolean): Message =>
  waits
    ? message(
        'The day of one of your goals has come',
        md`*The day of one of your goals has come.* How did it go? Each answer is a good one.`,
        button('I reached it', 'goals.reached', { value: view.goal.id, style: 'primary' }),
        button('Give it more time', 'goals.more', { value: view.goal.id }),
        button('See which', 'goals.open', { value: view.goal.id, says: 'See which goal it is' }),
      )
    : settled(
        'The day of one of your goals has come',
        view.goal.status === 'reached'
          ? md`You reached this goal. Well done.`
          : view.goal.status === 'dropped'
            ? md`You let this goal go. Its history is kept.`
            : md`This goal runs until ${formatDate(view.goal.dueOn)} now.`,
        openButton(view.goal.id, 'Open the goal'),
        commandButton('All goals', 'goals'),
      )
