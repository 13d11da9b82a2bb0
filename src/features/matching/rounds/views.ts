import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER, joinSafe, md, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput, peopleInput, radioInput, selectInput } from '../../../slack/ui/inputs.ts'
import { ASK_DAYS } from './domain.ts'
import { both, MATTERS } from './preview.ts'
import type { Round, RoundPair } from './service.ts'

export interface Outlook {
  mentees: number
  mentors: number
  places: number
  /** The programme matches nobody within their own team, so that a round has no choice. */
  excludeSameTeam: boolean
}

/** The choices of a round, new or to be changed. */
export function formModal(
  programmes: { id: string; name: string }[],
  outlook: Outlook,
  draft: Round | undefined,
  past: boolean,
): ModalView {
  const choices = draft?.choices
  const here = (person: string) => person !== FORMER_MEMBER
  return modal({
    id: 'rounds.begin',
    title: 'Match everyone',
    submit: 'Match',
    meta: { round: draft?.id },
    blocks: [
      section(
        md`This matches everybody who looks for a mentor at once. You see all pairs before anybody hears of them.`,
      ),
      context(
        `Now: ${plural(outlook.mentees, 'person looks', 'people look')} for a mentor; ${plural(outlook.mentors, 'mentor has', 'mentors have')} ${plural(outlook.places, 'free place')}.`,
      ),
      programmes.length > 1 &&
        selectInput({
          name: 'programme',
          label: 'Programme',
          choices: programmes.map(({ id, name }) => [id, name]),
          initial: programmes[0]?.id,
        }),
      radioInput({
        name: 'equity',
        label: 'What matters most',
        hint: 'Whichever you choose, as many people as possible get a mentor, those who have waited first.',
        choices: [
          ['any', `${MATTERS.any} (recommended)`],
          ['some', MATTERS.some],
          ['none', MATTERS.none],
        ],
        initial: choices?.equity ?? 'any',
      }),
      outlook.excludeSameTeam
        ? context(
            'Nobody is matched within their own team, as the programme has it. That is changed in Home, under “Who runs it, and how”.',
          )
        : checkboxInput({
            name: 'rules',
            label: 'Rules',
            optional: true,
            choices: [['sameTeam', 'Nobody within the same team']],
            initial: choices?.excludeSameTeam ? ['sameTeam'] : [],
          }),
      peopleInput({
        name: 'only',
        label: 'Only these mentees',
        hint: 'Empty: everybody who looks for a mentor.',
        optional: true,
        initial: choices?.only.filter(here),
      }),
      peopleInput({
        name: 'without',
        label: 'Leave out',
        hint: 'On either side. They are not told.',
        optional: true,
        initial: choices?.without.filter(here),
      }),
      past && actions(button('Earlier rounds', 'rounds.list')),
      context(
        'You see who is matched with whom and how well it fits, never what anybody wrote. Reporting lines, full mentors and pairs of the past are left out by themselves.',
      ),
    ],
  })
}

/** Some pairs do not hold any more: what now? */
export function brokenModal(
  meta: { round: string; version?: number },
  broken: [mentee: string, mentor: string][],
  left: number,
): ModalView {
  return modal({
    id: 'rounds.broken',
    title: 'Something has changed',
    meta,
    blocks: [
      section(
        md`*${plural(broken.length, 'pair does', 'pairs do')} not hold any more*: somebody has left, paused, found a mentor or has no place any more.`,
      ),
      section(joinSafe(broken.slice(0, 20).map(([a, b]) => md`• ${both(a, b)}`))),
      section('Nobody has been introduced yet. Best is to match again, so that nobody is left over.'),
      actions(
        button('Match again', 'rounds.solve', { style: 'primary' }),
        button(`Publish the other ${left}`, 'rounds.publishRest', {
          confirm: {
            title: 'Publish the others?',
            text: `${plural(left, 'pair is', 'pairs are')} introduced. Those left over are told kindly, and are first in line next time.`,
            yes: 'Publish',
            no: 'Not yet',
          },
        }),
        button('Back', 'rounds.back', { says: 'Back to all pairs' }),
      ),
    ],
  })
}

