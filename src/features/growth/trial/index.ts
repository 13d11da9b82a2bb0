import { z } from 'zod'
import { md } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type ActionHandler, answer, type Feature, update } from '../../../slack/kernel/feature.ts'
import type { Choice } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ mentorship: z.string(), person: z.string() })

const choose =
  (choice: Choice): ActionHandler =>
  async (ctx, click) =>
    answer(await service.chooseInTrial(ctx, click.who.user, click.value, choice), (asked) =>
      update(views.keptModal(asked)),
    )

export const trial: Feature = {
  name: 'trial',
  actions: { 'trial.stay': choose('on'), 'trial.rematch': choose('rematch') },
  deliveries: {
    'trial.question': onDeliver({
      payload: Payload,
      timing: 'news',
      find: (ctx, { mentorship, person }) => service.findAskedTrial(ctx, mentorship, person),
      stands: ({ over, m }) => !over && m.status === 'active',
      show: (asked) => views.questionMessage(asked),
    }),
    'trial.on': onDeliver({
      payload: Payload,
      timing: 'news',
      async find(ctx, { mentorship, person }) {
        const asked = await service.findAskedTrial(ctx, mentorship, person)
        return asked?.m.status === 'active' ? asked : undefined
      },
      show: (asked) => views.onMessage(asked),
    }),
  },
  follows: service.follows,
  jobs: { 'trial.judge': service.askTrial, 'trial.end': service.settleTrial },
  mine: service.exportTrials,
  forget: service.forget,
  async home(ctx, user) {
    const asked = await service.openTrials(ctx, user)
    const [first] = asked
    return {
      blocks: [],
      pairs: Object.fromEntries(
        asked.map((each) => [each.m.id, { says: md`*go on together?*`, blocks: views.homeBlocks(each) }]),
      ),
      ...(first && { next: { rank: 70, blocks: views.homeBlocks(first) } }),
    }
  },
}
