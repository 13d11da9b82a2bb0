/** Who fits whom, for one who looks: the best now, and why two may not be matched. */
import type { Context } from '../../../context.ts'
import { termFor } from '../../../core/competencies.ts'
import type { MatchRecord } from '../../../core/match-record.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import {
  type Candidate,
  excluder,
  exclusionCounts,
  exclusions,
  type Facts,
  givesChats,
  matchRecord,
  mentorHasWords,
  pairs,
  prepareToUnderstand,
  type Ranked,
  rank,
  shownReason,
  type Telling,
  type Told,
  understand,
} from '../../../engine/index.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import {
  candidates,
  listManagers,
  offering,
  type ReadCandidate,
  requireMember,
} from '../../people/members/service.ts'
import { isColleague, keptWords, type Reading, sharedHours } from './domain.ts'
import {
  addCount,
  countsOf,
  deleteNotForMe,
  findWish,
  insertNotForMe,
  listBarriers,
  listTies,
  namesHere,
} from './store.ts'

/** What bears on whom this person (or anybody) may be matched with, as the matching wants it. */
export async function factsFor(ctx: Context, person?: string): Promise<Facts> {
  const [barriers, ties, managers, { excludeSameTeam }] = await Promise.all([
    listBarriers(ctx, person),
    listTies(ctx, person),
    listManagers(ctx),
    standardProgramme(ctx),
  ])
  const of = (kind: string) =>
    pairs(barriers.filter((b) => b.kind === kind).map((b) => [b.person, b.other] as const))
  const couples = (list: { mentee: string; mentor: string }[]) =>
    list.map((each) => [each.mentee, each.mentor] as const)
  return {
    at: ctx.now(),
    doNotPair: of('doNotPair'),
    // Put aside by themselves, or answered no, or not at all: not suggested, but free to be asked again.
    notForMe: pairs([
      ...barriers
        .filter((b) => b.kind === 'notForMe' && (!person || b.person === person))
        .map((b) => [b.person, b.other] as const),
      ...couples(ties.answered),
    ]),
    // A single chat is a taste, not a past: the two may go on to a mentorship.
    past: pairs(couples(ties.pairs.filter((p) => p.status === 'ended' && p.kind === 'mentorship'))),
    paired: pairs(couples(ties.pairs.filter((p) => p.status === 'active'))),
    asked: pairs(couples(ties.asked)),
    managers,
    rules: { excludeSameTeam },
  }
}

export interface Suggestions {
  zone: string
  /** These are people who could give a single chat. */
  chat: boolean
  /** The reader looks for a mentor, so that these could be mentors instead. */
  seeks: boolean
  /** The reader waits to be told when somebody fits. */
  waits: boolean
  list: Ranked[]
  /** There are more after these. */
  more: boolean
  /** Why other mentors are not in the list: a reason that may be told, and how many. */
  others: [code: Tellable, many: number][]
  /** The same of those alone who tell of the searched words, where nobody in the list does. */
  telling: [code: Tellable, many: number][]
  /** Somebody whom this list is not of tells of them: who gives single chats, or with `chat` a mentor who gives none. */
  toldElsewhere: boolean
  /** How the words are read, if there are any. */
  reading?: Reading
  /** On the first page: who offers what is looked for, and is left out for their clock alone. */
  far: Far[]
}

export interface Far {
  mentor: Candidate
  /** The working days of the two have an hour in common. */
  meet: boolean
}

/** More of them would hide those whom one can meet. */
const MOST_FAR = 2

/** What may be told of mentors who are left out: nothing of who seeks one, nor of accounts that are no mentors. */
const TELLABLE = [
  'full',
  'paused',
  'already-paired',
  'already-asked',
  'past-pair',
  'reporting-line',
  'same-team',
  'zone-gap',
  'no-shared-language',
  'not-for-me',
] as const
export type Tellable = (typeof TELLABLE)[number]

const PAGE = 5

