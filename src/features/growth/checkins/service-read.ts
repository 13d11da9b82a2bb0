/** Reading answers: one's own, and what a partner shared. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { PAGE } from './domain.ts'
import { named, type Partner, partnersOf } from './service-common.ts'
import {
  type Checkin,
  findCheckin,
  listAnswered,
  listShared,
  openMood,
  openWords,
  type Words,
} from './store.ts'

export interface Entry {
  checkin: Checkin
  words: Words
  /** Only where its writer reads it. */
  mood?: number
}

export interface Page {
  entries: Entry[]
  page: number
  more: boolean
}

/** This person's own answers, newest first. */
export async function earlierCheckins(ctx: Context, person: string, page: number): Promise<Page> {
  const rows = await listAnswered(ctx, person, PAGE + 1, page * PAGE)
  return paged(rows, page, (checkin) => ({
    checkin,
    words: openWords(ctx, checkin),
    mood: openMood(ctx, checkin),
  }))
}

export interface SharedPage extends Page {
  writer: Partner
}

/** What `writer` wrote for `reader`, newest first: progress, and needs that were passed on; nothing else. */
export async function sharedProgress(
  ctx: Context,
  writer: string,
  reader: string,
  page = 0,
): Promise<SharedPage> {
  const rows = await listShared(ctx, writer, reader, PAGE + 1, page * PAGE)
  const shown = paged(rows, page, (checkin) => {
    const { progress, need } = openWords(ctx, checkin)
    return { checkin, words: { progress, ...(checkin.needSharedAt !== null && { need }) } }
  })
  return { ...shown, writer: await named(ctx, writer) }
}

/** As `sharedProgress`, but only what was written after `since`: what to know before the two meet. */
export async function sharedSince(
  ctx: Context,
  writer: string,
  reader: string,
  since: number,
): Promise<Entry[]> {
  const { entries } = await sharedProgress(ctx, writer, reader)
  return entries.filter(({ checkin }) => (checkin.answeredAt ?? 0) > since)
}

const paged = (rows: Checkin[], page: number, entry: (row: Checkin) => Entry): Page => ({
  entries: rows.slice(0, PAGE).map(entry),
  page,
  more: rows.length > PAGE,
})

/** A need, for the partner it was passed on to. */
export async function readNeed(
  ctx: Context,
  reader: string,
  id: string,
): Promise<Outcome<{ writer: Partner; words: string }>> {
  const checkin = await findCheckin(ctx, id)
  const mine = checkin?.partner === reader && checkin.needSharedAt !== null
  const words = checkin && mine ? openWords(ctx, checkin).need : undefined
  if (!checkin || !words)
    return refuse('These words are not shared with you, or not any more. Ask your partner how it goes.')
  return done({ writer: await named(ctx, checkin.person), words })
}

export interface Need {
  checkin: string
  writer: Partner
  /** Still passed on to this partner, since the same instant. */
  stands: boolean
  /** The two still have a mentorship. */
  paired: boolean
}

/** How it stands with a need that was passed on to `partner` at `at`. */
export async function needOf(
  ctx: Context,
  id: string,
  partner: string,
  at: number,
): Promise<Need | undefined> {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  return {
    checkin: id,
    writer: await named(ctx, checkin.person),
    stands: checkin.partner === partner && checkin.needSharedAt === at,
    paired: (await partnersOf(ctx, checkin.person)).some((p) => p.person === partner),
  }
}
