/**
 * Watches the statements that reach a database: each that touches a table must be scoped by the workspace, in its
 * conditions or in what it inserts. Give `onStatement` to openDatabase; `unscoped` are those that were not.
 */
export interface StatementWatch {
  onStatement(sql: string): void
  /** Statements that name no workspace, each once. */
  readonly unscoped: string[]
  /** How many statements were seen, so that a test can tell that it watched anything. */
  readonly seen: number
}

/** What serves all workspaces of the process at once, and why that is right. */
const ALLOWED = [
  // The ticker and the outbox ask what is due, whoever it is for; each job and lane then names its workspace.
  /^select .* from jobs where jobs\.due_at <= \? order by/,
  /^select due_at from jobs order by jobs\.due_at asc limit \?/,
  /^select workspace, asked, min\(next_at\) from lanes where lanes\.owner is null group by/,
  /^update lanes set owner = \?, leased_until = \?$/,
  /^select .* from homes where \(homes\.dirty_at <= \? and homes\.opened_at > \?\)/,
  /^select workspace, min\(dirty_at\) from homes where \(homes\.opened_at > \? .* group by/,
  // Figures and keys of the whole database, for whoever runs it.
  /^select distinct substr\(\w+, 3, 8\)(, substr\(\w+, 3, 8\))* from/,
  /__drizzle_migrations/,
]

/** One form for both engines: no quotes, `?` for parameters, single spaces. */
const plain = (sql: string) => sql.replace(/["`]/g, '').replace(/\$\d+/g, '?').replace(/\s+/g, ' ').trim()

/** The names by which the statement's tables go: their aliases, else their own. */
function tablesOf(sql: string): string[] {
  const found = sql.matchAll(
    /\b(?:from|join|update|into) ([a-z_]+)(?: (?!set|where|on|inner|left|order|group|limit|values|join)([a-z_]+))?/g,
  )
  return [...found].map(([, name, alias]) => alias ?? name ?? '')
}

/** The same few hundred come again in every story. */
const known = new Map<string, boolean>()

/** Whether every table of the statement is held to a workspace. */
export function isScoped(statement: string): boolean {
  const before = known.get(statement)
  if (before !== undefined) return before
  const scoped = look(statement)
  known.set(statement, scoped)
  return scoped
}

function look(statement: string): boolean {
  const sql = plain(statement)
  const tables = tablesOf(sql)
  if (tables.length === 0 || ALLOWED.some((allowed) => allowed.test(sql))) return true
  const into = /^insert into \w+ \(([^)]*)\)/.exec(sql)
  if (into) return into[1]!.split(', ').includes('workspace')
  const [, ...conditions] = sql
    .replace(/ (order by|group by|limit|returning) [^)]*/g, '')
    .split(/ (?:where|on) /)
  const told = conditions.join(' and ')
  const many = (text: string, part: string) => text.split(part).length - 1
  const ofName = (name: string) => tables.filter((each) => each === name).length
  return (
    /\bworkspace (=|in) \(?\?/.test(told) &&
    // As often as it is named: of several questions in one statement each is held to its workspace.
    (tables.length === 1 || tables.every((name) => many(told, `${name}.workspace`) >= ofName(name)))
  )
}

export function watchStatements(): StatementWatch {
  const unscoped = new Set<string>()
  let seen = 0
  return {
    onStatement(sql) {
      seen++
      if (!isScoped(sql)) unscoped.add(plain(sql))
    },
    get unscoped() {
      return [...unscoped]
    },
    get seen() {
      return seen
    },
  }
}
