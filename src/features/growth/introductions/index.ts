import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, formatFor, shiftDate } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { refuse } from '../../../core/outcome.ts'
import { listed } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  checkDay,
  type Feature,
  MEMBERS,
  onClick,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { button, notice } from '../../../slack/ui/blocks.ts'
import type { Choice } from '../../../slack/ui/inputs.ts'
import { peopleIn } from '../../../slack/ui/mentions.ts'
import { isMentor } from '../../people/members/domain.ts'
import { findMember, listSkills } from '../../people/members/service.ts'
import { dayObjection, IntroForm, PromiseForm } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Asked = z.object({ introduction: z.string(), person: z.string() })
const Payload = z.object({ introduction: z.string() })
const PromisePayload = z.object({ promise: z.string() })

const find = (ctx: Context, { introduction }: z.infer<typeof Payload>) =>
  service.findIntroduction(ctx, introduction)
const findPromise = (ctx: Context, { promise }: z.infer<typeof PromisePayload>) =>
  service.findPromise(ctx, promise)

const FORMER = 'a former colleague'

async function namesFor(ctx: Context, people: string[]): Promise<views.NameOf> {
  const found = await ctx.directory.names(people)
  return (person) => found.get(person) ?? FORMER
}

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, FORMER)

async function form(ctx: Context, person: string, people: string[]): Promise<Answer> {
  const { mine } = await service.openIntroductions(ctx, person)
  const isMentor = (await service.menteesOf(ctx, person)).length > 0
  const { zone } = await ctx.directory.hours(person)
  return open(views.introModal({ people: people.slice(0, 2), mine, isMentor, zone }))
}

