/** Builds the payloads that Slack sends to an app, field by field as Slack's reference shows them. */
import type { Channel, Message, Person, StateValues, View } from '../types.ts'
import { count, ENTERPRISE, type World } from '../world.ts'

/** The name of a conversation as payloads give it. */
function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage'
  if (channel.kind === 'private') return 'privategroup'
  return channel.name
}

const team = (world: World) => ({ id: world.workspace.id, domain: world.workspace.domain })

const userOf = (world: World, person: Person) => ({
  id: person.id,
  username: person.name,
  name: person.name,
  team_id: person.teamId || world.workspace.id,
})

const common = (world: World, person: Person) => ({
  team: team(world),
  user: userOf(world, person),
  api_app_id: world.app.id,
  token: world.tokens.verification,
  enterprise: person.teams ? ENTERPRISE : null,
  is_enterprise_install: false,
})

export function commandPayload(
  world: World,
  person: Person,
  channel: Channel,
  command: string,
  text: string,
  extra: { trigger_id: string; response_url: string },
): Record<string, string> {
  return {
    token: world.tokens.verification,
    team_id: world.workspace.id,
    team_domain: world.workspace.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    response_url: extra.response_url,
    trigger_id: extra.trigger_id,
  }
}

/** A message as payloads and history carry it. */
export function messageJson(message: Message): Record<string, unknown> {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    ...(message.bot_id && { bot_id: message.bot_id, app_id: message.app_id }),
    ...(message.username && { username: message.username }),
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.attachments && { attachments: message.attachments }),
    ...(message.files && { files: message.files }),
    ...(message.edited && { edited: message.edited }),
    ...(message.thread_ts && { thread_ts: message.thread_ts }),
    ...(message.metadata !== undefined && { metadata: message.metadata }),
    ...(message.reactions?.length && { reactions: message.reactions }),
  }
}

/** A view as payloads and answers carry it: without what only the client shows. */
export function viewJson(view: View): Record<string, unknown> {
  const { errors: _errors, ...rest } = view
  return rest
}

export function messageActionsPayload(
  world: World,
  person: Person,
  channel: Channel,
  message: Message,
  actions: unknown[],
  state: StateValues,
  extra: { trigger_id: string; response_url: string },
): Record<string, unknown> {
  return {
    type: 'block_actions',
    ...common(world, person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralTo !== undefined,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    },
    trigger_id: extra.trigger_id,
    channel: { id: channel.id, name: channelName(channel) },
    // Slack sends no more of an ephemeral message than its timestamp.
    ...(message.ephemeralTo === undefined && { message: messageJson(message) }),
    state: { values: state },
    response_url: extra.response_url,
    actions,
  }
}

export function viewActionsPayload(
  world: World,
  person: Person,
  view: View,
  actions: unknown[],
  extra: { trigger_id: string },
): Record<string, unknown> {
  return {
    type: 'block_actions',
    ...common(world, person),
    container: { type: 'view', view_id: view.id },
    trigger_id: extra.trigger_id,
    view: viewJson(view),
    actions,
  }
}

/** On Enterprise Grid Slack names a form's team by whose hand it was; the view tells where the app is installed. */
const teamOfForm = (world: World, person: Person) =>
  person.teams && { team: { ...team(world), id: person.teamId } }

export function submissionPayload(
  world: World,
  person: Person,
  view: View,
  extra: { trigger_id: string; response_urls: unknown[] },
): Record<string, unknown> {
  return {
    type: 'view_submission',
    ...common(world, person),
    ...teamOfForm(world, person),
    view: viewJson(view),
    ...extra,
  }
}

export function closedPayload(world: World, person: Person, view: View, isCleared: boolean) {
  return {
    type: 'view_closed',
    ...common(world, person),
    ...teamOfForm(world, person),
    view: viewJson(view),
    is_cleared: isCleared,
  }
}

export function globalShortcutPayload(
  world: World,
  person: Person,
  callbackId: string,
  extra: { trigger_id: string; action_ts: string },
) {
  return { type: 'shortcut', ...common(world, person), callback_id: callbackId, ...extra }
}

export function messageShortcutPayload(
  world: World,
  person: Person,
  channel: Channel,
  message: Message,
  callbackId: string,
  extra: { trigger_id: string; response_url: string; action_ts: string },
) {
  return {
    type: 'message_action',
    ...common(world, person),
    callback_id: callbackId,
    channel: { id: channel.id, name: channelName(channel) },
    message_ts: message.ts,
    message: messageJson(message),
    ...extra,
  }
}

/** The outer envelope of an event. */
export function eventPayload(world: World, event: Record<string, unknown>): Record<string, unknown> {
  const id = `Ev0${count(world, 'event').toString(36).toUpperCase().padStart(8, '0')}`
  return {
    token: world.tokens.verification,
    team_id: world.workspace.id,
    api_app_id: world.app.id,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(world.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.workspace.id,
        user_id: world.app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  }
}
