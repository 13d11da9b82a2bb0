import { z } from 'zod'
import { competency } from '../../../core/competencies.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type ActionHandler, type Feature, update } from '../../../slack/kernel/feature.ts'
import { findNext } from '../../growth/sessions/service.ts'
import { findMentorship, partnerOf, setChannel, usefulTo } from '../../pairs/mentorship/service.ts'
import { findMember, listSkills } from '../../people/profile/service.ts'
import { suggest } from '../find/service.ts'
import { starters } from './domain.ts'
import * as views from './endings.ts'
import { introMessage } from './introduction.ts'
import * as service from './service.ts'

const useful =
  (yes: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const said = await service.sayUseful(ctx, who.user, value, yes)
    if (!said.ok) return said
    return update(views.thanksModal(said.value, who.user, yes, await service.couldGoOn(ctx, said.value)))
  }

/** What two hear as they are matched and as it ends, and who could be next. */
export const pairing: Feature = {
  name: 'pairing',
  formerly: ['mentorship'],
  actions: { 'mentorship.useful': useful(true), 'mentorship.notUseful': useful(false) },
  deliveries: {
    'mentorship.intro': onDeliver({
      payload: z.object({ mentorship: z.string() }),
      timing: 'news',
      async render(ctx, { mentorship: id }, posted) {
        const m = await findMentorship(ctx, id)
        // A chat is over as soon as the two have talked.
        const talked = posted && m?.kind === 'chat' && m.metAt !== null
        if (!m || (m.status !== 'active' && !talked)) return 'useless'
        const goal = Boolean((await findMember(ctx, m.mentee))?.goalWords)
        const wants = (await listSkills(ctx, [m.mentee])).filter((s) => s.side === 'want')
        const groups = wants.map((s) => competency(s.competency)?.group ?? '')
        const next = await findNext(ctx, id, ctx.now())
        return introMessage(m, {
          goal: goal && m.status === 'active',
          starters: starters(m.id, groups),
          ...(next && { nextAt: next.startAt }),
        })
      },
      sent: (ctx, { mentorship: id }, { channel }) => setChannel(ctx, id, channel),
    }),
    'mentorship.ended': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string() }),
      timing: 'news',
      async render(ctx, { mentorship: id, person }) {
        const m = await findMentorship(ctx, id)
        if (!m) return 'useless'
        const looks = ['trial over', 'rematch'].includes(m.ending ?? '') && m.mentee === person
        const found = looks ? await suggest(ctx, person, { limit: 2 }) : undefined
        const name = await ctx.directory.nameOf(partnerOf(m, person), 'your partner')
        const more = m.ending === 'chat over' && (await service.couldGoOn(ctx, m))
        return views.endedMessage(m, person, name, {
          next: found?.ok ? found.value : undefined,
          useful: usefulTo(ctx, m, person),
          more,
        })
      },
    }),
  },
  follows: service.follows,
}
