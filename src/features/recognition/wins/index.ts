import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { nextHumane } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped } from '../../../core/text.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { WinForm } from './domain.ts'
import {
  answerWin,
  asSeenBy,
  findShout,
  findWin,
  follows,
  partnersOf,
  readWin,
  recentWins,
  shareWin,
  shoutPosted,
  tellOutcome,
  winsToAnswer,
} from './service.ts'
import {
  answeredModal,
  answerMessage,
  askMessage,
  homeBlocks,
  readModal,
  sharedModal,
  shoutMessage,
  winModal,
} from './views.ts'

const payload = z.object({ win: z.string() })

async function openForm(ctx: Context, author: string, words?: string): Promise<Answer> {
  const person = await ctx.directory.person(author)
  return open(
    winModal({
      partners: await partnersOf(ctx, author),
      celebration: person?.celebration ?? 'unset',
      channel: await winsChannel(ctx),
      words,
    }),
  )
}

const decide =
  (status: 'agreed' | 'declined'): ActionHandler =>
  async (ctx, click) => {
    const channel = await winsChannel(ctx)
    const { zone } = await ctx.directory.hours(click.who.user)
    return answer(await answerWin(ctx, click.who.user, click.value, status), (win) =>
      update(answeredModal(win, channel, zone)),
    )
  }

export const wins: Feature = {
  name: 'wins',
  commands: {
    win: {
      group: 'week',
      label: 'Share a win',
      usage: 'win',
      help: 'Tell a small or big win, yours or of the two of you',
      run: (ctx, text, who) => openForm(ctx, who.user, asTyped(text)),
    },
  },
  views: {
    'wins.share': onSubmit(WinForm, async (ctx, form, who) => {
      const shared = await shareWin(ctx, who.user, form)
      if (!shared.ok) return shared
      const now = ctx.now()
      const from = nextHumane(await ctx.directory.channelHours(), now) ?? now
      const { zone } = await ctx.directory.hours(who.user)
      return update(sharedModal(shared.value, await winsChannel(ctx), from, now, zone))
    }),
  },
  actions: {
    'wins.read': async (ctx, click) => {
      const channel = await winsChannel(ctx)
      return answer(await readWin(ctx, click.who.user, click.value), ({ win, words }) =>
        open(readModal(win, words, click.who.user, channel)),
      )
    },
    'wins.allow': decide('agreed'),
    'wins.keep': decide('declined'),
    'wins.own': async (ctx, click) => {
      const read = await readWin(ctx, click.who.user, click.value)
      if (!read.ok) return read
      const { win, words } = read.value
      return win.author === click.who.user
        ? openForm(ctx, win.author, words)
        : refuse('Only the person who wrote it can tell it as their own.')
    },
  },
  deliveries: {
    'wins.ask': onDeliver({
      payload,
      timing: 'news',
      render: async (ctx, p, posted) => {
        const win = await findWin(ctx, p.win)
        if (!win || (!posted && win.status !== 'waiting')) return 'useless'
        return askMessage(win, await winsChannel(ctx))
      },
    }),
    'wins.answer': onDeliver({
      payload,
      timing: 'news',
      render: async (ctx, p) => {
        const win = await findWin(ctx, p.win)
        return win ? answerMessage(asSeenBy(ctx, win.author, win), await winsChannel(ctx)) : 'useless'
      },
    }),
    'wins.shout': onDeliver({
      payload,
      timing: 'news',
      render: async (ctx, p) => {
        const found = await findShout(ctx, p.win)
        return found ? shoutMessage(found.win, found.named, found.words) : 'useless'
      },
      sent: (ctx, p) => shoutPosted(ctx, p.win),
    }),
  },
  follows,
  jobs: { 'wins.expire': tellOutcome },
  async home(ctx, user) {
    return { blocks: homeBlocks(await winsToAnswer(ctx, user), await recentWins(ctx, user)) }
  },
}
