import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, formatFor, shiftDate } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { refuse } from '../../../core/outcome.ts'
import { listed } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Click,
  checkDay,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { button } from '../../../slack/ui/blocks.ts'
import { peopleIn } from '../../../slack/ui/mentions.ts'
import { isMentor } from '../../people/members/domain.ts'
import { findMember, listSkills } from '../../people/members/service.ts'
import { dayObjection, IntroForm, PromiseForm } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Asked = z.object({ introduction: z.string(), person: z.string() })
const Payload = z.object({ introduction: z.string() })
const PromisePayload = z.object({ promise: z.string() })

const FORMER = 'a former colleague'

async function namesFor(ctx: Context, people: string[]): Promise<views.NameOf> {
  const found = await ctx.directory.names(people)
  return (person) => found.get(person) ?? FORMER
}

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, FORMER)

async function form(ctx: Context, person: string, people: string[]): Promise<Answer> {
  const [{ mine }, mentees, { zone }] = [
    await service.openOf(ctx, person),
    await service.menteesOf(ctx, person),
    await ctx.directory.hours(person),
  ]
  return open(views.introModal({ people: people.slice(0, 2), mine, isMentor: mentees.length > 0, zone }))
}

async function promiseForm(ctx: Context, mentor: string): Promise<Answer> {
  const mentees = await service.menteesOf(ctx, mentor)
  if (mentees.length === 0)
    return refuse('You have no mentee now to promise this to. Two colleagues here? Type `/mentor intro`.')
  const names = await namesFor(
    ctx,
    mentees.map((m) => m.mentee),
  )
  const { zone } = await ctx.directory.hours(mentor)
  return open(
    views.promiseModal(
      mentees.map((m) => ({ mentorship: m.id, name: names(m.mentee) })),
      shiftDate(dateIn(zone, ctx.now()), 7),
    ),
  )
}

/** What each of the two helps with, where their profile tells everybody. */
async function offersOf(ctx: Context, people: string[]) {
  const skills = await listSkills(ctx, people)
  const found = []
  for (const person of people) {
    const member = await findMember(ctx, person)
    const names = skills
      .filter((s) => s.person === person && s.side === 'offer')
      .map((s) => competencyName(s.competency))
    if (member && isMentor(member) && names.length > 0)
      found.push({ person, skills: listed(names.slice(0, 3)) })
  }
  return found
}

const shown = (click: Click, view: ReturnType<typeof views.tell>): Answer =>
  click.surface === 'modal' ? update(view) : open(view)

/** When all hear what came of it, as this person reads it; undefined once it is settled. */
async function whenFor(ctx: Context, person: string, end: number | undefined): Promise<string | undefined> {
  return end === undefined ? undefined : formatFor((await ctx.directory.hours(person)).zone, end)
}

const said = (value: 'yes' | 'no') => async (ctx: Context, click: Click) => {
  const given = await service.answerIntro(ctx, click.who.user, click.value, value)
  if (!given.ok) return given
  return shown(click, views.keptModal(value, await whenFor(ctx, click.who.user, given.value.end)))
}

const settled = (status: 'done' | 'dropped') => async (ctx: Context, click: Click) =>
  answer(await service.settlePromise(ctx, click.who.user, click.value, status), () =>
    shown(
      click,
      status === 'done'
        ? views.tell('Done', 'Well done: one door opened. Your mentee sees it too.')
        : views.tell('Let go', 'Let go. A word to your mentee about why would be kind.'),
    ),
  )

