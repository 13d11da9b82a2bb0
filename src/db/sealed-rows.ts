/** What is private of a row besides its words: who it is about, and what somebody chose. Sealed in one way, old rows and new. */
import type { Hashed } from './columns.ts'
import type { Place, Seal } from './seal.ts'
import type { Row } from './tables.ts'

/** What it takes to seal a row: its workspace, and the keys. */
export interface Sealing {
  workspace: string
  seal: Seal
}

// --- words and choices ---

/** Where the words of a profile stand. */
export const profilePlace = (
  workspace: string,
  person: string,
  column: 'goal_words' | 'want_words',
): Place => ({ table: 'members', column, row: `${workspace}:${person}` })

/** Where the mood of a check-in stands. */
export const moodPlace = (checkin: string): Place => ({ table: 'checkins', column: 'feeling', row: checkin })

/** Where it stands what one of the two said after their trial. */
export const trialPlace = (mentorship: string, side: 'mentee' | 'mentor'): Place => ({
  table: 'trials',
  column: `${side}_says`,
  row: mentorship,
})

/** Where it stands whether somebody wants a rematch. */
export const nextPlace = (closing: string, person: string): Place => ({
  table: 'reviews',
  column: 'next',
  row: `${closing}:${person}`,
})

/** Where it stands whether a chat was useful to one of the two. */
export const chatPlace = (mentorship: string, side: 'mentee' | 'mentor'): Place => ({
  table: 'mentorships',
  column: `useful_to_${side}`,
  row: mentorship,
})

/** Where it stands whether feedback was useful, and whether the question was never shown to whom it was put. */
export const feedbackPlace = (id: string, column: 'useful' | 'hidden'): Place => ({
  table: 'feedback',
  column,
  row: id,
})

/** Where the answer of one of the two stands who are to be introduced. */
export const introductionPlace = (id: string, side: 'one' | 'two'): Place => ({
  table: 'introductions',
  column: `${side}_answer`,
  row: id,
})

export const sealYes = (seal: Seal, place: Place, yes: boolean) => seal.close(place, yes ? 'yes' : 'no')

// --- wishes ---

/** Who waits to be told that somebody fits, and of whose place they are told. */
export interface Wish {
  person: string
  mentor: string | null
  at: number
  toldAt: number | null
}

const whoPlace = (row: Pick<Row<'wishes'>, 'workspace' | 'person'>): Place => ({
  table: 'wishes',
  column: 'who',
  row: `${row.workspace}:${row.person}`,
})

/** Who and of whose place, as keyed hashes and to be read. */
export function sealWho({ workspace, seal }: Sealing, { person, mentor }: Pick<Wish, 'person' | 'mentor'>) {
  const row = { workspace, person: seal.hash('wishes.person', workspace, person) }
  return {
    ...row,
    mentor: mentor === null ? null : seal.hash('wishes.mentor', workspace, mentor),
    who: seal.close(whoPlace(row), JSON.stringify({ person, mentor })),
  }
}

/** The row of a wish. */
export const sealWish = (scope: Sealing, { at, toldAt, ...who }: Wish): Row<'wishes'> => ({
  ...sealWho(scope, who),
  at,
  toldAt,
})

export const openWish = (seal: Seal, row: Row<'wishes'>): Wish => ({
  ...(JSON.parse(seal.open(whoPlace(row), row.who)) as Pick<Wish, 'person' | 'mentor'>),
  at: row.at,
  toldAt: row.toldAt,
})

// --- concerns ---

/** Who wrote it and to whom, and how it stands. */
export interface ConcernState {
  writer: string
  /** Who reads it now; those before, `tried`, can not any more. */
  contact: string
  tried: string[]
  /** sent, acknowledged, answered or closed. */
  status: string
  /** Raised each time that it goes to another contact. */
  round: number
  sentAt: number
  acknowledgedAt: number | null
  answeredAt: number | null
  /** The contact gets in touch in person. */
  talk: boolean
}

/** Where the parts of a concern stand. */
export const concernPlace = (id: string, column: 'state' | 'words' | 'answer'): Place => ({
  table: 'concerns',
  column,
  row: id,
})

/** By what the open, or the closed, concerns of a person are found, under each key. */
export const concernHashes = (
  { workspace, seal }: Sealing,
  as: 'writer' | 'contact',
  person: string,
  closed: boolean,
): Hashed[] => seal.hashes(`concerns.${as}`, workspace, closed ? 'closed' : 'open', person)

/** How a concern stands, for its row. */
export function sealConcern(scope: Sealing, id: string, state: ConcernState) {
  const hash = (as: 'writer' | 'contact') =>
    concernHashes(scope, as, state[as], state.status === 'closed')[0] as Hashed
  return {
    writer: hash('writer'),
    contact: hash('contact'),
    state: scope.seal.close(concernPlace(id, 'state'), JSON.stringify(state)),
  }
}

export const openConcern = (seal: Seal, row: Row<'concerns'>): ConcernState =>
  JSON.parse(seal.open(concernPlace(row.id, 'state'), row.state))
