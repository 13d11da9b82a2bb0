import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Write, Writes } from '../../../db/commit.ts'
import { isNot } from '../../../db/conditions.ts'
import { countUp } from '../../../db/counters.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { type Answers, ASKS_A_WEEK, GIVEN_A_DAY, type GiveForm, type Kind, SBI } from './domain.ts'

type Stored = Row<'feedback'>
/** Feedback, or a question for it; what was chosen is opened, the words are sealed still. */
export type Feedback = Omit<Stored, 'plainHidden' | 'plainUseful' | 'hidden' | 'useful'> & {
  hidden: boolean
  useful: string | null
}
export type Reflection = Row<'reflections'>

const sealed = (ctx: Context, id: string) => ctx.words('feedback', id)
const sealHidden = (ctx: Context, id: string, hidden: boolean) =>
  sealed(ctx, id).seal({ hidden: hidden ? 'yes' : 'no' })

function opened(ctx: Context, { plainHidden: _, plainUseful: __, hidden, useful, ...row }: Stored): Feedback {
  const chosen = sealed(ctx, row.id).open({ hidden, useful })
  return { ...row, hidden: chosen.hidden === 'yes', useful: chosen.useful ?? null }
}

/** What was asked, and what was answered, by part. Only for whom it is meant: callers check. */
export function openWords(
  ctx: Context,
  { id, about, situation, behaviour, impact, nextTime }: Feedback,
): { about: string | undefined; parts: { label: string; words: string | undefined }[] } {
  const words = sealed(ctx, id).open({ about, situation, behaviour, impact, nextTime })
  return { about: words.about, parts: SBI.map(({ name, label }) => ({ label, words: words[name] })) }
}

/** The words of an answer, as they are stored. */
export const sealAnswer = (ctx: Context, id: string, form: GiveForm) => {
  const { situation, behaviour, impact, nextTime } = form
  return sealed(ctx, id).seal({ situation, behaviour, impact, nextTime })
}

export async function findFeedback(ctx: Context, id: string): Promise<Feedback | undefined> {
  const row = await rows(ctx, 'feedback').find(id)
  return row && opened(ctx, row)
}

type Page = { limit?: number; skip?: number }
type Whose = Parameters<ReturnType<typeof rows<'feedback'>>['list']>[0]

async function list(ctx: Context, whose: Whose, { limit, skip = 0 }: Page = {}): Promise<Feedback[]> {
  const found = await rows(ctx, 'feedback').list(whose, {
    by: '-id',
    limit: limit && limit + skip,
    together: true,
  })
  return found.slice(skip).map((row) => opened(ctx, row))
}

/** Questions that wait for an answer, put to this person or by them, the newest first. */
export const listAsked = (ctx: Context, person: string) =>
  list(ctx, [
    { giver: person, status: 'asked' },
    { receiver: person, status: 'asked' },
  ])

/** Feedback that was given to this person, or by them, the newest first. */
export const listGiven = (ctx: Context, as: 'giver' | 'receiver', person: string, page?: Page) =>
  list(ctx, { [as]: person, status: 'given' }, page)

/** All that this person received, gave, asked or was asked. */
export const listAllOf = (ctx: Context, person: string) =>
  list(ctx, [{ giver: person }, { receiver: person }])

/** A new question. The guard `open` fails if this person has been asked already. */
export const insertQuestion = (
  ctx: Context,
  question: Pick<Feedback, 'id' | 'giver' | 'receiver' | 'hidden'>,
  about: string,
): Write => {
  const { id, giver, receiver, hidden } = question
  return rows(ctx, 'feedback').insert(
    {
      id,
      giver,
      receiver,
      status: 'asked',
      askedAt: ctx.now(),
      openAsk: `${receiver}:${giver}`,
      ...sealHidden(ctx, id, hidden),
      ...sealed(ctx, id).seal({ about }),
    },
    'open',
  )
}

