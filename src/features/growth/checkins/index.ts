import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { nextHumane } from '../../../core/calendar.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Click,
  type Feature,
  nothing,
  onClick,
  onSubmit,
  open,
  PAIRED,
  reply,
  update,
} from '../../../slack/kernel/feature.ts'
import {
  AnswerForm,
  AnswerMeta,
  CADENCES,
  MOODS,
  pageFrom,
  QuestionForm,
  QuestionMeta,
  WhenForm,
} from './domain.ts'
import * as forms from './forms.ts'
import * as messages from './messages.ts'
import * as reading from './reading.ts'
import * as service from './service.ts'
import { homePart } from './views.ts'

const Prompted = z.object({ checkin: z.string(), person: z.string(), round: z.number() })
const Needed = z.object({ checkin: z.string(), partner: z.string(), at: z.number() })

/** After a click on a message: the message itself shows what became of it, unless nothing did. */
const onPrompt =
  (run: (ctx: Context, person: string, id: string) => ReturnType<typeof service.answerMood>): ActionHandler =>
  async (ctx, { who, value }) => {
    const clicked = await run(ctx, who.user, value)
    if (!clicked.ok) return clicked
    if (clicked.value.changed) return nothing()
    const { zone } = await ctx.directory.hours(who.user)
    return reply(messages.staleWords(clicked.value.checkin, zone))
  }

async function openForm(ctx: Context, person: string, id?: string): Promise<Answer> {
  const channel = await winsChannel(ctx)
  return answer(await service.formFactsFor(ctx, person, id), (facts) =>
    open(forms.answerModal(facts, channel)),
  )
}

/** A page of a list: the first one opens, others take the place of the one on screen. */
const asPage = (click: Click, isFirst: boolean) => (click.surface === 'modal' && !isFirst ? update : open)

const showHistory: ActionHandler = async (ctx, click) => {
  const { user } = click.who
  const page = await service.earlierCheckins(ctx, user, pageFrom(click.value))
  const names = await ctx.directory.names(page.entries.flatMap((e) => e.checkin.partner ?? []))
  const { zone } = await ctx.directory.hours(user)
  return asPage(click, click.value === '')(reading.historyModal(page, names, zone))
}

const showShared: ActionHandler = async (ctx, click) => {
  const { user } = click.who
  const [writer = '', page = ''] = click.value.split(':')
  const shared = await service.sharedProgress(ctx, writer, user, pageFrom(page))
  const { zone } = await ctx.directory.hours(user)
  return asPage(click, page === '')(reading.sharedModal(shared, zone))
}

type PromptPayload = z.infer<typeof Prompted>

/** The question, and what becomes of it. */
const prompt = {
  kept: 'briefly' as const,
  payload: Prompted,
  find: (ctx: Context, { checkin }: PromptPayload) => service.promptFacts(ctx, checkin),
  stands: ({ checkin, humane }: service.PromptFacts, { round }: PromptPayload) =>
    humane && checkin.status === 'prompted' && checkin.snoozes === round,
  show: (facts: service.PromptFacts, { round }: PromptPayload) => messages.promptMessage(facts, round),
  sent: (ctx: Context, { checkin, person, round }: PromptPayload) =>
    service.markOnScreen(ctx, person, checkin, round),
}

export const checkins: Feature = {
  name: 'checkins',
  commands: {
    checkin: {
      group: 'week',
      label: 'Check in',
      hinted: true,
      first: { mentored: 2, mentoring: 2, both: 2 },
      stages: PAIRED,
      aliases: ['check', 'checkins', 'mood', 'weekly', 'great', 'good', 'rough'],
      hears: {
        words: /\b(my week|this week|how (it|things) (goes|go|is going|are going))\b/i,
        as: 'how it goes',
      },
      usage: 'checkin',
      help: 'Say how it goes: one tap, or a few words',
      run: (ctx, _text, who) => openForm(ctx, who.user),
    },
  },
  views: {
    'checkins.answer': onSubmit(AnswerForm, AnswerMeta, async (ctx, form, who, meta) => {
      const saved = await service.saveAnswer(ctx, who.user, meta, form)
      if (!saved.ok) return saved
      const now = ctx.now()
      const from = nextHumane(await ctx.directory.channelHours(), now) ?? now
      const channel = { link: await winsChannel(ctx), from }
      return answer(await service.rhythmOf(ctx, who.user), (rhythm) =>
        update(forms.savedModal(saved.value, rhythm, channel, now)),
      )
    }),
    'checkins.asking': onSubmit(QuestionForm, QuestionMeta, async (ctx, form, who, meta) =>
      answer(await service.askPartner(ctx, who.user, meta, form), ({ partner, at, zone }) =>
        update(forms.questionSent(partner, at, zone, ctx.now())),
      ),
    ),
    'checkins.when': onSubmit(WhenForm, async (ctx, form, who) =>
      answer(await service.saveRhythm(ctx, who.user, form), (rhythm) => update(forms.whenSavedModal(rhythm))),
    ),
  },
  actions: {
    ...Object.fromEntries(
      MOODS.map(({ name, mood }) => [
        `checkins.${name}`,
        onPrompt((ctx, person, id) => service.answerMood(ctx, person, id, mood)),
      ]),
    ),
    ...Object.fromEntries(
      CADENCES.map(({ name, every }) => [
        `checkins.${name}`,
        onPrompt((ctx, person, id) => service.chooseCadence(ctx, person, id, every)),
      ]),
    ),
    'checkins.snooze': onPrompt(service.snoozeCheckin),
    'checkins.skip': onPrompt(service.skipCheckin),
    'checkins.nothing': async (ctx, click) => {
      const settled = await service.settle(ctx, click.who.user, click.value)
      if (!settled.ok) return settled
      // In the window after the form there is no message to change.
      return click.surface === 'modal' ? update(forms.fineModal()) : nothing()
    },
    'checkins.question': onClick(service.draftQuestion, (facts) => open(forms.questionModal(facts))),
    'checkins.write': (ctx, click) => openForm(ctx, click.who.user, click.value),
    'checkins.change': async (ctx, click) =>
      answer(await service.rhythmOf(ctx, click.who.user), (rhythm) => open(forms.whenModal(rhythm))),
    'checkins.history': showHistory,
    'checkins.historyOlder': showHistory,
    'checkins.shared': showShared,
    'checkins.sharedOlder': showShared,
    'checkins.read': onClick(service.readNeed, ({ writer, words }) => open(reading.needModal(writer, words))),
  },
  deliveries: {
    'checkins.prompt': onDeliver({
      timing: 'prompt',
      comesAt: service.promptComesAt,
      ...prompt,
    }),
    // Its reader asked to be asked again.
    'checkins.again': onDeliver({ timing: 'timed', ...prompt }),
    'checkins.need': onDeliver({
      payload: Needed,
      timing: 'news',
      find: (ctx, { checkin, partner, at }) => service.sharedNeed(ctx, checkin, partner, at),
      stands: (need) => need.stands && need.paired,
      show: (need) => messages.needMessage(need),
    }),
  },
  jobs: { 'checkins.prompt': service.askCheckin, 'checkins.replan': service.replanPrompt },
  follows: service.follows,
  mine: service.exportCheckins,
  forget: service.forget,
  glance: service.glance,
  home: async (ctx, user) => {
    const facts = await service.homeFacts(ctx, user)
    return facts ? homePart(facts) : { blocks: [] }
  },
}
