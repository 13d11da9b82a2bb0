import { z } from 'zod'
import { onDeliver } from '../../outbox/kinds.ts'
import { type ActionHandler, type Feature, update } from '../../slack/feature.ts'
import { suggest } from '../find/service.ts'
import { findMentorship, partnerOf, usefulTo } from '../mentorship/service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const useful =
  (yes: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const said = await service.sayUseful(ctx, who.user, value, yes)
    if (!said.ok) return said
    return update(views.thanksModal(said.value, who.user, yes, await service.couldGoOn(ctx, said.value)))
  }

/** What the two hear when a mentorship or a chat has ended, and who could be next. */
export const endings: Feature = {
  name: 'endings',
  formerly: ['mentorship'],
  actions: { 'mentorship.useful': useful(true), 'mentorship.notUseful': useful(false) },
  deliveries: {
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
