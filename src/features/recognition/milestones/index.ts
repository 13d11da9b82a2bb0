import { z } from 'zod'
import { onDeliver } from '../../../outbox/kinds.ts'
import type { Feature } from '../../../slack/kernel/feature.ts'
import { findMentorship, partnerOf } from '../../pairs/mentorship/service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

export const milestones: Feature = {
  name: 'milestones',
  deliveries: {
    'milestones.shout': onDeliver({
      payload: z.object({
        mentorship: z.string(),
        what: z.enum(['graduation', 'anniversary']),
        agreed: z.array(z.string()),
        years: z.number().optional(),
      }),
      timing: 'news',
      async render(ctx, { mentorship, what, agreed, years }) {
        const shout = await service.shoutOf(ctx, mentorship, what, agreed, years)
        return shout ? views.shoutMessage(shout) : 'useless'
      },
    }),
    'milestones.year': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string(), years: z.number() }),
      timing: 'news',
      async render(ctx, { mentorship, person, years }) {
        const m = await findMentorship(ctx, mentorship)
        if (m?.status !== 'active') return 'useless'
        const partner = partnerOf(m, person)
        const name = await ctx.directory.nameOf(partner, 'your partner')
        return views.yearMessage(mentorship, partner, name, years)
      },
    }),
  },
  follows: service.follows,
  jobs: { 'milestones.anniversary': service.anniversary },
}
