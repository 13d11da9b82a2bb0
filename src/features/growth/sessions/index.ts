import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  nothing,
  onClick,
  onSubmit,
  open,
  PAIRED,
  update,
} from '../../../slack/kernel/feature.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { personIn } from '../../../slack/ui/mentions.ts'
import { findMember } from '../../people/members/service.ts'
import { CancelForm, NotesForm, NotesMeta, PlanForm, PlanMeta, SessionMeta, slotsOf } from './domain.ts'
import * as service from './service.ts'
import { doneModal } from './views/common.ts'
import { cancelModal, type Dates, datesMessage, fileMessage } from './views/dates.ts'
import { homePart } from './views/home.ts'
import { metMessage, metTitle, reminderMessage } from './views/meeting.ts'
import { pastModal, savedModal, sessionModal } from './views/notes.ts'
import * as planning from './views/plans.ts'

const OfferPayload = z.object({ plan: z.string() })
const NewsPayload = z.object({
  plan: z.string(),
  person: z.string(),
  what: z.enum(['agreed', 'moved', 'cancelled']),
  session: z.string(),
  sequence: z.number(),
})
const MomentPayload = z.object({ session: z.string(), person: z.string(), startAt: z.number() })

const plan = async (ctx: Context, person: string, meta: PlanMeta, show = open): Promise<Answer> =>
  answer(await service.draftPlan(ctx, person, meta), (draft) =>
    show(planning.draftModal(draft, meta, ctx.now())),
  )

const page = async (ctx: Context, person: string, session: string): Promise<Answer> =>
  answer(await service.readSession(ctx, person, session), (read) => update(sessionModal(read, ctx.now())))

const tellMet =
  (met: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const told = await service.answerWhetherMet(ctx, who.user, value, met)
    if (!told.ok) return told
    const { session, pair } = told.value
    if (session.status === 'held') return page(ctx, who.user, session.id)
    if (pair.m.status !== 'active')
      return update(doneModal('Noted', 'Noted. Your mentorship has ended, so nothing is left to plan.'))
    return plan(ctx, who.user, { mentorship: pair.m.id, moves: session.id }, update)
  }

const offer = {
  payload: OfferPayload,
  find: (ctx: Context, payload: z.infer<typeof OfferPayload>) => service.findOffer(ctx, payload.plan),
  stands: (found: service.OfferNow) => found.offer.status === 'open',
}

type News = z.infer<typeof NewsPayload>

