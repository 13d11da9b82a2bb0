import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Click,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
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

const Payload = z.object({ feedback: z.string() })

async function namesOf(ctx: Context, all: views.Overview): Promise<views.NameOf> {
  const rows = [...all.received, ...all.toAnswer, ...all.asked, ...all.given]
  const people = await ctx.directory.people(rows.flatMap((f) => [f.giver, f.receiver]))
  return (person) => people.get(person)?.name ?? 'a former colleague'
}

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'a former colleague')

async function hub(ctx: Context, person: string, page = 0) {
  const all = await service.overview(ctx, person, page)
  const { zone } = await ctx.directory.hours(person)
  return views.hubModal(all, await namesOf(ctx, all), zone)
}

/** A modal opened from a modal takes its place, so that Slack's stack of three does not fill. */
const show = (click: Click, view: ReturnType<typeof views.tell>): Answer =>
  click.surface === 'modal' ? update(view) : open(view)

async function give(ctx: Context, giver: string, receiver?: string): Promise<Answer> {
  const partners = await service.partnersOf(ctx, giver)
  const chosen = receiver ? partners.find((p) => p.person === receiver) : undefined
  if (partners.length === 0 || (receiver && !chosen))
    return refuse(
      'Unasked feedback is for the two of a mentorship. To anybody else, say thanks with `/mentor kudos`, or offer it in person.',
    )
  return open(
    forms.giveModal({ partners, receiver: chosen ?? (partners.length === 1 ? partners[0] : undefined) }),
  )
}

async function reflect(ctx: Context, click: Click): Promise<Answer> {
  const kind: Kind = KINDS.find((k) => k === click.value) ?? 'month'
  const { answers } = await service.reflectionNow(ctx, click.who.user, kind)
  return show(click, forms.reflectModal(kind, answers))
}

const reflections = async (ctx: Context, click: Click): Promise<Answer> =>
  show(click, views.reflectionsModal(await service.reflectionsOf(ctx, click.who.user, pageFrom(click.value))))

const turn = async (ctx: Context, click: Click): Promise<Answer> =>
  update(await hub(ctx, click.who.user, pageFrom(click.value)))

const saved = () =>
  update(views.tell('Saved', 'Saved, for you alone. One small step this week is worth ten intentions.'))

export const feedback: Feature = {
  name: 'feedback',
  commands: {
    feedback: {
      group: 'week',
      label: 'Feedback',
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
      answer(await service.reflect(ctx, who.user, 'month', form), saved),
    ),
    'feedback.reviewing': onSubmit(ReviewForm, async (ctx, form, who) =>
      answer(await service.reflect(ctx, who.user, 'mentor', form), saved),
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
    'feedback.decline': async (ctx, click) =>
      answer(await service.decline(ctx, click.who.user, click.value), () =>
        show(
          click,
          views.tell(
            'All right',
            'All right. They hear kindly that it does not fit this time, and nothing else.',
          ),
        ),
      ),
    'feedback.withdraw': async (ctx, click) =>
      answer(await service.withdraw(ctx, click.who.user, click.value), () =>
        show(click, views.tell('Taken back', 'Your question is taken back. Ask somebody else any time.')),
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
    'feedback.asked': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { feedback: id }, posted) {
        const f = await service.findFeedback(ctx, id)
        if (!f || (!posted && (f.status !== 'asked' || f.hidden))) return 'useless'
        return messages.askMessage(f, await nameOf(ctx, f.receiver))
      },
    }),
    'feedback.ended': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { feedback: id }) {
        const f = await service.findFeedback(ctx, id)
        return f ? messages.endedMessage(f, await nameOf(ctx, f.giver)) : 'useless'
      },
    }),
    'feedback.received': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { feedback: id }) {
        const f = await service.findFeedback(ctx, id)
        return f ? messages.receivedMessage(f, await nameOf(ctx, f.giver)) : 'useless'
      },
    }),
    'feedback.useful': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { feedback: id }) {
        const f = await service.findFeedback(ctx, id)
        return f?.useful ? messages.usefulMessage(f, await nameOf(ctx, f.receiver)) : 'useless'
      },
    }),
  },
  follows: service.follows,
  jobs: { 'feedback.remind': service.remind, 'feedback.lapse': service.lapse },
  async home(ctx, user) {
    const all = await service.overview(ctx, user)
    const { zone } = await ctx.directory.hours(user)
    return views.homePart(all, await namesOf(ctx, all), zone)
  },
}
