/** Each kind of row that older versions kept unsealed: how to find those that are left, and what seals one of them. */
import { and, eq, isNotNull, isNull, like, ne, or, sql } from 'drizzle-orm'
import { insertBarriers } from './barriers.ts'
import type { Sealed } from './columns.ts'
import { anyRows, exactRows, type Writes } from './commit.ts'
import type { Db } from './db.ts'
import type { Place, Seal } from './seal.ts'
import {
  chatPlace,
  concernPlace,
  feedbackPlace,
  introductionPlace,
  moodPlace,
  nextPlace,
  profilePlace,
  sealConcern,
  sealWish,
  sealYes,
  trialPlace,
} from './sealed-rows.ts'

interface Old<R> {
  find(db: Db, limit: number): Promise<R[]>
  /** Seals one row, if it is as it was found. */
  close(db: Db, seal: Seal, row: R): Writes
}
const old = <R>(one: Old<R>): Old<unknown> => one as Old<unknown>

/** A row that moves to another table does so once: else what its owner deletes there could come back. */
const MOVED = 'moved meanwhile'

const profiles = old({
  find: (db, limit) => {
    const { members } = db.tables
    return db.q
      .select()
      .from(members)
      .where(or(ne(members.plainGoal, ''), sql`${members.plainWants} <> '[]'`))
      .limit(limit)
  },
  close(db, seal, { workspace, person, version, plainGoal, plainWants }) {
    const { members } = db.tables
    const place = (column: 'goal_words' | 'want_words') => profilePlace(workspace, person, column)
    return anyRows(
      db.q
        .update(members)
        .set({
          ...(plainGoal && { goalWords: seal.close(place('goal_words'), plainGoal) }),
          ...(plainWants.length > 0 && {
            wantWords: seal.close(place('want_words'), JSON.stringify(plainWants)),
          }),
          plainGoal: '',
          plainWants: [],
        })
        // Another process may have sealed it meanwhile, and its owner changed it.
        .where(
          and(eq(members.workspace, workspace), eq(members.person, person), eq(members.version, version)),
        ),
    )
  },
})

const moods = old({
  find: (db, limit) => {
    const { checkins } = db.tables
    return db.q.select().from(checkins).where(isNotNull(checkins.plainMood)).limit(limit)
  },
  close(db, seal, { id, plainMood }) {
    const { checkins } = db.tables
    return anyRows(
      db.q
        .update(checkins)
        .set({ feeling: seal.close(moodPlace(id), `${plainMood}`), plainMood: null })
        .where(and(eq(checkins.id, id), isNotNull(checkins.plainMood))),
    )
  },
})

const barriers = old({
  find: (db, limit) => db.q.select().from(db.tables.plainBarriers).limit(limit),
  close(db, seal, { workspace, person, other, kind, at }) {
    const { plainBarriers: plain } = db.tables
    return [
      exactRows(
        1,
        db.q
          .delete(plain)
          .where(
            and(
              eq(plain.workspace, workspace),
              eq(plain.person, person),
              eq(plain.other, other),
              eq(plain.kind, kind),
            ),
          ),
        MOVED,
      ),
      insertBarriers({ db, workspace, seal }, [
        { kind: kind === 'doNotPair' ? 'doNotPair' : 'notForMe', person, other, at },
      ]),
    ]
  },
})

const wishes = old({
  find: (db, limit) => db.q.select().from(db.tables.plainWishes).limit(limit),
  close(db, seal, { workspace, ...wish }) {
    const { plainWishes: plain } = db.tables
    return [
      exactRows(
        1,
        db.q.delete(plain).where(and(eq(plain.workspace, workspace), eq(plain.person, wish.person))),
        MOVED,
      ),
      anyRows(
        db.q.insert(db.tables.wishes).values(sealWish({ workspace, seal }, wish)).onConflictDoNothing(),
      ),
    ]
  },
})

const concerns = old({
  find: (db, limit) => db.q.select().from(db.tables.plainConcerns).limit(limit),
  close(db, seal, { id, workspace, words, answer, ...state }) {
    const { plainConcerns: plain } = db.tables
    return [
      exactRows(1, db.q.delete(plain).where(and(eq(plain.workspace, workspace), eq(plain.id, id))), MOVED),
      anyRows(
        db.q.insert(db.tables.concerns).values({
          id,
          workspace,
          ...sealConcern({ workspace, seal }, id, state),
          words,
          answer: answer ?? seal.close(concernPlace(id, 'answer'), ''),
        }),
      ),
    ]
  },
})

