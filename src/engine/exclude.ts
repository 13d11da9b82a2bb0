import { zoneGapHours } from '../core/calendar.ts'
import { type Candidate, defaultRules, type Facts, type Pairs, type Rules } from './types.ts'

/**
 * Why a pair is forbidden. Forbidden is no low score: such a pair does not exist for the matching.
 * 'do-not-pair' is confidential and must never be shown, logged or counted as itself: show `shownCode`.
 */
export type Exclusion =
  | 'self'
  | 'mentee-unavailable'
  | 'bot'
  | 'guest'
  | 'deactivated'
  | 'left'
  | 'not-a-mentor'
  | 'already-paired'
  | 'already-asked'
  | 'paused'
  | 'full'
  | 'do-not-pair'
  | 'past-pair'
  | 'reporting-line'
  | 'same-team'
  | 'zone-gap'
  | 'no-shared-language'
  | 'not-for-me'

/** What the tests of one mentee share. */
interface Ground {
  facts: Facts
  rules: Rules
  /** Hours from the mentee's zone, remembered: looking up an offset costs more than all other tests together. */
  gap: (zone: string) => number
}

type Test = (mentee: Candidate, mentor: Candidate, ground: Ground) => boolean

const either = (table: Pairs | undefined, a: string, b: string) =>
  !!table && (!!table.get(a)?.has(b) || !!table.get(b)?.has(a))

/**
 * In the order in which they are told. 'full' and 'do-not-pair' stand side by side, so that whatever else holds, a
 * do-not-pair is told exactly when a lack of capacity would be.
 */
const tests: readonly (readonly [Exclusion, Test])[] = [
  ['self', (a, b) => a.id === b.id],
  ['bot', (_, b) => !!b.bot],
  ['deactivated', (_, b) => !!b.deactivated],
  ['guest', (_, b) => !!b.guest],
  ['left', (_, b) => b.status === 'left'],
  ['not-a-mentor', (_, b, { facts }) => (facts.chat ? !givesChats(b) : b.role === 'mentee')],
  ['mentee-unavailable', (a) => a.status !== 'active' || !!a.bot || !!a.guest || !!a.deactivated],
  ['already-paired', (a, b, { facts }) => either(facts.paired, a.id, b.id)],
  ['already-asked', (a, b, { facts }) => !!facts.asked?.get(a.id)?.has(b.id)],
  ['paused', (_, b) => b.status === 'paused'],
  ['full', (_, b, { facts }) => roomOf(b, facts) <= 0],
  ['do-not-pair', (a, b, { facts }) => either(facts.doNotPair, a.id, b.id)],
  ['past-pair', (a, b, { facts, rules }) => !rules.allowPastPairs && either(facts.past, a.id, b.id)],
  ['reporting-line', (a, b, { facts, rules }) => inLine(a.id, b.id, facts.managers, rules.reportingSteps)],
  ['same-team', (a, b, { rules }) => rules.excludeSameTeam && !!a.team && a.team === b.team],
  ['zone-gap', (a, b, ground) => isTooFar(a, b, ground)],
  [
    'no-shared-language',
    (a, b) => !!a.languages.length && !!b.languages.length && !sharedLanguages(a, b).length,
  ],
  ['not-for-me', (a, b, { facts }) => !!facts.notForMe?.get(a.id)?.has(b.id)],
]

/** Every reason why this mentee may not be matched with this mentor; empty if they may. */
export function exclusions(mentee: Candidate, mentor: Candidate, facts: Facts): Exclusion[] {
  const ground = groundOf(mentee, facts)
  return tests.filter(([, test]) => test(mentee, mentor, ground)).map(([code]) => code)
}

/** For many mentors and one mentee: the first reason of each, or undefined if they may be matched. */
export function excluder(mentee: Candidate, facts: Facts): (mentor: Candidate) => Exclusion | undefined {
  const ground = groundOf(mentee, facts)
  return (mentor) => {
    for (const [code, test] of tests) if (test(mentee, mentor, ground)) return code
    return undefined
  }
}

function groundOf(mentee: Candidate, facts: Facts): Ground {
  const gaps = new Map<string, number>()
  return {
    facts,
    rules: { ...defaultRules, ...facts.rules },
    gap: (zone) => {
      const gap = gaps.get(zone) ?? zoneGapHours(mentee.hours.zone, zone, facts.at)
      gaps.set(zone, gap)
      return gap
    },
  }
}

