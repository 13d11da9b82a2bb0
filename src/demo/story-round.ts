/** The chapters in which Dana matches several people at once, and those who got nobody are not left alone. */
import type { Teller } from './steps.ts'
import { hasOnePlace, joins } from './story-joining.ts'

const lookAt = (name: string) => `Look at who is found for ${name}`

/** Week four, Monday: three look for a mentor. Dana tries this and that, and nobody hears of it before she publishes. */
export async function matchesAll(t: Teller): Promise<void> {
  await t.step('leo', 'joins as a mentee in Los Angeles', ['A1'], (s) =>
    joins(s, 'leo', 'A mentee', { 'I would like to learn': ['Product strategy'] }),
  )
  await t.step(
    'dana',
    'chooses what matters most, and leaves herself out: she has enough to do',
    ['B5'],
    async (s) => {
      const form = await s.command('dana', '/mentor round')
      s.see(form, '3 people look for a mentor', 'Nobody is left with a poor match (recommended)')
      s.see(
        await s.submit('dana', { without: ['Dana Dormouse'] }),
        '3 of 3 people matched',
        'Nobody is left with a poor match',
        'Checked: no other set of pairs does better',
      )
    },
  )
  await t.step(
    'dana',
    'decides about two who share no skill: adds them, thinks better of it, and lets them go',
    ['B5'],
    async (s) => {
      s.see(await s.command('dana', '/mentor round'), 'For you to decide', '@Leo Lynx and @Haruki Heron')
      s.see(await s.press('dana', 'modal', /^Add Leo/), 'No shared skill', '1 kept together')
      s.see(await s.press('dana', 'modal', lookAt('Leo Lynx')), 'No shared skill')
      s.see(await s.press('dana', 'modal', /^Let Leo/), '1 for you to decide')
    },
  )
  await t.step('dana', 'looks at the weakest pair and why it is weak, and forbids it', ['B5'], async (s) => {
    s.see(await s.command('dana', '/mentor round'), 'The weakest pair @Haruki Heron and @Chidi Cormorant')
    s.see(await s.press('dana', 'modal', lookAt('Haruki Heron')), 'What weighs against it')
    s.see(await s.press('dana', 'modal', /^Not Haruki Heron/), 'What changed')
  })
  await t.step(
    'dana',
    'gives Jonas another mentor, thinks better of it, keeps Leo and Chidi together, and matches again',
    ['B5'],
    async (s) => {
      s.see(await s.press('dana', 'modal', lookAt('Jonas Jackdaw')), 'less fit in all')
      s.see(await s.submit('dana', { mentor: 'Chidi Cormorant · fit 505' }), '1 kept together')
      await s.press('dana', 'modal', lookAt('Jonas Jackdaw'))
      s.see(await s.submit('dana', { mentor: 'Ben Badger · fit 730' }), '1 kept together')
      await s.press('dana', 'modal', lookAt('Leo Lynx'))
      s.see(await s.press('dana', 'modal', /^Keep Leo/), '2 kept together')
      s.see(await s.press('dana', 'modal', /^Match again/), '2 of 3 people matched', '@Haruki Heron: ')
    },
  )
  await t.step('jonas', 'has heard of nothing so far', ['B5'], async (s) => {
    s.unseen(s.messages('jonas').join('\n'), 'mentor')
    s.see(await s.home('jonas'), 'Find a mentor')
  })
  await t.step('dana', 'publishes it', ['B5'], async (s) => {
    await s.command('dana', '/mentor round')
    s.see(await s.press('dana', 'modal', /^Publish/), '2 introductions are on the way', '1 person is told')
  })
  await t.step(
    'jonas',
    'meets Ben in a conversation of their own, with the reasons',
    ['B5', 'C1'],
    async (s) => {
      s.see(s.group('jonas', 'ben').join('\n'), 'Why you two', 'Jonas Jackdaw wants')
    },
  )
}

/** Tuesday morning in Tokyo. */
export async function isLeftOver(t: Teller): Promise<void> {
  await t.step(
    'haruki',
    'is told why there was nobody for him, and what he can do until the next round',
    ['B6'],
    async (s) => {
      s.see(
        s.message('haruki', /had no mentor for you/),
        'matched with others this time',
        'first in line',
        '30 minutes on one topic',
      )
      s.see(await s.home('haruki'), 'You are first in line in the next one')
    },
  )
}

/** Wednesday: one more mentor with one place, and a newcomer who would fit her as well. */
export async function goesFirst(t: Teller): Promise<void> {
  await t.step('grace', 'joins as a mentor with one place', ['A1'], async (s) => {
    await joins(s, 'grace', 'A mentor', { 'I can help with': ['Stakeholder management'] })
    await hasOnePlace(s, 'grace')
  })
  await t.step('kaia', 'joins as a mentee who would like to learn what Grace knows', ['A1'], (s) =>
    joins(s, 'kaia', 'A mentee', { 'I would like to learn': ['Stakeholder management'] }),
  )
  await t.step(
    'dana',
    'solves another round: Haruki goes first, though Kaia would fit better',
    ['B5', 'B6'],
    async (s) => {
      await s.command('dana', '/mentor round')
      s.see(
        await s.submit('dana', { without: ['Dana Dormouse'] }),
        '1 of 2 people matched',
        '@Haruki Heron, mentored by @Grace Gecko',
        '@Kaia Kingfisher: the mentors who may be matched with them are taken',
      )
      s.see(await s.press('dana', 'modal', /^Publish/), '1 introduction is on the way')
    },
  )
}

/** Thursday morning in Tokyo. */
export async function isNextThen(t: Teller): Promise<void> {
  await t.step('haruki', 'meets Grace', ['B6', 'C1'], async (s) => {
    s.see(s.group('haruki', 'grace').join('\n'), 'Why you two')
    s.unseen(await s.home('haruki'), 'first in line')
  })
}
