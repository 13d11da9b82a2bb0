import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, shiftDate } from '../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../core/outcome.ts'
import { md, mention, type Safe } from '../../../core/text.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  checkDay,
  type Feature,
  onSubmit,
  update,
} from '../../../slack/kernel/feature.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { kudosModal } from '../../recognition/kudos/views.ts'
import { partnersOf } from '../../recognition/wins/service.ts'
import { winModal } from '../../recognition/wins/views.ts'
import {
  dueObjection,
  ExtendForm,
  GoalForm,
  GoalMeta,
  OneGoal,
  ProgressForm,
  ShareForm,
  ShareMeta,
  StepForm,
} from './domain.ts'
import * as forms from './forms.ts'
import * as lists from './lists.ts'
import * as messages from './messages.ts'
import * as oneGoal from './one-goal.ts'
import * as service from './service.ts'
import { homePart } from './views.ts'

const Told = z.object({ goal: z.string(), reader: z.string() })
const Practice = Told.extend({ by: z.string() })
const Offer = z.object({ mentorship: z.string(), person: z.string() })
const Due = z.object({ goal: z.string(), person: z.string(), dueOn: z.string() })

/** How long a goal is given more, to begin with. */
const MORE_DAYS = 28

/** The names of the two who read a goal: whoever mentored before is "a former partner". */
const namesOf = (ctx: Context, { goal, reader }: service.GoalView) =>
  ctx.directory.names([goal.person, ...(reader ? [reader] : [])])

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your partner')

/** Who else reads a goal, from where its reader stands. */
const partnerOf = (view: service.GoalView) => (view.as === 'mentor' ? view.goal.person : view.reader)

async function showList(ctx: Context, person: string, notice?: Safe | string): Promise<Answer> {
  const list = await service.goalsOf(ctx, person)
  const people = [...list.mentors.map((m) => m.person), ...list.mentees.map((m) => m.mentee)]
  return update(lists.listModal(list, await ctx.directory.names(people), notice))
}

async function showGoal(ctx: Context, person: string, id: string, notice?: Safe | string): Promise<Answer> {
  const { zone } = await ctx.directory.hours(person)
  return answerWith(await service.readGoal(ctx, person, id), async (view) =>
    update(oneGoal.goalModal(view, await namesOf(ctx, view), zone, notice)),
  )
}

/** Opens a form about a goal. */
const withGoal =
  (
    show: (ctx: Context, view: service.WholeGoal, partner: string | undefined) => Answer | Promise<Answer>,
  ): ActionHandler =>
  async (ctx, { who, value }) => {
    const read = await service.readGoal(ctx, who.user, value)
    if (!read.ok) return read
    if (read.value.goal.status !== 'active')
      return showGoal(ctx, who.user, value, 'This goal is not active any more. Here is how it stands.')
    const partner = partnerOf(read.value)
    return show(ctx, read.value, partner && (await nameOf(ctx, partner)))
  }

/** Does something to a goal, and shows it as it is then. */
const thenGoal =
  <T>(
    run: (ctx: Context, person: string, id: string) => Promise<Outcome<T>>,
    notice: (value: T) => Safe | string,
  ): ActionHandler =>
  async (ctx, { who, value }) =>
    answerWith(await run(ctx, who.user, value), (done) => showGoal(ctx, who.user, value, notice(done)))

const showForm = async (ctx: Context, draft: Outcome<service.Draft>): Promise<Answer> =>
  answerWith(draft, async (form) =>
    update(forms.goalModal(form, await ctx.directory.names(form.mentors.map((m) => m.person)))),
  )

const ticking =
  (done: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const outcome = await service.tickStep(ctx, who.user, value, done)
    if (!outcome.ok) return outcome
    const { goal, before } = outcome.value
    const takenBack = before ? 'The tick was taken back already.' : 'The tick is taken back.'
    if (!done) return showGoal(ctx, who.user, goal, takenBack)
    const by = before?.by && before.by !== who.user ? mention(before.by) : 'You'
    const shared = (await service.goalViewFor(ctx, who.user, goal))?.reader !== undefined
    const ticked = shared ? 'Ticked. You both see it.' : 'Ticked.'
    return showGoal(ctx, who.user, goal, before ? md`${by} ticked this already.` : ticked)
  }

/** The goal of a message, while it is in this state and its reader may read it. */
const viewWhile =
  (status: string) =>
  async <P extends z.infer<typeof Told>>(ctx: Context, { goal, reader }: P) => {
    const view = await service.goalViewFor(ctx, reader, goal)
    return view?.goal.status === status ? view : undefined
  }

/** Whether the goal still waits for what became of it by this day. */
const waitsFor = ({ goal }: service.GoalView, dueOn: string) =>
  goal.status === 'active' && goal.dueOn === dueOn

