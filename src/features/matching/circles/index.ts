import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, nextWorkingDate, shiftDate } from '../../../core/calendar.ts'
import type { Outcome } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  nothing,
  onSubmit,
  open,
  typedIn,
  update,
} from '../../../slack/kernel/feature.ts'
import { button } from '../../../slack/ui/blocks.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { barredBy } from '../../people/privacy/service.ts'
import { objectionTo, StartForm, seedOf } from './domain.ts'
import { promptFor } from './prompts.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const OfCircle = z.object({ circle: z.string() })
const ToPerson = z.object({ circle: z.string(), person: z.string() })
const Seated = z.object({ group: z.string(), person: z.string() })

const zoneOf = async (ctx: Context, person: string) => (await ctx.directory.hours(person)).zone

async function show(ctx: Context, person: string): Promise<Answer> {
  const { list, coordinator, member, zone } = await service.circlesFor(ctx, person)
  return update(member || coordinator ? views.listModal(list, coordinator, zone) : views.membersModal())
}

/** From a modal the list is shown as it is now; Home and messages follow by themselves. */
const then =
  <T>(act: (ctx: Context, person: string, value: string) => Promise<Outcome<T>>): ActionHandler =>
  async (ctx, { who, value, surface }) => {
    const outcome = await act(ctx, who.user, value)
    if (!outcome.ok) return outcome
    return surface === 'modal' ? show(ctx, who.user) : nothing()
  }

export const circles: Feature = {
  name: 'circles',
  hub: [{ group: 'find', button: button('Peer circles', 'circles.show') }],
  views: {
    'circles.start': {
      ...onSubmit(StartForm, async (ctx, form, who) => {
        const zone = await zoneOf(ctx, who.user)
        return answer(await service.startCircle(ctx, who.user, form), (circle) =>
          update(views.startedModal(circle, zone)),
        )
      }),
      check: async (ctx, raw) => {
        const day = typedIn(raw, 'firstOn')
        const no = day && objectionTo(day, await ctx.directory.channelHours(), ctx.now())
        return { firstOn: no ? no.reason : undefined }
      },
    },
  },
  actions: {
    'circles.show': (ctx, click) => show(ctx, click.who.user),
    'circles.open': async (ctx, click) =>
      answer(await service.mayStart(ctx, click.who.user), (hours) => {
        const inAWeek = shiftDate(dateIn(hours.zone, ctx.now()), 7)
        return open(views.startModal(nextWorkingDate(hours, inAWeek) ?? inAWeek))
      }),
    'circles.join': then(service.joinCircle),
    'circles.out': then(service.leaveCircle),
    'circles.stop': then(service.stopCircle),
    'circles.met': then((ctx, person, group) => service.answerMet(ctx, person, group, 'met')),
    'circles.missed': then((ctx, person, group) => service.answerMet(ctx, person, group, 'missed')),
  },
  deliveries: {
    'circles.invite': onDeliver({
      payload: ToPerson,
      timing: 'nudge',
      together: together(views.invitesTitle),
      async render(ctx, { circle: id, person }, posted) {
        const circle = await service.findCircle(ctx, id)
        if (!circle) return 'useless'
        const joined = await service.isIn(ctx, id, person)
        // Found it on Home meanwhile, or it ended: nobody needs the question.
        if (!posted && (joined || circle.status !== 'running')) return 'useless'
        return views.inviteMessage(circle, joined, await zoneOf(ctx, person))
      },
    }),
    'circles.intro': onDeliver({
      payload: z.object({ group: z.string(), people: z.array(z.string()), again: z.boolean() }),
      timing: 'news',
      async render(ctx, { group, people, again }) {
        const facts = await service.groupFacts(ctx, group)
        const now = facts?.seats.map((seat) => seat.person).sort()
        if (!facts || facts.endsAt <= ctx.now()) return 'useless'
        if (now?.join() !== [...people].sort().join()) return 'useless'
        // Said in the moment in which it is sent: no conversation is opened between two who must not be paired.
        for (const [at, one] of people.entries())
          for (const other of people.slice(at + 1))
            if ((await barredBy(ctx, one, other)).length > 0) return 'useless'
        const { circle, rotation, reasons } = facts
        // What was true of three names one who is gone.
        return views.introMessage({
          circle,
          people,
          proposer: people[seedOf(group, rotation) % people.length]!,
          again,
          reasons: again ? [] : reasons,
          prompt: promptFor(rotation),
        })
      },
    }),
    'circles.ask': onDeliver({
      payload: Seated,
      timing: 'nudge',
      together: together(views.asksTitle),
      async render(ctx, { group, person }, posted) {
        const facts = await service.groupFacts(ctx, group)
        if (!facts) return 'useless'
        const here = facts.seats.some((seat) => seat.person === person)
        const others = facts.seats.filter((seat) => seat.person !== person)
        const known = facts.seats.some((seat) => seat.answer === 'met')
        if (!posted && (!here || !others.length || known)) return 'useless'
        const accounts = await ctx.directory.people(others.map((seat) => seat.person))
        const names = [...accounts.values()].map((account) => account.name)
        return views.askMessage(facts, person, names, await zoneOf(ctx, person))
      },
    }),
    'circles.without': onDeliver({
      payload: ToPerson.extend({ rotation: z.number(), cause: z.string() }),
      timing: 'news',
      async render(ctx, { circle: id, person, rotation, cause }) {
        const circle = await service.findCircle(ctx, id)
        if (circle?.status !== 'running' || circle.rotation !== rotation) return 'useless'
        return views.withoutMessage(circle, cause === 'alone', await zoneOf(ctx, person))
      },
    }),
    'circles.alone': onDeliver({
      payload: ToPerson,
      timing: 'news',
      async render(ctx, { circle: id, person }) {
        const circle = await service.findCircle(ctx, id)
        if (circle?.status !== 'running') return 'useless'
        return views.aloneMessage(circle, await zoneOf(ctx, person))
      },
    }),
    'circles.empty': onDeliver({
      payload: ToPerson,
      timing: 'news',
      async render(ctx, { circle: id }, posted) {
        const circle = await service.findCircle(ctx, id)
        const many = await service.countIn(ctx, id)
        if (!circle || (!posted && (circle.status !== 'running' || many > 1))) return 'useless'
        return views.emptyMessage(circle, many)
      },
    }),
    'circles.ended': onDeliver({
      payload: OfCircle,
      timing: 'news',
      async render(ctx, { circle: id }) {
        const circle = await service.findCircle(ctx, id)
        return circle ? views.endedMessage(circle) : 'useless'
      },
    }),
  },
  ties: service.ties,
  follows: service.follows,
  jobs: { 'circles.rotate': service.rotate },
  async home(ctx, user) {
    const { list, coordinator, zone } = await service.circlesFor(ctx, user)
    return { blocks: views.homeBlocks(list, coordinator, zone) }
  },
}
