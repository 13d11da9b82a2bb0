import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { personIn } from '../../../slack/ui/mentions.ts'
import { findMember } from '../../people/members/service.ts'
import { findSession, homeFacts, pairOf, pairsOf } from '../sessions/service.ts'
import { PlanForm, PlanMeta, slotsOf } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ plan: z.string() })

const plan = async (ctx: Context, person: string, meta: PlanMeta, show = open): Promise<Answer> =>
  answer(await service.draftPlan(ctx, person, meta), (draft) =>
    show(views.draftModal(draft, meta, ctx.now())),
  )

const move: ActionHandler = async (ctx, click) => {
  const session = await findSession(ctx, click.value)
  if (!session) return refuse('This session is not there any more. Open Home to see your own.')
  return plan(ctx, click.who.user, { mentorship: session.mentorship, moves: session.id }, update)
}

export const plans: Feature = {
  name: 'plans',
  commands: {
    schedule: {
      group: 'week',
      label: 'Plan a session',
      usage: 'schedule [@who]',
      help: 'Plan a session, or answer proposed times',
      run: async (ctx, text, who) => {
        const pairs = await pairsOf(ctx, who.user)
        const wanted = text ? await personIn(ctx, text) : undefined
        const fits = wanted ? pairs.filter((pair) => pair.partner === wanted) : pairs
        const [only, another] = fits
        if (!only)
          return refuse(
            wanted
              ? 'You have no mentorship with this person. Type `/mentor schedule` to see with whom you can plan.'
              : 'You have no mentorship now, so there is nobody to plan with. Type `/mentor find` to look for a mentor.',
          )
        return another ? open(views.chooserModal(fits)) : plan(ctx, who.user, { mentorship: only.m.id })
      },
    },
  },
  views: {
    'plans.propose': {
      ...onSubmit(PlanForm, PlanMeta, async (ctx, form, who, meta) =>
        answer(await service.propose(ctx, who.user, meta, form), (sent) =>
          update(views.proposedModal(sent, ctx.now())),
        ),
      ),
      check: async (ctx, raw, who) => {
        const { zone } = await ctx.directory.hours(who.user)
        const slots = slotsOf(raw, zone, ctx.now())
        return slots.ok ? {} : slots.errors
      },
    },
  },
  actions: {
    'plans.plan': (ctx, click) => plan(ctx, click.who.user, { mentorship: click.value }, update),
    'plans.counter': async (ctx, click) => {
      const found = await service.findPlan(ctx, click.value)
      if (!found) return refuse('These times are not there any more. Type `/mentor schedule` to plan.')
      return plan(ctx, click.who.user, { mentorship: found.mentorship, answers: found.id }, update)
    },
    'plans.accept': async (ctx, click) => {
      const [id = '', at = ''] = click.value.split(':')
      return answer(await service.acceptSlot(ctx, click.who.user, id, Number(at)), ({ pair, startAt }) =>
        update(views.agreedModal(pair, startAt)),
      )
    },
    'plans.decline': async (ctx, click) =>
      answer(await service.declinePlan(ctx, click.who.user, click.value), (pair) =>
        update(
          views.toldModal(
            'Told kindly',
            `${pair.partnerName} hears that none of these suits you. It helps to propose times that do.`,
            pair.m.id,
          ),
        ),
      ),
    'plans.withdraw': async (ctx, click) =>
      answer(await service.withdrawPlan(ctx, click.who.user, click.value), () =>
        update(views.toldModal('Taken back', 'Your partner need not answer any more.')),
      ),
    'plans.agenda': async (ctx, click) =>
      answer(await service.readAgenda(ctx, click.who.user, click.value), (words) =>
        open(views.agendaModal(words)),
      ),
    'plans.move': move,
  },
  deliveries: {
    'plans.proposed': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { plan: id }, posted) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await pairOf(ctx, found.awaited, found.mentorship))
        if (!found || !pair || (!posted && found.status !== 'open')) return 'useless'
        const state = await service.planState(ctx, found, found.awaited)
        return views.offerMessage(pair, found, state, ctx.now(), await service.movedBy(ctx, found))
      },
    }),
    'plans.waiting': onDeliver({
      payload: Payload,
      timing: 'nudge',
      together: together(views.waitingTitle),
      async render(ctx, { plan: id }, posted) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await pairOf(ctx, found.awaited, found.mentorship))
        if (!found || !pair || (!posted && found.status !== 'open')) return 'useless'
        const state = await service.planState(ctx, found, found.awaited)
        return views.waitingMessage(pair, found, state, ctx.now(), await service.movedBy(ctx, found))
      },
    }),
    'plans.answered': onDeliver({
      payload: z.object({ plan: z.string(), person: z.string() }),
      timing: 'news',
      async render(ctx, { plan: id, person }) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await pairOf(ctx, person, found.mentorship))
        if (!found || pair?.m.status !== 'active') return 'useless'
        const isPaused = (await findMember(ctx, pair.partner))?.status === 'paused'
        return views.answeredMessage(pair, found, isPaused)
      },
    }),
  },
  jobs: { 'plans.expire': service.expirePlan },
  async home(ctx, user) {
    const offered = (await homeFacts(ctx, user)).find((each) => each.open?.awaited === user)
    if (!offered?.open) return { blocks: [] }
    const { pair, open: offer } = offered
    const blocks = views.offerBlocks(pair, offer, ctx.now(), await service.movedBy(ctx, offer))
    return { blocks: [], next: { rank: 85, blocks } }
  },
}
