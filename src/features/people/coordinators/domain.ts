import { z } from 'zod'

/** So many workspace owners and admins are asked to step in; in a large workspace there are many. */
export const OWNERS_ASKED = 5

const people = z.preprocess((list) => list ?? [], z.array(z.string()))
const onePerson = people.transform((list) => list[0] ?? null)

export const TeamForm = z
  .object({
    coordinators: people.refine((list) => list.length > 0, {
      message: 'Somebody has to run it. Leave one person at least, or add who follows you.',
    }),
    deputy: onePerson,
    outside: onePerson,
    rules: z.array(z.enum(['sameTeam', 'askMentors'])).default([]),
  })
  .transform(({ rules, ...team }) => ({
    ...team,
    excludeSameTeam: rules.includes('sameTeam'),
    asksMentors: rules.includes('askMentors'),
  }))
export type TeamForm = z.infer<typeof TeamForm>
/** The version that the form was opened with. */
export const TeamMeta = z.object({ version: z.number().int() })

/** Who runs the programme, who else is there for it, and what they chose. */
export interface Team {
  /** The standard programme, and its version. */
  programme: string
  version: number
  coordinators: string[]
  deputy: string | null
  outside: string | null
  /** Nobody is matched within their own team. */
  excludeSameTeam: boolean
  /** Rounds ask each mentor before their mentee hears of it. */
  asksMentors: boolean
  ownersAskedAt: number | null
}

/** What somebody was named as. */
export const ROLES = ['coordinator', 'deputy', 'outside'] as const
export type Role = (typeof ROLES)[number]

export const rolesOf = (team: Team, person: string): Role[] =>
  ROLES.filter((role) =>
    role === 'coordinator' ? team.coordinators.includes(person) : team[role] === person,
  )

/** Those who may act for the programme: its coordinators, and the deputy. */
export const runners = ({ coordinators, deputy }: Team) =>
  deputy === null || coordinators.includes(deputy) ? coordinators : [...coordinators, deputy]
