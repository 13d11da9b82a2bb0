import { expect, it } from 'vitest'
import { contactsAmong, lineOf } from '../../../src/features/growth/concerns/domain.ts'

const everybody = ['dana', 'elif', 'finn', 'grace', 'ben']
const known = {
  coordinators: ['dana'],
  deputy: null,
  outside: null,
  admins: ['dana', 'elif'],
  names: new Map(everybody.map((person) => [person, `${person}!`])),
  present: new Set(everybody),
  never: new Set<string>(),
  tried: [] as string[],
}
const team = { deputy: 'finn', outside: 'grace' }

it.each([
  ['coordinators first, then those outside, each once', {}, ['dana', 'elif outside']],
  ['the deputy, and whom the coordinators named', team, ['dana', 'finn deputy', 'grace outside']],
  [
    'an admin where the one who was named is the writer, a partner or a manager',
    { ...team, never: new Set(['grace']) },
    ['dana', 'finn deputy', 'elif outside'],
  ],
  [
    'an admin where all who were named have had it',
    { ...team, tried: ['dana', 'finn', 'grace'] },
    ['elif outside'],
  ],
  [
    'a deputy who reports to nobody here, but not one above the writer',
    { ...team, never: new Set(['finn']) },
    ['dana', 'grace outside'],
  ],
  ['one who pauses, and says so', { present: new Set(['elif']) }, ['dana away', 'elif outside']],
  ['not the writer, a partner or a manager', { never: new Set(['dana']) }, ['elif outside']],
  ['nobody who was told before', { tried: ['elif'] }, ['dana']],
  ['nobody who is gone', { coordinators: ['gone', 'dana'] }, ['dana', 'elif outside']],
  ['somebody outside where nobody coordinates', { coordinators: [] }, ['dana outside', 'elif outside']],
  ['nobody where all are out of the question', { never: new Set(['dana', 'elif']) }, []],
])('offers %s', (_what, change, offered) => {
  const list = contactsAmong({ ...known, ...change })
  expect(
    list.map((c) =>
      [c.person, c.as === 'coordinator' ? '' : c.as, c.away ? 'away' : ''].filter(Boolean).join(' '),
    ),
  ).toEqual(offered)
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
