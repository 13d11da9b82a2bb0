/** What the Web API refuses, each refusal beside its success, with raw requests and with WebClient. */
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainText, type Sandbox } from '../../src/sandbox/index.ts'
import { aSandbox } from './tiny-app.ts'

type Json = Record<string, unknown>

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await aSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  // Each test has its own minute, so that none eats another's rate limit.
  sandbox.clock.advance(60 * 60_000)
  sandbox.faults.clear()
})

const ANA = 'U0ANA00001'
const BEN = 'U0BEN00002'
const GENERAL = 'C0GENERAL1'
const WINS = 'C0PMWINS01'

async function call(method: string, args: Json = {}, token: string | null = sandbox.tokens.bot) {
  const response = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json }
}
const error = async (method: string, args: Json = {}) => (await call(method, args)).body.error
const ok = async (method: string, args: Json = {}) => {
  const { body } = await call(method, args)
  if (body.ok !== true) throw new Error(`${method}: ${JSON.stringify(body)}`)
  return body
}
const plain = (text: string) => ({ type: 'plain_text', text })
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('T'),
  blocks: [{ type: 'divider' }],
  ...more,
})

describe('tokens and bodies', () => {
  it.each([
    ['a bot token', 'auth.test', () => sandbox.tokens.bot, undefined],
    ['no token', 'auth.test', () => null, 'not_authed'],
    ['an unknown token', 'auth.test', () => 'xoxb-no', 'invalid_auth'],
    ['an app token for a bot method', 'auth.test', () => sandbox.tokens.app, 'not_allowed_token_type'],
    ['an app token for a connection', 'apps.connections.open', () => sandbox.tokens.app, undefined],
    [
      'a bot token for a connection',
      'apps.connections.open',
      () => sandbox.tokens.bot,
      'not_allowed_token_type',
    ],
    ['no token where none is needed', 'api.test', () => null, undefined],
  ])('%s', async (_, method, token, refusal) => {
    expect((await call(method, {}, token())).body.error).toBe(refusal)
  })

  it('takes the token from a form, and says the scopes', async () => {
    const body = new URLSearchParams({ token: sandbox.tokens.bot })
    const response = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST', body })
    expect(await response.json()).toMatchObject({
      ok: true,
      team_id: 'T0SANDBOX1',
      user: 'cairn',
      bot_id: 'B0SANDBOX1',
    })
    expect(response.headers.get('x-oauth-scopes')).toContain('chat:write')
    expect(response.headers.get('x-slack-req-id')).toBeTruthy()
  })

  it.each([
    ['broken JSON', 'application/json', '{"a":', 'invalid_json'],
    ['a list', 'application/json', '[]', 'json_not_object'],
    ['a broken form', 'application/x-www-form-urlencoded', 'a=%E0%A4%A', 'invalid_form_data'],
    ['another type', 'text/xml', '<a/>', 'invalid_post_type'],
    ['a form', 'application/x-www-form-urlencoded', 'a=1', undefined],
  ])('%s', async (_, type, body, refusal) => {
    const response = await fetch(`${sandbox.apiUrl}api.test`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })
    expect(((await response.json()) as Json).error).toBe(refusal)
    expect(response.status).toBe(200)
  })

  it('does not know what Slack does not have', async () => {
    expect(await error('chat.shout')).toBe('unknown_method')
    expect(await error('toString')).toBe('unknown_method')
  })

  it('survives anything in any argument', async () => {
    const long = 'x'.repeat(10_000)
    for (const value of [long, {}, [], 1, null, true]) {
      for (const method of [
        'chat.postMessage',
        'views.open',
        'conversations.open',
        'users.info',
        'views.publish',
      ]) {
        const args = {
          channel: value,
          text: value,
          blocks: value,
          view: value,
          users: value,
          user: value,
          user_id: value,
          trigger_id: value,
        }
        const { status, body } = await call(method, args)
        expect([200, 429]).toContain(status)
        expect(body.error).not.toBe('fatal_error')
      }
    }
    expect(sandbox.traffic.errors).toEqual([])
  })
})

