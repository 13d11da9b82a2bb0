import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { countUp } from '../../../db/counters.ts'
import { findRow } from '../../../db/rows.ts'
import { feedbackPlace, sealYes } from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'
import { type Answers, ASKS_A_WEEK, GIVEN_A_DAY, type GiveForm, type Kind, SBI } from './domain.ts'

type Plain = 'plainHidden' | 'plainUseful'
/** Feedback, or a question for it; what was chosen is opened, the words are sealed still. */
export type Feedback = Omit<Row<'feedback'>, Plain | 'hidden' | 'useful'> & {
  hidden: boolean
  useful: string | null
}
export type Reflection = Row<'reflections'>
export type Words = Pick<GiveForm, 'situation' | 'behaviour' | 'impact' | 'nextTime'>

const place = (row: string, column: string) => ({ table: 'feedback', column, row })

export const sealAbout = (ctx: Context, id: string, about: string) =>
  ctx.seal.close(place(id, 'about'), about)
export const openAbout = (ctx: Context, f: Feedback) => ctx.seal.openMaybe(place(f.id, 'about'), f.about)

export const sealWords = (ctx: Context, id: string, words: Words) =>
  Object.fromEntries(
    SBI.map(({ name }) => [name, ctx.seal.closeMaybe(place(id, name), words[name])]),
  ) as Pick<Feedback, 'situation' | 'behaviour' | 'impact' | 'nextTime'>

/** The words of feedback, by part. Only for its receiver: callers check. */
export const openWords = (ctx: Context, f: Feedback) =>
  SBI.map(({ name, label }) => ({ label, words: ctx.seal.openMaybe(place(f.id, name), f[name]) }))

const one = (ctx: Context, id: string) => {
  const { feedback } = ctx.db.tables
  return and(eq(feedback.workspace, ctx.workspace), eq(feedback.id, id))
}

const opened = (ctx: Context, { plainHidden: _, plainUseful: __, ...row }: Row<'feedback'>): Feedback => ({
  ...row,
  hidden: ctx.seal.openMaybe(feedbackPlace(row.id, 'hidden'), row.hidden) === 'yes',
  useful: ctx.seal.openMaybe(feedbackPlace(row.id, 'useful'), row.useful) ?? null,
})

const sealHidden = (ctx: Context, id: string, hidden: boolean) =>
  sealYes(ctx.seal, feedbackPlace(id, 'hidden'), hidden)

export async function findFeedback(ctx: Context, id: string): Promise<Feedback | undefined> {
  const row = await findRow(ctx, 'feedback', id)
  return row && opened(ctx, row)
}

/** Of this person as giver or receiver, in one of these states, the newest first. */
export async function listFeedback(
  ctx: Context,
  as: 'giver' | 'receiver',
  person: string,
  states: string[],
  { limit = 100, offset = 0 } = {},
): Promise<Feedback[]> {
  const { feedback } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(feedback)
    .where(
      and(eq(feedback.workspace, ctx.workspace), eq(feedback[as], person), inArray(feedback.status, states)),
    )
    .orderBy(desc(feedback.id))
    .limit(limit)
    .offset(offset)
  return rows.map((row) => opened(ctx, row))
}

/** What waits between these two, whoever asks. */
export async function listAskedBetween(ctx: Context, person: string, other: string): Promise<Feedback[]> {
  const { feedback } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(feedback)
    .where(
      and(
        eq(feedback.workspace, ctx.workspace),
        eq(feedback.status, 'asked'),
        or(
          and(eq(feedback.giver, person), eq(feedback.receiver, other)),
          and(eq(feedback.giver, other), eq(feedback.receiver, person)),
        ),
      ),
    )
  return rows.map((row) => opened(ctx, row))
}

/** The guard `open` fails if this person has been asked already. */
export const insertFeedback = (
  ctx: Context,
  {
    hidden = false,
    ...row
  }: Omit<typeof ctx.db.tables.feedback.$inferInsert, 'workspace' | 'hidden'> & { hidden?: boolean },
) =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.feedback)
      .values({ ...row, workspace: ctx.workspace, hidden: sealHidden(ctx, row.id, hidden) })
      .onConflictDoNothing(),
    'open',
  )

