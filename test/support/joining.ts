/** How people join: through the front door, or at once where that is not what a story is about. */
import type { JoinForm } from '../../src/features/people/members/domain.ts'
import { join } from '../../src/features/people/members/service.ts'
import type { Actor, FormValues } from '../../src/sandbox/index.ts'
import type { TestBot } from './bot.ts'

/** A form of the second step, empty but for what is said. */
export const joinForm = (over: Partial<JoinForm> = {}): JoinForm => ({
  role: 'mentee',
  offers: [],
  moreOffers: undefined,
  wants: [],
  moreWants: undefined,
  goal: undefined,
  ...over,
})

/** Joins, or changes what somebody joined with, past the form: both roles, in the same skill, unless it says otherwise. */
export const joinWith = (bot: TestBot, person: string, over: Partial<JoinForm> = {}) =>
  join(
    bot.ctx,
    bot.as(person).id,
    joinForm({ role: 'both', offers: ['roadmapping'], wants: ['roadmapping'], ...over }),
  )

/** Types the command, chooses a role, and fills in what it asks for. */
export async function signUp(actor: Actor, role: 'A mentee' | 'A mentor' | 'Both', values: FormValues = {}) {
  await actor.command('/mentor join')
  await actor.click('modal', role)
  return actor.submit(values)
}
