import type { Hours } from '../core/calendar.ts'
import type { Competency } from '../core/competencies.ts'

/** A competency and a self-rating from 1 to 5: how well it is mastered today, whether it is offered or wanted. */
export interface Skill {
  skill: string
  level: number
  /** The rating stands for one that this person has not given; nobody is told of it. */
  unrated?: boolean
}

/** A person as the matching sees them. What is not known yet is left out, null or empty, and then costs nothing. */
export interface Candidate {
  id: string
  /** As sentences name this person. */
  name: string
  role: 'mentor' | 'mentee' | 'both'
  status: 'active' | 'paused' | 'left'
  bot?: boolean
  guest?: boolean
  deactivated?: boolean
  team?: string | null
  /** Mentees this person has room for, and how many are taken. */
  capacity: number
  taken: number
  /** Whether this person may be asked for a single chat, and how many more this month. None are known where none are looked for. */
  chats?: { gives: boolean; left: number }
  /** 0 for an associate product manager to 7 for a chief product officer. */
  level?: number | null
  hours: Hours
  /** The zone in `hours` stands for one that was not told: in a spreadsheet. Slack tells everybody's. */
  zoneUntold?: boolean
  /** Free hours of the week in `hours.zone`, as the calendar has them; empty means not given. */
  freeHours?: readonly number[]
  languages: readonly string[]
  offers: readonly Skill[]
  wants: readonly Skill[]
  style?: { feedback?: string | null; flow?: string | null; mode?: string | null }
  values: readonly string[]
  /** Public words of the profile: the track record, skills that the catalogue does not know, introductions. */
  trackRecord?: string
  otherOffers?: readonly string[]
  canIntroduce?: string
}

/** Pairs of people by id, ordered: the first to all of their seconds. Made by `pairs`. */
export type Pairs = ReadonlyMap<string, ReadonlySet<string>>

/** Ordered pairs of ids as a look-up table. */
export function pairs(list: Iterable<readonly [string, string]>): Pairs {
  const table = new Map<string, Set<string>>()
  for (const [a, b] of list) {
    const known = table.get(a)
    if (known) known.add(b)
    else table.set(a, new Set([b]))
  }
  return table
}

/** The most points of each part; the programme may choose others. Whole numbers. */
export interface Weights {
  skills: number
  time: number
  zone: number
  style: number
  level: number
  /** What having been paired before costs, where that is allowed at all. */
  repeat: number
  /** What a full hit of the searched words in a profile's own text adds. */
  words: number
}

export const defaultWeights: Readonly<Weights> = {
  skills: 500,
  time: 200,
  zone: 100,
  style: 100,
  level: 100,
  repeat: 300,
  words: 200,
}

/** What a programme forbids besides what is always forbidden. */
export interface Rules {
  excludeSameTeam: boolean
  /** Pairs whose clocks differ by more hours are forbidden; null for no maximum. */
  maxZoneGapHours: number | null
  allowPastPairs: boolean
  /** How many steps up the reporting line count as one. */
  reportingSteps: number
}

export const defaultRules: Readonly<Rules> = {
  excludeSameTeam: false,
  // Nine-hour days that stand ten hours apart never touch.
  maxZoneGapHours: 9,
  allowPastPairs: false,
  reportingSteps: Number.POSITIVE_INFINITY,
}

/** What is known about pairs, and by which rules to judge. */
export interface Facts {
  /** The instant to judge by, since the clocks of two zones differ by season. */
  at: number
  /** Who must not be paired with whom; it counts both ways, whoever said it. Confidential. */
  doNotPair?: Pairs
  /** Suggestions turned down: mentee to mentor. */
  notForMe?: Pairs
  /** Mentorships that ended, either way round. */
  past?: Pairs
  /** Mentorships that run now, either way round. */
  paired?: Pairs
  /** Requests that are open: mentee to mentor. */
  asked?: Pairs
  /** Each person's manager. */
  managers?: ReadonlyMap<string, string>
  /** Points for having waited, by mentee; the same with every mentor, so it bears on rounds only. */
  waiting?: ReadonlyMap<string, number>
  rules?: Partial<Rules>
  weights?: Partial<Weights>
  /**
   * A single chat on one topic is looked for, not a mentorship: skills decide and not seniority, it takes no place, and
   * people who seek a mentor may give it too if they said so.
   */
  chat?: boolean
  /** Decides between equals; the same seed gives the same order. */
  seed?: number
  catalogue?: readonly Competency[]
}
