/** What a person can have of their mentorships as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { mentorship } from '../../../src/features/pairs/mentorship/index.ts'
import { setUseful } from '../../../src/features/pairs/mentorship/service.ts'
import { aPair, mentorshipOf } from './pairs.ts'

it('shows whom they were matched with and what they alone said of it, and takes that away', async () => {
  const { bot, id } = await aPair({ kind: 'chat' })
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  const m = await mentorshipOf(bot, id)
  await bot.ctx.commit(setUseful(bot.ctx, m, ana, true), setUseful(bot.ctx, m, ben, false))
  const theirs = async (person: string) => mentorship.mine?.(bot.ctx, person)
  const name = (await bot.ctx.directory.person(ben))?.name
  expect(await theirs(ana)).toMatchObject({
    'My mentorships': [{ with: name, 'I was': 'mentee', kind: 'chat', 'it was useful to me': true }],
  })
  expect(JSON.stringify(await theirs(ana))).not.toMatch(/false|wants to learn/)

  await bot.ctx.commit(await mentorship.forget?.write(bot.ctx, ana))
  expect(await mentorshipOf(bot, id)).toMatchObject({ usefulToMentee: null })
  expect(await theirs(ben)).toMatchObject({ 'My mentorships': [{ 'it was useful to me': false }] })
})
