import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Click,
  type Feature,
  onSubmit,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { findMember, pauseFor } from '../../people/members/service.ts'
import { suggest } from '../find/service.ts'
import { AskForm, AskMeta, DeclineForm, QuestionForm, ReplyForm, RequestMeta } from './domain.ts'
import * as forms from './forms.ts'
import * as messages from './messages.ts'
import type { MentorshipRequest } from './service.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ request: z.string() })

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your colleague')

const namesIn = (ctx: Context, list: MentorshipRequest[]) =>
  ctx.directory.names(list.flatMap((r) => [r.mentee, r.mentor]))

/** All private words of a request, opened. Only for the two concerned: callers check. */
function openWords(ctx: Context, r: MentorshipRequest): views.Words {
  const at = (column: string) => service.wordsOf(r.id, column)
  return {
    goal: ctx.seal.open(at('goal'), r.goal),
    questions: ctx.seal.openMaybe(at('questions'), r.questions),
    times: ctx.seal.openMaybe(at('times'), r.times),
    mentorAsks: ctx.seal.openMaybe(at('mentor_asks'), r.mentorAsks),
    menteeAnswers: ctx.seal.openMaybe(at('mentee_answers'), r.menteeAnswers),
    reason: ctx.seal.openMaybe(at('reason'), r.reason),
  }
}

/** A request for one of the two it concerns; anybody else is refused without learning anything. */
async function concerned(ctx: Context, click: Click): Promise<MentorshipRequest | undefined> {
  const request = await service.findRequest(ctx, click.value)
  return request && [request.mentee, request.mentor].includes(click.who.user) ? request : undefined
}

const isAwaited = (request: MentorshipRequest, by: 'mentor' | 'mentee') =>
  request.status === 'pending' && request.awaiting === by

const NOT_YOURS = 'This request is not yours to see. Type `/mentor requests` for your own.'

async function read(ctx: Context, click: Click): Promise<Answer> {
  const request = await concerned(ctx, click)
  if (!request) return refuse(NOT_YOURS)
  // What was taken back is the mentee's alone again.
  if (request.status === 'withdrawn' && click.who.user !== request.mentee)
    return refuse(await service.presentState(ctx, request, click.who.user))
  const menteeName = await nameOf(ctx, request.mentee)
  return open(
    views.readModal(
      request,
      openWords(ctx, request),
      click.who.user,
      menteeName,
      await service.stateOf(ctx, request, click.who.user),
    ),
  )
}

/** Opens a form that answers an open request of this mentor. */
const asMentor =
  (form: (request: MentorshipRequest, menteeName: string) => ReturnType<typeof forms.questionModal>) =>
  async (ctx: Context, click: Click): Promise<Answer> => {
    const request = await concerned(ctx, click)
    if (!request || request.mentor !== click.who.user) return refuse(NOT_YOURS)
    if (!service.OPEN.includes(request.status))
      return refuse(await service.presentState(ctx, request, click.who.user))
    return open(form(request, await nameOf(ctx, request.mentee)))
  }

/** Says what was done: in a modal it takes the modal's place, on a message it opens one. */
const told = <T>(outcome: Outcome<T>, title: string, text: (value: T) => string): Answer =>
  answer(outcome, (value) => update(forms.doneModal(title, text(value))))

