/** Faults by rule: what a test or a demo wants to go wrong, how often, and for which method or event. */

export type FaultKind =
  | 'ratelimited'
  | 'error500_before'
  | 'error500_after'
  | 'timeout_before'
  | 'timeout_after'
  | 'drop_socket'
  | 'redeliver'
  | 'slow'

export interface FaultRule {
  /** A Web API method, exact, or a regular expression (a RegExp, or text between slashes). */
  method?: string | RegExp
  /** An event type, `slash_commands` or `interactive`, in the same two forms. */
  event?: string | RegExp
  kind: FaultKind
  /** How many times it strikes; without it, always. */
  times?: number
  /** Strikes each k-th time that it fits: 3 is the third, the sixth, … */
  every?: number
  /** Seconds, for `ratelimited`; default 30. */
  retryAfter?: number
  /** Real milliseconds, for `slow`; default 100. */
  ms?: number
}

export interface Faults {
  /** Adds a rule and returns its id. @throws without a method or an event */
  add(rule: FaultRule): string
  remove(id: string): void
  clear(): void
  list(): (FaultRule & { id: string; struck: number })[]
  /** The rule that strikes now, if any, counted as struck. */
  strike(what: 'method' | 'event', name: string): FaultRule | undefined
}

function fits(pattern: string | RegExp, name: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(name)
  const slashed = /^\/(.+)\/$/.exec(pattern)
  return slashed ? new RegExp(slashed[1]!).test(name) : pattern === name
}

export function makeFaults(): Faults {
  let next = 1
  let rules: (FaultRule & { id: string; seen: number; struck: number })[] = []
  return {
    add: (rule) => {
      if (!rule.method && !rule.event) throw new Error('A fault needs a method or an event')
      const id = `fault-${next++}`
      rules.push({ ...rule, id, seen: 0, struck: 0 })
      return id
    },
    remove: (id) => {
      rules = rules.filter((rule) => rule.id !== id)
    },
    clear: () => {
      rules = []
    },
    list: () => rules.map(({ seen: _seen, ...rule }) => rule),
    strike: (what, name) => {
      for (const rule of rules) {
        const pattern = rule[what]
        if (!pattern || !fits(pattern, name)) continue
        rule.seen++
        const turn = rule.every === undefined || rule.seen % rule.every === 0
        if (!turn || (rule.times !== undefined && rule.struck >= rule.times)) continue
        rule.struck++
        return rule
      }
      return undefined
    },
  }
}
