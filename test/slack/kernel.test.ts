/** What holds for every command, click and form, told with small features of the test's own. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DAY_MS } from '../../src/core/calendar.ts'
import { refuse } from '../../src/core/outcome.ts'
import { silentLog } from '../../src/log.ts'
import { type Feature, onSubmit, open, reply, update } from '../../src/slack/kernel/feature.ts'
import { createKernel } from '../../src/slack/kernel/kernel.ts'
import { createVocabulary } from '../../src/slack/kernel/vocabulary.ts'
import { actions, button, modal, section } from '../../src/slack/ui/blocks.ts'
import { textInput } from '../../src/slack/ui/inputs.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'

const form = (id: string) =>
  modal({
    id,
    title: 'Count',
    submit: 'Go',
    meta: { by: 1 },
    blocks: [
      textInput({ name: 'word', label: 'Word', max: 100 }),
      textInput({ name: 'more', label: 'More', max: 100, optional: true }),
      actions(
        button('Deeper', 'tally.open'),
        button('Add', 'tally.add', { value: '1' }),
        button('Work', 'tally.work', { value: 'done' }),
      ),
      actions(button('Try', 'tally.work', { value: 'not' })),
    ],
  })

/** A feature that counts how often it wrote, and one gate that holds it up. */
function tally() {
  let count = 0
  let gate: Promise<void> = Promise.resolve()
  const add: Feature = {
    name: 'tally',
    commands: {
      help: { usage: 'help', help: 'Opens a form', run: async () => open(form('tally.send')) },
      add: {
        usage: 'add',
        acts: 'always',
        help: 'Counts',
        async run(ctx, text) {
          await gate
          await ctx.commit(ctx.outbox.touchHomes('U0ANA00001'))
          count++
          return reply(`${count} ${text}`)
        },
      },
      find: { usage: 'find', help: 'Finds', run: async () => reply('found') },
      breaks: {
        usage: 'breaks',
        help: 'Breaks',
        async run(ctx, text) {
          if (text.startsWith('late')) await ctx.commit(ctx.outbox.touchHomes('U0ANA00001'))
          throw new Error('broken on purpose')
        },
      },
      slow: {
        usage: 'slow',
        help: 'Opens a modal, late',
        async run() {
          await gate
          return open(modal({ id: 'tally.late', title: 'Late', blocks: [section('Here it is.')] }))
        },
      },
    },
    views: {
      'tally.send': {
        ...onSubmit(
          z.object({ word: z.string('Write a word.').min(3, 'At least three letters.') }),
          z.object({ by: z.number() }),
          async (ctx, { word }, who, { by }) => {
            who.progress?.(0.4)
            await gate
            if (word === 'field') return refuse('This word is taken.', 'word')
            if (word === 'nowhere') return refuse('Not today.')
            await ctx.commit(ctx.outbox.touchHomes('U0ANA00001'))
            count += by
            return update(
              modal({ id: 'tally.sent', title: 'Sent', blocks: [section(`Sent ${count}: ${word}`)] }),
            )
          },
        ),
        async check(_ctx, raw) {
          if (raw.word === 'ab') await gate
          return { more: raw.more === 'late' ? 'Not that late.' : undefined }
        },
      },
      'tally.hidden': onSubmit(z.object({ gone: z.string('Gone.') }), async () => reply('never')),
    },
    actions: {
      'tally.open': async () => open(form('tally.send')),
      'tally.work': async (_ctx, click) => {
        click.who.progress?.(0.4)
        await gate
        if (click.value === 'not') return refuse('Not today.')
        return update(modal({ id: 'tally.sent', title: 'Sent', blocks: [section('Worked.')] }))
      },
      'tally.late': async () => {
        await gate
        return open(modal({ id: 'tally.late', title: 'Late', blocks: [section('Here it is.')] }))
      },
      'tally.add': async (ctx, click) => {
        await gate
        await ctx.commit(ctx.outbox.touchHomes('U0ANA00001'))
        count += Number(click.value)
        return update(modal({ id: 'tally.sent', title: 'Sent', blocks: [section(`Added up to ${count}`)] }))
      },
    },
  }
  add.home = async () => ({ blocks: [actions(button('Show it', 'tally.late'))] })
  return {
    feature: add,
    get count() {
      return count
    },
    /** Holds every handler up until the function that it returns is called. */
    hold() {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

async function start(options: { patienceMs?: number; mode?: 'socket' | 'http' } = {}) {
  const t = tally()
  const bot = await startTestBot({
    features: [t.feature],
    patienceMs: options.patienceMs ?? 2000,
    sandbox: { ...(options.mode && { mode: options.mode }) },
  })
  return { bot, t, ana: bot.as('ana') }
}
const modalOf = (bot: TestBot, person = 'ana') => bot.reads(person, bot.sandbox.as(person).modal())
const errorsIn = (bot: TestBot) => bot.log.filter((line) => /"level":[56]0/.test(line))

describe('a command', () => {
  it.each([
    ['something-else', 'I read “something-else”, and do not know what you would like.'],
    ['@ben', 'somebody’s profile'],
    ['🙂', 'I read “🙂”'],
    ['__proto__', 'I read “__proto__”'],
    ['constructor', 'I read “constructor”'],
    ['<!channel>', 'I read “&lt;!channel&gt;”'],
    [`${'x'.repeat(3000)}`, `“${'x'.repeat(119)}…”`],
  ])('that nobody knows is answered with what was read: %s', async (typed, said) => {
    const { ana } = await start()
    const answer = await ana.command(`/mentor ${typed}`)
    expect(answer.ephemeral?.text).toContain(said)
  })

  it('by a word that is only near is done where that is harmless, else asked about, the words kept', async () => {
    const { t, ana } = await start()
    expect((await ana.command('/mentor fnid')).ephemeral?.text).toBe('found')
    const asked = (await ana.command('/mentor ad ben')).ephemeral!
    expect(asked.text).toContain('There is no `/mentor ad`. Did you mean `/mentor add`?')
    expect(t.count).toBe(0)
    await ana.click(asked, 'add')
    expect(ana.ephemerals().at(-1)?.text).toBe('1 ben')
    const long = `ad ${'a word '.repeat(300)}end`
    const shown = (await ana.command(`/mentor ${long}`)).ephemeral!
    expect(JSON.stringify(shown.blocks)).toContain('a word a word')
    expect(JSON.stringify(shown.blocks)).toContain('word end')
  })

  it('that two features take the same word for is a mistake', () => {
    const { feature } = tally()
    const twin: Feature = {
      name: 'twin',
      commands: { other: { ...feature.commands!.find!, aliases: ['find'] } },
    }
    expect(() => createVocabulary([feature, twin])).toThrow('"find" means two commands')
  })

  it.each(['find', 'FIND', '  find  ', 'find?', 'Find!'])(
    'is understood as people type it: %s',
    async (typed) => {
      const { ana } = await start()
      expect((await ana.command(`/mentor ${typed}`)).ephemeral?.text).toBe('found')
    },
  )

  it('longer than anybody types is refused in words, before anything reads it', async () => {
    const { ana, t } = await start()
    const long = await ana.command(`/mentor add ${'<!'.repeat(300_000)}`)
    expect(long.ephemeral?.text).toMatch(/longer than I can read.*Type the command alone/)
    expect(t.count).toBe(0)
    expect((await ana.command(`/mentor add ${'word '.repeat(600)}`)).ephemeral?.text).toMatch(/^1 word/)
  })

  it('alone opens what `help` opens', async () => {
    const { bot, ana } = await start()
    await ana.command('/mentor')
    expect(modalOf(bot)).toContain('Word')
  })

  it('delivered twice changes nothing twice, and is answered as the first time', async () => {
    const { bot, t, ana } = await start()
    expect((await ana.command('/mentor add one')).ephemeral?.text).toBe('1 one')
    const again = await bot.sandbox.deliver.redeliver()
    expect(again).toMatchObject({ ok: true, body: { text: '1 one' } })
    expect(t.count).toBe(1)
    expect((await ana.command('/mentor add one')).ephemeral?.text).toBe('2 one')
  })

  it('whose answer was lost with its process is not done again, and says so', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor add one')
    await bot.db.q.update(bot.db.tables.handled).set({ outcome: null })
    expect(await bot.sandbox.deliver.redeliver()).toMatchObject({
      body: { text: expect.stringContaining('already done') },
    })
    expect(t.count).toBe(1)
  })

  it('that comes again while it is being done waits for its answer', async () => {
    const { bot, t } = await start()
    const kernel = createKernel({
      features: [t.feature],
      log: silentLog,
      newId: bot.ctx.newId,
      contextFor: () => bot.ctx,
      meet: async () => {},
      reader: { knows: () => false, answer: async () => reply('read') },
    })
    const actor = { workspace: bot.bot.workspace, user: 'U0ANA00001', key: 'one', what: 'command' }
    const release = t.hold()
    const answers = [kernel.command(actor, 'add one'), kernel.command(actor, 'add one')]
    release()
    expect(await Promise.all(answers)).toEqual([reply('1 one'), reply('1 one')])
    expect(t.count).toBe(1)
  })

  it('delivered twice at once is done once, and both are answered', async () => {
    const { bot, t, ana } = await start()
    const release = t.hold()
    const first = bot.sandbox.as('ana').command('/mentor add one')
    await bot.sandbox.until(() => bot.sandbox.traffic.envelopes.at(-1)?.type === 'slash_commands')
    const second = bot.sandbox.deliver.redeliver()
    release()
    expect((await first).ephemeral?.text).toBe('1 one')
    expect(await second).toMatchObject({ ok: true, body: { text: '1 one' } })
    expect(t.count).toBe(1)
    expect(ana.ephemerals()).toHaveLength(1)
  })
})

describe('a form', () => {
  it('says at the field what is wrong, keeps what was typed, and goes through once it is mended', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    expect((await ana.submit({ Word: 'ab', More: 'kept' })).errors).toEqual({
      word: 'At least three letters.',
    })
    expect((await ana.submit({ Word: 'field' })).errors).toEqual({ word: 'This word is taken.' })
    expect(t.count).toBe(0)
    expect(modalOf(bot)).toContain('kept')
    await ana.submit({ Word: 'better' })
    expect(modalOf(bot)).toContain('Sent 1: better')
  })

  it('refused as a whole stays below the reason', async () => {
    const { bot, ana } = await start()
    await ana.command('/mentor')
    await ana.submit({ Word: 'nowhere' })
    expect(modalOf(bot)).toContain('Not today.')
    await ana.close()
    expect(modalOf(bot)).toContain('nowhere')
  })

  it('refused where three modals lie says why at its first field, as there is no room for more', async () => {
    const { bot, ana } = await start()
    await ana.command('/mentor')
    await ana.click('modal', 'Deeper')
    await ana.click('modal', 'Deeper')
    expect(ana.views()).toHaveLength(3)
    expect((await ana.submit({ Word: 'nowhere' })).errors).toEqual({ word: 'Not today.' })
    // A fourth takes the place of the third.
    await ana.click('modal', 'Deeper')
    expect(ana.views()).toHaveLength(3)
    expect(errorsIn(bot)).toEqual([])
  })

  it('submitted twice, and twice at once, counts once and shows the same', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    const release = t.hold()
    const first = bot.sandbox.as('ana').submit({ Word: 'once' })
    await bot.sandbox.until(() => bot.sandbox.traffic.envelopes.length > 1)
    const second = bot.sandbox.deliver.redeliver()
    release()
    await first
    const third = await bot.sandbox.deliver.redeliver()
    expect(t.count).toBe(1)
    expect(await second).toEqual(third)
    expect(modalOf(bot)).toContain('Sent 1: once')
  })

  it('takes no words for people, however much they look like an account', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    bot.sandbox.traffic.clear()
    await ana.submit({ Word: 'UNDERPAID', More: 'W0WORKLOAD' })
    expect(modalOf(bot)).toContain('Sent 1: UNDERPAID')
    // Nor the value of another menu.
    const other = { word: { value: { type: 'static_select', selected_option: { value: 'UNHAPPY' } } } }
    await rawSubmit(bot, 'tally.send', '{"by":1}', other)
    expect(t.count).toBe(2)
    expect(bot.sandbox.traffic.calls.filter((call) => call.method === 'users.info')).toEqual([])
    const names = await bot.ctx.directory.names(['UNDERPAID', 'W0WORKLOAD', 'UNHAPPY'])
    expect(names.size).toBe(0)
    expect(await bot.ctx.directory.byHandle('underpaid')).toBeUndefined()
  })

  it('asks Slack about those chosen in a menu of people, and refuses where it does not tell', async () => {
    const { bot, t } = await start()
    const choose = (id: string) =>
      rawSubmit(bot, 'tally.send', '{"by":1}', {
        word: { value: { value: 'word' } },
        who: { value: { type: 'multi_users_select', selected_users: [id] } },
      })
    await bot.db.q.delete(bot.db.tables.people)
    const errors = { who: expect.stringMatching(/about somebody you chose.*try again in a minute/) }
    expect(await choose('U0NOBODY00')).toMatchObject({ body: { response_action: 'errors', errors } })
    bot.sandbox.faults.add({ method: 'users.info', kind: 'error500_before', times: 1 })
    expect(await choose('U0BEN00002')).toMatchObject({ body: { errors } })
    expect(t.count).toBe(0)
    expect((await bot.ctx.directory.names(['U0NOBODY00', 'U0BEN00002'])).size).toBe(0)
    await choose('U0BEN00002')
    expect(t.count).toBe(1)
    expect((await bot.ctx.directory.names(['U0BEN00002'])).get('U0BEN00002')).toBe('Ben Badger')
    expect(errorsIn(bot)).toEqual([])
  })

  it('gives what was typed in one form: no hidden characters, no codes, and nothing for a blank', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    expect((await ana.submit({ Word: '\u200b\u2060\u3164' })).errors).toEqual({ word: 'Write a word.' })
    expect(t.count).toBe(0)
    await ana.submit({
      Word: '\u202eJose\u0301\u00a0asks <!subteam^S012AB|@design>\u2028in <#C012AB|product>\r\n',
    })
    expect(modalOf(bot)).toContain('Sent 1: José asks @design\nin #product')
  })

  it('says all that is wrong at once, and to the second of two equal ones the same as to the first', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    const both = { word: 'At least three letters.', more: 'Not that late.' }
    expect((await ana.submit({ Word: 'ab', More: 'late' })).errors).toEqual(both)
    expect((await ana.submit({ Word: 'able' })).errors).toEqual({ more: 'Not that late.' })
    const release = t.hold()
    const sent = bot.sandbox.traffic.envelopes.length
    const first = bot.sandbox.as('ana').submit({ Word: 'ab' })
    await bot.sandbox.until(() => bot.sandbox.traffic.envelopes.length > sent)
    const second = bot.sandbox.deliver.redeliver()
    release()
    expect((await first).errors).toEqual(both)
    expect(await second).toEqual({ ok: true, body: { response_action: 'errors', errors: both } })
  })

  it('that lost its place, or that nobody knows, is refused with a way on', async () => {
    const { bot, ana } = await start()
    for (const [callback, metadata, said] of [
      ['tally.send', 'not json', 'lost its place'],
      ['tally.send', '[]', 'lost its place'],
      ['tally.send', '{"by":"1"}', 'lost its place'],
      ['tally.send', '', 'lost its place'],
      ['tally.old', '{}', 'older version'],
      ['__proto__', '{}', 'older version'],
      ['tally.hidden', '{}', 'Something is missing in this form'],
    ] as const) {
      const ack = await rawSubmit(bot, callback, metadata, {})
      expect(JSON.stringify(ack.ok && ack.body)).toContain(said)
    }
    expect(ana.ephemerals()).toEqual([])
    expect(errorsIn(bot)).toEqual([])
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['a text', 'state'],
    ['a list', [[1, 2], null]],
    ['null for a block', { word: null }],
    ['null for an element', { word: { value: null } }],
    ['a number for an element', { word: { value: 7 } }],
    ['a number for text', { word: { value: { type: 'plain_text_input', value: 7 } } }],
    ['an object for an option', { word: { value: { selected_option: { value: {} } } } }],
    ['a list of nothings', { word: { value: { selected_options: [null, 1, {}] } } }],
    [
      'keys of all objects',
      JSON.parse('{"__proto__":{"value":{"value":"x"}},"constructor":{"value":{"value":"y"}}}'),
    ],
  ])('whose state is %s is refused like an empty one', async (_, state) => {
    const { bot, t } = await start()
    const ack = await rawSubmit(bot, 'tally.send', '{"by":1}', state)
    expect(ack).toMatchObject({
      ok: true,
      body: expect.objectContaining({ response_action: expect.stringMatching(/errors|push/) }),
    })
    expect(t.count).toBe(0)
    expect(errorsIn(bot)).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'value')).toBe(false)
  })
})

