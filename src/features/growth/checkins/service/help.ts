/** Whether something would help when it is rough, and who could give a hand. */
import type { Context } from '../../../../context.ts'
import { peopleInCharge } from '../../../people/coordinators/service.ts'
import { isRough } from '../domain.ts'
import type { Checkin } from '../store.ts'
import type { Partner } from './partners.ts'

/** Those who look after a pair now, besides the two themselves. */
export async function helpersFor(ctx: Context, person: string, partners: Partner[]): Promise<Partner[]> {
  const others = (await peopleInCharge(ctx, undefined, person)).filter(
    (helper) => !partners.some((partner) => partner.person === helper),
  )
  const names = await ctx.directory.names(others)
  return others.map((helper) => ({ person: helper, name: names.get(helper) ?? 'a coordinator' }))
}

/** Whether it is offered: it went badly, nothing was done about it yet, and there is somebody at one's side. */
export const needsHelp = (
  checkin: Pick<Checkin, 'settledAt' | 'needSharedAt'>,
  mood: string | undefined,
  partners: Partner[],
) => isRough(mood) && checkin.settledAt === null && checkin.needSharedAt === null && partners.length > 0
