/** What a mentor reads who is asked first, and what coordinators read of the answers. */
import { formatFor } from '../../../core/calendar.ts'
import type { ScorePart } from '../../../core/match-record.ts'
import { listed, md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, notice, section } from '../../../slack/ui/blocks.ts'
import { WAITING } from './domain.ts'
import type { RoundPair } from './service.ts'

/** As the mentor is told: which parts speak for the two, never a skill that somebody wants. */
const WHY: Record<ScorePart, string> = {
  skills: 'what you offer is what they would like to learn',
  time: 'your free hours meet',
  zone: 'your clocks are close',
  style: 'you like to work in the same way',
  level: 'you are a step or two ahead',
  repeat: '',
}

/** Who reads it: the names of all concerned, their zone, and who published the round, if they are still here. */
export interface AskedReading {
  names: Map<string, string>
  zone: string
  by?: string
}

const idsOf = ({ round, mentee }: RoundPair) => `${round}:${mentee}`
const nameIn = ({ names }: AskedReading, person: string | null) => names.get(person ?? '') ?? 'a colleague'

function why({ why }: RoundPair): string {
  const parts = (why?.strong ?? []).map((part) => WHY[part]).filter(Boolean)
  return why?.fit === 'none' || parts.length === 0
    ? 'No skill stands in both profiles: the pair was chosen by hand.'
    : `Why: ${listed(parts)}.`
}

/** One mentee, with the two answers; said again on Home. */
export function askBlocks(pair: RoundPair, reading: AskedReading): Blocks {
  const { by = 'A coordinator', zone } = reading
  const name = nameIn(reading, pair.mentee)
  const last = formatFor(zone, pair.answerBy ?? 0, 'date')
  return [
    section(
      md`*${by} matched you with ${mention(pair.mentee)} in a round. Would you mentor them?*\n${why(pair)} ${pair.status === 'silent' ? md`You were asked until ${last}; an answer still helps.` : md`Please answer by ${last}.`}`,
    ),
    actions(
      button('Glad to', 'rounds.glad', {
        value: idsOf(pair),
        style: 'primary',
        says: `Glad to mentor ${name}`,
      }),
      button('Not now', 'rounds.notNow', {
        value: idsOf(pair),
        says: `Not now: I cannot mentor ${name}`,
        confirm: {
          title: 'Not now?',
          text: 'Coordinators hear that you are not free now. Nobody asks why, and nobody else hears of it.',
          yes: 'Not now',
          no: 'Back',
        },
      }),
    ),
  ]
}

const SETTLED: Record<string, string> = {
  introduced: 'you two are introduced, in a conversation of your own.',
  declined: 'you said not now. Only the coordinators know.',
}

/** To a mentor, of all whom a round matched with them. */
export function askedMessage(pairs: RoundPair[], reading: AskedReading): Message {
  const open = pairs.filter(({ status }) => WAITING.includes(status))
  const names = listed(pairs.map(({ mentee }) => nameIn(reading, mentee)))
  return {
    text: open.length > 0 ? `Would you mentor ${names}?` : `You were asked about ${names}`,
    blocks: [
      pairs.map((pair) =>
        WAITING.includes(pair.status)
          ? askBlocks(pair, reading)
          : section(
              md`*${mention(pair.mentee)} in a round*: ${SETTLED[pair.status] ?? 'this did not come about. Nothing to do for you.'}`,
            ),
      ),
      open.length > 0
        ? context(
            open.length === 1
              ? 'They know nothing of it before you say yes.'
              : 'None of them knows of it before you say yes.',
          )
        : actions(commandButton('My profile', 'profile')),
    ],
  }
}

/** What coordinators can do about a pair whose mentor has not answered. */
export const waitingButtons = (pair: RoundPair, mentee: string) => [
  pair.status === 'silent' &&
    button('Introduce them anyway', 'rounds.goAhead', {
      value: idsOf(pair),
      says: `Introduce ${mentee} and this mentor anyway`,
      confirm: {
        title: 'Introduce them anyway?',
        text: 'They are introduced in a conversation of their own, though the mentor has not said yes.',
        yes: 'Introduce them',
        no: 'Not yet',
      },
    }),
  button(pair.status === 'silent' ? 'Leave it' : 'Take it back', 'rounds.takeBack', {
    value: idsOf(pair),
    says: `Do not introduce ${mentee} and this mentor`,
    confirm: {
      title: 'Leave it?',
      text: 'The mentor is asked no more. The mentee hears that there is no mentor this time, and is first in line in the next round.',
      yes: 'Leave it',
      no: 'Back',
    },
  }),
]

/** To those in charge: of one mentee whose mentor is not free now, or of all of whom a mentor has said nothing. */
export function toldMessage(pairs: RoundPair[], reading: AskedReading): Message {
  const mentor = nameIn(reading, pairs[0]?.mentor ?? null)
  const open = pairs.some(({ status }) => WAITING.includes(status))
  return {
    text: open ? `${mentor} has not answered about a round` : `${mentor} was asked in a round`,
    blocks: [
      pairs.map((pair) => {
        const two = md`${mention(pair.mentor as string)} and ${mention(pair.mentee)}`
        if (WAITING.includes(pair.status))
          return [
            section(
              md`*${mention(pair.mentor as string)} has not answered about ${mention(pair.mentee)}*, asked until ${formatFor(reading.zone, pair.answerBy ?? 0, 'date')}. Go ahead, or leave it?`,
            ),
            actions(...waitingButtons(pair, nameIn(reading, pair.mentee))),
          ]
        if (pair.status === 'declined')
          return section(
            md`*${mention(pair.mentor as string)} is not free now for ${mention(pair.mentee)}*, who is first in line in the next round. Nobody else knows whom you asked.`,
          )
        return section(
          pair.status === 'introduced'
            ? md`*${two}* are introduced.`
            : md`*${two}* were not introduced: ${pair.status === 'back' ? 'it was taken back' : 'it did not hold any more'}.`,
        )
      }),
      pairs.some(({ status }) => status !== 'introduced' && !WAITING.includes(status)) &&
        actions(commandButton('Match everyone', 'round')),
    ],
  }
}

export const gladModal = (name: string) =>
  notice(
    'Thank you',
    `I introduce you and ${name} now, in a conversation of your own, when both are at work.`,
  )

export const begunModal = (name: string) =>
  notice('Introduced', `${name} and their mentor get a conversation of their own, when both are at work.`)

export const goneModal = (name: string) =>
  notice(
    'It did not come about',
    `You cannot be matched with ${name} any more: somebody has left, paused or found a mentor. Nothing to do for you.`,
  )

export const goneBetweenModal = (name: string) =>
  notice(
    'It did not come about',
    `${name} and this mentor cannot be matched any more: somebody has left, paused or found a mentor. If ${name} still looks, they are first in line.`,
  )

export const notNowModal = () =>
  notice(
    'That is fine',
    'The coordinators hear that you are not free now, without a reason. Free at a later time? Set your places and your pause on your profile.',
    commandButton('My profile', 'profile'),
  )

export const leftModal = (name: string) =>
  notice('Left', `${name} is told that there is no mentor this time, and is first in line in the next round.`)
