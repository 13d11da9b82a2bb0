import { tellingAmong } from '../explain.ts'
import type { Candidate, Facts } from '../types.ts'
import { type Peers, peers } from './peers.ts'
import { peerReasons, peerScorer } from './score.ts'
import type { Meeting } from './weigh.ts'

export interface CircleInput {
  people: readonly Candidate[]
  facts: Facts
  met: readonly Meeting[]
  size: 2 | 3
  seed: number
}

export interface CircleGroups {
  groups: { people: string[]; reasons: string[] }[]
  leftOut: Peers['leftOut']
}

/** New groups for a circle, each with what its people have for each other. Throws if they are not proved the best. */
export function solveCircle({ people, facts, met, size, seed }: CircleInput): CircleGroups {
  const scoreOf = peerScorer(people, facts)
  const found = peers({
    people: people.map((one) => one.id),
    score: (a, b) => scoreOf(a, b)?.score ?? null,
    met,
    size,
    seed,
    ahead: true,
  })
  if (!found.certificate.valid) throw new Error('a circle failed its certificate')
  const telling = tellingAmong(people, people, facts.at)
  const byId = new Map(people.map((one) => [one.id, one]))
  return {
    leftOut: found.leftOut,
    groups: found.groups.map((ids) => ({
      people: ids,
      reasons: peerReasons(
        ids.map((id) => byId.get(id)!),
        facts,
        telling,
      ),
    })),
  }
}
