import type { Context } from '../../../context.ts'
import { dateIn, patienceUntil } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, LIMIT, refuseOverLimit } from '../../../directory/limits.ts'
import { type Decision, retrying } from '../../../retrying.ts'
import { listOf, partnerOf } from '../../pairs/mentorship/service.ts'
import { findTeam, presentAmong } from '../../people/coordinators/service.ts'
import { listManagers } from '../../people/members/service.ts'
import {
  ACKNOWLEDGE,
  ANSWER,
  CLOSE_MS,
  type ConcernForm,
  type Contact,
  contactsAmong,
  lineOf,
  type Wait,
} from './domain.ts'
import {
  type Concern,
  changeConcern,
  findConcern,
  insertConcern,
  listOpen,
  listTold,
  listWritten,
  openWords,
  removeWritten,
  sealAnswer,
  sealWords,
} from './store.ts'

export { type Concern, findConcern } from './store.ts'

/** One message for each contact that it goes to. */
const arrivedKey = (c: Pick<Concern, 'id' | 'round'>) => `concerns.arrived:${c.id}:${c.round}`
const UNANSWERED = ['sent', 'acknowledged']

/**
 * Whom this person can tell. Never themselves or their managers, nobody they are or were paired with, and nobody who
 * was told this concern before. Somebody outside the programme is among them wherever the coordinators named one, or the
 * workspace has an admin who does not run it.
 */
export async function contactsFor(ctx: Context, writer: string, tried: string[] = []): Promise<Contact[]> {
  const [{ coordinators, deputy, outside }, accounts, pairs, managers] = await Promise.all([
    findTeam(ctx),
    ctx.directory.admins(),
    listOf(ctx, writer),
    listManagers(ctx),
  ])
  const admins = accounts.map((account) => account.person)
  const all = [...coordinators, deputy, outside, ...admins].filter((person) => person !== null)
  const people = await ctx.directory.people(all)
  return contactsAmong({
    coordinators,
    deputy,
    outside,
    admins,
    names: new Map([...people.values()].filter(canTakePart).map((p) => [p.person, p.name])),
    present: await presentAmong(ctx, all),
    never: new Set([...lineOf(writer, managers), ...pairs.map((m) => partnerOf(m, writer))]),
    tried,
  })
}

/** Whom to turn to after those who have had it; undefined if nobody is left. */
export const nextContact = async (ctx: Context, c: Concern): Promise<Contact | undefined> =>
  (await contactsFor(ctx, c.writer, [...c.tried, c.contact]))[0]

const NOT_OFFERED = 'This person cannot be told this here. Please choose another one.'

async function waitFor(ctx: Context, contact: string, id: string, { days, atMost }: Wait): Promise<Writes> {
  const hours = await ctx.directory.hours(contact)
  return ctx.schedule.at('concerns.unheard', id, patienceUntil(hours, ctx.now(), days, atMost))
}

const arrives = (ctx: Context, c: Pick<Concern, 'id' | 'round'>, contact: string): Writes =>
  ctx.outbox.add('concerns.arrived', arrivedKey(c), {
    to: contact,
    payload: { concern: c.id, round: c.round },
  })

/** Writes to one contact alone that something is wrong. Nothing of it is logged or written down elsewhere. */
export async function raiseConcern(
  ctx: Context,
  writer: string,
  form: ConcernForm,
): Promise<Outcome<Contact>> {
  const contact = (await contactsFor(ctx, writer)).find((c) => c.person === form.contact)
  if (!contact) return refuse(NOT_OFFERED, 'contact')
  const id = ctx.newId()
  const failed = await ctx.commit(
    await countOne(ctx, 'concerns', writer),
    insertConcern(ctx, id, form.words, { writer, contact: contact.person }),
    arrives(ctx, { id, round: 0 }, contact.person),
    await waitFor(ctx, contact.person, id, ACKNOWLEDGE),
    ctx.outbox.touchHomes(writer, contact.person),
  )
  return failed === LIMIT ? refuseOverLimit('concerns', 'words') : done(contact)
}

const NOT_YOURS = 'This is not addressed to you, or not any more. Home shows what is.'

