import { describe, expect, it } from 'vitest'
import { type Candidate, rank } from '../../src/engine/index.ts'
import { aMentee, aMentor, NOW } from './support/people.ts'

const offer = (skill: string, level = 4) => ({ offers: [{ skill, level }] })
const mentors: Candidate[] = [
  aMentor({ id: 'price', name: 'Pia', ...offer('pricing-and-business') }),
  aMentor({
    id: 'tests',
    name: 'Tom',
    ...offer('experimentation'),
    otherOffers: ['falconry', 'A/B tests in games'],
  }),
  aMentor({ id: 'bees', name: 'Bea', trackRecord: 'Shipped telemetry for tractors to enterprise farms' }),
  aMentor({ id: 'ghent', name: 'Gus', canIntroduce: 'The agritech meetup in Ghent' }),
  aMentor({ id: 'story', name: 'Sam', ...offer('storytelling'), trackRecord: 'Ran user interviews' }),
  // What somebody wants for themselves, and what stands on the profile of no mentor, is nobody's business.
  aMentor({
    id: 'wants',
    name: 'Wes',
    role: 'both',
    wants: [{ skill: 'growth', level: 1 }],
    otherOffers: [],
  }),
  aMentee({ id: 'seeks', name: 'Zoe', trackRecord: 'Falconry, telemetry, growth' }),
]

const found = (words: string) =>
  rank(aMentee(), mentors, { at: NOW }, { words, limit: 9 })
    .filter((r) => r.hits > 0)
    .map((r) => [r.mentor.id, r.reasons[0]])

describe('a search', () => {
  it.each<[string, string, string]>([
    ['pricing', 'price', 'Offers pricing and business models at 4 of 5.'],
    ['pircing', 'price', 'Offers pricing and business models at 4 of 5.'],
    ['I would like help with monetizaton', 'price', 'Offers pricing and business models at 4 of 5.'],
    ['story telling', 'story', 'Offers storytelling and presenting at 4 of 5.'],
    ['experimnts', 'tests', 'Offers experiments and A/B testing at 4 of 5.'],
    ['Falconry', 'tests', 'You searched for “Falconry”; Tom also offers it.'],
    ['falconri', 'tests', 'You searched for “falconri”; Tom also offers “falconry”.'],
    ['telemtry', 'bees', 'You searched for “telemtry”; Bea’s track record mentions “telemetry”.'],
    ['tele', 'bees', 'You searched for “tele”; Bea’s track record mentions “telemetry”.'],
    ['tractor farm', 'bees', 'You searched for “tractor” and “farm”; Bea’s track record mentions them.'],
    ['someone in ghent', 'ghent', 'You searched for “ghent”; Gus names it among possible introductions.'],
    ['user interviews', 'story', 'You searched for “user interviews”; Sam’s track record mentions it.'],
    [
      'user intervews',
      'story',
      'You searched for “user intervews”; Sam’s track record mentions “user interviews”.',
    ],
  ])('for %s finds %s', (words, id, reason) => {
    expect(found(words)).toEqual([[id, reason]])
  })

  it.each(['growth', 'Zoe', 'the and with', 'x', 'leading', '', '💥', 'dat', 'tract user'])(
    'for %j finds nobody by what is private, empty or only near',
    (words) => {
      expect(found(words).map(([id]) => id)).toEqual(words === 'tract user' ? ['bees', 'story'] : [])
    },
  )

  it('finds a phrase with a typing error in offers and in what people tell, and not its words apart', () => {
    const tells = (id: string, trackRecord: string) => aMentor({ id, name: id, trackRecord })
    const list = [
      ...mentors,
      tells('Pat', 'Coached Public Speaking at meetups'),
      tells('Kim', 'Speaking up for public transport'),
    ]
    const ranked = rank(aMentee(), list, { at: NOW }, { words: 'public speking', limit: 9 })
    const hits = ranked.filter((r) => r.hits > 0)
    expect(hits.map((r) => r.mentor.id).sort()).toEqual(['Pat', 'story'])
    expect(hits.find((r) => r.mentor.id === 'Pat')!.reasons[0]).toBe(
      'You searched for “public speking”; Pat’s track record mentions “Public Speaking”.',
    )
  })

  it('puts those first who have more of the words', () => {
    const both = aMentor({ id: 'both', name: 'Bo', trackRecord: 'Enterprise pricing', ...offer('growth', 1) })
    const list = rank(
      aMentee(),
      [...mentors, both],
      { at: NOW },
      { words: 'pricing experiments for enterprise' },
    )
    expect(list.map((r) => [r.mentor.id, r.hits])).toEqual([
      ['both', 2],
      ['price', 1],
      ['tests', 1],
      ['bees', 1],
      expect.anything(),
    ])
  })

  it('prefers the word as typed to one that is near', () => {
    const near = aMentor({ id: 'near', trackRecord: 'Falconer, falconries' })
    expect(
      rank(aMentee(), [...mentors, near], { at: NOW }, { words: 'falconry' }).filter((r) => r.hits),
    ).toHaveLength(1)
  })
})
