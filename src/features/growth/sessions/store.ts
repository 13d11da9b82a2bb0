import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { above, atMost, isSet, noneOf } from '../../../db/conditions.ts'
import { rows } from '../../../db/rows.ts'
import type { Row, Tables } from '../../../db/tables.ts'

export type Plan = Row<'plans'>
export type Session = Row<'sessions'>

type New<Name extends keyof Tables> = Omit<Tables[Name]['$inferInsert'], 'workspace'>

// --- plans ---

export const findPlan = (ctx: Context, id: string): Promise<Plan | undefined> => rows(ctx, 'plans').find(id)

/** The plan that these two have not decided on yet. */
export const findOpenPlan = async (ctx: Context, mentorship: string): Promise<Plan | undefined> =>
  (await rows(ctx, 'plans').listBy('openFor', [mentorship])).get(mentorship)?.[0]

/** The same, and the plan that they agreed on last, for what to put into the next form. */
export async function findOpenAndLast(
  ctx: Context,
  mentorship: string,
): Promise<{ open?: Plan; last?: Plan }> {
  const plans = await rows(ctx, 'plans').list({ mentorship, status: ['open', 'agreed'] }, { by: '-id' })
  return { open: plans.find((p) => p.openFor !== null), last: plans.find((p) => p.status === 'agreed') }
}

/** The plans by which sessions of this mentorship were moved last, by session. */
export async function moversOf(ctx: Context, mentorship: string): Promise<Map<string, Plan>> {
  const moves = await rows(ctx, 'plans').list({ mentorship, status: 'agreed', moves: isSet }, { by: 'id' })
  return new Map(moves.map((row) => [row.moves as string, row]))
}

/**
 * The plan that says how long a session is, where, and what about: the one by which it was moved last, else that of its
 * calendar entry. None for a session that was only told of afterwards.
 */
export const findArrangement = async (ctx: Context, session: Session): Promise<Plan | undefined> =>
  (await moversOf(ctx, session.mentorship)).get(session.id) ??
  (session.plan ? await findPlan(ctx, session.plan) : undefined)

/** The unique `openFor` fails the guard if the two discuss another plan. */
export const insertPlan = (ctx: Context, row: New<'plans'>): Writes => rows(ctx, 'plans').insert(row, 'plan')

/** Settles an open plan; the guard fails if somebody was first. */
export const settlePlan = (ctx: Context, id: string, set: { status: string; startAt?: number }): Writes =>
  rows(ctx, 'plans').change({ id, status: 'open' }, { ...set, openFor: null }, 'plan')

/** Raises the sequence of a calendar entry; the guard fails if another change was first. */
export const raiseSequence = (ctx: Context, { id, sequence }: Plan): Writes =>
  rows(ctx, 'plans').change({ id, sequence }, { sequence: sequence + 1 }, 'calendar entry')

export const listPlansBy = (ctx: Context, proposer: string): Promise<Plan[]> =>
  rows(ctx, 'plans').list({ proposer }, { by: 'id' })

// --- sessions ---

export const findSession = (ctx: Context, id: string): Promise<Session | undefined> =>
  rows(ctx, 'sessions').find(id)

/** All sessions of a plan, the first one first. */
export const listOfPlan = (ctx: Context, plan: string): Promise<Session[]> =>
  rows(ctx, 'sessions').list({ plan }, { by: 'originalAt' })

/** The sessions of a mentorship in these states, the first one first. */
export const listSessions = (ctx: Context, mentorship: string, status?: string[]): Promise<Session[]> =>
  rows(ctx, 'sessions').list({ mentorship, status }, { by: 'startAt' })

/** The next session that is not over at `now`. */
export const findNext = async (ctx: Context, mentorship: string, now: number): Promise<Session | undefined> =>
  (await listPlanned(ctx, mentorship)).find((session) => session.endAt > now)

/** The newest session that is over at `now` and still stands as planned: nobody has said how it went. */
export const findUntold = async (
  ctx: Context,
  mentorship: string,
  now: number,
): Promise<Session | undefined> =>
  (await listPlanned(ctx, mentorship)).filter((session) => session.endAt <= now).at(-1)