/** A concern that is addressed to this contact now; refused to anybody else. */
export async function addressedTo(ctx: Context, contact: string, id: string): Promise<Outcome<Concern>> {
  const c = await findConcern(ctx, id)
  return c?.contact === contact && c.status !== 'closed' ? done(c) : refuse(NOT_YOURS)
}

async function asWriter(ctx: Context, writer: string, id: string): Promise<Outcome<Concern>> {
  const c = await findConcern(ctx, id)
  return c?.writer === writer ? done(c) : refuse(NOT_YOURS)
}

/** The words, for the one who wrote them and the contact who has them now. */
export async function readConcern(ctx: Context, reader: string, id: string) {
  const [mine, theirs] = [await asWriter(ctx, reader, id), await addressedTo(ctx, reader, id)]
  const found = mine.ok ? mine : theirs
  if (!found.ok) return found
  const c = found.value
  return done({ concern: c, ...openWords(ctx, c) })
}

/** Changes a concern that is addressed to this contact and stands in one of these states; else it is refused with `why`. */
const changing = (
  ctx: Context,
  contact: string,
  id: string,
  from: string[],
  why: string,
  decide: (c: Concern) => Promise<Writes> | Writes,
): Promise<Outcome<Concern>> =>
  retrying(ctx, async () => {
    const found = await addressedTo(ctx, contact, id)
    if (!found.ok) return found
    if (!from.includes(found.value.status)) return refuse(why)
    return { value: found.value, writes: await decide(found.value) }
  })

/** "I have got it": one tap, and the writer knows that they are heard. */
export const acknowledgeConcern = (ctx: Context, contact: string, id: string): Promise<Outcome<Concern>> =>
  changing(
    ctx,
    contact,
    id,
    ['sent'],
    'They know already that you have got it. The next step is your answer.',
    async (c) => [
      changeConcern(ctx, c, { status: 'acknowledged', acknowledgedAt: ctx.now() }),
      await waitFor(ctx, c.contact, id, ANSWER),
      tellWriter(ctx, c, 'acknowledged'),
    ],
  )

/** The writer is told by message that something happened, never what; the contact's own message follows. */
const tellWriter = (ctx: Context, c: Concern, what: string): Writes => [
  ctx.outbox.add('concerns.news', `concerns.news:${c.id}:${c.round}:${what}`, {
    to: c.writer,
    payload: { concern: c.id, what },
  }),
  ctx.outbox.refresh(arrivedKey(c), c.contact),
  ctx.outbox.touchHomes(c.writer, c.contact),
]

/** The contact answers in writing, or says that they get in touch (`words` undefined). */
export const answerConcern = (
  ctx: Context,
  contact: string,
  id: string,
  words: string | undefined,
): Promise<Outcome<Concern>> =>
  changing(
    ctx,
    contact,
    id,
    UNANSWERED,
    'You have answered already, or they turned to somebody else. Home shows how it stands.',
    (c) => [
      changeConcern(
        ctx,
        c,
        {
          status: 'answered',
          answeredAt: ctx.now(),
          acknowledgedAt: c.acknowledgedAt ?? ctx.now(),
          talk: words === undefined,
        },
        sealAnswer(ctx, id, words),
      ),
      ctx.schedule.cancel('concerns.unheard', id),
      ctx.schedule.at('concerns.close', id, ctx.now() + CLOSE_MS),
      tellWriter(ctx, c, 'answered'),
    ],
  )

/** The job: no word in time. The writer is offered the next contact, and again each week as long as nobody answers. */
export async function offerNextContact(ctx: Context, id: string): Promise<Writes[]> {
  const c = await findConcern(ctx, id)
  if (!c || !UNANSWERED.includes(c.status)) return []
  const { zone } = await ctx.directory.hours(c.writer)
  return [
    ctx.outbox.add('concerns.unheard', `concerns.unheard:${id}:${c.round}:${dateIn(zone, ctx.now())}`, {
      to: c.writer,
      payload: { concern: id, round: c.round, status: c.status },
    }),
    await waitFor(ctx, c.contact, id, ANSWER),
    ctx.outbox.touchHomes(c.writer),
  ]
}