/** Feedback that nobody asked for. */
export const insertUnasked = (
  ctx: Context,
  { id, giver, receiver }: Pick<Feedback, 'id' | 'giver' | 'receiver'>,
  form: GiveForm,
): Write =>
  rows(ctx, 'feedback').insert({
    id,
    giver,
    receiver,
    status: 'given',
    endedAt: ctx.now(),
    ...sealHidden(ctx, id, false),
    ...sealAnswer(ctx, id, form),
  })

/** Ends a question that still waits; a guard fails if it does not any more. */
export const endQuestion = (
  ctx: Context,
  id: string,
  set: { status: string } & Partial<Stored>,
  guard?: string,
): Write =>
  rows(ctx, 'feedback').change({ id, status: 'asked' }, { ...set, openAsk: null, endedAt: ctx.now() }, guard)

/** From now on its giver does not see the question. */
export const hideQuestion = (ctx: Context, id: string): Write =>
  rows(ctx, 'feedback').change(id, sealHidden(ctx, id, true))

export const markRead = (ctx: Context, id: string): Write =>
  rows(ctx, 'feedback').change({ id, readAt: null }, { readAt: ctx.now() })

/** The guard `rated` fails if it was said already. */
export const setUseful = (ctx: Context, id: string, useful: string): Write =>
  rows(ctx, 'feedback').change({ id, useful: null }, sealed(ctx, id).seal({ useful }), 'rated')

export const countAsk = (ctx: Context, person: string, week: string): Writes =>
  countUp(ctx, `feedback.asks:${person}:${week}`, ASKS_A_WEEK, 'cap')

export const countGiven = (ctx: Context, person: string, day: string): Writes =>
  countUp(ctx, `feedback.given:${person}:${day}`, GIVEN_A_DAY, 'cap')

// --- reflections ---

export const findReflection = (ctx: Context, person: string, kind: Kind, on: string) =>
  rows(ctx, 'reflections').find({ person, kind, on })

/** A person's own, the newest month first. */
export async function listReflections(ctx: Context, person: string, { limit, skip = 0 }: Page = {}) {
  const reading = { by: ['-on' as const, '-id' as const], limit: limit && limit + skip }
  return (await rows(ctx, 'reflections').list({ person }, reading)).slice(skip)
}

/** Keeps the answers of a month, in place of those of `before`. The guard `month` fails if others came first. */
export const keepReflection = (
  ctx: Context,
  row: Pick<Reflection, 'person' | 'kind' | 'on'>,
  answers: Answers,
  before: Reflection | undefined,
): Write => {
  const id = before?.id ?? ctx.newId()
  const kept = {
    ...ctx.words('reflections', id).seal({ answers: JSON.stringify(answers) }),
    at: ctx.now(),
  }
  return before
    ? rows(ctx, 'reflections').change(id, kept)
    : rows(ctx, 'reflections').insert({ id, ...row, ...kept }, 'month')
}

export const openAnswers = (ctx: Context, { id, answers }: Reflection): Answers =>
  JSON.parse(ctx.words('reflections', id).open({ answers }).answers)

// --- who asks to be deleted ---

/**
 * Takes away what this person wrote for themselves, and what they asked without being answered. What one of two gave the
 * other stays, and names this person no more; who they did not want to hear from is not known any more either.
 */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const feedback = rows(ctx, 'feedback')
  const unseen = (await listAllOf(ctx, person)).filter((f) => f.giver === person && f.hidden)
  return [
    rows(ctx, 'reflections').remove({ person }),
    feedback.remove({ receiver: person, status: isNot('given') }),
    feedback.change({ receiver: person }, { receiver: FORMER_MEMBER, about: null }),
    unseen.map(({ id }) => feedback.change(id, sealHidden(ctx, id, false))),
    feedback.change(
      { giver: person, status: 'asked' },
      { status: 'lapsed', openAsk: null, endedAt: ctx.now() },
    ),
    feedback.change({ giver: person }, { giver: FORMER_MEMBER }),
  ]
}
