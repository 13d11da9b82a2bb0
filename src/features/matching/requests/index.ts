import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../core/outcome.ts'
import { type Message, onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Click,
  type Feature,
  MEMBERS,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { findMember, pauseFor } from '../../people/members/service.ts'
import { suggest } from '../find/service.ts'
import { AskMeta, DeclineForm, type How, QuestionForm, ReplyForm, RequestMeta, SendForm } from './domain.ts'
import * as forms from './forms.ts'
import * as messages from './messages.ts'
import type { MentorshipRequest } from './service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ request: z.string() })

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your colleague')

/** What is open of somebody, with what it takes to show it. */
async function openOf(ctx: Context, me: string): Promise<[MentorshipRequest[], views.Reading]> {
  const list = await service.listOpenOf(ctx, me)
  const names = await ctx.directory.names(list.flatMap((r) => [r.mentee, r.mentor]))
  return [list, { me, names, zone: (await ctx.directory.hours(me)).zone }]
}

const NOT_YOURS = 'This request is not yours to see. Type `/mentor requests` for your own.'

/** The request that was pressed, for one of the two it concerns; anybody else is refused without learning anything. */
async function pressed(
  ctx: Context,
  { value, who }: Click,
  roles: ('mentee' | 'mentor')[],
): Promise<Outcome<MentorshipRequest>> {
  const request = await service.findRequest(ctx, value)
  return request && roles.some((role) => request[role] === who.user)
    ? { ok: true, value: request }
    : refuse(NOT_YOURS)
}

const refuseAsItStands = async (ctx: Context, request: MentorshipRequest, reader: string) =>
  refuse(await service.presentState(ctx, request, reader))

const read: ActionHandler = async (ctx, click) => {
  const found = await pressed(ctx, click, ['mentee', 'mentor'])
  if (!found.ok) return found
  const request = found.value
  const reader = click.who.user
  // What was taken back is the mentee's alone again.
  if (request.status === 'withdrawn' && reader !== request.mentee)
    return refuseAsItStands(ctx, request, reader)
  const words = service.openWords(ctx, request)
  const state = await service.stateSentence(ctx, request, reader)
  const second =
    request.second && reader === request.mentee && service.OPEN.includes(request.status)
      ? await nameOf(ctx, request.second)
      : undefined
  return open(views.readModal(request, words, reader, await nameOf(ctx, request.mentee), state, second))
}

/** Opens a form that answers an open request of this mentor. */
const openForm =
  (
    form: (request: MentorshipRequest, menteeName: string) => ReturnType<typeof forms.questionModal>,
  ): ActionHandler =>
  async (ctx, click) => {
    const found = await pressed(ctx, click, ['mentor'])
    if (!found.ok) return found
    if (!service.OPEN.includes(found.value.status)) return refuseAsItStands(ctx, found.value, click.who.user)
    return open(form(found.value, await nameOf(ctx, found.value.mentee)))
  }

const openAskForm =
  (how: How): ActionHandler =>
  async (ctx, { who, value: mentor }) =>
    answer(await service.draftRequest(ctx, who.user, mentor, how), (draft) =>
      open(forms.askModal(mentor, draft)),
    )

/** Says what was done: in a modal it takes the modal's place, on a message it opens one. */
const showDone = <T>(outcome: Outcome<T>, title: string, text: (value: T) => string): Answer =>
  answer(outcome, (value) => update(forms.doneModal(title, text(value))))

/** A button on a request that does something, and says what was done. */
const doing =
  <T>(
    verb: (ctx: Context, person: string, request: string) => Promise<Outcome<T>>,
    title: string,
    text: (value: T) => string,
  ): ActionHandler =>
  async (ctx, { who, value }) =>
    showDone(await verb(ctx, who.user, value), title, text)

const findRequest = (ctx: Context, { request }: { request: string }) => service.findRequest(ctx, request)

/** What a message about a request says to one of the two. */
const saidTo = async (
  ctx: Context,
  request: MentorshipRequest,
  reader: 'mentee' | 'mentor',
): Promise<messages.Said> => ({
  mentee: await nameOf(ctx, request.mentee),
  mentor: await nameOf(ctx, request.mentor),
  state: await service.stateSentence(ctx, request, request[reader]),
})

/** A message about a request to one of the two, to be sent while it `stands`; on screen it says what became of it. */
const news = (
  reader: 'mentee' | 'mentor',
  stands: (request: MentorshipRequest) => boolean,
  message: (request: MentorshipRequest, said: messages.Said) => Message,
) =>
  onDeliver({
    payload: Payload,
    timing: 'news',
    find: findRequest,
    stands,
    show: async (request, _, ctx) => message(request, await saidTo(ctx, request, reader)),
  })

export const requests: Feature = {
  name: 'requests',
  commands: {
    requests: {
      group: 'find',
      label: 'My requests',
      hinted: true,
      first: { seeking: 3, waiting: 1 },
      stages: MEMBERS,
      aliases: ['request', 'inbox', 'pending'],
      usage: 'requests',
      help: 'What you asked, and what you are asked',
      run: async (ctx, _text, who) => open(views.listModal(...(await openOf(ctx, who.user)))),
    },
  },
  views: {
    'requests.send': onSubmit(SendForm, AskMeta, async (ctx, form, who, { mentor, ...how }) =>
      answer(await service.askMentor(ctx, who.user, mentor, form, how), (sent) =>
        update(forms.sentModal(sent, ctx.now())),
      ),
    ),
    'requests.declining': onSubmit(DeclineForm, RequestMeta, async (ctx, form, who, meta) => {
      const declined = await service.declineRequest(ctx, who.user, meta.request, form.reason)
      const paused = declined.ok && meta.pause ? await pauseFor(ctx, who.user, { weeks: 2 }) : undefined
      const pause = paused?.ok
        ? ` You are paused until ${formatFor(paused.value.zone, paused.value.until, 'date')}; /mentor resume ends it sooner.`
        : ''
      return showDone(
        declined,
        'Declined',
        ({ menteeName }) => `${menteeName} hears it kindly, and gets the next best suggestion.${pause}`,
      )
    }),
    'requests.asking': onSubmit(QuestionForm, RequestMeta, async (ctx, form, who, meta) =>
      showDone(
        await service.askMenteeBack(ctx, who.user, meta.request, form.question),
        'Sent',
        ({ menteeName }) => `${menteeName} gets your question. I tell you when there is an answer.`,
      ),
    ),
    'requests.answering': onSubmit(ReplyForm, RequestMeta, async (ctx, form, who, meta) =>
      showDone(
        await service.answerMentorsQuestion(ctx, who.user, meta.request, form.reply),
        'Sent',
        ({ mentorName }) => `${mentorName} has your answer, and decides now.`,
      ),
    ),
  },
  actions: {
    'requests.ask': openAskForm({ kind: 'mentorship' }),
    'requests.askWriting': openAskForm({ kind: 'mentorship', writing: true }),
    'requests.askChat': openAskForm({ kind: 'chat' }),
    'requests.read': read,
    'requests.more': read,
    'requests.accept': doing(service.acceptRequest, 'You said yes', ({ menteeName, kind }) =>
      kind === 'chat'
        ? `I open a conversation for you and ${menteeName}, to find 30 minutes.`
        : `I introduce you and ${menteeName} to each other in a conversation of your own, with an agenda for the first meeting.`,
    ),
    'requests.chat': doing(
      (ctx, mentor, id) => service.acceptRequest(ctx, mentor, id, 'chat'),
      'One chat',
      ({ menteeName }) =>
        `I open a conversation for you and ${menteeName}, to find 30 minutes. It takes none of your places.`,
    ),
    'requests.later': doing(
      service.postponeRequest,
      'In a month',
      ({ menteeName, again, zone }) =>
        `${menteeName} is told. I ask you again on ${formatFor(zone, again, 'date')}.`,
    ),
    'requests.withdraw': doing(
      service.withdrawRequest,
      'Taken back',
      ({ mentorName }) => `${mentorName} need not answer any more.`,
    ),
    'requests.decline': openForm((request, name) => forms.declineModal(request, name, false)),
    'requests.declineAndPause': openForm((request, name) => forms.declineModal(request, name, true)),
    'requests.question': openForm(forms.questionModal),
    'requests.answer': async (ctx, click) => {
      const found = await pressed(ctx, click, ['mentee'])
      if (!found.ok) return found
      const { mentorAsks } = service.openWords(ctx, found.value)
      if (!service.isAwaited(found.value, 'mentee') || !mentorAsks)
        return refuseAsItStands(ctx, found.value, click.who.user)
      return open(forms.answerModal(found.value, await nameOf(ctx, found.value.mentor), mentorAsks))
    },
  },
  deliveries: {
    // Taken back or closed before it was read: nobody needs it.
    'requests.arrived': news('mentor', (request) => request.status === 'pending', messages.arrivedMessage),
    'requests.question': news('mentee', (request) => request.awaiting === 'mentee', messages.questionMessage),
    'requests.replied': news(
      'mentor',
      (request) => service.isAwaited(request, 'mentor'),
      messages.repliedMessage,
    ),
    'requests.answered': onDeliver({
      payload: Payload.extend({ missed: z.string().optional() }),
      timing: 'news',
      async find(ctx, payload) {
        const request = await findRequest(ctx, payload)
        return request && ['pending', 'withdrawn'].includes(request.status) ? undefined : request
      },
      async show(request, { missed }, ctx) {
        const mentee = await findMember(ctx, request.mentee)
        const { second } = request
        const asked = second !== null && !['accepted', 'postponed'].includes(request.status)
        const found =
          request.status === 'accepted' || asked
            ? undefined
            : await suggest(ctx, request.mentee, { limit: 2, chat: request.kind === 'chat' })
        const next = found?.ok ? found.value : undefined
        const turn: messages.Second | undefined = asked
          ? { asked: true, person: second, name: await nameOf(ctx, second) }
          : missed
            ? { asked: false, person: missed, name: await nameOf(ctx, missed) }
            : undefined
        const name = await nameOf(ctx, request.mentor)
        return messages.answeredMessage(request, name, next, { wantsOne: !mentee?.several, second: turn })
      },
    }),
    'requests.reminder': onDeliver({
      payload: Payload.extend({ awaiting: z.enum(['mentor', 'mentee']) }),
      timing: 'nudge',
      combine: combineMessages(messages.remindersTitle),
      weekly: true,
      find: (ctx, { request }) => service.findRequest(ctx, request),
      stands: (request, { awaiting }) => service.isAwaited(request, awaiting),
      show: async (request, { awaiting }, ctx) =>
        messages.reminderMessage(
          request,
          awaiting,
          await saidTo(ctx, request, awaiting),
          (await ctx.directory.hours(request[awaiting])).zone,
        ),
    }),
  },
  jobs: {
    'requests.remind': service.remindAwaited,
    'requests.expire': service.expireRequest,
    'requests.second': service.askSecond,
    'requests.again': service.bringBackRequest,
    'requests.tidy': service.closeObsolete,
  },
  glance: service.listOpenOf,
  home: async (ctx, user) => views.homePart(...(await openOf(ctx, user))),
  ties: service.ties,
  follows: service.follows,
  mine: service.exportRequests,
  forget: {
    goes: 'What you asked mentors who did not become yours, and your answers to those who asked you in vain.',
    stays:
      'What led to a mentorship or a chat stays with your partner, under "a former member"; so does what others asked you, with them.',
    write: service.forgetPerson,
  },
}
