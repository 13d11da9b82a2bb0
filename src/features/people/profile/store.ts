import { and, count, eq, inArray, isNotNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { dateIn } from '../../../core/calendar.ts'
import { any, exactly, first, type Writes } from '../../../db/commit.ts'
import { countedIn, countUp } from '../../../db/counters.ts'
import { profilePlace } from '../../../db/seal-old.ts'
import type { Row } from '../../../db/tables.ts'
import { CHATS_A_MONTH, DEFAULT_RATING, type Org, type Side } from './domain.ts'

export type Member = Row<'members'>
export type SkillRow = Row<'skills'>

/** What somebody wrote for those they ask or are matched with. */
export interface ProfileWords {
  goal: string
  wants: string[]
}

/** Who may read them is for the caller to know. */
export function openWords(ctx: Context, member: Member | undefined): ProfileWords {
  if (!member) return { goal: '', wants: [] }
  const open = (column: 'goal_words' | 'want_words', words: Member['goalWords']) =>
    ctx.seal.openMaybe(profilePlace(ctx.workspace, member.person, column), words)
  return {
    goal: open('goal_words', member.goalWords) ?? '',
    wants: JSON.parse(open('want_words', member.wantWords) ?? '[]'),
  }
}

/** The words of a profile, to be written. */
export const sealWords = (ctx: Context, person: string, { goal, wants }: ProfileWords) => ({
  goalWords: ctx.seal.closeMaybe(profilePlace(ctx.workspace, person, 'goal_words'), goal),
  wantWords: ctx.seal.closeMaybe(
    profilePlace(ctx.workspace, person, 'want_words'),
    wants.length > 0 ? JSON.stringify(wants) : undefined,
  ),
})

const mine = (ctx: Context, person: string) => {
  const { members } = ctx.db.tables
  return and(eq(members.workspace, ctx.workspace), eq(members.person, person))
}

/** Set with every change: a match that was made from an older reading of this member fails. */
const raised = (ctx: Context) => ({ version: sql`${ctx.db.tables.members.version} + 1` })

/** Members are locked before all else and in one order, so that two matches of the same people do not block each other. */
const memberRow = (ctx: Context, person: string) => `member ${ctx.workspace} ${person}`

/** Something outside the profile changes whom this person may be matched with (a do-not-pair, the org chart). */
export const touchMatching = (ctx: Context, person: string): Writes =>
  first(
    memberRow(ctx, person),
    any(ctx.db.q.update(ctx.db.tables.members).set(raised(ctx)).where(mine(ctx, person))),
  )

/** The guard `changed` fails if anything that bears on matching this member has changed since they were read. */
export const unchanged = (ctx: Context, person: string, version: number): Writes =>
  first(
    memberRow(ctx, person),
    exactly(
      1,
      ctx.db.q
        .update(ctx.db.tables.members)
        .set(raised(ctx))
        .where(and(mine(ctx, person), eq(ctx.db.tables.members.version, version))),
      'changed',
    ),
  )

/** Where everybody stands in the organisation, as far as it was told. */
export async function listOrg(ctx: Context): Promise<Map<string, Org>> {
  const { people } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ person: people.person, team: people.team, manager: people.manager })
    .from(people)
    .where(and(eq(people.workspace, ctx.workspace), or(isNotNull(people.team), isNotNull(people.manager))))
  return new Map(rows.map(({ person, ...org }) => [person, org]))
}

/** Whoever writes it raises the versions of those it bears on. */
export const setOrg = (ctx: Context, person: string, { team, manager }: Org): Writes => {
  const { people } = ctx.db.tables
  return any(
    ctx.db.q
      .update(people)
      .set({ team, manager })
      .where(and(eq(people.workspace, ctx.workspace), eq(people.person, person))),
  )
}

export async function findMember(ctx: Context, person: string): Promise<Member | undefined> {
  const [row] = await ctx.db.q.select().from(ctx.db.tables.members).where(mine(ctx, person))
  return row
}

/** Everybody who has not left. */
export const listMembers = (ctx: Context): Promise<Member[]> => {
  const { members } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(members)
    .where(and(eq(members.workspace, ctx.workspace), ne(members.status, 'left')))
    .orderBy(members.person)
}

export const findMembers = async (ctx: Context, people: string[]): Promise<Member[]> => {
  const { members } = ctx.db.tables
  if (people.length === 0) return []
  return ctx.db.q
    .select()
    .from(members)
    .where(and(eq(members.workspace, ctx.workspace), inArray(members.person, people)))
}

/** Skills of these people, or of everybody. */
export async function listSkills(ctx: Context, people?: string[]): Promise<SkillRow[]> {
  const { skills } = ctx.db.tables
  if (people?.length === 0) return []
  return ctx.db.q
    .select()
    .from(skills)
    .where(and(eq(skills.workspace, ctx.workspace), people && inArray(skills.person, people)))
    .orderBy(skills.person, skills.competency)
}

