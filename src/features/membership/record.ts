import type { Context } from '../../context.ts'
import { formatDate, formatFor } from '../../core/calendar.ts'
import { competencyName } from '../../core/competencies.ts'
import { plural } from '../../core/text.ts'
import { recordOf } from '../goals/service.ts'
import { kudosOf } from '../kudos/service.ts'
import { listOf, partnerOf } from '../mentorship/service.ts'
import { findMember, listSkills } from '../profile/service.ts'

/** A member's own growth record as Markdown: their mentorships, skills and public thanks. For its owner alone. */
export async function growthRecord(ctx: Context, person: string): Promise<{ name: string; content: string }> {
  const [member, skills, pairs, goals, thanks, account] = await Promise.all([
    findMember(ctx, person),
    listSkills(ctx, [person]),
    listOf(ctx, person),
    recordOf(ctx, person),
    kudosOf(ctx, person),
    ctx.directory.person(person),
  ])
  const { zone } = await ctx.directory.hours(person)
  const people = await ctx.directory.people(pairs.map((m) => partnerOf(m, person)))
  const day = (at: number) => formatFor(zone, at, 'dateWithYear')
  const side = (name: string) =>
    skills.filter((s) => s.side === name).map((s) => `- ${competencyName(s.competency)}: ${s.rating} of 5`)
  const lines = [
    `# Growth record of ${account?.name ?? 'a member'}`,
    '',
    ...(member?.joinedAt ? [`Member since ${day(member.joinedAt)}.`, ''] : []),
    ...(member?.goal ? ['## Goal', '', member.goal, ''] : []),
    ...section('## What I offered', side('offer')),
    ...section('## What I wanted to learn', side('want')),
    ...section(
      '## Mentorships',
      pairs.map((m) => {
        const partner = people.get(partnerOf(m, person))?.name ?? 'a former member'
        const role = m.kind === 'chat' ? 'a chat with' : m.mentor === person ? 'mentor of' : 'mentee of'
        return `- ${role} ${partner}, ${day(m.startedAt)} to ${m.endedAt ? day(m.endedAt) : 'today'}`
      }),
    ),
    ...section(
      '## Goals',
      goals.map((goal) => {
        const grew = goal.competency ? ` (${goal.competency})` : ''
        const state =
          goal.status === 'active'
            ? `${goal.percent} %, until ${formatDate(goal.dueOn)}`
            : `${goal.status === 'reached' ? 'reached' : 'let go'}, ${day(goal.endedAt ?? 0)}`
        return `- ${goal.words.replaceAll('\n', ' ')}${grew}: ${state}`
      }),
    ),
    ...section(
      '## Public thanks',
      thanks.map(
        (t) =>
          `- ${t.competency ? competencyName(t.competency) : 'Being a good colleague'}: ${plural(t.many, 'time')}`,
      ),
    ),
  ]
  return { name: 'growth-record.md', content: `${lines.join('\n').trim()}\n` }
}

const section = (title: string, lines: string[]) => (lines.length > 0 ? [title, '', ...lines, ''] : [])
