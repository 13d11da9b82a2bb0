/** Something is wrong: one person is told, and the writer is never left waiting. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, shiftDate } from '../../../src/core/calendar.ts'
import {
  acknowledgeConcern,
  closeConcern,
  contactsFor,
  exportConcerns,
  findConcern,
  raiseConcern,
  readConcern,
} from '../../../src/features/growth/concerns/service.ts'
import { becomeCoordinator, listAudit } from '../../../src/features/people/coordinators/service.ts'
import { leave, saveOrg } from '../../../src/features/people/members/service.ts'
import { choicesOf } from '../../../src/features/people/privacy/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { runBy } from '../admin/team.ts'
import {
  aPair,
  dmsSaying,
  homeOf,
  joinAll,
  mentorshipOf,
  modalOf,
  START,
  whisper,
} from '../mentorship/pairs.ts'

const WORDS = 'He shouts at me in every call'
const ANSWER = 'Thank you, I will speak with you first'
/** Nine in the morning where Dana is. */
const MORNING = 6 * HOUR_MS

/** Ana and Ben are a pair, Dana coordinates, and Elif is an owner who does not. */
async function workspace() {
  const { bot, id } = await aPair()
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

const tells = async (bot: TestBot, contact: string) => {
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Tell somebody in private that something is wrong')
  const form = modalOf(bot, 'ana')
  await bot.as('ana').submit({ contact, words: WORDS })
  return form
}

const arrived = (bot: TestBot, person: string) => dmsSaying(bot, person, /picked you to tell something/)
const concern = async (bot: TestBot) => {
  const [row] = await bot.db.q.select().from(bot.db.tables.concerns)
  return (await findConcern(bot.ctx, row!.id))!
}

it('goes to one contact alone, who says that they have it, and answers', async () => {
  const { bot } = await workspace()
  const form = await tells(bot, 'Dana Dormouse')
  expect(form).toContain('Read by the person you pick, and by nobody else')
  expect(modalOf(bot, 'ana')).toContain('nobody else does')
  await bot.advance(MORNING)
  const [dm] = arrived(bot, 'dana')
  // A message can be exported: it holds neither the words nor who wrote them.
  expect(`${dm!.text} ${bot.reads('dana', dm)}`).not.toMatch(/shouts|Ana|Ben/)
  await bot.as('dana').click(dm!, 'Read it')
  expect(modalOf(bot, 'dana')).toContain(WORDS)
  expect(modalOf(bot, 'dana')).toContain('From @Ana Albatross')
  await bot.as('dana').click('modal', 'I have got it')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /Dana Dormouse has got what you wrote/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).toContain('@Dana Dormouse has it since')

  await bot.as('dana').click(arrived(bot, 'dana')[0]!, 'Answer')
  expect(modalOf(bot, 'dana')).toContain('Read by the one who wrote to you, and by nobody else')
  await bot.as('dana').submit({ answer: ANSWER })
  await bot.settle()
  const [news] = dmsSaying(bot, 'ana', /has answered you/)
  expect(bot.reads('ana', news)).not.toContain(ANSWER)
  await bot.as('ana').click(news!, 'Read the answer')
  expect(modalOf(bot, 'ana')).toContain(ANSWER)
  await bot.as('ana').click('modal', 'It is settled')
  await bot.settle()
  expect(await homeOf(bot, 'dana')).not.toContain('told you something')
  expect(bot.reads('dana', arrived(bot, 'dana')[0])).toContain('needs nothing from you any more')

  // Nowhere else: no log, no audit, no row in clear, no other person.
  const [stored] = await bot.db.q.select().from(bot.db.tables.concerns)
  const [ana, dana] = [bot.as('ana').id, bot.as('dana').id]
  expect(JSON.stringify(stored)).not.toMatch(new RegExp(`${ana}|${dana}|acknowledged|answered`))
  const row = await concern(bot)
  const traces = [bot.log.join(), JSON.stringify(row), JSON.stringify(await listAudit(bot.ctx, 50))].join()
  expect(traces).not.toMatch(/shouts|speak with you first/)
  expect(JSON.stringify(await listAudit(bot.ctx, 50))).not.toContain(row.id)
  for (const person of ['ben', 'elif', 'chidi', 'dana'])
    expect(await readConcern(bot.ctx, bot.as(person).id, row.id)).toMatchObject({ ok: false })
  expect(JSON.stringify(await exportConcerns(bot.ctx, bot.as('ana').id))).toContain(WORDS)
  expect(await exportConcerns(bot.ctx, bot.as('dana').id)).toEqual([])
})

