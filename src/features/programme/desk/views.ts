import { formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { joinSafe, md, mention, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, context, header, modal, notice, quoted, section } from '../../../slack/ui/blocks.ts'
import type { Gaps } from '../../matching/find/service.ts'
import type { Mentorship } from '../../pairs/mentorship/service.ts'
import type { Team } from '../../people/coordinators/domain.ts'

const MENDS: Record<string, string> = {
  channel_not_found: 'The channel does not exist, or Cairn may not see it. Create it and invite Cairn.',
  not_in_channel: 'Cairn is not in the channel. Invite it: /invite @Cairn.',
  is_archived: 'The channel is archived. Unarchive it, or choose another one.',
  missing_scope:
    'The app lacks a permission. Whoever runs Cairn should compare its manifest and install it again.',
}

const mendFor = (problem: string | null, destination: string) =>
  (problem === 'channel_not_found' && destination !== '#wins'
    ? 'Slack does not know this conversation any more, nor lets me open another. Try again later; if it stays, whoever runs Cairn finds more in its log.'
    : problem && MENDS[problem]) ||
  (problem?.startsWith('restricted_action')
    ? 'Posting there is restricted. Let Cairn post in it, or choose another one.'
    : 'Slack does not take them. Whoever runs Cairn finds the reason in its log.')

/** The first steps of a programme: mentors, then those who look for one. `mentors`: somebody offers to mentor. */
export const beginBlocks = (mentors: boolean): Blocks => [
  section(
    mentors
      ? md`*The first mentors are here.* Now tell those who would like to grow: whoever joins sees at once who fits.`
      : md`*Begin with mentors.* Ask two or three people whom you trust, each in a line of your own. Those who look for a mentor come next.`,
  ),
  actions(
    button('What to write to them', 'admin.invite', {
      value: mentors ? 'mentees' : 'mentors',
      style: 'primary',
    }),
  ),
]

const INVITES = {
  mentors:
    'Would you mentor somebody in product? It is 45 minutes every two weeks, with one or two people, and you can pause any time. Type /mentor join and choose "A mentor": it takes a minute.',
  mentees:
    'Would you like a mentor in product? Type /mentor join, say what you would like to get better at, and see who fits. Nobody is told that you look.',
}

/** Words to copy: Cairn writes to nobody who has not joined. */
export const inviteModal = (mentees: boolean) =>
  modal({
    id: 'admin.inviting',
    title: 'What to write',
    blocks: [
      section(
        mentees
          ? 'Copy this into a channel where product people are, or make it yours:'
          : 'Copy this into a message to each of them, or make it yours:',
      ),
      quoted(mentees ? INVITES.mentees : INVITES.mentors),
      context('I write to nobody who has not joined, so this comes from you.'),
    ],
  })

/** So many places that cannot be posted to are shown at once. */
const PLACES_SHOWN = 5

export const placeName = (destination: string) =>
  destination === '#wins'
    ? 'the wins channel'
    : destination.includes('+')
      ? 'a group conversation'
      : 'a direct message'

export const retriedModal = () =>
  notice('Trying again', 'I try again now. If it still fails, it shows up on your Home once more.')

const onIt = (m: Mentorship) =>
  button('I am on it', 'admin.take', { value: m.id, says: 'I am on it: I give this pair a hand' })

export const takenModal = (m: Mentorship) =>
  notice(
    'You are on it',
    md`Write to ${mention(m.mentee)} and ${mention(m.mentor)}, and ask what would help. It leaves your list as soon as they say that they met.`,
  )

/** Part of Home for those who run it: that a pair needs a hand, and what could not be sent. */
export function coordinatorBlocks(
  pairs: Mentorship[],
  parked: { destination: string; problem: string | null; many: number }[],
  zone: string,
  team: Team,
  reader: string,
): Blocks {
  // Home has room for a hundred blocks in all.
  const most = [...parked].sort((a, b) => b.many - a.many).slice(0, PLACES_SHOWN)
  return [
    header('For the coordinator'),
    team.deputy === reader &&
      section('You are the deputy: you are asked when the coordinators are away, or leave what is due.'),
    pairs.length === 0
      ? section('No pair needs a hand.')
      : [
          section(md`*${plural(pairs.length, 'pair')} could use a hand*`),
          pairs.map((m) =>
            section(
              md`${mention(m.mentee)} and ${mention(m.mentor)} · since ${formatFor(zone, m.needsHandAt ?? m.startedAt, 'date')}${
                m.handTakenBy ? md` · ${mention(m.handTakenBy)} is on it` : ''
              }`,
              m.handTakenBy ? undefined : onIt(m),
            ),
          ),
          context(
            'Write to both, kindly: "I am told you could use a hand. What would help?" You see that they could, never why.',
          ),
        ],
    most.map((p) => [
      section(
        md`*${plural(p.many, 'message')} could not be sent* to ${placeName(p.destination)}. ${mendFor(p.problem, p.destination)}`,
      ),
      actions(
        button('Try again', 'admin.retry', {
          value: p.destination,
          says: `Try again to send to ${placeName(p.destination)}`,
        }),
      ),
    ]),
    parked.length > most.length &&
      context(`And ${plural(parked.length - most.length, 'more place')}, which come up here as these go.`),
    actions(
      button('Who runs it, and how', 'admin.team', {
        says: 'Coordinators, deputy, contact outside, and the rule about teams',
      }),
      button('What people look for', 'admin.gaps', {
        says: 'What is looked for and nobody offers, and words that Cairn misread',
      }),
      button('What was done', 'admin.acts', { says: 'What coordinators did, the newest first' }),
    ),
  ]
}

const GAPS_SHOWN = 20

/** What the catalogue and the mentors lack, as searches told: never whose they were. */
export const gapsModal = ({ wanted, misread }: Gaps) =>
  modal({
    id: 'admin.gaps',
    title: 'What people look for',
    blocks: [
      wanted.length > 0 &&
        section(
          joinSafe([
            md`*Wanted, and nobody offered it*`,
            ...wanted.slice(0, GAPS_SHOWN).map(([id, many]) => md`• ${competencyName(id)} (${many})`),
          ]),
        ),
      misread.length > 0 &&
        section(
          joinSafe([
            md`*Words that I misread*`,
            ...misread.slice(0, GAPS_SHOWN).map(([words, many]) => md`• ${words} (${many})`),
          ]),
        ),
      wanted.length === 0 && misread.length === 0 && section('Nothing was missed so far.'),
      context('From "Tell the coordinator" and "Not that" in /mentor find. How often, never who.'),
    ],
  })

export const handMessage = (m: Mentorship): Message =>
  m.status === 'active' && m.needsHandAt
    ? {
        text: 'A pair could use a hand',
        blocks: [
          section(
            md`*${mention(m.mentee)} and ${mention(m.mentor)} could use a hand.* ${
              m.handTakenBy
                ? md`${mention(m.handTakenBy)} is on it.`
                : 'Next step: write to both and ask what would help.'
            }`,
          ),
          !m.handTakenBy && actions(onIt(m)),
          context(
            'You see that they could, never why. It leaves your list as soon as they say that they met.',
          ),
        ],
      }
    : {
        text: 'A pair needs no hand any more',
        blocks: [
          section(
            m.status === 'active'
              ? md`${mention(m.mentee)} and ${mention(m.mentor)} need no hand any more. Nothing to do.`
              : md`The mentorship of ${mention(m.mentee)} and ${mention(m.mentor)} has ended kindly. Nothing to do.`,
          ),
        ],
      }

export const brokenMessage = (destination: string, problem: string): Message => ({
  text: 'Some messages could not be sent',
  blocks: [
    section(md`*I cannot post to ${placeName(destination)}.* ${mendFor(problem, destination)}`),
    section('Nothing is lost: it all goes out once this is mended.'),
    actions(button('Try again', 'admin.retry', { value: destination, style: 'primary' })),
  ],
})

/** To the deputy, who takes over. */
export const standInMessage = (
  absent: string,
  until: number | null,
  waiting: number,
  zone: string,
): Message => ({
  text: 'You stand in for the coordinator',
  blocks: [
    section(
      until === null
        ? md`*${mention(absent)} is gone, and you stand in as the deputy.* What needs somebody comes to you. Next step: say who coordinates from now on.`
        : md`*${mention(absent)} pauses until ${formatFor(zone, until, 'date')}, and you stand in.* Until then what needs somebody comes to you.`,
    ),
    section(
      waiting > 0
        ? md`${plural(waiting, 'pair')} could use a hand: your Home shows whom to write to.`
        : 'Nothing waits for you just now.',
    ),
    until === null && actions(button('Who runs it, and how', 'admin.team', { style: 'primary' })),
  ],
})
