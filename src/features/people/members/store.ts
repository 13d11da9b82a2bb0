import { and, type Column, eq, exists, gt, lt, ne, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Context } from '../../../context.ts'
import { dateIn } from '../../../core/calendar.ts'
import { exactRows, lockFirst, type Writes } from '../../../db/commit.ts'
import { above, atMost, increasedBy, isNot, isSet, noneOf, type Where } from '../../../db/conditions.ts'
import { countedIn, countUp } from '../../../db/counters.ts'
import { askPrepared, chunksOf } from '../../../db/prepared.ts'
import { rows } from '../../../db/rows.ts'
import type { Row, Tables } from '../../../db/tables.ts'
import { CHATS_A_MONTH, DEFAULT_RATING, type Org, type Side } from './domain.ts'

export type Member = Row<'members'>
export type SkillRow = Omit<Row<'skills'>, 'workspace'>
export type NewMember = Omit<Tables['members']['$inferInsert'], 'workspace'>

/** What somebody wrote for those they ask or are matched with. */
export interface ProfileWords {
  goal: string
  wants: string[]
}

const wordsOf = (ctx: Context, person: string) => ctx.words('members', `${ctx.workspace}:${person}`)

/** Who may read them is for the caller to know. */
export function openWords(ctx: Context, member: Member | undefined): ProfileWords {
  if (!member) return { goal: '', wants: [] }
  const { goalWords, wantWords } = member
  const words = wordsOf(ctx, member.person).open({ goalWords, wantWords })
  return { goal: words.goalWords ?? '', wants: JSON.parse(words.wantWords ?? '[]') }
}

/** The words of a profile, to be written. */
export const sealWords = (ctx: Context, person: string, { goal, wants }: ProfileWords) =>
  wordsOf(ctx, person).seal({
    goalWords: goal,
    wantWords: wants.length > 0 ? JSON.stringify(wants) : undefined,
  })

// --- members ---

/** Changes a member. Each change raises the version, so that a match made from an older reading of them fails. */
const change = (ctx: Context, where: Where<'members'>, set: Partial<Member>, guard?: string) =>
  rows(ctx, 'members').change(where, { ...set, version: increasedBy(1) }, guard)

/** Members are locked before all else and in one order, so that two matches of the same people do not block each other. */
const locked = (ctx: Context, person: string, write: ReturnType<typeof change>): Writes =>
  lockFirst(`member ${ctx.workspace} ${person}`, write)

/** Something outside the profile changes whom this person may be matched with (a do-not-pair, the org chart). */
export const touchMatching = (ctx: Context, person: string): Writes =>
  locked(ctx, person, change(ctx, { person }, {}))

/** The guard `changed` fails if anything that bears on matching this member has changed since they were read. */
export const unchanged = (ctx: Context, person: string, version: number): Writes =>
  locked(ctx, person, change(ctx, { person, version }, {}, 'changed'))

export const findMember = async (ctx: Context, person: string): Promise<Member | undefined> =>
  (await ctx.directory.members([person])).get(person)

/** So many rows are read at once: what comes meanwhile waits no longer than for these. */
const AT_ONCE = 1000

/** Reads a list by person, a part at a time, each after the last person of the one before. */
async function byParts<T extends { person: string }>(
  read: (after: string, limit: number) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = []
  for (let part: T[] | undefined; !part || part.length === AT_ONCE; all.push(...part))
    part = await read(part?.at(-1)?.person ?? '', AT_ONCE)
  return all
}

/** Everybody who has not left. */
export const listMembers = (ctx: Context): Promise<Member[]> =>
  byParts((after, limit) =>
    rows(ctx, 'members').list({ status: isNot('left'), person: above(after) }, { by: 'person', limit }),
  )

/** A person, and a text that becomes another one whenever something of them changes on which a `Candidate` rests. */
export interface Sign {
  person: string
  sign: string
}

/**
 * Those who have not left, and mentor or give single chats, each with their sign: what is short of a person and their
 * account as it stands, and for all else the version of the member, which each change of a profile and of its skills
 * raises. One who was deleted and joins anew begins with the first version again, but at another instant.
 */
export const listOffering = (ctx: Context): Promise<Sign[]> =>
  byParts(
    (after, limit) =>
      askPrepared(ctx, 'members offering', { workspace: ctx.workspace, after, limit }, () =>
        offeringWithSigns(ctx),
      ) as Promise<Sign[]>,
  )

