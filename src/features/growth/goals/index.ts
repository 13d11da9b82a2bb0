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
import { together } from '../../../slack/ui/combine-messages.ts'
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
import * as service from './service.ts'
import { homePart } from './views.ts'
import * as whole from './whole.ts'

const Told = z.object({ goal: z.string(), reader: z.string() })
const Practice = Told.extend({ by: z.string() })
const Offer = z.object({ mentorship: z.string(), person: z.string() })
const Due = z.object({ goal: z.string(), person: z.string(), dueOn: z.string() })

/** How long a goal is given more, to begin with. */
const MORE_DAYS = 28

const namesOf = (ctx: Context, people: (string | null | undefined)[]) =>
  ctx.directory.names(people.filter((id) => id !== null && id !== undefined))

const nameOf = async (ctx: Context, person: string | undefined) =>
  person === undefined ? undefined : await ctx.directory.nameOf(person, 'your partner')

/** Who else reads a goal, from where its reader stands. */
const partnerOf = (view: service.GoalView) => (view.as === 'mentor' ? view.goal.person : view.reader)

async function showList(ctx: Context, person: string, notice?: Safe | string): Promise<Answer> {
  const list = await service.goalsOf(ctx, person)
  const people = [...list.mentors.map((m) => m.person), ...list.mentees.map((m) => m.mentee)]
  return update(lists.listModal(list, await namesOf(ctx, people), notice))
}

async function showGoal(ctx: Context, person: string, id: string, notice?: Safe | string): Promise<Answer> {
  const read = await service.readGoal(ctx, person, id)
  if (!read.ok) return read
  const view = read.value
  // Names of the two alone: whoever mentored before is "a former partner".
  const names = await namesOf(ctx, [view.goal.person, view.reader])
  const { zone } = await ctx.directory.hours(person)
  return update(whole.goalModal(view, names, zone, notice))
}

/** Opens a form about a goal. */
const withGoal =
  (
    show: (ctx: Context, view: service.Whole, partner: string | undefined) => Answer | Promise<Answer>,
  ): ActionHandler =>
  async (ctx, { who, value }) => {
    const read = await service.readGoal(ctx, who.user, value)
    if (!read.ok) return read
    if (read.value.goal.status !== 'active')
      return showGoal(ctx, who.user, value, 'This goal is not active any more. Here is how it stands.')
    return show(ctx, read.value, await nameOf(ctx, partnerOf(read.value)))
  }

async function showForm(ctx: Context, draft: service.Draft): Promise<Answer> {
  const names = await namesOf(
    ctx,
    draft.mentors.map((m) => m.person),
  )
  return update(forms.goalModal(draft, names))
}

async function showReached(ctx: Context, person: string, view: service.GoalView): Promise<Answer> {
  const celebration = (await ctx.directory.person(person))?.celebration
  return update(whole.reachedModal(view, await nameOf(ctx, view.reader), celebration !== 'never'))
}

const ticking =
  (done: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const ticked = await service.tick(ctx, who.user, value, done)
    if (!ticked.ok) return ticked
    const { goal, before } = ticked.value
    const by = before?.by && before.by !== who.user ? mention(before.by) : undefined
    const notice = !before
      ? done
        ? 'Ticked. You both see it.'
        : 'The tick is taken back.'
      : done
        ? md`${by ?? 'You'} ticked this already.`
        : 'The tick was taken back already.'
    const view = await service.stateFor(ctx, who.user, goal)
    return showGoal(ctx, who.user, goal, view?.reader === undefined && !before && done ? 'Ticked.' : notice)
  }