describe('scopes', () => {
  it.each([
    ['users.lookupByEmail', { email: 'ana@example.com' }, 'users:read.email'],
    ['conversations.history', { channel: WINS }, 'channels:history,groups:history,im:history,mpim:history'],
    ['team.info', {}, 'team:read'],
    ['files.info', { file: 'F1' }, 'files:read'],
    ['conversations.list', { types: 'im' }, 'im:read'],
  ])('%s needs what the manifest does not ask for', async (method, args, needed) => {
    const { body } = await call(method, args)
    expect(body).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed,
      provided: expect.stringContaining('chat:write'),
    })
  })

  it('keeps addresses from those without users:read.email', async () => {
    const without = (await ok('users.info', { user: ANA })) as { user: { profile: Json } }
    expect(without.user.profile).not.toHaveProperty('email')
    const scopes = (await call('auth.test')).headers.get('x-oauth-scopes')!.split(',')
    sandbox.admin.setScopes([...scopes, 'users:read.email'])
    const granted = (await ok('users.info', { user: ANA })) as { user: { profile: Json } }
    expect(granted.user.profile.email).toBe('ana@example.com')
    expect(await ok('users.lookupByEmail', { email: 'ANA@example.com' })).toMatchObject({ user: { id: ANA } })
    expect(await error('users.lookupByEmail', { email: 'nobody@example.com' })).toBe('users_not_found')
    sandbox.admin.setScopes(scopes)
  })

  it('opens groups by mpim:write and joins by channels:join', async () => {
    const scopes = (await call('auth.test')).headers.get('x-oauth-scopes')!.split(',')
    await ok('conversations.open', { users: `${ANA},${BEN}` })
    await ok('conversations.join', { channel: 'C0PRODUCT1' })
    sandbox.admin.setScopes(scopes.filter((each) => each !== 'mpim:write' && each !== 'channels:join'))
    expect(await error('conversations.open', { users: `${ANA},${BEN}` })).toBe('missing_scope')
    expect(await error('conversations.join', { channel: 'C0PRODUCT1' })).toBe('missing_scope')
    sandbox.admin.setScopes(scopes)
    sandbox.admin.removeBotFrom('product')
  })
})

describe('people and channels', () => {
  it('shows zones, and neither zone nor role of somebody who left', async () => {
    expect(await ok('users.info', { user: 'U0HAR00008' })).toMatchObject({
      user: { tz: 'Asia/Tokyo', tz_offset: 9 * 3600, is_restricted: false, deleted: false },
    })
    const { user } = (await ok('users.info', { user: 'U0NED00014' })) as { user: Json }
    expect(user).toMatchObject({ deleted: true, is_bot: false })
    expect(user).not.toHaveProperty('tz')
    expect(await ok('users.info', { user: 'USLACKBOT' })).toMatchObject({ user: { is_bot: false } })
    expect(await ok('users.info', { user: 'U0MOL00013' })).toMatchObject({ user: { is_restricted: true } })
    expect(await error('users.info', { user: 'U0NOBODY00' })).toBe('user_not_found')
  })

  it('pages', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const body = (await ok('users.list', { limit: 5, cursor })) as {
        members: { id: string }[]
        response_metadata: { next_cursor: string }
      }
      expect(body.members.length).toBeLessThanOrEqual(5)
      seen.push(...body.members.map((each) => each.id))
      cursor = body.response_metadata.next_cursor
    } while (cursor)
    expect(seen).toEqual(sandbox.people.map((each) => each.id))
    expect(await error('users.list', { cursor: 'bogus' })).toBe('invalid_cursor')
    expect(await error('users.list', { limit: 1001 })).toBe('invalid_limit')
  })

  it('lists what the app may see', async () => {
    const names = async (args: Json) =>
      ((await ok('conversations.list', args)) as { channels: { name: string }[] }).channels.map(
        (each) => each.name,
      )
    expect(await names({})).toContain('old-wins')
    expect(await names({ exclude_archived: true })).not.toContain('old-wins')
    expect(await names({ types: 'public_channel,private_channel' })).not.toContain('product-leads')
    sandbox.admin.inviteBot('product-leads')
    expect(await names({ types: 'public_channel,private_channel' })).toContain('product-leads')
    sandbox.admin.removeBotFrom('product-leads')
    expect(await error('conversations.list', { types: 'secret' })).toBe('invalid_types')
    expect(await error('conversations.info', { channel: 'C0LEADERS1' })).toBe('channel_not_found')
    expect(await ok('conversations.info', { channel: GENERAL })).toMatchObject({
      channel: { is_member: false },
    })
  })

  it.each([
    [ANA, undefined],
    [`${ANA},${BEN}`, undefined],
    ['', 'users_list_not_supplied'],
    ['U0NOBODY00', 'user_not_found'],
    ['U0NED00014', 'user_disabled'],
    ['U0ROB00015', 'cannot_dm_bot'],
    ['USLACKBOT', 'cannot_dm_bot'],
    ['U0ANA00001,U0BEN00002,U0CHI00003,U0DAN00004,U0ELI00005,U0FIN00006,U0GRA00007,U0HAR00008', undefined],
    [
      'U0ANA00001,U0BEN00002,U0CHI00003,U0DAN00004,U0ELI00005,U0FIN00006,U0GRA00007,U0HAR00008,U0IND00009',
      'too_many_users',
    ],
  ])('opens a conversation with %s: %s', async (users, refusal) => {
    expect((await call('conversations.open', { users })).body.error).toBe(refusal)
  })

  it('opens the same conversation again', async () => {
    const first = await ok('conversations.open', { users: 'U0LEO00012', return_im: true })
    expect(first.channel).toMatchObject({ is_im: true, user: 'U0LEO00012' })
    expect(await ok('conversations.open', { users: 'U0LEO00012' })).toMatchObject({
      already_open: true,
      channel: { id: (first.channel as Json).id },
    })
  })
})

