import { z } from 'zod'
import type { Context } from '../../context.ts'
import { dateIn, formatFor, shiftDate } from '../../core/calendar.ts'
import { onDeliver } from '../../outbox/kinds.ts'
import { answer, type Feature, onSubmit, open, update } from '../../slack/feature.ts'
import { together } from '../../slack/together.ts'
import { PairMeta } from '../mentorship/domain.ts'
import { findMentorship, type Mentorship, partnerOf, running } from '../mentorship/service.ts'
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
  }
}

export const ladder: Feature = {
  name: 'ladder',
  views: {
    'ladder.resting': onSubmit(RestForm, PairMeta, async (ctx, form, who, meta) =>
      answer(await service.rest(ctx, who.user, meta.mentorship, form.until), ({ until, zone, m }) =>
        update(
          views.restingModal(
            {
              m,
              zone,
              partner: partnerOf(m, who.user),
              partnerName: 'your partner',
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
    'ladder.hand': async (ctx, click) =>
      answer(await service.needHand(ctx, click.who.user, click.value), ({ coordinators }) =>
        update(
          coordinators > 0
            ? views.toldModal(
                'Help is coming',
                'The coordinators see that you two could use a hand. They see that, and nothing you wrote; one of them gets in touch.',
                click.value,
              )
            : views.toldModal(
                'Noted',
                'Nobody coordinates Cairn here yet. Whoever does sees at once that you two could use a hand, and nothing you wrote. Until then a short message to your partner is the best next step.',
                click.value,
              ),
        ),
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
    'ladder.climb': service.climb,
    'ladder.asked': service.asked,
    'ladder.rested': service.rested,
  },
}
