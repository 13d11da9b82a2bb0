/**
 * Scores of a round from profiles, a row at a time, by tables and bits: the same numbers as `score` and `excluder` give, at a
 * fraction of the cost and without rows times columns of memory. The tables are filled by asking `score` itself, so
 * that the rules stand in one place; a test compares the two on people of all sorts.
 */
import { excluder } from '../exclude.ts'
import { needOf, score, serves, weightsOf } from '../score.ts'
import { type Candidate, defaultRules, type Facts, type Pairs } from '../types.ts'
import { Numbers, Weeks, WordSets } from './codes.ts'
import { FORBIDDEN, type Scores } from './instance.ts'

const HABITS = ['feedback', 'flow', 'mode'] as const
/** As in `score`: the most pressing wants are the measure. */
const WANTS_THAT_COUNT = 3
const SHARED = 8
/** Points of style that are kept for the next mentee of the same sort. */
const KEPT = 2 ** 20
/** In place of a zone that nobody told: all such are alike. */
const UNTOLD = ''

/** Rows are mentees, columns mentors; FORBIDDEN where `excluder` has a reason, and never less than 0 where it has not. */
export function profileScores(
  mentees: readonly Candidate[],
  mentors: readonly Candidate[],
  facts: Facts,
): Scores {
  const cols = mentors.length
  const blank = blankLike(mentors[0] ?? mentees[0])
  const plain: Facts = { ...facts, waiting: undefined, past: undefined }
  const partsOf = (mentee: Partial<Candidate>, mentor: Partial<Candidate>) =>
    score({ ...blank, ...mentee }, { ...blank, ...mentor }, plain).parts

  const skills = skillPoints(mentors, weightsOf(facts).skills, partsOf({}, {}).skills)
  const style = stylePoints(mentors, partsOf)
  const { sortOf } = style
  const weeks = new Weeks(mentors, facts.at)
  const range = (from: number) => Array.from({ length: SHARED }, (_, k) => from + k)
  const timeBy = Int32Array.from(
    { length: SHARED + 1 },
    (_, shared) => partsOf({ freeHours: range(0) }, { freeHours: range(SHARED - shared) }).time,
  )
  const noTime = partsOf({}, {}).time
  const mostTime = Math.max(noTime, ...timeBy)
  const zones = new Numbers<string>()
  const zoneKey = (person: Candidate) => (person.zoneUntold ? UNTOLD : person.hours.zone)
  const zoneOf = Int32Array.from(mentors, (m) => zones.of(zoneKey(m)))
  const toldOf = Uint8Array.from(mentors, (m) => (m.zoneUntold ? 0 : 1))
  const levels = new Numbers<number | null>()
  const levelOf = Int32Array.from(mentors, (m) => levels.of(m.level ?? null))
  const levelRow = remembered((level: number | null) =>
    Int32Array.from(levels.list, (other) => partsOf({ level }, { level: other }).level),
  )

  // Of the tests that exclude, those by zone go into the table of zones, and those of one person alone come first.
  const rules = { ...defaultRules, ...facts.rules }
  const noPairs: Facts = { at: facts.at, rules: { ...rules, excludeSameTeam: false } }
  const somebody = { ...blank, id: ' a' }
  const living = (zone: string) =>
    zone === UNTOLD ? { zoneUntold: true } : { hours: { ...blank.hours, zone } }
  const mentorAt = (zone: string): Candidate => ({ ...blank, id: ' b', role: 'mentor', ...living(zone) })
  const zoneRow = remembered((zone: string) => {
    const exclude = excluder({ ...somebody, ...living(zone) }, noPairs)
    return Int32Array.from(zones.list, (other) =>
      exclude(mentorAt(other)) ? FORBIDDEN : partsOf(living(zone), living(other)).zone,
    )
  })
  const anywhere: Facts = { at: facts.at, rules: { ...noPairs.rules, maxZoneGapHours: null } }
  const mentorTest = excluder(somebody, anywhere)
  const shut = Uint8Array.from(mentors, (m) => (mentorTest(m) ? 1 : 0))
  const languages = new WordSets(mentors.map((m) => m.languages))
  const teams = new Numbers<string>()
  const teamOf = Int32Array.from(mentors, (m) => (m.team ? teams.of(m.team) : -1))
  const named = namedPairs(mentors, facts, rules)
  const repeat = weightsOf(facts).repeat

  const away = Uint8Array.from(mentees, (m) =>
    excluder({ ...m, languages: [] }, anywhere)(mentorAt(blank.hours.zone)) ? 1 : 0,
  )
  const never = mentees.map((mentee) => named.never(mentee))

  /** The scores from one column up to another. */
  function fill(i: number, out: Int32Array, above: number, from: number, to: number): Int32Array {
    if (away[i] === 1) return out.fill(FORBIDDEN, from, to)
    const mentee = mentees[i]!
    const first = skills(mentee, from, to)
    const zone = zoneRow(zoneKey(mentee))
    const told = mentee.zoneUntold ? 0 : 1
    const level = levelRow(mentee.level ?? null)
    const styles = style.bySort(mentee)
    const { phase, bits } = weeks.encode(mentee)
    const quarters = phase >= 0 ? weeks.quartersOf(mentee) : undefined
    const waiting = Math.max(0, Math.trunc(facts.waiting?.get(mentee.id) ?? 0))
    // What cannot get above even with the most of time need not be looked at further.
    const bar = above - waiting - mostTime
    const team = rules.excludeSameTeam && mentee.team ? teams.of(mentee.team) : -2
    const speaks = languages.encode(mentee.languages)
    const tells = mentee.languages.length > 0
    for (let j = from; j < to; j++) {
      const near = zone[zoneOf[j]!]!
      const points = first[j]! + near + level[levelOf[j]!]! + styles[sortOf[j]!]!
      if (
        points <= bar ||
        near < 0 ||
        shut[j] === 1 ||
        teamOf[j] === team ||
        (tells && languages.told[j] === 1 && languages.shared(speaks, j) === 0)
      ) {
        out[j] = FORBIDDEN
        continue
      }
      let time = noTime
      // Free hours compare where both zones are told, or neither is.
      if (phase >= 0 && weeks.phase[j]! >= 0 && toldOf[j] === told) {
        const shared = phase === weeks.phase[j] ? weeks.shared(bits, j) : weeks.sharedByQuarters(quarters!, j)
        time = timeBy[Math.min(shared, SHARED)]!
      }
      out[j] = points + time + waiting
    }
    for (const j of never[i]!) out[j] = FORBIDDEN
    // A repeat may cost more than all the rest is worth; a match that is allowed is worth something.
    for (const j of named.again(mentee)) if (out[j]! >= 0) out[j] = Math.max(0, out[j]! - repeat)
    return out
  }

  const one = new Int32Array(cols)
  return {
    rows: mentees.length,
    cols,
    row: (i, buffer, above) => fill(i, buffer, above, 0, cols),
    at: (i, j) => fill(i, one, FORBIDDEN, j, j + 1)[j]!,
  }
}

