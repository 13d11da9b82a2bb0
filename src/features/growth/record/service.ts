import type { Context } from '../../../context.ts'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { done, type Outcome } from '../../../core/outcome.ts'
import { FORMER_MEMBER, plural } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, refuseOverLimit } from '../../../directory/limits.ts'
import type { Follows } from '../../../follows.ts'
import { listOf, type Mentorship, partnerOf } from '../../pairs/mentorship/service.ts'
import { findMember, listSkills, openWords } from '../../people/members/service.ts'
import { kudosOf } from '../../recognition/kudos/service.ts'
import { earlierCheckins } from '../checkins/service.ts'
import { reflectionsOf } from '../closing/service.ts'
import { goalsForRecord } from '../goals/service.ts'
import { countHeld } from '../sessions/service.ts'
import type { GrowthRecord, Item } from './domain.ts'

/** Pages of check-ins that are looked through, the newest first: some years of weeks. */
const MOST_PAGES = 50

/**
 * A member's own growth record: their goals and steps, mentorships and sessions, their own reflections, public thanks.
 * For its owner alone; nothing in it was written by anybody else.
 */
export async function growthRecord(ctx: Context, person: string): Promise<GrowthRecord> {
  const [member, skills, pairs, goals, thanks, reflections, account, { zone }] = await Promise.all([
    findMember(ctx, person),
    listSkills(ctx, [person]),
    listOf(ctx, person),
    goalsForRecord(ctx, person),
    kudosOf(ctx, person),
    reflectionsOf(ctx, person),
    ctx.directory.person(person),
    ctx.directory.hours(person),
  ])
  const { goal } = openWords(ctx, member)
  const people = await ctx.directory.people(pairs.map((m) => partnerOf(m, person)))
  const nameOf = (m: Mentorship) => people.get(partnerOf(m, person))?.name ?? FORMER_MEMBER
  const day = (at: number) => formatFor(zone, at, 'dateWithYear')
  const skillsOf = (side: string): Item[] =>
    skills
      .filter((skill) => skill.side === side)
      .map(({ competency, rated, rating }) => ({
        text: `${competencyName(competency)}${rated ? `: ${rating} of 5` : ''}`,
      }))
  return {
    name: account?.name ?? 'a member',
    on: day(ctx.now()),
    ...(member?.joinedAt && { since: day(member.joinedAt) }),
    sections: [
      { title: 'Goal', items: goal ? [{ text: goal }] : [] },
      {
        title: 'Goals on the way',
        items: goals.map((goal) => ({
          text: `${goal.words}${goal.competency ? ` (${goal.competency})` : ''}: ${
            goal.status === 'active'
              ? `${goal.percent} %, until ${formatDate(goal.dueOn)}`
              : `${goal.status === 'reached' ? 'reached' : 'let go'}, ${day(goal.endedAt ?? 0)}`
          }`,
          more: goal.steps.map(
            (step) => `${step.words}${step.doneAt === null ? '' : `, done ${day(step.doneAt)}`}`,
          ),
        })),
      },
      {
        title: 'Mentorships',
        items: await Promise.all(
          pairs.map(async (m) => {
            const role = m.kind === 'chat' ? 'A chat with' : m.mentor === person ? 'Mentor of' : 'Mentee of'
            const held = await countHeld(ctx, m.id)
            const done = m.state === 'completed' ? ', completed' : ''
            return {
              text: `${role} ${nameOf(m)}, ${day(m.startedAt)} to ${m.endedAt ? day(m.endedAt) : 'today'}${done}`,
              more: held > 0 ? [`${plural(held, 'session')} held`] : [],
            }
          }),
        ),
      },
      {
        title: 'Looking back',
        items: reflections.flatMap(({ at, words }) => [
          ...quoted(`What I reached, ${day(at)}`, words.reached),
          ...quoted(`What helped, ${day(at)}`, words.helped),
        ]),
      },
      { title: 'Notes on the way', items: await notesOf(ctx, person) },
      { title: 'What I offered', items: skillsOf('offer') },
      { title: 'What I wanted to learn', items: skillsOf('want') },
      {
        title: 'Public thanks',
        items: thanks.map((t) => ({
          text: `${t.competency ? competencyName(t.competency) : 'Being a good colleague'}: ${plural(t.many, 'time')}`,
        })),
      },
    ],
  }
}

/** The owner's own words under a heading, if there are any. */
const quoted = (text: string, words: string | undefined): Item[] => (words ? [{ text, words }] : [])

/** Progress and wins of the owner's own check-ins; what held them back stays out of a paper that may be shown. */
async function notesOf(ctx: Context, person: string): Promise<Item[]> {
  const items: Item[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const { entries, more } = await earlierCheckins(ctx, person, page)
    for (const { checkin, words } of entries) {
      const on = formatDate(checkin.on)
      items.push(...quoted(`A win, ${on}`, words.win), ...quoted(`Progress, ${on}`, words.progress))
    }
    if (!more) break
  }
  return items
}

/** Whoever leaves the company takes their record along. */
export const follows: Follows = {
  left: (ctx, person, how) => how === 'left the company' && sendRecord(ctx, person, true),
}

/** Sends somebody their record, as two files: to print, and to edit. `leaving`: their account may close any hour. */
const sendRecord = (ctx: Context, person: string, leaving = false): Writes =>
  ['record.page', 'record.text'].flatMap((kind) =>
    ctx.outbox.add(kind, `${kind}:${person}:${ctx.now()}`, { to: person, payload: { person, leaving } }),
  )

/** The same for who asks for it, some times a day. */
export const askForRecord = async (ctx: Context, person: string): Promise<Outcome> =>
  (await ctx.commit(await countOne(ctx, 'records', person), sendRecord(ctx, person)))
    ? refuseOverLimit('records')
    : done()
