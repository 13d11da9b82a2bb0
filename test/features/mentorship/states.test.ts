/** The table of states: whole, without dead ends, and what the document shows. */
import { describe, expect, it } from 'vitest'
import { diagram, inDocument } from '../../../bench/states-document.ts'
import {
  EVENTS,
  isLive,
  mayHappen,
  STATES,
  type State,
  TRANSITIONS,
  transitionsOf,
} from '../../../src/features/pairs/mentorship/states.ts'
import { readText } from '../../support/sources.ts'
import { eventsIn } from './events-in.ts'

const states = Object.keys(STATES) as State[]
const live = states.filter(isLive)

describe('the table', () => {
  it('uses each event and reaches each state, and nothing leads out of an end', () => {
    expect(EVENTS.filter((event) => !TRANSITIONS.some((row) => row.event === event))).toEqual([])
    const reached = new Set(TRANSITIONS.map((row) => row.to))
    expect(states.filter((state) => state !== 'introduced' && !reached.has(state))).toEqual([])
    for (const state of states.filter((each) => !isLive(each)))
      for (const kind of ['mentorship', 'chat']) expect([state, eventsIn(state, kind)]).toEqual([state, []])
  })

  it.each(live)('%s: either may end it, and whoever leaves does', (state) => {
    for (const kind of ['mentorship', 'chat'])
      for (const event of ['end', 'leave'] as const) expect(mayHappen(state, event, kind)).toBe(true)
  })

  it.each(live)('%s: the clock alone leads on to an end', (state) => {
    const clock = TRANSITIONS.filter((row) => row.by === 'clock').map((row) => row.event)
    const seen = new Set<State>([state])
    for (const at of seen)
      for (const event of clock) {
        const to = transitionsOf(event, 'mentorship').get(at)
        if (to) seen.add(to)
      }
    expect([...seen].some((each) => !isLive(each))).toBe(true)
  })

  it('knows a chat from a mentorship', () => {
    expect(eventsIn('introduced', 'chat').map(({ event }) => event)).toEqual(
      expect.arrayContaining(['met', 'planned', 'end', 'leave', 'chatOver']),
    )
    for (const event of ['stalled', 'hand', 'rest', 'close', 'rematch'] as const)
      expect(
        [mayHappen('introduced', event, 'chat'), mayHappen('introduced', event, 'mentorship')].join(),
      ).toBe('false,true')
    expect(transitionsOf('met', 'chat').get('introduced')).toBe('ended')
    expect(transitionsOf('met', 'mentorship').get('introduced')).toBe('active')
  })
})

it('docs/mentorship.md shows the table as it is: states, picture and transitions', () => {
  const text = readText('docs/mentorship.md')
  expect(text).toContain('stateDiagram-v2')
  // If they differ, `npm run states` writes it anew.
  expect(text).toBe(inDocument(text))
})

it('the picture has an arrow for every change of state, and no other', () => {
  const boxes: Record<string, string[]> = {}
  for (const [, name, inside] of diagram().matchAll(/state (\w+) \{\n([^}]*)\}/g))
    boxes[name as string] = (inside as string).trim().split(/\s+/)
  const drawn = [...diagram().matchAll(/(\w+) --> (\w+) : (.*)/g)].flatMap(([, from, to, events]) =>
    (boxes[from as string] ?? [from]).flatMap((each) =>
      (events as string).split(', ').map((event) => `${each} ${event} ${to}`),
    ),
  )
  const changes = live.flatMap((state) =>
    eventsIn(state, 'mentorship').flatMap(({ event, to }) =>
      to === state ? [] : [`${state} ${event} ${to}`],
    ),
  )
  expect(drawn.sort()).toEqual(changes.sort())
})