describe('a click', () => {
  it('delivered twice adds once', async () => {
    const { bot, t, ana } = await start()
    await ana.command('/mentor')
    await ana.click('modal', 'Add')
    expect(modalOf(bot)).toContain('Added up to 1')
    await bot.sandbox.deliver.redeliver()
    await bot.bot.idle()
    expect(t.count).toBe(1)
  })

  it('is another one than one of other content, though Slack made the same mark for both', async () => {
    const { bot, t } = await start()
    const twice = { action_id: 'tally.add', value: '2', action_ts: undefined }
    for (const action of [twice, twice, { ...twice, value: '3' }])
      await rawClick(bot, action, bot.sandbox.workspace.id, 'the-same')
    await bot.bot.idle()
    expect(t.count).toBe(5)
  })

  it.each([
    ['that nobody listens to', { action_id: 'tally.gone', value: '1' }],
    ['on a key of all objects', { action_id: '__proto__', value: '1' }],
    ['on a command that is not there', { action_id: 'run.nothing' }],
    ['that chose nothings', { action_id: 'tally.gone', selected_options: [null, 3] }],
    ['that chose null', { action_id: 'tally.gone', selected_option: null, selected_options: null }],
    ['whose value is no text', { action_id: 'tally.gone', value: { a: 1 } }],
  ])('%s is acknowledged and changes nothing', async (_, action) => {
    const { bot, t } = await start()
    expect(await rawClick(bot, action)).toMatchObject({ ok: true })
    await bot.bot.idle()
    expect(t.count).toBe(0)
    expect(errorsIn(bot)).toEqual([])
  })
})

