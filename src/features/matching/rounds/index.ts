import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { type Outcome, refuse } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Click,
  type Feature,
  onSubmit,
  open,
  update,
  type Who,
} from '../../../slack/kernel/feature.ts'
import { findTeam, isCoordinator } from '../../people/coordinators/service.ts'
import { findMember } from '../../people/members/service.ts'
import * as asked from './asked.ts'
import { choicesFrom, type Edit, FormMeta, OtherForm, RoundForm, RoundMeta, WAITING } from './domain.ts'
import { pairModal } from './pair.ts'
import { pageOf, previewModal, settledOf } from './preview.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const CHANGED =
  '*Nothing was published*: this round was changed after you looked at it. This is how it stands now; look once more, then publish.'
const LOST = 'This window has lost its place. Please close it and type `/mentor round`.'

async function show(
  ctx: Context,
  who: Who,
  outcome: Outcome<service.Preview>,
  { page = 0, note }: { page?: number; note?: string } = {},
): Promise<Answer> {
  if (!outcome.ok) return outcome
  const { zone } = await ctx.directory.hours(who.user)
  const { pairs } = outcome.value
  const { shown } = pageOf(settledOf(pairs), page)
  const named = [...shown, ...pairs.filter(service.isUndecided)]
  const people = await ctx.directory.people(named.map((pair) => pair.mentee))
  return update(previewModal(outcome.value, zone, people, { page, note }))
}

/** A click in a round's window, which carries the round's id. */
const inRound =
  (run: (ctx: Context, click: Click, meta: RoundMeta) => Promise<Answer>): ActionHandler =>
  async (ctx, click) => {
    const meta = RoundMeta.safeParse(click.meta ?? {})
    return meta.success ? run(ctx, click, meta.data) : refuse(LOST)
  }

/** Changes the draft and shows what came of it. */
const editing = (edit: (click: Click) => Edit) =>
  inRound(async (ctx, click, meta) => {
    const { who } = click
    const outcome = await service.editRound(ctx, who.user, meta.round, edit(click), who.progress)
    return show(ctx, who, outcome, meta)
  })

const turning = (by: number) =>
  inRound(async (ctx, { who }, { round, page }) =>
    show(ctx, who, await service.openRound(ctx, who.user, round), { page: page + by }),
  )

const publishing = (without: boolean) =>
  inRound(async (ctx, { who }, { round, version }) => {
    const outcome = await service.publishRound(ctx, who.user, round, { without, seen: version })
    if (!outcome.ok) return outcome
    const came = outcome.value
    if (came.published) return update(views.publishedModal(round, came))
    return came.changed
      ? show(ctx, who, await service.openRound(ctx, who.user, round), { note: CHANGED })
      : update(views.brokenModal({ round, version }, came.broken, came.left))
  })

/** The form; its `round` is the draft whose choices are changed, if there is one. */
async function form(ctx: Context, round?: service.Round): Promise<Answer> {
  const [programmes, past, outlook] = await Promise.all([
    round ? [] : service.listProgrammes(ctx),
    round ? [] : service.listRounds(ctx, 1),
    service.outlook(ctx, round?.programme),
  ])
  return update(views.formModal(programmes, outlook, round, past.length > 0))
}

/** The names that these pairs need, and who published their round. */
async function readingOf(
  ctx: Context,
  pairs: service.RoundPair[],
  reader: string,
): Promise<asked.AskedReading> {
  const round = pairs[0] && (await service.findRound(ctx, pairs[0].round))
  const people = pairs.flatMap(({ mentee, mentor }) => [mentee, mentor ?? mentee])
  const [names, { zone }, by] = [
    await ctx.directory.names(people),
    await ctx.directory.hours(reader),
    round?.publishedBy ? (await ctx.directory.person(round.publishedBy))?.name : undefined,
  ]
  return { names, zone, by }
}

type OnAsked<T> = (ctx: Context, person: string, round: string, mentee: string) => Promise<Outcome<T>>

/** A click about a pair whose mentor is asked: on a message, on Home, or in the round's window, which then shows the round. */
const aboutAsked =
  <T>(act: OnAsked<T>, say: (came: T, name: string) => ModalView): ActionHandler =>
  async (ctx, { who, value, meta }) => {
    const [round = '', mentee = ''] = value.split(':')
    const came = await act(ctx, who.user, round, mentee)
    if (!came.ok) return came
    const window = RoundMeta.safeParse(meta ?? {})
    if (window.success) return show(ctx, who, await service.openRound(ctx, who.user, round), window.data)
    return open(say(came.value, await ctx.directory.nameOf(mentee, 'your colleague')))
  }

const two = (value: string) => {
  const [mentee = '', mentor = ''] = value.split(':')
  return { mentee, mentor }
}