/**
 * The best people for a member now, from the `skip`-th on. `words` narrow it to what was asked, `meant` are the
 * competencies that they stand for, where somebody said so. With `chat` those who
 * could give a single chat, whatever their level; who looks for no mentor is shown these anyway.
 */
export async function suggest(
  ctx: Context,
  person: string,
  {
    words,
    meant,
    skip = 0,
    limit = PAGE,
    ...how
  }: { words?: string; meant?: string[]; skip?: number; limit?: number; chat?: boolean } = {},
): Promise<Outcome<Suggestions>> {
  const found = await requireMember(ctx, person)
  if (!found.ok) return found
  const member = found.value
  const chat = how.chat ?? !isMentee(member)
  if (!chat && !isMentee(member))
    return refuse('You joined as a mentor. To look for one as well, type `/mentor join` and choose "Both".')
  if (member.status === 'paused') return refuse('You are paused. Type `/mentor resume` and then look again.')
  const [{ me, others, told }, known, wish] = await Promise.all([
    offering(ctx, person),
    factsFor(ctx, person),
    findWish(ctx, person),
    ...(words ? [prepareToUnderstand()] : []),
  ])
  const facts = { ...known, chat }
  if (!me) return refuse('Your profile cannot be read just now. Please try again in a minute.')
  const ranked = rank(me, others, facts, { limit: skip + limit + 1, told, words, meant })
  const list = ranked.slice(skip, skip + limit)
  const tells =
    words && !list.some((r) => r.hits > 0)
      ? mentorHasWords(me, { words, meant }, others, facts, told)
      : undefined
  const far = skip === 0 ? farOf(me, others, facts, { words, meant, told }) : []
  const reasons = (of?: (mentor: Candidate) => boolean): [Tellable, number][] => {
    const counts = exclusionCounts(me, others, facts, of)
    return TELLABLE.map((code): [Tellable, number] => [code, counts.get(code) ?? 0]).filter(
      ([, many]) => many > 0,
    )
  }
  return done({
    zone: me.hours.zone,
    chat,
    seeks: isMentee(member),
    waits: wish !== undefined && wish.toldAt === null,
    list,
    more: ranked.length > skip + limit,
    others: reasons(),
    telling: tells ? reasons(tells) : [],
    reading: words ? read(words, meant, others) : undefined,
    far,
    toldElsewhere: tells !== undefined && others.some((one) => isListedElsewhere(one, chat) && tells(one)),
  })
}

/** With these one can write, or talk for half an hour once: nothing but the clocks stands between. */
function farOf(
  me: Candidate,
  others: readonly Candidate[],
  facts: Facts,
  search: { words?: string; meant?: string[]; told: Told },
): Far[] {
  const first = excluder(me, facts)
  const away = others.filter((one) => first(one) === 'zone-gap')
  if (away.length === 0) return []
  const anyClock = { ...facts, rules: { ...facts.rules, maxZoneGapHours: null } }
  return rank(me, away, anyClock, { ...search, limit: MOST_FAR })
    .filter(({ hits, fit }) => (search.words ? hits > 0 : fit !== 'none'))
    .map(({ mentor }) => ({ mentor, meet: sharedHours(me.hours, mentor.hours, facts.at) > 0 }))
}

function read(words: string, meant: string[] | undefined, others: readonly Candidate[]): Reading {
  const understood = understand(words)
  const ids = meant ?? understood.competencies
  const offering = (id: string) =>
    others.filter((one) => isColleague(one) && one.offers.some(({ skill }) => skill === id))
  const near = [...understood.competencies, ...understood.near].filter((id) => !ids.includes(id))
  return {
    ids,
    open: !meant && ids.length > 1,
    named: ids.length === 1 && termFor(words)?.id === ids[0],
    missing: ids.length > 0 && ids.every((id) => offering(id).length === 0),
    near: near.slice(0, 3).map((id) => ({
      id,
      offeredBy: offering(id)
        .filter((one) => isMentor(one) && one.status === 'active')
        .slice(0, 2)
        .map(({ name }) => name),
    })),
  }
}