describe('who may act', () => {
  const command = (bot: TestBot, user: string, team = bot.sandbox.workspace.id) =>
    bot.sandbox.deliver.raw(
      {
        command: '/mentor',
        text: 'add',
        user_id: user,
        team_id: team,
        trigger_id: `t-${user}`,
        channel_id: 'C0GENERAL1',
      },
      { type: 'slash_commands' },
    )

  it.each([
    ['a guest', 'U0MOL00013', /as a guest.*Ask your host/],
    ['an app', 'U0ROB00015', /for people/],
    ['somebody deactivated', 'U0NED00014', /deactivated.*Ask a workspace admin/],
    ['Slackbot', 'USLACKBOT', /for people/],
  ])('%s is refused, kindly', async (_, user, said) => {
    const { bot, t } = await start()
    expect(await command(bot, user)).toMatchObject({ body: { text: expect.stringMatching(said) } })
    expect(t.count).toBe(0)
  })

  it('another workspace is refused and may not read or write here', async () => {
    const { bot, t } = await start()
    expect(await command(bot, 'U0ANA00001', 'T0FOREIGN1')).toMatchObject({
      body: { text: expect.stringContaining('not installed in your workspace') },
    })
    await rawClick(bot, { action_id: 'tally.add', value: '1' }, 'T0FOREIGN1')
    const ack = await rawSubmit(
      bot,
      'tally.send',
      '{"by":1}',
      { word: { value: { value: 'word' } } },
      'T0FOREIGN1',
    )
    expect(JSON.stringify(ack)).toContain('not installed in your workspace')
    expect(t.count).toBe(0)
  })

  it('somebody who has come back is let in, though nothing told of it', async () => {
    const { bot, t } = await start()
    bot.sandbox.faults.add({ event: /./, kind: 'drop_socket' })
    bot.sandbox.people.find((person) => person.id === 'U0NED00014')!.deleted = false
    bot.sandbox.faults.clear()
    await command(bot, 'U0NED00014')
    expect(t.count).toBe(1)
  })

  it.each([
    ['does not answer about', true],
    ['knows nothing of', false],
  ])('an account that Slack %s is not let in, and nothing of it is kept', async (_, known) => {
    const { bot, t } = await start()
    if (known)
      await bot.sandbox.admin.addPerson({
        id: 'U0NEW00099',
        name: 'nina',
        realName: 'Nina Newt',
        isGuest: true,
      })
    // That she came is told by an event as well.
    await bot.bot.idle()
    await bot.db.q.delete(bot.db.tables.people)
    if (known) bot.sandbox.faults.add({ method: 'users.info', kind: 'error500_before', times: 1 })
    const said = {
      body: { text: expect.stringMatching(/did not tell Cairn who you are.*try again in a minute/) },
    }
    expect(await command(bot, 'U0NEW00099')).toMatchObject(said)
    expect(t.count).toBe(0)
    expect(await bot.db.q.select().from(bot.db.tables.people)).toEqual([])
    expect(errorsIn(bot)).toEqual([])
    // A mere "no" of Slack's is one line of the log, without where in the library it came from.
    const told = bot.log.filter((line) => /did not tell of somebody/.test(line))
    expect(told).toHaveLength(1)
    if (!known) {
      expect(told[0]).toContain('user_not_found')
      expect(told[0]).not.toMatch(/"stack"|U0NEW00099/)
      return
    }
    // Once Slack tells of her again, it is seen that she is a guest.
    expect(await command(bot, 'U0NEW00099')).toMatchObject({
      body: { text: expect.stringContaining('as a guest') },
    })
    expect(t.count).toBe(0)
  })

  it('an account that an older version kept by its id alone is nobody', async () => {
    const { bot, t } = await start()
    const { people } = bot.db.tables
    const old = {
      workspace: bot.ctx.workspace,
      zone: 'UTC',
      bot: false,
      guest: false,
      admin: false,
      seenAt: 1,
    }
    for (const person of ['UNDERPAID', 'U0OLD00099'])
      await bot.db.q
        .insert(people)
        .values({ ...old, person, name: person, handle: person.toLowerCase(), deactivated: false })
    expect(await command(bot, 'UNDERPAID')).toMatchObject({
      body: { text: expect.stringContaining('did not tell Cairn who you are') },
    })
    expect(await bot.ctx.directory.byHandle('underpaid')).toBeUndefined()
    expect(t.count).toBe(0)
    // The next reading of the workspace forgets it.
    await bot.advance(DAY_MS)
    const kept = await bot.db.q.select({ person: people.person }).from(people)
    expect(kept.map(({ person }) => person).filter((id) => ['UNDERPAID', 'U0OLD00099'].includes(id))).toEqual(
      [],
    )
  })
})

