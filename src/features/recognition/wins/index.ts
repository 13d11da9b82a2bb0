import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { nextHumane } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped, FORMER_MEMBER } from '../../../core/text.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  MEMBERS,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { WinForm } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const payload = z.object({ win: z.string() })

async function openForm(ctx: Context, author: string, words?: string): Promise<Answer> {
  const person = await ctx.directory.person(author)
  return open(
    views.winModal({
      partners: await service.partnersOf(ctx, author),
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
    return answer(await service.answerWin(ctx, click.who.user, click.value, status), (win) =>
      update(views.answeredModal(win, channel, zone)),
    )
  }

export const wins: Feature = {
  name: 'wins',
  commands: {
    win: {
      group: 'week',
      label: 'Share a win',
      hinted: true,
      first: { waiting: 4, paused: 4, mentored: 5, mentoring: 5, both: 5 },
      stages: MEMBERS,
      aliases: ['wins', 'celebrate'],
      hears: {
        words: /\b(we|i)( have|'ve)? (just |finally )?(shipped|launched|won|reached|managed)\b|\bproud of\b/i,
        as: 'a win',
      },
      usage: 'win [words]',
      help: 'Tell a small or big win, yours or of the two of you',
      draft: (ctx, text, who) => openForm(ctx, who.user, asTyped(text)),
      run: (ctx, text, who) => openForm(ctx, who.user, asTyped(text)),
    },
  },
  views: {
    'wins.share': onSubmit(WinForm, async (ctx, form, who) => {
      const shared = await service.shareWin(ctx, who.user, form)
      if (!shared.ok) return shared
      const now = ctx.now()
      const from = nextHumane(await ctx.directory.channelHours(), now) ?? now
      const { zone } = await ctx.directory.hours(who.user)
      return update(views.sharedModal(shared.value, await winsChannel(ctx), from, now, zone))
    }),
  },
  actions: {
    'wins.read': async (ctx, click) => {
      const channel = await winsChannel(ctx)
      return answer(await service.readWin(ctx, click.who.user, click.value), ({ win, words }) =>
        open(views.readModal(win, words, click.who.user, channel)),
      )
    },
    'wins.allow': decide('agreed'),
    'wins.keep': decide('declined'),
    'wins.own': async (ctx, click) => {
      const read = await service.readWin(ctx, click.who.user, click.value)
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
      find: (ctx, p) => service.findWin(ctx, p.win),
      stands: (win) => win.status === 'waiting',
      show: async (win, _, ctx) => views.askMessage(win, await winsChannel(ctx)),
    }),
    'wins.answer': onDeliver({
      payload,
      timing: 'news',
      find: (ctx, p) => service.findWin(ctx, p.win),
      show: async (win, _, ctx) =>
        views.answerMessage(service.asSeenBy(ctx, win.author, win), await winsChannel(ctx)),
    }),
    'wins.shout': onDeliver({
      payload,
      timing: 'news',
      find: (ctx, p) => service.findShout(ctx, p.win),
      show: views.shoutMessage,
      sent: (ctx, p) => service.noteShoutPosted(ctx, p.win),
    }),
  },
  follows: service.follows,
  jobs: { 'wins.expire': service.tellOutcome },
  glance: service.winsAtHome,
  home: async (ctx, user) => ({ blocks: views.homeBlocks(...(await service.winsAtHome(ctx, user))) }),
  mine: service.exportWins,
  forget: {
    goes: 'Wins of your own. Those that the channel has seen stand there.',
    stays: `Wins of you and a partner stay with your partner, with ${FORMER_MEMBER} in your place; they are told no further.`,
    write: service.forgetPerson,
  },
}
