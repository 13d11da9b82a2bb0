/** Seeded people for a round: 128 skills of which few are sought by many, clocks around the world, free hours at work. */

import { defaultHours } from '../src/core/calendar.ts'
import { seededRandom } from '../src/core/seeded-random.ts'
import type { Candidate } from '../src/engine/index.ts'

export const NOW = Date.UTC(2026, 9, 5, 8)

const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Paris',
  'Africa/Nairobi',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
]
const VALUES = ['candour', 'kindness', 'curiosity', 'craft', 'calm', 'courage']

export function peopleOf(
  rows: number,
  cols: number,
  places: number,
): { mentees: Candidate[]; mentors: Candidate[] } {
  const random = seededRandom(rows * 31 + cols)
  const below = (n: number) => Math.floor(random() * n)
  const hours = ZONES.map(defaultHours)
  const skills = (n: number) => {
    const ids = new Set(Array.from({ length: n }, () => `skill-${Math.floor(random() ** 2 * 128)}`))
    return [...ids].map((skill) => ({ skill, level: 1 + below(5) }))
  }
  const person = (id: string, role: 'mentor' | 'mentee'): Candidate => {
    const from = 9 + below(5)
    const days = [0, 1, 2, 3, 4].filter(() => random() < 0.7)
    return {
      id,
      name: id,
      role,
      status: 'active',
      capacity: places,
      taken: 0,
      level: role === 'mentor' ? 2 + below(6) : below(5),
      hours: hours[below(ZONES.length)]!,
      freeHours: days.flatMap((day) => [0, 1, 2].map((hour) => day * 24 + from + hour)),
      languages: [],
      offers: role === 'mentor' ? skills(5) : [],
      wants: role === 'mentee' ? skills(3) : [],
      style: {
        feedback: below(2) ? 'direct' : 'gentle',
        flow: below(2) ? 'structured' : 'free',
        mode: below(2) ? 'live' : 'async',
      },
      values: VALUES.filter(() => random() < 0.3),
      team: `team-${below(300)}`,
    }
  }
  return {
    mentees: Array.from({ length: rows }, (_, k) => person(`e${k}`, 'mentee')),
    mentors: Array.from({ length: cols }, (_, k) => person(`o${k}`, 'mentor')),
  }
}
