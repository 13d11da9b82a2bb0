import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { type Message, onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Click,
  type Feature,
  MEMBERS,
  onClick,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { notice } from '../../../slack/ui/blocks.ts'
import { peopleIn } from '../../../slack/ui/mentions.ts'
import { pageFrom } from '../checkins/domain.ts'
import {
  AskForm,
  GiveForm,
  GiveMeta,
  KINDS,
  type Kind,
  ReflectForm,
  ReviewForm,
  USEFUL,
  wantsToAsk,
} from './domain.ts'
import * as forms from './forms.ts'
import * as messages from './messages.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const FORMER = 'a former colleague'
const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, FORMER)

async function namesIn(ctx: Context, list: service.Feedback[]): Promise<views.NameOf> {
  const names = await ctx.directory.names(list.flatMap((f) => [f.giver, f.receiver]))
  return (person) => names.get(person) ?? FORMER
}

async function hub(ctx: Context, person: string, page = 0) {
  const all = await service.wholeFeedbackOverview(ctx, person, page)
  const names = await namesIn(ctx, [...all.received, ...all.toAnswer, ...all.asked, ...all.given])
  return views.hubModal(all, names, (await ctx.directory.hours(person)).zone)
}

async function give(ctx: Context, giver: string, to?: string): Promise<Answer> {
  const partners = await service.partnersOf(ctx, giver)
  const receiver = to || partners.length === 1 ? partners.find((p) => !to || p.person === to) : undefined
  if (partners.length === 0 || (to && !receiver)) return refuse(service.PARTNERS_ONLY)
  return open(forms.giveModal({ partners, receiver }))
}

async function reflect(ctx: Context, click: Click): Promise<Answer> {
  const kind: Kind = KINDS.find((k) => k === click.value) ?? 'month'
  const { answers } = await service.reflectionOfMonth(ctx, click.who.user, kind)
  return update(forms.reflectModal(kind, answers))
}

const reflections = async (ctx: Context, click: Click): Promise<Answer> =>
  update(views.reflectionsModal(await service.reflectionsOf(ctx, click.who.user, pageFrom(click.value))))

const turn = async (ctx: Context, click: Click): Promise<Answer> =>
  update(await hub(ctx, click.who.user, pageFrom(click.value)))

const saved = () =>
  update(
    notice(
      'Saved',
      'Saved, for you alone. One small step this week is worth ten intentions.',
      views.hubButton(),
    ),
  )

/** A message about feedback, by the name of its giver or receiver. */
const about = (
  whom: 'giver' | 'receiver',
  show: (f: service.Feedback, name: string) => Message,
  stands?: (f: service.Feedback) => boolean,
) =>
  onDeliver({
    payload: z.object({ feedback: z.string() }),
    timing: 'news',
    find: (ctx, payload) => service.findFeedback(ctx, payload.feedback),
    stands,
    show: async (f, _, ctx) => show(f, await nameOf(ctx, f[whom])),
  })

export const feedback: Feature = {
  name: 'feedback',
  commands: {
    feedback: {
      group: 'week',
      label: 'Feedback',
      stages: MEMBERS,
      aliases: ['reflect', 'reflection'],
      hears: { words: /\bfeedback\b/i, as: 'feedback' },
      usage: 'feedback [@who]',
      help: 'Give feedback, ask for it, read yours, look back at the month',
      async run(ctx, text, who) {
        const { people } = await peopleIn(ctx, text)
        if (wantsToAsk(text)) return open(forms.askModal(await service.partnersOf(ctx, who.user), people[0]))
        return people[0] ? give(ctx, who.user, people[0]) : open(await hub(ctx, who.user))
      },
    },
  },
  views: {
    'feedback.giving': onSubmit(GiveForm, GiveMeta, async (ctx, form, who, meta) =>
      answer(await service.giveFeedback(ctx, who.user, form, meta), ({ name }) =>
        update(views.sentModal(name)),
      ),
    ),
    'feedback.asking': onSubmit(AskForm, async (ctx, form, who) =>
      answer(await service.askForFeedback(ctx, who.user, form), ({ name }) => update(views.askedModal(name))),
    ),
    'feedback.reflecting': onSubmit(ReflectForm, async (ctx, form, who) =>
      answer(await service.saveReflection(ctx, who.user, 'month', form), saved),
    ),
    'feedback.reviewing': onSubmit(ReviewForm, async (ctx, form, who) =>
      answer(await service.saveReflection(ctx, who.user, 'mentor', form), saved),
    ),
  },
  actions: {
    'feedback.give': (ctx, click) => give(ctx, click.who.user, click.value || undefined),
    'feedback.ask': async (ctx, click) =>
      open(forms.askModal(await service.partnersOf(ctx, click.who.user), click.value || undefined)),
    'feedback.answer': async (ctx, click) => {
      const found = await service.readAsk(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { ask, about } = found.value
      const receiver = { person: ask.receiver, name: await nameOf(ctx, ask.receiver) }
      return open(forms.giveModal({ partners: [], receiver, ask: { id: ask.id, about } }))
    },
    'feedback.decline': onClick(service.declineAsk, () =>
      update(
        notice(
          'All right',
          'All right. They hear kindly that it does not fit this time, and nothing else.',
          views.hubButton(),
        ),
      ),
    ),
    'feedback.withdraw': onClick(service.withdrawAsk, () =>
      update(
        notice('Taken back', 'Your question is taken back. Ask somebody else any time.', views.hubButton()),
      ),
    ),
    'feedback.read': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return answer(await service.readFeedback(ctx, click.who.user, click.value), (read) =>
        open(views.readModal(read, zone)),
      )
    },
    ...Object.fromEntries(
      USEFUL.map(({ value }) => [
        `feedback.useful.${value}`,
        async (ctx: Context, click: Click) =>
          answer(await service.sayUseful(ctx, click.who.user, click.value, value), ({ giver }) =>
            update(views.thankedModal(giver)),
          ),
      ]),
    ),
    'feedback.page': turn,
    'feedback.more': turn,
    'feedback.reflect': reflect,
    'feedback.reflections': reflections,
    'feedback.older': reflections,
  },
  deliveries: {
    'feedback.asked': about('receiver', messages.askMessage, (f) => f.status === 'asked' && !f.hidden),
    'feedback.ended': about('giver', messages.endedMessage),
    'feedback.received': about('giver', messages.receivedMessage),
    'feedback.useful': about('receiver', messages.usefulMessage, (f) => f.useful !== null),
  },
  follows: service.follows,
  jobs: { 'feedback.remind': service.remindAsked, 'feedback.lapse': service.lapseAsk },
  glance: service.glance,
  async home(ctx, user) {
    const all = await service.feedbackOverview(ctx, user)
    const { zone } = await ctx.directory.hours(user)
    return views.homePart(all, await namesIn(ctx, [...all.received, ...all.toAnswer]), zone)
  },
  mine: service.exportFeedback,
  forget: {
    goes: 'Your reflections, and the questions for feedback that nobody answered.',
    stays:
      'Feedback that you and others gave each other stays with the other one of you two, under "a former member".',
    write: service.forgetPerson,
  },
}