/** The code that may leave this folder: a do-not-pair is a lack of capacity to everyone. */
export function shownCode(code: Exclusion): Exclude<Exclusion, 'do-not-pair'> {
  return code === 'do-not-pair' ? 'full' : code
}

const shown: Record<Exclude<Exclusion, 'do-not-pair'>, string> = {
  self: 'You cannot be your own mentor.',
  'mentee-unavailable': 'Your own membership is paused or has ended.',
  bot: 'This is an app, not a person.',
  guest: 'Guests cannot take part.',
  deactivated: 'This account has been deactivated.',
  left: 'This person is not taking part at the moment.',
  'not-a-mentor': 'This person does not mentor at the moment.',
  'already-paired': 'You two are already in a mentorship.',
  'already-asked': 'You have already asked; the answer is still open.',
  paused: 'This mentor is taking a break.',
  full: 'This mentor has no room for another mentee at the moment.',
  'past-pair': 'You two have been in a mentorship before.',
  'reporting-line': 'One of you reports to the other.',
  'same-team': 'You are in the same team.',
  'zone-gap': 'Your clocks are too far apart.',
  'no-shared-language': 'You have no language in common.',
  'not-for-me': 'You asked not to be shown this person.',
}

const shownForChat: Partial<typeof shown> = {
  'not-a-mentor': 'This person gives no chats at the moment.',
  full: 'This person has no time for another chat this month.',
}

/** The reason in plain words for the mentee. A do-not-pair reads exactly like a mentor without capacity. */
export function shownReason(code: Exclusion, facts: Pick<Facts, 'chat'> = {}): string {
  return (facts.chat && shownForChat[shownCode(code)]) || shown[shownCode(code)]
}

/**
 * The free places of a mentor as this reader may see them. None under a do-not-pair: a card that
 * shows room beside a request that is refused for lack of it would give the secret away.
 */
export function roomShownTo(
  reader: Pick<Candidate, 'id'>,
  mentor: Candidate,
  facts: Pick<Facts, 'doNotPair' | 'chat'>,
): number {
  if (either(facts.doNotPair, reader.id, mentor.id)) return 0
  return Math.max(0, roomOf(mentor, facts))
}

/** Places of a mentor, or chats that are left this month. */
const roomOf = (mentor: Candidate, { chat }: Pick<Facts, 'chat'>) =>
  chat ? (mentor.chats?.left ?? 0) : mentor.capacity - mentor.taken

/** Whether this person may be asked for a single chat. */
export const givesChats = (person: Candidate) => person.chats?.gives ?? person.role !== 'mentee'

/**
 * How many mentors fall out for which reason (the first that may be told), to say why a list is short. `of` are those to
 * count, all if it is left out.
 */
export function exclusionCounts(
  mentee: Candidate,
  mentors: readonly Candidate[],
  facts: Facts,
  of: (mentor: Candidate) => boolean = () => true,
): Map<Exclude<Exclusion, 'do-not-pair'>, number> {
  const counts = new Map<Exclude<Exclusion, 'do-not-pair'>, number>()
  const exclude = excluder(mentee, facts)
  for (const mentor of mentors) {
    const code = exclude(mentor)
    if (code && of(mentor)) counts.set(shownCode(code), (counts.get(shownCode(code)) ?? 0) + 1)
  }
  return counts
}

/** Languages that both speak, as the first one wrote them. */
export function sharedLanguages(a: Candidate, b: Candidate): string[] {
  const theirs = b.languages.map((language) => language.trim().toLowerCase())
  return a.languages.filter((language) => theirs.includes(language.trim().toLowerCase()))
}

function isTooFar(a: Candidate, b: Candidate, { rules, gap }: Ground): boolean {
  if (rules.maxZoneGapHours === null || a.hours.zone === b.hours.zone) return false
  if (a.zoneUntold || b.zoneUntold) return false
  return gap(b.hours.zone) > rules.maxZoneGapHours
}

function inLine(a: string, b: string, managers: Facts['managers'], steps: number): boolean {
  return !!managers && (isAbove(a, b, managers, steps) || isAbove(b, a, managers, steps))
}

/** Whether `boss` is found at most `steps` up from `person`. An imported line may run in a circle. */
function isAbove(
  boss: string,
  person: string,
  managers: ReadonlyMap<string, string>,
  steps: number,
): boolean {
  const seen = new Set([person])
  let at = managers.get(person)
  for (let step = 1; at !== undefined && step <= steps && !seen.has(at); step++) {
    if (at === boss) return true
    seen.add(at)
    at = managers.get(at)
  }
  return false
}
