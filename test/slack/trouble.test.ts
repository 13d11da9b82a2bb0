/** Trouble that passes, and trouble that somebody has to mend: what becomes of messages meanwhile. */
import { WebAPIHTTPError, WebAPIPlatformError } from '@slack/web-api'
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/calendar.ts'
import { becomeCoordinator } from '../../src/features/people/coordinators/service.ts'
import { chooseCelebration } from '../../src/features/people/privacy/service.ts'
import { listParked } from '../../src/outbox/stops.ts'
import { problemOf } from '../../src/slack/platform/transport.ts'
import { dmsSaying, homeOf } from '../features/mentorship/pairs.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'

/** The afternoon of New York, when the channel is awake. */
const AWAKE = Date.parse('2026-10-05T15:00:00Z')
const WINS = 'C0PMWINS01'

let bot: TestBot
beforeEach(async () => {
  bot = await startTestBot({ sandbox: { now: AWAKE } })
  await becomeCoordinator(bot.ctx, bot.sandbox.as('dana').id)
})

/** Ana thanks Ben; what she undoes in time is never sent. */
async function thank(words = 'the launch') {
  await bot.as('ana').command(`/mentor kudos @ben for ${words}`)
  await bot.advance(HOUR_MS / 4)
}
/** What Ben hears of it in the conversation that he has with Cairn now. */
const toBen = () => dmsSaying(bot, 'ben', /thanked you/)
const inWins = (words = 'the launch') =>
  bot
    .as('ben')
    .messages('pm-wins')
    .filter((message) => bot.reads('ben', message).includes(words))
const toldDana = () => dmsSaying(bot, 'dana', /I cannot post/)
const parked = () => listParked(bot.db, bot.bot.workspace)
const health = async () => (await bot.bot.health()).parts

describe('passing trouble', () => {
  it('a page of HTML with status 200 holds a message up and parks none', async () => {
    bot.sandbox.faults.add({ method: 'chat.postMessage', kind: 'html', times: 3 })
    await thank()
    expect(toBen()).toHaveLength(1)
    expect(await parked()).toEqual([])
    expect(bot.log.join()).not.toContain('<html')
  })

  it('team_added_to_org for ten minutes is waited out: it arrives once, and nobody is bothered', async () => {
    const error = 'team_added_to_org'
    bot.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', error, forMs: 20 * MINUTE_MS })
    await thank()
    expect(toBen()).toEqual([])
    await bot.advance(HOUR_MS / 2)
    expect(toBen()).toHaveLength(1)
    expect(await parked()).toEqual([])
    expect(toldDana()).toEqual([])
  })

  it.each(['team_added_to_org', 'org_login_required', 'ekm_access_denied', 'external_channel_migrating'])(
    '%s is known to pass',
    (error) => expect(problemOf(new WebAPIPlatformError({ ok: false, error })).kind).toBe('passing'),
  )

  it.each([
    ['HTML', new WebAPIPlatformError({ ok: false, error: '<html></html>' })],
    ['nothing', new WebAPIPlatformError({ ok: false, error: '' })],
    ['a refusal of a proxy', new WebAPIHTTPError(403, 'Forbidden', {})],
    ['JSON that is none of Slack’s', new TypeError('Cannot read properties of null')],
  ])('%s is no answer of Slack’s, so nobody knows whether it was sent', (_, error) =>
    expect(problemOf(error).kind).toBe('unclear'),
  )
})

it('a refusal that nobody knows is tried again, then told to the coordinator like any broken place', async () => {
  await chooseCelebration(bot.ctx, bot.sandbox.as('ben').id, 'public')
  const odd = bot.sandbox.faults.add({
    method: 'chat.postMessage',
    with: { channel: WINS },
    kind: 'error',
    error: 'a_new_word',
  })
  await thank()
  expect(bot.sandbox.faults.list()[0]?.struck).toBeGreaterThan(3)
  expect(await parked()).toEqual([])
  await bot.advance(HOUR_MS)
  expect(bot.sandbox.faults.list()[0]?.struck).toBe(10)
  expect(toldDana()).toHaveLength(1)

  bot.sandbox.faults.remove(odd)
  await bot.as('dana').click(toldDana()[0]!, 'Try again')
  await bot.settle()
  expect(inWins()).toHaveLength(1)
})

