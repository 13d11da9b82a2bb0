/** Feedback as the two see it: asked for or not, read by one, answered with a tap. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import {
  exportFeedback,
  findFeedback,
  readAsk,
  readFeedback,
  sayUseful,
} from '../../../src/features/growth/feedback/service.ts'
import { leave } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { aPair, dmsSaying, homeOf, joinAll, modalOf, START, whisper } from '../mentorship/pairs.ts'

const SBI = {
  'The situation': 'On Tuesday in the planning',
  'What they did': 'You let the others finish',
  'What it led to': 'They agreed to the cut',
  'Next time': 'Name the decision first',
}
const WORDS = /On Tuesday|let the others|agreed to the cut|Name the decision/
const QUESTION = 'How I ran the planning'

const give = async (bot: TestBot, giver: string, receiver: string) => {
  await bot.as(giver).command(`/mentor feedback @${receiver}`)
  await bot.as(giver).submit(SBI)
  await bot.settle()
}

const ask = async (bot: TestBot, asker: string, of: string) => {
  await bot.as(asker).command('/mentor feedback')
  await bot.as(asker).click('modal', 'Ask for feedback')
  await bot.as(asker).submit({ of: [of], about: QUESTION })
  await bot.settle()
}

/** Everything that anybody was shown so far, but for one person. */
const shownToOthers = (bot: TestBot, reader: string) =>
  ['ana', 'ben', 'chidi', 'dana', 'elif']
    .filter((person) => person !== reader)
    .flatMap((person) => [
      ...bot
        .as(person)
        .dms()
        .map((dm) => `${dm.text} ${bot.reads(person, dm)}`),
      ...bot
        .as(person)
        .groups()
        .flatMap((g) => g.messages.map((m) => bot.reads(person, m))),
    ])
    .join('\n')

/** The weekly questions are another story. */
async function quietPair() {
  const { bot, id } = await aPair()
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

it('goes unasked to a partner, who alone reads it; the giver learns whether it was useful, and nothing else', async () => {
  const { bot } = await quietPair()
  await bot.as('ben').command('/mentor feedback @ana')
  expect(modalOf(bot, 'ben')).toContain('Read by Ana Albatross alone')
  await bot.as('ben').submit(SBI)
  expect(modalOf(bot, 'ben')).toContain('You will learn only whether it was useful')
  await bot.settle()

  const [dm] = dmsSaying(bot, 'ana', /sent you feedback/)
  expect(dm!.text.split('\n')[0]).toBe('Ben Badger sent feedback')
  expect(bot.reads('ana', dm)).not.toMatch(WORDS)
  expect(await homeOf(bot, 'ana')).toContain('not read yet')
  await bot.as('ana').click(dm!, 'Read it')
  const read = modalOf(bot, 'ana')
  for (const words of Object.values(SBI)) expect(read).toContain(words)

  await bot.as('ana').click('modal', 'Somewhat')
  expect(modalOf(bot, 'ana')).toContain('learns that, and nothing else')
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /read your feedback: somewhat useful/)).toHaveLength(1)
  await bot.as('ben').command('/mentor feedback')
  expect(modalOf(bot, 'ben')).toContain('somewhat useful')

  // It is said once.
  await bot.as('ana').click(dm!, 'Read it')
  expect(modalOf(bot, 'ana')).toContain('You said: somewhat useful')

  // Nobody else reads a word, in any place.
  expect(shownToOthers(bot, 'nobody')).not.toMatch(WORDS)
  expect(bot.log.join()).not.toMatch(WORDS)
  expect(JSON.stringify(await bot.db.q.select().from(bot.db.tables.feedback))).not.toMatch(WORDS)
  const [row] = await bot.db.q.select().from(bot.db.tables.feedback)
  for (const person of ['ben', 'chidi', 'dana']) {
    const { id } = bot.as(person)
    expect(await readFeedback(bot.ctx, id, row!.id)).toMatchObject({ ok: false })
    expect(await sayUseful(bot.ctx, id, row!.id, 'very')).toMatchObject({ ok: false })
    expect(await readAsk(bot.ctx, id, row!.id)).toMatchObject({ ok: false })
  }
  expect((await findFeedback(bot.ctx, row!.id))!.useful).toBe('somewhat')
})

it('is asked for: the question stays behind a button, and the answer comes back', async () => {
  const { bot } = await quietPair()
  await ask(bot, 'ana', 'ben')
  expect(modalOf(bot, 'ana')).toContain('Either way you hear of it')
  const [dm] = dmsSaying(bot, 'ben', /asks you for feedback/)
  expect(dm!.text.split('\n')[0]).toBe('Ana Albatross asks you for feedback')
  expect(bot.reads('ben', dm)).not.toContain(QUESTION)
  // Home has the same as the next step.
  expect(await homeOf(bot, 'ben')).toMatch(
    /^Week 1 with Ana Albatross\s+@Ana Albatross asks you for feedback/,
  )

  await bot.as('ben').click(dm!, 'Write feedback for Ana Albatross')
  expect(modalOf(bot, 'ben')).toContain(QUESTION)
  const refused = await bot.as('ben').submit({ ...SBI, 'What they did': 'x' })
  expect(JSON.stringify(refused)).toContain('at least 3 characters')
  await bot.as('ben').submit(SBI)
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /You gave it. Thank you/)).toHaveLength(1)
  await bot.as('ana').click(dmsSaying(bot, 'ana', /sent you feedback/)[0]!, 'Read it')
  expect(modalOf(bot, 'ana')).toContain(QUESTION)
  expect(modalOf(bot, 'ana')).toContain('They agreed to the cut')
  // Both can ask again.
  await ask(bot, 'ana', 'ben')
  expect(dmsSaying(bot, 'ben', /Four short fields/)).toHaveLength(1)
})

