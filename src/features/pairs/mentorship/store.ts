import { and, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import { chatPlace, sealYes } from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'
import { type Event, movesOf } from './states.ts'

export type Mentorship = Row<'mentorships'>

const ofPerson = (ctx: Context, person: string) => {
  const { mentorships } = ctx.db.tables
  return and(
    eq(mentorships.workspace, ctx.workspace),
    or(eq(mentorships.mentee, person), eq(mentorships.mentor, person)),
  )
}

/** All of a person's mentorships, running and ended, the newest first. */
export const listOf = (ctx: Context, person: string): Promise<Mentorship[]> =>
  ctx.db.q
    .select()
    .from(ctx.db.tables.mentorships)
    .where(ofPerson(ctx, person))
    .orderBy(desc(ctx.db.tables.mentorships.id))

export const listActiveOf = (ctx: Context, person: string): Promise<Mentorship[]> =>
  ctx.db.q
    .select()
    .from(ctx.db.tables.mentorships)
    .where(and(ofPerson(ctx, person), eq(ctx.db.tables.mentorships.status, 'active')))
    .orderBy(ctx.db.tables.mentorships.id)

/** Everybody who has a mentor now; a single chat is none. */
export async function menteesWithMentor(ctx: Context): Promise<Set<string>> {
  const { mentorships } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ mentee: mentorships.mentee })
    .from(mentorships)
    .where(
      and(
        eq(mentorships.workspace, ctx.workspace),
        eq(mentorships.status, 'active'),
        eq(mentorships.kind, 'mentorship'),
      ),
    )
  return new Set(rows.map((row) => row.mentee))
}

export const findMentorship = (ctx: Context, id: string): Promise<Mentorship | undefined> =>
  findRow(ctx, 'mentorships', id)

/** Pairs that need a hand, the oldest first. */
export const listNeedingHand = (ctx: Context): Promise<Mentorship[]> => {
  const { mentorships } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(mentorships)
    .where(
      and(
        eq(mentorships.workspace, ctx.workspace),
        eq(mentorships.status, 'active'),
        isNotNull(mentorships.needsHandAt),
      ),
    )
    .orderBy(mentorships.needsHandAt)
    .limit(20)
}

/** Somebody gives this pair a hand; the guard `hand` fails if it needs none any more, or has one. */
export const takeHand = (ctx: Context, m: Mentorship, person: string): Writes => {
  const { mentorships } = ctx.db.tables
  const still = [eq(mentorships.needsHandAt, m.needsHandAt ?? 0), isNull(mentorships.handTakenBy)]
  return changeRow(ctx, 'mentorships', m.id, { handTakenBy: person }, 'hand', ...still)
}

/** The unique `activePair` fails the guard if the two already have one. */
export const insertMentorship = (ctx: Context, row: typeof ctx.db.tables.mentorships.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.mentorships).values(row).onConflictDoNothing(), 'paired')

const active = (ctx: Context, id: string) => {
  const { mentorships } = ctx.db.tables
  return and(
    eq(mentorships.workspace, ctx.workspace),
    eq(mentorships.id, id),
    eq(mentorships.status, 'active'),
  )
}

/** Notes something about a mentorship that runs, in whatever state; the guard fails if it has ended. */
export const changeActive = (ctx: Context, id: string, set: Partial<Mentorship>): Writes =>
  exactly(1, ctx.db.q.update(ctx.db.tables.mentorships).set(set).where(active(ctx, id)), 'mentorship')

/**
 * The one way in which a mentorship changes its state: an event, as the table has it, with what else it notes. Which
 * state it leads to is decided in the database, by where it stands then; the guard `mentorship` fails if the event
 * cannot happen there, or (`seen`) if it does not stand where it did when it was read.
 */
export function moveState(
  ctx: Context,
  m: Pick<Mentorship, 'id' | 'kind'>,
  event: Event,
  set: Partial<Mentorship> = {},
  seen?: string,
): Writes {
  const { mentorships } = ctx.db.tables
  const moves = [...movesOf(event, m.kind)].filter(([from]) => seen === undefined || from === seen)
  const cases = moves.map(([from, to]) => sql`when ${from} then ${to}`)
  const state = sql`case ${mentorships.state} ${sql.join(cases, sql` `)} else ${mentorships.state} end`
  return exactly(
    1,
    ctx.db.q
      .update(mentorships)
      .set({ ...set, ...(moves.length > 0 && { state }) })
      .where(
        and(
          eq(mentorships.workspace, ctx.workspace),
          eq(mentorships.id, m.id),
          inArray(
            mentorships.state,
            moves.map(([from]) => from),
          ),
        ),
      ),
    'mentorship',
  )
}

/** What one of the two said of a chat. */
export const setUseful = (ctx: Context, m: Mentorship, person: string, useful: boolean): Writes => {
  const { mentorships } = ctx.db.tables
  const side = m.mentee === person ? 'mentee' : 'mentor'
  const said = sealYes(ctx.seal, chatPlace(m.id, side), useful)
  return any(
    ctx.db.q
      .update(mentorships)
      .set(side === 'mentee' ? { usefulToMentee: said } : { usefulToMentor: said })
      .where(and(eq(mentorships.workspace, ctx.workspace), eq(mentorships.id, m.id))),
  )
}

/** The same, for this person alone: whether it was useful to them; undefined until they say. */
export const usefulTo = (ctx: Context, m: Mentorship, person: string): boolean | undefined => {
  const [side, said] =
    m.mentee === person ? (['mentee', m.usefulToMentee] as const) : (['mentor', m.usefulToMentor] as const)
  return said === null ? undefined : ctx.seal.open(chatPlace(m.id, side), said) === 'yes'
}

export const setChannel = (ctx: Context, id: string, channel: string): Writes =>
  any(ctx.db.q.update(ctx.db.tables.mentorships).set({ channel }).where(active(ctx, id)))
