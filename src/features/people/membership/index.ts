import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, dayFrom, formatFor, shiftDate } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped, md } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Feature,
  onSubmit,
  open,
  reply,
  update,
} from '../../../slack/kernel/feature.ts'
import { actions, commandButton, section } from '../../../slack/ui/blocks.ts'
import { findMember, requireMember } from '../profile/service.ts'
import { LeaveForm, PauseForm } from './domain.ts'
import { gone, leave, NO_MEMBER, pauseUntil, resume, resumeByItself } from './service.ts'
import * as views from './views.ts'

async function pauseTo(ctx: Context, person: string, day: string): Promise<Answer> {
  return answer(await pauseUntil(ctx, person, day), ({ until, zone }) =>
    update(views.pausedModal(formatFor(zone, until, 'date'))),
  )
}

export const membership: Feature = {
  name: 'membership',
  commands: {
    pause: {
      group: 'you',
      label: 'Pause',
      usage: 'pause [until]',
      help: 'Stop suggestions and prompts for a while',
      run: async (ctx, text, who) => {
        const found = await requireMember(ctx, who.user)
        if (!found.ok) return found
        const { zone } = await ctx.directory.hours(who.user)
        if (!text) return open(views.pauseModal(shiftDate(dateIn(zone, ctx.now()), 14)))
        const day = dayFrom(asTyped(text), zone, ctx.now())
        if (!day)
          return refuse(
            'I do not know that day. Try `/mentor pause friday`, `/mentor pause 2 weeks` or `/mentor pause 1 December`.',
          )
        return pauseTo(ctx, who.user, day)
      },
    },
    resume: {
      group: 'you',
      label: 'Resume',
      usage: 'resume',
      help: 'End your pause',
      run: async (ctx, _text, who) =>
        answer(await resume(ctx, who.user), () => {
          const text = md`Welcome back. What waited goes on from where it was.`
          return reply(text, [
            section(text),
            actions(commandButton('My requests', 'requests'), commandButton('Find a mentor', 'find')),
          ])
        }),
    },
    leave: {
      group: 'you',
      label: 'Leave',
      usage: 'leave',
      help: 'Leave Cairn, kindly',
      run: async (ctx, _text, who) => {
        const member = await findMember(ctx, who.user)
        if (!member || member.status === 'left') return refuse(NO_MEMBER)
        const partners = (await ctx.ties(who.user)).filter((tie) => tie.how === 'partner')
        return open(views.leaveModal(partners.length))
      },
    },
  },
  views: {
    'membership.pausing': onSubmit(PauseForm, (ctx, form, who) => pauseTo(ctx, who.user, form.until)),
    'membership.leaving': onSubmit(LeaveForm, async (ctx, form, who) => {
      const company = form.company.includes('company')
      return answer(await leave(ctx, who.user, company), () => update(views.leftModal(company)))
    }),
  },
  deliveries: {
    'membership.back': onDeliver({
      payload: z.object({}),
      timing: 'news',
      find: async () => true,
      show: views.backMessage,
    }),
  },
  jobs: { 'membership.resume': resumeByItself },
  follows: { gone },
  async home(ctx, user) {
    const member = await findMember(ctx, user)
    if (member?.status !== 'paused') return { blocks: [] }
    const { zone } = await ctx.directory.hours(user)
    const until = member.pausedUntil ? formatFor(zone, member.pausedUntil, 'date') : 'you resume'
    return {
      blocks: [],
      next: {
        rank: 100,
        blocks: [
          section(md`*You are paused until ${until}.* I stay quiet until then.`),
          actions(commandButton('Resume now', 'resume', { style: 'primary' })),
        ],
      },
    }
  },
}