/** What goes out when dates change: at once to whoever pressed, else in humane hours. */
const dates = {
  payload: NewsPayload,
  async find(ctx: Context, { plan: id, person, session: told, sequence }: News) {
    const entry = await service.calendarEntry(ctx, id, person)
    const session = entry?.sessions.find((s) => s.id === told) ?? entry?.sessions[0]
    return entry && session && { entry, session, isOld: sequence < entry.plan.sequence }
  },
  show: (found: Omit<Dates, 'what'>, { what }: News) => datesMessage({ ...found, what }),
}
export const sessions: Feature = {
  name: 'sessions',
  formerly: ['plans', 'meetings', 'mentorship'],
  commands: {
    schedule: {
      group: 'week',
      label: 'Plan a session',
      first: { mentored: 1, mentoring: 1, both: 1 },
      stages: [...PAIRED, 'seeking'],
      aliases: ['plan', 'book', 'meet', 'meeting', 'session', 'sessions', 'calendar', 'reschedule', 'move'],
      hears: { words: /\b(meet|meeting|sessions?|calendar|re-?schedul\w+|book)\b/i, as: 'a time to meet' },
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
        return another ? open(planning.chooserModal(fits)) : plan(ctx, who.user, { mentorship: only.m.id })
      },
    },
  },
  views: {
    'plans.propose': {
      ...onSubmit(PlanForm, PlanMeta, async (ctx, form, who, meta) =>
        answer(await service.proposeTimes(ctx, who.user, meta, form), (sent) =>
          update(planning.proposedModal(sent, ctx.now())),
        ),
      ),
      check: async (ctx, raw, who) => {
        const { zone } = await ctx.directory.hours(who.user)
        return slotsOf(raw, zone, ctx.now()).errors
      },
    },
    'sessions.cancelling': onSubmit(CancelForm, SessionMeta, async (ctx, form, who, meta) =>
      answer(
        await service.cancelSession(ctx, who.user, meta.session, form.which ?? 'one'),
        ({ pair, many }) =>
          update(
            doneModal(
              many > 1 ? 'They are off' : 'It is off',
              `${pair.partnerName} is told. Your calendar has not changed by itself: the message that you get has a file that takes it out.`,
              pair.m.id,
            ),
          ),
      ),
    ),
    'meetings.noting': onSubmit(NotesForm, NotesMeta, async (ctx, form, who, meta) =>
      answer(await service.saveNotes(ctx, who.user, meta.session, meta.ticked, form), (read) =>
        update(savedModal(read)),
      ),
    ),
  },
  actions: {
    'plans.plan': (ctx, click) => plan(ctx, click.who.user, { mentorship: click.value }, update),
    'plans.short': (ctx, click) =>
      plan(ctx, click.who.user, { mentorship: click.value, minutes: 30 }, update),
    'plans.counter': async (ctx, click) => {
      const found = await service.findPlan(ctx, click.value)
      if (!found) return refuse('These times are not there any more. Type `/mentor schedule` to plan.')
      return plan(ctx, click.who.user, { mentorship: found.mentorship, answers: found.id }, update)
    },
    'plans.accept': async (ctx, click) => {
      const [id = '', at = ''] = click.value.split(':')
      return answer(await service.acceptSlot(ctx, click.who.user, id, Number(at)), ({ pair, startAt }) =>
        update(planning.agreedModal(pair, startAt)),
      )
    },
    'plans.decline': onClick(service.declinePlan, (pair) =>
      update(
        doneModal(
          'Told kindly',
          `${pair.partnerName} hears that none of these suits you. It helps to propose times that do.`,
          pair.m.id,
        ),
      ),
    ),
    'plans.withdraw': onClick(service.withdrawPlan, () =>
      update(doneModal('Taken back', 'Your partner need not answer any more.')),
    ),
    'plans.agenda': onClick(service.readAgenda, (words) => open(planning.agendaModal(words))),
    'plans.move': async (ctx, click) => {
      const session = await service.findSession(ctx, click.value)
      if (!session) return refuse('This session is not there any more. Open Home to see your own.')
      return plan(ctx, click.who.user, { mentorship: session.mentorship, moves: session.id }, update)
    },
    'sessions.inCalendar': onClick(service.confirmInCalendar, ({ pair }) =>
      update(
        doneModal(
          'Good',
          `I do not remind you of this one any more. Should you and ${pair.partnerName} move it, I tell you.`,
        ),
      ),
    ),
    'sessions.ics': onClick(service.sendCalendarFile, nothing),
    'sessions.cancel': async (ctx, click) => {
      const found = await service.comingSession(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { session, pair } = found.value
      const all = await service.plannedFrom(ctx, session)
      return update(cancelModal(pair, session, all.length - 1))
    },
    'meetings.read': (ctx, click) => page(ctx, click.who.user, click.value),
    'meetings.past': async (ctx, { who }) => update(pastModal(await service.pastSessions(ctx, who.user))),
    'meetings.yes': tellMet(true),
    'meetings.no': tellMet(false),
  },
  deliveries: {
    'plans.proposed': onDeliver({
      ...offer,
      timing: 'news',
      show: (found, _payload, ctx) => planning.offerMessage(found, ctx.now()),
    }),
    'plans.waiting': onDeliver({
      ...offer,
      timing: 'nudge',
      combine: combineMessages(planning.waitingTitle),
      show: (found, _payload, ctx) => planning.waitingMessage(found, ctx.now()),
    }),
    'plans.answered': onDeliver({
      payload: z.object({ plan: z.string(), person: z.string() }),
      timing: 'news',
      async find(ctx, { plan: id, person }) {
        const found = await service.findPlan(ctx, id)
        const pair = found && (await service.findPair(ctx, found.mentorship, person))
        return found && pair?.m.status === 'active' ? { pair, plan: found } : undefined
      },
      show: async ({ pair, plan: found }, _payload, ctx) =>
        planning.answeredMessage(pair, found, (await findMember(ctx, pair.partner))?.status === 'paused'),
    }),
    'sessions.dates': onDeliver({ ...dates, timing: 'news' }),
    'sessions.datesNow': onDeliver({ ...dates, timing: 'reply' }),
    'sessions.file': onDeliver({
      kept: 'briefly',
      payload: z.object({ plan: z.string(), person: z.string() }),
      timing: 'reply',
      find: (ctx, { plan: id, person }) => service.calendarEntry(ctx, id, person),
      show: fileMessage,
    }),
    'meetings.reminder': onDeliver({
      kept: 'briefly',
      payload: MomentPayload.extend({ what: z.enum(['day', 'soon']) }),
      timing: 'timed',
      find: (ctx, payload) => service.findMoment(ctx, payload),
      stands: ({ session, isOld, inCalendar }) => session.status === 'planned' && !isOld && !inCalendar,
      show: (moment, { what }) => reminderMessage(moment, what),
    }),
    'meetings.met': onDeliver({
      kept: 'briefly',
      payload: MomentPayload,
      timing: 'nudge',
      combine: combineMessages(metTitle),
      find: service.findMoment,
      stands: ({ session, pair, isOld }) =>
        session.status === 'planned' && pair.m.status === 'active' && !isOld,
      show: metMessage,
    }),
  },
  jobs: {
    'plans.expire': service.expirePlan,
    'meetings.step': service.runSessionStep,
    'mentorship.chat': service.endChat,
  },
  follows: {
    started: service.scheduleChatEnds,
    ended: service.callOffEnded,
    paused: service.callOffPaused,
    met: service.noteMeeting,
  },
  ties: service.ties,
  home: async (ctx, user) => homePart(await service.homeFacts(ctx, user), ctx.now()),
  mine: service.exportSessions,
  forget: {
    goes: 'Times that you proposed and that came to nothing, with their agendas and links, and which sessions are in your calendar.',
    stays:
      'Sessions that you planned or held, with the agendas, notes and action items that you shared with a partner: they keep them, under "a former member".',
    write: service.forgetPerson,
  },
}
