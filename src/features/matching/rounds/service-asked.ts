/**
 * Where the programme wishes so, a published round asks each mentor before their mentee hears of it: what mentors say, and
 * what coordinators do with silence. A mentee never hears who was asked; whatever keeps a pair from coming about reaches
 * them in the same words.
 */
import type { Context } from '../../../context.ts'
import { answerDeadline } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { type Decision, retrying } from '../../../retrying.ts'
import { menteesWithMentor } from '../../pairs/mentorship/service.ts'
import { runners } from '../../people/coordinators/domain.ts'
import { audit, findTeam, peopleInCharge } from '../../people/coordinators/service.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { findMember } from '../../people/members/service.ts'
import { ASK_DAYS, WAITING } from './domain.ts'
import { mayRun } from './service-draft.ts'
import { introduce, tellUnmatched } from './service-introduce.ts'
import { checkPairs, poolOf } from './service-pool.ts'
import {
  askPairs,
  findPair,
  findRound,
  listAskedIn,
  listWaiting,
  type Round,
  type RoundPair,
  settlePair,
} from './store.ts'

const askedKey = (round: string, mentor: string) => `rounds.asked:${round}:${mentor}`
/** What a coordinator is told: of one mentee whose mentor is not free, or of all of whom a mentor says nothing. */
const toldKey = (round: string, about: string, person: string) => `rounds.told:${round}:${about}:${person}`
const ENDS = 'rounds.askEnds'

/** Asks the mentor of each of these pairs, each mentor with one message and one last day. */
export async function askMentors(ctx: Context, { id: round }: Round, pairs: RoundPair[]): Promise<Writes[]> {
  const ofMentor = new Map<string, string[]>()
  for (const { mentor, mentee } of pairs)
    if (mentor !== null) ofMentor.set(mentor, [...(ofMentor.get(mentor) ?? []), mentee])
  const hours = await ctx.directory.hoursOfAll([...ofMentor.keys()])
  return [...ofMentor].map(([mentor, mentees]) => {
    const answerBy = answerDeadline([hours.get(mentor)!], ctx.now(), ASK_DAYS)
    return [
      askPairs(ctx, { round, mentor, mentees, answerBy }),
      ctx.outbox.add('rounds.asked', askedKey(round, mentor), {
        to: mentor,
        payload: { round, mentor },
        uselessAt: answerBy,
      }),
      ctx.schedule.at(ENDS, `${round}:${mentor}`, answerBy),
      ctx.outbox.touchHomes(mentor),
    ]
  })
}

const SETTLED = 'This is settled already. Open Home to see what is next.'
const NOT_YOURS = 'You are not asked about these two. Open Home to see what is next for you.'

/** A pair whose mentor's answer is awaited; refused once it is not, and to another mentor where it is for this one to say. */
async function waiting(
  ctx: Context,
  round: string,
  mentee: string,
  mentor?: string,
): Promise<Outcome<RoundPair>> {
  const pair = await findPair(ctx, round, mentee)
  if (!pair || pair.answerBy === null) return refuse(NOT_YOURS)
  if (!WAITING.includes(pair.status)) return refuse(SETTLED)
  return mentor === undefined || pair.mentor === mentor ? done(pair) : refuse(NOT_YOURS)
}

/** Whether the two are introduced now; false where they cannot be matched any more. */
export type Begun = { began: boolean; mentee: string }

/** "Glad to": the two are introduced, if they may still be matched. */
export const acceptAsked = (
  ctx: Context,
  mentor: string,
  round: string,
  mentee: string,
): Promise<Outcome<Begun>> =>
  retrying(ctx, async () => {
    const found = await waiting(ctx, round, mentee, mentor)
    if (!found.ok) return found
    return begin(
      ctx,
      found.value,
      'You have no free place any more. Open one on your profile, under "My time", or say "Not now".',
    )
  })

/** "Not now": no reason is asked. Coordinators alone hear who it was; the mentee is first in line in the next round. */
export const declineAsked = (
  ctx: Context,
  mentor: string,
  round: string,
  mentee: string,
): Promise<Outcome<undefined>> =>
  retrying<undefined>(ctx, async () => {
    const found = await waiting(ctx, round, mentee, mentor)
    if (!found.ok) return found
    return {
      value: undefined,
      writes: [await release(ctx, found.value, 'declined'), await tell(ctx, [found.value], mentee)],
    }
  })

/** A coordinator introduces two of whom the mentor has said nothing in time. */
export const introduceAnyway = (
  ctx: Context,
  person: string,
  round: string,
  mentee: string,
): Promise<Outcome<Begun>> =>
  retrying(ctx, async () => {
    const may = await mayRun(ctx, person)
    const found = may.ok ? await waiting(ctx, round, mentee) : may
    if (!found.ok) return found
    if (found.value.status !== 'silent')
      return refuse('This mentor has some time left to answer. Wait for it, or take it back.')
    const begun = await begin(
      ctx,
      found.value,
      'This mentor has no free place any more. Take it back, and their mentee is first in line.',
    )
    return 'ok' in begun
      ? begun
      : { ...begun, writes: [begun.writes, audit(ctx, person, 'introduced two without an answer', round)] }
  })

