/** A workspace without Slack, in which people do things at random and the clock jumps; and what must hold throughout. */

import { eq } from 'drizzle-orm'
import { monotonicFactory } from 'ulid'
import { makeContext } from '../../../src/app/make-context.ts'
import { DAY_MS, dateIn, shiftDate, weekdayOf } from '../../../src/core/calendar.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { createSeal } from '../../../src/db/seal.ts'
import { ensureWorkspace, standardProgramme } from '../../../src/directory/workspace.ts'
import {
  agreementOf,
  draftTerms,
  proposeTerms,
  setAsideProposal,
  signTerms,
} from '../../../src/features/growth/agreement/service.ts'
import { closeEarly, reopenMentorship, saveReview } from '../../../src/features/growth/closing/service.ts'
import {
  askForHand,
  endBreakEarly,
  sayNotYet,
  takeBreak,
} from '../../../src/features/growth/ladder/service.ts'
import { chooseInTrial } from '../../../src/features/growth/trial/service.ts'
import { renderHome } from '../../../src/features/home/index.ts'
import { features } from '../../../src/features/index.ts'
import {
  endAlone,
  type Mentorship,
  recordUnplannedMeeting,
  rematch,
  startMentorships,
} from '../../../src/features/pairs/mentorship/service.ts'
import { type Event, isLive, isState } from '../../../src/features/pairs/mentorship/states.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import {
  findMember,
  join,
  leave,
  pauseUntil,
  resume,
  saveCard,
} from '../../../src/features/people/members/service.ts'
import { deliverDue } from '../../../src/outbox/deliver.ts'
import type { DeliveryKind } from '../../../src/outbox/kinds.ts'
import { nextLaneAt } from '../../../src/outbox/pace.ts'
import { nextDueAt } from '../../../src/schedule/schedule.ts'
import { type JobHandler, runDueJobs } from '../../../src/schedule/ticker.ts'
import { mergeEntries } from '../../../src/slack/kernel/kernel.ts'
import { TEST_KEY } from '../../support/bot.ts'
import { joinForm } from '../../support/joining.ts'
import { setMember } from '../../support/members.ts'
import { eventsIn } from './events-in.ts'

/** Monday, 09:00 in Lisbon. */
const START = Date.parse('2026-10-05T08:00:00Z')
const T = 'T1'
/** Up to five mentees of one mentor, in several zones, and a coordinator who takes no part. */
const ZONES = {
  UANA: 'Europe/Lisbon',
  UCHIDI: 'Africa/Lagos',
  UELIF: 'Europe/Berlin',
  UFINN: 'America/New_York',
  UJONAS: 'Africa/Lagos',
  UBEN: 'America/New_York',
  UDANA: 'Asia/Tokyo',
}
type Who = keyof typeof ZONES
const ALL_MENTEES: Who[] = ['UANA', 'UCHIDI', 'UELIF', 'UFINN', 'UJONAS']

export const ACTS = [
  'met',
  'later',
  'hand',
  'rest',
  'back',
  'rematch',
  'close',
  'complete',
  'wantsNew',
  'reopen',
  'extend',
  'end',
  'propose',
  'sign',
  'aside',
  'stay',
  'parts',
  'pause',
  'resume',
  'leave',
  'join',
  'gone',
] as const
export type Act = (typeof ACTS)[number]

/** What brings an event of the table about, where people do. */
const BY_EVENT: Partial<Record<Event, Act[]>> = {
  signed: ['propose', 'sign', 'sign', 'aside'],
  met: ['met', 'met'],
  later: ['later'],
  hand: ['hand'],
  rest: ['rest'],
  back: ['back'],
  trialOver: ['stay', 'parts'],
  close: ['close'],
  reviewed: ['complete', 'wantsNew'],
  reopen: ['reopen'],
  extend: ['extend', 'sign'],
}

