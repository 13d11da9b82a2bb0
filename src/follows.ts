/** How slices hear of what happens to people and pairs. */
import type { Announcement, Announcements } from './announcements.ts'
import type { Context } from './context.ts'
import type { Writes } from './db/commit.ts'

/** What a slice writes when it hears of something. Only builds writes: it commits nothing itself. */
export type Follows = {
  [Name in Announcement]?: (ctx: Context, ...said: Announcements[Name]) => Writes | Promise<Writes>
}

/** Collects what all followers write, in their order. */
export async function follow<Name extends Announcement>(
  followers: readonly { follows?: Follows }[],
  ctx: Context,
  name: Name,
  said: Announcements[Name],
): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const { follows } of followers) {
    const hear = follows?.[name] as
      | ((ctx: Context, ...said: unknown[]) => Writes | Promise<Writes>)
      | undefined
    if (hear) writes.push(await hear(ctx, ...said))
  }
  return writes
}
