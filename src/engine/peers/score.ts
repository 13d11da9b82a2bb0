import { excluder } from '../exclude.ts'
import type { Telling } from '../explain.ts'
import { scorer, weightsOf } from '../score.ts'
import * as say from '../sentences.ts'
import type { Candidate, Facts } from '../types.ts'
import { soughtBy } from '../words.ts'

/** The points of two peers for each other, whole numbers; the same both ways. */
export interface PeerParts {
  /** What either offers that the other wants, added up. */
  skills: number
  time: number
  zone: number
  style: number
}

export interface PeerScore {
  score: number
  parts: PeerParts
}

const MOST_REASONS = 3
/** Thousandths of the points for skills from which they are a reason; as in `explain`. */
const WORTH_SAYING = 150

/**
 * How well any two of these people fit as peers, or null if they may never meet. It is what `score` gives for both
 * ways round, without what needs a mentor: level, waiting, earlier mentorships. Not null means: not excluded either
 * way, as `excluder` has it, where being no mentor, having no room and open requests count for nothing among peers.
 */
export function peerScorer(
  people: readonly Candidate[],
  facts: Facts,
): (a: string, b: string) => PeerScore | null {
  const ground: Facts = { ...facts, asked: undefined, waiting: undefined }
  const known = new Map(
    people.map((person) => {
      // A peer mentors and is mentored, and has room: so that only what forbids two people to meet is left.
      const peer: Candidate = { ...person, role: 'both', capacity: 1, taken: 0 }
      const parts = scorer(peer, ground, soughtBy(peer, undefined, facts.catalogue))
      return [person.id, { peer, parts, excludes: excluder(peer, ground) }] as const
    }),
  )
  return (a, b) => {
    const [one, two] = [known.get(a), known.get(b)]
    if (!one || !two || one.excludes(two.peer) || two.excludes(one.peer)) return null
    const [there, back] = [one.parts(two.peer), two.parts(one.peer)]
    const parts = {
      skills: there.skills + back.skills,
      // Clocks that differ by part of an hour may share more hours one way round than the other.
      time: Math.min(there.time, back.time),
      zone: Math.min(there.zone, back.zone),
      style: Math.min(there.style, back.style),
    }
    return { score: parts.skills + parts.time + parts.zone + parts.style, parts }
  }
}

/**
 * Two or three plain sentences about a group of two or three, for all of it to read together; fewer where little is
 * known. Each is true by itself, names people rather than 'you' where it tells of one, and says only what members
 * of a group may read of each other: what each offers and wants, shared hours, clocks, habits, values, languages.
 * Never who is excluded, goals, or ratings of what is wanted. `telling` is what sets people of the circle apart: without
 * it, neither a clock nor a language is a reason.
 */
export function peerReasons(group: readonly Candidate[], facts: Facts, telling?: Telling): string[] {
  const sides = group.flatMap((mentee) =>
    group.filter((mentor) => mentor !== mentee).map((mentor) => sideOf(mentee, mentor, facts)),
  )
  const skills = sides
    .map((side) => ({ side, points: scorer(side.mentee, facts, side.sought)(side.mentor).skills }))
    .filter(({ points }) => points * 1000 >= weightsOf(facts).skills * WORTH_SAYING)
    .sort((a, b) => b.points - a.points)
    .flatMap(({ side }) => {
      const sentence = say.skillsReason(side)
      return sentence ? [{ sentence, learner: side.mentee }] : []
    })
  // One sentence for each who learns, so that not all of them are about the same one.
  const learners = new Set<Candidate>()
  const told = skills.filter(({ learner }) => !learners.has(learner) && learners.add(learner))
  const shared = group.length === 2 ? sharedByTwo(sides[0]!, telling) : sharedByThree(group, telling)
  const room = shared.length ? MOST_REASONS - 1 : MOST_REASONS
  const first = told.slice(0, room).map(({ sentence }) => sentence)
  return [...first, ...shared.slice(0, MOST_REASONS - first.length)]
}

function sideOf(mentee: Candidate, mentor: Candidate, facts: Facts): say.Side {
  return {
    mentee,
    mentor,
    facts,
    sought: soughtBy(mentee, undefined, facts.catalogue),
    reader: mentee,
    other: mentor,
    forMentee: false,
    forBoth: true,
  }
}

function sharedByTwo(side: say.Side, telling?: Telling): string[] {
  return [
    say.timeReason(side),
    say.styleReason(side),
    telling?.zone ? say.zoneReason(side) : undefined,
    telling && say.languageReason(side, telling.languages),
  ].filter((sentence) => sentence !== undefined)
}

function sharedByThree(group: readonly Candidate[], telling?: Telling): string[] {
  const value = firstOfAll(group.map((one) => one.values))
  const tells = (language: string) => telling?.languages.has(language.trim().toLowerCase())
  const language = firstOfAll(group.map((one) => one.languages.filter(tells)))
  return [
    value ? `You all value ${value}.` : undefined,
    language ? `You can all talk in ${language}.` : undefined,
  ].filter((sentence) => sentence !== undefined)
}

/** The first word that stands in every list, however it is written, as the first list writes it. */
function firstOfAll([first, ...others]: readonly (readonly string[])[]): string | undefined {
  const lists = others.map((words) => words.map((word) => word.trim().toLowerCase()))
  return first?.find((word) => lists.every((list) => list.includes(word.trim().toLowerCase())))?.trim()
}