function offeringWithSigns(ctx: Context) {
  const { members: m, people: p } = ctx.db.tables
  const namesake = alias(p, 'namesake')
  const text = (column: Column) => sql`coalesce(cast(${column} as text), '')`
  const parts = [
    ...[m.version, m.joinedAt],
    ...[p.name, p.nameKey, p.handle, p.zone, p.team, p.bot, p.guest, p.deactivated],
  ].map(text)
  // Whoever shares their name is called by name and handle.
  const shared = exists(
    ctx.db.q
      .select({ person: namesake.person })
      .from(namesake)
      .where(
        and(
          eq(namesake.workspace, p.workspace),
          eq(namesake.nameKey, p.nameKey),
          ne(namesake.person, p.person),
        ),
      ),
  )
  return ctx.db.q
    .select({
      person: m.person,
      sign: sql<string>`${sql.join(parts, sql` || '|' || `)} || case when ${shared} then '|shared' else '' end`,
    })
    .from(m)
    .innerJoin(p, and(eq(p.workspace, m.workspace), eq(p.person, m.person)))
    .where(
      and(
        eq(m.workspace, sql.placeholder('workspace')),
        gt(m.person, sql.placeholder('after')),
        ne(m.status, 'left'),
        or(ne(m.role, 'mentee'), eq(m.givesChats, true)),
      ),
    )
    .orderBy(m.person)
    .limit(sql.placeholder('limit'))
}

/** So many as a profile of each is put together: it takes longer than to read rows. */
export const profilesAtOnce = <T>(list: readonly T[]) => chunksOf(list, 250)

/** What is read of many people, in lists that one statement takes. */
const inParts = async <T>(people: string[], read: (some: string[]) => Promise<T[]>): Promise<T[]> =>
  (await Promise.all([...chunksOf(people)].map(read))).flat()

export const findMembers = async (ctx: Context, people: string[]): Promise<Member[]> => [
  ...(await ctx.directory.members(people)).values(),
]

/** Adds a member; the guard fails if they are one already. */
export const insertMember = (ctx: Context, member: NewMember): Writes =>
  rows(ctx, 'members').insert(member, 'member')

/** Changes what somebody signed up with; the guard fails if they have mentees and would be a mentor no more. */
export const changeSignUp = (
  ctx: Context,
  person: string,
  set: Partial<Member> & Pick<Member, 'role'>,
): Writes => change(ctx, { person, taken: set.role === 'mentee' ? 0 : undefined }, set, 'mentees')

/** Changes a member who has not left; the guard fails if they have. For the verbs below. */
const updateMember = (ctx: Context, person: string, set: Partial<Member>): Writes =>
  change(ctx, { person, status: isNot('left') }, set, 'member')

/** What the cards of a profile ask, besides the places of a mentor. */
export type CardAnswers = Partial<
  Pick<
    Member,
    | 'level'
    | 'years'
    | 'trackRecord'
    | 'feedback'
    | 'flow'
    | 'mode'
    | 'values'
    | 'hoursAMonth'
    | 'givesChats'
    | 'several'
    | 'freeHours'
    | 'zone'
    | 'workingDays'
    | 'startMinute'
    | 'endMinute'
    | 'holidays'
    | 'languages'
    | 'canIntroduce'
    | 'otherOffers'
  >
>

/** Keeps what a card asked, and which cards are done. */
export const keepAnswers = (
  ctx: Context,
  person: string,
  answers: CardAnswers,
  cardsDone: string[],
): Writes => updateMember(ctx, person, { ...answers, cardsDone })

/** Puts a mentee before others when mentors are handed out. */
export const putFirstInLine = (ctx: Context, mentee: string): Writes =>
  updateMember(ctx, mentee, { firstInLineAt: ctx.now() })

/** A round had no mentor for this mentee: counts it, and puts them first in line if they are not yet. */
export const waitAnotherRound = (ctx: Context, { person, firstInLineAt, roundsWaited }: Member): Writes =>
  updateMember(ctx, person, { firstInLineAt: firstInLineAt ?? ctx.now(), roundsWaited: roundsWaited + 1 })

/** A mentee who has found a mentor stands in no line any more. */
export const leaveLine = (ctx: Context, mentee: string): Writes =>
  updateMember(ctx, mentee, { firstInLineAt: null, roundsWaited: 0 })

/** When somebody is asked how it goes, and how many prompts in a row they have left unanswered. */
export type CheckinRhythm = Partial<
  Pick<Member, 'checkinWeekday' | 'checkinMinute' | 'checkinEvery' | 'unanswered'>
>

/** Sets when somebody is asked how it goes, and how many prompts in a row they have left unanswered. */
export const setCheckinRhythm = (ctx: Context, person: string, rhythm: CheckinRhythm): Writes =>
  updateMember(ctx, person, rhythm)

/** Pauses a member until an instant (UTC ms), or moves the end of their pause; the guard fails if they have left. */
export const pauseMember = (ctx: Context, person: string, until: number): Writes =>
  updateMember(ctx, person, { status: 'paused', pausedUntil: until })

/** Ends a pause; the guard fails if they are in none. */
export const resumeMember = (ctx: Context, person: string): Writes =>
  change(ctx, { person, status: 'paused' }, { status: 'active', pausedUntil: null }, 'member')

