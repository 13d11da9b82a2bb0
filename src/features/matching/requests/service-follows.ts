import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { keepHours, restartClocks, stopClocks } from './service-clock.ts'
import { closeAllOf, closeBetween } from './service-end.ts'

// A job, so that it sees what is committed with this.
const tidyLater = (ctx: Context, person: string): Writes =>
  ctx.schedule.at('requests.tidy', person, ctx.now())

/** Requests follow what becomes of their two: they stand still, fit no longer, or end. */
export const follows: Follows = {
  joined: (ctx, person, { role, from }) => from !== undefined && from !== role && tidyLater(ctx, person),
  offered: tidyLater,
  moved: (ctx, person, to) => to && keepHours(ctx, person, to),
  paused: (ctx, person, _until, again) => !again && stopClocks(ctx, person),
  resumed: restartClocks,
  left: closeAllOf,
  apart: closeBetween,
}
