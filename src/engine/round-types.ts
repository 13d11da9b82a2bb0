/** What a round is given, and what comes out of it. */
import type { ScorePart } from '../core/match-record.ts'
import type { matchRecord } from './explain.ts'
import type { Fit } from './rank.ts'
import type { Figures } from './solve/index.ts'
import type { Candidate, Facts, Pairs } from './types.ts'

export interface RoundInput {
  mentees: readonly Candidate[]
  mentors: readonly Candidate[]
  facts: Facts
  /** `fair`: most people matched, then the worst match as good as can be, then the most points. `total`: most points. */
  objective: 'fair' | 'total'
  /** Fair only: thousandths of the most points there can be that may be given up for a better worst match; default any. */
  equity?: number
  /** Mentee to mentor: stays as it is, if the two may be matched at all. Where places run out, what was locked first. */
  locks?: ReadonlyMap<string, string>
  /** Mentee to mentors whom the coordinator does not want for them. */
  forbids?: Pairs
  /** Mentee to mentor, as it was: of rounds that are equally good, the one that keeps most of it. Not for large rounds. */
  before?: ReadonlyMap<string, string>
  /** Pairs that share a skill come first: those that share none get no place that one of them could have. */
  sharingFirst?: boolean
  /** Who goes first where not all can be matched: whole numbers from 0, higher goes first. */
  priority?: ReadonlyMap<string, number>
}

export interface RoundMatch {
  mentee: string
  mentor: string
  score: number
  fit: Fit
  /** With what whoever runs the round may see: how well it fits, and by which parts of the score. */
  why: ReturnType<typeof matchRecord> & { fit: Fit; strong: ScorePart[]; weak?: ScorePart }
}

export interface RoundResult {
  /** The weakest first. */
  pairs: RoundMatch[]
  /**
   * `nobody`: no mentor here may be matched with them. `mutual`: who may is mentored by them. `outbid`: those who may went
   * to others.
   */
  unmatched: { mentee: string; cause: 'nobody' | 'mutual' | 'outbid' }[]
  /** Mentors with places left, and how many. */
  idle: [mentor: string, places: number][]
  /** Mentors of whom one more place would help most, the most contested first, at most ten. */
  contested: string[]
  fits: Record<Fit, number>
  /** Pairs that would both gain by leaving theirs for each other, at most 20. */
  blocking: [mentee: string, mentor: string][]
  total: number
  /** The lowest score of a pair; null without pairs. */
  worst: number | null
  /** With `equity`, of the pairs that are not locked: the most points there can be, what this has, the best worst match. */
  weighed?: Record<'most' | 'got' | 'fairest', Figures>
  /** Whether separate code has checked that nothing better exists. A round that is not certified must not go out. */
  certified: boolean
  /** So many could mentor each other that not all ways to choose between them were looked at: a good round, not the best. */
  nearly?: true
}

/** Called now and then, with how much of the work is done, 0 to 1. */
export type Progress = (done: number) => void