const reviews = old({
  find: (db, limit) =>
    db.q.select().from(db.tables.reviews).where(ne(db.tables.reviews.plainNext, '')).limit(limit),
  close(db, seal, { workspace, closing, person, plainNext }) {
    const { reviews } = db.tables
    return anyRows(
      db.q
        .update(reviews)
        .set({ next: seal.close(nextPlace(closing, person), plainNext), plainNext: '' })
        .where(
          and(
            eq(reviews.workspace, workspace),
            eq(reviews.closing, closing),
            eq(reviews.person, person),
            eq(reviews.plainNext, plainNext),
          ),
        ),
    )
  },
})

const chats = old({
  find: (db, limit) => {
    const { mentorships } = db.tables
    return db.q
      .select()
      .from(mentorships)
      .where(or(isNotNull(mentorships.plainUsefulToMentee), isNotNull(mentorships.plainUsefulToMentor)))
      .limit(limit)
  },
  close(db, seal, { workspace, id, plainUsefulToMentee: mentee, plainUsefulToMentor: mentor }) {
    const { mentorships } = db.tables
    const whose = and(eq(mentorships.workspace, workspace), eq(mentorships.id, id))
    const said = (side: 'mentee' | 'mentor', yes: boolean) => sealYes(seal, chatPlace(id, side), yes)
    // Each by itself: whoever has changed their mind meanwhile has done so sealed.
    return [
      mentee !== null &&
        anyRows(
          db.q
            .update(mentorships)
            .set({ usefulToMentee: said('mentee', mentee) })
            .where(and(whose, isNull(mentorships.usefulToMentee))),
        ),
      mentor !== null &&
        anyRows(
          db.q
            .update(mentorships)
            .set({ usefulToMentor: said('mentor', mentor) })
            .where(and(whose, isNull(mentorships.usefulToMentor))),
        ),
      anyRows(
        db.q.update(mentorships).set({ plainUsefulToMentee: null, plainUsefulToMentor: null }).where(whose),
      ),
    ]
  },
})

const feedback = old({
  // Each question has a yes or a no, so that those without are old.
  find: (db, limit) =>
    db.q.select().from(db.tables.feedback).where(isNull(db.tables.feedback.hidden)).limit(limit),
  close(db, seal, { workspace, id, plainHidden, plainUseful }) {
    const { feedback } = db.tables
    return anyRows(
      db.q
        .update(feedback)
        .set({
          hidden: sealYes(seal, feedbackPlace(id, 'hidden'), plainHidden),
          ...(plainUseful !== null && { useful: seal.close(feedbackPlace(id, 'useful'), plainUseful) }),
          plainHidden: false,
          plainUseful: null,
        })
        .where(and(eq(feedback.workspace, workspace), eq(feedback.id, id), isNull(feedback.hidden))),
    )
  },
})

const introductions = old({
  find: (db, limit) => {
    const { introductions } = db.tables
    return db.q.select().from(introductions).where(ne(introductions.plainOneAnswer, '')).limit(limit)
  },
  close(db, seal, { workspace, id, plainOneAnswer, plainTwoAnswer }) {
    const { introductions } = db.tables
    return anyRows(
      db.q
        .update(introductions)
        .set({
          oneAnswer: seal.close(introductionPlace(id, 'one'), plainOneAnswer),
          twoAnswer: seal.close(introductionPlace(id, 'two'), plainTwoAnswer),
          plainOneAnswer: '',
          plainTwoAnswer: '',
        })
        .where(
          and(
            eq(introductions.workspace, workspace),
            eq(introductions.id, id),
            eq(introductions.plainOneAnswer, plainOneAnswer),
            eq(introductions.plainTwoAnswer, plainTwoAnswer),
          ),
        ),
    )
  },
})

/** Sealed, but as long as what was said. */
const trials = old({
  find: (db, limit) => {
    const { trials } = db.tables
    return db.q
      .select()
      .from(trials)
      .where(or(like(trials.menteeSays, '1.%'), like(trials.mentorSays, '1.%')))
      .limit(limit)
  },
  close(db, seal, { workspace, mentorship, version, menteeSays, mentorSays }) {
    const { trials } = db.tables
    const anew = (place: Place, said: Sealed | null) => seal.closeMaybe(place, seal.openMaybe(place, said))
    return anyRows(
      db.q
        .update(trials)
        .set({
          menteeSays: anew(trialPlace(mentorship, 'mentee'), menteeSays),
          mentorSays: anew(trialPlace(mentorship, 'mentor'), mentorSays),
        })
        .where(
          and(
            eq(trials.workspace, workspace),
            eq(trials.mentorship, mentorship),
            eq(trials.version, version),
          ),
        ),
    )
  },
})

export const OLD = [
  profiles,
  moods,
  barriers,
  wishes,
  concerns,
  reviews,
  chats,
  feedback,
  introductions,
  trials,
]

/** Their tables, as the database names them. */
export const OLD_TABLES = [
  'members',
  'checkins',
  'barriers',
  'wishes',
  'concerns',
  'reviews',
  'mentorships',
  'feedback',
  'introductions',
  'trials',
]