/** Takes somebody out of the programme; the guard fails if they have left already. */
export const markAsLeft = (ctx: Context, person: string): Writes =>
  updateMember(ctx, person, { status: 'left', pausedUntil: null })

/** Sets how many mentees a mentor has room for; the guard `mentees` fails if more are there. */
export const setCapacity = (ctx: Context, person: string, capacity: number): Writes =>
  change(ctx, { person, taken: atMost(capacity) }, { capacity }, 'mentees')

/** Takes one place of a mentor; the guard `full` fails if there is none, or they are no active mentor. */
export const takePlace = (ctx: Context, mentor: string): Writes => {
  const { members } = ctx.db.tables
  return exactRows(
    1,
    ctx.db.q
      .update(members)
      .set({ taken: sql`${members.taken} + 1`, version: sql`${members.version} + 1` })
      .where(
        and(
          eq(members.workspace, ctx.workspace),
          eq(members.person, mentor),
          eq(members.status, 'active'),
          ne(members.role, 'mentee'),
          lt(members.taken, members.capacity),
        ),
      ),
    'full',
  )
}

/** Gives one place back. */
export const freePlace = (ctx: Context, person: string): Writes =>
  rows(ctx, 'members').change(
    { person, taken: above(0) },
    { taken: increasedBy(-1), version: increasedBy(1) },
  )

/** The chats that people were asked for and have given are counted by month and person. */
const chatsOf = (ctx: Context) => `chats:${dateIn('UTC', ctx.now()).slice(0, 7)}`

/** How many chats people give this month, by person; those with none are left out. */
export const chatsGiven = (ctx: Context): Promise<Map<string, number>> => countedIn(ctx, chatsOf(ctx))

/** Takes one of the chats that somebody gives in a month; the guard `full` fails if there is none left. */
export const takeChat = (ctx: Context, person: string): Writes =>
  countUp(ctx, `${chatsOf(ctx)}:${person}`, CHATS_A_MONTH, 'full')

// --- what they know ---

/** Skills of these people. */
export const listSkills = (ctx: Context, people: string[]): Promise<SkillRow[]> =>
  inParts(people, (person) =>
    rows(ctx, 'skills').list({ person }, { by: ['person', 'competency'], columns: SKILL, together: true }),
  )

const SKILL = ['person', 'side', 'competency', 'rating', 'rated'] as const

/** Makes these the skills of one side; ratings given before are kept. */
export function replaceSkills(ctx: Context, person: string, side: Side, competencies: string[]): Writes {
  const skills = rows(ctx, 'skills')
  return [
    skills.remove({ person, side, competency: noneOf(competencies) }),
    ...competencies.map((competency) =>
      skills.insert({ person, side, competency, rating: DEFAULT_RATING[side] }),
    ),
  ]
}

/** Takes these competencies off one side. */
export const dropSkills = (ctx: Context, person: string, side: Side, competencies: string[]): Writes =>
  rows(ctx, 'skills').remove({ person, side, competency: competencies })

export const rateSkill = (ctx: Context, person: string, side: string, competency: string, rating: number) =>
  rows(ctx, 'skills').change({ person, side, competency }, { rating, rated: true })

/** Takes away all that somebody told about themselves. */
export const removeMember = (ctx: Context, person: string): Writes => [
  rows(ctx, 'members').remove({ person }),
  rows(ctx, 'skills').remove({ person }),
]

// --- the organisation ---

/** Where everybody stands in the organisation, as far as it was told. */
export async function listOrg(ctx: Context): Promise<Map<string, Org>> {
  const found = await rows(ctx, 'people').list([{ team: isSet }, { manager: isSet }], {
    columns: ['person', 'team', 'manager'],
  })
  return new Map(found.map(({ person, ...org }) => [person, org]))
}

/** Each person's manager, as far as it was told. */
export async function listManagers(ctx: Context): Promise<Map<string, string>> {
  const found = await rows(ctx, 'people').list(
    { manager: isSet },
    { columns: ['person', 'manager'], together: true },
  )
  return new Map(found.map(({ person, manager }) => [person, manager as string]))
}

/** Whoever writes it raises the versions of those it bears on. */
export const setOrg = (ctx: Context, person: string, { team, manager }: Org): Writes =>
  rows(ctx, 'people').change({ person }, { team, manager })

/** How many have ever joined. */
/** Whether anybody but `person` offers to mentor, and looks for a mentor, here and now. */
export const whoElseIsHere = (
  ctx: Context,
  person: string,
): Promise<[mentors: boolean, mentees: boolean]> => {
  const others = (role: string) =>
    rows(ctx, 'members').some({ person: isNot(person), status: 'active', role: [role, 'both'] })
  return Promise.all([others('mentor'), others('mentee')])
}

export const countMembers = (ctx: Context): Promise<number> => rows(ctx, 'members').count()
