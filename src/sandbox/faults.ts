/** Faults by rule: what a test or a demo wants to go wrong, how often, for how long, and for which method or event. */

/** What a method answers in place of what it would do. */
const ANSWERS = ['html', 'error', 'answer'] as const

export const FAULT_KINDS = [
  'ratelimited',
  'error500_before',
  'error500_after',
  'timeout_before',
  'timeout_after',
  'drop_socket',
  'redeliver',
  'slow',
  ...ANSWERS,
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultRule {
  /** A Web API method, exact, or a regular expression (a RegExp, or text between slashes). */
  method?: string | RegExp
  /** An event type, `slash_commands` or `interactive`, in the same two forms. */
  event?: string | RegExp
  /**
   * `html`, `error` and `answer` script what a method says instead of being carried out: a page of HTML with status
   * 200, a refusal with the code `error`, or `answer` as it stands.
   */
  kind: FaultKind
  /** Only calls with these arguments, such as `{ channel: 'C0PMWINS01' }`. */
  with?: Record<string, string>
  /** How many times it strikes; without it, always. */
  times?: number
  /** Strikes until so many milliseconds of the sandbox's clock have passed since it was added. */
  forMs?: number
  /** Strikes each k-th time that it fits: 3 is the third, the sixth, … */
  every?: number
  /** Seconds, for `ratelimited`; default 30. */
  retryAfter?: number
  /** Real milliseconds, for `slow`; default 100. */
  ms?: number
  /** The code, for `error`. */
  error?: string
  /** The whole answer, for `answer`; `ok` is true unless it says otherwise. */
  answer?: Record<string, unknown>
}

export interface Faults {
  /** Adds a rule and returns its id. @throws without a method or an event, or without what its kind needs */
  add(rule: FaultRule): string
  remove(id: string): void
  clear(): void
  list(): (FaultRule & { id: string; struck: number })[]
  /** The rule that strikes now, if any, counted as struck. */
  strike(what: 'method' | 'event', name: string, args?: Record<string, unknown>): FaultRule | undefined
}

/** Why a rule cannot be, in a sentence; undefined if it can. */
export function faultProblem(rule: FaultRule): string | undefined {
  if (!rule.method && !rule.event) return 'A fault needs a method or an event'
  if (rule.kind === 'error' && !rule.error) return 'A fault of the kind error needs the code that is answered'
  if (rule.kind === 'answer' && !rule.answer) return 'A fault of the kind answer needs the answer'
  if (rule.event && (ANSWERS as readonly string[]).includes(rule.kind))
    return `A fault of the kind ${rule.kind} is an answer, so it needs a method`
  if (rule.event && rule.with) return 'Arguments (with) are those of a method'
  return undefined
}

function fits(pattern: string | RegExp, name: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(name)
  const slashed = /^\/(.+)\/$/.exec(pattern)
  return slashed ? new RegExp(slashed[1]!).test(name) : pattern === name
}

export function makeFaults(now: () => number): Faults {
  let next = 1
  let rules: (FaultRule & { id: string; since: number; seen: number; struck: number })[] = []
  return {
    add: (rule) => {
      const problem = faultProblem(rule)
      if (problem) throw new Error(problem)
      const id = `fault-${next++}`
      rules.push({ ...rule, id, since: now(), seen: 0, struck: 0 })
      return id
    },
    remove: (id) => {
      rules = rules.filter((rule) => rule.id !== id)
    },
    clear: () => {
      rules = []
    },
    list: () => rules.map(({ seen: _seen, since: _since, ...rule }) => rule),
    strike: (what, name, args = {}) => {
      for (const rule of rules) {
        const pattern = rule[what]
        if (!pattern || !fits(pattern, name)) continue
        if (rule.forMs !== undefined && now() - rule.since >= rule.forMs) continue
        if (Object.entries(rule.with ?? {}).some(([key, value]) => String(args[key] ?? '') !== value))
          continue
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
