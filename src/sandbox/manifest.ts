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
        'im:history',
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
        'message.im',
        'reaction_added',
        'team_join',
        'tokens_revoked',
        'user_change',
      ],
    },
    interactivity: { is_enabled: true },
  },
}

/** What each event asks for; any one of several will do (docs.slack.dev/reference/events). */
const EVENT_SCOPES: Record<string, string[]> = {
  app_mention: ['app_mentions:read'],
  channel_archive: ['channels:read'],
  channel_rename: ['channels:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
}

/** Whether an app with these scopes is told of this event. */
export const mayHear = (event: string, scopes: string[]): boolean =>
  EVENT_SCOPES[event]?.some((scope) => scopes.includes(scope)) ?? true

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
 * @throws if the text is no mapping, or it subscribes to an event and asks for none of the scopes that it needs
 */
export function readManifest(source: unknown, grantOptional: boolean): AppManifest {
  const manifest = typeof source === 'string' ? parse(source) : (source ?? OPEN_HANDED)
  if (!manifest || typeof manifest !== 'object') throw new Error('The manifest is not a mapping')
  const bot = strings(at(manifest, 'oauth_config', 'scopes', 'bot'))
  const optional = strings(at(manifest, 'oauth_config', 'scopes', 'bot_optional'))
  const events = strings(at(manifest, 'settings', 'event_subscriptions', 'bot_events'))
  const deaf = events.filter((event) => !mayHear(event, [...bot, ...optional]))
  if (deaf.length > 0)
    throw new Error(
      `The manifest subscribes to ${deaf.map((event) => `${event}, which needs ${EVENT_SCOPES[event]?.join(' or ')}`).join('; ')}`,
    )
  return {
    name: String(at(manifest, 'display_information', 'name') ?? 'App'),
    scopes: [...new Set(grantOptional ? [...bot, ...optional] : bot)].sort(),
    commands: objects(at(manifest, 'features', 'slash_commands')).map((each) => ({
      command: String(at(each, 'command')),
      shouldEscape: at(each, 'should_escape') === true,
      description: String(at(each, 'description') ?? ''),
      usageHint: String(at(each, 'usage_hint') ?? ''),
    })),
    events,
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
