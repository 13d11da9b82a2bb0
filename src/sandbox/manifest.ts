/** Reads from an app manifest what the workspace must know: scopes, commands, events, shortcuts, tabs. */
import { parse } from 'yaml'

export interface AppManifest {
  name: string
  scopes: string[]
  commands: { command: string; shouldEscape: boolean; description: string; usageHint: string }[]
  events: string[]
  shortcuts: { callbackId: string; type: 'message' | 'global'; name: string }[]
  interactivity: boolean
  homeTab: boolean
  messagesTab: boolean
  messagesReadOnly: boolean
}

/** An app that asks for everything: what the sandbox assumes when it is given no manifest. */
const OPEN_HANDED = {
  display_information: { name: 'Sandbox app' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    slash_commands: [{ command: '/mentor', description: 'Anything', should_escape: true }],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:join',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'groups:read',
        'im:read',
        'im:write',
        'mpim:read',
        'mpim:write',
        'reactions:read',
        'reactions:write',
        'team:read',
        'users:read',
        'users:read.email',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'app_uninstalled',
        'reaction_added',
        'team_join',
        'tokens_revoked',
        'user_change',
      ],
    },
    interactivity: { is_enabled: true },
  },
}

function at(value: unknown, ...path: string[]): unknown {
  let here = value
  for (const key of path)
    here = here && typeof here === 'object' ? (here as Record<string, unknown>)[key] : undefined
  return here
}

const strings = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
const objects = (value: unknown) =>
  Array.isArray(value) ? value.filter((each) => each && typeof each === 'object') : []

/**
 * Reads a manifest, parsed or as YAML or JSON text.
 * @param grantOptional whether the workspace granted the `bot_optional` scopes
 * @throws if the text is no mapping
 */
export function readManifest(source: unknown, grantOptional: boolean): AppManifest {
  const manifest = typeof source === 'string' ? parse(source) : (source ?? OPEN_HANDED)
  if (!manifest || typeof manifest !== 'object') throw new Error('The manifest is not a mapping')
  const bot = strings(at(manifest, 'oauth_config', 'scopes', 'bot'))
  const optional = strings(at(manifest, 'oauth_config', 'scopes', 'bot_optional'))
  return {
    name: String(at(manifest, 'display_information', 'name') ?? 'App'),
    scopes: [...new Set(grantOptional ? [...bot, ...optional] : bot)].sort(),
    commands: objects(at(manifest, 'features', 'slash_commands')).map((each) => ({
      command: String(at(each, 'command')),
      shouldEscape: at(each, 'should_escape') === true,
      description: String(at(each, 'description') ?? ''),
      usageHint: String(at(each, 'usage_hint') ?? ''),
    })),
    events: strings(at(manifest, 'settings', 'event_subscriptions', 'bot_events')),
    shortcuts: objects(at(manifest, 'features', 'shortcuts')).map((each) => ({
      callbackId: String(at(each, 'callback_id')),
      type: at(each, 'type') === 'global' ? 'global' : 'message',
      name: String(at(each, 'name') ?? ''),
    })),
    interactivity: at(manifest, 'settings', 'interactivity', 'is_enabled') === true,
    homeTab: at(manifest, 'features', 'app_home', 'home_tab_enabled') === true,
    messagesTab: at(manifest, 'features', 'app_home', 'messages_tab_enabled') === true,
    messagesReadOnly: at(manifest, 'features', 'app_home', 'messages_tab_read_only_enabled') === true,
  }
}