/** Somebody who told nothing. */
const blankLike = (like: Candidate | undefined): Candidate => ({
  id: ' ',
  name: '',
  role: 'mentee',
  status: 'active',
  capacity: 1,
  taken: 0,
  hours: like?.hours as Candidate['hours'],
  languages: [],
  offers: [],
  wants: [],
  values: [],
})

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      value = make(key)
      known.set(key, value)
    }
    return value
  }
}

/** For one mentee, the points for skills of every mentor: by who offers what, since most offer nothing of it. */
function skillPoints(mentors: readonly Candidate[], weight: number, neutral: number) {
  const offered = new Map<string, { who: number[]; level: number[] }>()
  for (const [j, mentor] of mentors.entries())
    for (const { skill, level } of mentor.offers) {
      const list = offered.get(skill) ?? { who: [], level: [] }
      offered.set(skill, list)
      list.who.push(j)
      list.level.push(level)
    }
  const untold = Int32Array.from(mentors, (m) => (m.offers.length ? 0 : neutral))
  const all = new Int32Array(mentors.length).fill(neutral)
  const served = new Int32Array(mentors.length)
  const points = new Int32Array(mentors.length)
  const neededOf = (wants: Candidate['wants']) => {
    const needs = wants.map(needOf).sort((a, b) => b - a)
    return needs.slice(0, WANTS_THAT_COUNT).reduce((sum, need) => sum + need, 0)
  }
  const share = (served: number, needed: number) =>
    Math.floor((weight * Math.min(1000, Math.floor(served / needed))) / 1000)
  return ({ wants }: Candidate, from: number, to: number): Int32Array => {
    if (!wants.length) return all
    const needed = neededOf(wants)
    if (to === from + 1) {
      let sum = 0
      for (const want of wants)
        for (const offer of mentors[from]!.offers)
          if (offer.skill === want.skill) sum += needOf(want) * serves(want.level, offer.level)
      points[from] = sum ? share(sum, needed) : untold[from]!
      return points
    }
    points.set(untold)
    const touched: number[] = []
    for (const want of wants) {
      const list = offered.get(want.skill)
      if (!list) continue
      const worth = [0, 1, 2, 3, 4, 5].map((level) => needOf(want) * serves(want.level, level))
      for (let k = 0; k < list.who.length; k++) {
        const j = list.who[k]!
        if (served[j] === 0) touched.push(j)
        served[j]! += worth[list.level[k]!] ?? needOf(want) * serves(want.level, list.level[k]!)
      }
    }
    for (const j of touched) {
      points[j] = share(served[j]!, needed)
      served[j] = 0
    }
    return points
  }
}

