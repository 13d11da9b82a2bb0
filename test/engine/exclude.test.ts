import { describe, expect, it } from 'vitest'
import { defaultHours } from '../../src/core/calendar.ts'
import {
  type Candidate,
  type Exclusion,
  exclusionCounts,
  exclusions,
  type Facts,
  pairs,
  rank,
  roomShownTo,
  shownCode,
  shownReason,
} from '../../src/engine/index.ts'
import { aMentee, aMentor, NOW } from './support/people.ts'

const facts = (over: Partial<Facts> = {}): Facts => ({ at: NOW, ...over })
const line = new Map([
  ['ben', 'carl'],
  ['carl', 'ana'],
])

interface Case {
  mentee?: Partial<Candidate>
  mentor?: Partial<Candidate>
  facts?: Partial<Facts>
}

/** Each refusal beside the nearest case that is allowed. */
const cases: [Exclusion, Case, Case][] = [
  ['self', { mentor: { id: 'ben' } }, {}],
  ['bot', { mentor: { bot: true } }, { mentor: { bot: false } }],
  ['guest', { mentor: { guest: true } }, { mentor: { guest: false } }],
  ['deactivated', { mentor: { deactivated: true } }, { mentor: { deactivated: false } }],
  ['left', { mentor: { status: 'left' } }, { mentor: { status: 'active' } }],
  ['paused', { mentor: { status: 'paused' } }, { mentor: { status: 'active' } }],
  ['not-a-mentor', { mentor: { role: 'mentee' } }, { mentor: { role: 'both' } }],
  ['full', { mentor: { capacity: 1, taken: 1 } }, { mentor: { capacity: 2, taken: 1 } }],
  ['mentee-unavailable', { mentee: { status: 'paused' } }, { mentee: { role: 'both' } }],
  [
    'do-not-pair',
    { facts: { doNotPair: pairs([['ben', 'ana']]) } },
    { facts: { doNotPair: pairs([['ben', 'eve']]) } },
  ],
  ['do-not-pair', { facts: { doNotPair: pairs([['ana', 'ben']]) } }, {}],
  [
    'past-pair',
    { facts: { past: pairs([['ana', 'ben']]) } },
    { facts: { past: pairs([['ben', 'ana']]), rules: { allowPastPairs: true } } },
  ],
  ['already-paired', { facts: { paired: pairs([['ana', 'ben']]) } }, {}],
  [
    'already-asked',
    { facts: { asked: pairs([['ben', 'ana']]) } },
    { facts: { asked: pairs([['ana', 'ben']]) } },
  ],
  [
    'not-for-me',
    { facts: { notForMe: pairs([['ben', 'ana']]) } },
    { facts: { notForMe: pairs([['ana', 'ben']]) } },
  ],
  [
    'reporting-line',
    { facts: { managers: line } },
    { facts: { managers: line, rules: { reportingSteps: 1 } } },
  ],
  [
    'reporting-line',
    { facts: { managers: new Map([['ana', 'ben']]) } },
    {
      facts: {
        managers: new Map([
          ['ana', 'eve'],
          ['eve', 'ana'],
          ['ben', 'eve2'],
        ]),
      },
    },
  ],
  [
    'same-team',
    { mentee: { team: 'red' }, mentor: { team: 'red' }, facts: { rules: { excludeSameTeam: true } } },
    { mentee: { team: 'red' }, mentor: { team: 'red' } },
  ],
  [
    'same-team',
    {
      mentee: { team: 'red' },
      mentor: { team: 'red' },
      facts: { rules: { excludeSameTeam: true }, chat: true },
    },
    { mentee: { team: 'red' }, mentor: { team: 'blue' }, facts: { rules: { excludeSameTeam: true } } },
  ],
  // Whose team was not told is in nobody's.
  [
    'same-team',
    { mentee: { team: 'red' }, mentor: { team: 'red' }, facts: { rules: { excludeSameTeam: true } } },
    { mentee: { team: null }, mentor: { team: null }, facts: { rules: { excludeSameTeam: true } } },
  ],
  [
    'zone-gap',
    { mentor: { hours: defaultHours('Pacific/Auckland') } },
    { mentor: { hours: defaultHours('Pacific/Auckland') }, facts: { rules: { maxZoneGapHours: null } } },
  ],
  [
    'no-shared-language',
    { mentee: { languages: ['French'] }, mentor: { languages: ['English'] } },
    { mentee: { languages: ['french '] }, mentor: { languages: ['English', 'French'] } },
  ],
  [
    'no-shared-language',
    { mentee: { languages: ['French'] }, mentor: { languages: ['English'] } },
    { mentee: { languages: [] }, mentor: { languages: ['English'] } },
  ],
]

