import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Write, Writes } from '../../../db/commit.ts'
import { countUp } from '../../../db/counters.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { A_WEEK, type Answer, type Side } from './domain.ts'

type Stored = Row<'introductions'>
type Answers = { oneAnswer: Answer; twoAnswer: Answer }
/** An introduction with both answers opened; its reason is sealed still. */
export type Introduction = Omit<Stored, keyof Answers | 'plainOneAnswer' | 'plainTwoAnswer'> & Answers
export type Promised = Row<'promises'>

const sealed = (ctx: Context, id: string) => ctx.words('introductions', id)

/** Both together, whichever changes: who compares two copies of the database does not see whose it was. */
const sealAnswers = (ctx: Context, id: string, { oneAnswer, twoAnswer }: Answers) =>
  sealed(ctx, id).seal({ oneAnswer, twoAnswer })

function opened(ctx: Context, { plainOneAnswer: _, plainTwoAnswer: __, ...row }: Stored): Introduction {
  const { oneAnswer, twoAnswer } = row
  const said = sealed(ctx, row.id).open({ oneAnswer, twoAnswer }) as Partial<Answers>
  return { ...row, oneAnswer: said.oneAnswer ?? 'waiting', twoAnswer: said.twoAnswer ?? 'waiting' }
}

export const openReason = (ctx: Context, { id, reason }: Introduction) =>
  sealed(ctx, id).open({ reason }).reason

export async function findIntroduction(ctx: Context, id: string): Promise<Introduction | undefined> {
  const row = await rows(ctx, 'introductions').find(id)
  return row && opened(ctx, row)
}

const OPEN = ['asking', 'agreed']

/** What names this person, as introducer or introduced, and is open still, or all of it; the newest first. */
export async function listNaming(ctx: Context, person: string, which: 'open' | 'all' = 'open') {
  const status = which === 'open' ? OPEN : undefined
  const found = await rows(ctx, 'introductions').list(
    [
      { introducer: person, status },
      { one: person, status },
      { two: person, status },
    ],
    { by: '-id', together: true },
  )
  return found.map((row) => opened(ctx, row))
}

/** The guard `open` fails if the same is asked already. */
export const insertIntroduction = (
  ctx: Context,
  row: Pick<Introduction, 'id' | 'introducer' | Side> & Answers,
  reason: string,
): Write =>
  rows(ctx, 'introductions').insert(
    {
      ...row,
      status: 'asking',
      sentAt: ctx.now(),
      openTrio: [row.introducer, ...[row.one, row.two].sort()].join(':'),
      ...sealAnswers(ctx, row.id, row),
      ...sealed(ctx, row.id).seal({ reason }),
    },
    'open',
  )

/** Changes an introduction that is as it was read; the guard `moved` fails if anybody was first. */
export const changeIntroduction = (
  ctx: Context,
  read: Introduction,
  set: Partial<Omit<Introduction, 'id' | 'version'>>,
): Write => {
  const { id, status, version } = read
  return rows(ctx, 'introductions').change(
    { id, status, version },
    { ...set, ...sealAnswers(ctx, id, { ...read, ...set }), version: version + 1 },
    'moved',
  )
}

export const markMade = (ctx: Context, id: string): Write =>
  rows(ctx, 'introductions').change({ id, status: 'agreed' }, { status: 'made', endedAt: ctx.now() })

export const countIntroduction = (ctx: Context, person: string, week: string): Writes =>
  countUp(ctx, `introductions:${person}:${week}`, A_WEEK, 'cap')

// --- promises ---

export const findPromise = (ctx: Context, id: string) => rows(ctx, 'promises').find(id)

/** Promised by this person or to them, and open still, or all of it; the next day first. */
export const listPromises = (ctx: Context, person: string, which: 'open' | 'all' = 'open') => {
  const status = which === 'open' ? 'open' : undefined
  return rows(ctx, 'promises').list(
    [
      { mentor: person, status },
      { mentee: person, status },
    ],
    { by: 'on', together: true },
  )
}

export const insertPromise = (
  ctx: Context,
  row: Omit<Promised, 'workspace' | 'status' | 'at' | 'words'>,
  words: string,
): Write =>
  rows(ctx, 'promises').insert({
    ...row,
    status: 'open',
    at: ctx.now(),
    ...ctx.words('promises', row.id).seal({ words }),
  })

export const openPromise = (ctx: Context, { id, words }: Promised) =>
  ctx.words('promises', id).open({ words }).words

/** The guard `ended` fails if the promise is not open any more. */
export const endPromise = (ctx: Context, id: string, status: 'done' | 'dropped'): Write =>
  rows(ctx, 'promises').change({ id, status: 'open' }, { status }, 'ended')

// --- who asks to be deleted ---

/**
 * Takes away what this person asked of two who do not know each other yet, and how they answered. What brought people
 * together stays, as do promises and what others asked; none of it names this person any more. Guard: `moved`.
 */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const [introductions, promises] = [rows(ctx, 'introductions'), rows(ctx, 'promises')]
  const asked = (await listNaming(ctx, person, 'all')).filter((i) => i.introducer !== person)
  return [
    introductions.remove({ introducer: person, status: ['asking', 'ended'] }),
    introductions.change({ introducer: person }, { introducer: FORMER_MEMBER }),
    asked.map((i) => {
      const side = i.one === person ? 'one' : 'two'
      // To the others it is as if they never answered.
      const said = ['agreed', 'made'].includes(i.status) ? {} : { [`${side}Answer`]: 'waiting' }
      return changeIntroduction(ctx, i, { [side]: FORMER_MEMBER, openTrio: null, ...said })
    }),
    promises.change(
      [
        { mentor: person, status: 'open' },
        { mentee: person, status: 'open' },
      ],
      { status: 'dropped' },
    ),
    promises.change({ mentor: person }, { mentor: FORMER_MEMBER }),
    promises.change({ mentee: person }, { mentee: FORMER_MEMBER }),
  ]
}