describe('a handler that takes its time', () => {
  it('after a command shows “One moment”, and then the answer in its place', async () => {
    const { bot, t } = await start({ patienceMs: 5 })
    const release = t.hold()
    const ana = bot.sandbox.as('ana')
    await ana.command('/mentor slow')
    await bot.sandbox.until(() => /looking this up/.test(modalOf(bot)))
    release()
    await bot.sandbox.until(() => /Here it is/.test(modalOf(bot)))
    expect(ana.views()).toHaveLength(1)
  })

  it('after a click does the same', async () => {
    const { bot, t } = await start({ patienceMs: 50 })
    const ana = bot.sandbox.as('ana')
    await bot.as('ana').command('/mentor')
    const release = t.hold()
    await ana.click('modal', 'Add')
    release()
    await bot.sandbox.until(() => /Added up to 1/.test(modalOf(bot)))
  })

  it('after a click says how far it is, if it knows; a late refusal gives the window back', async () => {
    const { bot, t } = await start({ patienceMs: 50 })
    const ana = bot.sandbox.as('ana')
    await bot.as('ana').command('/mentor')
    let release = t.hold()
    await ana.click('modal', 'Try')
    await bot.sandbox.until(() => /40 % done/.test(modalOf(bot)))
    release()
    await bot.sandbox.until(() => /Not today/.test(modalOf(bot)))
    expect(modalOf(bot)).toContain('[Add]')
    release = t.hold()
    await ana.click('modal', 'Work')
    await bot.sandbox.until(() => /40 % done/.test(modalOf(bot)))
    release()
    await bot.sandbox.until(() => /Worked/.test(modalOf(bot)))
    expect(ana.views()).toHaveLength(1)
    await bot.bot.idle()
  })

  it('after a form as well; a late refusal gives the form back with all that was typed', async () => {
    const { bot, t } = await start({ patienceMs: 100 })
    const ana = bot.sandbox.as('ana')
    await bot.as('ana').command('/mentor')
    let release = t.hold()
    await ana.submit({ Word: 'nowhere', More: 'a long story' })
    expect(modalOf(bot)).toMatch(/looking this up|40 % done/)
    await bot.sandbox.until(() => /40 % done/.test(modalOf(bot)))
    release()
    await bot.sandbox.until(() => /Not today/.test(modalOf(bot)))
    expect(modalOf(bot)).toContain('a long story')
    release = t.hold()
    await ana.submit({ Word: 'somewhere' })
    release()
    await bot.sandbox.until(() => /Sent 1: somewhere/.test(modalOf(bot)))
    await bot.bot.idle()
  })
})