describe('messages', () => {
  const text = (n: number) => 'x'.repeat(n)
  const sections = (n: number, size: number) =>
    Array.from({ length: n }, () => ({ type: 'section', text: plain(text(size)) }))

  it.each([
    ['by id', { channel: WINS, text: 'hi' }, undefined],
    ['by name', { channel: '#pm-wins', text: 'hi' }, undefined],
    ['to a person', { channel: ANA, text: 'hi' }, undefined],
    ['to somebody who left', { channel: 'U0NED00014', text: 'hi' }, undefined],
    ['to a bot', { channel: 'U0ROB00015', text: 'hi' }, 'cannot_dm_bot'],
    ['to nowhere', { channel: 'C0NOWHERE0', text: 'hi' }, 'channel_not_found'],
    ['where the app is not', { channel: GENERAL, text: 'hi' }, 'not_in_channel'],
    ['where it is private', { channel: 'C0LEADERS1', text: 'hi' }, 'channel_not_found'],
    ['without a channel', { text: 'hi' }, 'invalid_arguments'],
    ['without text', { channel: WINS }, 'no_text'],
    ['with blank text', { channel: WINS, text: '  ' }, 'no_text'],
    ['with blocks alone', { channel: WINS, blocks: [{ type: 'divider' }] }, undefined],
    ['with blocks that are none', { channel: WINS, blocks: '[{' }, 'invalid_blocks_format'],
    ['with blocks up to 10,000 characters', { channel: WINS, blocks: sections(5, 2000) }, undefined],
    ['with more', { channel: WINS, blocks: sections(6, 2000) }, 'msg_blocks_too_long'],
    ['with bad blocks', { channel: WINS, blocks: [{ type: 'nope' }] }, 'invalid_blocks'],
    ['with 100 attachments', { channel: WINS, attachments: Array(100).fill({ text: 'a' }) }, undefined],
    ['with 101', { channel: WINS, attachments: Array(101).fill({ text: 'a' }) }, 'too_many_attachments'],
    ['in another name', { channel: WINS, text: 'hi', username: 'Boss' }, 'missing_scope'],
    [
      'into a thread that is not there',
      { channel: WINS, text: 'hi', thread_ts: '1.000000' },
      'thread_not_found',
    ],
  ])('are posted %s', async (_, args, refusal) => {
    expect((await call('chat.postMessage', args)).body.error).toBe(refusal)
  })

  it('says what is wrong with blocks as Slack does', async () => {
    const { body } = await call('chat.postMessage', { channel: WINS, blocks: sections(1, 3001) })
    const said = 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'
    expect(body).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [said],
      response_metadata: { messages: [`[ERROR] ${said}`] },
    })
  })

  it('cuts text at 40,000, and refuses an update over 4,000', async () => {
    const posted = (await ok('chat.postMessage', { channel: WINS, text: text(40_001) })) as {
      ts: string
      message: Json
    }
    expect(posted.message.text).toHaveLength(40_000)
    await ok('chat.update', { channel: WINS, ts: posted.ts, text: text(4000) })
    expect(await error('chat.update', { channel: WINS, ts: posted.ts, text: text(4001) })).toBe(
      'msg_too_long',
    )
    expect(await error('chat.update', { channel: WINS, ts: '1.000001', text: 'x' })).toBe('message_not_found')
    const said = await sandbox.as('ana').say('pm-wins', 'mine')
    expect(await error('chat.update', { channel: WINS, ts: said.ts, text: 'x' })).toBe('cant_update_message')
    expect(await error('chat.delete', { channel: WINS, ts: said.ts })).toBe('cant_delete_message')
    await ok('chat.delete', { channel: WINS, ts: posted.ts })
    expect(await error('chat.delete', { channel: WINS, ts: posted.ts })).toBe('message_not_found')
  })

  it('keeps the blocks of a message that only changes its text, and drops them when told', async () => {
    const { ts } = await ok('chat.postMessage', { channel: WINS, text: 'a', blocks: [{ type: 'divider' }] })
    const last = () => sandbox.as('ana').messages('pm-wins').at(-1)!
    await ok('chat.update', { channel: WINS, ts, text: 'b' })
    expect(last().blocks).toHaveLength(1)
    await ok('chat.update', { channel: WINS, ts, text: 'c', blocks: [] })
    expect(last()).toMatchObject({ text: 'c', blocks: undefined })
  })

  it('follows the state of the channel', async () => {
    sandbox.admin.restrict('pm-wins', 'admins')
    expect(await error('chat.postMessage', { channel: WINS, text: 'hi' })).toBe('restricted_action')
    sandbox.admin.restrict('pm-wins', 'everyone')
    sandbox.admin.archive('pm-wins')
    expect(await error('chat.postMessage', { channel: WINS, text: 'hi' })).toBe('is_archived')
    sandbox.admin.unarchive('pm-wins')
    await ok('chat.postMessage', { channel: WINS, text: 'hi' })
  })

  it('shows ephemeral messages to members of channels that the app is in', async () => {
    await ok('chat.postEphemeral', { channel: WINS, user: ANA, text: 'psst' })
    expect(plainText(sandbox.as('ana').ephemerals().at(-1)!)).toBe('psst')
    expect(await error('chat.postEphemeral', { channel: WINS, user: 'U0MOL00013', text: 'psst' })).toBe(
      'user_not_in_channel',
    )
    expect(await error('chat.postEphemeral', { channel: GENERAL, user: ANA, text: 'psst' })).toBe(
      'not_in_channel',
    )
  })

  it.each([
    ['<!channel> hi', ['channel']],
    ['&lt;!channel&gt; hi', []],
    ['<@U0ANA00001|x> and <!here|here>', ['U0ANA00001', 'here']],
    ['<!subteam^S012345>', ['S012345']],
    ['@channel @ana', []],
  ])('rings for those whom Slack reads in %s', async (said, notifies) => {
    await ok('chat.postMessage', { channel: WINS, text: said })
    expect(sandbox.as('ana').messages('pm-wins').at(-1)!.notifies).toEqual(notifies)
  })

  it('rings for markup in blocks, not for plain text, and for link_names', async () => {
    const last = () => sandbox.as('ana').messages('pm-wins').at(-1)!.notifies
    const blocks = (text: unknown) => [{ type: 'section', text }]
    await ok('chat.postMessage', {
      channel: WINS,
      text: 'x',
      blocks: blocks({ type: 'mrkdwn', text: '<!here>' }),
    })
    expect(last()).toEqual(['here'])
    await ok('chat.postMessage', { channel: WINS, text: 'x', blocks: blocks(plain('<!here>')) })
    expect(last()).toEqual([])
    await ok('chat.postMessage', { channel: WINS, text: '@channel', link_names: true })
    expect(last()).toEqual(['channel'])
  })

  it('gives addresses', async () => {
    const { ts } = (await ok('chat.postMessage', { channel: WINS, text: 'a' })) as { ts: string }
    const { permalink } = await ok('chat.getPermalink', { channel: WINS, message_ts: ts })
    expect(permalink).toBe(`https://stonepath-sandbox.slack.com/archives/${WINS}/p${ts.replace('.', '')}`)
  })
})

