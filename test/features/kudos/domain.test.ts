import { describe, expect, it } from 'vitest'
import type { Person } from '../../../src/core/member.ts'
import {
  capReached,
  fateOf,
  KudosForm,
  parseKudos,
  thanksObjection,
} from '../../../src/features/recognition/kudos/domain.ts'

describe('what is typed after /mentor kudos', () => {
  const id = (id: string) => ({ id })
  const handle = (handle: string) => ({ handle })
  const group = (group: string) => ({ group })
  it.each([
    ['<@U1|ana> for great interviews', [id('U1')], 'great interviews'],
    ['<@U1> for great interviews', [id('U1')], 'great interviews'],
    ['<@U1|ana> <@U2|ben> for the launch', [id('U1'), id('U2')], 'the launch'],
    ['<@U1|ana>, <@U2|ben> and <@U3|chi>: thank you', [id('U1'), id('U2'), id('U3')], 'thank you'],
    ['<@U1|ana> &amp; <@U2|ben> for it', [id('U1'), id('U2')], 'it'],
    ['<!subteam^S1|@pms> for the launch', [group('@pms')], 'the launch'],
    ['<!subteam^S1> for the launch', [group('')], 'the launch'],
    ['<@U1|ana> and <!here> for the launch', [id('U1'), group('@here')], 'the launch'],
    ['<!channel|channel>: well done', [group('@channel')], 'well done'],
    ['@everyone well done', [group('@everyone')], 'well done'],
    ['@hereward for the launch', [handle('hereward')], 'the launch'],
    ['<@U1|ana> and thanks again', [id('U1')], 'and thanks again'],
    ['@ana @Ben.B for great interviews', [handle('ana'), handle('ben.b')], 'great interviews'],
    ['@ana. For real', [handle('ana')], 'real'],
    ['<@U1|ana> formidable work', [id('U1')], 'formidable work'],
    ['for great interviews', [], 'for great interviews'],
    ['<@U1|ana>', [id('U1')], ''],
    ['<@U1|ana> for helping <@U2|ben> with A &amp; B', [id('U1')], 'helping @ben with A & B'],
    ['<@U1|ana> for <https://x.test|this> in <#C1|general>', [id('U1')], 'https://x.test in #general'],
    [
      '<@U1|ana> for <!subteam^S1|@design> on <!date^1392734382^{date}|18 Feb>, <tel:112|112>, <mailto:a@x.test|a@x.test>',
      [id('U1')],
      '@design on 18 Feb, 112, a@x.test',
    ],
    ['<!channel> for a good week', [group('@channel')], 'a good week'],
  ])('%s', (text, named, message) => {
    expect(parseKudos(text)).toEqual({ named, message })
  })
})

describe('the form', () => {
  const form = (over: object) =>
    KudosForm.safeParse({ to: ['U1'], message: 'Thank you', audience: 'public', ...over })
  const says = (over: object) => form(over).error?.issues[0]?.message

  it('takes somebody, something and who will see it, each person once', () => {
    expect(form({ to: ['U1', 'U1'], message: ' abc ' }).data).toEqual({
      to: ['U1'],
      message: 'abc',
      audience: 'public',
    })
    expect(form({ message: '🎉'.repeat(500), competency: 'roadmapping' }).success).toBe(true)
  })

  it.each([
    ['nobody', { to: [] }, 'Please choose at least one person to thank.'],
    ['no list at all', { to: undefined }, 'Please choose at least one person to thank.'],
    ['six people', { to: ['1', '2', '3', '4', '5', '6'] }, 'Up to 5 people at a time'],
    ['two letters', { message: 'ok' }, 'at least 3 characters'],
    ['only spaces', { message: '   ' }, 'Please write something here.'],
    ['too much', { message: 'x'.repeat(501) }, 'under 500 characters; this has 501'],
    ['a skill nobody knows', { competency: 'juggling' }, 'Please choose one of these.'],
    ['another audience', { audience: 'managers' }, 'Please choose one of these.'],
  ])('refuses %s, in words', (_, over, words) => {
    expect(says(over)).toContain(words)
  })
})

describe('who can be thanked', () => {
  const person = (id: string, over: Partial<Person> = {}): [string, Person] => [
    id,
    {
      person: id,
      name: `Name of ${id}`,
      handle: id.toLowerCase(),
      zone: 'UTC',
      bot: false,
      guest: false,
      deactivated: false,
      admin: false,
      dm: null,
      celebration: 'unset',
      team: null,
      manager: null,
      ...over,
    },
  ]
  const people = new Map([
    person('UANA'),
    person('UBEN'),
    person('UBOT', { bot: true }),
    person('UGONE', { deactivated: true }),
    person('UGUEST', { guest: true }),
  ])
  const why = (to: string[]) => thanksObjection('UANA', to, people)

  it('is any colleague, member or not', () => {
    expect(why(['UBEN'])).toBeUndefined()
  })
  it.each([
    ['oneself', ['UBEN', 'UANA'], 'Kudos are for others'],
    ['an app', ['UBOT'], 'Name of UBOT is an app'],
    ['somebody who left', ['UBEN', 'UGONE'], 'Name of UGONE has left'],
    ['a guest', ['UGUEST'], 'Name of UGUEST is here as a guest'],
    ['somebody unheard of', ['UNOBODY'], 'does not know one of these people'],
  ])('is not %s, and the form says so at its field', (_, to, words) => {
    expect(why(to)).toMatchObject({ field: 'to', reason: expect.stringContaining(words) })
  })

  it('is told when the day is full, or nearly', () => {
    expect(capReached(10, 1).reason).toContain('Send this one tomorrow')
    expect(capReached(8, 3).reason).toContain('still thank 2 people today')
    expect(capReached(9, 2).reason).toContain('still thank 1 person today')
  })
})

it('is told in the channel only when given in the open to somebody who said yes', () => {
  const table = ['public', 'private', 'never', 'unset'].map((choice) => [
    choice,
    fateOf(true, choice),
    fateOf(false, choice),
  ])
  expect(table).toEqual([
    ['public', 'agreed', 'private'],
    ['private', 'private', 'private'],
    ['never', 'private', 'private'],
    ['unset', 'waiting', 'private'],
  ])
})
