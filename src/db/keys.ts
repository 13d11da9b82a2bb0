import { isNotNull, sql } from 'drizzle-orm'
import type { Db } from './open.ts'
import { keyId } from './seal.ts'

/**
 * Public names of keys that seal words in this database and are not among `keys`. With any of them missing,
 * people could not read what they wrote.
 */
export async function missingKeys(db: Db, keys: Buffer[]): Promise<string[]> {
  const { requests, agreements, goals, plans, sessions, actionItems, trials, checkins, kudos, wins } =
    db.tables
  const { members, reviews, feedback, reflections, introductions, promises, concerns } = db.tables
  const known = new Set(keys.map(keyId))
  const missing = new Set<string>()
  for (const [table, column] of [
    [members, members.goalWords],
    [members, members.wantWords],
    [requests, requests.goal],
    [reviews, reviews.thanks],
    [agreements, agreements.purpose],
    [goals, goals.specific],
    [plans, plans.agenda],
    [sessions, sessions.menteeNotes],
    [actionItems, actionItems.words],
    [trials, trials.menteeSays],
    [checkins, checkins.progress],
    [checkins, checkins.feeling],
    [kudos, kudos.message],
    [wins, wins.words],
    [feedback, feedback.about],
    [feedback, feedback.situation],
    [reflections, reflections.answers],
    [introductions, introductions.reason],
    [promises, promises.words],
    [concerns, concerns.words],
  ] as const) {
    // Sealed text begins with its version, a dot, and the eight characters of the key's name.
    const rows = await db.q
      .selectDistinct({ key: sql<string>`substr(${column}, 3, 8)` })
      .from(table)
      .where(isNotNull(column))
    for (const { key } of rows) if (!known.has(key)) missing.add(key)
  }
  return [...missing]
}