export const introductions: Feature = {
  name: 'introductions',
  hub: [
    {
      group: 'week',
      button: button('Promise a contact', 'introductions.outside', {
        says: 'Promise your mentee an introduction to somebody outside Slack',
      }),
    },
  ],
  commands: {
    intro: {
      group: 'week',
      label: 'Introduce two',
      usage: 'intro [@one @two]',
      help: 'Introduce two people; each is asked alone',
      run: async (ctx, text, who) => form(ctx, who.user, (await peopleIn(ctx, text)).people),
    },
  },
  views: {
    'introductions.asking': onSubmit(IntroForm, async (ctx, form, who) => {
      const asked = await service.introduce(ctx, who.user, form)
      if (!asked.ok) return asked
      return update(views.askedModal(asked.value.names, await whenFor(ctx, who.user, asked.value.end)))
    }),
    'introductions.promising': {
      ...onSubmit(PromiseForm, async (ctx, form, who) =>
        answer(await service.promise(ctx, who.user, form), ({ mentee }) =>
          update(views.promisedModal(mentee)),
        ),
      ),
      check: checkDay('on', dayObjection),
    },
  },
  actions: {
    'introductions.yes': said('yes'),
    'introductions.no': said('no'),
    'introductions.read': async (ctx, click) =>
      answer(await service.readReason(ctx, click.who.user, click.value), ({ introduction, reason }) =>
        open(views.reasonModal(introduction, reason)),
      ),
    'introductions.withdraw': async (ctx, click) =>
      answer(await service.withdraw(ctx, click.who.user, click.value), () =>
        shown(
          click,
          views.tell('Taken back', 'Taken back. Whoever was asked sees that it does not wait any more.'),
        ),
      ),
    'introductions.outside': (ctx, click) => promiseForm(ctx, click.who.user),
    'introductions.promise': async (ctx, click) =>
      answer(await service.readPromise(ctx, click.who.user, click.value), ({ promise, words }) =>
        open(views.promiseReadModal(promise, words)),
      ),
    'introductions.done': settled('done'),
    'introductions.drop': settled('dropped'),
  },
  deliveries: {
    'introductions.asked': onDeliver({
      payload: Asked,
      timing: 'news',
      async render(ctx, { introduction: id, person }, posted) {
        const i = await service.findIntroduction(ctx, id)
        if (!i || (!posted && i.status !== 'asking')) return 'useless'
        const when = await whenFor(ctx, person, await service.settlesAt(ctx, id))
        return views.askMessage(i, person, await namesFor(ctx, [i.introducer, i.one, i.two]), when)
      },
    }),
    'introductions.made': onDeliver({
      payload: Payload.extend({ introducer: z.string(), asked: z.array(z.string()).default([]) }),
      timing: 'news',
      async render(ctx, { introduction: id }, posted) {
        const i = await service.findIntroduction(ctx, id)
        if (!i || (!posted && i.status !== 'agreed')) return 'useless'
        return views.madeMessage({ introduction: i, offers: await offersOf(ctx, [i.one, i.two]) })
      },
      sent: (ctx, { introduction, introducer, asked }) =>
        service.conversationOpened(ctx, introduction, introducer, asked),
    }),
    'introductions.ended': onDeliver({
      payload: Asked,
      timing: 'news',
      async render(ctx, { introduction: id, person }) {
        const i = await service.findIntroduction(ctx, id)
        return i ? views.endedMessage(i, person) : 'useless'
      },
    }),
    'introductions.worked': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { introduction: id }) {
        const i = await service.findIntroduction(ctx, id)
        return i ? views.workedMessage(i) : 'useless'
      },
    }),
    'introductions.promised': onDeliver({
      payload: PromisePayload,
      timing: 'news',
      async render(ctx, { promise: id }) {
        const p = await service.findPromise(ctx, id)
        return p ? views.promisedMessage(p, await nameOf(ctx, p.mentor)) : 'useless'
      },
    }),
    'introductions.due': onDeliver({
      payload: PromisePayload,
      // On the day that its reader chose.
      timing: 'timed',
      async render(ctx, { promise: id }, posted) {
        const p = await service.findPromise(ctx, id)
        if (!p || (!posted && p.status !== 'open')) return 'useless'
        return views.dueMessage(p, await nameOf(ctx, p.mentee))
      },
    }),
  },
  follows: service.follows,
  jobs: { 'introductions.expire': service.settle, 'introductions.due': service.due },
  async home(ctx, user) {
    const [list, promises] = [await service.openOf(ctx, user), await service.openPromises(ctx, user)]
    const names = await namesFor(
      ctx,
      list.toAnswer.flatMap((i) => [i.one, i.two, i.introducer]),
    )
    return views.homePart(list, promises, user, names)
  },
}
