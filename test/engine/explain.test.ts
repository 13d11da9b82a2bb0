import { describe, expect, it } from 'vitest'
import { defaultHours } from '../../src/core/calendar.ts'
import {
  type Candidate,
  explain,
  type Facts,
  matchRecord,
  pairs,
  score,
  type Telling,
} from '../../src/engine/index.ts'
import { aMentee, aMentor, NOW } from './support/people.ts'

const facts = (over: Partial<Facts> = {}): Facts => ({ at: NOW, ...over })
/** Among people of other clocks and languages. */
const telling: Telling = { zone: true, languages: new Set(['french']) }
const tell = (
  mentee: Candidate,
  mentor: Candidate,
  { words, ...over }: Partial<Facts> & { words?: string } = {},
) => {
  const { parts } = score(mentee, mentor, facts(over), words)
  const told = (reader: 'mentee' | 'mentor' | 'both') =>
    explain(parts, mentee, mentor, facts(over), { for: reader, words, telling })
  return { mentee: told('mentee'), mentor: told('mentor'), both: told('both') }
}

const ben = aMentee({
  wants: [
    { skill: 'discovery-interviews', level: 1 },
    { skill: 'goals-and-okrs', level: 3 },
  ],
  level: 1,
  freeHours: [33, 34, 35, 38, 57, 58],
  style: { feedback: 'direct', flow: 'structured', mode: 'live' },
  values: ['Candour'],
  languages: ['English'],
})
const ana = aMentor({
  offers: [{ skill: 'discovery-interviews', level: 5 }],
  level: 3,
  freeHours: [33, 34, 35, 38, 57, 58],
  style: { feedback: 'direct', flow: 'free', mode: 'live' },
  values: ['candour', 'craft'],
  languages: ['English', 'French'],
})

describe('reasons', () => {
  it('names no rating that nobody has given', () => {
    type Skill = Candidate['offers'][number]
    const offers = (...list: Skill[]) => tell(ben, { ...ana, offers: list }).mentee
    const [one, two] = ben.wants.map((want): Skill => ({ skill: want.skill, level: 4 })) as [Skill, Skill]
    const untold = (skill: Skill) => ({ ...skill, unrated: true })
    expect(offers(untold(one)).reasons[0]).toBe('You want discovery interviews; Ana offers it.')
    expect(offers(one, untold(two)).reasons[0]).toMatch(/; goals and .*\. Ana offers both\.$/)
    expect(offers(one, two).reasons[0]).toMatch(/\. Ana offers both at 4 of 5\.$/)
    expect(offers(untold(one), untold(two)).weakness ?? '').not.toContain('of 5')
  })

  it('tells both sides the same facts, each from their own chair', () => {
    const told = tell(ben, ana)
    expect(told.mentee.reasons).toEqual([
      'You want discovery interviews; Ana offers it at 5 of 5.',
      'You share 6 free hours a week; the next is Tue 6 Oct, 09:00.',
      'Ana is two levels ahead of you.',
    ])
    expect(told.mentor.reasons).toEqual([
      'Ben wants discovery interviews; you offer it at 5 of 5.',
      'You share 6 free hours a week; the next is Tue 6 Oct, 09:00.',
      'You are two levels ahead of Ben.',
    ])
    // One sentence cannot show two clocks.
    expect(told.both.reasons).toEqual([
      'Ben wants discovery interviews; Ana offers it at 5 of 5.',
      'You share 6 free hours a week.',
      'Ana is two levels ahead of Ben.',
    ])
  })

  it.each<[Partial<Candidate>, Partial<Candidate>, string]>([
    [{ style: ben.style }, { style: ana.style }, 'You both like direct feedback.'],
    [{ values: ['craft'] }, { values: ['craft'] }, 'You both value craft.'],
    [{}, {}, 'Your clocks show the same time.'],
    [{}, { hours: defaultHours('Europe/London') }, 'Your clocks are only an hour apart.'],
    [
      { hours: defaultHours('Asia/Kolkata') },
      { hours: defaultHours('Asia/Karachi') },
      'Your clocks are only 30 minutes apart.',
    ],
    [{ languages: ['French'] }, { languages: ['French'] }, 'You can both talk in French.'],
  ])('tells the two together of %j and %j', (mentee, mentor, sentence) => {
    expect(tell(aMentee(mentee), aMentor(mentor)).both.reasons).toContain(sentence)
  })

  it('tells the two together nothing that the mentor may not read, nor what weighs against them', () => {
    const far = { ...ana, hours: defaultHours('America/New_York'), trackRecord: 'Built two marketplaces.' }
    const { both } = tell(ben, far, { words: 'marketplaces' })
    expect(both.weakness).toBeUndefined()
    expect(both.reasons.join()).not.toMatch(/asked|search|market|you |rates?/)
  })

  it('gives times on the clock of the reader', () => {
    const newYork = { ...ana, hours: defaultHours('America/New_York'), freeHours: [33, 34, 35] }
    const told = tell({ ...ben, freeHours: [39, 40, 41] }, newYork)
    expect(told.mentee.reasons).toContain('You share 3 free hours a week; the next is Tue 6 Oct, 15:00.')
    expect(told.mentor.reasons).toContain('You share 3 free hours a week; the next is Tue 6 Oct, 09:00.')
  })

  it.each<[string, Partial<Candidate>, Partial<Candidate>, string]>([
    [
      'a shared habit and value',
      { style: ben.style, values: ['Candour'] },
      { style: ana.style, values: ['candour'] },
      'You and Ana both like direct feedback and value Candour.',
    ],
    ['a shared value alone', { values: ['craft'] }, { values: ['craft'] }, 'You and Ana both value craft.'],
    ['the same clock', {}, {}, 'Your clocks show the same time.'],
    [
      'clocks an hour apart',
      {},
      { hours: defaultHours('Europe/London') },
      'Your clocks are only an hour apart.',
    ],
    [
      'a shared language',
      { languages: ['French'] },
      { languages: ['french'] },
      'You and Ana can both talk in French.',
    ],
    [
      'one shared hour outside working hours',
      { freeHours: [5] },
      { freeHours: [5] },
      'You share 1 free hour a week.',
    ],
  ])('names %s', (_, mentee, mentor, sentence) => {
    expect(tell(aMentee(mentee), aMentor(mentor)).mentee.reasons).toContain(sentence)
  })

  it('makes no reason and no weakness of what nobody told', () => {
    const told = tell(aMentee(), aMentor())
    expect(told.mentee).toEqual({
      reasons: ['Your clocks show the same time.'],
      weakness: undefined,
    })
    const halves = tell(aMentee({ freeHours: [33], level: 2, values: ['craft'] }), aMentor())
    expect(halves.mentee).toEqual(told.mentee)
  })

  it('answers to the words of a search, to the mentee alone', () => {
    const mentor = { ...ana, trackRecord: 'Built two marketplaces.' }
    const told = tell(ben, mentor, { words: 'user interviews for a marketplace' })
    expect(told.mentee.reasons).toContain('You asked for discovery interviews; Ana offers it at 5 of 5.')
    expect(told.mentee.reasons.join()).toContain('“marketplace”; Ana’s track record mentions it')
    expect(told.mentor.reasons.join()).not.toMatch(/asked|search|market/)
  })
})

