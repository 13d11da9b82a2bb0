import type { ModalView } from '@slack/types'
import { DAY_MS, formatDate, formatFor } from '../../../core/calendar.ts'
import { clip, joinSafe, md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { PairPart } from '../../../slack/kernel/feature.ts'
import {
  actions,
  button,
  commandButton,
  context,
  modal,
  notice,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import type { Mentorship, PairView } from './service.ts'
import { mayHappen } from './states.ts'

/** What the mentee would like to reach, for these two. */
export const goalModal = (m: Mentorship, goal: string): ModalView =>
  modal({
    id: 'mentorship.reading',
    title: 'The goal',
    blocks: [
      section(md`*The goal of ${mention(m.mentee)}*`),
      goal ? quoted(goal) : section('None is written down now. Ask about it when you meet.'),
      context('Only you two can read this.'),
    ],
  })

/** Row B10: what spoke for it, what against, and by which rules. */
export function whyModal(
  { m, me, partnerName, zone }: PairView,
  /** The reader's other matches. */
  beside: PairView[],
): ModalView {
  const forMe = m.mentee === me ? m.why.forMentee : m.why.forMentor
  const against = m.mentee === me ? m.why.against : m.why.againstForMentor
  return modal({
    id: 'mentorship.reasons',
    title: 'Why this match',
    blocks: [
      section(md`*You and ${partnerName}*, ${sinceWhen(m, zone)}`),
      section(
        joinSafe([
          md`*What spoke for it*`,
          ...(forMe.length > 0
            ? forMe.map((r) => md`• ${r}`)
            : [
                m.round
                  ? md`A round weighed all pairs together, and this was yours.`
                  : md`You chose each other.`,
              ]),
        ]),
      ),
      section(
        against
          ? md`*What weighed against it*\n${against}`
          : md`*What weighed against it*\nNothing that Cairn knows of.`,
      ),
      context(
        md`${m.round ? 'From a round, in which all pairs were weighed together. ' : ''}As both profiles stood then, by ${m.why.rules.replace(/^rules-(\d+)$/, 'version $1 of the matching rules')}. Change your profile and the next suggestions follow.`,
      ),
      actions(
        ...beside.slice(0, MOST_BESIDE).map((other) =>
          button(clip(`You and ${other.partnerName}`, 75), 'mentorship.why', {
            value: other.m.id,
            says: `Why you and ${other.partnerName}`,
          }),
        ),
        commandButton('My profile', 'profile'),
      ),
    ],
  })
}

/** Other matches of one person that a window names: as many as a mentor may have mentees. */
const MOST_BESIDE = 5

const sinceWhen = (m: Mentorship, zone: string): string => {
  const day = (at: number) => formatFor(zone, at, 'dateWithYear')
  if (m.kind === 'chat') return `one 30-minute chat, ${day(m.startedAt)}`
  return m.endedAt === null ? `since ${day(m.startedAt)}` : `${day(m.startedAt)} to ${day(m.endedAt)}`
}

/** `other` is whom they asked about; `any` says that they have or had a match at all. */
export const noMatchYet = (other: string | undefined, any: boolean): ModalView =>
  notice(
    'Why this match',
    !other
      ? 'You have no match yet. Each suggestion says why it fits.'
      : any
        ? md`You and ${other} have no match. Type \`/mentor why\` alone for the match you have.`
        : md`You and ${other} have no match. Each suggestion says why it fits.`,
    commandButton('Find a mentor', 'find', { style: 'primary' }),
  )

/** What bears on the two now, for the end of their line. */
function stateLine(m: Mentorship, zone: string, lookedAfter: boolean): string {
  if (m.needsHandAt)
    return lookedAfter
      ? ' · the coordinators know that you could use a hand'
      : ' · you could use a hand, and nobody coordinates Cairn just now'
  if (m.state === 'paused' && m.restsUntil)
    return ` · you two take a break until ${formatFor(zone, m.restsUntil, 'date')}`
  return m.endsOn ? ` · until ${formatDate(m.endsOn)}` : ''
}

/** The next step of somebody for whom nothing waits. */
export const allIsWell = (): Blocks => [
  section('All is done for now. A good moment to thank somebody.'),
  actions(commandButton('Give kudos', 'kudos', { style: 'primary' })),
]

/** Home: each mentorship's line begins here. `lookedAfter`: somebody runs the programme now. */
export const homePairs = (pairs: PairView[], lookedAfter: boolean, now: number): Record<string, PairPart> =>
  Object.fromEntries(
    pairs.map(({ m, me, partner, partnerName: name, zone }) => {
      const role = m.kind === 'chat' ? 'one chat' : m.mentor === me ? 'your mentee' : 'your mentor'
      const meeting = m.metAt ? `last met ${formatFor(zone, m.metAt, 'date')}` : 'not met yet'
      const long = m.kind === 'mentorship'
      const week =
        long && m.state !== 'paused' ? Math.floor((now - m.startedAt) / (7 * DAY_MS)) + 1 : undefined
      const met = button('We met', 'mentorship.met', {
        value: m.id,
        says: `Tell that you and ${name} met`,
        style: 'primary',
      })
      const change =
        long &&
        button('Break, rematch or close', 'ladder.change', {
          value: m.id,
          says: `A break, a new match or a good close with ${name}`,
        })
      const back =
        long &&
        m.state === 'paused' &&
        button('We are back', 'ladder.back', { value: m.id, says: `You and ${name} are back` })
      const end = button('End it', 'mentorship.end', {
        value: m.id,
        says: `End the mentorship with ${name}`,
      })
      return [
        m.id,
        {
          name,
          week,
          says: md`*${mention(partner)}*, ${role}${week === undefined ? '' : ` · week ${week}`} · ${meeting}${stateLine(m, zone, lookedAfter)}`,
          menu: [back || met, change, end],
          blocks: [
            section(
              md`${mention(partner)}, ${role} · since ${formatFor(zone, m.startedAt, 'date')} · ${meeting}${stateLine(m, zone, lookedAfter)}`,
            ),
            actions(
              met,
              button('Why this match', 'mentorship.why', { value: m.id, says: `Why you and ${name}` }),
              back,
              long &&
                mayHappen(m.state, 'hand', m.kind) &&
                button('We could use a hand', 'ladder.hand', {
                  value: m.id,
                  says: `You and ${name} could use a hand`,
                }),
              change,
              end,
            ),
          ],
        },
      ]
    }),
  )

/** Thanks for having met. `first`: a mentorship that has no agreement yet. */
export const metModal = (title: string, text: string, first?: string): ModalView =>
  notice(
    title,
    text,
    first !== undefined &&
      button('Make your agreement', 'agreement.open', { value: first, style: 'primary' }),
    commandButton('Share a win', 'win'),
    commandButton('Give kudos', 'kudos'),
  )
