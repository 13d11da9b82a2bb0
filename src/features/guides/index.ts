import { z } from 'zod'
import type { Context } from '../../context.ts'
import { refuse } from '../../core/outcome.ts'
import { onDeliver } from '../../outbox/kinds.ts'
import { type Answer, type Click, type Feature, open, update } from '../../slack/feature.ts'
import { pageFrom } from '../checkins/domain.ts'
import { partnerOf, running } from '../mentorship/service.ts'
import { saveCard } from '../profile/service.ts'
import { ORIENTATION, PHASES, WEEKS } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Person = z.object({ person: z.string() })

const shown = (click: Click, view: ReturnType<typeof views.doneModal>): Answer =>
  click.surface === 'modal' ? update(view) : open(view)

const page = async (_ctx: Context, click: Click): Promise<Answer> =>
  shown(click, views.orientationModal(service.orientation, pageFrom(click.value)))

async function another(_ctx: Context, click: Click): Promise<Answer> {
  const guide = service.findGuide(click.value)
  return guide
    ? shown(click, views.guideModal(guide, service.guides))
    : refuse('This guide is gone. Home has one for your next meeting.')
}

export const guides: Feature = {
  name: 'guides',
  actions: {
    'guides.agenda': async (ctx, click) => {
      const found = await running(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const guide = await service.guideFor(ctx, found.value)
      return shown(click, views.guideModal(guide, service.guides, partnerOf(found.value, click.who.user)))
    },
    ...Object.fromEntries(PHASES.map((phase) => [`guides.open.${phase}`, another])),
    'guides.page': page,
    'guides.back': page,
    'guides.done': async (ctx, click) => {
      const saved = await saveCard(ctx, click.who.user, ORIENTATION, {})
      if (!saved.ok) return saved
      const [next] = await service.agendas(ctx, click.who.user)
      return update(views.doneModal(next && partnerOf(next.mentorship, click.who.user)))
    },
  },
  deliveries: {
    'guides.week': onDeliver({
      payload: Person.extend({
        tips: z.array(z.object({ tip: z.string(), mentee: z.string() })),
        plan: z.enum(WEEKS),
        round: z.number(),
      }),
      timing: 'nudge',
      async render(ctx, { person, ...planned }) {
        const now = await service.weekNow(ctx, person, planned)
        return now ? views.weekMessage(now) : 'useless'
      },
    }),
  },
  jobs: { 'guides.week': service.week },
  async home(ctx, user) {
    const list = await service.agendas(ctx, user)
    const people = await ctx.directory.people(list.map(({ mentorship: m }) => partnerOf(m, user)))
    const lines = list.map(({ mentorship: m, guide }) => ({
      mentorship: m.id,
      partner: partnerOf(m, user),
      name: people.get(partnerOf(m, user))?.name ?? 'your partner',
      guide,
    }))
    return views.homePart(lines, await service.needsOrientation(ctx, user))
  },
}