/** Nine hours of one day. */
const HOURS = [33, 34, 35, 36, 37, 38, 39, 40, 41]

describe('the weakness', () => {
  it.each<[Partial<Candidate>, Partial<Candidate>, string, string]>([
    [
      { wants: ben.wants },
      { offers: [{ skill: 'goals-and-okrs', level: 4 }] },
      'You also want discovery interviews, which Ana does not offer.',
      'Ben also wants discovery interviews, which you do not offer.',
    ],
    [
      { wants: ben.wants },
      { offers: [{ skill: 'growth', level: 4 }] },
      'Ana offers none of the skills you want.',
      'You offer none of the skills that Ben wants.',
    ],
    [
      { freeHours: [33] },
      { freeHours: [50] },
      'Your usual free hours do not meet.',
      'Your usual free hours do not meet.',
    ],
    [
      {},
      { hours: defaultHours('America/New_York') },
      'Your clocks are 6 hours apart.',
      'Your clocks are 6 hours apart.',
    ],
    [{ level: 3 }, { level: 3 }, 'You and Ana are at the same level.', 'You and Ben are at the same level.'],
    [{ level: 3 }, { level: 2 }, 'You are one level ahead of Ana.', 'Ben is one level ahead of you.'],
    [
      { style: { feedback: 'direct' } },
      { style: { feedback: 'gentle' } },
      'You like direct feedback; Ana likes gentle feedback.',
      'You like gentle feedback; Ben likes direct feedback.',
    ],
  ])('of %j and %j is told to both', (mentee, mentor, forMentee, forMentor) => {
    const told = tell(aMentee(mentee), aMentor(mentor))
    expect(told.mentee.weakness).toBe(forMentee)
    expect(told.mentor.weakness).toBe(forMentor)
  })

  it('is not that few hours are shared where the same hours are a reason', () => {
    const some = Array.from({ length: 9 }, (_, i) => {
      const { reasons, weakness } = tell(
        aMentee({ freeHours: HOURS }),
        aMentor({ freeHours: [...HOURS.slice(i), ...HOURS.map((hour) => hour + 24)] }),
      ).mentee
      return [
        reasons.some((each) => /free hours? a week/.test(each)),
        /free hours? a week/.test(weakness ?? ''),
      ]
    })
    expect(some).toContainEqual([true, false])
    expect(some).not.toContainEqual([true, true])
  })

  it('does not tell the mentor how the mentee rates themselves', () => {
    const told = tell(
      aMentee({ wants: [{ skill: 'growth', level: 4 }] }),
      aMentor({ offers: [{ skill: 'growth', level: 4 }] }),
    )
    expect(told.mentee.weakness).toBe('Ana rates growth and retention at 4 of 5; you rate yourself 4.')
    expect(told.mentor.weakness).toBeUndefined()
  })

  it('claims no rating for a skill that was only searched for', () => {
    const told = tell(aMentee(), aMentor({ offers: [{ skill: 'growth', level: 1 }] }), { words: 'growth' })
    expect(told.mentee.reasons).toContain('You asked for growth and retention; Ana offers it at 1 of 5.')
    expect(told.mentee.weakness).toBeUndefined()
  })

  it('names an earlier mentorship where that is allowed', () => {
    const told = tell(ben, ana, { past: pairs([['ben', 'ana']]), rules: { allowPastPairs: true } })
    expect(told.mentee.weakness).toBe('You two have been in a mentorship before.')
  })
})

it('the record holds what both may read later, and by which rules', () => {
  // What is the next hour today is past when somebody asks why.
  const kept = (reasons: string[]) => reasons.map((reason) => reason.replace(/; the next is .*/, '.'))
  expect(matchRecord(ben, ana, facts())).toEqual({
    rules: 'rules-2',
    score: score(ben, ana, facts()).score,
    forMentee: kept(tell(ben, ana).mentee.reasons),
    forMentor: kept(tell(ben, ana).mentor.reasons),
    forBoth: tell(ben, ana).both.reasons,
    against: tell(ben, ana).mentee.weakness,
    againstForMentor: tell(ben, ana).mentor.weakness,
  })
})
