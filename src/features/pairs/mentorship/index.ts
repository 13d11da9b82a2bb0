import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  MEMBERS,
  onClick,
  onSubmit,
  open,
  PAIRED,
  update,
} from '../../../slack/kernel/feature.ts'
import { personArgument } from '../../../slack/ui/mentions.ts'
import { peopleInCharge } from '../../people/coordinators/service.ts'
import { EndForm, PairMeta } from './domain.ts'
import * as endings from './endings.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const viewsOf = (ctx: Context, list: service.Mentorship[], person: string) =>
  Promise.all(list.map((m) => service.pairViewOf(ctx, m, person)))

/** Says why two were matched, and names the reader's other matches that run. */
async function showWhy(ctx: Context, reader: string, m: service.Mentorship): Promise<Answer> {
  const running = await service.activeMentorships(ctx, reader)
  const beside = await viewsOf(ctx, running.filter((each) => each.id !== m.id).reverse(), reader)
  return open(views.whyModal(await service.pairViewOf(ctx, m, reader), beside))
}

/** Opens a window about a mentorship of the person's that runs. */
const aboutRunning =
  (window: (pair: service.PairView) => ModalView): ActionHandler =>
  async (ctx, { who, value }) => {
    const found = await service.runningMentorship(ctx, who.user, value)
    return found.ok ? open(window(await service.pairViewOf(ctx, found.value, who.user))) : found
  }

/** What somebody asks about who names nobody: what runs now, and of that the mentorship first; the newest of these. */
const foremost = (list: service.Mentorship[]) =>
  list.find((m) => m.status === 'active' && m.kind === 'mentorship') ??
  list.find((m) => m.status === 'active') ??
  list.find((m) => m.kind === 'mentorship') ??
  list[0]

export const mentorship: Feature = {
  name: 'mentorship',
  commands: {
    end: {
      group: 'you',
      label: 'Cancel, pause or end',
      usage: 'end',
      help: 'Cancel a session, take a break, end a mentorship, or leave',
      stages: MEMBERS,
      aliases: ['stop', 'cancel', 'quit', 'finish', 'exit'],
      hears: {
        words: /\b(cancel|quit|unsubscribe|(stop|end|leave) (it|this|the|my|our)|no longer|opt out)\b/i,
        as: 'stopping something',
      },
      run: async (ctx, _text, who) => {
        const running = await service.activeMentorships(ctx, who.user)
        return open(endings.stopModal(await viewsOf(ctx, running, who.user)))
      },
    },
    why: {
      label: 'Why this match',
      group: 'find',
      stages: PAIRED,
      aliases: ['reason', 'reasons'],
      usage: 'why [@who]',
      help: 'Why you two were matched',
      run: async (ctx, text, who) => {
        const list = await service.listOf(ctx, who.user)
        const named = text ? await personArgument(ctx, text, 'why') : undefined
        if (named && !named.ok) return named
        const m = named
          ? list.find((each) => service.partnerOf(each, who.user) === named.value)
          : foremost(list)
        if (m) return showWhy(ctx, who.user, m)
        const name = named && (await ctx.directory.nameOf(named.value, 'your partner'))
        return open(views.noMatchYet(name, list.length > 0))
      },
    },
  },
  views: {
    'mentorship.ending': onSubmit(EndForm, PairMeta, async (ctx, form, who, meta) =>
      answer(await service.endAlone(ctx, who.user, meta.mentorship, form.never.length > 0), () =>
        update(endings.endedModal()),
      ),
    ),
    'mentorship.parting': onSubmit(z.object({}), PairMeta, async (ctx, _form, who, meta) =>
      answer(await service.rematch(ctx, who.user, meta.mentorship), () => update(endings.endedModal())),
    ),
  },
  actions: {
    'mentorship.met': onClick(service.recordUnplannedMeeting, (m) =>
      update(
        m.kind === 'chat'
          ? views.metModal('You talked', 'Lovely. I ask each of you one question about it, and that is all.')
          : views.metModal(
              'You met',
              'Lovely. Was there something worth telling, or somebody to thank?',
              m.cadenceDays === null ? m.id : undefined,
            ),
      ),
    ),
    'mentorship.why': async (ctx, click) => {
      const found = await service.ownMentorship(ctx, click.who.user, click.value)
      return found.ok ? showWhy(ctx, click.who.user, found.value) : found
    },
    'mentorship.goal': onClick(service.goalOfMentee, ({ m, goal }) => open(views.goalModal(m, goal))),
    'mentorship.part': aboutRunning(endings.partModal),
    'mentorship.end': aboutRunning(endings.endModal),
  },
  ties: service.ties,
  follows: service.follows,
  glance: service.activeMentorships,
  async home(ctx, user) {
    const list = await service.activeMentorships(ctx, user)
    const lookedAfter = list.some((m) => m.needsHandAt) && (await peopleInCharge(ctx)).length > 0
    return {
      blocks: [],
      pairs: views.homePairs(await viewsOf(ctx, list, user), lookedAfter, ctx.now()),
      // Who has somebody at their side is not sent to look for one.
      ...(list.length > 0 && { next: { rank: 15, blocks: views.allIsWell() } }),
    }
  },
  mine: service.exportMentorships,
  forget: {
    goes: 'Whether a chat was useful to you.',
    stays:
      'That you were matched with somebody, and when, stays with your partners under the name of a former member.',
    write: service.forgetPerson,
  },
}
