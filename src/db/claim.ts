/** The one statement that differs by engine: PostgreSQL skips lanes that another process is claiming. */
export const claimSql = (parameter: (n: number) => string, locking: string) =>
  `update lanes set owner = ${parameter(1)}, leased_until = ${parameter(2)}
    where (workspace, destination) = (
      select workspace, destination from lanes
      where next_at <= ${parameter(3)} and (leased_until is null or leased_until < ${parameter(4)})
      order by next_at, workspace, destination limit 1 ${locking})
    returning workspace, destination, version, owner`
