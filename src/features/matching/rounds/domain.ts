import { z } from 'zod'
import { EQUITIES, type RoundChoices } from '../../../core/round.ts'
import type { RoundResult } from '../../../engine/index.ts'

/** Pairs on one page of a preview; each takes a few lines on a phone. */
export const PAGE = 8

/** A mentor has so many of their working days to say whether they would. */
export const ASK_DAYS = 3

/** The mentor has not answered yet, be it that the time for it is over: nobody but coordinators knows of such a pair. */
export const WAITING = ['asked', 'silent']

const person = z.string().regex(/^[UW][A-Z0-9]{2,20}$/)
const people = z.array(person).max(500).default([])

export const RoundForm = z
  .object({
    programme: z.string().max(40).optional(),
    equity: z.enum(EQUITIES, 'Please choose one of these.'),
    only: people,
    without: people,
    rules: z.array(z.enum(['sameTeam'])).default([]),
  })
  .superRefine(({ only, without }, context) => {
    const both = only.filter((each) => without.includes(each))
    if (both.length > 0)
      context.addIssue({
        code: 'custom',
        path: ['without'],
        message: 'Somebody stands in both lists. Take them out of one.',
      })
  })
export type RoundForm = z.infer<typeof RoundForm>

export const choicesFrom = (form: RoundForm): RoundChoices => ({
  equity: form.equity,
  only: form.only,
  without: form.without,
  excludeSameTeam: form.rules.includes('sameTeam'),
})

/** What a round's windows carry along. */
export const RoundMeta = z.object({
  round: z.string().max(40),
  page: z.number().int().min(0).max(10_000).default(0),
  /** Of the draft as it is shown: what is published is what was looked at. */
  version: z.number().int().optional(),
  mentee: person.optional(),
})
export type RoundMeta = z.infer<typeof RoundMeta>

/** The form carries the draft whose choices it changes; a new round has none. */
export const FormMeta = z.object({ round: z.string().max(40).optional() })

export const OtherForm = z.object({ mentor: person.optional() })

/** One change of a draft. Each is followed by a new solution of all that is not locked. */
export type Edit =
  | { do: 'solve' }
  | { do: 'choose'; choices: RoundChoices }
  | { do: 'lock'; mentee: string; mentor: string }
  | { do: 'unlock'; mentee: string }
  | { do: 'give'; mentee: string; mentor: string }
  | { do: 'forbid'; mentee: string; mentor: string }
  | { do: 'allow' }
  | { do: 'leaveOut'; person: string }

/** What a draft is solved from, apart from the people. */
export interface Wishes {
  choices: RoundChoices
  /** Mentee to mentor. */
  locks: Map<string, string>
  forbids: [mentee: string, mentor: string][]
}

/** The wishes after a change. */
export function wishesAfter(edit: Edit, before: Wishes): Wishes {
  const locks = new Map(before.locks)
  const { choices, forbids } = before
  switch (edit.do) {
    case 'solve':
      return before
    case 'choose':
      return { ...before, choices: edit.choices }
    case 'unlock':
      locks.delete(edit.mentee)
      return { choices, locks, forbids }
    case 'lock':
    case 'give':
      // Where places run out, what was locked before comes first.
      locks.delete(edit.mentee)
      locks.set(edit.mentee, edit.mentor)
      return { choices, locks, forbids: forbids.filter(([a, b]) => a !== edit.mentee || b !== edit.mentor) }
    case 'forbid':
      if (locks.get(edit.mentee) === edit.mentor) locks.delete(edit.mentee)
      return { choices, locks, forbids: [...forbids, [edit.mentee, edit.mentor]] }
    case 'allow':
      return { choices, locks, forbids: [] }
    case 'leaveOut':
      for (const [a, b] of locks) if (a === edit.person || b === edit.person) locks.delete(a)
      return {
        choices: {
          ...choices,
          only: choices.only.filter((each) => each !== edit.person),
          without: [...new Set([...choices.without, edit.person])],
        },
        locks,
        forbids,
      }
  }
}

/** Behind what was checked, where it holds for the choice that was made between people who could mentor each other. */
export const NEARLY = ', once it was chosen who of those who could mentor each other mentors whom'

/** What was given up for the weakest pair, and what a still better one would cost, in a sentence or two. */
export function bargain({ most, got, fairest }: NonNullable<RoundResult['weighed']>): string {
  const share = (less: number) => {
    const percent = (100 * less) / most.total
    return `${percent < 0.1 ? 'less than 0.1' : percent.toFixed(1)} % of the fit of all`
  }
  const [cost, more] = [most.total - got.total, most.total - fairest.total]
  const [worst, before, best] = [got.worst ?? 0, most.worst ?? 0, fairest.worst ?? 0]
  if (best === before) return 'Nothing was given up: the best fit overall also has the best weakest pair.'
  const now =
    worst > before
      ? `The weakest pair has a fit of ${worst} instead of ${before}, which cost ${cost > 0 ? share(cost) : 'nothing'}.`
      : `Nothing was given up for the weakest pair, which has a fit of ${worst}.`
  return best > worst ? `${now} One of ${best} would cost ${share(more)}.` : now
}
