import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { winsChannel } from '../../../directory/workspace.ts'
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
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { findMentorship, pairViewOf, partnerOf, runningMentorship } from '../../pairs/mentorship/service.ts'
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
      answer(await service.saveReview(ctx, who.user, meta.mentorship, form), (view) =>
        update(views.keptModal(view)),
      ),
    ),
  },
  actions: {
    'membership.goodbye': async (ctx, click) =>
      answer(await service.proposeGoodbye(ctx, click.who.user), ({ partners }) =>
        open(views.goodbyeSent(partners)),
      ),
    'closing.early': async (ctx, click) => {
      const found = await runningMentorship(ctx, click.who.user, click.value)
      if (!found.ok) return found
      if (found.value.state === 'closing') return showReview(ctx, click.who.user, click.value)
      return open(views.earlyModal(await pairViewOf(ctx, found.value, click.who.user)))
    },
    'closing.open': (ctx, click) => showReview(ctx, click.who.user, click.value),
    'closing.reopen': onClick(service.reopenMentorship, (m) => update(views.reopenedModal(m.id))),
    'closing.read': onClick(service.partnerWords, ({ view, words }) => open(views.wordsModal(view, words))),
  },
  deliveries: {
    'membership.goodbye': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string() }),
      timing: 'news',
      async find(ctx, { mentorship, person }) {
        const m = await findMentorship(ctx, mentorship)
        // Whose account is closed has no last talk; who only left Cairn may well have one.
        const gone = (await ctx.directory.person(person))?.deactivated
        return m && !gone ? pairViewOf(ctx, m, partnerOf(m, person)) : undefined
      },
      show: views.goodbyeMessage,
    }),
    'closing.ask': onDeliver({
      payload: Payload,
      timing: 'news',
      find: (ctx, p) => service.closingViewOf(ctx, p.closing, p.person),
      stands: (view) => view.open,
      show: views.askMessage,
    }),
    'closing.reminder': onDeliver({
      payload: Payload,
      timing: 'nudge',
      combine: combineMessages(views.remindersTitle),
      async find(ctx, p) {
        const view = await service.closingViewOf(ctx, p.closing, p.person)
        return view?.open && !view.next ? view : undefined
      },
      show: views.reminderMessage,
    }),
    'closing.reopened': onDeliver({
      payload: Payload,
      timing: 'news',
      async find(ctx, p) {
        const view = await service.closingViewOf(ctx, p.closing, p.person)
        return view?.m.status === 'active' ? view : undefined
      },
      show: views.reopenedMessage,
    }),
    'closing.completed': onDeliver({
      payload: Payload,
      timing: 'news',
      find: (ctx, p) => service.readCompleted(ctx, p.closing, p.person),
      show: views.completedMessage,
    }),
    'closing.invite': onDeliver({
      kept: 'for ever',
      payload: z.object({ person: z.string() }),
      timing: 'nudge',
      async find(ctx, { person }) {
        const member = await findMember(ctx, person)
        return member?.status === 'active' && member.role === 'mentee' ? member : undefined
      },
      show: views.inviteMessage,
    }),
  },
  follows: service.follows,
  jobs: {
    'closing.due': service.closeOnLastDay,
    'closing.end': service.completeOnceAnswered,
    'closing.remind': service.remindSilent,
  },
  async home(ctx, user) {
    const list = await service.openClosings(ctx, user)
    const waits = list.find((view) => !view.next)
    return {
      blocks: [],
      pairs: views.homePairs(list),
      ...(waits && { next: { rank: 65, blocks: views.nextBlocks(waits) } }),
    }
  },
  mine: service.exportClosings,
  forget: {
    goes: 'What you wrote for yourself as a mentorship closed, and which of them you closed early.',
    stays: `What helped and your thanks stay with the partner who can read them, from ${FORMER_MEMBER}.`,
    write: service.forgetPerson,
  },
}
