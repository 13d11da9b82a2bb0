/** Why two people were suggested to each other, as it was known then (row B10). */
export interface MatchRecord {
  rules: string
  score: number
  forMentee: string[]
  forMentor: string[]
  /** The same for the two of them together. */
  forBoth?: string[]
  against?: string
  againstForMentor?: string
  /** They do it in writing: their clocks are too far apart to meet. */
  writing?: true
  /** For the coordinator of a round: how well it fits, which parts of the score speak for it, and which falls short most. */
  fit?: 'strong' | 'good' | 'fair' | 'none'
  strong?: ScorePart[]
  weak?: ScorePart
}

/** The parts of which the score of a pair is made. */
export type ScorePart = 'skills' | 'time' | 'zone' | 'style' | 'level' | 'repeat'
