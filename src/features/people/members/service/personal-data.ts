/** What a member can have of theirs as a file, and what goes when they ask to be deleted. */
import type { Context } from '../../../../context.ts'
import { formatFor } from '../../../../core/calendar.ts'
import { competencyName } from '../../../../core/competencies.ts'
import type { Writes } from '../../../../db/commit.ts'
import { givesChats, isMentor, LEVELS, partsOfHours, type Side, VALUES, WEEKDAYS } from '../domain.ts'
import { findMember, listSkills, openWords, removeMember } from '../store.ts'

/** All that somebody told about themselves when they joined and since. */
export async function exportMember(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const member = await findMember(ctx, person)
  if (!member) return {}
  const { goal, wants } = openWords(ctx, member)
  const [skills, { zone }] = [await listSkills(ctx, [person]), await ctx.directory.hours(person)]
  const side = (name: Side, words: string[]) => [
    ...skills
      .filter((skill) => skill.side === name)
      .map(({ competency, rated, rating }) =>
        rated ? `${competencyName(competency)}: ${rating} of 5` : competencyName(competency),
      ),
    ...words,
  ]
  const day = (at: number | null) => (at === null ? undefined : formatFor(zone, at, 'dateWithYear'))
  return {
    'My role': member.role,
    'Member since': day(member.joinedAt),
    'Taking part': member.status,
    'Paused until': day(member.pausedUntil),
    'My goal': goal,
    'What I would like to learn': side('want', wants),
    'What I can help with': side('offer', member.otherOffers),
    'My level': member.level === null ? undefined : LEVELS[member.level],
    'Years in product': member.years ?? undefined,
    'My track record': member.trackRecord,
    'Whom I can introduce': member.canIntroduce,
    'How I like to work': [member.feedback, member.flow, member.mode].filter(Boolean),
    'What I value': VALUES.filter(([id]) => member.values.includes(id)).map(([, name]) => name),
    'Hours a month': member.hoursAMonth ?? undefined,
    'Places for mentees': isMentor(member) ? member.capacity : undefined,
    'Gives single chats': givesChats(member),
    'When I am free': partsOfHours(member.freeHours),
    'My time zone': zone,
    'My working days': member.workingDays.map((weekday) => WEEKDAYS[weekday - 1]),
    'My days off': member.holidays,
    'My languages': member.languages,
  }
}

/** Takes away the profile, what they know and want to learn, and the end of a pause. */
export const forgetPerson = (ctx: Context, person: string): Writes => [
  removeMember(ctx, person),
  ctx.schedule.cancel('membership.resume', person),
  ctx.outbox.touchHomes(person),
]
