/** Words typed to Cairn itself: in its direct messages, or with @Cairn in a channel. */
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { MANIFEST, startTestBot, type TestBot } from '../../support/bot.ts'
import { joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'

const QUICK = { now: START, rateLimits: false }

/** What Cairn answers in its direct messages to what somebody types there. */
async function tells(bot: TestBot, person: string, words: string): Promise<string> {
  const before = bot.as(person).dms().length
  await bot.as(person).tell(words)
  const [, ...answers] = bot.as(person).dms().slice(before)
  return answers.map((answer) => bot.reads(person, answer)).join('\n')
}
const answers = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .filter((dm) => dm.user === bot.sandbox.app.botUserId)
const press = (bot: TestBot, person: string, button: string) =>
  bot.as(person).click(bot.lastDm(person)!, button)

const raw = (bot: TestBot, event_id: string, event: object) =>
  bot.sandbox.deliver.raw(
    { type: 'event_callback', team_id: bot.sandbox.workspace.id, event_id, event },
    { type: 'events_api' },
  )

describe('words typed to Cairn', () => {
  it('do what the command would: at once, or by one tap where a window is needed', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben')
    expect(await tells(bot, 'ana', 'kudos @ben for the great talk')).toContain('can be taken back until then')
    await press(bot, 'ana', 'Undo')
    expect(bot.reads('ana', bot.lastDm('ana'))).toContain('nobody saw it')

    expect(await tells(bot, 'ana', 'find roadmapping')).toContain('[Find a mentor]')
    await press(bot, 'ana', 'Find a mentor')
    expect(modalOf(bot, 'ana')).toContain('Ben Badger')

    expect(await tells(bot, 'ana', 'pause friday')).toContain('paused until Fri 9 Oct')
    expect(await tells(bot, 'ana', 'find')).toContain('You are paused. Type /mentor resume')
    expect(await tells(bot, 'ana', 'hello there')).toMatch(/You are paused until .*\n.*\n\[Resume\]/)
    expect(await tells(bot, 'ana', '/mentor resume')).toContain('Welcome back')
  })

  it('that only seem to mean it change nothing before a press, and are in the form then', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben')
    for (const words of ['thanks @ben for the walk', 'I want to thank @ben for the walk']) {
      expect(await tells(bot, 'ana', words)).toContain('Nothing is done yet')
      await press(bot, 'ana', 'Give kudos')
      expect(modalOf(bot, 'ana')).toContain('the walk')
      expect(modalOf(bot, 'ana')).toContain('Ben Badger')
      await bot.as('ana').close()
    }
    expect(await bot.db.q.select().from(bot.db.tables.kudos)).toEqual([])
    await tells(bot, 'ana', 'We shipped the new onboarding')
    await press(bot, 'ana', 'Share a win')
    expect(modalOf(bot, 'ana')).toContain('We shipped the new onboarding')
    await tells(bot, 'ana', 'vacation friday')
    expect((await bot.db.q.select().from(bot.db.tables.members)).map((m) => m.status)).toEqual([
      'active',
      'active',
    ])
  })

  it('are read back, with three ways on for where one stands', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben', 'kaia')
    await pair(bot, 'ana', 'ben')
    const cases = [
      ['finn', 'help me with pricing', 'looking for help with Pricing', ['Join', 'How it works, 2 minutes']],
      [
        'kaia',
        'help me with pricing',
        'looking for help with Pricing',
        ['Find a mentor for it', '30 minutes on it'],
      ],
      ['kaia', 'hi, I am stuck', 'you are stuck', ['Find a mentor', '30 minutes on one topic']],
      ['ana', 'I am stuck', 'you are stuck', ['Plan a session', 'Check in', '30 minutes on one topic']],
      [
        'ana',
        'somebody harasses me',
        'something that is wrong',
        ['Something is wrong', 'Cancel, pause or end'],
      ],
      ['ana', 'can we meet about pricing', 'a time to meet', ['Plan a session', 'Find a mentor for it']],
      ['ana', 'who reads this?', 'who reads what', ['Privacy']],
      ['ana', '@ben', 'somebody’s profile', ['See the profile', 'Thank them']],
      ['ana', 'wibbly wobbly', 'I read “wibbly wobbly”', ['Plan a session', 'Check in']],
      ['ana', ':wave:', 'I read “:wave:”', ['Plan a session']],
    ] as const
    for (const [person, words, read, ways] of cases) {
      const answer = await tells(bot, person, words)
      expect(answer).toContain(read)
      for (const way of ways) expect([words, answer]).toEqual([words, expect.stringContaining(`[${way}]`)])
      expect(answer.match(/\[[^\]]+\]/g)).toHaveLength(3)
    }
    await press(bot, 'ana', 'Plan a session')
    expect(modalOf(bot, 'ana')).toContain('You both have these free')
  })

  it('are kept nowhere: not in the database, not in the log, and no answer to them is', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben')
    const known = bot.log.length
    for (const words of [
      'quetzal wobbly',
      'find quetzal',
      'help with pricing and quetzal',
      'pause friday quetzal',
      'thanks @ben for the quetzal',
      'pause friday',
    ])
      expect(await tells(bot, 'ana', words)).not.toBe('')
    bot.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error500_before', times: 1 })
    await bot.as('ana').tell('quetzal that cannot be answered')
    expect(bot.log.slice(known).join('\n')).toContain('words could not be answered')
    const tables = Object.values(bot.db.tables)
    const rows = (await Promise.all(tables.map((table) => bot.db.q.select().from(table as never)))).flat()
    expect(rows.length).toBeGreaterThan(20)
    expect(JSON.stringify(rows)).not.toContain('quetzal')
    expect(bot.log.join('\n')).not.toContain('quetzal')
    const handled = await bot.db.q.select().from(bot.db.tables.handled)
    expect(handled.filter(({ key }) => key.startsWith('event '))).toHaveLength(7)
    expect(handled.map(({ outcome }) => outcome)).toEqual(handled.map(() => null))
  })

  it('are followed once, however often Slack tells of them, and answered in their thread', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben')
    await tells(bot, 'ana', 'kudos @ben for being there')
    const before = answers(bot, 'ana').length
    await bot.sandbox.deliver.redeliver()
    await bot.bot.idle()
    expect(answers(bot, 'ana')).toHaveLength(before)
    expect(await bot.db.q.select().from(bot.db.tables.kudos)).toHaveLength(1)
    const thread = answers(bot, 'ana')[0]!
    await bot.as('ana').tell('hi', { thread })
    expect(bot.lastDm('ana')).toMatchObject({ thread_ts: thread.ts, user: bot.sandbox.app.botUserId })
  })

  it('are those of people, and new: not a change, not its own, not said to others', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    await joinAll(bot, 'ana', 'ben')
    await pair(bot, 'ana', 'ben')
    const typed = await bot.as('ana').tell('wibbly')
    const before = answers(bot, 'ana').length
    await bot.sandbox.as('ana').edit(typed, 'hi')
    const { channel } = typed
    const event = { type: 'message', channel, channel_type: 'im', text: 'hi', user: bot.as('ana').id }
    for (const other of [
      { bot_id: 'B0OTHER' },
      { user: bot.sandbox.app.botUserId },
      { subtype: 'message_deleted' },
      { channel_type: 'mpim' },
      { channel_type: 'channel' },
    ])
      await raw(bot, JSON.stringify(other), { ...event, ts: '1.1', ...other })
    await bot.as('ana').say(bot.as('ana').groups()[0]!.channel.id, 'hi')
    await bot.bot.idle()
    expect(answers(bot, 'ana')).toHaveLength(before)
    await bot.as('ana').tell('hi', { files: 'notes.pdf' })
    expect(answers(bot, 'ana')).toHaveLength(before + 1)
  })

  it('of a guest are answered with why not, and nobody is heard without the scope', async () => {
    const bot = await startTestBot({ sandbox: QUICK })
    expect(await tells(bot, 'molly', 'find')).toContain('you are here as a guest')
    bot.sandbox.admin.setScopes(['chat:write'])
    expect(await tells(bot, 'ana', 'hi')).toBe('')
    await expect(
      startTestBot({ sandbox: { manifest: MANIFEST.replace(/^ +- im:history.*\n/m, '') } }),
    ).rejects.toThrow('message.im, which needs im:history')
  })

  it('may be many, and are answered sixty times a minute', async () => {
    const bot = await startTestBot({ sandbox: { ...QUICK, now: START + DAY_MS } })
    const { user, channel } = await bot.as('ana').tell('hi')
    for (let i = 0; i < 60; i++)
      await raw(bot, `Ev${i}`, { type: 'message', channel, channel_type: 'im', text: 'hi', user, ts: `${i}` })
    await bot.bot.idle()
    expect(answers(bot, 'ana')).toHaveLength(60)
  })
})

