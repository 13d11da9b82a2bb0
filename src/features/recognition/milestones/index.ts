import { z } from 'zod'
import { onDeliver } from '../../../outbox/kinds.ts'
import type { Feature } from '../../../slack/kernel/feature.ts'
import { findMentorship, pairViewOf } from '../../pairs/mentorship/service.ts'
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
      find: service.findShout,
      show: views.shoutMessage,
    }),
    'milestones.year': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string(), years: z.number() }),
      timing: 'news',
      async find(ctx, { mentorship, person }) {
        const m = await findMentorship(ctx, mentorship)
        return m?.status === 'active' ? pairViewOf(ctx, m, person) : undefined
      },
      show: (pair, { years }) => views.yearMessage(pair, years),
    }),
  },
  follows: service.follows,
  jobs: { 'milestones.anniversary': service.celebrateYear },
}