/** The writer turns to another contact; the one before cannot read it any more. */
export const passOnConcern = (
  ctx: Context,
  writer: string,
  id: string,
  { contact, words }: ConcernForm,
): Promise<Outcome<Contact>> =>
  retrying(ctx, async (): Promise<Decision<Contact> | Outcome<Contact>> => {
    const found = await asWriter(ctx, writer, id)
    if (!found.ok) return found
    const c = found.value
    const tried = [...c.tried, c.contact]
    const to = (await contactsFor(ctx, writer, tried)).find((each) => each.person === contact)
    if (!to) return refuse(NOT_OFFERED, 'contact')
    if (c.status === 'closed')
      return refuse('Something changed in this very moment. Home shows how it stands.')
    const round = c.round + 1
    const anew = { status: 'sent', sentAt: ctx.now(), acknowledgedAt: null, answeredAt: null, talk: false }
    return {
      value: to,
      writes: [
        changeConcern(
          ctx,
          c,
          { ...anew, contact, tried, round },
          { ...sealWords(ctx, id, words), ...sealAnswer(ctx, id) },
        ),
        withdrawn(ctx, c),
        ctx.schedule.cancel('concerns.close', id),
        arrives(ctx, { id, round }, contact),
        await waitFor(ctx, contact, id, ACKNOWLEDGE),
        ctx.outbox.touchHomes(writer, c.contact, contact),
      ],
    }
  })

/** The contact reads it no more, and their message says so. */
const withdrawn = (ctx: Context, c: Concern): Writes => [
  ctx.outbox.cancel(arrivedKey(c)),
  ctx.outbox.refresh(arrivedKey(c), c.contact),
]

/** The writer says that it is settled, or takes it back. */
export const closeConcern = (ctx: Context, writer: string, id: string): Promise<Outcome<Concern>> =>
  retrying(ctx, async () => {
    const found = await asWriter(ctx, writer, id)
    if (!found.ok) return found
    return found.value.status === 'closed'
      ? refuse('It is closed already. Should something be wrong again, write anew any time.')
      : { value: found.value, writes: closing(ctx, found.value) }
  })

const closing = (ctx: Context, c: Concern): Writes[] => [
  changeConcern(ctx, c, { status: 'closed' }),
  withdrawn(ctx, c),
  ctx.schedule.cancel('concerns.unheard', c.id),
  ctx.schedule.cancel('concerns.close', c.id),
  ctx.outbox.touchHomes(c.writer, c.contact),
]

/** A month after the answer it leaves both Homes. */
export async function closeAnsweredConcern(ctx: Context, id: string): Promise<Writes[]> {
  const c = await findConcern(ctx, id)
  return c?.status === 'answered' ? closing(ctx, c) : []
}

/** What is open that this person wrote, and what they were told. */
export const openConcerns = (ctx: Context, person: string) =>
  Promise.all([listOpen(ctx, 'writer', person), listOpen(ctx, 'contact', person)])

/** An account is gone. As a contact: the writer is offered the next one at once. A writer who is gone waits for nothing. */
export async function leaveNobodyWaiting(ctx: Context, person: string): Promise<Writes[]> {
  const [theirs, own] = [await listOpen(ctx, 'contact', person), await listOpen(ctx, 'writer', person)]
  return [
    ...theirs
      .filter((c) => UNANSWERED.includes(c.status))
      .map((c) => ctx.schedule.at('concerns.unheard', c.id, ctx.now())),
    ...own.map((c) => ctx.schedule.cancel('concerns.unheard', c.id)),
  ]
}

/** All that a person wrote, with their own words. */
export const exportConcerns = async (ctx: Context, person: string) =>
  (await listWritten(ctx, person)).map((c) => ({
    to: c.contact,
    at: c.sentAt,
    status: c.status,
    words: openWords(ctx, c).words,
  }))

/**
 * Takes away what this person wrote. What was written to them stays its writer's, who is offered the next contact if they
 * were not answered. Guard: `moved`.
 */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const nameless = (each: string) => (each === person ? FORMER_MEMBER : each)
  const told = (await listTold(ctx, person)).filter((c) => c.writer !== person)
  return [
    removeWritten(ctx, person),
    told.map((c) => [
      changeConcern(ctx, c, { contact: nameless(c.contact), tried: c.tried.map(nameless) }),
      c.contact === person &&
        UNANSWERED.includes(c.status) &&
        ctx.schedule.at('concerns.unheard', c.id, ctx.now()),
    ]),
  ]
}
