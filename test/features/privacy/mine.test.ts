/** What a person can have of their choices as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { listBarriers } from '../../../src/db/barriers.ts'
import { privacy } from '../../../src/features/people/privacy/index.ts'
import { savePrivacy } from '../../../src/features/people/privacy/service.ts'
import { startTestBot } from '../../support/bot.ts'

const [ANA, BEN, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006']

it('shows what one chose and nothing of what others chose, and takes away one’s own alone', async () => {
  const { ctx } = await startTestBot()
  await savePrivacy(ctx, ANA, { celebration: 'public', doNotPair: [BEN] })
  await savePrivacy(ctx, FINN, { celebration: 'never', doNotPair: [ANA] })
  expect(await privacy.mine?.(ctx, ANA)).toEqual({
    'Who may celebrate me': 'Everybody',
    'Never pair me with': [(await ctx.directory.person(BEN))?.name],
  })

  await ctx.commit(await privacy.forget?.write(ctx, ANA))
  expect(await listBarriers(ctx)).toMatchObject([{ person: FINN, other: ANA }])
  expect((await ctx.directory.person(ANA))?.celebration).toBe('unset')
  expect((await ctx.directory.person(FINN))?.celebration).toBe('never')
})
