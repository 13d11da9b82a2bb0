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
  MEMBERS,
  nothing,
  onSubmit,
  open,
  typedIn,
  update,
} from '../../../slack/kernel/feature.ts'
import { button } from '../../../slack/ui/blocks.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
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

/** A circle with those who take part. */
async function withMembers(ctx: Context, id: string) {
  const circle = await service.findCircle(ctx, id)
  return circle && { circle, members: await service.listMembers(ctx, id) }
}

async function findRunning(ctx: Context, id: string) {
  const circle = await service.findCircle(ctx, id)
  return circle?.status === 'running' ? circle : undefined
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
  hub: [{ group: 'find', stages: MEMBERS, button: button('Peer circles', 'circles.show') }],
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
      combine: combineMessages(views.invitesTitle),
      find: (ctx, { circle }) => withMembers(ctx, circle),
      // Found it on Home meanwhile, or it ended: nobody needs the question.
      stands: ({ circle, members }, { person }) => circle.status === 'running' && !members.includes(person),
      show: async ({ circle, members }, { person }, ctx) =>
        views.inviteMessage(circle, members.includes(person), await zoneOf(ctx, person)),
    }),
    'circles.intro': onDeliver({
      payload: z.object({ group: z.string(), people: z.array(z.string()), again: z.boolean() }),
      timing: 'news',
      async find(ctx, { group, people }) {
        const facts = await service.findGroup(ctx, group)
        if (!facts || facts.endsAt <= ctx.now()) return undefined
        const now = facts.seats.map((seat) => seat.person).sort()
        if (now.join() !== [...people].sort().join()) return undefined
        // Said in the moment in which it is sent: no conversation is opened between two who must not be paired.
        for (const [at, one] of people.entries())
          for (const other of people.slice(at + 1))
            if ((await barredBy(ctx, one, other)).length > 0) return undefined
        return facts
      },
      show: ({ circle, rotation, reasons }, { group, people, again }) =>
        views.introMessage({
          circle,
          people,
          proposer: people[seedOf(group, rotation) % people.length]!,
          again,
          // What was true of three names one who is gone.
          reasons: again ? [] : reasons,
          prompt: promptFor(rotation),
        }),
    }),
    'circles.ask': onDeliver({
      payload: Seated,
      timing: 'nudge',
      combine: combineMessages(views.asksTitle),
      find: (ctx, { group }) => service.findGroup(ctx, group),
      stands: ({ seats }, { person }) =>
        seats.length > 1 &&
        seats.some((seat) => seat.person === person) &&
        seats.every((seat) => seat.answer !== 'met'),
      async show(facts, { person }, ctx) {
        const others = facts.seats.filter((seat) => seat.person !== person)
        const names = await ctx.directory.names(others.map((seat) => seat.person))
        return views.askMessage(facts, person, [...names.values()], await zoneOf(ctx, person))
      },
    }),
    'circles.without': onDeliver({
      payload: ToPerson.extend({ rotation: z.number(), cause: z.string() }),
      timing: 'news',
      async find(ctx, { circle: id, rotation }) {
        const circle = await findRunning(ctx, id)
        return circle?.rotation === rotation ? circle : undefined
      },
      show: async (circle, { person, cause }, ctx) =>
        views.withoutMessage(circle, cause === 'alone', await zoneOf(ctx, person)),
    }),
    'circles.alone': onDeliver({
      payload: ToPerson,
      timing: 'news',
      find: (ctx, { circle }) => findRunning(ctx, circle),
      show: async (circle, { person }, ctx) => views.aloneMessage(circle, await zoneOf(ctx, person)),
    }),
    'circles.empty': onDeliver({
      payload: ToPerson,
      timing: 'news',
      find: (ctx, { circle }) => withMembers(ctx, circle),
      stands: ({ circle, members }) => circle.status === 'running' && members.length < 2,
      show: ({ circle, members }) => views.emptyMessage(circle, members.length),
    }),
    'circles.ended': onDeliver({
      payload: OfCircle,
      timing: 'news',
      find: (ctx, { circle }) => service.findCircle(ctx, circle),
      show: views.endedMessage,
    }),
  },
  ties: service.ties,
  mine: service.exportCircles,
  forget: {
    goes: 'That you take part in circles, your answers whether a group met, and why its people were brought together.',
    stays:
      'That they were in a group with somebody stays with its others, with "a former member" in your place.',
    write: service.forgetPerson,
  },
  follows: service.follows,
  jobs: { 'circles.rotate': service.rotateCircle },
  glance: service.listFor,
  async home(ctx, user) {
    const { list, coordinator, zone } = await service.circlesFor(ctx, user)
    return { blocks: views.homeBlocks(list, coordinator, zone) }
  },
}