type Settled = Partial<Omit<Feedback, 'hidden' | 'useful'>>

/** Ends a question that still waits; the guard `settled` fails if it does not any more. */
export const settleAsk = (ctx: Context, id: string, set: Settled): Writes =>
  exactly(
    1,
    ctx.db.q
      .update(ctx.db.tables.feedback)
      .set({ ...set, openAsk: null, endedAt: ctx.now() })
      .where(and(one(ctx, id), eq(ctx.db.tables.feedback.status, 'asked'))),
    'settled',
  )

/** The same, where it does no harm if it was settled before. */
export const settleIfAsked = (ctx: Context, id: string, set: Settled): Writes =>
  any(
    ctx.db.q
      .update(ctx.db.tables.feedback)
      .set({ ...set, openAsk: null, endedAt: ctx.now() })
      .where(and(one(ctx, id), eq(ctx.db.tables.feedback.status, 'asked'))),
  )

/** From now on its giver does not see the question. */
export const hideAsk = (ctx: Context, id: string): Writes =>
  any(
    ctx.db.q
      .update(ctx.db.tables.feedback)
      .set({ hidden: sealHidden(ctx, id, true) })
      .where(one(ctx, id)),
  )

export const markRead = (ctx: Context, id: string): Writes =>
  any(
    ctx.db.q
      .update(ctx.db.tables.feedback)
      .set({ readAt: ctx.now() })
      .where(and(one(ctx, id), isNull(ctx.db.tables.feedback.readAt))),
  )

/** The guard `rated` fails if it was said already. */
export const setUseful = (ctx: Context, id: string, useful: string): Writes =>
  exactly(
    1,
    ctx.db.q
      .update(ctx.db.tables.feedback)
      .set({ useful: ctx.seal.close(feedbackPlace(id, 'useful'), useful) })
      .where(and(one(ctx, id), isNull(ctx.db.tables.feedback.useful))),
    'rated',
  )

export const countAsk = (ctx: Context, person: string, week: string): Writes =>
  countUp(ctx, `feedback.asks:${person}:${week}`, ASKS_A_WEEK, 'cap')

export const countGiven = (ctx: Context, person: string, day: string): Writes =>
  countUp(ctx, `feedback.given:${person}:${day}`, GIVEN_A_DAY, 'cap')

// --- reflections ---

const answersPlace = (id: string) => ({ table: 'reflections', column: 'answers', row: id })

const month = (ctx: Context, person: string, kind: Kind, on: string) => {
  const { reflections } = ctx.db.tables
  return and(
    eq(reflections.workspace, ctx.workspace),
    eq(reflections.person, person),
    eq(reflections.kind, kind),
    eq(reflections.on, on),
  )
}

export async function findReflection(ctx: Context, person: string, kind: Kind, on: string) {
  const [row] = await ctx.db.q
    .select()
    .from(ctx.db.tables.reflections)
    .where(month(ctx, person, kind, on))
  return row
}

/** Keeps the answers of a month, in place of those given before; `id` is that of the row that stands. */
export const putReflection = (
  ctx: Context,
  row: { id: string; person: string; kind: Kind; on: string },
  answers: Answers,
  known: boolean,
): Writes => {
  const { reflections } = ctx.db.tables
  const sealed = ctx.seal.close(answersPlace(row.id), JSON.stringify(answers))
  const at = ctx.now()
  return known
    ? any(
        ctx.db.q
          .update(reflections)
          .set({ answers: sealed, at })
          .where(month(ctx, row.person, row.kind, row.on)),
      )
    : exactly(
        1,
        ctx.db.q
          .insert(reflections)
          .values({ ...row, workspace: ctx.workspace, answers: sealed, at })
          .onConflictDoNothing(),
        'month',
      )
}

export const openAnswers = (ctx: Context, r: Reflection): Answers =>
  JSON.parse(ctx.seal.open(answersPlace(r.id), r.answers))

/** A person's own, the newest month first. */
export const listReflections = (ctx: Context, person: string, limit: number, offset = 0) => {
  const { reflections } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(reflections)
    .where(and(eq(reflections.workspace, ctx.workspace), eq(reflections.person, person)))
    .orderBy(desc(reflections.on), desc(reflections.id))
    .limit(limit)
    .offset(offset)
}
