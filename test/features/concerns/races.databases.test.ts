import { expect, it } from 'vitest'
import {
  acknowledgeConcern,
  findConcern,
  passOnConcern,
  raiseConcern,
  readConcern,
} from '../../../src/features/growth/concerns/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { joinAll, START } from '../mentorship/pairs.ts'

const [ANA, DANA, ELIF] = ['U0ANA00001', 'U0DAN00004', 'U0ELI00005']

onEveryDatabase(({ open }) => {
  async function raised() {
    const bot = await startTestBot({ db: await open(), sandbox: { now: START } })
    await joinAll(bot, 'ana')
    await becomeCoordinator(bot.ctx, DANA)
    await raiseConcern(bot.ctx, ANA, { contact: DANA, words: 'Something is wrong' })
    const [row] = await bot.db.q.select().from(bot.db.tables.concerns)
    return { bot, id: row!.id }
  }

  it('is acknowledged once, however often it is pressed', async () => {
    const { bot, id } = await raised()
    const pressed = await Promise.all([1, 2, 3].map(() => acknowledgeConcern(bot.ctx, DANA, id)))
    expect(pressed.filter((each) => each.ok)).toHaveLength(1)
    await bot.settle()
    expect(bot.as('ana').dms()).toHaveLength(1)
  })

  it('goes to another contact, or is acknowledged first: the old one reads it no more', async () => {
    const { bot, id } = await raised()
    await Promise.all([
      acknowledgeConcern(bot.ctx, DANA, id),
      passOnConcern(bot.ctx, ANA, id, { contact: ELIF, words: 'Something is wrong' }),
    ])
    expect(await findConcern(bot.ctx, id)).toMatchObject({
      contact: ELIF,
      status: 'sent',
      round: 1,
      tried: [DANA],
    })
    expect(await readConcern(bot.ctx, DANA, id)).toMatchObject({ ok: false })
    expect(await readConcern(bot.ctx, ELIF, id)).toMatchObject({ ok: true })
  })
})
