import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type Answer, answer, type Feature, onSubmit, open, update } from '../../../slack/kernel/feature.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { findMentorship, partnerOf, running } from '../../pairs/mentorship/service.ts'
import { findMember } from '../../people/members/service.ts'
import { ClosingMeta, ReviewForm } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ closing: z.string(), person: z.string() })

async function showReview(ctx: Context, person: string, mentorship: string): Promise<Answer> {
  const draft = await service.reviewDraft(ctx, person, mentorship)
  const channel = await winsChannel(ctx)
  return answer(draft, (value) => update(views.reviewModal(value, channel)))
}

export const closing: Feature = {
  name: 'closing',
  formerly: ['membership'],
  views: {
    'closing.closing': onSubmit(z.object({}), ClosingMeta, async (ctx, _form, who, meta) => {
      const closed = await service.closeEarly(ctx, who.user, meta.mentorship)
      return closed.ok ? showReview(ctx, who.user, meta.mentorship) : closed
    }),
    'closing.review': onSubmit(ReviewForm, ClosingMeta, async (ctx, form, who, meta) =>
      answer(await service.review(ctx, who.user, meta.mentorship, form), (standing) =>
        update(views.keptModal(standing)),
      ),
    ),
  },
  actions: {
    'membership.goodbye': async (ctx, click) =>
      answer(await service.proposeGoodbye(ctx, click.who.user), ({ partners }) =>
        open(views.goodbyeSent(partners)),
      ),
    'closing.early': async (ctx, click) => {
      const found = await running(ctx, click.who.user, click.value)
      if (!found.ok) return found
      if (found.value.state === 'closing') return showReview(ctx, click.who.user, click.value)
      const partner = partnerOf(found.value, click.who.user)
      return open(views.earlyModal(click.value, await ctx.directory.nameOf(partner, 'your partner')))
    },
    'closing.open': (ctx, click) => showReview(ctx, click.who.user, click.value),
    'closing.reopen': async (ctx, click) =>
      answer(await service.reopen(ctx, click.who.user, click.value), (m) =>
        update(views.reopenedModal(m.id)),
      ),
    'closing.read': async (ctx, click) =>
      answer(await service.partnerWords(ctx, click.who.user, click.value), ({ standing, words }) =>
        open(views.wordsModal(standing, words)),
      ),
  },
  deliveries: {
    'membership.goodbye': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string() }),
      timing: 'news',
      async render(ctx, { mentorship, person }) {
        const m = await findMentorship(ctx, mentorship)
        const account = await ctx.directory.person(person)
        // Whose account is closed has no last talk; who only left Cairn may well have one.
        if (!m || account?.deactivated) return 'useless'
        const mentee = m.kind === 'mentorship' && m.mentor === person
        return views.goodbyeMessage(person, account?.name ?? 'Your partner', mentee)
      },
    }),
    'closing.ask': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { closing: id, person }, posted) {
        const standing = await service.standingOf(ctx, id, person)
        return standing && (posted || standing.open) ? views.askMessage(standing) : 'useless'
      },
    }),
    'closing.reminder': onDeliver({
      payload: Payload,
      timing: 'nudge',
      together: together(views.remindersTitle),
      async render(ctx, { closing: id, person }) {
        const standing = await service.standingOf(ctx, id, person)
        return standing?.open && !standing.next ? views.reminderMessage(standing) : 'useless'
      },
    }),
    'closing.reopened': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { closing: id, person }) {
        const standing = await service.standingOf(ctx, id, person)
        return standing?.m.status === 'active' ? views.reopenedMessage(standing) : 'useless'
      },
    }),
    'closing.completed': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { closing: id, person }) {
        const completed = await service.completedOf(ctx, id, person)
        return completed ? views.completedMessage(completed) : 'useless'
      },
    }),
    'closing.invite': onDeliver({
      kept: 'for ever',
      payload: z.object({ person: z.string() }),
      timing: 'nudge',
      async render(ctx, { person }) {
        const member = await findMember(ctx, person)
        return member?.status === 'active' && member.role === 'mentee' ? views.inviteMessage() : 'useless'
      },
    }),
  },
  follows: service.follows,
  jobs: {
    'closing.due': service.lastDayComes,
    'closing.end': service.settle,
    'closing.remind': service.remind,
  },
  async home(ctx, user) {
    const list = await service.openClosings(ctx, user)
    const waits = list.find((standing) => !standing.next)
    return {
      blocks: views.homeBlocks(list),
      ...(waits && { next: { rank: 65, blocks: views.nextBlocks(waits) } }),
    }
  },
}
