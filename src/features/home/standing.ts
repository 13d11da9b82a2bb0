import type { Context } from '../../context.ts'
import { formatFor } from '../../core/calendar.ts'
import type { Stage } from '../../slack/kernel/feature.ts'
import { activeMentorships } from '../pairs/mentorship/service.ts'
import { isCoordinator } from '../people/coordinators/service.ts'
import { isMentee } from '../people/members/domain.ts'
import { findMember, type Member } from '../people/members/service.ts'

/** Where somebody stands with Cairn, as far as the hub needs it. */
export interface Standing {
  stage: Stage
  coordinator: boolean
  /** With whom they are in a mentorship now; a single chat is none. */
  partners: string[]
  /** The day until which they pause, in words. */
  pausedUntil?: string
}

/** Three statements, whoever asks. */
export async function standingOf(ctx: Context, person: string): Promise<Standing> {
  const [coordinator, member, running] = await Promise.all([
    isCoordinator(ctx, person),
    findMember(ctx, person),
    activeMentorships(ctx, person),
  ])
  const pairs = running.filter((m) => m.kind === 'mentorship')
  return {
    stage: stageOf(member, coordinator, {
      hasMentor: pairs.some((m) => m.mentee === person),
      hasMentees: pairs.some((m) => m.mentor === person),
    }),
    coordinator,
    partners: pairs.map((m) => m.partner),
    ...(member?.status === 'paused' &&
      member.pausedUntil && {
        pausedUntil: formatFor((await ctx.directory.hours(person)).zone, member.pausedUntil, 'date'),
      }),
  }
}

function stageOf(
  member: Pick<Member, 'status' | 'role'> | undefined,
  coordinator: boolean,
  { hasMentor, hasMentees }: { hasMentor: boolean; hasMentees: boolean },
): Stage {
  if (!member || member.status === 'left') return coordinator ? 'running' : 'new'
  if (member.status === 'paused') return 'paused'
  if (hasMentor) return 'mentored'
  if (hasMentees) return isMentee(member) ? 'both' : 'mentoring'
  return isMentee(member) ? 'seeking' : 'waiting'
}
