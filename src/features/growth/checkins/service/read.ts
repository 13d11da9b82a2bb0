/** What stands in check-ins: for their writer, for a partner, on screen, and for the file of all that is held. */

import type { Context } from '../../../../context.ts'
import { isHumane } from '../../../../core/calendar.ts'
import { done, refuse } from '../../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../../core/text.ts'
import { findMember } from '../../../people/members/service.ts'
import { moodWords, PAGE } from '../domain.ts'
import {
  type Checkin,
  findCheckin,
  findLatest,
  glance,
  listAnswered,
  listCheckins,
  listShared,
  listSharedAt,
  openWords,
  removeUnshared,
  type Words,
} from '../store.ts'
import { helpersFor, needsHelp } from './help.ts'
import { asPartner, countStreak, type PairOf, pairsOf, partnersOf } from './partners.ts'
import { promptComesAt, type Rhythm, rhythmOf, stopCheckins } from './prompts.ts'

export interface Entry {
  checkin: Checkin
  /** What the reader may read. */
  words: Words
}

export interface Page {
  entries: Entry[]
  page: number
  more: boolean
}

/** One page of rows of which a list reads one more, to know whether there is another. */
const pageOf = (rows: Checkin[], page: number, words: (row: Checkin) => Words): Page => ({
  entries: rows.slice(page * PAGE, (page + 1) * PAGE).map((checkin) => ({ checkin, words: words(checkin) })),
  page,
  more: rows.length > (page + 1) * PAGE,
})
const readFor = (page: number) => (page + 1) * PAGE + 1

/** This person's own answers, newest first. */
export const earlierCheckins = async (ctx: Context, person: string, page: number): Promise<Page> =>
  pageOf(await listAnswered(ctx, person, readFor(page)), page, (checkin) => openWords(ctx, checkin))

/**
 * What `writer` wrote for `reader`, newest first: progress, and needs that were passed on; nothing else. It was written for
 * the two of a mentorship: once it is over it is read no more, whatever old button is pressed.
 */
export async function sharedProgress(ctx: Context, writer: string, reader: string, page = 0) {
  const paired = (await pairsOf(ctx, reader)).some(({ partner }) => partner === writer)
  const rows = paired ? await listShared(ctx, writer, reader, readFor(page)) : []
  const shared = pageOf(rows, page, ({ id, progress, need, needSharedAt }) =>
    ctx.words('checkins', id).open({ progress, ...(needSharedAt !== null && { need }) }),
  )
  return { ...shared, writer: await asPartner(ctx, writer) }
}

export type SharedPage = Awaited<ReturnType<typeof sharedProgress>>

/** As `sharedProgress`, but only what was written after `since`: what to know before the two meet. */
export async function sharedSince(ctx: Context, writer: string, reader: string, since: number) {
  const { entries } = await sharedProgress(ctx, writer, reader)
  return entries.filter(({ checkin }) => (checkin.answeredAt ?? 0) > since)
}

/** A need, for the partner it was passed on to. */
export async function readNeed(ctx: Context, reader: string, id: string) {
  const checkin = await findCheckin(ctx, id)
  const mine = checkin?.partner === reader && checkin.needSharedAt !== null
  const words = checkin && mine ? openWords(ctx, checkin).need : undefined
  if (!checkin || !words)
    return refuse('These words are not shared with you, or not any more. Ask your partner how it goes.')
  return done({ writer: await asPartner(ctx, checkin.person), words })
}

/**
 * How it stands with a need that was passed on to `partner` at `at`: whether it still is since the same instant, and
 * whether the two still have a mentorship.
 */
export async function sharedNeed(ctx: Context, id: string, partner: string, at: number) {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  return {
    checkin: id,
    writer: await asPartner(ctx, checkin.person),
    stands: checkin.partner === partner && checkin.needSharedAt === at,
    paired: (await partnersOf(ctx, checkin.person)).some((p) => p.person === partner),
  }
}

export type Need = NonNullable<Awaited<ReturnType<typeof sharedNeed>>>

/** A check-in as it is now, with all that its message tells. */
export async function promptFacts(ctx: Context, id: string) {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  const hours = await ctx.directory.hours(checkin.person)
  const partners = await partnersOf(ctx, checkin.person)
  const { feeling } = openWords(ctx, checkin)
  const help = checkin.status === 'answered' && needsHelp(checkin, feeling, partners)
  const [only, another] = partners
  return {
    checkin,
    mood: feeling,
    /** Who could give a hand; undefined where it needs none. */
    helpers: help ? await helpersFor(ctx, checkin.person, partners) : undefined,
    /** When the two meet next, of somebody with one partner. */
    meetsAt:
      checkin.status === 'prompted' && only && !another
        ? (await ctx.ties(checkin.person)).find((tie) => tie.how === 'meets' && tie.other === only.person)?.at
        : undefined,
    member: await findMember(ctx, checkin.person),
    hours,
    nextAt: await promptComesAt(ctx, checkin.person),
    partners,
    /** How many check-ins in a row are answered. */
    streak: await countStreak(ctx, checkin.person),
    /** Whether now is within this person's working hours, which may have changed since it was planned. */
    humane: isHumane(hours, ctx.now()),
  }
}

export type PromptFacts = NonNullable<Awaited<ReturnType<typeof promptFacts>>>

export interface HomeFacts extends Rhythm {
  /** The check-in that waits for an answer, if it is on screen. */
  open?: Checkin
  /** Partners who shared something, and when they did last. */
  shared: { partner: PairOf; at: number }[]
}

/** What Home shows; undefined for somebody who has no partner. */
export async function homeFacts(ctx: Context, person: string): Promise<HomeFacts | undefined> {
  const rhythm = await rhythmOf(ctx, person)
  if (!rhythm.ok || !rhythm.value.paired) return undefined
  const [asked, told] = await glance(ctx, person)
  const latest = asked ? await findLatest(ctx, person) : undefined
  const partners = told ? await partnersOf(ctx, person) : []
  const all = await listSharedAt(
    ctx,
    partners.map((partner) => partner.person),
    person,
  )
  const shared = partners.flatMap((partner) => {
    const at = all.find((row) => row.person === partner.person)?.answeredAt
    return at ? [{ partner, at }] : []
  })
  const open = latest?.status === 'prompted' && latest.promptedAt !== null ? latest : undefined
  return { ...rhythm.value, open, shared }
}

/** All that is held of this person's check-ins. What partners wrote for them is the partners'. */
export async function exportCheckins(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const all = await listCheckins(ctx, person, undefined)
  const names = await ctx.directory.names(all.flatMap(({ partner }) => partner ?? []))
  return {
    'Check-ins': all.map((checkin) => {
      const { feeling, progress, need, blocker, win } = openWords(ctx, checkin)
      return {
        Day: checkin.on,
        State: checkin.status,
        'How it went': feeling && moodWords(feeling),
        Progress: progress,
        'What you needed': need,
        'What was in the way': blocker,
        'A win': win,
        'Progress is read by': progress && checkin.partner && (names.get(checkin.partner) ?? FORMER_MEMBER),
        'The need was passed on': checkin.needSharedAt !== null,
        'The win was told': checkin.winShared,
      }
    }),
  }
}

export const forget = {
  goes: 'Your check-ins: how it went, and what you wrote for yourself.',
  stays: 'Progress and needs that you shared with a partner stay with them, under “a former member”.',
  write: async (ctx: Context, person: string) => [
    await stopCheckins(ctx, person),
    ctx.schedule.cancel('checkins.replan', person),
    removeUnshared(ctx, person),
  ],
}
