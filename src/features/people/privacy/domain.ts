import { z } from 'zod'
import { canTakePart, type Person } from '../../../core/member.ts'
import { type Refusal, refuse } from '../../../core/outcome.ts'
import { choice, listed } from '../../../core/text.ts'

/** Who may celebrate a person, once they have chosen; until then it is as with 'private', and they are asked. */
export const Celebration = choice(['public', 'private', 'never'])
export type Celebration = z.infer<typeof Celebration>

export const PrivacyForm = z.object({
  celebration: Celebration.optional(),
  doNotPair: z.array(z.string()).max(100, 'Up to 100 people, please.').default([]),
})
export type PrivacyForm = z.infer<typeof PrivacyForm>

/** Why somebody cannot put these people on their do-not-pair list, or undefined if they can. */
export function objection(
  person: string,
  others: string[],
  people: Map<string, Person>,
): Refusal | undefined {
  if (others.includes(person))
    return refuse('You are on your own list. Take yourself off it, please.', 'doNotPair')
  const apps = others.filter((id) => people.get(id)?.bot).map((id) => people.get(id)!.name)
  if (apps.length > 0)
    return refuse(`${listed(apps)} cannot be paired with anybody, so leave that out, please.`, 'doNotPair')
  if (others.some((id) => !people.has(id)))
    return refuse('Cairn does not know one of these people. Please choose them again.', 'doNotPair')
  return undefined
}

/**
 * Those of a list of people whom a form can show. Slack refuses a menu with accounts in it that are no longer there;
 * they are kept unseen, since they may come back.
 */
export const showable = (others: string[], people: Map<string, Person>) =>
  others.filter((id) => {
    const account = people.get(id)
    return account && canTakePart(account)
  })
