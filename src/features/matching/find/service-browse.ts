/** The directory of mentors. */
import type { Context } from '../../../context.ts'
import { type Candidate, exclusions, givesChats, roomShownTo, shownCode } from '../../../engine/index.ts'
import { offeringCandidates } from '../../people/members/service.ts'
import { type BrowseMeta, isColleague, sharedHours } from './domain.ts'
import { factsFor } from './service-suggest.ts'

interface Listed {
  mentor: Candidate
  room: number
  /** Whether this reader may ask. */
  ask: boolean
}

const BROWSE_PAGE = 6

export interface Directory {
  list: Listed[]
  total: number
  page: number
  pages: number
  /** The reader takes part, so that they may ask. */
  isMember: boolean
}

const folded = (name: string) =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/\s+/).filter(Boolean)

/**
 * Those whom these words name, whole or in part, among mentors and whoever gives chats. Others are not found by their name,
 * so that nobody learns from it who seeks a mentor.
 */
export async function mentorsNamedIn(ctx: Context, reader: string, words: string): Promise<Candidate[]> {
  const wanted = folded(words)
  if (wanted.length === 0) return []
  const named = [...(await offeringCandidates(ctx, reader)).values()]
    .filter((c) => c.id !== reader && c.status !== 'left' && isColleague(c))
    .filter((c) => c.role !== 'mentee' || givesChats(c))
    .filter((c) => wanted.every((word) => folded(c.name).includes(word)))
  const whole = named.filter((c) => folded(c.name).join(' ') === wanted.join(' '))
  return whole.length > 0 ? whole : named
}

/** The directory of mentors by name; who seeks one is never listed (row A4). */
export async function browse(ctx: Context, reader: string, filters: BrowseMeta): Promise<Directory> {
  const [all, facts] = await Promise.all([offeringCandidates(ctx, reader), factsFor(ctx, reader)])
  const me = all.get(reader)
  const hours = await ctx.directory.hours(reader)
  const found = [...all.values()]
    .filter((c) => c.id !== reader && c.role !== 'mentee' && c.status === 'active' && isColleague(c))
    .filter((c) => !filters.skill || c.offers.some((o) => o.skill === filters.skill))
    .filter((c) => filters.level === undefined || (c.level ?? -1) >= filters.level)
    .filter((c) => !filters.overlap || sharedHours(hours, c.hours, ctx.now()) >= filters.overlap)
    .map((mentor) => ({
      mentor,
      room: roomShownTo({ id: reader }, mentor, facts),
      ask:
        me !== undefined && !exclusions(me, mentor, facts).some((code) => shownCode(code) !== 'not-for-me'),
    }))
    .filter((row) => !filters.free || row.room > 0)
    .sort((a, b) => a.mentor.name.localeCompare(b.mentor.name) || a.mentor.id.localeCompare(b.mentor.id))
  const pages = Math.max(1, Math.ceil(found.length / BROWSE_PAGE))
  const page = Math.min(filters.page, pages - 1)
  return {
    list: found.slice(page * BROWSE_PAGE, (page + 1) * BROWSE_PAGE),
    total: found.length,
    page,
    pages,
    isMember: me !== undefined,
  }
}