/** Points by how many habits both told, whether both told values, and on how many of each they agree. */
function stylePoints(
  mentors: readonly Candidate[],
  partsOf: (mentee: Partial<Candidate>, mentor: Partial<Candidate>) => { style: number },
) {
  const place = (told: number, values: number, same: number, shared: number) =>
    ((told * 2 + values) * 4 + same) * 3 + shared
  const points = new Int32Array(place(3, 1, 3, 2) + 1)
  for (let told = 0; told <= 3; told++)
    for (const values of [0, 1])
      for (let same = 0; same <= told; same++)
        for (let shared = 0; shared <= 2 * values; shared++) {
          const style = (like: number) =>
            Object.fromEntries(HABITS.slice(0, told).map((habit, k) => [habit, k < like ? 'a' : 'b']))
          points[place(told, values, same, shared)] = partsOf(
            { style: style(3), values: values ? ['a', 'b'] : [] },
            { style: style(same), values: values ? ['a', 'b', 'c', 'd'].slice(2 - shared, 4 - shared) : [] },
          ).style
        }
  const answers = HABITS.map(() => new Numbers<string>())
  // 0 for not told; ten bits each.
  const codeOf = ({ style }: Candidate) =>
    HABITS.reduce((code, habit, k) => {
      const told = style?.[habit]
      return code | ((told ? answers[k]!.of(told) + 1 : 0) << (k * 10))
    }, 0)
  const keys = new WeakMap<Candidate, string>()
  const sortKey = (person: Candidate) => {
    let key = keys.get(person)
    if (key === undefined) {
      key = JSON.stringify([codeOf(person), person.values.map((value) => value.trim().toLowerCase()).sort()])
      keys.set(person, key)
    }
    return key
  }
  // Many mentors told the same: each sort of them is compared once.
  const sorts = new Numbers<string>()
  const ofEach: Candidate[] = []
  const sortOf = Int32Array.from(mentors, (mentor) => {
    const sort = sorts.of(sortKey(mentor))
    ofEach[sort] = mentor
    return sort
  })
  const codes = Int32Array.from(ofEach, codeOf)
  const values = new WordSets(ofEach.map((m) => m.values))
  const known = new Map<string, Int32Array>()
  return {
    sortOf,
    /** The points of each sort of mentor. Mentees come in sorts too: a few are kept. */
    bySort(mentee: Candidate): Int32Array {
      const key = sortKey(mentee)
      const before = known.get(key)
      if (before) return before
      if (known.size * ofEach.length > KEPT) known.clear()
      const bySort = new Int32Array(ofEach.length)
      known.set(key, bySort)
      const code = codeOf(mentee)
      const mine = values.encode(mentee.values)
      const tells = mentee.values.length > 0
      for (let sort = 0; sort < bySort.length; sort++) {
        let told = 0
        let same = 0
        for (let shift = 0; shift < 30; shift += 10) {
          const a = (code >> shift) & 1023
          const b = (codes[sort]! >> shift) & 1023
          if (a === 0 || b === 0) continue
          told++
          if (a === b) same++
        }
        bySort[sort] =
          tells && values.told[sort] === 1
            ? points[place(told, 1, same, Math.min(2, values.shared(mine, sort)))]!
            : points[place(told, 0, same, 0)]!
      }
      return bySort
    },
  }
}

/** Pairs that are known by name: mentors whom a mentee must not have, and those they had before and may have again. */
function namedPairs(mentors: readonly Candidate[], facts: Facts, rules: typeof defaultRules) {
  const placeOf = new Map(mentors.map((m, j) => [m.id, j]))
  const add = (table: Map<string, Set<number>>, mentee: string, mentor: string) => {
    const j = placeOf.get(mentor)
    if (j === undefined) return
    const known = table.get(mentee)
    if (known) known.add(j)
    else table.set(mentee, new Set([j]))
  }
  const never = new Map<string, Set<number>>()
  const again = new Map<string, Set<number>>()
  const each = (pairs: Pairs | undefined, table: Map<string, Set<number>>, bothWays: boolean) => {
    for (const [a, others] of pairs ?? [])
      for (const b of others) {
        add(table, a, b)
        if (bothWays) add(table, b, a)
      }
  }
  each(facts.paired, never, true)
  each(facts.doNotPair, never, true)
  each(facts.asked, never, false)
  each(facts.notForMe, never, false)
  each(facts.past, rules.allowPastPairs ? again : never, true)
  const above = (id: string) => {
    const line: string[] = []
    let at = facts.managers?.get(id)
    for (
      let step = 1;
      at !== undefined && step <= rules.reportingSteps && at !== id && !line.includes(at);
      step++
    ) {
      line.push(at)
      at = facts.managers?.get(at)
    }
    return line
  }
  if (facts.managers) for (const { id } of mentors) for (const boss of above(id)) add(never, boss, id)
  return {
    never({ id }: Candidate): Set<number> {
      const all = new Set(never.get(id))
      for (const other of [id, ...above(id)]) {
        const j = placeOf.get(other)
        if (j !== undefined) all.add(j)
      }
      return all
    },
    again: ({ id }: Candidate) => again.get(id) ?? new Set<number>(),
  }
}
