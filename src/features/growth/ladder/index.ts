import { z } from 'zod'
import { dateIn, formatFor, shiftDate } from '../../../core/calendar.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { answer, type Feature, onClick, onSubmit, open, update } from '../../../slack/kernel/feature.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { PairMeta } from '../../pairs/mentorship/domain.ts'
import { findMentorship, pairViewOf, partnerOf, runningMentorship } from '../../pairs/mentorship/service.ts'
import { REST_DAYS, RestForm, RUNGS } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const PersonPayload = z.object({ mentorship: z.string(), person: z.string() })
const NudgePayload = PersonPayload.extend({ askedAt: z.number(), rung: z.enum(RUNGS) })
const RestPayload = PersonPayload.extend({ until: z.number() })

export const ladder: Feature = {
  name: 'ladder',
  views: {
    'ladder.handing': onSubmit(z.object({}), PairMeta, async (ctx, _form, who, meta) => {
      const asked = await service.askForHand(ctx, who.user, meta.mentorship)
      if (!asked.ok) return asked
      const { m, undoUntil } = asked.value
      return update(views.handModal(await pairViewOf(ctx, m, who.user), true, undoUntil))
    }),
    'ladder.resting': onSubmit(RestForm, PairMeta, async (ctx, form, who, meta) =>
      answer(await service.takeBreak(ctx, who.user, meta.mentorship, form.until), ({ until, zone }) =>
        update(views.restingModal(meta.mentorship, formatFor(zone, until, 'date'))),
      ),
    ),
  },
  actions: {
    'ladder.later': onClick(service.sayNotYet, (m) =>
      update(
        views.answeredModal(
          'All right',
          'All right. A good moment to propose a time; I ask again in a week.',
          m.id,
        ),
      ),
    ),
    'ladder.hand': async (ctx, click) => {
      const found = await service.readHandOffer(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { m, heard, undoUntil } = found.value
      const view = views.handModal(await pairViewOf(ctx, m, click.who.user), heard, undoUntil)
      return click.surface === 'modal' ? update(view) : open(view)
    },
    'ladder.unhand': onClick(service.takeBackHandWish, (m) =>
      update(views.answeredModal('Taken back', 'Taken back. Nobody was told.', m.id)),
    ),
    'ladder.change': async (ctx, click) => {
      const found = await runningMentorship(ctx, click.who.user, click.value)
      return found.ok ? open(views.waysModal(await pairViewOf(ctx, found.value, click.who.user))) : found
    },
    'ladder.break': async (ctx, click) => {
      const found = await runningMentorship(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const pair = await pairViewOf(ctx, found.value, click.who.user)
      return open(views.restModal(pair, shiftDate(dateIn(pair.zone, ctx.now()), REST_DAYS)))
    },
    'ladder.back': onClick(service.endBreakEarly, (m) =>
      update(views.answeredModal('Welcome back', 'Your break is over. Your partner hears it too.', m.id)),
    ),
  },
  deliveries: {
    'ladder.nudge': onDeliver({
      payload: NudgePayload,
      timing: 'nudge',
      combine: combineMessages(views.nudgeTitle),
      find: (ctx, p) => findMentorship(ctx, p.mentorship),
      // Answered before it was sent, by either: nobody needs it.
      stands: (m, { rung, askedAt }) => m.state === rung && m.nudgedAt === askedAt,
      show: async (m, { person, askedAt, rung }, ctx) =>
        views.nudgeMessage(
          await pairViewOf(ctx, m, person),
          rung,
          askedAt,
          await service.isSomebodyInCharge(ctx),
        ),
      sent: (ctx, { mentorship }) => ctx.schedule.at('ladder.asked', mentorship, ctx.now()),
    }),
    'ladder.resting': onDeliver({
      payload: RestPayload,
      timing: 'news',
      find: (ctx, p) => findMentorship(ctx, p.mentorship),
      stands: (m) => m.state === 'paused',
      show: async (m, { person, until }, ctx) =>
        views.restMessage(await pairViewOf(ctx, m, partnerOf(m, person)), until),
    }),
    'ladder.back': onDeliver({
      payload: PersonPayload,
      timing: 'news',
      async find(ctx, { mentorship, person }) {
        const m = await findMentorship(ctx, mentorship)
        return m?.status === 'active' ? pairViewOf(ctx, m, person) : undefined
      },
      show: views.backMessage,
    }),
  },
  follows: service.follows,
  jobs: {
    'ladder.hand': service.passOnHandWish,
    'ladder.climb': service.climbLadder,
    'ladder.asked': service.scheduleNextRung,
    'ladder.rested': service.endBreak,
  },
}
