import { z } from 'zod'
import type { Context } from '../../../context.ts'
import {
  competency,
  competencyName,
  findCompetency,
  suggest as nearestSkills,
} from '../../../core/competencies.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped, clip, tidy } from '../../../core/text.ts'
import { prepareToUnderstand, understand } from '../../../engine/index.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Click,
  type Feature,
  MEMBERS,
  open,
  update,
} from '../../../slack/kernel/feature.ts'
import { personIn } from '../../../slack/ui/mentions.ts'
import { cardOf } from '../../people/members/views.ts'
import { BrowseMeta, FindMeta } from './domain.ts'
import * as service from './service.ts'
import { browseModal, findModal, fitsMessage, lookoutNotice, namesModal } from './views.ts'

const LOST = 'This window has lost its place. Please close it and type `/mentor find`.'

const show = async (
  ctx: Context,
  person: string,
  meta: FindMeta,
  as: typeof open,
  putAside?: { id: string; name: string },
): Promise<Answer> =>
  answer(await service.suggest(ctx, person, meta), (found) => as(findModal(found, meta, putAside)))

async function showBrowse(ctx: Context, person: string, meta: BrowseMeta, as: typeof open): Promise<Answer> {
  const found = await service.browse(ctx, person, meta)
  // The page that is shown, should there be fewer by now than when it was asked for.
  return as(browseModal(found, { ...meta, page: found.page }))
}

/** A click inside the list of suggestions: changes what it carries along, and shows it anew. */
const showing =
  (change: (meta: FindMeta) => FindMeta): ActionHandler =>
  async (ctx, click) => {
    const meta = FindMeta.safeParse(click.meta ?? {})
    return meta.success ? show(ctx, click.who.user, change(meta.data), update) : refuse(LOST)
  }

/** What the list of suggestions carries along; pressed on a message, the best of all. */
const metaOf = (click: Click): FindMeta => FindMeta.safeParse(click.meta ?? {}).data ?? { skip: 0 }

const filter =
  (change: (meta: BrowseMeta, value: string) => BrowseMeta): ActionHandler =>
  async (ctx, click) => {
    const meta = BrowseMeta.safeParse(click.meta ?? {})
    if (!meta.success) return refuse(LOST)
    const changed = BrowseMeta.safeParse(change(meta.data, click.value))
    return showBrowse(ctx, click.who.user, changed.data ?? meta.data, update)
  }

/** The card of whoever was named instead of a skill; a choice where several are called so. */
async function personMeant(
  ctx: Context,
  text: string,
  words: string,
  reader: string,
): Promise<Answer | undefined> {
  if (findCompetency(words)) return undefined
  const mentioned = /^(?:<@|@)/.test(text.trim()) ? await personIn(ctx, text) : undefined
  const named = mentioned ? [] : await service.mentorsNamedIn(ctx, reader, words)
  const only = mentioned ?? (named.length === 1 ? named[0]?.id : undefined)
  if (only) return answer(await cardOf(ctx, reader, only), open)
  if (named.length === 0) return undefined
  return open(namesModal(words, named, await ctx.directory.people(named.map((one) => one.id))))
}

/** The words to look for, as a window of suggestions carries them. */
function wordsIn(text: string): { words?: string } {
  const words = clip(tidy(asTyped(text)), 200)
  return words ? { words } : {}
}

const numberOr = (value: string) => (value === 'any' ? undefined : Number(value))

