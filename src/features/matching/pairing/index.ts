import { z } from 'zod'
import { competency } from '../../../core/competencies.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type ActionHandler, type Feature, update } from '../../../slack/kernel/feature.ts'
import { findNext } from '../../growth/sessions/service.ts'
import { findMentorship, pairViewOf, setChannel, usefulTo } from '../../pairs/mentorship/service.ts'
import { findMember, listSkills } from '../../people/members/service.ts'
import { suggest } from '../find/service.ts'
import { matchedIn } from '../rounds/service.ts'
import { starters } from './domain.ts'
import * as views from './endings.ts'
import { introMessage } from './introduction.ts'
import * as service from './service.ts'

const useful =
  (yes: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const said = await service.sayUseful(ctx, who.user, value, yes)
    if (!said.ok) return said
    const more = await service.couldGoOn(ctx, said.value)
    return update(views.thanksModal(await pairViewOf(ctx, said.value, who.user), yes, more))
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
      async find(ctx, { mentorship }) {
        const m = await findMentorship(ctx, mentorship)
        // A chat is over as soon as the two have talked.
        const talked = m?.kind === 'chat' && m.metAt !== null
        return m?.status === 'active' || talked ? m : undefined
      },
      stands: (m) => m.status === 'active',
      async show(m, _payload, ctx) {
        const mentee = await findMember(ctx, m.mentee)
        const wants = (await listSkills(ctx, [m.mentee])).filter((s) => s.side === 'want')
        const groups = wants.map((s) => competency(s.competency)?.group ?? '')
        const round = m.round === null ? undefined : await matchedIn(ctx, m.round, m.mentee)
        return introMessage(m, {
          round,
          goal: Boolean(mentee?.goalWords) && m.status === 'active',
          starters: starters(m.id, groups),
          nextAt: (await findNext(ctx, m.id, ctx.now()))?.startAt,
        })
      },
      sent: (ctx, { mentorship: id }, { channel }) => setChannel(ctx, id, channel),
    }),
    'mentorship.ended': onDeliver({
      payload: z.object({ mentorship: z.string(), person: z.string() }),
      timing: 'news',
      find: (ctx, { mentorship }) => findMentorship(ctx, mentorship),
      async show(m, { person }, ctx) {
        const pair = await pairViewOf(ctx, m, person)
        if (m.ending === 'chat over')
          return views.chatOverMessage(pair, usefulTo(ctx, m, person), await service.couldGoOn(ctx, m))
        const seeks = ['trial over', 'rematch'].includes(m.ending ?? '') && m.mentee === person
        const found = seeks ? await suggest(ctx, person, { limit: 2 }) : undefined
        return views.endedMessage(pair, found?.ok ? found.value : undefined)
      },
    }),
  },
  follows: service.follows,
}
