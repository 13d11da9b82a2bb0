import type { Context } from '../../../context.ts'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { done, type Outcome } from '../../../core/outcome.ts'
import { plural } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, overLimit } from '../../../directory/limits.ts'
import type { Follows } from '../../../follows.ts'
import { listOf, type Mentorship, partnerOf } from '../../pairs/mentorship/service.ts'
import { findMember, listSkills, openWords } from '../../people/members/service.ts'
import { kudosOf } from '../../recognition/kudos/service.ts'
import { earlierCheckins } from '../checkins/service.ts'
import { reflectionsOf } from '../closing/service.ts'
import { recordOf } from '../goals/service.ts'
import { countHeld } from '../meetings/service.ts'
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
    recordOf(ctx, person),
    kudosOf(ctx, person),
    reflectionsOf(ctx, person),
    ctx.directory.person(person),
    ctx.directory.hours(person),
  ])
  const { goal } = openWords(ctx, member)
  const people = await ctx.directory.people(pairs.map((m) => partnerOf(m, person)))
  const nameOf = (m: Mentorship) => people.get(partnerOf(m, person))?.name ?? 'a former member'
  const day = (at: number) => formatFor(zone, at, 'dateWithYear')
  const side = (name: string): Item[] =>
    skills
      .filter((s) => s.side === name)
      .map((s) => ({ text: `${competencyName(s.competency)}${s.rated ? `: ${s.rating} of 5` : ''}` }))
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
      { title: 'Looking back', items: reflections.flatMap((r) => lookingBack(day(r.at), r.words)) },
      { title: 'Notes on the way', items: await notesOf(ctx, person) },
      { title: 'What I offered', items: side('offer') },
      { title: 'What I wanted to learn', items: side('want') },
      {
        title: 'Public thanks',
        items: thanks.map((t) => ({
          text: `${t.competency ? competencyName(t.competency) : 'Being a good colleague'}: ${plural(t.many, 'time')}`,
        })),
      },
    ],
  }
}

function lookingBack(on: string, words: { reached?: string; helped?: string }): Item[] {
  return [
    ...(words.reached ? [{ text: `What I reached, ${on}`, words: words.reached }] : []),
    ...(words.helped ? [{ text: `What helped, ${on}`, words: words.helped }] : []),
  ]
}

/** Progress and wins of the owner's own check-ins; what held them back stays out of a paper that may be shown. */
async function notesOf(ctx: Context, person: string): Promise<Item[]> {
  const items: Item[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const { entries, more } = await earlierCheckins(ctx, person, page)
    for (const { checkin, words } of entries) {
      const on = formatDate(checkin.on)
      if (words.win) items.push({ text: `A win, ${on}`, words: words.win })
      if (words.progress) items.push({ text: `Progress, ${on}`, words: words.progress })
    }
    if (!more) break
  }
  return items
}

/** Whoever leaves the company takes their record along. */
export const follows: Follows = {
  left: (ctx, person, how) => how === 'left the company' && sendRecord(ctx, person, true),
}

/** Sends somebody their record, as two files: to read or edit, and to print. `leaving`: their account may close any hour. */
export const sendRecord = (ctx: Context, person: string, leaving = false): Writes =>
  ['record.page', 'record.text'].flatMap((kind) =>
    ctx.outbox.add(kind, `${kind}:${person}:${ctx.now()}`, { to: person, payload: { person, leaving } }),
  )

/** The same for who asks for it, some times a day. */
export const askForRecord = async (ctx: Context, person: string): Promise<Outcome> =>
  (await ctx.commit(await countOne(ctx, 'records', person), sendRecord(ctx, person)))
    ? overLimit('records')
    : done()
