import { z } from 'zod'
import { onDeliver } from '../../../outbox/kinds.ts'
import { answer, type Feature, nothing, open } from '../../../slack/kernel/feature.ts'
import { findMentorship, listNeedingHand } from '../../pairs/mentorship/service.ts'
import { runners } from '../../people/coordinators/domain.ts'
import { findTeam, inCharge } from '../../people/coordinators/service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

export { tellBroken } from './service.ts'

/** What whoever runs the programme has to look after: pairs that need a hand, and messages that could not be sent. */
export const desk: Feature = {
  name: 'desk',
  formerly: ['admin'],
  actions: {
    'admin.take': async (ctx, click) =>
      answer(await service.takeHand(ctx, click.who.user, click.value), (m) =>
        click.surface === 'message' ? nothing() : open(views.takenModal(m)),
      ),
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
    'admin.standin': onDeliver({
      payload: z.object({ absent: z.string(), until: z.number().nullable() }),
      timing: 'news',
      async render(ctx, { absent, until }, posted) {
        const now = await findTeam(ctx)
        const [first] = await inCharge(ctx, now)
        if (!posted && first !== now.deputy) return 'useless'
        const waiting = (await listNeedingHand(ctx)).filter((m) => m.handTakenBy === null).length
        const { zone } = now.deputy ? await ctx.directory.hours(now.deputy) : { zone: 'UTC' }
        return views.standInMessage(absent, until, waiting, zone)
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
  jobs: { 'admin.deputy': service.toDeputy, 'admin.owners': service.toOwners },
  follows: service.follows,
  async home(ctx, user) {
    const team = await findTeam(ctx)
    if (!runners(team).includes(user)) return { blocks: [] }
    const { zone } = await ctx.directory.hours(user)
    const [pairs, parked] = [await listNeedingHand(ctx), await service.countParked(ctx)]
    return { blocks: views.coordinatorBlocks(pairs, parked, zone, team, user) }
  },
}