export const requests: Feature = {
  name: 'requests',
  commands: {
    requests: {
      group: 'find',
      label: 'My requests',
      usage: 'requests',
      help: 'What you asked, and what you are asked',
      run: async (ctx, _text, who) => {
        const list = await service.listOpenOf(ctx, who.user)
        const { zone } = await ctx.directory.hours(who.user)
        return open(views.listModal(list, who.user, await namesIn(ctx, list), zone))
      },
    },
  },
  views: {
    'requests.send': onSubmit(AskForm, AskMeta, async (ctx, form, who, { mentor, kind }) =>
      answer(await service.askMentor(ctx, who.user, mentor, form, kind), (sent) =>
        update(forms.sentModal(sent, ctx.now())),
      ),
    ),
    'requests.declining': onSubmit(DeclineForm, RequestMeta, async (ctx, form, who, meta) => {
      const declined = await service.decline(ctx, who.user, meta.request, form.reason)
      const paused = declined.ok && meta.pause ? await pauseFor(ctx, who.user, { weeks: 2 }) : undefined
      const pause = paused?.ok
        ? ` You are paused until ${formatFor(paused.value.zone, paused.value.until, 'date')}; /mentor resume ends it sooner.`
        : ''
      return told(
        declined,
        'Declined',
        ({ menteeName }) => `${menteeName} hears it kindly, and gets the next best suggestion.${pause}`,
      )
    }),
    'requests.asking': onSubmit(QuestionForm, RequestMeta, async (ctx, form, who, meta) =>
      told(
        await service.askBack(ctx, who.user, meta.request, form.question),
        'Sent',
        ({ menteeName }) => `${menteeName} gets your question. I tell you when there is an answer.`,
      ),
    ),
    'requests.answering': onSubmit(ReplyForm, RequestMeta, async (ctx, form, who, meta) =>
      told(
        await service.answerBack(ctx, who.user, meta.request, form.reply),
        'Sent',
        ({ mentorName }) => `${mentorName} has your answer, and decides now.`,
      ),
    ),
  },
  actions: {
    'requests.ask': async (ctx, click) =>
      answer(await service.draftRequest(ctx, click.who.user, click.value), (draft) =>
        open(forms.askModal(click.value, draft)),
      ),
    'requests.askChat': async (ctx, click) =>
      answer(await service.draftRequest(ctx, click.who.user, click.value, 'chat'), (draft) =>
        open(forms.askModal(click.value, draft)),
      ),
    'requests.read': read,
    'requests.more': read,
    'requests.accept': async (ctx, click) =>
      told(await service.accept(ctx, click.who.user, click.value), 'You said yes', ({ menteeName, kind }) =>
        kind === 'chat'
          ? `I open a conversation for you and ${menteeName}, to find 30 minutes.`
          : `I introduce you and ${menteeName} to each other in a conversation of your own, with an agenda for the first meeting.`,
      ),
    'requests.chat': async (ctx, click) =>
      told(
        await service.accept(ctx, click.who.user, click.value, 'chat'),
        'One chat',
        ({ menteeName }) =>
          `I open a conversation for you and ${menteeName}, to find 30 minutes. It takes none of your places.`,
      ),
    'requests.later': async (ctx, click) => {
      const { zone } = await ctx.directory.hours(click.who.user)
      return told(
        await service.postpone(ctx, click.who.user, click.value),
        'In a month',
        ({ menteeName, again }) =>
          `${menteeName} is told. I ask you again on ${formatFor(zone, again, 'date')}.`,
      )
    },
    'requests.withdraw': async (ctx, click) =>
      told(
        await service.withdraw(ctx, click.who.user, click.value),
        'Taken back',
        ({ mentorName }) => `${mentorName} need not answer any more.`,
      ),
    'requests.decline': asMentor((request, name) => forms.declineModal(request, name, false)),
    'requests.declineAndPause': asMentor((request, name) => forms.declineModal(request, name, true)),
    'requests.question': asMentor((request, name) => forms.questionModal(request, name)),
    'requests.answer': async (ctx, click) => {
      const request = await concerned(ctx, click)
      if (!request || request.mentee !== click.who.user) return refuse(NOT_YOURS)
      const { mentorAsks } = openWords(ctx, request)
      if (request.status !== 'pending' || request.awaiting !== 'mentee' || !mentorAsks)
        return refuse(await service.presentState(ctx, request, click.who.user))
      return open(forms.answerModal(request, await nameOf(ctx, request.mentor), mentorAsks))
    },
  },
  deliveries: {
    'requests.arrived': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { request: id }, posted) {
        const request = await service.findRequest(ctx, id)
        // Taken back or closed before it was read: nobody needs it.
        if (!request || (!posted && request.status !== 'pending')) return 'useless'
        return messages.arrivedMessage(
          request,
          await nameOf(ctx, request.mentee),
          await service.stateOf(ctx, request, request.mentor),
        )
      },
    }),
    'requests.answered': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { request: id }) {
        const request = await service.findRequest(ctx, id)
        if (!request || ['pending', 'withdrawn'].includes(request.status)) return 'useless'
        const mentee = await findMember(ctx, request.mentee)
        const found =
          request.status === 'accepted'
            ? undefined
            : await suggest(ctx, request.mentee, { limit: 2, chat: request.kind === 'chat' })
        return messages.answeredMessage(
          request,
          await nameOf(ctx, request.mentor),
          found?.ok ? found.value : undefined,
          mentee?.several !== true,
        )
      },
    }),
    'requests.question': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { request: id }, posted) {
        const request = await service.findRequest(ctx, id)
        if (!request || (!posted && request.awaiting !== 'mentee')) return 'useless'
        return messages.questionMessage(
          request,
          await nameOf(ctx, request.mentor),
          await service.stateOf(ctx, request, request.mentee),
        )
      },
    }),
    'requests.replied': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { request: id }, posted) {
        const request = await service.findRequest(ctx, id)
        if (!request || (!posted && !isAwaited(request, 'mentor'))) return 'useless'
        return messages.repliedMessage(
          request,
          await nameOf(ctx, request.mentee),
          isAwaited(request, 'mentor') ? undefined : await service.stateOf(ctx, request, request.mentor),
        )
      },
    }),
    'requests.reminder': onDeliver({
      payload: Payload.extend({ awaiting: z.enum(['mentor', 'mentee']) }),
      timing: 'nudge',
      together: together(messages.remindersTitle),
      weekly: true,
      async render(ctx, { request: id, awaiting }, posted) {
        const request = await service.findRequest(ctx, id)
        if (!request || (!posted && !isAwaited(request, awaiting))) return 'useless'
        if (!isAwaited(request, awaiting))
          return messages.noReminder(
            request,
            awaiting,
            await service.stateOf(ctx, request, request[awaiting]),
          )
        const { zone } = await ctx.directory.hours(request[awaiting])
        return messages.reminderMessage(
          request,
          await nameOf(ctx, request.mentee),
          await nameOf(ctx, request.mentor),
          zone,
        )
      },
    }),
  },
  ties: service.ties,
  follows: service.follows,
  jobs: {
    'requests.remind': service.remind,
    'requests.expire': service.expire,
    'requests.again': service.bringBack,
    'requests.tidy': service.tidy,
  },
  async home(ctx, user) {
    const list = await service.listOpenOf(ctx, user)
    const { zone } = await ctx.directory.hours(user)
    const names = await namesIn(ctx, list)
    const urgent = list.find((r) => r.status === 'pending' && r[r.awaiting as 'mentor' | 'mentee'] === user)
    const blocks = views.homeBlocks(
      list.filter((r) => r !== urgent),
      user,
      names,
      zone,
    )
    return urgent
      ? { blocks, next: { rank: 90, blocks: views.homeBlocks([urgent], user, names, zone).slice(1) } }
      : { blocks }
  },
}
