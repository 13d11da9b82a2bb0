import { expect, it } from 'vitest'
import { md, mention } from '../../src/core/text.ts'
import { notificationText } from '../../src/slack/kernel/notification-text.ts'
import { actions, button, context, header, quoted, section } from '../../src/slack/ui/blocks.ts'

const ana = mention('U0ANA00001')

it('a message that is heard says all that is seen but for its buttons, each thing once', () => {
  const blocks = [
    header('A small win'),
    section(md`${ana} asks you to be their mentor. *Take your time:* I remind you.`, button('Yes', 'a.b')),
    quoted('We <did> it\n*all* of us'),
    context(md`Only you and ${ana} can read it.`),
    actions(button('No', 'a.c')),
  ]
  expect(notificationText('Ana Albatross asks you to be their mentor', blocks).split('\n')).toEqual([
    'Ana Albatross asks you to be their mentor',
    'A small win',
    '*Take your time:* I remind you.',
    'We &lt;did&gt; it',
    '*all* of us',
    'Only you and <@U0ANA00001> can read it.',
  ])
})

it('says who is named even where the headline has as many words', () => {
  const blocks = [section(md`${ana} and ${mention('U0BEN00002')}`)]
  expect(notificationText('You and Chidi', blocks)).toBe('You and Chidi\n<@U0ANA00001> and <@U0BEN00002>')
})

it('keeps to what Slack takes, and cuts no mention in two', () => {
  const many = Array.from({ length: 40 }, (_, i) => section(md`${ana} wrote line ${i} ${'x'.repeat(80)}`))
  const text = notificationText('Many lines', many)
  expect([...text].length).toBeLessThanOrEqual(4000)
  expect(text).not.toMatch(/<@[^>]*$/)
})

it('says of each person what is the same for several', () => {
  const ben = mention('U0BEN00002')
  const of = (who: typeof ana) => section(md`*Time for a session with ${who}?*\n2 free places`)
  expect(notificationText('Two have gone quiet', [of(ana), of(ben)]).split('\n')).toEqual([
    'Two have gone quiet',
    '*Time for a session with <@U0ANA00001>?*',
    '2 free places',
    '*Time for a session with <@U0BEN00002>?*',
    '2 free places',
  ])
})
