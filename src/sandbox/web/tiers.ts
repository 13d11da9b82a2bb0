/**
 * Rate-limit tiers of the methods that the sandbox has, after Slack's own list:
 * slackapi/java-slack-sdk, metadata/web-api/rate_limit_tiers.json (MIT, Slack Technologies, LLC).
 * A test compares each line with the vendored copy of that list.
 */
type Tier = 'Tier1' | 'Tier2' | 'Tier3' | 'Tier4' | 'Special'

/** Calls a minute that Slack names for each tier ("1+", "20+", "50+", "100+"). */
export const PER_MINUTE: Record<Exclude<Tier, 'Special'>, number> = {
  Tier1: 1,
  Tier2: 20,
  Tier3: 50,
  Tier4: 100,
}

export const TIERS: Record<string, Tier> = {
  'api.test': 'Tier4',
  'apps.connections.open': 'Tier1',
  'auth.revoke': 'Tier3',
  'auth.test': 'Special',
  'bots.info': 'Tier3',
  'chat.delete': 'Tier3',
  'chat.getPermalink': 'Special',
  'chat.postEphemeral': 'Tier4',
  'chat.postMessage': 'Special',
  'chat.update': 'Tier3',
  'conversations.history': 'Tier3',
  'conversations.info': 'Tier3',
  'conversations.join': 'Tier3',
  'conversations.list': 'Tier2',
  'conversations.members': 'Tier4',
  'conversations.open': 'Tier3',
  'conversations.replies': 'Tier3',
  'files.completeUploadExternal': 'Tier4',
  'files.getUploadURLExternal': 'Tier4',
  'files.info': 'Tier4',
  'reactions.add': 'Tier3',
  'team.info': 'Tier3',
  'users.info': 'Tier4',
  'users.list': 'Tier2',
  'users.lookupByEmail': 'Tier3',
  'views.open': 'Tier4',
  'views.publish': 'Tier4',
  'views.push': 'Tier4',
  'views.update': 'Tier4',
}

/**
 * Figures of the special tiers, in calls a minute, with the calls that may come at once.
 * auth.test and chat.getPermalink: "hundreds of requests per minute". chat.postMessage: "one message per
 * second per channel", short bursts, and "several hundred messages per minute" for a workspace.
 * apps.connections.open is tier 1, but ten connections may be open, so ten may come at once.
 * conversations.history and .replies: 1 a minute for apps outside the Marketplace (since 29 May 2025).
 */
export const SPECIAL: Record<string, { perMinute: number; burst: number }> = {
  'auth.test': { perMinute: 600, burst: 600 },
  'chat.getPermalink': { perMinute: 600, burst: 600 },
  'chat.postMessage': { perMinute: 600, burst: 600 },
  'blocks.validate': { perMinute: 100, burst: 120 },
  'apps.connections.open': { perMinute: 1, burst: 10 },
  'conversations.history': { perMinute: 1, burst: 1 },
  'conversations.replies': { perMinute: 1, burst: 1 },
}

/** Messages to one channel: one a second, and so many at once. */
export const POST_PER_CHANNEL = { perMinute: 60, burst: 5 }

/** How far above its figure a tier may burst. */
export const TIER_BURST = 1.2
