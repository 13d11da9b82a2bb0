import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER, listed } from '../../../core/text.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Feature,
  onSubmit,
  open,
  reply,
  replyInstead,
  update,
  type Who,
} from '../../../slack/kernel/feature.ts'
import { quoted, section } from '../../../slack/ui/blocks.ts'
import { findMember } from '../../people/members/service.ts'
import { KudosForm, MOST_PEOPLE, namedFirst } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const openForm = async (ctx: Context, draft: views.KudosDraft): Promise<Answer> =>
  open(views.kudosModal(draft, await winsChannel(ctx)))

/** `@ana @ben for great interviews`: gives at once, or opens the form with what was typed in it. */
async function giveTyped(ctx: Context, text: string, who: Who): Promise<Answer> {
  const { to, unknown, groups, message } = await service.readKudos(ctx, text)
  const again = async (notice: string) =>
    openForm(ctx, { notice, message, to: await service.thankable(ctx, who.user, to) })
  if (groups.length > 0)
    return again(
      `Kudos are for people, so that each can say who sees them: choose up to ${MOST_PEOPLE} of ${listed(groups.filter(Boolean)) || 'the group'}. To thank all of them, tell it as a win: /mentor win`,
    )
  if (unknown.length > 0)
    return again(`Nobody here is called ${listed(unknown)}. Please choose from the list.`)
  if (to.length === 0) return again('Choose whom you would like to thank; your words are kept below.')
  const form = KudosForm.safeParse({ to, message, audience: 'public' })
  if (!form.success) return again(form.error.issues[0]?.message ?? 'Please look it over once more.')
  const given = await service.giveKudos(ctx, who.user, form.data)
  if (!given.ok)
    return given.field
      ? again(given.reason)
      : reply(given.reason, [section(given.reason), section('Your words, to keep:'), quoted(message)])
  return reply(
    views.givenText(given.value, await untilFor(ctx, given.value)),
    await givenFor(ctx, given.value),
  )
}

async function untilFor(ctx: Context, thanks: service.Thanks) {
  const { zone } = await ctx.directory.hours(thanks.giver)
  return formatFor(zone, service.undoableUntil(thanks), 'time')
}

const givenFor = async (ctx: Context, thanks: service.Thanks) =>
  views.givenBlocks(thanks, await untilFor(ctx, thanks), await winsChannel(ctx))

export const kudos: Feature = {
  name: 'kudos',
  commands: {
    kudos: {
      group: 'week',
      label: 'Give kudos',
      hinted: true,
      first: { new: 3, running: 4, paused: 2, waiting: 3, mentored: 4, mentoring: 4, both: 4 },
      aliases: ['thanks', 'thank', 'thx', 'kudo', 'praise', 'shoutout', 'appreciate', 'grateful'],
      hears: {
        words: /\b(thank\w*|thx|kudos|grateful|gratitude|shout-?out|appreciat\w+)\b/i,
        as: 'thanks for somebody',
      },
      acts: 'with words',
      draft: async (ctx, text, who) => {
        const { to, message } = await service.readKudos(ctx, namedFirst(text))
        return openForm(ctx, { message, to: await service.thankable(ctx, who.user, to) })
      },
      usage: 'kudos @who for …',
      help: 'Thank one or more colleagues',
      run: (ctx, text, who) => (text ? giveTyped(ctx, text, who) : openForm(ctx, {})),
    },
  },
  views: {
    'kudos.give': onSubmit(KudosForm, async (ctx, form, who) => {
      const given = await service.giveKudos(ctx, who.user, form)
      return given.ok ? update(views.givenModal(await givenFor(ctx, given.value))) : given
    }),
  },
  actions: {
    /** Opens the form for one person: from a profile, or to thank back. */
    'kudos.to': async (ctx, click) =>
      openForm(ctx, { to: await service.thankable(ctx, click.who.user, [click.value]) }),
    'kudos.undo': async (ctx, click) => {
      const undone = await service.undoKudos(ctx, click.who.user, click.value)
      // Either way the button has had its time. (An answer to a command can be changed by nothing but a press on it.)
      if (!undone.ok) {
        const late = (await service.findThanks(ctx, click.value))?.giver === click.who.user
        if (!late) return undone
        return click.surface === 'modal'
          ? update(views.givenModal([section(undone.reason)]))
          : replyInstead(undone.reason, [section(undone.reason)])
      }
      return click.surface === 'modal'
        ? update(views.undoneModal(undone.value))
        : replyInstead('Taken back: nobody saw it.', views.undoneBlocks(undone.value))
    },
    'kudos.again': async (ctx, click) => {
      const read = await service.readKudosWords(ctx, click.who.user, click.value)
      if (!read.ok) return read
      const { giver, to, message, competency, open: isOpen } = read.value
      if (giver !== click.who.user) return refuse('Only the person who wrote these words can use them again.')
      const draft = { to, message, competency, audience: isOpen ? 'public' : 'private' } as const
      const view = views.kudosModal(draft, await winsChannel(ctx))
      return click.surface === 'modal' ? update(view) : open(view)
    },
    'kudos.read': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return answer(await service.readKudosWords(ctx, click.who.user, click.value), (thanks) =>
        open(views.readModal(thanks, click.who.user, zone)),
      )
    },
  },
  deliveries: {
    'kudos.receipt': onDeliver({
      payload: z.object({ kudos: z.string(), person: z.string() }),
      timing: 'news',
      find: (ctx, p) => service.findReceipt(ctx, p.kudos, p.person),
      show: async (receipt, _, ctx) => views.receiptMessage(receipt, await winsChannel(ctx)),
    }),
    'kudos.shout': onDeliver({
      payload: z.object({ kudos: z.string(), people: z.array(z.string()) }),
      timing: 'news',
      find: (ctx, p) => service.findShout(ctx, p.kudos, p.people),
      show: views.shoutMessage,
      sent: (ctx, p) => service.markPosted(ctx, p.kudos, p.people),
    }),
  },
  follows: service.follows,
  jobs: { 'kudos.give': service.deliverKudos, 'kudos.settle': service.applyChoice },
  async card(ctx, person, reader) {
    const shown = reader === person || (await findMember(ctx, person))?.showKudos !== false
    return shown ? views.cardBlocks(await service.kudosOf(ctx, person)) : []
  },
  glance: service.glance,
  async home(ctx, user) {
    const [some, waiting] = await service.glance(ctx, user)
    return {
      blocks: views.homeBlocks(
        some ? await service.recentThanks(ctx, user) : [],
        waiting ? await service.countWaiting(ctx, user) : 0,
        (await ctx.directory.hours(user)).zone,
      ),
    }
  },
  mine: service.exportKudos,
  forget: {
    goes: 'Kudos that you took back or that nobody has seen yet, and your name on those that you were given.',
    stays: `Kudos that you gave stay with those you thanked, as from ${FORMER_MEMBER}. What the channel has seen stands there.`,
    write: service.forgetPerson,
  },
}
