import { expect, it } from 'vitest'
import { contactsAmong, lineOf } from '../../../src/features/concerns/domain.ts'

const names = new Map(['dana', 'elif', 'finn', 'ben'].map((person) => [person, `${person}!`]))
const known = { coordinators: ['dana'], admins: ['dana', 'elif'], names, never: new Set<string>(), tried: [] }

it.each([
  ['coordinators first, then those outside, each once', {}, ['dana', 'elif outside']],
  ['not the writer, a partner or a manager', { never: new Set(['dana']) }, ['elif outside']],
  ['nobody who was told before', { tried: ['elif'] }, ['dana']],
  ['nobody who is gone', { coordinators: ['gone', 'dana'] }, ['dana', 'elif outside']],
  ['somebody outside where nobody coordinates', { coordinators: [] }, ['dana outside', 'elif outside']],
  ['nobody where all are out of the question', { never: new Set(['dana', 'elif']) }, []],
])('offers %s', (_what, change, offered) => {
  const list = contactsAmong({ ...known, ...change })
  expect(list.map((c) => `${c.person}${c.outside ? ' outside' : ''}`)).toEqual(offered)
})

it.each([
  ['ana', ['ana', 'chidi', 'elif']],
  ['elif', ['elif']],
  ['finn', ['finn', 'grace']],
])('the line above %s is %j', (person, line) => {
  const managers = new Map([
    ['ana', 'chidi'],
    ['chidi', 'elif'],
    ['finn', 'grace'],
    ['grace', 'finn'],
  ])
  expect([...lineOf(person, managers)]).toEqual(line)
})