it('offers a coordinator and somebody outside, and never oneself, a partner, also of the past, or a manager', async () => {
  const { bot, id } = await workspace()
  const offered = async (person: string) =>
    (await contactsFor(bot.ctx, bot.as(person).id)).map(
      (c) => `${c.name}${c.as === 'coordinator' ? '' : `, ${c.as}`}`,
    )
  expect(await offered('ana')).toEqual(['Dana Dormouse', 'Elif Egret, outside'])
  expect(await offered('dana')).toEqual(['Elif Egret, outside'])
  await bot.sandbox.admin.updatePerson('ben', { isAdmin: true })
  // Chidi reports to Elif.
  const org = { team: null, manager: bot.as('elif').id }
  await saveOrg(bot.ctx, new Map([[bot.as('chidi').id, org]]))
  await bot.settle()
  expect(await offered('chidi')).toEqual(['Dana Dormouse', 'Ben Badger, outside'])
  expect(await offered('ana')).not.toContain('Ben Badger, outside')
  await leave(bot.ctx, bot.as('ben').id, false)
  expect((await mentorshipOf(bot, id)).status).toBe('ended')
  expect(await offered('ana')).not.toContain('Ben Badger, outside')
})

it('without a word in two working days the next contact is offered; the first can read it no more', async () => {
  const { bot } = await workspace()
  await tells(bot, 'Dana Dormouse')
  // Two working days of Dana's, who begins at nine in New York.
  await bot.until(START + 2 * DAY_MS + MORNING - 2 * HOUR_MS)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toEqual([])
  await bot.until(START + 2 * DAY_MS + MORNING)
  const [dm] = dmsSaying(bot, 'ana', /No word yet from Dana/)
  expect(dm!.text.split('\n')[0]).toBe('No word yet')
  expect(bot.reads('ana', dm)).toContain('the next one you could tell is Elif Egret (outside the programme)')
  await bot.as('ana').click(dm!, 'Tell another person')
  expect(modalOf(bot, 'ana')).toContain(WORDS)
  expect(modalOf(bot, 'ana')).not.toContain('Dana')
  await bot.as('ana').submit({ contact: 'Elif Egret' })
  await bot.settle()
  const { id } = await concern(bot)
  expect(await readConcern(bot.ctx, bot.as('dana').id, id)).toMatchObject({ ok: false })
  expect(await acknowledgeConcern(bot.ctx, bot.as('dana').id, id)).toMatchObject({ ok: false })
  await bot.advance(DAY_MS)
  expect(bot.reads('dana', arrived(bot, 'dana')[0])).toContain('needs nothing from you any more')
  await bot.as('elif').click(arrived(bot, 'elif')[0]!, 'I will talk to them')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /Elif Egret would like to talk with you/)).toHaveLength(1)
  // Nobody is asked any more, and after a month it leaves Home.
  await bot.advance(31 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /No (word|answer) yet from Elif/)).toEqual([])
  expect(await homeOf(bot, 'ana')).not.toContain('In private')
})

it('goes from the coordinator to the deputy, then outside, then to a workspace owner, each after two days', async () => {
  const { bot } = await workspace()
  await runBy(bot, { coordinators: ['dana'], deputy: 'finn', outside: 'grace' })
  const form = await tells(bot, 'Dana Dormouse')
  expect(form).toContain('Your partners and your managers')
  for (const [silent, next] of [
    ['Dana Dormouse', 'Finn Flamingo'],
    ['Finn Flamingo', 'Grace Gecko'],
    ['Grace Gecko', 'Elif Egret'],
  ] as const) {
    await bot.advance(5 * DAY_MS)
    const [dm] = dmsSaying(bot, 'ana', new RegExp(`No word yet from ${silent}`))
    expect(bot.reads('ana', dm)).toContain(`the next one you could tell is ${next}`)
    await bot.as('ana').click(dm!, 'Tell another person')
    // Whoever is next is chosen already.
    await bot.as('ana').submit({})
    expect((await concern(bot)).status).toBe('sent')
    await bot.settle()
  }
  expect((await concern(bot)).contact).toBe(bot.as('elif').id)
  await bot.advance(5 * DAY_MS)
  const [last] = dmsSaying(bot, 'ana', /No word yet from Elif/)
  expect(bot.reads('ana', last)).toContain('I know nobody else here')
})

it('waits for the contact by their own calendar, and a week at most whatever their holidays', async () => {
  const { bot } = await workspace()
  await joinAll(bot, 'dana')
  const days = (list: string[]) => setMember(bot.ctx, bot.as('dana').id, { holidays: list, checkinEvery: 0 })
  await bot.ctx.commit(days(['2026-10-06']))
  await tells(bot, 'Dana Dormouse')
  await bot.until(START + 3 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toEqual([])
  await bot.until(START + 3 * DAY_MS + MORNING)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toHaveLength(1)
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'It is settled')
  await bot.settle()

  const away = Array.from({ length: 40 }, (_, i) => shiftDate('2026-10-05', i))
  await bot.ctx.commit(days(away))
  const from = bot.ctx.now()
  await tells(bot, 'Dana Dormouse')
  await bot.until(from + 7 * DAY_MS - HOUR_MS)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toHaveLength(1)
  await bot.until(from + 7 * DAY_MS + DAY_MS)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toHaveLength(2)
})

