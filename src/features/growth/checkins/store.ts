import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { isSet } from '../../../db/conditions.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { AnswerForm } from './domain.ts'

export type Checkin = Row<'checkins'>
export type Words = Partial<ReturnType<typeof openWords>>

const checkins = (ctx: Context) => rows(ctx, 'checkins')

/** All that stands in a check-in. Who may read which of it is for the caller to know. */
export const openWords = (ctx: Context, checkin: Checkin) => ctx.words('checkins', checkin.id).open(checkin)

/** The answers of the form, to be written in the check-in `id`; what is missing empties its column. */
export const sealAnswer = (ctx: Context, id: string, form: AnswerForm) => {
  const { mood, progress, need, blocker, win } = form
  return ctx.words('checkins', id).seal({ feeling: `${mood}`, progress, need, blocker, win })
}

/** How it is going, 1 to 5, to be written. */
export const sealMood = (ctx: Context, id: string, mood: number) =>
  ctx.words('checkins', id).seal({ feeling: `${mood}` })

export const findCheckin = (ctx: Context, id: string) => checkins(ctx).find(id)

/** The check-in of the latest day that this person has one for. */
export const findLatest = (ctx: Context, person: string) => checkins(ctx).find({ person }, { by: '-on' })

/** This person's check-ins, answered or not, newest first; a year of weeks unless told otherwise. */
export const listCheckins = (ctx: Context, person: string, limit: number | undefined = 53) =>
  checkins(ctx).list({ person }, { by: '-on', limit })

/** The first `limit` of what this person answered, newest first. */
export const listAnswered = (ctx: Context, person: string, limit: number) =>
  checkins(ctx).list({ person, status: 'answered' }, { by: '-on', limit })

/** The first `limit` of what `writer` wrote for `reader`, newest first: only what holds something for this reader. */
export function listShared(ctx: Context, writer: string, reader: string, limit: number) {
  const theirs = { person: writer, partner: reader, status: 'answered' }
  return checkins(ctx).list(
    [
      { ...theirs, progress: isSet },
      { ...theirs, needSharedAt: isSet },
    ],
    { by: '-on', limit },
  )
}

/** When each of these writers wrote something for `reader` that they may read, the newest first. */
export function listSharedAt(ctx: Context, writers: string[], reader: string) {
  const theirs = { person: writers, partner: reader, status: 'answered' }
  return checkins(ctx).list(
    [
      { ...theirs, progress: isSet },
      { ...theirs, needSharedAt: isSet },
    ],
    { by: '-on', columns: ['person', 'answeredAt'] },
  )
}

/** Whether this person has been asked or has answered, and whether anybody wrote something for them. */
export const glance = (ctx: Context, person: string): Promise<[boolean, boolean]> =>
  Promise.all([checkins(ctx).some({ person }), checkins(ctx).some({ partner: person, status: 'answered' })])

/** The unique day fails the guard if this person has a check-in for it already. */
export const insertCheckin = (
  ctx: Context,
  row: Pick<Checkin, 'id' | 'person' | 'on' | 'status'> & Partial<Checkin>,
): Writes => checkins(ctx).insert(row, 'day')

/** Changes a check-in; the guard fails if what was decided on has changed since it was read. */
export const changeCheckin = (
  ctx: Context,
  { id, person, status, snoozes, winShared, needSharedAt }: Checkin,
  set: Partial<Checkin>,
): Writes => checkins(ctx).change({ id, person, status, snoozes, winShared, needSharedAt }, set, 'checkin')

/** Lets go of what this person was asked and has not answered. */
export const skipOpenCheckins = (ctx: Context, person: string): Writes =>
  checkins(ctx).change({ person, status: 'prompted' }, { status: 'skipped' })

/** Notes that the question is on screen, unless it was put off once more meanwhile. */
export const markPrompted = (ctx: Context, id: string, round: number): Writes =>
  checkins(ctx).change({ id, status: 'prompted', snoozes: round }, { promptedAt: ctx.now() })

/** Takes away what this person wrote for themselves; what a partner may read stays. */
export const removeUnshared = (ctx: Context, person: string): Writes => [
  checkins(ctx).remove([
    { person, partner: null },
    { person, progress: null, needSharedAt: null },
  ]),
  checkins(ctx).change({ person }, { feeling: null, blocker: null, win: null }),
  checkins(ctx).change({ person, needSharedAt: null }, { need: null }),
]
