/** What a person can have of their search as a file, and what becomes of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { find } from '../../../src/features/matching/find/index.ts'
import {
  hideSuggestion,
  markTold,
  offerPlaces,
  startWaiting,
} from '../../../src/features/matching/find/service.ts'
import { findWish, insertWish, listBarriers } from '../../../src/features/matching/find/store.ts'
import { ANA, aBot, BEN, CHIDI, FINN, mentee } from '../requests/people.ts'

it('shows whom one put aside, never who put one aside, and takes away one’s own alone', async () => {
  const bot = await aBot(['ben', 'chidi'])
  const { ctx } = bot
  await mentee(bot, 'finn')
  await hideSuggestion(ctx, ANA, BEN)
  await hideSuggestion(ctx, FINN, CHIDI)
  await ctx.commit(insertWish(ctx, FINN))
  await startWaiting(ctx, ANA)
  expect(await find.mine?.(ctx, ANA)).toEqual({
    'Waiting to be told of a mentor since': expect.stringMatching(/ 2026$/),
    'Suggestions I put aside': [await ctx.directory.nameOf(BEN, '')],
  })
  expect(await find.mine?.(ctx, CHIDI)).toEqual({ 'Suggestions I put aside': [] })

  await ctx.commit(await find.forget?.write(ctx, ANA))
  expect(await findWish(ctx, ANA)).toBeUndefined()
  expect(await findWish(ctx, FINN)).toBeDefined()
  expect(await listBarriers(ctx)).toMatchObject([{ person: FINN, other: CHIDI }])
})

it('lets somebody wait on who was told of the place of whoever is deleted', async () => {
  const { ctx } = await aBot(['ben'])
  await startWaiting(ctx, ANA)
  await ctx.commit(await offerPlaces(ctx, 'all'))
  await ctx.commit(markTold(ctx, ANA, BEN))
  expect(await findWish(ctx, ANA)).toMatchObject({ mentor: BEN, toldAt: ctx.now() })
  await ctx.commit(await find.forget?.write(ctx, BEN))
  expect(await findWish(ctx, ANA)).toMatchObject({ mentor: null, toldAt: ctx.now() })
})
