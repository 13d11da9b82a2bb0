/** An outbox with its clock, its kinds of message and a Slack that does as it is told. */

import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { makeContext } from '../../../src/app/make-context.ts'
import type { Context } from '../../../src/context.ts'
import { Safe } from '../../../src/core/text.ts'
import { anyRows } from '../../../src/db/commit.ts'
import type { Db } from '../../../src/db/db.ts'
import { createSeal } from '../../../src/db/seal.ts'
import type { Fields, Log } from '../../../src/log.ts'
import { type DeliverDeps, deliverDue } from '../../../src/outbox/deliver.ts'
import type { DeliveryKind, Message, Posted, Timing } from '../../../src/outbox/kinds.ts'
import { type Addition, createOutbox } from '../../../src/outbox/outbox.ts'
import { nextLaneAt } from '../../../src/outbox/pace.ts'
import { SendProblem, type Transport } from '../../../src/outbox/transport.ts'

const wordsOf = (text: Message['text']) => (text instanceof Safe ? text.text : text)

export const T = 'T1'
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** Wednesday, 10:00 in UTC. */
export const START = Date.parse('2026-03-04T10:00:00Z')

export interface OnScreen extends Posted {
  text: string
  edits: number
}

/** Stands for Slack: what is on screen, and what goes wrong. */
export class FakeSlack implements Transport {
  screen: OnScreen[] = []
  opened: string[][] = []
  /** Asked before each post and edit; it may throw. `posted` is given after the message came on screen. */
  trouble: (channel: string, text: string, posted?: OnScreen) => void | Promise<void> = () => {}
  openTrouble: () => void = () => {}

  async open(people: string[]) {
    this.openTrouble()
    this.opened.push(people)
    return `D-${people.join('-')}`
  }

  async post(channel: string, { text: given }: Pick<Message, 'text'>) {
    const text = wordsOf(given)
    await this.trouble(channel, text)
    const message = { channel, ts: `${this.screen.length + 1}.0`, text, edits: 0 }
    this.screen.push(message)
    await this.trouble(channel, text, message)
    return { channel, ts: message.ts }
  }

  async update({ ts }: Posted, { text: given }: Pick<Message, 'text'>) {
    const text = wordsOf(given)
    const message = this.screen.find((m) => m.ts === ts)!
    await this.trouble(message.channel, text)
    message.text = text
    message.edits++
  }

  upload(channel: string, { text }: Pick<Message, 'text'>) {
    return this.post(channel, { text })
  }

  /** The next posts (or edits) into `channel` fail so; all channels if left out. */
  fails(problem: SendProblem | Error, { channel, times = 1 }: { channel?: string; times?: number } = {}) {
    let left = times
    this.trouble = (at, _, posted) => {
      if (posted || left === 0 || (channel && at !== channel)) return
      left--
      throw problem
    }
  }

  /** The next posts come on screen, and then their answer is lost. */
  losesAnswers(times = 1) {
    let left = times
    this.trouble = (_, __, posted) => {
      if (!posted || left === 0) return
      left--
      throw new SendProblem('unclear', 'no_answer')
    }
  }

  texts(channel?: string) {
    return this.screen.filter((m) => !channel || m.channel === channel).map((m) => m.text)
  }
}

/** All parts in one line. */
const inOneLine = (parts: Message[]): Message => ({
  text: parts.map((part) => wordsOf(part.text)).join(' + '),
  blocks: parts.flatMap((part) => part.blocks),
})

export interface Logged {
  level: keyof Log
  message: string
  fields: Fields
}

export type House = Awaited<ReturnType<typeof aHouse>>

