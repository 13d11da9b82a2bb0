import { z } from 'zod'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type ActionHandler, answer, type Feature, update } from '../../../slack/kernel/feature.ts'
import type { Choice } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ mentorship: z.string(), person: z.string() })

const choose =
  (choice: Choice): ActionHandler =>
  async (ctx, click) =>
    answer(await service.chooseInTrial(ctx, click.who.user, click.value, choice), (standing) =>
      update(views.keptModal(standing)),
    )

export const trial: Feature = {
  name: 'trial',
  actions: { 'trial.stay': choose('on'), 'trial.rematch': choose('rematch') },
  deliveries: {
    'trial.question': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { mentorship, person }, posted) {
        const standing = await service.standingOf(ctx, mentorship, person)
        const open = standing && !standing.over && standing.m.status === 'active'
        return standing && (posted || open) ? views.questionMessage(standing) : 'useless'
      },
    }),
    'trial.on': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { mentorship, person }) {
        const standing = await service.standingOf(ctx, mentorship, person)
        return standing?.m.status === 'active' ? views.onMessage(standing) : 'useless'
      },
    }),
  },
  follows: service.follows,
  jobs: { 'trial.judge': service.askTrial, 'trial.end': service.settleTrial },
  async home(ctx, user) {
    const [standing] = await service.openTrials(ctx, user)
    return standing ? { blocks: [], next: { rank: 70, blocks: views.homeBlocks(standing) } } : { blocks: [] }
  },
}
