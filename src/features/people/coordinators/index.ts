import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { answer, type Click, type Feature, onSubmit, open, update } from '../../../slack/kernel/feature.ts'
import { button } from '../../../slack/ui/blocks.ts'
import { ROLES, type Role, rolesOf, TeamForm, TeamMeta } from './domain.ts'
import * as service from './service.ts'
import * as team from './team.ts'
import * as views from './views.ts'

const acts = async (ctx: Context, { who, value }: Click) => {
  const { zone } = await ctx.directory.hours(who.user)
  return answer(await service.readActs(ctx, who.user, value || undefined), (read) =>
    update(team.actsModal(read, zone)),
  )
}

/** Who runs the programme: coordinators, their deputy, and whom outside a concern can go to. */
export const coordinators: Feature = {
  name: 'coordinators',
  formerly: ['admin'],
  hub: [
    {
      group: 'coordinators',
      audience: 'coordinators',
      first: { running: 2 },
      button: button('Who runs it, and how', 'admin.team', {
        says: 'Coordinators, their deputy, and how people are matched',
      }),
    },
    {
      group: 'coordinators',
      audience: 'coordinators',
      button: button('What was done', 'admin.acts', { says: 'What coordinators did, the newest first' }),
    },
  ],
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
      answer(await service.readTeam(ctx, click.who.user), (now) => open(team.teamModal(now))),
    'admin.acts': acts,
    'admin.older': acts,
    'admin.decline': async (ctx, click) =>
      answer(
        await service.stepDown(ctx, click.who.user, ROLES.find((role) => role === click.value) as Role),
        () => open(team.steppedDownModal()),
      ),
  },
  deliveries: {
    'admin.named': onDeliver({
      payload: z.object({ role: z.enum(ROLES), by: z.string(), to: z.string() }),
      timing: 'news',
      async find(ctx, { role, to }) {
        return rolesOf(await service.findTeam(ctx), to).includes(role) || undefined
      },
      show: (_named, { role, by }) => team.namedMessage(role, by),
    }),
    'admin.back': onDeliver({
      payload: z.object({ person: z.string() }),
      timing: 'news',
      find: async (_ctx, { person }) => person,
      show: team.backMessage,
    }),
    'admin.owner': onDeliver({
      payload: z.object({ at: z.number() }),
      timing: 'news',
      find: service.findTeam,
      stands: ({ ownersAskedAt }, { at }) => ownersAskedAt === at,
      show: ({ ownersAskedAt }, { at }) => team.ownerMessage(ownersAskedAt === at),
    }),
  },
  follows: {
    paused: service.handOverDuties,
    resumed: service.takeBackDuties,
    gone: service.handOverFromGone,
  },
  async home(ctx, user) {
    const { coordinators: now, ownersAskedAt } = await service.findTeam(ctx)
    const wanted = now.length === 0 || ownersAskedAt !== null
    const may = wanted && !now.includes(user) && (await ctx.directory.person(user))?.admin === true
    return { blocks: [may && views.becomeBlocks(now.length > 0)], place: 'first' }
  },
  mine: service.exportTeamActs,
  forget: {
    goes: 'That you coordinate the programme, stand in for it, or are its contact outside.',
    stays:
      'What you did as a coordinator, under the name of a former member: others were trusted to you, and may ask who did what.',
    write: service.forgetPerson,
  },
}