it('is declined kindly, by a tap and without a reason', async () => {
  const { bot } = await quietPair()
  await ask(bot, 'ana', 'ben')
  await ask(bot, 'ana', 'ben')
  expect(modalOf(bot, 'ana')).toContain('You have asked Ben Badger already')
  await bot
    .as('ben')
    .click(dmsSaying(bot, 'ben', /asks you for feedback/)[0]!, 'Not this time: Ana Albatross is told kindly')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /cannot give you feedback this time/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /they were told kindly/)).toHaveLength(1)
})

it('reminds once after three working days, and ends by itself after seven', async () => {
  const { bot } = await quietPair()
  await ask(bot, 'ana', 'ben')
  await bot.until(START + 2 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /Four short fields/)).toHaveLength(1)
  await bot.until(START + 4 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /Four short fields/)).toHaveLength(2)
  await bot.until(START + 10 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /Four short fields/)).toEqual([])
  expect(dmsSaying(bot, 'ana', /has ended without an answer/)).toHaveLength(1)
  await bot.until(START + 20 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /has ended without an answer/)).toHaveLength(1)
})

it('may be asked of any mentor; whoever has not joined and whoever only learns are refused in the same words', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'chidi', 'kaia')
  await bot.ctx.commit(setMember(bot.ctx, bot.as('kaia').id, { role: 'mentee' }))
  await ask(bot, 'ana', 'chidi')
  expect(dmsSaying(bot, 'chidi', /asks you for feedback/)).toHaveLength(1)
  const said = []
  for (const [person, name] of [
    ['kaia', 'Kaia Kingfisher'],
    ['finn', 'Finn Flamingo'],
  ] as const) {
    await ask(bot, 'ana', person)
    said.push(
      modalOf(bot, 'ana')
        .match(/I write for you[^.]*\./)?.[0]
        ?.replace(name, '…'),
    )
    expect(bot.as(person).dms()).toEqual([])
  }
  expect(said[0]).toContain('… is neither')
  expect(said[0]).toBe(said[1])
  await ask(bot, 'ana', 'molly')
  expect(modalOf(bot, 'ana')).toContain('is here as a guest')
  // Unasked it is for partners alone.
  await bot.as('ana').command('/mentor feedback @chidi')
  expect(whisper(bot, 'ana')).toContain('for the two of a mentorship')
})

it('somebody on whose do-not-pair list the asker stands never sees it, and it ends like any other', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'chidi', 'grace')
  await setDoNotPair(bot.ctx, bot.as('chidi').id, [bot.as('ana').id])
  await ask(bot, 'ana', 'chidi')
  expect(modalOf(bot, 'ana')).toContain('Either way you hear of it')
  await ask(bot, 'ana', 'grace')
  // Put on the list later, it goes away.
  await setDoNotPair(bot.ctx, bot.as('grace').id, [bot.as('ana').id])
  expect(await homeOf(bot, 'chidi')).not.toContain('asks you for feedback')
  expect(await homeOf(bot, 'grace')).not.toContain('asks you for feedback')
  await bot.until(START + 14 * DAY_MS)
  expect(bot.as('chidi').dms()).toEqual([])
  expect(dmsSaying(bot, 'ana', /has ended without an answer/)).toHaveLength(2)
})

it('ends kindly when either leaves', async () => {
  const { bot } = await quietPair()
  await ask(bot, 'ana', 'ben')
  await ask(bot, 'ben', 'ana')
  await leave(bot.ctx, bot.as('ben').id, false)
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /has ended without an answer/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ana', /does not wait for an answer any more/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).not.toContain('asks you for feedback')
})

it('a reflection is read by its writer alone, and kept month by month', async () => {
  const { bot } = await quietPair()
  const write = async (learned: string) => {
    await bot.as('ana').command('/mentor feedback')
    await bot.as('ana').click('modal', 'Reflect on the month, for you alone')
    await bot.as('ana').submit({ learned, next: 'Ask one more question' })
    expect(modalOf(bot, 'ana')).toContain('for you alone')
  }
  await write('That silence works')
  await write('That silence works well')
  await bot.advance(32 * DAY_MS + HOUR_MS)
  await write('That a no can be kind')
  await bot.as('ana').command('/mentor feedback')
  await bot.as('ana').click('modal', 'Read my reflections of past months')
  const history = modalOf(bot, 'ana')
  expect(history).toMatch(/2026-11[\s\S]*no can be kind[\s\S]*2026-10[\s\S]*silence works well/)
  await bot.as('ben').command('/mentor feedback')
  await bot.as('ben').click('modal', 'Read my reflections of past months')
  expect(modalOf(bot, 'ben')).toContain('None yet')
  expect(shownToOthers(bot, 'nobody')).not.toContain('silence')
})

it('the export holds what a person wrote, and not what others wrote to them', async () => {
  const { bot } = await quietPair()
  await ask(bot, 'ana', 'ben')
  await give(bot, 'ben', 'ana')
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  expect(JSON.stringify(await exportFeedback(bot.ctx, ben))).toMatch(WORDS)
  const hers = JSON.stringify(await exportFeedback(bot.ctx, ana))
  expect(hers).toContain(QUESTION)
  expect(hers).not.toMatch(WORDS)
})
