import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import { type Answer, answer, type Feature, onSubmit, open, update } from '../../../slack/kernel/feature.ts'
import { personIn } from '../../../slack/ui/mentions.ts'
import { inCharge } from '../../people/coordinators/service.ts'
import { EndForm, PairMeta } from './domain.ts'
import * as endings from './endings.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your partner')

async function why(
  ctx: Context,
  reader: string,
  m: service.Mentorship | undefined,
  other?: string,
): Promise<Answer> {
  const list = await service.listOf(ctx, reader)
  if (!m) return open(views.noMatchYet(other && (await nameOf(ctx, other)), list.length > 0))
  const { zone } = await ctx.directory.hours(reader)
  const beside = list.filter((each) => each.status === 'active' && each.id !== m.id)
  const names = await ctx.directory.names(beside.map((each) => service.partnerOf(each, reader)))
  return open(
    views.whyModal(
      m,
      reader,
      await nameOf(ctx, service.partnerOf(m, reader)),
      zone,
      beside.map((each) => [each.id, names.get(service.partnerOf(each, reader)) ?? 'your partner']),
    ),
  )
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
    why: {
      label: 'Why this match',
      usage: 'why [@who]',
      help: 'Why you two were matched',
      run: async (ctx, text, who) => {
        const other = text ? await personIn(ctx, text) : undefined
        if (text && !other)
          return refuse('I do not know who that is. Type `/mentor why @` and choose a name.')
        const list = await service.listOf(ctx, who.user)
        return why(
          ctx,
          who.user,
          other ? list.find((m) => service.partnerOf(m, who.user) === other) : foremost(list),
          other,
        )
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
    'mentorship.met': async (ctx, click) =>
      answer(await service.met(ctx, click.who.user, click.value), (m) =>
        update(
          m.kind === 'chat'
            ? views.toldModal(
                'You talked',
                'Lovely. I ask each of you one question about it, and that is all.',
              )
            : views.toldModal(
                'You met',
                'Lovely. Was there something worth telling, or somebody to thank?',
                m.cadenceDays === null ? m.id : undefined,
              ),
        ),
      ),
    'mentorship.why': async (ctx, click) => {
      const found = await service.mine(ctx, click.who.user, click.value)
      return found.ok ? why(ctx, click.who.user, found.value) : found
    },
    'mentorship.goal': async (ctx, click) =>
      answer(await service.goalFor(ctx, click.who.user, click.value), ({ m, goal }) =>
        open(views.goalModal(m, goal)),
      ),
    'mentorship.part': async (ctx, click) => {
      const found = await service.running(ctx, click.who.user, click.value)
      if (!found.ok) return found
      return open(
        endings.partModal(found.value, await nameOf(ctx, service.partnerOf(found.value, click.who.user))),
      )
    },
    'mentorship.end': async (ctx, click) => {
      const found = await service.running(ctx, click.who.user, click.value)
      if (!found.ok) return found
      return open(
        endings.endModal(found.value, await nameOf(ctx, service.partnerOf(found.value, click.who.user))),
      )
    },
  },
  ties: service.ties,
  follows: service.follows,
  async home(ctx, user) {
    const list = await service.activeMentorships(ctx, user)
    const names = await ctx.directory.names(list.map((m) => m.partner))
    const { zone } = await ctx.directory.hours(user)
    const lookedAfter = list.some((m) => m.needsHandAt) && (await inCharge(ctx)).length > 0
    return { blocks: views.homeBlocks(list, user, names, zone, lookedAfter) }
  },
}