describe('exclusions', () => {
  it.each(cases)('%s forbids %j and not %j', (code, forbidden, allowed) => {
    const judge = (c: Case) => exclusions(aMentee(c.mentee), aMentor(c.mentor), facts(c.facts))
    const list = (c: Case) => rank(aMentee(c.mentee), [aMentor(c.mentor)], facts(c.facts))
    expect(judge(forbidden)).toContain(code)
    expect(list(forbidden)).toEqual([])
    expect(judge(allowed)).toEqual([])
    expect(list(allowed)).toHaveLength(1)
  })

  it('lists every reason', () => {
    const mentor = aMentor({ bot: true, capacity: 0, status: 'paused' })
    expect(exclusions(aMentee(), mentor, facts())).toEqual(['bot', 'paused', 'full'])
  })
})

describe('for a single chat', () => {
  const chat = (over: Partial<Candidate> = {}, more: Partial<Facts> = {}) =>
    exclusions(
      aMentee(),
      aMentor({ chats: { gives: true, left: 1 }, ...over }),
      facts({ chat: true, ...more }),
    )

  it.each<[Exclusion[], Partial<Candidate>]>([
    [[], { taken: 2 }],
    [[], { role: 'mentee' }],
    [['not-a-mentor'], { chats: { gives: false, left: 1 } }],
    [['full'], { chats: { gives: true, left: 0 } }],
    [['paused'], { status: 'paused' }],
  ])('%j for %j', (codes, mentor) => {
    expect(chat(mentor)).toEqual(codes)
  })

  it('a do-not-pair looks like a month without another chat', () => {
    const [barred] = chat({}, { doNotPair: pairs([['ana', 'ben']]) })
    const [full] = chat({ chats: { gives: true, left: 0 } })
    expect(shownReason(barred!, { chat: true })).toBe(shownReason(full!, { chat: true }))
    expect(shownReason(full!, { chat: true })).not.toBe(shownReason(full!))
  })
})

describe('what may be shown', () => {
  const secret = facts({ doNotPair: pairs([['ana', 'ben']]) })

  it('a do-not-pair looks exactly like a mentor without room', () => {
    const [code] = exclusions(aMentee(), aMentor(), secret)
    const [other] = exclusions(aMentee(), aMentor({ taken: 2 }), facts())
    expect(shownCode(code!)).toBe(shownCode(other!))
    expect(shownReason(code!)).toBe(shownReason(other!))
    expect(roomShownTo(aMentee(), aMentor(), secret)).toBe(
      roomShownTo(aMentee(), aMentor({ taken: 2 }), facts()),
    )
    expect(roomShownTo(aMentor(), aMentee(), secret)).toBe(0)
    expect(roomShownTo(aMentee(), aMentor(), facts())).toBe(2)
    expect(exclusionCounts(aMentee(), [aMentor()], secret)).toEqual(
      exclusionCounts(aMentee(), [aMentor({ taken: 2 })], facts()),
    )
  })

  it.each(cases)('beside %s too, the first reason told is the same', (_, c) => {
    const told = (taken: number, more: Partial<Facts>) => {
      const codes = exclusions(
        aMentee(c.mentee),
        aMentor({ taken, ...c.mentor }),
        facts({ ...c.facts, ...more }),
      )
      return shownReason(codes[0]!)
    }
    if (c.mentor?.taken === undefined) expect(told(0, secret)).toBe(told(2, {}))
  })

  it('is plain words for every code', () => {
    for (const [code] of cases) expect(shownReason(code)).toMatch(/^[A-Z].*\.$/)
    for (const [code] of cases) expect(shownReason(code)).not.toMatch(/do-not-pair|blocked/)
  })
})