export const rounds: Feature = {
  name: 'rounds',
  commands: {
    round: {
      group: 'coordinators',
      label: 'Match everyone',
      first: { running: 1 },
      aliases: ['rounds', 'cohort'],
      usage: 'round',
      help: 'Match everybody who looks for a mentor at once',
      audience: 'coordinators',
      async run(ctx, _text, who) {
        const [may, draft] = await Promise.all([service.mayRun(ctx, who.user), service.findDraft(ctx)])
        if (!may.ok) return may
        return draft ? show(ctx, who, await service.openRound(ctx, who.user, draft.id)) : form(ctx)
      },
    },
  },
  views: {
    'rounds.begin': onSubmit(RoundForm, FormMeta, async (ctx, form, who, { round }) => {
      const choices = choicesFrom(form)
      const outcome = round
        ? await service.editRound(ctx, who.user, round, { do: 'choose', choices }, who.progress)
        : await service.beginRound(ctx, who.user, choices, {
            programme: form.programme,
            progress: who.progress,
          })
      return show(ctx, who, outcome)
    }),
    'rounds.giving': onSubmit(OtherForm, RoundMeta, async (ctx, { mentor }, who, meta) => {
      if (!mentor || !meta.mentee) return refuse('Choose another mentor first, or press Back.', 'mentor')
      const edit: Edit = { do: 'give', mentee: meta.mentee, mentor }
      const outcome = await service.editRound(ctx, who.user, meta.round, edit, who.progress)
      return show(ctx, who, outcome, meta)
    }),
  },
  actions: {
    'rounds.open': async (ctx, { who, value }) =>
      show(ctx, who, await service.openRound(ctx, who.user, value)),
    'rounds.list': async (ctx, { who }) => {
      const may = await service.mayRun(ctx, who.user)
      if (!may.ok) return may
      const { zone } = await ctx.directory.hours(who.user)
      return update(views.listModal(await service.listRounds(ctx), zone))
    },
    'rounds.solve': editing(() => ({ do: 'solve' })),
    'rounds.allow': editing(() => ({ do: 'allow' })),
    'rounds.lock': editing((click) => ({ do: 'lock', ...two(click.value) })),
    'rounds.unlock': editing((click) => ({ do: 'unlock', mentee: click.value })),
    'rounds.forbid': editing((click) => ({ do: 'forbid', ...two(click.value) })),
    'rounds.leaveOut': editing((click) => ({ do: 'leaveOut', person: click.value })),
    'rounds.next': turning(1),
    'rounds.previous': turning(-1),
    'rounds.back': turning(0),
    'rounds.pair': inRound(async (ctx, click, meta) => {
      const found = await service.othersFor(ctx, click.who.user, meta.round, click.value)
      if (!found.ok) return found
      const { round, pair, others } = found.value
      const people = await ctx.directory.people(
        [pair.mentee, pair.mentor, ...others.map((o) => o.mentor)].filter((id) => id !== null),
      )
      return update(pairModal(round, pair, others, people, meta.page))
    }),
    'rounds.choose': inRound(async (ctx, click, meta) => {
      const found = await service.openRound(ctx, click.who.user, meta.round)
      return found.ok ? form(ctx, found.value.round) : found
    }),
    'rounds.publish': publishing(false),
    'rounds.publishRest': publishing(true),
    'rounds.glad': aboutAsked(service.acceptAsked, ({ began }, name) =>
      began ? asked.gladModal(name) : asked.goneModal(name),
    ),
    'rounds.notNow': aboutAsked(service.declineAsked, asked.notNowModal),
    'rounds.goAhead': aboutAsked(service.introduceAnyway, ({ began }, name) =>
      began ? asked.begunModal(name) : asked.goneBetweenModal(name),
    ),
    'rounds.takeBack': aboutAsked(service.takeBackAsked, (_, name) => asked.leftModal(name)),
    'rounds.discard': inRound(async (ctx, click, meta) =>
      answer(await service.discardRound(ctx, click.who.user, meta.round), () =>
        update(views.discardedModal()),
      ),
    ),
  },
  deliveries: {
    'rounds.asked': onDeliver({
      payload: z.object({ round: z.string(), mentor: z.string() }),
      timing: 'news',
      async find(ctx, { round, mentor }) {
        const pairs = await service.listAskedIn(ctx, round, mentor)
        return pairs.length > 0 ? pairs : undefined
      },
      stands: (pairs) => pairs.some(({ status }) => WAITING.includes(status)),
      show: async (pairs, { mentor }, ctx) => asked.askedMessage(pairs, await readingOf(ctx, pairs, mentor)),
    }),
    'rounds.told': onDeliver({
      payload: z.object({
        round: z.string(),
        mentor: z.string(),
        mentee: z.string().optional(),
        to: z.string(),
      }),
      timing: 'news',
      async find(ctx, { round, mentor, mentee }) {
        const pairs = await service.listAskedIn(ctx, round, mentor)
        const told = pairs.filter((pair) => (mentee ? pair.mentee === mentee : pair.status !== 'declined'))
        return told.length > 0 ? told : undefined
      },
      stands: (pairs) => pairs.some(({ status }) => status === 'declined' || WAITING.includes(status)),
      show: async (pairs, { to }, ctx) => asked.toldMessage(pairs, await readingOf(ctx, pairs, to)),
    }),
    'rounds.unmatched': onDeliver({
      payload: z.object({ round: z.string(), person: z.string() }),
      timing: 'news',
      find: (ctx, { round, person }) => service.unmatchedIn(ctx, round, person),
      show: views.unmatchedMessage,
    }),
  },
  jobs: { 'rounds.askEnds': service.endAsking },
  follows: service.follows,
  mine: service.exportRounds,
  forget: {
    goes: 'What rounds of matching found for you as a mentee, and whom a coordinator kept you apart from in them.',
    stays: 'Mentees whom a round matched with you keep that, with "a former member" in your place.',
    write: service.removePerson,
  },
  glance: (ctx, user) => Promise.all([service.hasDraft(ctx), findTeam(ctx), service.isAsked(ctx, user)]),
  async home(ctx, user) {
    const waited = (await findMember(ctx, user))?.roundsWaited ?? 0
    const waiting = waited > 0 && views.waitingBlocks(waited)
    const coordinator = await isCoordinator(ctx, user)
    const draft = coordinator && (await service.hasDraft(ctx)) ? await service.findDraft(ctx) : undefined
    const blocks = [waiting, coordinator && views.homeBlocks(draft)]
    const [first] = (await service.isAsked(ctx, user)) ? await service.listWaitingFor(ctx, user) : []
    if (!first) return { blocks }
    return { blocks, next: { rank: 88, blocks: asked.askBlocks(first, await readingOf(ctx, [first], user)) } }
  },
}