async function promiseForm(ctx: Context, mentor: string): Promise<Answer> {
  const mentees = await service.menteesOf(ctx, mentor)
  if (mentees.length === 0)
    return refuse('You have no mentee now to promise this to. Two colleagues here? Type `/mentor intro`.')
  const names = await namesFor(
    ctx,
    mentees.map(({ mentee }) => mentee),
  )
  const { zone } = await ctx.directory.hours(mentor)
  const choices = mentees.map((m): Choice => [m.id, names(m.mentee)])
  return open(views.promiseModal(choices, shiftDate(dateIn(zone, ctx.now()), 7)))
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

/** When all hear what came of it, as this person reads it; undefined once they have. */
async function whenFor(ctx: Context, person: string, end: number | undefined): Promise<string | undefined> {
  return end === undefined ? undefined : formatFor((await ctx.directory.hours(person)).zone, end, 'date')
}

const said =
  (value: 'yes' | 'no'): ActionHandler =>
  async (ctx, click) => {
    const given = await service.answerIntro(ctx, click.who.user, click.value, value)
    if (!given.ok) return given
    return update(views.keptModal(value, await whenFor(ctx, click.who.user, given.value.end)))
  }

const ended =
  (status: 'done' | 'dropped', title: string, text: string): ActionHandler =>
  async (ctx, click) =>
    answer(await service.closePromise(ctx, click.who.user, click.value, status), () =>
      update(notice(title, text)),
    )

export const introductions: Feature = {
  name: 'introductions',
  hub: [
    {
      group: 'week',
      stages: ['mentoring', 'both'],
      button: button('Promise a contact', 'introductions.outside', {
        says: 'Promise your mentee an introduction to somebody outside Slack',
      }),
    },
  ],
  commands: {
    intro: {
      group: 'week',
      label: 'Introduce two',
      stages: MEMBERS,
      aliases: ['introduce', 'introduction', 'connect'],
      hears: { words: /\bintroduc(e|ing|tion)\b/i, as: 'an introduction' },
      usage: 'intro [@one @two]',
      help: 'Introduce two people; each is asked alone',
      run: async (ctx, text, who) => form(ctx, who.user, (await peopleIn(ctx, text)).people),
    },
  },
  views: {
    'introductions.asking': onSubmit(IntroForm, async (ctx, form, who) => {
      const asked = await service.askToIntroduce(ctx, who.user, form)
      if (!asked.ok) return asked
      return update(views.askedModal(asked.value.names, await whenFor(ctx, who.user, asked.value.end)))
    }),
    'introductions.promising': {
      ...onSubmit(PromiseForm, async (ctx, form, who) =>
        answer(await service.promiseIntroduction(ctx, who.user, form), ({ mentee }) =>
          update(views.promisedModal(mentee)),
        ),
      ),
      check: checkDay('on', dayObjection),
    },
  },
  actions: {
    'introductions.yes': said('yes'),
    'introductions.no': said('no'),
    'introductions.read': onClick(service.readReason, ({ introduction, reason }) =>
      open(views.reasonModal(introduction, reason)),
    ),
    'introductions.withdraw': onClick(service.withdrawIntroduction, () =>
      update(notice('Taken back', 'Taken back. Whoever was asked sees that it does not wait any more.')),
    ),
    'introductions.outside': (ctx, click) => promiseForm(ctx, click.who.user),
    'introductions.promise': onClick(service.readPromise, ({ promise, words }) =>
      open(views.promiseReadModal(promise, words)),
    ),
    'introductions.done': ended('done', 'Done', 'Well done: one door opened. Your mentee sees it too.'),
    'introductions.drop': ended(
      'dropped',
      'Let go',
      'Let go. A word to your mentee about why would be kind.',
    ),
  },
  deliveries: {
    'introductions.asked': onDeliver({
      payload: Asked,
      timing: 'news',
      find: (ctx, asked) => find(ctx, asked),
      stands: (i) => i.status === 'asking',
      async show(i, { person }, ctx) {
        const names = await namesFor(ctx, [i.introducer, i.one, i.two])
        return views.askMessage(
          i,
          person,
          names,
          await whenFor(ctx, person, await service.askingEndsAt(ctx, i.id)),
        )
      },
    }),
    'introductions.made': onDeliver({
      payload: Payload.extend({ introducer: z.string(), asked: z.array(z.string()).default([]) }),
      timing: 'news',
      find: (ctx, made) => find(ctx, made),
      stands: (i) => i.status === 'agreed',
      show: async (i, _, ctx) => views.madeMessage(i, await offersOf(ctx, [i.one, i.two])),
      sent: (ctx, { introduction, introducer, asked }) =>
        service.noteConversationOpened(ctx, introduction, introducer, asked),
    }),
    'introductions.ended': onDeliver({
      payload: Asked,
      timing: 'news',
      find: (ctx, asked) => find(ctx, asked),
      show: (i, { person }) => views.endedMessage(i, person),
    }),
    'introductions.worked': onDeliver({ payload: Payload, timing: 'news', find, show: views.workedMessage }),
    'introductions.promised': onDeliver({
      payload: PromisePayload,
      timing: 'news',
      find: findPromise,
      show: async (p, _, ctx) => views.promisedMessage(p, await nameOf(ctx, p.mentor)),
    }),
    'introductions.due': onDeliver({
      payload: PromisePayload,
      // On the day that its reader chose.
      timing: 'timed',
      find: findPromise,
      stands: (p) => p.status === 'open',
      show: async (p, _, ctx) => views.dueMessage(p, await nameOf(ctx, p.mentee)),
    }),
  },
  follows: service.follows,
  jobs: { 'introductions.expire': service.endAsking, 'introductions.due': service.remindOfPromise },
  glance: service.glance,
  async home(ctx, user) {
    const list = await service.openIntroductions(ctx, user)
    const names = await namesFor(
      ctx,
      list.toAnswer.flatMap((i) => [i.one, i.two, i.introducer]),
    )
    return views.homePart(list, await service.openPromises(ctx, user), user, names)
  },
  mine: service.exportIntroductions,
  forget: {
    goes: 'Introductions that you asked for and that did not come about, and what you answered to those of others.',
    stays:
      'Introductions that came about, and promises of contacts, stay with those whom they were for, under "a former member".',
    write: service.forgetPerson,
  },
}
