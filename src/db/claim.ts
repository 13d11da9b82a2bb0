import type { LaneClaim } from './db.ts'

/**
 * The one statement that differs by engine: PostgreSQL skips lanes that another process is claiming. Lanes of a
 * workspace that has used up its calls for now are left alone; what stands farther ahead than can be does not count.
 */
export const claimSql = ({ asked }: LaneClaim, parameter: (n: number) => string, locking: string) =>
  `update lanes set owner = ${parameter(1)}, leased_until = ${parameter(2)}
    where (workspace, destination) = (
      select workspace, destination from lanes
      where asked = ${asked} and next_at <= ${parameter(3)}
        and (leased_until is null or leased_until < ${parameter(4)})
        and workspace not in (
          select workspace from paces
          where call = ${parameter(5)}
            and (paused_until > ${parameter(6)} and paused_until <= ${parameter(7)}
              or free_at > ${parameter(8)} and free_at <= ${parameter(9)}))
      order by next_at, workspace, destination limit 1 ${locking})
    returning workspace, destination, version, owner`

/** What the statement takes, in its order. */
export const claimParams = ({ owner, leasedUntil, now, realNow, call, freeBy, credibleBy }: LaneClaim) => [
  owner,
  leasedUntil,
  now,
  realNow,
  call,
  now,
  credibleBy,
  freeBy,
  credibleBy,
]