/** A coordinator takes a pair back of whom the mentor has not answered: the mentee is first in line. */
export const takeBackAsked = (
  ctx: Context,
  person: string,
  round: string,
  mentee: string,
): Promise<Outcome<undefined>> =>
  retrying<undefined>(ctx, async () => {
    const may = await mayRun(ctx, person)
    const found = may.ok ? await waiting(ctx, round, mentee) : may
    if (!found.ok) return found
    return {
      value: undefined,
      writes: [
        await release(ctx, found.value, 'back'),
        audit(ctx, person, 'took back a pair of a round', round),
      ],
    }
  })

/** Judged anew, as at publication: what was read may not hold any more. The follower of `started` settles the pair. */
async function begin(ctx: Context, pair: RoundPair, full: string): Promise<Decision<Begun> | Outcome<Begun>> {
  const round = (await findRound(ctx, pair.round)) as Round
  const choices = { ...round.choices, without: [] }
  const pool = await poolOf(ctx, round.programme, choices, { reserving: false })
  const { mentee } = pair
  if (checkPairs([pair], pool).holding.length > 0)
    return { value: { began: true, mentee }, writes: await introduce(ctx, round, [pair], pool) }
  const mentor = pool.members.get(pair.mentor as string)
  const looks = pool.mentees.some((each) => each.id === mentee)
  if (looks && mentor?.status === 'active' && isMentor(mentor) && mentor.taken >= mentor.capacity)
    return refuse(full)
  return { value: { began: false, mentee }, writes: await release(ctx, pair, 'gone') }
}

/** The pair does not come about. A mentee who still looks for a mentor is told so, and is first in line. */
async function release(
  ctx: Context,
  pair: RoundPair,
  status: 'declined' | 'back' | 'gone',
): Promise<Writes[]> {
  const member = await findMember(ctx, pair.mentee)
  const looks = member && member.status !== 'left' && isMentee(member)
  const left = looks && !(await menteesWithMentor(ctx)).has(pair.mentee)
  return [
    settlePair(ctx, pair, status),
    left && tellUnmatched(ctx, pair.round, [member]),
    await showAnew(ctx, pair),
  ]
}

/** What was said to the mentor and to coordinators is brought up to date. */
async function showAnew(ctx: Context, { round, mentee, mentor }: RoundPair): Promise<Writes[]> {
  const asked = mentor as string
  return [
    ctx.outbox.refresh(askedKey(round, asked), asked),
    ctx.outbox.touchHomes(asked),
    ...runners(await findTeam(ctx)).map((person) => [
      ctx.outbox.refresh(toldKey(round, mentee, person), person),
      ctx.outbox.refresh(toldKey(round, asked, person), person),
      ctx.outbox.touchHomes(person),
    ]),
  ]
}

/**
 * Those in charge are told, but for whoever is matched here themselves: of one mentee whose mentor is not free (`mentee`), or
 * of all of whom this mentor says nothing.
 */
const tell = async (ctx: Context, pairs: RoundPair[], mentee?: string): Promise<Writes[]> =>
  (await peopleInCharge(ctx))
    .filter((person) => !pairs.some((pair) => [pair.mentee, pair.mentor].includes(person)))
    .flatMap((person) => {
      const [{ round, mentor }] = pairs as [RoundPair]
      return ctx.outbox.add('rounds.told', toldKey(round, mentee ?? (mentor as string), person), {
        to: person,
        payload: { round, mentor, mentee, to: person },
      })
    })

/** The job: a mentor's time to answer is over. They still may; coordinators are told, and may go ahead or not. */
export async function endAsking(ctx: Context, subject: string): Promise<Writes[]> {
  const [round = '', mentor = ''] = subject.split(':')
  const silent = (await listAskedIn(ctx, round, mentor)).filter(({ status }) => status === 'asked')
  if (silent.length === 0) return []
  return [
    ...silent.map((pair) => settlePair(ctx, pair, 'silent')),
    ctx.outbox.refresh(askedKey(round, mentor), mentor),
    await tell(ctx, silent),
  ]
}

export const follows: Follows = {
  // Whoever leaves is asked no more, nor is anybody asked about them.
  left: async (ctx, person) =>
    Promise.all(
      (await listWaiting(ctx))
        .filter(({ mentee, mentor }) => [mentee, mentor].includes(person))
        .map(async (pair) =>
          pair.mentee === person
            ? [settlePair(ctx, pair, 'gone'), await showAnew(ctx, pair)]
            : release(ctx, pair, 'gone'),
        ),
    ),
  // The two found each other, or the mentee has found somebody else meanwhile.
  started: async (ctx, pairs) => {
    const begun = pairs.filter(({ kind }) => kind === 'mentorship')
    const writes: Writes[] = []
    for (const pair of begun.length > 0 ? await listWaiting(ctx) : []) {
      const own = begun.filter(({ mentee }) => mentee === pair.mentee)
      if (own.length === 0) continue
      const met = own.some(({ mentor }) => mentor === pair.mentor)
      if (!met && (await findMember(ctx, pair.mentee))?.several) continue
      writes.push(settlePair(ctx, pair, met ? 'introduced' : 'gone'), await showAnew(ctx, pair))
    }
    return writes
  },
}