export const find: Feature = {
  name: 'find',
  commands: {
    find: {
      group: 'find',
      label: 'Find a mentor',
      hinted: true,
      first: { seeking: 1, both: 3 },
      stages: ['seeking', 'mentored', 'both'],
      aliases: ['mentor', 'search', 'match', 'suggest', 'suggestions', 'looking'],
      hears: {
        words: /\b(find|need|want|looking for|look for) (me )?(a |another |new )*mentor\b/i,
        as: 'looking for a mentor',
      },
      usage: 'find [words]',
      help: 'The five best mentors for you now, and why',
      run: async (ctx, text, who) => {
        const asked = wordsIn(text)
        const person = await personMeant(ctx, text, asked.words ?? '', who.user)
        if (person) return person
        return show(ctx, who.user, { skip: 0, ...asked }, open)
      },
    },
    chat: {
      group: 'find',
      label: '30 minutes on one topic',
      usage: 'chat [words]',
      help: 'Half an hour with somebody who knows one topic',
      first: { seeking: 2 },
      stages: MEMBERS.filter((stage) => stage !== 'paused'),
      aliases: ['chats', 'flash', 'topic', 'coffee'],
      run: (ctx, text, who) => show(ctx, who.user, { skip: 0, chat: true, ...wordsIn(text) }, open),
    },
    browse: {
      group: 'find',
      label: 'Browse mentors',
      stages: MEMBERS,
      aliases: ['mentors', 'directory'],
      usage: 'browse [skill]',
      help: 'All mentors, by skill, level and free places',
      run: async (ctx, raw, who) => {
        const text = asTyped(raw)
        if (!text) return showBrowse(ctx, who.user, { page: 0 }, open)
        await prepareToUnderstand()
        const meant = understand(text)
        const skill = findCompetency(text) ?? (meant.sure ? competency(meant.competencies[0]!) : undefined)
        if (skill) return showBrowse(ctx, who.user, { page: 0, skill: skill.id }, open)
        const read = [...meant.competencies, ...meant.near].slice(0, 3).map((id) => competencyName(id))
        const near = read.length > 0 ? read : nearestSkills(text)
        return refuse(
          near.length > 0
            ? `I do not know that skill. Did you mean ${near.join(', or ')}? Or type \`/mentor browse\` and choose.`
            : 'I do not know that skill. Type `/mentor browse` and choose one from the menu.',
        )
      },
    },
  },
  actions: {
    'find.more': showing((meta) => ({ ...meta, skip: meta.skip + 5 })),
    /** Which of two readings, or what the words stand for. */
    'find.meant': async (ctx, click) => {
      const meta = FindMeta.safeParse(click.meta ?? {})
      if (!meta.success || !competency(click.value)) return refuse(LOST)
      return show(ctx, click.who.user, { ...meta.data, skip: 0, meant: [click.value] }, update)
    },
    'find.notThat': async (ctx, click) => {
      const meta = FindMeta.safeParse(click.meta ?? {})
      if (!meta.success) return refuse(LOST)
      // Pressed twice, it is one reading that was wrong.
      if (meta.data.words && meta.data.meant?.length !== 0) await service.countMisread(ctx, meta.data.words)
      return show(ctx, click.who.user, { ...meta.data, skip: 0, meant: [] }, update)
    },
    'find.wanted': async (ctx, click) => {
      const meta = FindMeta.safeParse(click.meta ?? {})
      if (!meta.success || !competency(click.value)) return refuse(LOST)
      if (!meta.data.told) await service.countWanted(ctx, click.value)
      return show(ctx, click.who.user, { ...meta.data, told: true }, update)
    },
    'find.first': showing((meta) => ({ ...meta, skip: 0 })),
    'find.chats': showing((meta) => ({ ...meta, skip: 0, chat: true })),
    'find.mentors': showing((meta) => ({ ...meta, skip: 0, chat: false })),
    'find.tell': async (ctx, click) =>
      answer(await service.startWaiting(ctx, click.who.user), () => update(lookoutNotice(true))),
    'find.untell': async (ctx, click) =>
      answer(await service.stopWaiting(ctx, click.who.user), () => update(lookoutNotice(false))),
    'find.not': async (ctx, click) => {
      const done = await service.hideSuggestion(ctx, click.who.user, click.value)
      if (!done.ok) return done
      const putAside = { id: click.value, name: done.value.name }
      const as = click.surface === 'modal' ? update : open
      return show(ctx, click.who.user, metaOf(click), as, putAside)
    },
    /** One who was put aside, or with 'all' each of them. */
    'find.again': async (ctx, click) => {
      await service.unhideSuggestions(ctx, click.who.user, click.value === 'all' ? undefined : click.value)
      return show(ctx, click.who.user, metaOf(click), update)
    },
    'find.skill': filter((meta, value) => ({ ...meta, page: 0, skill: value === 'any' ? undefined : value })),
    'find.level': filter((meta, value) => ({ ...meta, page: 0, level: numberOr(value) })),
    'find.overlap': filter((meta, value) => ({ ...meta, page: 0, overlap: numberOr(value) })),
    'find.free': filter((meta, value) => ({ ...meta, page: 0, free: value === 'free' || undefined })),
    'find.previous': filter((meta) => ({ ...meta, page: Math.max(0, meta.page - 1) })),
    'find.next': filter((meta) => ({ ...meta, page: meta.page + 1 })),
  },
  deliveries: {
    'find.fits': onDeliver({
      payload: z.object({ person: z.string(), mentor: z.string() }),
      // They asked to be told, and wait for it.
      timing: 'news',
      find: async (ctx, { person, mentor }) => ({ fit: await service.fitFor(ctx, person, mentor) }),
      stands: ({ fit }) => fit !== undefined,
      show: ({ fit }) => fitsMessage(fit),
      sent: (ctx, { person, mentor }) => service.markTold(ctx, person, mentor),
    }),
  },
  jobs: { 'find.freed': service.scheduleOffers, 'find.look': service.offerPlaces },
  follows: service.follows,
  mine: service.exportSuggestions,
  forget: {
    goes: 'That you wait to be told of a mentor, and whom you put aside.',
    write: service.forgetPerson,
  },
}