describe('Home', () => {
  const home = { type: 'home', blocks: [{ type: 'divider' }] }
  it('is published, guarded by its hash', async () => {
    const { view } = (await ok('views.publish', { user_id: ANA, view: home })) as { view: { hash: string } }
    await ok('views.publish', { user_id: ANA, view: home, hash: view.hash })
    expect(await error('views.publish', { user_id: ANA, view: home, hash: view.hash })).toBe('hash_conflict')
    expect(await error('views.publish', { user_id: 'U0NOBODY00', view: home })).toBe('user_not_found')
    expect(await error('views.publish', { user_id: ANA, view: modal() })).toBe('invalid_arguments')
    expect(await error('views.publish', { user_id: ANA })).toBe('invalid_arguments')
  })

  it('refuses an external id that another view has', async () => {
    await ok('views.publish', { user_id: ANA, view: { ...home, external_id: 'one' } })
    await ok('views.publish', { user_id: ANA, view: { ...home, external_id: 'one' } })
    expect(await error('views.publish', { user_id: BEN, view: { ...home, external_id: 'one' } })).toBe(
      'duplicate_external_id',
    )
  })

  it('refuses what is over 250 kB', async () => {
    const section = (i: number) => ({ type: 'section', block_id: `b${i}`, text: plain('x'.repeat(3000)) })
    const of = (n: number) => ({ type: 'home', blocks: Array.from({ length: n }, (_, i) => section(i)) })
    await ok('views.publish', { user_id: ANA, view: of(80) })
    expect(await error('views.publish', { user_id: ANA, view: of(84) })).toBe('view_too_large')
  })
})

