/**
 * Rate limits, following the sandbox's clock: one bucket for each method, and one for each posted channel. Only
 * connections follow real time: they break and come back in it, also while the clock stands still.
 */
import { lookUpChannel, type World } from '../world.ts'
import type { Args } from './args.ts'
import { PER_MINUTE, POST_PER_CHANNEL, SPECIAL, TIER_BURST, TIERS } from './tiers.ts'

interface Bucket {
  tokens: number
  at: number
}

interface Limiter {
  /** Takes one call. Returns 0 if it may pass, else the seconds to wait. */
  take(method: string, args: Args): number
}

export function makeLimiter(world: World): Limiter {
  const buckets = new Map<string, Bucket>()

  function takeFrom(key: string, { perMinute, burst }: { perMinute: number; burst: number }): number {
    const now = key === 'apps.connections.open' ? Date.now() : world.clock.now()
    const perMs = perMinute / 60_000
    const bucket = buckets.get(key) ?? { tokens: burst, at: now }
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perMs)
    bucket.at = now
    buckets.set(key, bucket)
    // The tolerance keeps a wait of exactly Retry-After from failing by a rounding error.
    if (bucket.tokens + 1e-6 < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000 - 1e-6))
    bucket.tokens -= 1
    return 0
  }

  return {
    take: (method, args) => {
      if (!world.rateLimits) return 0
      const tier = TIERS[method]
      const perMinute = tier && tier !== 'Special' ? PER_MINUTE[tier] : PER_MINUTE.Tier3
      const figures = SPECIAL[method] ?? { perMinute, burst: Math.ceil(perMinute * TIER_BURST) }
      if (method === 'chat.postMessage') {
        const channel = String(args.all.channel ?? '')
        const id = lookUpChannel(world, channel)?.id ?? channel
        const wait = takeFrom(`post ${id}`, POST_PER_CHANNEL)
        if (wait > 0) return wait
      }
      return takeFrom(method, figures)
    },
  }
}
