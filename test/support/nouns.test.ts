import { expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.ts'
import { lostNouns } from './nouns.ts'

const edited = (before: string, after: string) =>
  lostNouns({
    people: [{ id: 'U0BEN', name: 'ben', realName: 'Ben Badger' }],
    traffic: {
      calls: [
        {
          method: 'chat.postMessage',
          ok: true,
          args: { text: before },
          response: { channel: 'D1', ts: '1' },
        },
        { method: 'chat.update', ok: true, args: { channel: 'D1', ts: '1', text: after } },
      ],
    },
  } as unknown as Sandbox)

it.each([
  ['How is it going with <@U0BEN>?', 'This one went by.', 1],
  ['How is it going with <@U0BEN>?', 'Ben Badger: skipped.', 0],
  ['Check-in of Fri 23 Oct', 'Skipped.', 1],
  ['Check-in of Fri 23 Oct', 'Check-in of Fri 23 Oct: skipped.', 0],
  // What names nobody and no day has no noun to lose.
  ['Your profile has room for more.', 'Thank you.', 0],
])('of "%s" becoming "%s" so many lost their noun: %i', (before, after, many) => {
  expect(edited(before, after)).toHaveLength(many)
})