export const goals: Feature = {
  name: 'goals',
  commands: {
    goals: {
      group: 'week',
      label: 'Goals',
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
        answerWith(await service.extend(ctx, who.user, meta.goal, form), () =>
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
    'goals.set': async (ctx, { who }) => {
      const draft = await service.draftFor(ctx, who.user)
      return draft.ok ? showForm(ctx, draft.value) : draft
    },
    'goals.change': async (ctx, { who, value }) => {
      const draft = await service.draftOf(ctx, who.user, value)
      return draft.ok ? showForm(ctx, draft.value) : draft
    },
    'goals.open': (ctx, { who, value }) => showGoal(ctx, who.user, value),
    'goals.of': async (ctx, { who, value }) => {
      const found = await service.goalsOfMentee(ctx, who.user, value)
      if (!found.ok) return found
      return update(lists.menteeModal(found.value, (await nameOf(ctx, found.value.mentee)) ?? ''))
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
    'goals.askPractice': async (ctx, { who, value }) =>
      answerWith(await service.askPractice(ctx, who.user, value), ({ mentor }) =>
        showGoal(ctx, who.user, value, md`Asked. ${mention(mentor)} hears it, once a day at most.`),
      ),
    'goals.history': async (ctx, { who, value }) => {
      const found = await service.historyOf(ctx, who.user, value)
      if (!found.ok) return found
      const { view, past } = found.value
      const names = await namesOf(ctx, [view.goal.person, view.reader])
      const { zone } = await ctx.directory.hours(who.user)
      return update(whole.historyModal(view, past, names, zone))
    },
    'goals.reached': async (ctx, { who, value }) =>
      answerWith(await service.finish(ctx, who.user, value, 'reached'), (view) =>
        showReached(ctx, who.user, view),
      ),
    'goals.drop': async (ctx, { who, value }) =>
      answerWith(await service.finish(ctx, who.user, value, 'dropped'), () =>
        showList(ctx, who.user, 'Let go. Goals change, and that is fine; its history is kept.'),
      ),
    'goals.resume': async (ctx, { who, value }) =>
      answerWith(await service.resumeGoal(ctx, who.user, value), () =>
        showGoal(ctx, who.user, value, 'It is active again.'),
      ),
    /** The owner sees the words in a form that says who will read them; nothing goes out but what they send. */
    'goals.tell': async (ctx, { who, value }) => {
      const view = await service.stateFor(ctx, who.user, value)
      if (view?.as !== 'owner') return refuse('Only the person whose goal it is can tell it as a win.')
      const { celebration = 'unset' } = (await ctx.directory.person(who.user)) ?? {}
      const partners = await partnersOf(ctx, who.user)
      const words = `I reached a goal: ${view.words.specific}`
      return update(winModal({ partners, celebration, channel: await winsChannel(ctx), words }))
    },
    'goals.thank': async (ctx, { who, value }) => {
      const view = await service.stateFor(ctx, who.user, value)
      const to = view?.as === 'owner' && view.reader ? [view.reader] : []
      return update(kudosModal({ to, competency: view?.goal.competency }, await winsChannel(ctx)))
    },
    'goals.shareWith': async (ctx, { who, value }) => {
      const { mentors } = await service.goalsOf(ctx, who.user)
      const m = mentors.find((each) => each.mentorship === value)
      if (!m) return refuse('This mentorship has ended, so nothing is shared. Your goals stay yours.')
      const alone = await service.privateGoals(ctx, who.user)
      if (alone.length === 0) return showList(ctx, who.user, 'All your goals are shared as you chose.')
      const name = (await nameOf(ctx, m.person)) ?? ''
      return update(forms.shareModal(value, name, alone, []))
    },
    'goals.keepPrivate': async (ctx, { who, value }) =>
      answerWith(await service.keepPrivate(ctx, who.user, value), () =>
        showGoal(ctx, who.user, value, 'From now on only you can read it.'),
      ),
  },
  deliveries: {
    'goals.shared': onDeliver({
      payload: Told,
      timing: 'news',
      async render(ctx, { goal, reader }, posted) {
        const view = await service.stateFor(ctx, reader, goal)
        const owner = await service.ownerOf(ctx, goal)
        if (!owner || (!view && !posted)) return 'useless'
        return messages.sharedMessage(view, goal, owner, (await nameOf(ctx, owner)) ?? '')
      },
    }),
    'goals.reached': onDeliver({
      payload: Told,
      timing: 'news',
      async render(ctx, { goal, reader }) {
        const view = await service.stateFor(ctx, reader, goal)
        if (view?.goal.status !== 'reached') return 'useless'
        return messages.reachedMessage(goal, view.goal.person, (await nameOf(ctx, view.goal.person)) ?? '')
      },
    }),
    'goals.practice': onDeliver({
      payload: Practice,
      timing: 'news',
      async render(ctx, { goal, reader, by }) {
        const view = await service.stateFor(ctx, reader, goal)
        if (view?.goal.status !== 'active') return 'useless'
        return messages.practiceMessage(goal, by, (await nameOf(ctx, by)) ?? '', view.as === 'mentor')
      },
    }),
    'goals.offer': onDeliver({
      payload: Offer,
      timing: 'nudge',
      together: together(messages.offersTitle),
      async render(ctx, { mentorship, person }, posted) {
        const { mentors } = await service.goalsOf(ctx, person)
        const m = mentors.find((each) => each.mentorship === mentorship)
        const open = (await service.privateGoals(ctx, person)).length > 0
        if (!m || (!open && !posted)) return 'useless'
        return messages.offerMessage(mentorship, m.person, (await nameOf(ctx, m.person)) ?? '', open)
      },
    }),
    'goals.due': onDeliver({
      payload: Due,
      timing: 'nudge',
      together: together(messages.dueTitle),
      async render(ctx, { goal, person, dueOn }, posted) {
        const view = await service.stateFor(ctx, person, goal)
        const waits = view?.goal.status === 'active' && view.goal.dueOn === dueOn
        return view && (waits || posted) ? messages.dueMessage(view, waits) : 'useless'
      },
    }),
  },
  follows: service.follows,
  jobs: { 'goals.due': service.dueNow },
  async home(ctx, user) {
    const list = await service.goalsOf(ctx, user)
    const names = await namesOf(
      ctx,
      list.mentees.map((m) => m.mentee),
    )
    return homePart(list, names, list.mentors.length > 0)
  },
}

/** As `answer`, for what is shown by looking once more. */
async function answerWith<T>(outcome: Outcome<T>, then: (value: T) => Promise<Answer>): Promise<Answer> {
  return outcome.ok ? then(outcome.value) : outcome
}
