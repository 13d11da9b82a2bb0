import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { listed } from '../../../core/text.ts'
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
import { KudosForm, MOST_PEOPLE } from './domain.ts'
import {
  countWaiting,
  findReceipt,
  findShout,
  findThanks,
  follows,
  giveKudos,
  kudosOf,
  readKudos,
  readWords,
  recentThanks,
  sendOff,
  settle,
  shoutPosted,
  type Thanks,
  thankable,
  undoableUntil,
  undoKudos,
} from './service.ts'
import {
  cardBlocks,
  givenBlocks,
  givenModal,
  givenText,
  homeBlocks,
  type KudosDraft,
  kudosModal,
  readModal,
  receiptMessage,
  shoutMessage,
  undoneBlocks,
  undoneModal,
} from './views.ts'

const openForm = async (ctx: Context, draft: KudosDraft): Promise<Answer> =>
  open(kudosModal(draft, await winsChannel(ctx)))

/** `@ana @ben for great interviews`: gives at once, or opens the form with what was typed in it. */
async function giveTyped(ctx: Context, text: string, who: Who): Promise<Answer> {
  const { to, unknown, groups, message } = await readKudos(ctx, text)
  const again = async (notice: string) =>
    openForm(ctx, { notice, message, to: await thankable(ctx, who.user, to) })
  if (groups.length > 0)
    return again(
      `Kudos are for people, so that each can say who sees them: choose up to ${MOST_PEOPLE} of ${listed(groups.filter(Boolean)) || 'the group'}. To thank all of them, tell it as a win: /mentor win`,
    )
  if (unknown.length > 0)
    return again(`Nobody here is called ${listed(unknown)}. Please choose from the list.`)
  if (to.length === 0) return again('Choose whom you would like to thank; your words are kept below.')
  const form = KudosForm.safeParse({ to, message, audience: 'public' })
  if (!form.success) return again(form.error.issues[0]?.message ?? 'Please look it over once more.')
  const given = await giveKudos(ctx, who.user, form.data)
  if (!given.ok)
    return given.field
      ? again(given.reason)
      : reply(given.reason, [section(given.reason), section('Your words, to keep:'), quoted(message)])
  return reply(givenText(given.value, await untilFor(ctx, given.value)), await givenFor(ctx, given.value))
}

async function untilFor(ctx: Context, thanks: Thanks) {
  const { zone } = await ctx.directory.hours(thanks.giver)
  return formatFor(zone, undoableUntil(thanks), 'time')
}

const givenFor = async (ctx: Context, thanks: Thanks) =>
  givenBlocks(thanks, await untilFor(ctx, thanks), await winsChannel(ctx))

export const kudos: Feature = {
  name: 'kudos',
  commands: {
    kudos: {
      group: 'week',
      label: 'Give kudos',
      usage: 'kudos @who for …',
      help: 'Thank one or more colleagues',
      run: (ctx, text, who) => (text ? giveTyped(ctx, text, who) : openForm(ctx, {})),
    },
  },
  views: {
    'kudos.give': onSubmit(KudosForm, async (ctx, form, who) => {
      const given = await giveKudos(ctx, who.user, form)
      return given.ok ? update(givenModal(await givenFor(ctx, given.value))) : given
    }),
  },
  actions: {
    /** Opens the form for one person: from a profile, or to thank back. */
    'kudos.to': async (ctx, click) =>
      openForm(ctx, { to: await thankable(ctx, click.who.user, [click.value]) }),
    'kudos.undo': async (ctx, click) => {
      const undone = await undoKudos(ctx, click.who.user, click.value)
      // Either way the button has had its time. (An answer to a command can be changed by nothing but a press on it.)
      if (!undone.ok) {
        const late = (await findThanks(ctx, click.value))?.giver === click.who.user
        if (!late) return undone
        return click.surface === 'modal'
          ? update(givenModal([section(undone.reason)]))
          : replyInstead(undone.reason, [section(undone.reason)])
      }
      return click.surface === 'modal'
        ? update(undoneModal(undone.value))
        : replyInstead('Taken back: nobody saw it.', undoneBlocks(undone.value))
    },
    'kudos.again': async (ctx, click) => {
      const read = await readWords(ctx, click.who.user, click.value)
      if (!read.ok) return read
      const { giver, to, message, competency, open: isOpen } = read.value
      if (giver !== click.who.user) return refuse('Only the person who wrote these words can use them again.')
      const draft = { to, message, competency, audience: isOpen ? 'public' : 'private' } as const
      const view = kudosModal(draft, await winsChannel(ctx))
      return click.surface === 'modal' ? update(view) : open(view)
    },
    'kudos.read': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return answer(await readWords(ctx, click.who.user, click.value), (thanks) =>
        open(readModal(thanks, click.who.user, zone)),
      )
    },
  },
  deliveries: {
    'kudos.receipt': onDeliver({
      payload: z.object({ kudos: z.string(), person: z.string() }),
      timing: 'news',
      render: async (ctx, p) => {
        const receipt = await findReceipt(ctx, p.kudos, p.person)
        if (!receipt) return 'useless'
        const celebration = (await ctx.directory.person(p.person))?.celebration ?? 'unset'
        return receiptMessage(receipt, p.person, celebration, await winsChannel(ctx))
      },
    }),
    'kudos.shout': onDeliver({
      payload: z.object({ kudos: z.string(), people: z.array(z.string()) }),
      timing: 'news',
      render: async (ctx, p) => {
        const shout = await findShout(ctx, p.kudos, p.people)
        return shout ? shoutMessage(shout) : 'useless'
      },
      sent: (ctx, p) => shoutPosted(ctx, p.kudos, p.people),
    }),
  },
  follows,
  jobs: { 'kudos.give': sendOff, 'kudos.settle': settle },
  async card(ctx, person, reader) {
    const shown = reader === person || (await findMember(ctx, person))?.showKudos !== false
    return shown ? cardBlocks(await kudosOf(ctx, person)) : []
  },
  async home(ctx, user) {
    return { blocks: homeBlocks(await recentThanks(ctx, user), await countWaiting(ctx, user)) }
  },
}
