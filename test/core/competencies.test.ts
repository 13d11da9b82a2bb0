import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  competencies,
  competenciesOf,
  competency,
  competencyName,
  findCompetency,
  groups,
  mapWords,
  readWords,
  suggest,
} from '../../src/core/competencies.ts'

describe('the catalogue', () => {
  it('has five groups of three to six competencies', () => {
    expect(groups).toHaveLength(5)
    for (const group of groups) {
      expect(competenciesOf(group.id).length).toBeGreaterThanOrEqual(3)
      expect(competenciesOf(group.id).length).toBeLessThanOrEqual(6)
    }
    expect(groups.flatMap((g) => competenciesOf(g.id))).toHaveLength(competencies.length)
  })

  it('has lasting ids, names that fit a Slack option, and one line for each', () => {
    expect(new Set(competencies.map((c) => c.id)).size).toBe(competencies.length)
    for (const c of competencies) {
      expect(c.id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(c.name.length).toBeLessThanOrEqual(75)
      expect(c.description.length).toBeLessThanOrEqual(100)
      expect(c.description).not.toContain('\n')
      expect(c.aliases.length).toBeGreaterThan(5)
    }
  })

  it('finds each by its id, its name and every one of its aliases', () => {
    for (const c of competencies) {
      expect(competency(c.id)).toBe(c)
      for (const words of [c.id, c.name, c.name.toUpperCase(), ...c.aliases])
        expect(findCompetency(words)?.id, words).toBe(c.id)
    }
  })

  it('gives a readable name even to an id that the catalogue has lost', () => {
    expect(competencyName('metrics')).toBe('Metrics and measurement')
    expect(competencyName('old-skill')).toBe('old skill')
  })
})

describe('finding', () => {
  it.each([
    ['A/B testing', 'experimentation'],
    ['a-b tests', 'experimentation'],
    ['OKRs', 'goals-and-okrs'],
    ['Goals & OKRs', 'goals-and-okrs'],
    ['user  interview', 'discovery-interviews'],
    ['roadmaping', 'roadmapping'],
    ['prioritzation', 'prioritization'],
    ['stakeholder managment', 'stakeholder-management'],
    ['storyteling', 'storytelling'],
    ['Prioritisation', 'prioritization'],
    ['KPIs', 'metrics'],
    ['négociation', 'influence'],
  ])('%s is %s', (words, id) => {
    expect(findCompetency(words)?.id).toBe(id)
  })

  it.each(['', '   ', 'x', 'okx', 'cooking', 'gardening', '!!!', '日本'])(
    '%j is nothing we know',
    (words) => {
      expect(findCompetency(words)).toBeUndefined()
    },
  )

  it('maps a list and keeps what it does not know as typed', () => {
    expect(mapWords('OKRs, user interviews; a/b tests\n- Growth and SQL\n* Falconry, okr')).toEqual({
      ids: ['goals-and-okrs', 'discovery-interviews', 'experimentation', 'growth', 'product-analytics'],
      unknown: ['Falconry'],
    })
    expect(mapWords(' , ;\n')).toEqual({ ids: [], unknown: [] })
    expect(mapWords('Strategy and vision').ids).toEqual(['product-strategy'])
    expect(mapWords('juggling and pricing')).toEqual({ ids: ['pricing-and-business'], unknown: ['juggling'] })
  })

  it('finds competencies in a sentence by whole words only', () => {
    const found = (text: string) => readWords(text).found.map((f) => f.id)
    expect(found('I need help with user interviews, then with my roadmap.')).toEqual([
      'discovery-interviews',
      'roadmapping',
    ])
    expect(found('a maid in a price-less database')).toHaveLength(1)
    expect(found('')).toEqual([])
  })

  it.each([
    ['interview technique', 'Discovery interviews'],
    ['pricin strategies', 'Pricing and business models'],
    ['stakeholdering', 'Stakeholder management'],
  ])('suggests for %s among others %s', (word, name) => {
    expect(suggest(word)).toContain(name)
    expect(suggest(word).length).toBeLessThanOrEqual(3)
  })

  it('suggests nothing for nothing', () => {
    expect(suggest('')).toEqual([])
    expect(suggest('zzzzqqq')).toEqual([])
  })

  it('uses a coordinator’s own catalogue', () => {
    const own = [
      { id: 'tea', group: 'strategy', name: 'Tea making', description: 'Hot.', aliases: ['brewing tea'] },
    ]
    expect(findCompetency('Brewing Tea', own)?.id).toBe('tea')
    expect(findCompetency('okrs', own)).toBeUndefined()
    expect(mapWords('tea making, okrs', own)).toEqual({ ids: ['tea'], unknown: ['okrs'] })
  })

  it('never throws, answers alike twice, and maps only to ids that exist', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = mapWords(text)
        expect(mapWords(text)).toEqual(once)
        expect(once.ids.every((id) => competency(id))).toBe(true)
        expect(suggest(text).length).toBeLessThanOrEqual(3)
        readWords(text)
      }),
    )
  })

  it('forgives one wrong letter in any long name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...competencies), fc.nat(), (c, seed) => {
        const at = seed % c.name.length
        fc.pre(/[a-z]/.test(c.name[at]!) && c.name.length >= 10)
        const typo = `${c.name.slice(0, at)}${c.name.slice(at + 1)}`
        expect(findCompetency(typo)?.id).toBe(c.id)
      }),
    )
  })
})