describe('when something fails', () => {
  it.each([
    ['breaks', 'Nothing was changed'],
    ['breaks late', 'What you did is saved'],
  ])(
    'a handler that throws (%s) becomes a sentence, with the same id in the log and no words',
    async (typed, said) => {
      const { bot, ana } = await start()
      const answer = await ana.command(`/mentor ${typed} a-secret-word`)
      const text = answer.ephemeral?.text ?? ''
      expect(text).toContain(said)
      const id = /E-\w{6}/.exec(text)?.[0]
      expect(id).toBeTruthy()
      const [line] = errorsIn(bot)
      expect(JSON.parse(line!)).toMatchObject({
        error: id,
        what: 'command',
        err: { message: 'broken on purpose' },
      })
      expect(bot.log.join()).not.toContain('a-secret-word')
    },
  )

  it('a modal that Slack refuses is told in a line, and nothing is lost', async () => {
    const { bot, ana } = await start()
    bot.sandbox.faults.add({ method: 'views.open', kind: 'error500_before', times: 1 })
    await ana.command('/mentor')
    expect(ana.ephemerals().at(-1)?.text).toContain('Please try once more')
    await ana.command('/mentor')
    expect(modalOf(bot)).toContain('Word')
  })

  it('a trigger that has run out is told in the same way', async () => {
    const { bot, t } = await start()
    const release = t.hold()
    const command = bot.sandbox.as('ana').command('/mentor slow')
    await bot.sandbox.until(() => bot.sandbox.traffic.envelopes.length > 0)
    bot.sandbox.clock.advance(4000)
    release()
    await command
    await bot.bot.idle()
    expect(bot.as('ana').ephemerals().at(-1)?.text).toContain('Please try once more')
  })

  it('a click on Home whose trigger has run out is told on Home itself, for a while', async () => {
    const { bot, t } = await start()
    await bot.as('ana').openHome()
    await bot.settle()
    const release = t.hold()
    const click = bot.sandbox.as('ana').click('home', 'Show it')
    await bot.sandbox.until(() => bot.sandbox.traffic.envelopes.some((each) => each.type === 'interactive'))
    bot.sandbox.clock.advance(4000)
    release()
    await click
    await bot.bot.idle()
    const home = () => bot.reads('ana', bot.as('ana').home())
    expect(home()).toContain('Slack did not let the window open in time. Please try once more')
    expect(home()).toContain('Show it')
    await bot.as('ana').click('home', 'Show it')
    expect(modalOf(bot)).toContain('Here it is.')
    await bot.advance(6 * 60_000)
    expect(home()).not.toContain('Please try once more')
    expect(home()).toContain('Show it')
  })

  it('a shortcut of another version is answered', async () => {
    const { bot } = await start()
    const { ok } = await bot.sandbox.deliver.raw(
      {
        type: 'shortcut',
        callback_id: 'older',
        trigger_id: 'gone',
        user: { id: 'U0ANA00001' },
        team: { id: bot.sandbox.workspace.id },
      },
      { type: 'interactive' },
    )
    expect(ok).toBe(true)
  })
})

let sent = 0

function rawSubmit(
  bot: TestBot,
  callback_id: string,
  private_metadata: string,
  values: unknown,
  team = bot.sandbox.workspace.id,
) {
  return bot.sandbox.deliver.raw(
    {
      type: 'view_submission',
      team: { id: team },
      user: { id: 'U0ANA00001' },
      view: {
        id: `V-raw-${++sent}`,
        hash: 'h',
        type: 'modal',
        callback_id,
        private_metadata,
        state: { values },
        blocks: [],
      },
    },
    { type: 'interactive' },
  )
}

function rawClick(
  bot: TestBot,
  action: object,
  team = bot.sandbox.workspace.id,
  trigger_id = `raw-${++sent}`,
) {
  return bot.sandbox.deliver.raw(
    {
      type: 'block_actions',
      team: { id: team },
      user: { id: 'U0ANA00001' },
      trigger_id,
      channel: { id: 'C0GENERAL1' },
      actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...action }],
    },
    { type: 'interactive' },
  )
}
