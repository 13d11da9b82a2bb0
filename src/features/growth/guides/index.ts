import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Click,
  type Feature,
  onClick,
  onSubmit,
  open,
  PAIRED,
  update,
} from '../../../slack/kernel/feature.ts'
import { button } from '../../../slack/ui/blocks.ts'
import { partnerOf, runningMentorship } from '../../pairs/mentorship/service.ts'
import { isCoordinator } from '../../people/coordinators/service.ts'
import { saveCard } from '../../people/members/service.ts'
import { pageFrom } from '../checkins/domain.ts'
import { GuideForm, GuideMeta, ORIENTATION, PHASES, WEEKS } from './domain.ts'
import * as forms from './forms.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Person = z.object({ person: z.string() })

const page = async (_ctx: Context, click: Click): Promise<Answer> =>
  update(views.orientationModal(service.orientation, pageFrom(click.value)))

const GONE = 'This guide is gone. Home has one for your next meeting.'

async function another(ctx: Context, click: Click): Promise<Answer> {
  const shownNow = await service.shownGuides(ctx)
  const guide = shownNow.find((each) => each.id === click.value)
  return guide ? update(views.guideModal(guide, shownNow)) : refuse(GONE)
}

/** The list of all guides, in place of what the coordinator was looking at. */
async function list(ctx: Context, person: string, note?: string): Promise<Answer> {
  return answer(await service.guidesToKeep(ctx, person), (all) => update(forms.listModal(all, note)))
}

const hiding =
  (hidden: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const outcome = await service.setHidden(ctx, who.user, value, hidden)
    if (!outcome.ok) return outcome
    return list(ctx, who.user, hidden ? 'Hidden: members do not see it any more.' : 'Members see it again.')
  }

export const guides: Feature = {
  name: 'guides',
  hub: [
    {
      group: 'week',
      stages: PAIRED,
      button: button('Ten-minute orientation', 'guides.page', {
        value: '0',
        says: 'Read the ten-minute orientation',
      }),
    },
    { group: 'coordinators', audience: 'coordinators', button: button('Guides for meetings', 'guides.keep') },
  ],
  views: {
    'guides.save': onSubmit(GuideForm, GuideMeta, async (ctx, form, who, read) => {
      const outcome = await service.saveGuide(ctx, who.user, form, read)
      if (!outcome.ok) return outcome
      const { value } = outcome
      return value.saved
        ? list(ctx, who.user, `Saved: “${form.title}”. Members see it from now on.`)
        : update(forms.overtakenModal(form, value.now))
    }),
  },
  actions: {
    'guides.keep': (ctx, click) => list(ctx, click.who.user),
    'guides.add': async (ctx, click) =>
      answer(await service.guidesToKeep(ctx, click.who.user), () => update(forms.guideForm())),
    'guides.change': onClick(service.guideToChange, (own) => update(forms.guideForm(own, own))),
    'guides.look': async (ctx, click) =>
      answer(await service.guidesToKeep(ctx, click.who.user), (all) => {
        const guide = all.find((each) => each.id === click.value)
        return guide ? open(forms.lookModal(guide)) : refuse(GONE)
      }),
    'guides.hide': hiding(true),
    'guides.show': hiding(false),
    'guides.remove': async (ctx, { who, value }) => {
      const [id = '', version] = value.split(' ')
      const outcome = await service.removeGuide(ctx, who.user, id, Number(version))
      return outcome.ok ? list(ctx, who.user, `Removed: “${outcome.value.title}”.`) : outcome
    },
    'guides.agenda': async (ctx, click) => {
      const found = await runningMentorship(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const [guide] = await service.guidesFor(ctx, found.value)
      const partner = partnerOf(found.value, click.who.user)
      return update(views.guideModal(guide!, await service.shownGuides(ctx), partner))
    },
    'guides.open': another,
    ...Object.fromEntries(PHASES.map((phase) => [`guides.open.${phase}`, another])),
    'guides.page': page,
    'guides.back': page,
    'guides.done': async (ctx, click) => {
      const saved = await saveCard(ctx, click.who.user, ORIENTATION, {})
      if (!saved.ok) return saved
      const [next] = await service.agendasFor(ctx, click.who.user)
      const partner = next && partnerOf(next.mentorship, click.who.user)
      const dated = (await ctx.ties(click.who.user)).some(
        (tie) => tie.other === partner && tie.how === 'meets',
      )
      return update(views.doneModal(partner, dated))
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
      light: true,
      find: (ctx, { person, ...planned }) => service.readWeekMessage(ctx, person, planned),
      show: views.weekMessage,
    }),
  },
  follows: service.follows,
  jobs: { 'guides.week': service.sendWeeklySupport, 'guides.owed': service.sendOwedLookBack },
  glance: service.glance,
  async home(ctx, user) {
    const agendas = await service.agendasFor(ctx, user)
    const names = await ctx.directory.names(agendas.map(({ mentorship: m }) => partnerOf(m, user)))
    const lines = agendas.map(({ mentorship: m, guides }) => {
      const partner = partnerOf(m, user)
      return { mentorship: m.id, partner, name: names.get(partner) ?? 'your partner', guides }
    })
    const orient = await service.needsOrientation(ctx, user)
    return views.homePart(lines, orient, await isCoordinator(ctx, user))
  },
  mine: service.exportGuides,
  forget: {
    goes: 'Your name on guides for meetings that you wrote as a coordinator.',
    stays: 'The guides themselves: everybody here works with them.',
    write: service.forgetPerson,
  },
}
