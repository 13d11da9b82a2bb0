import { z } from 'zod'
import type { Context } from '../../context.ts'
import { refuse } from '../../core/outcome.ts'
import { type DeliveryKind, onDeliver, type Timing } from '../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../slack/feature.ts'
import { personIn } from '../../slack/mentions.ts'
import { findMember } from '../profile/service.ts'
import { CancelForm, NotesForm, PlanForm, PlanMeta, SessionMeta } from './domain.ts'
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
const MomentPayload = z.object({ session: z.string(), person: z.string(), startAt: z.number() })
const NotesMeta = SessionMeta.extend({ ticked: z.array(z.string()).catch([]) })

/** The form, or the times that the partner proposed meanwhile. */
async function plan(ctx: Context, person: string, meta: PlanMeta, show = open): Promise<Answer> {
  const draft = await service.draftPlan(ctx, person, meta)
  if (!draft.ok) return draft
  if (!('toAnswer' in draft.value)) return show(views.planModal(draft.value, meta))
  const { pair, toAnswer } = draft.value
  return show(views.offerModal(pair, toAnswer, ctx.now(), await movedBy(ctx, toAnswer)))
}

const movedBy = async (ctx: Context, { moves }: service.Plan) =>
  moves ? service.findSession(ctx, moves) : undefined

const move: ActionHandler = async (ctx, click) => {
  const session = await service.findSession(ctx, click.value)
  if (!session) return refuse('This session is not there any more. Open Home to see your own.')
  return plan(ctx, click.who.user, { mentorship: session.mentorship, moves: session.id }, update)
}

/** One of the messages that go out when dates change: at once to whoever pressed, else in humane hours. */
const news = (render: DeliveryKind<z.infer<typeof NewsPayload>>['render'], timing: Timing) =>
  onDeliver({ payload: NewsPayload, timing, render })