it('who has it and never answers is followed up, too', async () => {
  const { bot } = await workspace()
  await tells(bot, 'Dana Dormouse')
  await bot.advance(MORNING)
  await bot.as('dana').click(arrived(bot, 'dana')[0]!, 'I have got it')
  await bot.advance(6 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /No word yet/)).toEqual([])
  await bot.advance(2 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /No answer yet from Dana/)).toHaveLength(1)
})

it('is offered to the next at once when the contact is gone, and stays open when the writer leaves Cairn', async () => {
  const { bot } = await workspace()
  await tells(bot, 'Dana Dormouse')
  await bot.sandbox.admin.deactivate('dana')
  await bot.bot.idle()
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /No word yet/)).toHaveLength(1)
  await leave(bot.ctx, bot.as('ana').id, false)
  expect((await concern(bot)).status).toBe('sent')
  expect(await closeConcern(bot.ctx, bot.as('ana').id, (await concern(bot)).id)).toMatchObject({ ok: true })
})

it('says whom else to turn to where nobody can be offered', async () => {
  const { bot } = await workspace()
  for (const person of ['dana', 'elif']) bot.sandbox.admin.deactivate(person)
  await bot.bot.idle()
  await bot.as('ana').command('/mentor help')
  await bot.as('ana').click('modal', 'Tell somebody in private that something is wrong')
  expect(modalOf(bot, 'ana')).toContain('somebody in the people team')
})

it('stands in Privacy, in the hub, on Home and where a mentorship is ended', async () => {
  const { bot } = await workspace()
  const button = 'Tell somebody in private that something is wrong'
  for (const command of ['privacy', 'help']) {
    await bot.as('ana').command(`/mentor ${command}`)
    await bot.as('ana').click('modal', button)
    expect(modalOf(bot, 'ana')).toContain('Whom would you like to tell?')
  }
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'End the mentorship with Ben Badger')
  await bot.as('ana').click('modal', button)
  expect(modalOf(bot, 'ana')).toContain('Whom would you like to tell?')
})

it('either ends it alone, at once and unexplained, and is never paired with the other again', async () => {
  const { bot, id } = await workspace()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'End the mentorship with Ben Badger')
  await bot.as('ana').submit()
  expect(modalOf(bot, 'ana')).toContain('hears it kindly')
  await bot.settle()
  expect((await mentorshipOf(bot, id)).status).toBe('ended')
  expect((await choicesOf(bot.ctx, bot.as('ana').id)).doNotPair).toEqual([bot.as('ben').id])
  const [told] = dmsSaying(bot, 'ben', /has ended/)
  expect(bot.reads('ben', told)).not.toMatch(/never|pair/)
  await bot.as('ben').command('/mentor find')
  expect(modalOf(bot, 'ben')).not.toContain('Ana Albatross')

  // Nor does anything of his reach her: unasked feedback is refused to all whose mentorship has ended, and a question
  // looks to him as if she had not found the time.
  await bot.as('ben').command('/mentor feedback @ana')
  expect(whisper(bot, 'ben')).toContain('for the two of a mentorship')
  const before = bot.as('ana').dms().length
  await bot.as('ben').command('/mentor feedback ask @ana')
  await bot.as('ben').submit({ about: 'What went wrong?' })
  expect(modalOf(bot, 'ben')).toContain('Either way you hear of it')
  await bot.advance(14 * DAY_MS)
  expect(bot.as('ana').dms().length).toBe(before)
  expect(dmsSaying(bot, 'ben', /has ended without an answer/)).toHaveLength(1)
})

it('who ends it is never paired with the other again unless they untick that, also where the other one was faster', async () => {
  const { bot } = await workspace()
  const never = async (person: string) => (await choicesOf(bot.ctx, bot.as(person).id)).doNotPair
  for (const [person, partner] of [
    ['ana', 'Ben Badger'],
    ['ben', 'Ana Albatross'],
  ] as const) {
    await homeOf(bot, person)
    await bot.as(person).click('home', `End the mentorship with ${partner}`)
  }
  await bot.as('ben').submit({ never: [] })
  await bot.as('ana').submit()
  expect(modalOf(bot, 'ana')).toContain('It has ended')
  expect([await never('ana'), await never('ben')]).toEqual([[bot.as('ben').id], []])
})

it('three a day are heard, and the fourth is told what to do instead; however many are sent at once', async () => {
  const { bot } = await workspace()
  const form = { contact: bot.as('dana').id, words: WORDS }
  const sent = await Promise.all(
    Array.from({ length: 8 }, () => raiseConcern(bot.ctx, bot.as('ana').id, form)),
  )
  expect(sent.filter((each) => each.ok)).toHaveLength(3)
  await tells(bot, 'Dana Dormouse')
  expect(modalOf(bot, 'ana')).toContain('You have written three times today')
  await bot.advance(MORNING)
  expect(arrived(bot, 'dana')).toHaveLength(3)
  await bot.advance(DAY_MS)
  expect(await raiseConcern(bot.ctx, bot.as('ana').id, form)).toMatchObject({ ok: true })
})
