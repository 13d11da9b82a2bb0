import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, formatFor, shiftDate } from '../../../core/calendar.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { answer, type Feature, onSubmit, open, update } from '../../../slack/kernel/feature.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { PairMeta } from '../../pairs/mentorship/domain.ts'
import { findMentorship, type Mentorship, partnerOf, running } from '../../pairs/mentorship/service.ts'
import { REST_DAYS, RestForm, RUNGS } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const PersonPayload = z.object({ mentorship: z.string(), person: z.string() })
const NudgePayload = PersonPayload.extend({ askedAt: z.number(), rung: z.enum(RUNGS) })
const RestPayload = PersonPayload.extend({ until: z.number() })

async function seen(ctx: Context, m: Mentorship, reader: string): Promise<views.Seen> {
  const partner = partnerOf(m, reader)
  return {
    m,
    partner,
    partnerName: await ctx.directory.nameOf(partner, 'your partner'),
    zone: (await ctx.directory.hours(reader)).zone,
    lookedAfter: await service.isLookedAfter(ctx),
  }
}

export const ladder: Feature = {
  name: 'ladder',
  views: {
    'ladder.handing': onSubmit(z.object({}), PairMeta, async (ctx, _form, who, meta) => {
      const asked = await service.askForHand(ctx, who.user, meta.mentorship)
      if (!asked.ok) return asked
      const { m, undoUntil } = asked.value
      return update(views.handModal(await seen(ctx, m, who.user), true, undoUntil))
    }),
    'ladder.resting': onSubmit(RestForm, PairMeta, async (ctx, form, who, meta) =>
      answer(await service.rest(ctx, who.user, meta.mentorship, form.until), ({ until, zone, m }) =>
        update(
          views.restingModal(
            {
              m,
              zone,
              partner: partnerOf(m, who.user),
              partnerName: 'your partner',
              lookedAfter: true,
            },
            formatFor(zone, until, 'date'),
          ),
        ),
      ),
    ),
  },
  actions: {
    'ladder.later': async (ctx, click) =>
      answer(await service.notYet(ctx, click.who.user, click.value), (m) =>
        update(
          views.toldModal(
            'All right',
            'All right. A good moment to propose a time; I ask again in a week.',
            m.id,
          ),
        ),
      ),
    'ladder.hand': async (ctx, click) => {
      const found = await service.handOf(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { m, heard, undoUntil } = found.value
      const pair = await seen(ctx, m, click.who.user)
      return click.surface === 'modal'
        ? update(views.handModal(pair, heard, undoUntil))
        : open(views.handModal(pair, heard, undoUntil))
    },
    'ladder.unhand': async (ctx, click) =>
      answer(await service.undoHand(ctx, click.who.user, click.value), (m) =>
        update(views.toldModal('Taken back', 'Taken back. Nobody was told.', m.id)),
      ),
    'ladder.change': async (ctx, click) => {
      const found = await running(ctx, click.who.user, click.value)
      return found.ok ? open(views.waysModal(await seen(ctx, found.value, click.who.user))) : found
    },
    'ladder.break': async (ctx, click) => {
      const found = await running(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const m = await seen(ctx, found.value, click.who.user)
      return open(views.restModal(m, shiftDate(dateIn(m.zone, ctx.now()), REST_DAYS)))
    },
    'ladder.back': async (ctx, click) =>
      answer(await service.comeBack(ctx, click.who.user, click.value), (m) =>
        update(views.toldModal('Welcome back', 'Your break is over. Your partner hears it too.', m.id)),
      ),
  },
  deliveries: {
    'ladder.nudge': onDeliver({
      payload: NudgePayload,
      timing: 'nudge',
      together: together(views.nudgeTitle),
      async render(ctx, { mentorship, person, askedAt, rung }, posted) {
        const m = await findMentorship(ctx, mentorship)
        // Answered before it was sent, by either: nobody needs it.
        if (!m || (!posted && !(m.state === rung && m.nudgedAt === askedAt))) return 'useless'
        return views.nudgeMessage(await seen(ctx, m, person), rung, askedAt)
      },
      sent: (ctx, { mentorship }) => ctx.schedule.at('ladder.asked', mentorship, ctx.now()),
    }),
    'ladder.resting': onDeliver({
      payload: RestPayload,
      timing: 'news',
      async render(ctx, { mentorship, person, until }, posted) {
        const m = await findMentorship(ctx, mentorship)
        if (!m || (!posted && m.state !== 'paused')) return 'useless'
        return views.restMessage(await seen(ctx, m, partnerOf(m, person)), until)
      },
    }),
    'ladder.back': onDeliver({
      payload: PersonPayload,
      timing: 'news',
      async render(ctx, { mentorship, person }) {
        const m = await findMentorship(ctx, mentorship)
        return m?.status === 'active' ? views.backMessage(await seen(ctx, m, person)) : 'useless'
      },
    }),
  },
  follows: service.follows,
  jobs: {
    'ladder.hand': service.giveHand,
    'ladder.climb': service.climb,
    'ladder.asked': service.asked,
    'ladder.rested': service.rested,
  },
}
