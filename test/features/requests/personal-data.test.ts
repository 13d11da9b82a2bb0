/** What a person can have of their requests as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { requests } from '../../../src/features/matching/requests/index.ts'
import {
  acceptRequest,
  answerMentorsQuestion,
  askMenteeBack,
  declineRequest,
  withdrawRequest,
} from '../../../src/features/matching/requests/service.ts'
import { ANA, ask, asked, BEN, CHIDI, mentee, rows } from './people.ts'

const WORD = 'My plate is full of pears'

/** Ana asked Ben, who said yes, and Chidi, who said no with a word; Finn asked Chidi, and waits. */
async function threeRequests() {
  const { bot, request } = await asked(['ben', 'chidi'])
  await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')
  await answerMentorsQuestion(bot.ctx, ANA, request, 'The yellow one')
  await declineRequest(bot.ctx, CHIDI, await ask(bot, 'ana', 'chidi'), WORD)
  await acceptRequest(bot.ctx, BEN, request)
  await mentee(bot, 'finn')
  await ask(bot, 'finn', 'chidi')
  return bot
}

it('shows one’s own words and nothing of what the other wrote', async () => {
  const { ctx } = await threeRequests()
  const ana = JSON.stringify(await requests.mine?.(ctx, ANA))
  expect(ana).toMatch(/Requests I sent.*Chidi Cormorant.*declined.*Ben Badger.*accepted.*The yellow one/)
  expect(ana).toMatch(/Leave billing behind/)
  expect(ana).not.toMatch(/Which quince|full of pears/)
  const chidi = JSON.stringify(await requests.mine?.(ctx, CHIDI))
  expect(chidi).toMatch(/Requests to me.*Finn.*Ana Albatross.*full of pears/)
  expect(chidi).not.toMatch(/Leave billing behind|Tuesdays/)
})

it('does not tell a mentor of what was taken back', async () => {
  const { bot, request } = await asked()
  await withdrawRequest(bot.ctx, ANA, request)
  expect(await requests.mine?.(bot.ctx, BEN)).toMatchObject({ 'Requests to me': [] })
  expect(await requests.mine?.(bot.ctx, ANA)).toMatchObject({ 'Requests I sent': [{ State: 'withdrawn' }] })
})

it('keeps for the partner what led to a match, and deletes what did not', async () => {
  const bot = await threeRequests()
  await bot.ctx.commit(await requests.forget?.write(bot.ctx, ANA))
  const left = await rows(bot)
  expect(JSON.stringify(left)).not.toMatch(/U0ANA|Albatross/)
  expect(left.map(({ mentor, status }) => [mentor, status])).toEqual([
    [BEN, 'accepted'],
    [CHIDI, 'pending'],
  ])
  expect(JSON.stringify(await requests.mine?.(bot.ctx, BEN))).toMatch(/a former member.*Which quince/)
})

it('leaves to others what they asked somebody who is deleted, without the answers', async () => {
  const bot = await threeRequests()
  expect(await bot.ctx.commit(await requests.forget?.write(bot.ctx, CHIDI))).toBeUndefined()
  const left = await rows(bot)
  expect(JSON.stringify(left)).not.toMatch(/U0CHI|Cormorant/)
  expect(left.map(({ status, reason }) => [status, reason]).sort()).toEqual([
    ['accepted', null],
    ['closed', null],
    ['declined', null],
  ])
  await bot.settle()
  expect(JSON.stringify(await requests.mine?.(bot.ctx, ANA))).toMatch(/a former member.*Leave billing behind/)
})