const listPlanned = async (ctx: Context, mentorship: string): Promise<Session[]> =>
  (
    await rows(ctx, 'sessions').listBy('mentorship', [mentorship], { status: 'planned' }, { by: 'startAt' })
  ).get(mentorship) ?? []

/** The newest session that is over at `now`, in one of these states. */
export const findLast = (ctx: Context, mentorship: string, status: string[], now: number) =>
  rows(ctx, 'sessions').find({ mentorship, status, endAt: atMost(now) }, { by: '-startAt' })

/** How many sessions these two have held. */
export const countHeld = (ctx: Context, mentorship: string): Promise<number> =>
  rows(ctx, 'sessions').count({ mentorship, status: 'held' })

/** One that is there already stays as it is. */
export const insertSession = (ctx: Context, row: New<'sessions'>): Writes => rows(ctx, 'sessions').insert(row)

/** The sessions of a plan that are still to come are in the calendar of the mentee or the mentor. */
export const markInCalendar = (ctx: Context, plan: string, whose: 'menteeHas' | 'mentorHas'): Writes =>
  rows(ctx, 'sessions').change({ plan, status: 'planned' }, { [whose]: true })

/** Changes a session that is in one of these states; the guard fails if it is not, or is at another time by now. */
export const changeSession = (ctx: Context, s: Session, from: string[], set: Partial<Session>): Writes =>
  rows(ctx, 'sessions').change({ id: s.id, startAt: s.startAt, status: from }, set, 'session')

type Side = 'menteeNotes' | 'mentorNotes'

/** Keeps the notes of the mentee or the mentor, whatever has become of the session. */
export const changeNotes = (ctx: Context, id: string, side: Side, notes: string | undefined): Writes =>
  rows(ctx, 'sessions').change(id, ctx.words('sessions', id).seal({ [side]: notes }))

// --- action items ---

export interface Item {
  id: string
  words: string
  done: boolean
}

const opened = (ctx: Context, row: Row<'actionItems'>): Item => ({
  id: row.id,
  ...ctx.words('actionItems', row.id).open({ words: row.words }),
  done: row.doneAt !== null,
})

/** What the two still want to do, and what they did since `since`; the oldest first. For these two alone. */
export async function listItems(ctx: Context, mentorship: string, since: number): Promise<Item[]> {
  const found = await rows(ctx, 'actionItems').list(
    [
      { mentorship, doneAt: null },
      { mentorship, doneAt: above(since) },
    ],
    { by: 'id' },
  )
  return found.map((row) => opened(ctx, row))
}

/** The action items that this person wrote down, the oldest first. */
export const listItemsBy = async (ctx: Context, author: string): Promise<Item[]> =>
  (await rows(ctx, 'actionItems').list({ author }, { by: 'id' })).map((row) => opened(ctx, row))

export function insertItem(ctx: Context, session: Session, author: string, words: string): Writes {
  const row = { id: ctx.newId(), mentorship: session.mentorship, session: session.id, author }
  return rows(ctx, 'actionItems').insert({ ...row, ...ctx.words('actionItems', row.id).seal({ words }) })
}

/** Marks items of this mentorship as done (at an instant) or not done (null). */
export const markItems = (ctx: Context, mentorship: string, ids: string[], doneAt: number | null): Writes =>
  ids.length > 0 && rows(ctx, 'actionItems').change({ mentorship, id: ids }, { doneAt })

// --- when somebody is forgotten ---

/** Times that this person proposed and that came to nothing go; what they agreed on and wrote down names them no more. */
export const forgetAuthor = (ctx: Context, person: string): Writes => [
  rows(ctx, 'plans').remove({ proposer: person, status: noneOf(['agreed']) }),
  rows(ctx, 'plans').change({ proposer: person }, { proposer: '' }),
  rows(ctx, 'plans').change({ awaited: person }, { awaited: '' }),
  rows(ctx, 'actionItems').change({ author: person }, { author: '' }),
]

/** Whether the sessions of a mentorship are in the calendar of the mentee or the mentor is not known any more. */
export const forgetCalendar = (ctx: Context, mentorship: string, whose: 'menteeHas' | 'mentorHas'): Writes =>
  rows(ctx, 'sessions').change({ mentorship }, { [whose]: false })
