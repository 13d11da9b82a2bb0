import { z } from 'zod'
import type { Context } from '../../../context.ts'
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
import { AnswerForm, AnswerMeta, ConcernForm, ConcernMeta } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'The person you picked')

/** In a modal it takes the place of what was there: the stack holds three, and this must always open. */
const shown = (click: Click, view: ReturnType<typeof views.tell>): Answer =>
  click.surface === 'modal' ? update(view) : open(view)

export const concerns: Feature = {
  name: 'concerns',
  views: {
    'concerns.raise': onSubmit(ConcernForm, ConcernMeta.optional(), async (ctx, form, who, meta) =>
      answer(
        meta?.concern
          ? await service.passOn(ctx, who.user, meta.concern, form)
          : await service.raise(ctx, who.user, form),
        (contact) => update(views.raisedModal(contact)),
      ),
    ),
    'concerns.answering': onSubmit(AnswerForm, AnswerMeta, async (ctx, form, who, meta) =>
      answer(await service.answerConcern(ctx, who.user, meta.concern, form.answer), () =>
        update(
          views.tell(
            'Sent',
            'They hear that you have answered, and read it behind a button. Thank you for being there.',
          ),
        ),
      ),
    ),
  },
  actions: {
    'concerns.open': async (ctx, click) =>
      shown(click, views.concernModal({ contacts: await service.contactsFor(ctx, click.who.user) })),
    'concerns.next': async (ctx, click) => {
      const found = await service.readConcern(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { concern, words } = found.value
      const tried = [...concern.tried, concern.contact]
      const contacts = await service.contactsFor(ctx, click.who.user, tried)
      return shown(click, views.concernModal({ contacts, again: { id: concern.id, words } }))
    },
    'concerns.read': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return answer(await service.readConcern(ctx, click.who.user, click.value), (read) =>
        open(views.readModal(read, click.who.user, zone)),
      )
    },
    'concerns.ack': async (ctx, click) =>
      answer(await service.acknowledge(ctx, click.who.user, click.value), () =>
        open(
          views.tell(
            'They know',
            'They know that you have it. Answer within some days: Home and this message have the button.',
          ),
        ),
      ),
    'concerns.answer': async (ctx, click) =>
      answer(await service.addressedTo(ctx, click.who.user, click.value), (c) => open(views.answerModal(c))),
    'concerns.talk': async (ctx, click) =>
      answer(await service.answerConcern(ctx, click.who.user, click.value, undefined), () =>
        open(views.tell('They know', 'They know that you get in touch. Please do so within a day or two.')),
      ),
    'concerns.close': async (ctx, click) =>
      answer(await service.closeConcern(ctx, click.who.user, click.value), () =>
        shown(click, views.tell('Settled', 'Settled. Should something be wrong again, write any time.')),
      ),
  },
  deliveries: {
    'concerns.arrived': onDeliver({
      payload: z.object({ concern: z.string(), round: z.number() }),
      timing: 'news',
      async render(ctx, { concern, round }, posted) {
        const c = await service.findConcern(ctx, concern)
        if (!c || (!posted && (c.round !== round || c.status === 'closed'))) return 'useless'
        return views.arrivedMessage(c, round)
      },
    }),
    'concerns.news': onDeliver({
      payload: z.object({ concern: z.string(), what: z.string() }),
      timing: 'news',
      async render(ctx, { concern, what }) {
        const c = await service.findConcern(ctx, concern)
        return c ? views.newsMessage(c, what, await nameOf(ctx, c.contact)) : 'useless'
      },
    }),
    'concerns.unheard': onDeliver({
      payload: z.object({ concern: z.string(), round: z.number(), status: z.string() }),
      timing: 'news',
      async render(ctx, { concern, round, status }, posted) {
        const c = await service.findConcern(ctx, concern)
        if (!c || (!posted && (c.round !== round || c.status !== status))) return 'useless'
        return views.unheardMessage(
          c,
          status,
          await nameOf(ctx, c.contact),
          await service.nextContact(ctx, c),
        )
      },
    }),
  },
  jobs: { 'concerns.unheard': service.unheard, 'concerns.close': service.closeByItself },
  follows: { gone: service.someoneGone },
  async home(ctx, user) {
    const { zone } = await ctx.directory.hours(user)
    return views.homePart(await service.written(ctx, user), await service.addressed(ctx, user), zone)
  },
}
