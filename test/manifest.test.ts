/** The manifest that people paste into Slack: valid by Slack's own schema, and asking for what the code uses. */
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { features } from '../src/features/index.ts'
import { HELPFUL_SCOPES, REQUIRED_SCOPES } from '../src/slack/platform/authorise.ts'
import { type EventDeps, listenToEvents } from '../src/slack/platform/events.ts'
import { readText, sourcesUnder, withoutComments } from './support/sources.ts'

const text = readText('manifest.yml')
const manifest = parse(text)
const scopes: string[] = manifest.oauth_config.scopes.bot
const optionalScopes: string[] = manifest.oauth_config.scopes.bot_optional
const schema = JSON.parse(readText('test/facts/manifest.schema.2.0.0.json'))

const errorsOf = (data: unknown) => {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema)
  return validate(data) ? [] : (validate.errors ?? [])
}

describe("Slack's schema", () => {
  it('takes the manifest', () => {
    expect(errorsOf(manifest)).toEqual([])
  })

  it('would refuse a slip', () => {
    expect(errorsOf({ ...manifest, display_information: { name: 'x'.repeat(36) } })).not.toEqual([])
    expect(errorsOf({ ...manifest, settings: { socket_mode_enabled: 'yes' } })).not.toEqual([])
  })
})

/** What each method of the Web API, event and feature that the code uses asks for; null: nothing. */
const METHODS: Record<string, string[] | null> = {
  'apps.connections.open': null,
  'auth.test': null,
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write', 'mpim:write'],
  filesUploadV2: ['files:write'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': null,
  'views.publish': null,
  'views.push': null,
  'views.update': null,
}
const EVENTS: Record<string, string[] | null> = {
  app_home_opened: null,
  app_mention: ['app_mentions:read'],
  app_uninstalled: null,
  member_joined_channel: ['channels:read'],
  team_join: ['users:read'],
  tokens_revoked: null,
  user_change: ['users:read'],
}

/** Methods called on a WebClient anywhere in the bot. */
function methodsCalled(): string[] {
  const found = sourcesUnder('src')
    .filter(({ path }) => !/^src\/(sandbox|demo|db)\//.test(path))
    .flatMap(({ text }) => [
      ...withoutComments(text).matchAll(
        /\bclient\s*\.\s*((?:apps\.connections|[a-z]+)\s*\.\s*[a-zA-Z]+|filesUploadV2)\s*\(/g,
      ),
    ])
    .map((m) => (m[1] as string).replace(/\s/g, ''))
  return [...new Set(found)].sort()
}

/** Events that the code listens to. */
function eventsHeard(): string[] {
  const heard: string[] = []
  listenToEvents({ app: { event: (name: string) => heard.push(name) } } as unknown as EventDeps)
  return heard.sort()
}

describe('what it asks for', () => {
  it('is just what the code needs', () => {
    const used = methodsCalled()
    expect(used).toEqual(Object.keys(METHODS).sort())
    const needed = [
      'commands',
      ...used.flatMap((method) => METHODS[method] ?? []),
      ...eventsHeard().flatMap((event) => EVENTS[event] ?? []),
    ]
    expect([...scopes, ...optionalScopes].sort()).toEqual([...new Set(needed)].sort())
  })

  it('is what the start checks and the doctor explains', () => {
    const checked = { ...REQUIRED_SCOPES, ...HELPFUL_SCOPES }
    expect(Object.keys(checked).sort()).toEqual([...scopes, ...optionalScopes].sort())
    // What nothing works without can never be left to choice.
    for (const scope of Object.keys(REQUIRED_SCOPES)) expect(scopes).toContain(scope)
  })

  it('reads no history and no words of others', () => {
    for (const scope of [...scopes, ...optionalScopes]) expect(scope).not.toMatch(/history|search|admin/)
  })

  it('says beside each scope what it is for', () => {
    for (const scope of [...scopes, ...optionalScopes])
      expect(text).toMatch(new RegExp(`^ +- ${scope} # \\S.{8,}$`, 'm'))
  })

  it('subscribes to the events that are listened to', () => {
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(eventsHeard())
  })
})

describe('what people see', () => {
  const [command] = manifest.features.slash_commands

  it('names in the usage hint the commands that say so, in the order of the features, and help', () => {
    const commands = features.flatMap((feature) => Object.entries(feature.commands ?? {}))
    const hinted = commands.filter(([, each]) => each.hinted).map(([name]) => name)
    expect(command.usage_hint).toBe(`[${[...hinted, 'help'].join(' | ')}]`)
    expect(commands.map(([name]) => name)).toContain('help')
  })

  it('lets mentions arrive as ids, direct messages through, and nobody type to a bot that cannot hear', () => {
    expect(command).toMatchObject({ command: '/mentor', should_escape: true })
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: true,
    })
    expect(manifest.settings.interactivity.is_enabled).toBe(true)
    expect(manifest.settings.socket_mode_enabled).toBe(true)
  })
})
