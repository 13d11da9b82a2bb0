import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Feature,
  onClick,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { notice } from '../../../slack/ui/blocks.ts'
import { AnswerForm, AnswerMeta, ConcernForm, ConcernMeta } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'The person you picked')

/** It takes the place of another window: the stack holds three, and this must always open. */
const openForm = async (ctx: Context, person: string): Promise<Answer> =>
  update(views.concernModal(await service.contactsFor(ctx, person)))

/** A concern by its id, as a delivery carries it. */
const find = (ctx: Context, { concern }: { concern: string }) => service.findConcern(ctx, concern)

export const concerns: Feature = {
  name: 'concerns',
  commands: {
    concern: {
      usage: 'concern',
      help: 'Tell one person, in private, that something is wrong',
      label: 'Something is wrong',
      aliases: [
        'concerns',
        'problem',
        'complain',
        'complaint',
        'wrong',
        'unsafe',
        'harassment',
        'harassed',
        'bullying',
      ],
      hears: {
        words:
          /\b(something('s| is) wrong|harass\w*|bull(y|ied|ying)|unsafe|inappropriate\w*|uncomfortable|threaten\w*|afraid of|discriminat\w*)\b/i,
        as: 'something that is wrong',
        before: 'others',
      },
      run: (ctx, _text, who) => openForm(ctx, who.user),
    },
  },
  views: {
    'concerns.raise': onSubmit(ConcernForm, ConcernMeta.optional(), async (ctx, form, who, meta) =>
      answer(
        meta?.concern
          ? await service.passOnConcern(ctx, who.user, meta.concern, form)
          : await service.raiseConcern(ctx, who.user, form),
        (contact) => update(views.raisedModal(contact)),
      ),
    ),
    'concerns.answering': onSubmit(AnswerForm, AnswerMeta, async (ctx, form, who, meta) =>
      answer(await service.answerConcern(ctx, who.user, meta.concern, form.answer), () =>
        update(
          notice(
            'Sent',
            'They hear that you have answered, and read it behind a button. Thank you for being there.',
          ),
        ),
      ),
    ),
  },
  actions: {
    'concerns.open': (ctx, click) => openForm(ctx, click.who.user),
    'concerns.next': async (ctx, click) => {
      const found = await service.readConcern(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { concern, words } = found.value
      const tried = [...concern.tried, concern.contact]
      const contacts = await service.contactsFor(ctx, click.who.user, tried)
      return update(views.concernModal(contacts, { id: concern.id, words }))
    },
    'concerns.read': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return answer(await service.readConcern(ctx, click.who.user, click.value), (read) =>
        open(views.readModal(read, click.who.user, zone)),
      )
    },
    'concerns.ack': onClick(service.acknowledgeConcern, () =>
      open(
        notice(
          'They know',
          'They know that you have it. Answer within some days: Home and this message have the button.',
        ),
      ),
    ),
    'concerns.answer': onClick(service.addressedTo, (c) => open(views.answerModal(c))),
    'concerns.talk': async (ctx, click) =>
      answer(await service.answerConcern(ctx, click.who.user, click.value, undefined), () =>
        open(notice('They know', 'They know that you get in touch. Please do so within a day or two.')),
      ),
    'concerns.close': onClick(service.closeConcern, () =>
      update(notice('Settled', 'Settled. Should something be wrong again, write any time.')),
    ),
  },
  deliveries: {
    'concerns.arrived': onDeliver({
      payload: z.object({ concern: z.string(), round: z.number() }),
      timing: 'news',
      find: (ctx, arrived) => find(ctx, arrived),
      stands: (c, { round }) => c.round === round && c.status !== 'closed',
      show: (c, { round }) => views.arrivedMessage(c, round),
    }),
    'concerns.news': onDeliver({
      payload: z.object({ concern: z.string(), what: z.string() }),
      timing: 'news',
      find: (ctx, news) => find(ctx, news),
      show: async (c, { what }, ctx) => views.newsMessage(c, what, await nameOf(ctx, c.contact)),
    }),
    'concerns.unheard': onDeliver({
      payload: z.object({ concern: z.string(), round: z.number(), status: z.string() }),
      timing: 'news',
      find: (ctx, unheard) => find(ctx, unheard),
      stands: (c, { round, status }) => c.round === round && c.status === status,
      async show(c, { status }, ctx) {
        const name = await nameOf(ctx, c.contact)
        return views.unheardMessage(c, status, name, await service.nextContact(ctx, c))
      },
    }),
  },
  jobs: { 'concerns.unheard': service.offerNextContact, 'concerns.close': service.closeAnsweredConcern },
  follows: { gone: service.leaveNobodyWaiting },
  glance: service.openConcerns,
  async home(ctx, user) {
    const { zone } = await ctx.directory.hours(user)
    return views.homePart(...(await service.openConcerns(ctx, user)), zone)
  },
  async mine(ctx, person) {
    const written = await service.exportConcerns(ctx, person)
    const names = await ctx.directory.names(written.map(({ to }) => to))
    return {
      'What you told in private': written.map(({ to, at, ...rest }) => ({
        to: names.get(to) ?? FORMER_MEMBER,
        at: new Date(at).toISOString(),
        ...rest,
      })),
    }
  },
  forget: {
    goes: 'What you told in private, and what you were answered.',
    stays: 'What others told you in private is theirs: it stays with them, and names you no more.',
    write: service.forgetPerson,
  },
}
