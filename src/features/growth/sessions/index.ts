import { z } from 'zod'
import { type DeliveryKind, onDeliver, type Timing } from '../../../outbox/kinds.ts'
import { answer, type Feature, onSubmit, update } from '../../../slack/kernel/feature.ts'
import { toldModal } from '../plans/views.ts'
import { CancelForm, SessionMeta } from './domain.ts'
import { calendarFile, calendarLinks, fileName, isOff } from './ics.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const NewsPayload = z.object({
  plan: z.string(),
  person: z.string(),
  what: z.enum(['agreed', 'moved', 'cancelled']),
  session: z.string(),
  sequence: z.number(),
})

/** One of the messages that go out when dates change: at once to whoever pressed, else in humane hours. */
const news = (render: DeliveryKind<z.infer<typeof NewsPayload>>['render'], timing: Timing) =>
  onDeliver({ payload: NewsPayload, timing, render })

const dates: DeliveryKind<z.infer<typeof NewsPayload>>['render'] = async (ctx, payload) => {
  const entry = await service.calendarEntry(ctx, payload.plan, payload.person)
  if (!entry) return 'useless'
  const session = entry.sessions.find((s) => s.id === payload.session) ?? entry.sessions[0]
  if (!session) return 'useless'
  const coming = entry.sessions.filter((s) => s.status === 'planned' && s.startAt > ctx.now())
  // A link cannot change what is in a calendar: for one that was moved it adds that one alone.
  const alone = payload.what === 'moved' ? { ...entry, plan: { ...entry.plan, rule: null } } : entry
  return views.datesMessage({
    pair: entry.pair,
    plan: entry.plan,
    by: session.by,
    many: entry.sessions.length,
    what: payload.what,
    session,
    coming,
    links: calendarLinks(alone, session),
    inCalendar: service.hasInCalendar(entry.m, session, payload.person),
    isOld: payload.sequence < entry.plan.sequence,
    now: ctx.now(),
  })
}

const file: DeliveryKind<z.infer<typeof NewsPayload>>['render'] = async (ctx, payload) => {
  const entry = await service.calendarEntry(ctx, payload.plan, payload.person)
  // A newer one is on its way.
  if (!entry || payload.sequence < entry.plan.sequence) return 'useless'
  const d = { pair: entry.pair, what: payload.what, off: isOff(entry) }
  return views.fileMessage(d, fileName(entry.names), calendarFile(entry))
}

export const sessions: Feature = {
  name: 'sessions',
  formerly: ['mentorship'],
  views: {
    'sessions.cancelling': onSubmit(CancelForm, SessionMeta, async (ctx, form, who, meta) =>
      answer(
        await service.cancelSession(ctx, who.user, meta.session, form.which ?? 'one'),
        ({ pair, many }) =>
          update(
            toldModal(
              many > 1 ? 'They are off' : 'It is off',
              `${pair.partnerName} is told. Your calendar has not changed by itself: I send you a file that takes it out.`,
              pair.m.id,
            ),
          ),
      ),
    ),
  },
  actions: {
    'sessions.inCalendar': async (ctx, click) =>
      answer(await service.inCalendar(ctx, click.who.user, click.value), ({ pair }) =>
        update(
          toldModal(
            'Good',
            `I do not remind you of this one any more. Should you and ${pair.partnerName} move it, I tell you.`,
          ),
        ),
      ),
    'sessions.cancel': async (ctx, click) => {
      const found = await service.comingSession(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { session, pair, plan: entry } = found.value
      const all = entry?.rule ? await service.listOfPlan(ctx, entry.id) : []
      const later = all.filter((s) => s.status === 'planned' && s.startAt > session.startAt)
      return update(views.cancelModal(pair, session, later.length))
    },
  },
  deliveries: {
    'sessions.dates': news(dates, 'news'),
    'sessions.datesNow': news(dates, 'reply'),
    'sessions.file': news(file, 'news'),
    'sessions.fileNow': news(file, 'reply'),
  },
  follows: service.follows,
  jobs: { 'mentorship.chat': service.endChat },
  home: async (ctx, user) => ({
    blocks: views.homeBlocks(await service.homeFacts(ctx, user), ctx.now()),
  }),
}
