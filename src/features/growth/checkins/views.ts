/** What stands in several places: buttons, words on what comes next; and Home. */
import { formatFor, type Hours } from '../../../core/calendar.ts'
import { md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { HomePart } from '../../../slack/kernel/feature.ts'
import { actions, button, commandButton, context, overflow, section } from '../../../slack/ui/blocks.ts'
import { cadenceWords, MOODS, STREAK_MIN } from './domain.ts'
import type { HomeFacts, PairOf, Partner } from './service.ts'

export const writeButton = (id: string, text: string, style?: 'primary') =>
  button(text, 'checkins.write', { value: id, says: `${text}: opens the check-in form`, style })
export const changeWhenButton = () =>
  button('When shall I ask?', 'checkins.change', { says: 'Change day, hour and how often I ask' })
export const earlierButton = () =>
  button('Earlier check-ins', 'checkins.history', { says: 'Read your own earlier check-ins' })

export const moodButtons = (id: string) =>
  MOODS.map((m) =>
    button(m.words, `checkins.${m.name}`, { value: id, says: `Answer the check-in with: ${m.words}` }),
  )

/** When the next one comes, in the reader's own zone, and the way back for those who are not asked. */
export function nextWords(s: { nextAt?: number; hours: Hours; member?: { checkinEvery: number } }): Safe {
  if (s.nextAt !== undefined) return md`Next check-in: *${formatFor(s.hours.zone, s.nextAt)}*.`
  return s.member?.checkinEvery === 0
    ? md`I do not ask by myself any more. \`/mentor checkin\` works any time, and “When shall I ask?” in it brings me back.`
    : md`None is planned now. \`/mentor checkin\` works any time.`
}

/** A kind word, from a few in a row on; breaking it is never mentioned. */
export const streakWords = (streak: number) =>
  streak >= STREAK_MIN && context(`${streak} check-ins in a row. That steadiness is what carries.`)

/** After a good week: a win to tell, and somebody to thank. */
export const thanksBlocks = ([only, another]: Partner[]): Blocks => [
  section('A win to share? Somebody to thank?'),
  actions(
    commandButton('Share a win', 'win'),
    only && !another
      ? button(`Thank ${only.name}`, 'kudos.to', { value: only.person })
      : commandButton('Give kudos', 'kudos'),
  ),
]

/** A button for each partner may stand there; more would be a wall. */
const MOST_HANDS = 3

/** After a rough week: what would help now. Each button does it, or opens the form that does. */
export function helpBlocks(checkin: string, partners: PairOf[], helpers: Partner[]): Blocks {
  const [only, another] = partners
  const one = another ? undefined : only
  const [helper, other] = helpers
  const whom = helper && !other ? helper.name : 'a coordinator'
  return [
    section(md`*Only you see this.* What would help?`),
    actions(
      button(
        one ? `Word a question for ${one.name.split(' ')[0]}` : 'Word a question for me',
        'checkins.question',
        {
          value: checkin,
          style: 'primary',
        },
      ),
      one
        ? button('Plan 30 minutes', 'plans.short', {
            value: one.mentorship,
            says: `Plan 30 minutes with ${one.name}`,
          })
        : commandButton('Plan a session', 'schedule'),
      button('30 minutes with somebody else', 'find.chats'),
      one && helper && handButton(whom, one),
      button('Nothing now', 'checkins.nothing', { value: checkin, says: 'Nothing would help now' }),
    ),
    !one &&
      helper &&
      partners
        .slice(0, MOST_HANDS)
        .map((partner) => section(md`You and ${mention(partner.person)}`, handButton(whom, partner))),
  ]
}

const handButton = (whom: string, { mentorship, name }: PairOf) =>
  button(`Ask ${whom} for a hand`, 'ladder.hand', {
    value: mentorship,
    says: `Ask ${whom} for a hand with ${name}`,
  })

export function homePart(facts: HomeFacts): HomePart {
  const { member, hours, open, shared } = facts
  const often = member.checkinEvery > 0 ? md` I ask ${cadenceWords(member.checkinEvery)}.` : md``
  return {
    blocks: [
      section(
        md`*Check-ins*\n${nextWords(facts)}${often}`,
        overflow(commandButton('Check in now', 'checkin'), changeWhenButton(), earlierButton()),
      ),
    ],
    pairs: Object.fromEntries(
      shared.map(({ partner, at }) => [
        partner.mentorship,
        {
          says: md`shared how it goes ${formatFor(hours.zone, at, 'date')}`,
          blocks: [
            section(
              md`${mention(partner.person)} shared how it goes: ${formatFor(hours.zone, at, 'date')}.`,
              button(`What ${partner.name} shared`, 'checkins.shared', {
                value: partner.person,
                says: `Read what ${partner.name} shared with you`,
              }),
            ),
          ],
        },
      ]),
    ),
    ...(open && {
      next: {
        rank: 40,
        blocks: [
          section('How is it going? Your check-in waits for one tap.'),
          actions(...moodButtons(open.id)),
        ],
      },
    }),
  }
}