describe('rate limits', () => {
  it('lets 20 and a few a minute pass of tier 2, and says when to come again', async () => {
    for (let i = 0; i < 24; i++) await ok('users.list', { limit: 1 })
    const refused = await call('users.list', { limit: 1 })
    expect(refused).toMatchObject({ status: 429, body: { ok: false, error: 'ratelimited' } })
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBe(3)
    sandbox.clock.advance(seconds * 1000 - 1)
    expect((await call('users.list')).status).toBe(429)
    sandbox.clock.advance(1)
    expect((await call('users.list')).status).toBe(200)
  })

  it('lets a short burst into one channel, then a message a second; other channels are free', async () => {
    for (let i = 0; i < 5; i++) await ok('chat.postMessage', { channel: WINS, text: `${i}` })
    expect(await call('chat.postMessage', { channel: '#pm-wins', text: 'x' })).toMatchObject({ status: 429 })
    await ok('chat.postMessage', { channel: ANA, text: 'x' })
    sandbox.clock.advance(1000)
    await ok('chat.postMessage', { channel: WINS, text: 'x' })
    expect((await call('chat.postMessage', { channel: WINS, text: 'x' })).headers.get('retry-after')).toBe(
      '1',
    )
  })
})

describe('files', () => {
  it('are uploaded in three steps by WebClient, and appear in the channel', async () => {
    const client = new WebClient(sandbox.tokens.bot, {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
    })
    const { channel } = await client.conversations.open({ users: ANA })
    await client.filesUploadV2({
      channel_id: channel!.id!,
      filename: 'record.csv',
      title: 'My growth record',
      content: 'goal,reached\n',
      initial_comment: 'Here it is',
    })
    const message = sandbox.as('ana').dms().at(-1)!
    expect(plainText(message)).toBe('Here it is\n(file: My growth record)')
    const response = await fetch(message.files![0]!.url_private)
    expect(await response.text()).toBe('goal,reached\n')
    expect(response.headers.get('content-type')).toContain('text/csv')
  })

  it('are shown in blocks once they are uploaded, if they are pictures', async () => {
    const client = new WebClient(sandbox.tokens.bot, {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
    })
    const upload = async (filename: string) => {
      const { files } = await client.filesUploadV2({ filename, file: Buffer.from('bytes') })
      return (files[0] as unknown as { files: { id: string }[] }).files[0]!.id
    }
    const image = (id: string) => [{ type: 'image', alt_text: 'A chart', slack_file: { id } }]
    await ok('chat.postMessage', { channel: WINS, text: 'x', blocks: image(await upload('chart.png')) })
    for (const id of ['F000000404', await upload('chart.csv')]) {
      const { body } = await call('chat.postMessage', { channel: WINS, text: 'x', blocks: image(id) })
      const said = 'invalid slack file [json-pointer:/blocks/0/slack_file]'
      expect(body).toMatchObject({ error: 'invalid_blocks', errors: [said] })
    }
  })

  it('refuses what was not sent', async () => {
    const { file_id } = await ok('files.getUploadURLExternal', { filename: 'a.txt', length: 3 })
    expect(await error('files.completeUploadExternal', { files: [{ id: file_id }] })).toBe('file_not_found')
    expect(await error('files.getUploadURLExternal', { filename: 'a.txt', length: 0 })).toBe(
      'invalid_arguments',
    )
  })
})

describe('blocks.validate', () => {
  it('takes exactly one of blocks, view and message', async () => {
    const blocks = [{ type: 'divider' }]
    await ok('blocks.validate', { blocks })
    await ok('blocks.validate', { message: { text: 'x', blocks } })
    await ok('blocks.validate', { view: modal() })
    expect(await error('blocks.validate', { blocks, view: modal() })).toBe('invalid_arguments')
    const { body } = await call('blocks.validate', { blocks: [{ type: 'nope' }] })
    expect(body).toMatchObject({
      error: 'invalid_blocks',
      errors: [{ pointer: '/0/type', message: 'unsupported type: nope' }],
    })
  })
})