const dates: DeliveryKind<z.infer<typeof NewsPayload>>['render'] = async (ctx, payload) => {
  const entry = await service.calendarEntry(ctx, payload.plan, payload.person)
  if (!entry) return 'useless'
  const session = entry.sessions.find((s) => s.id === payload.session) ?? entry.sessions[0]
  if (!session) return 'useless'
  const coming = entry.sessions.filter((s) => s.status === 'planned' && s.startAt > ctx.now())
  return views.datesMessage({
    pair: entry.pair,
    plan: entry.plan,
    what: payload.what,
    session,
    coming,
    links: calendarLinks(entry, session),
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

async function momentOf(ctx: Context, { session: id, person, startAt }: z.infer<typeof MomentPayload>) {
  const session = await service.findSession(ctx, id)
  const pair = session && (await service.pairOf(ctx, person, session.mentorship))
  if (!session || !pair) return undefined
  const moment: views.Moment = {
    pair,
    session,
    isOld: session.startAt !== startAt || session.status === 'cancelled',
    inCalendar: service.hasInCalendar(pair.m, session, person),
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
    if (session.status !== 'held')
      return plan(ctx, click.who.user, { mentorship: pair.m.id, moves: session.id }, update)
    return answer(await service.readSession(ctx, click.who.user, session.id), (page) =>
      update(views.sessionModal(page, ctx.now())),
    )
  }

export const sessions: Feature = {
  name: 'sessions',
  commands: {
    schedule: {
      usage: 'schedule [@who]',
      help: 'Plan a session, or answer proposed times',
      run: async (ctx, text, who) => {
        const pairs = await service.pairsOf(ctx, who.user)
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
    'sessions.propose': onSubmit(PlanForm, PlanMeta, async (ctx, form, who, meta) =>
      answer(await service.propose(ctx, who.user, meta, form), (sent) =>
        update(views.proposedModal(sent, ctx.now())),
      ),
    ),
    'sessions.noting': onSubmit(NotesForm, NotesMeta, async (ctx, form, who, meta) =>
      answer(await service.saveNotes(ctx, who.user, meta.session, meta.ticked, form), (page) =>
        update(views.savedModal(page)),
      ),
    ),
    'sessions.cancelling': onSubmit(CancelForm, SessionMeta, async (ctx, form, who, meta) =>
      answer(
        await service.cancelSession(ctx, who.user, meta.session, form.which ?? 'one'),
        ({ pair, many }) =>
          update(
            views.toldModal(
              many > 1 ? 'They are off' : 'It is off',
              `${pair.partnerName} is told. Your calendar has not changed by itself: I send you a file that takes it out.`,
              pair.m.id,
            ),
          ),
      ),
    ),
  },
  actions: {
    'sessions.plan': (ctx, click) => plan(ctx, click.who.user, { mentorship: click.value }, update),
    'sessions.counter': async (ctx, click) => {
      const found = await service.findPlan(ctx, click.value)
      if (!found) return refuse('These times are not there any more. Type `/mentor schedule` to plan.')
      return plan(ctx, click.who.user, { mentorship: found.mentorship, answers: found.id }, update)
    },
    'sessions.accept': async (ctx, click) => {
      const [id = '', at = ''] = click.value.split(':')
      return answer(await service.acceptSlot(ctx, click.who.user, id, Number(at)), ({ pair, startAt }) =>
        update(views.agreedModal(pair, startAt)),
      )
    },
    'sessions.decline': async (ctx, click) =>
      answer(await service.declinePlan(ctx, click.who.user, click.value), (pair) =>
        update(
          views.toldModal(
            'Told kindly',
            `${pair.partnerName} hears that none of these suits you. It helps to propose times that do.`,
            pair.m.id,
          ),
        ),
      ),
    'sessions.withdraw': async (ctx, click) =>
      answer(await service.withdrawPlan(ctx, click.who.user, click.value), () =>
        update(views.toldModal('Taken back', 'Your partner need not answer any more.')),
      ),
    'sessions.agenda': async (ctx, click) =>
      answer(await service.readAgenda(ctx, click.who.user, click.value), (words) =>
        open(views.agendaModal(words)),
      ),
    'sessions.inCalendar': async (ctx, click) =>
      answer(await service.inCalendar(ctx, click.who.user, click.value), ({ pair }) =>
        update(
          views.toldModal(
            'Good',
            `I do not remind you of this one any more. Should you and ${pair.partnerName} move it, I tell you.`,
          ),
        ),
      ),
    'sessions.read': async (ctx, click) =>
      answer(await service.readSession(ctx, click.who.user, click.value), (page) =>
        update(views.sessionModal(page, ctx.now())),
      ),
    'sessions.move': move,
    'sessions.cancel': async (ctx, click) => {
      const found = await service.comingSession(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { session, pair, plan: entry } = found.value
      const all = entry?.rule ? await service.listOfPlan(ctx, entry.id) : []
      const later = all.filter((s) => s.status === 'planned' && s.startAt > session.startAt)
      return update(views.cancelModal(pair, session, later.length))
    },
    'sessions.yes': tell(true),
    'sessions.no': tell(false),
  },
  deliveries: {
    'sessions.proposed': onDeliver({
      payload: z.object({ plan: z.string() }),
      timing: 'news',
      async render(ctx, { plan: id }, posted) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await service.pairOf(ctx, found.awaited, found.mentorship))
        if (!found || !pair || (!posted && found.status !== 'open')) return 'useless'
        const state = await service.planState(ctx, found, found.awaited)
        return views.offerMessage(pair, found, state, ctx.now(), await movedBy(ctx, found))
      },
    }),
    'sessions.answered': onDeliver({
      payload: z.object({ plan: z.string(), person: z.string() }),
      timing: 'news',
      async render(ctx, { plan: id, person }) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await service.pairOf(ctx, person, found.mentorship))
        if (!found || pair?.m.status !== 'active') return 'useless'
        const isPaused = (await findMember(ctx, pair.partner))?.status === 'paused'
        return views.answeredMessage(pair, found, isPaused)
      },
    }),
    'sessions.dates': news(dates, 'news'),
    'sessions.datesNow': news(dates, 'reply'),
    'sessions.file': news(file, 'news'),
    'sessions.fileNow': news(file, 'reply'),
    'sessions.reminder': onDeliver({
      payload: MomentPayload.extend({ what: z.enum(['day', 'soon']) }),
      timing: 'timed',
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
    'sessions.met': onDeliver({
      payload: MomentPayload,
      timing: 'timed',
      async render(ctx, payload, posted) {
        const moment = await momentOf(ctx, payload)
        if (!moment || (!posted && (moment.session.status !== 'planned' || moment.isOld))) return 'useless'
        const page = await service.readSession(ctx, payload.person, payload.session)
        return views.metMessage(moment, page.ok ? page.value.next : undefined)
      },
    }),
  },
  jobs: { 'sessions.step': service.step, 'sessions.expire': service.expirePlan },
  async home(ctx, user) {
    const list = await service.homeFacts(ctx, user)
    const open = list.find((each) => each.open?.awaited === user)?.open
    const moved = open && (await movedBy(ctx, open))
    return views.homePart(list, () => moved, ctx.now())
  },
}
