import { z } from 'zod'
import { onDeliver } from '../../outbox/kinds.ts'
import { answer, type Feature, open } from '../../slack/feature.ts'
import { findMentorship, listNeedingHand } from '../mentorship/service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

export { tellBroken } from './service.ts'

export const admin: Feature = {
  name: 'admin',
  actions: {
    'admin.become': async (ctx, click) =>
      answer(await service.becomeCoordinator(ctx, click.who.user), () => open(views.becameModal())),
    'admin.retry': async (ctx, click) =>
      answer(await service.tryAgain(ctx, click.who.user, click.value), () => open(views.retriedModal())),
  },
  deliveries: {
    'admin.hand': onDeliver({
      payload: z.object({ mentorship: z.string() }),
      timing: 'news',
      async render(ctx, { mentorship }, posted) {
        const m = await findMentorship(ctx, mentorship)
        if (!m || (!posted && !m.needsHandAt)) return 'useless'
        return views.handMessage(m)
      },
    }),
    'admin.broken': onDeliver({
      payload: z.object({ destination: z.string(), problem: z.string() }),
      timing: 'news',
      async render(ctx, { destination, problem }) {
        const waiting = (await service.countParked(ctx)).some((p) => p.destination === destination)
        // Mended before its reader's working hours began.
        return waiting ? views.brokenMessage(destination, problem) : 'useless'
      },
    }),
  },
  onGone: service.coordinatorGone,
  async home(ctx, user) {
    const coordinators = await service.listCoordinators(ctx)
    if (coordinators.includes(user)) {
      const { zone } = await ctx.directory.hours(user)
      return {
        blocks: views.coordinatorBlocks(await listNeedingHand(ctx), await service.countParked(ctx), zone),
      }
    }
    const account = await ctx.directory.person(user)
    return { blocks: coordinators.length === 0 && account?.admin ? views.becomeBlocks() : [] }
  },
}
