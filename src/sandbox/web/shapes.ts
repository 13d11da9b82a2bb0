/** People and channels as the Web API shows them. */
import type { Channel, Person } from '../types.ts'
import { ENTERPRISE, type World } from '../world.ts'

/** Making a format costs far more than using it, and everybody is listed once a day. */
const clocks = new Map<string, Intl.DateTimeFormat>()
const labels = new Map<string, Intl.DateTimeFormat>()

function kept(formats: Map<string, Intl.DateTimeFormat>, tz: string, options: Intl.DateTimeFormatOptions) {
  const format = formats.get(tz) ?? new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options })
  formats.set(tz, format)
  return format
}

/** Seconds that a zone is ahead of UTC at an instant (milliseconds). */
function zoneOffset(tz: string, at: number): number {
  const parts = kept(clocks, tz, {
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return Math.round((local - Math.floor(at / 1000) * 1000) / 1000)
}

function zoneLabel(tz: string, at: number): string {
  const parts = kept(labels, tz, { timeZoneName: 'long' }).formatToParts(at)
  return parts.find((each) => each.type === 'timeZoneName')?.value ?? tz
}

/**
 * A user object. Of somebody who left, Slack shows neither zone nor roles; the address needs
 * `users:read.email`.
 */
export function userJson(world: World, person: Person, options: { email: boolean; locale?: boolean }) {
  const first = person.realName.split(' ')[0] ?? ''
  const profile = {
    title: person.title,
    phone: '',
    skype: '',
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.displayName,
    display_name_normalized: person.displayName,
    first_name: first,
    last_name: person.realName.slice(first.length + 1),
    avatar_hash: 'g0000000000',
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    team: person.teamId,
    ...(options.email && !person.isBot && person.email && { email: person.email }),
    ...(person.isBot && { bot_id: botIdOf(world, person), always_active: true }),
  }
  const base = {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    profile,
    is_bot: person.isBot,
    is_app_user: false,
    updated: Math.floor(person.updatedAt / 1000),
    ...(person.isStranger && { is_stranger: true }),
    ...(person.teams && {
      enterprise_user: {
        id: person.id,
        enterprise_id: ENTERPRISE.id,
        enterprise_name: ENTERPRISE.name,
        is_admin: false,
        is_owner: false,
        teams: person.teams,
      },
    }),
  }
  if (person.deleted) return base
  return {
    ...base,
    color: '9f69e7',
    real_name: person.realName,
    tz: person.tz,
    tz_label: zoneLabel(person.tz, world.clock.now()),
    tz_offset: zoneOffset(person.tz, world.clock.now()),
    is_admin: person.isAdmin,
    is_owner: person.isOwner,
    is_primary_owner: person.isOwner,
    is_restricted: person.isGuest || person.isSingleChannelGuest,
    is_ultra_restricted: person.isSingleChannelGuest,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    ...(options.locale && { locale: person.locale }),
  }
}

function botIdOf(world: World, person: Person): string {
  return person.id === world.app.botUserId ? world.app.botId : `B${person.id.slice(1)}`
}

/** A conversation object, as `conversations.*` show it to the app. */
export function channelJson(world: World, channel: Channel): Record<string, unknown> {
  const bot = world.app.botUserId
  const created = Math.floor(channel.createdAt / 1000)
  if (channel.kind === 'im') {
    const other = channel.members.find((id) => id !== bot) ?? bot
    return {
      id: channel.id,
      created,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      context_team_id: world.workspace.id,
      user: other,
      is_user_deleted: world.store.people.get(other)?.deleted ?? false,
      priority: 0,
    }
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    created,
    creator: channel.members.find((id) => id !== bot) ?? bot,
    is_archived: channel.archived,
    is_general: channel.isGeneral,
    unlinked: 0,
    is_shared: false,
    is_org_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: world.workspace.id,
    updated: channel.createdAt,
    is_member: channel.members.includes(bot),
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.members.length,
  }
}