/** Somebody does something about the mentorship of one of the mentees; `days` where it needs a day. */
export interface Deed {
  /** Undefined: something that the table has for the present state. */
  act: Act | undefined
  mentor: boolean
  mentee: number
  days: number
}

export type Step = { at: 'once'; deeds: Deed[] } | { at: 'later'; ms: number }

export async function startWalk({ mentees = 2 } = {}) {
  const MENTEES = ALL_MENTEES.slice(0, mentees)
  const PAIRED: Who[] = [...MENTEES, 'UBEN']
  const db = await openDatabase(':memory:')
  await db.migrate()
  let now = START
  let chance = 1
  const next = monotonicFactory(() => {
    chance = (chance * 16_807) % 2_147_483_647
    return chance / 2_147_483_647
  })
  const newId = () => next(now)
  const errors: string[] = []
  const quiet = () => {}
  const log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (fields: object, text: string) => {
      errors.push(`${text} ${JSON.stringify(fields)} ${(fields as { err?: Error }).err?.stack ?? ''}`)
    },
  }
  const seal = createSeal([TEST_KEY])
  const clock = () => now
  const ctx = makeContext({ workspace: T, db, now: clock, newId, seal, log, features })
  await ensureWorkspace(ctx, 'Acme')
  const flags = { bot: false, guest: false, deactivated: false }
  const account = (person: Who) => ({
    person,
    name: person.slice(1),
    handle: person.toLowerCase(),
    zone: ZONES[person],
    admin: person === 'UDANA',
    ...flags,
  })
  await db.commit(ctx.directory.put((Object.keys(ZONES) as Who[]).map(account)))
  await becomeCoordinator(ctx, 'UDANA')

  const kinds = mergeEntries<DeliveryKind>(features, (f) => f.deliveries)
  const handlers = mergeEntries<JobHandler>(features, (f) => f.jobs)
  // Reads the list of people from Slack, which is not here.
  handlers.set('kernel.sync', async () => [])
  const gone = new Set<string>()
  const wrong: string[] = []
  let ts = 0
  const post = async (channel: string) => {
    for (const person of channel.slice(2).split('-'))
      if (gone.has(person)) wrong.push(`a message to ${person}, whose account is gone`)
    return { channel, ts: `${++ts}.0` }
  }
  const deps = {
    db,
    now: clock,
    realNow: clock,
    owner: 'p1',
    log,
    kinds,
    contextFor: () => ctx,
    transportFor: async () => ({
      open: async (people: string[]) => `D-${people.join('-')}`,
      post,
      upload: post,
      update: async () => {},
    }),
    onGone: async () => undefined,
    onBroken: async () => undefined,
  }
  const tick = async () => {
    for (let i = 0; i < 50; i++) {
      await runDueJobs({ db, now: clock, log, handlers, contextFor: () => ctx })
      await deliverDue(deps)
      const at = Math.min(
        (await nextDueAt(db)) ?? Number.POSITIVE_INFINITY,
        (await nextLaneAt(db, now)) ?? Number.POSITIVE_INFINITY,
      )
      if (at > now + 5000) return at
      now = Math.max(now, at)
    }
    throw new Error('it never comes to rest')
  }
  const until = async (end: number) => {
    for (;;) {
      const at = await tick()
      if (at > end) break
      now = at
    }
    now = Math.max(now, end)
    await tick()
  }

  const all = () => db.q.select().from(db.tables.mentorships).where(eq(db.tables.mentorships.workspace, T))
  const states = new Set<string>()
  let looked = 0

  async function doJoin(person: Who) {
    if (gone.has(person)) return
    const before = await findMember(ctx, person)
    if (before && before.status !== 'left') return
    const skills = { offers: ['roadmapping'], wants: ['roadmapping'] }
    await join(ctx, person, joinForm({ role: 'both', ...skills, goal: 'Learn to plan a year' }))
    if (person === 'UBEN') await saveCard(ctx, person, 'time', { capacity: 5 })
    // The weekly question has tests of its own; here it costs time. One of them has it.
    if (person !== 'UANA') await ctx.commit(setMember(ctx, person, { checkinEvery: 0 }))
  }

  /** Makes the pairs that are not there, where both may be matched. */
  async function pairUp() {
    for (const mentee of MENTEES) {
      const [a, b] = [await findMember(ctx, mentee), await findMember(ctx, 'UBEN')]
      const live = (await all()).filter((m) => m.status === 'active')
      if (a?.status !== 'active' || b?.status !== 'active' || gone.has(mentee) || gone.has('UBEN')) continue
      if (live.some((m) => m.mentee === mentee)) continue
      await ctx.commit(
        ...(await startMentorships(ctx, {
          programme: (await standardProgramme(ctx)).id,
          mentee,
          mentor: 'UBEN',
          kind: 'mentorship',
          sole: false,
          why: { rules: 'rules 1', score: 1, forMentee: [], forMentor: [] },
          read: { mentee: a.version, mentor: b.version },
        })),
      )
    }
  }

  async function deed({ act: given, mentor, mentee, days }: Deed): Promise<unknown> {
    const whose = MENTEES[mentee % MENTEES.length] as Who
    const person = mentor ? 'UBEN' : whose
    if (gone.has(person)) return
    const m = (await all()).filter((each) => each.mentee === whose).at(-1)
    const id = m?.id ?? 'none'
    const can =
      m && isState(m.state) ? eventsIn(m.state, m.kind).flatMap(({ event }) => BY_EVENT[event] ?? []) : []
    const act = given ?? can[days % can.length] ?? 'join'
    const { zone } = await ctx.directory.hours(person)
    const day = shiftDate(dateIn(zone, now), days)
    const say = (next: 'complete' | 'extend' | 'rematch') =>
      saveReview(ctx, person, id, {
        next,
        until: day,
        named: [],
        thanks: 'Thanks',
        reached: undefined,
        helped: undefined,
      })
    switch (act) {
      case 'met':
        return recordUnplannedMeeting(ctx, person, id)
      case 'later':
        return sayNotYet(ctx, person, id)
      case 'hand':
        return askForHand(ctx, person, id)
      case 'rest':
        return takeBreak(ctx, person, id, day)
      case 'back':
        return endBreakEarly(ctx, person, id)
      case 'rematch':
        return rematch(ctx, person, id)
      case 'close':
        return closeEarly(ctx, person, id)
      case 'complete':
        return say('complete')
      case 'wantsNew':
        return say('rematch')
      case 'extend':
        return say('extend')
      case 'reopen':
        return reopenMentorship(ctx, person, id)
      case 'end':
        return endAlone(ctx, person, id)
      case 'propose': {
        const draft = await draftTerms(ctx, person, id)
        if (!draft.ok) return
        const { base, terms } = draft.value
        return proposeTerms(
          ctx,
          person,
          { mentorship: id, base },
          { ...terms, purpose: 'To learn it well', endsOn: day },
        )
      }
      case 'sign':
      case 'aside': {
        const found = await agreementOf(ctx, person, id)
        const open = found.ok && found.value.open
        return open && (act === 'sign' ? signTerms : setAsideProposal)(ctx, person, open.id)
      }
      case 'stay':
        return chooseInTrial(ctx, person, id, 'on')
      case 'parts':
        return chooseInTrial(ctx, person, id, 'rematch')
      case 'pause':
        return pauseUntil(ctx, person, day)
      case 'resume':
        return resume(ctx, person)
      case 'leave':
        return leave(ctx, person, false)
      case 'join':
        return doJoin(person)
      case 'gone': {
        gone.add(person)
        await db.commit(
          ctx.directory.put([{ ...account(person), deactivated: true }]),
          await ctx.follow('gone', person),
        )
        return
      }
    }
  }

  /** What must hold after every step; what does not, in words. */
  async function faults(): Promise<string[]> {
    const found = [...errors.splice(0), ...wrong.splice(0)]
    const { closings, jobs, deliveries } = db.tables
    const [rows, open, due, sent] = [
      await all(),
      (await db.q.select().from(closings)).filter((c) => c.status === 'open'),
      await db.q.select().from(jobs),
      (await db.q.select().from(deliveries)).filter((d) => d.sentAt !== null),
    ]
    for (const m of rows) found.push(...faultsOf(m, open.filter((c) => c.mentorship === m.id).length, due))
    for (const person of PAIRED) {
      const taken = (await findMember(ctx, person))?.taken ?? 0
      const has = rows.filter((m) => m.mentor === person && m.status === 'active').length
      if (taken !== has) found.push(`${person} has ${has} mentees and ${taken} places taken`)
    }
    const weeks = new Map<string, Set<string | null>>()
    const days = new Map<string, Set<string | null>>()
    for (const d of sent.filter((each) => kinds.get(each.kind)?.timing === 'nudge')) {
      const { zone } = await ctx.directory.hours(d.destination)
      const on = dateIn(zone, d.sentAt ?? 0)
      // What went as one message stands at one place.
      for (const [all, key] of [
        [weeks, `${d.destination} ${shiftDate(on, 1 - weekdayOf(on))}`],
        [days, `${d.kind} ${d.destination} ${on}`],
      ] as const)
        all.set(key, (all.get(key) ?? new Set()).add(d.ts))
    }
    for (const [week, all] of weeks) if (all.size > 2) found.push(`${all.size} nudges: ${week}`)
    for (const [day, all] of days) if (all.size > 1) found.push(`${all.size} nudges on one day: ${day}`)
    await renderHome(features)(ctx, PAIRED[++looked % PAIRED.length] as Who)
    return found
  }

  function faultsOf(m: Mentorship, open: number, due: { kind: string; subject: string }[]): string[] {
    states.add(m.state)
    const live = isState(m.state) && isLive(m.state)
    const has = (kind: string) => due.some((job) => job.kind === kind && job.subject === m.id)
    const clockOf: Record<string, string> = {
      paused: 'ladder.rested',
      closing: 'closing.end',
      trial: 'trial.end',
    }
    const checks: [boolean, string][] = [
      [live === (m.status === 'active'), `is ${m.status}`],
      [live === (m.activePair !== null), `holds its pair: ${m.activePair}`],
      [live === (m.endedAt === null) && live === (m.ending === null), `ended ${m.endedAt}, ${m.ending}`],
      [(m.state === 'hand') === (m.needsHandAt !== null), `needs a hand: ${m.needsHandAt}`],
      [(m.state === 'paused') === (m.restsUntil !== null), `rests until ${m.restsUntil}`],
      [!['nudged', 'asked', 'offered'].includes(m.state) || m.nudgedAt !== null, 'was asked nothing'],
      [open === (m.state === 'closing' ? 1 : 0), `has ${open} closings`],
      [!live || has(clockOf[m.state] ?? 'ladder.climb'), 'waits for nothing'],
    ]
    return checks.flatMap(([ok, what]) => (ok ? [] : [`${m.id} in ${m.state} ${what}`]))
  }

  for (const person of PAIRED) await doJoin(person)
  await pairUp()
  await tick()
  return {
    ctx,
    states,
    faults,
    async take(step: Step) {
      if (step.at === 'later') await until(now + step.ms)
      else {
        const ends = await Promise.allSettled(step.deeds.map(deed))
        for (const end of ends)
          if (end.status === 'rejected') errors.push(String((end.reason as Error).stack))
        await tick()
        await pairUp()
        await tick()
      }
    },
    /** Nobody does anything any more: by itself everything ends. */
    async leftAlone() {
      for (let days = 0; days < 300; days += 20) {
        if ((await all()).every((m) => m.status !== 'active')) return []
        await until(now + 20 * DAY_MS)
      }
      return (await all())
        .filter((m) => m.status === 'active')
        .map((m) => `${m.id} still stands in ${m.state}`)
    },
    stop: () => db.close(),
  }
}