describe('@Cairn in a channel', () => {
  it('answers the asker alone, once, however often Slack tells of it', async () => {
    const bot = await startTestBot()
    bot.sandbox.admin.inviteBot('general')
    await bot.as('ana').mention('general', '@cairn hello')
    await bot.sandbox.deliver.redeliver()
    await bot.bot.idle()
    expect(bot.as('ana').ephemerals()).toHaveLength(1)
    expect(bot.reads('ana', bot.as('ana').ephemerals()[0])).toContain('[Join]')
    expect(bot.as('ben').ephemerals()).toEqual([])
    const posted = bot
      .as('ben')
      .messages('general')
      .map((message) => message.user)
    expect(posted).not.toContain(bot.sandbox.app.botUserId)
    await bot.as('ana').click(bot.as('ana').ephemerals()[0]!, 'Something is wrong')
    expect(modalOf(bot, 'ana')).toContain('you need not carry it alone')
    await bot.as('ana').mention('general', '@cairn who can help with pricing?')
    expect(bot.reads('ana', bot.as('ana').ephemerals().at(-1))).toContain('looking for help with Pricing')
  })

  it('answers by direct message where it may not show anything, and a guest not at all', async () => {
    const bot = await startTestBot()
    bot.sandbox.admin.inviteBot('general')
    bot.sandbox.admin.addTo('general', 'molly')
    await bot.as('molly').mention('general', '@cairn hello')
    expect(bot.as('molly').ephemerals()).toEqual([])
    bot.sandbox.faults.add({ method: 'chat.postEphemeral', kind: 'error', error: 'not_in_channel', times: 1 })
    await bot.as('ana').mention('general', '@cairn hello')
    expect(bot.reads('ana', bot.lastDm('ana'))).toContain('[Join]')
  })
})