/** A workspace with an outbox, neighbours in the same database, and as many processes as are wanted. */
export async function aHouse(db: Db) {
  const slacks = new Map<string, FakeSlack>()
  const slackOf = (workspace: string) => {
    const known = slacks.get(workspace) ?? new FakeSlack()
    slacks.set(workspace, known)
    return known
  }
  const clock = { now: START, real: 1_000_000 }
  /** What messages say, by the id in their payload, as it is now; 'useless' if nobody needs them. */
  const words = new Map<string, string>()
  /** When somebody is asked next. */
  const promptAt = new Map<string, number>()
  const logged: Logged[] = []
  const say = (level: keyof Log) => (fields: Fields, message: string) =>
    logged.push({ level, message, fields })
  const log: Log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
  let ids = 0
  const newId = () => `id${String(++ids).padStart(6, '0')}`
  const now = () => clock.now

  const contextOn = (use: Db, workspace: string): Context =>
    makeContext({
      workspace,
      db: use,
      now,
      newId,
      log,
      seal: createSeal([Buffer.alloc(32, 1)]),
      features: [],
    })

  /** `render` is called when the words have been read, and the message is not on its way yet. */
  const hooks: { sent?: DeliveryKind<{ id: string }>['sent']; render?: () => Promise<void> } = {}
  const kind = (timing: Timing, more: Partial<DeliveryKind> = {}): DeliveryKind =>
    ({
      payload: z.object({ id: z.string() }),
      timing,
      render: async (_ctx: Context, { id }: { id: string }) => {
        const text = words.get(id) ?? id
        await hooks.render?.()
        if (text === 'bug') throw new TypeError('a bug')
        return text === 'useless' ? 'useless' : { text, blocks: [] }
      },
      sent: (...args: Parameters<NonNullable<typeof hooks.sent>>) => hooks.sent?.(...args),
      ...more,
    }) as DeliveryKind
  const kinds = new Map<string, DeliveryKind>([
    ['test.reply', kind('reply')],
    ['test.timed', kind('timed')],
    ['test.news', kind('news')],
    ['test.nudge', kind('nudge')],
    ['test.light', kind('nudge', { light: true })],
    ['test.prompt', kind('prompt', { comesAt: async (_, person) => promptAt.get(person) })],
    ['test.pairs', kind('nudge', { combine: inOneLine })],
    ['test.weekly', kind('nudge', { combine: inOneLine, weekly: true })],
    ['test.once', kind('reply', { sendAgain: false })],
  ])

  const stoppedWhy = async (workspace: string) => {
    const { workspaces } = db.tables
    const [row] = await db.q.select().from(workspaces).where(eq(workspaces.workspace, workspace))
    return row?.stopped
  }
  const process = (owner: string, use: Db = db): DeliverDeps => ({
    db: use,
    now,
    realNow: () => clock.real,
    owner,
    log,
    kinds,
    contextFor: (id) => contextOn(use, id),
    transportFor: async (id) => ((await stoppedWhy(id)) ? undefined : slackOf(id)),
    onGone: async (context, person) =>
      anyRows(
        use.q
          .update(use.tables.people)
          .set({ deactivated: true })
          .where(
            and(eq(use.tables.people.workspace, context.workspace), eq(use.tables.people.person, person)),
          ),
      ),
    onBroken: async (context, destination) =>
      context.outbox.add('test.reply', `broken:${destination}`, {
        to: 'UCOORD',
        payload: { id: `broken ${destination}` },
      }),
  })
  const deps = process('p1')

  /** A workspace of the same database. */
  const live = async (workspace: string) => {
    const { workspaces } = db.tables
    await db.commit(
      anyRows(
        db.q.insert(workspaces).values({ workspace, name: 'Acme', zone: 'UTC', winsChannelId: 'CWINS' }),
      ),
    )
    const context = contextOn(db, workspace)
    return {
      db,
      ctx: context,
      /** The outbox of somebody who is here and does something. */
      asked: createOutbox(db, workspace, now, newId, true),
      slack: slackOf(workspace),
      /** Adds a message whose key, id and words are the same. */
      add: (key: string, addition: Partial<Addition> & { kind?: string } = {}) => {
        const { kind: name = 'test.reply', ...rest } = addition
        return db.commit(context.outbox.add(name, key, { to: 'UANA', payload: { id: key }, ...rest }))
      },
    }
  }
  const home = await live(T)

  const find = async (key: string) => {
    const { deliveries } = db.tables
    const [row] = await db.q
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.workspace, T), eq(deliveries.dedupeKey, key)))
    if (!row) throw new Error(`no message ${key}`)
    return row
  }

  return {
    ...home,
    neighbour: live,
    clock,
    words,
    promptAt,
    logged,
    hooks,
    deps,
    process,
    find,
    /** Sends what is due now. */
    drain: (by: DeliverDeps = deps) => deliverDue(by),
    state: async (key: string) => (await find(key)).state,
    nextAt: () => nextLaneAt(db, clock.now),
    /** Moves the clock. */
    at(iso: string) {
      clock.now = Date.parse(iso)
    },
    later(ms: number) {
      clock.now += ms
    },
    /** Moves the clock from one due instant to the next and sends, as the bot does, up to an instant. */
    async runUntil(iso: string) {
      const end = Date.parse(iso)
      for (;;) {
        await deliverDue(deps)
        const next = await nextLaneAt(db, clock.now)
        if (next === undefined || next > end) break
        if (next <= clock.now) throw new Error('the outbox is due but sends nothing')
        clock.now = next
      }
      clock.now = end
      await deliverDue(deps)
    },
  }
}

/** Puts somebody into the directory; with `member`, as one. */
export async function aPerson(
  { db, ctx }: Pick<House, 'db' | 'ctx'>,
  person: string,
  { zone = 'UTC', member }: { zone?: string; member?: Partial<Db['tables']['members']['$inferInsert']> } = {},
) {
  const flags = { bot: false, guest: false, deactivated: false, admin: false }
  await db.commit(
    ctx.directory.put([{ person, name: person, handle: person.toLowerCase(), zone, ...flags }]),
    member &&
      anyRows(
        db.q.insert(db.tables.members).values({
          workspace: ctx.workspace,
          person,
          programme: 'P1',
          role: 'mentee',
          status: 'active',
          joinedAt: 1,
          capacity: 0,
          values: [],
          freeHours: [],
          workingDays: [1, 2, 3, 4, 5],
          startMinute: 540,
          endMinute: 1080,
          holidays: [],
          languages: [],
          otherOffers: [],
          plainWants: [],
          checkinWeekday: 5,
          checkinMinute: 900,
          cardsDone: [],
          ...member,
        }),
      ),
  )
}