export const goals: Feature = {
  name: 'goals',
  commands: {
    goals: {
      group: 'week',
      label: 'Goals',
      hinted: true,
      usage: 'goals',
      help: 'Your goals and those your mentees share, with steps and progress',
      run: (ctx, _text, who) => showList(ctx, who.user),
    },
  },
  views: {
    'goals.save': {
      ...onSubmit(GoalForm, GoalMeta, async (ctx, form, who, meta) => {
        const saved = await service.saveGoal(ctx, who.user, meta, form)
        if (!saved.ok) return saved
        const { goal, reader, readerGone } = saved.value
        if (meta.goal !== undefined)
          return showGoal(ctx, who.user, goal, 'Saved. What it said before is in its history.')
        const notice = readerGone
          ? 'It is set. Whom you chose is not your mentor any more, so only you can read it.'
          : md`*It is set*, and ${reader ? mention(reader) : 'only you'} can read it. Add a step or two while it is fresh.`
        return showGoal(ctx, who.user, goal, notice)
      }),
      check: checkDay('due', dueObjection),
    },
    'goals.note': onSubmit(ProgressForm, OneGoal, async (ctx, form, who, meta) => {
      const saved = await service.noteProgress(ctx, who.user, meta.goal, form)
      if (!saved.ok) return saved
      const there = saved.value.goal.percent >= 100
      const notice = !there
        ? 'Noted.'
        : saved.value.as === 'owner'
          ? 'Noted: that is all the way. If it is done, press “I reached it”.'
          : 'Noted: that is all the way. Your mentee says when it is reached.'
      return showGoal(ctx, who.user, meta.goal, notice)
    }),
    'goals.step': {
      ...onSubmit(StepForm, OneGoal, async (ctx, form, who, meta) => {
        const added = await service.addStep(ctx, who.user, meta.goal, form)
        if (!added.ok) return added
        const { told } = added.value
        return showGoal(ctx, who.user, meta.goal, told ? md`Added. ${mention(told)} hears of it.` : 'Added.')
      }),
      check: checkDay('due', dueObjection),
    },
    'goals.extend': {
      ...onSubmit(ExtendForm, OneGoal, async (ctx, form, who, meta) =>
        answerWith(await service.extendGoal(ctx, who.user, meta.goal, form), () =>
          showGoal(ctx, who.user, meta.goal, 'It has more time now.'),
        ),
      ),
      check: checkDay('due', dueObjection),
    },
    'goals.share': onSubmit(ShareForm, ShareMeta, async (ctx, form, who, meta) => {
      if (form.goals.length === 0) return showList(ctx, who.user, 'Nothing is shared. Your goals stay yours.')
      const shared = await service.shareGoals(ctx, who.user, meta.mentorship, form.goals)
      return answerWith(shared, ({ mentor }) =>
        showList(ctx, who.user, md`${mention(mentor)} can read what you ticked.`),
      )
    }),
  },
  actions: {
    'goals.set': async (ctx, { who }) => showForm(ctx, await service.draftFor(ctx, who.user)),
    'goals.change': async (ctx, { who, value }) => showForm(ctx, await service.draftOf(ctx, who.user, value)),
    'goals.open': (ctx, { who, value }) => showGoal(ctx, who.user, value),
    'goals.of': async (ctx, { who, value }) => {
      const found = await service.goalsOfMentee(ctx, who.user, value)
      if (!found.ok) return found
      return update(lists.menteeModal(found.value, await nameOf(ctx, found.value.mentee)))
    },
    'goals.earlier': async (ctx, { who }) => {
      const { zone } = await ctx.directory.hours(who.user)
      return update(lists.earlierModal(await service.earlierGoals(ctx, who.user), zone))
    },
    'goals.progress': withGoal((_ctx, view, partner) => update(forms.progressModal(view, partner))),
    'goals.add': withGoal((_ctx, view, partner) => update(forms.stepModal(view, partner))),
    'goals.more': withGoal(async (ctx, view, partner) => {
      if (view.as !== 'owner') return refuse('Only the person whose goal it is can give it more time.')
      const { zone } = await ctx.directory.hours(view.goal.person)
      const from = view.overdue ? dateIn(zone, ctx.now()) : view.goal.dueOn
      return update(forms.extendModal(view, shiftDate(from, MORE_DAYS), partner))
    }),
    'goals.tick': ticking(true),
    'goals.untick': ticking(false),
    'goals.remove': async (ctx, { who, value }) =>
      answerWith(await service.removeStep(ctx, who.user, value), (goal) =>
        showGoal(ctx, who.user, goal, 'Taken away. Its history is kept.'),
      ),
    'goals.askPractice': thenGoal(
      service.askPractice,
      ({ mentor }) => md`Asked. ${mention(mentor)} hears it, once a day at most.`,
    ),
    'goals.history': async (ctx, { who, value }) => {
      const { zone } = await ctx.directory.hours(who.user)
      return answerWith(await service.goalHistory(ctx, who.user, value), async ({ view, past }) =>
        update(oneGoal.historyModal(view, past, await namesOf(ctx, view), zone)),
      )
    },
    'goals.reached': async (ctx, { who, value }) =>
      answerWith(await service.finishGoal(ctx, who.user, value, 'reached'), async (view) => {
        const mentor = view.reader && (await nameOf(ctx, view.reader))
        const celebration = (await ctx.directory.person(who.user))?.celebration
        return update(oneGoal.reachedModal(view, mentor, celebration !== 'never'))
      }),
    'goals.drop': async (ctx, { who, value }) =>
      answerWith(await service.finishGoal(ctx, who.user, value, 'dropped'), () =>
        showList(ctx, who.user, 'Let go. Goals change, and that is fine; its history is kept.'),
      ),
    'goals.resume': thenGoal(service.resumeGoal, () => 'It is active again.'),
    /** The owner sees the words in a form that says who will read them; nothing goes out but what they send. */
    'goals.tell': async (ctx, { who, value }) => {
      const view = await service.goalViewFor(ctx, who.user, value)
      if (view?.as !== 'owner') return refuse('Only the person whose goal it is can tell it as a win.')
      const { celebration = 'unset' } = (await ctx.directory.person(who.user)) ?? {}
      const partners = await partnersOf(ctx, who.user)
      const words = `I reached a goal: ${view.words.specific}`
      return update(winModal({ partners, celebration, channel: await winsChannel(ctx), words }))
    },
    'goals.thank': async (ctx, { who, value }) => {
      const view = await service.goalViewFor(ctx, who.user, value)
      const to = view?.as === 'owner' && view.reader ? [view.reader] : []
      return update(kudosModal({ to, competency: view?.goal.competency }, await winsChannel(ctx)))
    },
    'goals.shareWith': async (ctx, { who, value }) => {
      const { mentors } = await service.goalsOf(ctx, who.user)
      const m = mentors.find((each) => each.mentorship === value)
      if (!m) return refuse('This mentorship has ended, so nothing is shared. Your goals stay yours.')
      const alone = await service.privateGoals(ctx, who.user)
      if (alone.length === 0) return showList(ctx, who.user, 'All your goals are shared as you chose.')
      const name = await nameOf(ctx, m.person)
      return update(forms.shareModal(value, name, alone))
    },
    'goals.keepPrivate': thenGoal(service.keepPrivate, () => 'From now on only you can read it.'),
  },
  deliveries: {
    'goals.shared': onDeliver({
      payload: Told,
      timing: 'news',
      find: (ctx, { goal, reader }) => service.ownerAndView(ctx, reader, goal),
      stands: ({ view }) => view !== undefined,
      show: async ({ owner, view }, { goal }, ctx) =>
        messages.sharedMessage(view, goal, owner, await nameOf(ctx, owner)),
    }),
    'goals.reached': onDeliver({
      payload: Told,
      timing: 'news',
      find: viewWhile('reached'),
      show: async ({ goal: { id, person } }, _payload, ctx) =>
        messages.reachedMessage(id, person, await nameOf(ctx, person)),
    }),
    'goals.practice': onDeliver({
      payload: Practice,
      timing: 'news',
      find: viewWhile('active'),
      show: async ({ as }, { goal, by }, ctx) =>
        messages.practiceMessage(goal, by, await nameOf(ctx, by), as === 'mentor'),
    }),
    'goals.offer': onDeliver({
      payload: Offer,
      timing: 'nudge',
      combine: combineMessages(messages.offersTitle),
      async find(ctx, { mentorship, person }) {
        const { mentors } = await service.goalsOf(ctx, person)
        const m = mentors.find((each) => each.mentorship === mentorship)
        return m && { mentor: m.person, open: (await service.privateGoals(ctx, person)).length > 0 }
      },
      stands: ({ open }) => open,
      show: async ({ mentor, open }, { mentorship }, ctx) =>
        messages.offerMessage(mentorship, mentor, await nameOf(ctx, mentor), open),
    }),
    'goals.due': onDeliver({
      payload: Due,
      timing: 'nudge',
      combine: combineMessages(messages.dueTitle),
      find: (ctx, { goal, person }) => service.goalViewFor(ctx, person, goal),
      stands: (view, { dueOn }) => waitsFor(view, dueOn),
      show: (view, { dueOn }) => messages.dueMessage(view, waitsFor(view, dueOn)),
    }),
  },
  follows: service.follows,
  jobs: { 'goals.due': service.askAboutDueGoal },
  glance: service.glance,
  async home(ctx, user) {
    if (!(await service.glance(ctx, user)) && (await activeMentorships(ctx, user)).length === 0)
      return { blocks: [] }
    const list = await service.goalsOf(ctx, user)
    return homePart(list, await ctx.directory.names(list.mentees.map((m) => m.mentee)))
  },
  mine: service.exportGoals,
  forget: service.forget,
}

/** As `answer`, for what is shown by looking once more. */
async function answerWith<T>(outcome: Outcome<T>, then: (value: T) => Promise<Answer>): Promise<Answer> {
  return outcome.ok ? then(outcome.value) : outcome
}
