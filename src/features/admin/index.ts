import { z } from 'zod'
import type { Context } from '../../context.ts'
import { onDeliver } from '../../outbox/kinds.ts'
import { answer, type Click, type Feature, nothing, onSubmit, open, update } from '../../slack/feature.ts'
import { findMentorship, listNeedingHand } from '../mentorship/service.ts'
import { ROLES, type Role, rolesOf, runners, TeamForm, TeamMeta } from './domain.ts'
import * as service from './service.ts'
import * as team from './team.ts'
import * as views from './views.ts'

export { tellBroken } from './service.ts'

const acts = async (ctx: Context, { who, value }: Click) => {
  const { zone } = await ctx.directory.hours(who.user)
  return answer(await service.readActs(ctx, who.user, value || undefined), (read) =>
    update(team.actsModal(read, zone)),
  )
}

export const admin: Feature = {
  name: 'admin',
  views: {
    'admin.team': onSubmit(TeamForm, TeamMeta, async (ctx, form, who, { version }) =>
      answer(await service.saveTeam(ctx, who.user, form, version), (saved) =>
        update(saved.saved ? team.savedModal(saved.team) : team.teamModal(saved.team, form)),
      ),
    ),
  },
  actions: {
    'admin.become': async (ctx, click) =>
      answer(await service.becomeCoordinator(ctx, click.who.user), () => open(views.becameModal())),
    'admin.team': async (ctx, click) =>
      answer(await service.teamFor(ctx, click.who.user), (now) => open(team.teamModal(now))),
    'admin.acts': acts,
    'admin.older': acts,
    'admin.take': async (ctx, click) =>
      answer(await service.takeHand(ctx, click.who.user, click.value), (m) =>
        click.surface === 'message' ? nothing() : open(views.takenModal(m)),
      ),
    'admin.decline': async (ctx, click) =>
      answer(
        await service.stepDown(ctx, click.who.user, ROLES.find((role) => role === click.value) as Role),
        () => open(team.steppedDownModal()),
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
    'admin.named': onDeliver({
      payload: z.object({ role: z.enum(ROLES), by: z.string(), to: z.string() }),
      timing: 'news',
      async render(ctx, { role, by, to }) {
        return rolesOf(await service.findTeam(ctx), to).includes(role)
          ? team.namedMessage(role, by)
          : 'useless'
      },
    }),
    'admin.standin': onDeliver({
      payload: z.object({ absent: z.string(), until: z.number().nullable() }),
      timing: 'news',
      async render(ctx, { absent, until }, posted) {
        const now = await service.findTeam(ctx)
        const [first] = await service.inCharge(ctx, now)
        if (!posted && first !== now.deputy) return 'useless'
        const waiting = (await listNeedingHand(ctx)).filter((m) => m.handTakenBy === null).length
        const { zone } = now.deputy ? await ctx.directory.hours(now.deputy) : { zone: 'UTC' }
        return team.standInMessage(absent, until, waiting, zone)
      },
    }),
    'admin.back': onDeliver({
      payload: z.object({ person: z.string() }),
      timing: 'news',
      render: async (_ctx, { person }) => team.backMessage(person),
    }),
    'admin.owner': onDeliver({
      payload: z.object({ at: z.number() }),
      timing: 'news',
      async render(ctx, { at }, posted) {
        const asked = (await service.findTeam(ctx)).ownersAskedAt === at
        return asked || posted ? team.ownerMessage(asked) : 'useless'
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
  follows: {
    paused: service.handOver,
    resumed: service.takeBack,
    gone: service.someoneGone,
  },
  async home(ctx, user) {
    const now = await service.findTeam(ctx)
    const wanted = now.coordinators.length === 0 || now.ownersAskedAt !== null
    const become =
      wanted && !now.coordinators.includes(user) && (await ctx.directory.person(user))?.admin
        ? views.becomeBlocks(now.coordinators.length > 0)
        : []
    if (!runners(now).includes(user)) return { blocks: become }
    const { zone } = await ctx.directory.hours(user)
    const [pairs, parked] = [await listNeedingHand(ctx), await service.countParked(ctx)]
    return { blocks: [...views.coordinatorBlocks(pairs, parked, zone, now, user), ...become] }
  },
}
