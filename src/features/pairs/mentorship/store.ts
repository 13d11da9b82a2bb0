import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { exactRows, type Writes } from '../../../db/commit.ts'
import { isSet } from '../../../db/conditions.ts'
import { rows } from '../../../db/rows.ts'
import type { Row, Tables } from '../../../db/tables.ts'
import { type Event, transitionsOf } from './states.ts'

export type Mentorship = Row<'mentorships'>

/** All of a person's mentorships, running and ended, the newest first. */
export const listOf = (ctx: Context, person: string): Promise<Mentorship[]> =>
  rows(ctx, 'mentorships').list([{ mentee: person }, { mentor: person }], { by: '-id', together: true })

/** Those that run, the oldest first. From the whole list: whoever asks for one mostly asks for the other as well. */
export const listActiveOf = async (ctx: Context, person: string): Promise<Mentorship[]> =>
  (await listOf(ctx, person)).filter((m) => m.status === 'active').reverse()

/** Everybody who has a mentor now; a single chat is none. */
export async function menteesWithMentor(ctx: Context): Promise<Set<string>> {
  const running = await rows(ctx, 'mentorships').list(
    { status: 'active', kind: 'mentorship' },
    { columns: ['mentee'], together: true },
  )
  return new Set(running.map((m) => m.mentee))
}

export const findMentorship = (ctx: Context, id: string): Promise<Mentorship | undefined> =>
  rows(ctx, 'mentorships').find(id)

/** Pairs that need a hand, the oldest first. */
export const listNeedingHand = (ctx: Context): Promise<Mentorship[]> =>
  rows(ctx, 'mentorships').list({ status: 'active', needsHandAt: isSet }, { by: 'needsHandAt', limit: 20 })

/** Somebody gives this pair a hand; the guard `hand` fails if it needs none any more, or has one. */
export const takeHand = (ctx: Context, { id, needsHandAt }: Mentorship, person: string): Writes =>
  rows(ctx, 'mentorships').change(
    { id, needsHandAt: needsHandAt ?? 0, handTakenBy: null },
    { handTakenBy: person },
    'hand',
  )

/** The unique `activePair` fails the guard if the two already have one. */
export const insertMentorship = (
  ctx: Context,
  row: Omit<Tables['mentorships']['$inferInsert'], 'workspace'>,
): Writes => rows(ctx, 'mentorships').insert(row, 'paired')

/** A guard (`mentorship`) for a commit that must not come after the end; other ends and changes wait for it. */
export const whileRunning = (ctx: Context, id: string): Writes =>
  rows(ctx, 'mentorships').change({ id, status: 'active' }, { status: 'active' }, 'mentorship')

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
  const moves = [...transitionsOf(event, m.kind)].filter(([from]) => seen === undefined || from === seen)
  const cases = moves.map(([from, to]) => sql`when ${from} then ${to}`)
  const state = sql`case ${mentorships.state} ${sql.join(cases, sql` `)} else ${mentorships.state} end`
  return exactRows(
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

/** The column in which one of the two says whether a chat was useful. */
const usefulColumn = (m: Mentorship, person: string) =>
  m.mentee === person ? 'usefulToMentee' : 'usefulToMentor'

/** What one of the two said of a chat. */
export const setUseful = (ctx: Context, m: Mentorship, person: string, useful: boolean): Writes =>
  rows(ctx, 'mentorships').change(
    m.id,
    ctx.words('mentorships', m.id).seal({ [usefulColumn(m, person)]: useful ? 'yes' : 'no' }),
  )

/** The same, for this person alone: whether it was useful to them; undefined until they say. */
export const usefulTo = (ctx: Context, m: Mentorship, person: string): boolean | undefined => {
  const { usefulToMentee, usefulToMentor } = m
  const said = ctx.words('mentorships', m.id).open({ usefulToMentee, usefulToMentor })[
    usefulColumn(m, person)
  ]
  return said === undefined ? undefined : said === 'yes'
}

export const setChannel = (ctx: Context, id: string, channel: string): Writes =>
  rows(ctx, 'mentorships').change({ id, status: 'active' }, { channel })

/** Takes away what a person said of all their chats. */
export const clearUseful = (ctx: Context, person: string): Writes => [
  rows(ctx, 'mentorships').change({ mentee: person }, { usefulToMentee: null }),
  rows(ctx, 'mentorships').change({ mentor: person }, { usefulToMentor: null }),
]
