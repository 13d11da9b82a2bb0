import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import { type ActionHandler, answer, type Feature, onSubmit, update } from '../../../slack/kernel/feature.ts'
import { draftPlan } from '../plans/service.ts'
import { draftModal, toldModal } from '../plans/views.ts'
import { SessionMeta } from '../sessions/domain.ts'
import { findSession, hasInCalendar, pairOf } from '../sessions/service.ts'
import { NotesForm } from './domain.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const MomentPayload = z.object({ session: z.string(), person: z.string(), startAt: z.number() })
const NotesMeta = SessionMeta.extend({ ticked: z.array(z.string()).catch([]) })

async function momentOf(ctx: Context, { session: id, person, startAt }: z.infer<typeof MomentPayload>) {
  const session = await findSession(ctx, id)
  const pair = session && (await pairOf(ctx, person, session.mentorship))
  if (!session || !pair) return undefined
  const moment: views.Moment = {
    pair,
    session,
    isOld: session.startAt !== startAt || session.status === 'cancelled',
    inCalendar: hasInCalendar(pair.m, session, person),
    now: ctx.now(),
  }
  return moment
}

const tell =
  (met: boolean): ActionHandler =>
  async (ctx, click) => {
    const told = await service.tellMet(ctx, click.who.user, click.value, met)
    if (!told.ok) return told
    const { session, pair } = told.value
    if (session.status !== 'held') {
      if (pair.m.status !== 'active')
        return update(toldModal('Noted', 'Noted. Your mentorship has ended, so nothing is left to plan.'))
      const meta = { mentorship: pair.m.id, moves: session.id }
      return answer(await draftPlan(ctx, click.who.user, meta), (draft) =>
        update(draftModal(draft, meta, ctx.now())),
      )
    }
    return answer(await service.readSession(ctx, click.who.user, session.id), (page) =>
      update(views.sessionModal(page, ctx.now())),
    )
  }

export const meetings: Feature = {
  name: 'meetings',
  views: {
    'meetings.noting': onSubmit(NotesForm, NotesMeta, async (ctx, form, who, meta) =>
      answer(await service.saveNotes(ctx, who.user, meta.session, meta.ticked, form), (page) =>
        update(views.savedModal(page)),
      ),
    ),
  },
  actions: {
    'meetings.read': async (ctx, click) =>
      answer(await service.readSession(ctx, click.who.user, click.value), (page) =>
        update(views.sessionModal(page, ctx.now())),
      ),
    'meetings.past': async (ctx, { who }) =>
      update(views.pastModal(await service.pastSessions(ctx, who.user))),
    'meetings.yes': tell(true),
    'meetings.no': tell(false),
  },
  deliveries: {
    'meetings.reminder': onDeliver({
      kept: 'briefly',
      payload: MomentPayload.extend({ what: z.enum(['day', 'soon']) }),
      timing: 'timed',
      uncounted: true,
      async render(ctx, payload, posted) {
        const moment = await momentOf(ctx, payload)
        const waits = moment && moment.session.status === 'planned' && !moment.isOld && !moment.inCalendar
        if (!moment || (!posted && !waits)) return 'useless'
        const page = await service.readSession(ctx, payload.person, payload.session)
        return views.reminderMessage(
          { ...moment, ...(page.ok && { location: page.value.location }) },
          payload.what,
        )
      },
    }),
    'meetings.met': onDeliver({
      kept: 'briefly',
      payload: MomentPayload,
      timing: 'timed',
      uncounted: true,
      async render(ctx, payload, posted) {
        const moment = await momentOf(ctx, payload)
        const waits = moment?.session.status === 'planned' && moment.pair.m.status === 'active'
        if (!moment || (!posted && (moment.isOld || !waits))) return 'useless'
        const page = await service.readSession(ctx, payload.person, payload.session)
        return views.metMessage(moment, page.ok ? page.value.next : undefined)
      },
    }),
  },
  follows: service.follows,
  jobs: { 'meetings.step': service.step },
  async home(ctx, user) {
    const found = await service.toTell(ctx, user)
    if (!found) return { blocks: [] }
    return { blocks: [], next: { rank: 80, blocks: views.questionBlocks(found.pair, found.session) } }
  },
}