/** More different words than these are not kept: nobody would read them. */
const MOST_KEPT = 500

/** Counts that these words did not mean what was understood, without whose they were. */
export async function countMisread(ctx: Context, words: string): Promise<void> {
  const kept = keptWords(words, await namesHere(ctx))
  if (kept === undefined) return
  const before = await countsOf(ctx, 'misread')
  if (before.size >= MOST_KEPT && !before.has(kept)) return
  await ctx.commit(addCount(ctx, 'misread', kept))
}

/** Counts that somebody looks for a competency that nobody offers, without who. */
export async function countWanted(ctx: Context, id: string): Promise<void> {
  await ctx.commit(addCount(ctx, 'wanted', id))
}

export interface Gaps {
  wanted: [id: string, many: number][]
  misread: [words: string, many: number][]
}

/** For whoever runs it: what is looked for and nobody offers, and what was misread, each the most frequent first. */
export async function listGaps(ctx: Context): Promise<Gaps> {
  const [wanted, misread] = await Promise.all([countsOf(ctx, 'wanted'), countsOf(ctx, 'misread')])
  const sorted = (all: Map<string, number>): [string, number][] =>
    [...all].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return { wanted: sorted(wanted), misread: sorted(misread) }
}

/** Whether everybody may see their card, though they are not of those who are looked among. */
const isListedElsewhere = (one: Candidate, chat: boolean) =>
  one.status === 'active' &&
  isColleague(one) &&
  (chat ? isMentor(one) && !givesChats(one) : !isMentor(one) && givesChats(one))

/** Remembers that a suggestion is not wanted; it is not shown again, and nobody is told. */
export async function hideSuggestion(
  ctx: Context,
  person: string,
  other: string,
): Promise<Outcome<{ name: string }>> {
  const account = (await candidates(ctx, [other])).get(other)
  if (!account || !(isMentor(account) || account.chats?.gives))
    return refuse('This suggestion is gone. Type `/mentor find` to see who fits now.')
  await ctx.commit(insertNotForMe(ctx, person, other))
  return done({ name: account.name })
}

/** Shows one who was put aside again, or all of them. */
export async function unhideSuggestions(ctx: Context, person: string, other?: string): Promise<Outcome> {
  await ctx.commit(deleteNotForMe(ctx, person, other))
  return done()
}

export interface Pair {
  mentee: ReadCandidate
  mentor: ReadCandidate
  facts: Facts
}

/** Two people as the matching sees them, with the facts between them (for a single chat?); undefined if one is no member. */
export async function pairFacts(
  ctx: Context,
  mentee: string,
  mentor: string,
  { chat = false } = {},
): Promise<Pair | undefined> {
  // In this order, and both anew: what changes between the two readings is seen in the facts, and raises a version that
  // was read.
  const now = ctx.forOneRequest()
  const both = await candidates(now, [mentee, mentor])
  const facts = { ...(await factsFor(now, mentee)), chat }
  const [a, b] = [both.get(mentee), both.get(mentor)]
  return a && b ? { mentee: a, mentor: b, facts } : undefined
}

/**
 * Why these two may not be matched, in words that may be told; undefined if they may. `ignore` leaves out
 * rules that do not bear on the step at hand. Every path to a match asks here (row B4).
 */
export function objection(pair: Pair, ignore: string[] = []): string | undefined {
  const code = exclusions(pair.mentee, pair.mentor, pair.facts).find(
    // A confidential bar is told as "full", but never left out with it.
    (c) => !ignore.includes(c),
  )
  return code && shownReason(code, pair.facts)
}

/** Whether one of them does not want to be paired with the other. Confidential: never told, whatever is done about it. */
export const isBarred = (pair: Pair) =>
  exclusions(pair.mentee, pair.mentor, pair.facts).includes('do-not-pair')

/** For the record; `telling` is what sets pairs apart where these two were chosen among others. */
export const matchRecordOf = (pair: Pair, telling?: Telling): MatchRecord =>
  matchRecord(pair.mentee, pair.mentor, pair.facts, telling)
