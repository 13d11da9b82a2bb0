/** What the two write for each other: the agenda, notes and action items of a session. */
import type { Context } from '../../../../context.ts'
import { done, type Outcome } from '../../../../core/outcome.ts'
import { listOf } from '../../../pairs/mentorship/service.ts'
import { isLive, isState } from '../../../pairs/mentorship/states.ts'
import { type Entry, sharedSince } from '../../checkins/service.ts'
import type { Guide } from '../../guides/domain.ts'
import { guidesFor } from '../../guides/service.ts'
import { MOST_PAST, type NotesForm } from '../domain.ts'
import type { Item, Session } from '../store.ts'
import * as store from '../store.ts'
import { nextSessionAfter } from './meeting.ts'
import { type OwnSession, ownSession, type Pair, pairOf } from './pair.ts'

export interface Page extends OwnSession {
  agenda?: string
  location?: string
  items: Item[]
  myNotes?: string
  partnerNotes?: string
  /** What the two wrote the last time they met. */
  before?: { at: number; mine?: string; partner?: string }
  /** What the partner wrote for this reader in check-ins since they last met, newest first. */
  shared: Entry[]
  /** The guides that fit the next meeting. */
  guides: Guide[]
  /** The session after this one. */
  next?: Session
}

/** The notes of both on a session, told apart by who looks. */
export function notesOf(ctx: Context, { m, me }: Pair, session: Session) {
  const { menteeNotes, mentorNotes } = ctx.words('sessions', session.id).open(session)
  return m.mentee === me
    ? { mine: menteeNotes, partner: mentorNotes }
    : { mine: mentorNotes, partner: menteeNotes }
}

/** A session with its agenda, what is still to do, and the notes of both. For these two alone. */
export async function readSession(ctx: Context, person: string, id: string): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  const plan = await store.findArrangement(ctx, session)
  const earlier = await store.findLast(ctx, pair.m.id, ['held'], session.startAt - 1)
  const { mine: myNotes, partner: partnerNotes } = notesOf(ctx, pair, session)
  // Once it is over they keep what they wrote for sessions that they held; check-ins were for the two of that time.
  const runs = isState(pair.m.state) && isLive(pair.m.state)
  const where = runs || session.status === 'held'
  return done({
    ...found.value,
    ...(plan &&
      ctx.words('plans', plan.id).open({ agenda: plan.agenda, ...(where && { location: plan.location }) })),
    items: await store.listItems(ctx, pair.m.id, earlier?.startAt ?? session.startAt),
    myNotes,
    partnerNotes,
    ...(earlier && { before: { at: earlier.startAt, ...notesOf(ctx, pair, earlier) } }),
    shared: runs ? await sharedSince(ctx, pair.partner, person, earlier?.startAt ?? pair.m.startedAt) : [],
    guides: await guidesFor(ctx, pair.m),
    next: await nextSessionAfter(ctx, session),
  })
}

/** Keeps notes and action items. `ticked` is what was ticked when the form was opened: the rest is left alone. */
export async function saveNotes(
  ctx: Context,
  person: string,
  id: string,
  ticked: string[],
  form: NotesForm,
): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  const newlyDone = form.done.filter((item) => !ticked.includes(item))
  const doneNoMore = ticked.filter((item) => !form.done.includes(item))
  await ctx.commit(
    store.changeNotes(ctx, id, pair.m.mentee === person ? 'menteeNotes' : 'mentorNotes', form.notes),
    form.items.map((words) => store.insertItem(ctx, session, person, words)),
    store.markItems(ctx, pair.m.id, newlyDone, ctx.now()),
    store.markItems(ctx, pair.m.id, doneNoMore, null),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  return readSession(ctx, person, id)
}

/** Sessions that are over, of all mentorships that this person has or had, the newest first. */
export async function pastSessions(
  ctx: Context,
  person: string,
): Promise<{ pair: Pair; session: Session }[]> {
  const past: { pair: Pair; session: Session }[] = []
  for (const m of await listOf(ctx, person)) {
    const pair = await pairOf(ctx, m, person)
    const over = await store.listSessions(ctx, m.id, ['held', 'missed', 'unanswered'])
    past.push(...over.map((session) => ({ pair, session })))
  }
  return past.sort((a, b) => b.session.startAt - a.session.startAt).slice(0, MOST_PAST)
}