export const publishedModal = (
  round: string,
  { introduced, asked, unmatched }: { introduced: number; asked: number; unmatched: number },
): ModalView =>
  modal({
    id: 'rounds.published',
    title: 'Published',
    meta: { round },
    blocks: [
      asked > 0
        ? section(
            md`*The ${asked === 1 ? 'mentor of the pair is' : `mentors of ${asked} pairs are`} asked first.* With "Glad to" the two are introduced. You hear who is not free now, and who has not answered in ${plural(ASK_DAYS, 'working day')}.`,
          )
        : section(
            md`*${plural(introduced, 'introduction is', 'introductions are')} on the way*, ${introduced === 1 ? '' : 'each '}at an hour when both are at work.`,
          ),
      unmatched > 0 &&
        section(
          `${plural(unmatched, 'person is', 'people are')} told that there was no mentor this time, and what they can do until the next.`,
        ),
      section('Next step: in three weeks Home shows you which pairs have not met yet.'),
      actions(button('Look at the pairs', 'rounds.back')),
    ],
  })

export const discardedModal = (): ModalView =>
  notice(
    'Discarded',
    'This draft is gone, and nobody has heard of it.',
    commandButton('A new round', 'round', { style: 'primary' }),
  )

export const listModal = (rounds: Round[], zone: string): ModalView =>
  rounds.length === 0
    ? notice(
        'Rounds',
        'There has been no round yet.',
        commandButton('Match everyone', 'round', { style: 'primary' }),
      )
    : modal({
        id: 'rounds.past',
        title: 'Rounds',
        blocks: rounds.map(({ id, status, outcome, publishedAt, createdAt }) =>
          section(
            md`*${formatFor(zone, publishedAt ?? createdAt, 'dateWithYear')}* · ${status === 'draft' ? 'a draft' : 'published'} · ${outcome?.matched ?? 0} of ${plural(outcome?.mentees ?? 0, 'person', 'people')} matched`,
            button('Look', 'rounds.open', { value: id, says: 'Look at this round' }),
          ),
        ),
      })

/** A coordinator's part of Home. */
export const homeBlocks = (draft: Round | undefined): Blocks =>
  draft
    ? [
        section(
          md`*A draft waits for you*: ${draft.outcome?.matched ?? 0} of ${plural(draft.outcome?.mentees ?? 0, 'person', 'people')} matched. Nobody has heard of it yet.`,
        ),
        actions(
          button('Open the draft', 'rounds.open', { value: draft.id, style: 'primary' }),
          button('Earlier rounds', 'rounds.list'),
        ),
      ]
    : [
        section('Match everybody who looks for a mentor, in one go.'),
        actions(commandButton('Match everyone', 'round'), button('Earlier rounds', 'rounds.list')),
      ]

/** On the Home of somebody whom a round left without: it is not forgotten. */
export const waitingBlocks = (rounds: number): Blocks => [
  section(
    `${rounds === 1 ? 'The last round' : `The last ${rounds} rounds`} had no mentor for you. You are first in line in the next one.`,
  ),
  actions(commandButton('Find a mentor', 'find')),
]

const CAUSES: Record<string, string> = {
  nobody:
    'None of the mentors with a free place could be matched with you: clocks too far apart, say, the same reporting line, or met before.',
  mutual: 'Whoever could be matched with you is your mentee now, and nobody mentors their own mentor.',
  apart: 'No mentor with a free place offers what you would like to learn.',
  gone: 'The match that was planned for you did not hold in the end.',
  outbid: 'The mentors who fit you are matched with others this time.',
}

/** A mentor who is not free now, or says nothing, looks like any match that did not hold. */
const SETTLED: Record<string, string> = { apart: 'apart', gone: 'gone', declined: 'gone', back: 'gone' }

/** To somebody for whom a round had no mentor: why, and what now. */
export const unmatchedMessage = ({ status, cause }: RoundPair): Message => ({
  text: 'No mentor for you in this round',
  blocks: [
    section(
      md`*This round had no mentor for you.* ${CAUSES[SETTLED[status] ?? cause ?? 'outbid'] ?? CAUSES.outbid!}`,
    ),
    section('You are first in line in the next round.'),
    section('Until then: look around, ask somebody for 30 minutes on one topic, or learn among peers.'),
    actions(
      commandButton('Find a mentor', 'find', { style: 'primary' }),
      button('30 minutes on one topic', 'find.chats'),
      button('Peer circles', 'circles.show'),
    ),
  ],
})