describe('a conversation that is gone', () => {
  it('is opened anew, and its person misses nothing', async () => {
    await thank()
    bot.sandbox.admin.deleteChannel(toBen()[0]!.channel)
    await thank()
    expect(toBen()).toHaveLength(1)
    expect(await parked()).toEqual([])
  })

  it('with the app made anew, all are: messages arrive, and so does the word to the coordinator', async () => {
    await thank()
    await homeOf(bot, 'dana')
    bot.sandbox.admin.archive('pm-wins')
    await chooseCelebration(bot.ctx, bot.sandbox.as('ben').id, 'public')
    await thank('a win')
    expect(toldDana()).toHaveLength(1)

    bot.sandbox.admin.remakeApp()
    await bot.restart()
    await thank()
    expect(toBen()).toHaveLength(1)
    expect(bot.log.filter((line) => line.includes('another account than before'))).toHaveLength(1)
    expect((await parked()).map((place) => place.destination)).toEqual(['#wins'])
    // Told once more the next day, in a conversation that is there.
    await bot.advance(DAY_MS)
    await thank('another win')
    expect(toldDana()).toHaveLength(1)
  })

  it('and that cannot be opened is told in words that fit', async () => {
    await thank()
    const { channel } = toBen()[0]!
    bot.sandbox.faults.add({
      method: 'chat.postMessage',
      with: { channel },
      kind: 'error',
      error: 'channel_not_found',
    })
    await thank()
    expect(bot.reads('dana', toldDana()[0])).toMatch(/I cannot post to a direct message/)
    expect(bot.reads('dana', toldDana()[0])).not.toMatch(/Create it/)
    expect(await homeOf(bot, 'dana')).toMatch(/Slack does not know this conversation any more/)
    expect((await health()).outbox).toMatchObject({ ok: false })
  })
})

describe('the word that a token was revoked', () => {
  const undisturbed = async () => {
    expect((await bot.bot.health()).ready).toBe(true)
    await thank()
    expect(toBen()).toHaveLength(1)
  }

  it('is not about ours when it is a person’s', async () => {
    await bot.sandbox.admin.revokeUserToken('ana')
    await bot.bot.idle()
    await undisturbed()
  })

  it('is late when the app is installed again: Cairn goes on, without a restart', async () => {
    await bot.sandbox.admin.uninstall()
    await bot.bot.idle()
    expect(await health()).toMatchObject({ slack: { ok: false } })
    bot.sandbox.admin.install()
    await bot.sandbox.deliver.redeliver()
    await bot.settle()
    await undisturbed()
  })

  it('holds as long as Slack refuses the token, which is tried again by itself', async () => {
    await bot.sandbox.admin.revokeTokens()
    await bot.bot.idle()
    await bot.as('ana').command('/mentor kudos @ben for the launch')
    await bot.advance(HOUR_MS)
    expect(await health()).toMatchObject({ slack: { ok: false, detail: 'the token was revoked' } })
    bot.sandbox.admin.install()
    await bot.advance(5 * MINUTE_MS)
    expect((await bot.bot.health()).ready).toBe(true)
    expect(toBen()).toHaveLength(1)
  })

  it('and one call that is refused by mistake ends nothing', async () => {
    bot.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', error: 'account_inactive', times: 1 })
    await thank()
    await bot.advance(5 * MINUTE_MS)
    expect(toBen()).toHaveLength(1)
  })
})

describe('a renamed wins channel', () => {
  it('is the same one, by whatever name, also when another takes the old name', async () => {
    await chooseCelebration(bot.ctx, bot.sandbox.as('ben').id, 'public')
    await bot.sandbox.admin.rename('pm-wins', 'big-wins')
    await bot.advance(DAY_MS)
    expect(await health()).toMatchObject({ wins: { ok: true } })
    bot.sandbox.admin.addChannel({ id: 'C0PMWINS02', name: 'pm-wins', bot: true })
    await bot.restart()
    await bot.settle()
    await thank()
    expect(
      bot
        .as('ben')
        .messages('big-wins')
        .map((m) => bot.reads('ben', m))
        .join(),
    ).toContain('the launch')
    expect(inWins()).toEqual([])
  })

  it('is named as it is called now when something is wrong with it', async () => {
    await bot.sandbox.admin.rename('pm-wins', 'big-wins')
    bot.sandbox.admin.archive('big-wins')
    await bot.advance(DAY_MS)
    expect((await health()).wins?.detail).toMatch(/^#big-wins is archived/)
  })

  it('that is gone leaves its place to another of the old name', async () => {
    bot.sandbox.admin.deleteChannel('pm-wins')
    bot.sandbox.admin.addChannel({ id: 'C0PMWINS02', name: 'pm-wins', bot: true })
    await bot.advance(DAY_MS)
    expect(await health()).toMatchObject({ wins: { ok: true } })
  })
})
