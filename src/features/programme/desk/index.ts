import { z } from 'zod'
import { refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { answer, type Feature, nothing, onClick, open } from '../../../slack/kernel/feature.ts'
import { listGaps } from '../../matching/find/service.ts'
import { findMentorship, listNeedingHand } from '../../pairs/mentorship/service.ts'
import { runners } from '../../people/coordinators/domain.ts'
import {
  findTeam,
  isCoordinator,
  ONLY_COORDINATORS,
  peopleInCharge,
} from '../../people/coordinators/service.ts'
import { whoElseIsHere } from '../../people/members/service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

export { tellOfBrokenPlace } from './service.ts'

/** What whoever runs the programme has to look after: pairs that need a hand, and messages that could not be sent. */
export const desk: Feature = {
  name: 'desk',
  formerly: ['admin'],
  actions: {
    'admin.take': async (ctx, click) =>
      answer(await service.takeOnPair(ctx, click.who.user, click.value), (m) =>
        click.surface === 'message' ? nothing() : open(views.takenModal(m)),
      ),
    'admin.gaps': async (ctx, click) =>
      (await isCoordinator(ctx, click.who.user))
        ? open(views.gapsModal(await listGaps(ctx)))
        : refuse(ONLY_COORDINATORS),
    'admin.invite': async (ctx, click) =>
      (await isCoordinator(ctx, click.who.user))
        ? open(views.inviteModal(click.value === 'mentees'))
        : refuse(ONLY_COORDINATORS),
    'admin.retry': onClick(service.retryPlace, () => open(views.retriedModal())),
  },
  deliveries: {
    'admin.hand': onDeliver({
      payload: z.object({ mentorship: z.string() }),
      timing: 'news',
      find: (ctx, { mentorship }) => findMentorship(ctx, mentorship),
      stands: (m) => Boolean(m.needsHandAt),
      show: views.handMessage,
    }),
    'admin.standin': onDeliver({
      payload: z.object({ absent: z.string(), until: z.number().nullable() }),
      timing: 'news',
      find: findTeam,
      stands: async (team, _payload, ctx) => (await peopleInCharge(ctx, team))[0] === team.deputy,
      async show({ deputy }, { absent, until }, ctx) {
        const waiting = (await listNeedingHand(ctx)).filter((m) => m.handTakenBy === null).length
        const { zone } = deputy ? await ctx.directory.hours(deputy) : { zone: 'UTC' }
        return views.standInMessage(absent, until, waiting, zone)
      },
    }),
    'admin.broken': onDeliver({
      payload: z.object({ destination: z.string(), problem: z.string() }),
      timing: 'news',
      // It may be mended before its reader's working hours begin.
      find: (ctx, { destination }) => service.findParked(ctx, destination),
      show: (_parked, { destination, problem }) => views.brokenMessage(destination, problem),
    }),
  },
  jobs: { 'admin.deputy': service.passToDeputy, 'admin.owners': service.passToOwners },
  follows: service.follows,
  glance: whoElseIsHere,
  async home(ctx, user) {
    const team = await findTeam(ctx)
    if (!runners(team).includes(user)) return { blocks: [] }
    const { zone } = await ctx.directory.hours(user)
    const [pairs, parked] = [await listNeedingHand(ctx), await service.countParked(ctx)]
    const [mentors, mentees] = await whoElseIsHere(ctx, user)
    const blocks = views.coordinatorBlocks(pairs, parked, zone, team, user)
    if (mentors && mentees) return { blocks, place: 'first' }
    return { blocks, place: 'first', next: { rank: 30, blocks: views.beginBlocks(mentors) } }
  },
}