/**
 * A new member, or one who joins again: what was chosen before is kept, but for what is given here. The guard
 * `mentees` fails if somebody who has mentees would be a mentor no more.
 */
export const upsertMember = (
  ctx: Context,
  row: typeof ctx.db.tables.members.$inferInsert,
  set: Partial<Member>,
): Writes => {
  const { members } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .insert(members)
      .values(row)
      .onConflictDoUpdate({
        target: [members.workspace, members.person],
        set: { ...set, ...raised(ctx) },
        ...(row.role === 'mentee' && { setWhere: eq(members.taken, 0) }),
      }),
    'mentees',
  )
}

/** Changes a member who has not left; the guard fails if they have. */
export const updateMember = (ctx: Context, person: string, set: Partial<Member>): Writes =>
  exactly(
    1,
    ctx.db.q
      .update(ctx.db.tables.members)
      .set({ ...set, ...raised(ctx) })
      .where(and(mine(ctx, person), ne(ctx.db.tables.members.status, 'left'))),
    'member',
  )

/** Changes a member who is in one of these states; the guard fails if another change was first. */
export const moveMember = (ctx: Context, person: string, from: string[], set: Partial<Member>): Writes =>
  exactly(
    1,
    ctx.db.q
      .update(ctx.db.tables.members)
      .set({ ...set, ...raised(ctx) })
      .where(and(mine(ctx, person), inArray(ctx.db.tables.members.status, from))),
    'member',
  )

/** Sets how many mentees a mentor has room for; the guard `mentees` fails if more are there. */
export const setCapacity = (ctx: Context, mentor: string, capacity: number): Writes => {
  const { members } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(members)
      .set({ capacity, ...raised(ctx) })
      .where(and(mine(ctx, mentor), lte(members.taken, capacity))),
    'mentees',
  )
}

/** Takes one place of a mentor; the guard `full` fails if there is none, or they are no active mentor. */
export const takePlace = (ctx: Context, mentor: string): Writes => {
  const { members } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(members)
      .set({ taken: sql`${members.taken} + 1`, ...raised(ctx) })
      .where(
        and(
          mine(ctx, mentor),
          eq(members.status, 'active'),
          ne(members.role, 'mentee'),
          sql`${members.taken} < ${members.capacity}`,
        ),
      ),
    'full',
  )
}

/** The chats that people were asked for and have given are counted by month and person. */
const chatsOf = (ctx: Context) => `chats:${dateIn('UTC', ctx.now()).slice(0, 7)}`

/** How many chats people give this month, by person; those with none are left out. */
export const chatsGiven = (ctx: Context): Promise<Map<string, number>> => countedIn(ctx, chatsOf(ctx))

/** Takes one of the chats that somebody gives in a month; the guard `full` fails if there is none left. */
export const takeChat = (ctx: Context, person: string): Writes =>
  countUp(ctx, `${chatsOf(ctx)}:${person}`, CHATS_A_MONTH, 'full')

/** Gives one place back. */
export const freePlace = (ctx: Context, mentor: string): Writes => {
  const { members } = ctx.db.tables
  return any(
    ctx.db.q
      .update(members)
      .set({ taken: sql`${members.taken} - 1`, ...raised(ctx) })
      .where(and(mine(ctx, mentor), sql`${members.taken} > 0`)),
  )
}

/** Makes these the skills of one side; ratings given before are kept. */
export function replaceSkills(ctx: Context, person: string, side: Side, competencies: string[]): Writes {
  const { skills } = ctx.db.tables
  const ours = and(eq(skills.workspace, ctx.workspace), eq(skills.person, person), eq(skills.side, side))
  return [
    any(
      ctx.db.q
        .delete(skills)
        .where(
          competencies.length === 0 ? ours : and(ours, sql`${skills.competency} not in ${competencies}`),
        ),
    ),
    ...competencies.map((competency) =>
      any(
        ctx.db.q
          .insert(skills)
          .values({ workspace: ctx.workspace, person, side, competency, rating: DEFAULT_RATING[side] })
          .onConflictDoNothing(),
      ),
    ),
  ]
}

export const rateSkill = (ctx: Context, person: string, side: string, competency: string, rating: number) => {
  const { skills } = ctx.db.tables
  return any(
    ctx.db.q
      .update(skills)
      .set({ rating, rated: true })
      .where(
        and(
          eq(skills.workspace, ctx.workspace),
          eq(skills.person, person),
          eq(skills.side, side),
          eq(skills.competency, competency),
        ),
      ),
  )
}

/** How many have ever joined. */
export async function countMembers(ctx: Context): Promise<number> {
  const { members } = ctx.db.tables
  const [row] = await ctx.db.q
    .select({ many: count() })
    .from(members)
    .where(eq(members.workspace, ctx.workspace))
  return row?.many ?? 0
}
