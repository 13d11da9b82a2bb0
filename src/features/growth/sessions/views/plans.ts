/** Proposing times, and answering them. */

import type { ModalView } from '@slack/types'
import { dateIn, formatFor } from '../../../../core/calendar.ts'
import { MEETING_LENGTHS } from '../../../../core/meeting-lengths.ts'
import { joinSafe, md, mention, plural } from '../../../../core/text.ts'
import type { Blocks } from '../../../../outbox/blocks.ts'
import type { Message } from '../../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  modal,
  notice,
  quoted,
  section,
} from '../../../../slack/ui/blocks.ts'
import { dateInput, radioInput, selectInput, textInput, timeInput } from '../../../../slack/ui/inputs.ts'
import { CADENCES, cadenceOf, PLACES, type PlanMeta, placeWords } from '../domain.ts'
import type { Draft, Offer, OfferNow, Pair, Plan, Proposed } from '../service.ts'
import { cadenceWords, minutesWords, planButton, timeFor, timesFor } from './common.ts'

/** Whom to plan with, where there are several. */
export const chooserModal = (pairs: Pair[]): ModalView =>
  modal({
    id: 'plans.choose',
    title: 'Plan a session',
    blocks: [
      section('With whom?'),
      pairs.map((pair) =>
        section(
          md`${mention(pair.partner)}, ${pair.m.kind === 'chat' ? 'one chat' : pair.m.mentor === pair.me ? 'your mentee' : 'your mentor'}`,
          button('Plan', 'plans.plan', {
            value: pair.m.id,
            says: `Plan a session with ${pair.partnerName}`,
          }),
        ),
      ),
    ],
  })

function planModal(draft: Draft, meta: PlanMeta): ModalView {
  const { pair, slots, moves, answers, replaces, next } = draft
  const { zone } = pair
  const clocks = md`Times are on your clock, ${zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone}.`
  return modal({
    id: 'plans.propose',
    title: moves ? 'Move the session' : answers ? 'Other times' : 'Plan a session',
    submit: 'Send',
    close: 'Not now',
    meta: { ...meta },
    blocks: [
      section(
        moves
          ? md`Your session with ${mention(pair.partner)}, now ${timeFor(pair, moves.startAt)}`
          : md`With ${mention(pair.partner)}`,
      ),
      answers && context(md`${pair.partnerName} proposed ${timesFor(pair, answers.slots)}.`),
      next && !moves && context(md`You meet ${timeFor(pair, next.startAt)} already.`),
      replaces &&
        context(md`These take the place of ${timesFor(pair, replaces.slots)}, which you proposed before.`),
      context(
        slots.length > 0
          ? md`${clocks} You both have these free: ${timesFor(pair, slots, '; ')}.`
          : md`${clocks} I know of no hour that you both have free in the next two weeks.`,
      ),
      ['First choice', 'Second choice', 'Third choice'].map((label, i) => {
        const at = slots[i]
        return [
          dateInput({
            name: `date${i + 1}`,
            label: `${label}: day`,
            optional: i > 0,
            ...(at !== undefined && { initial: dateIn(zone, at) }),
          }),
          timeInput({
            name: `time${i + 1}`,
            label: `${label}: time`,
            optional: i > 0,
            ...(at !== undefined && { initial: formatFor(zone, at, 'time') }),
          }),
        ]
      }),
      selectInput({
        name: 'minutes',
        label: 'How long',
        choices: MEETING_LENGTHS,
        initial: String(draft.minutes),
      }),
      !moves &&
        pair.m.kind !== 'chat' &&
        selectInput({
          name: 'cadence',
          label: 'How often',
          hint: 'A cadence begins with the time that is taken, and keeps it when clocks change.',
          choices: CADENCES.map(([id, words]) => [id, words] as const),
          initial: cadenceOf(draft.rule)[0],
        }),
      radioInput({ name: 'place', label: 'Where', choices: PLACES, initial: draft.place }),
      textInput({
        name: 'location',
        label: 'Link or room',
        hint: `Only you and ${pair.partnerName}; it also stands in the calendar file and links.`,
        optional: true,
        max: 200,
        initial: draft.location,
      }),
      textInput({
        name: 'agenda',
        label: 'What I would like to talk about',
        hint: `Only you and ${pair.partnerName} read it; it is not in the calendar.`,
        optional: true,
        max: 300,
        initial: draft.agenda,
      }),
    ],
  })
}

export const proposedModal = ({ pair, slots, rule, readsAt }: Proposed, now: number): ModalView =>
  modal({
    id: 'plans.sent',
    title: 'Sent',
    blocks: [
      section(
        readsAt > now
          ? md`${pair.partnerName} gets your times ${formatFor(pair.zone, readsAt)} on your clock, when their day begins.`
          : md`${pair.partnerName} has your times now.`,
      ),
      section(joinSafe(slots.map((at) => md`• ${timeFor(pair, at)}`))),
      rule && section(md`${cadenceWords(rule)}, from the one that is taken.`),
      context('You hear from me as soon as one is taken, with links and a file for your calendars.'),
      actions(commandButton('More…', 'help')),
    ],
  })

/** The proposed times, each with a button. In a message, in a modal and on Home. */
export const offerBlocks = ({ pair, offer, moved }: Offer, now: number): Blocks => [
  section(
    moved
      ? md`*${mention(offer.proposer)} would like to move your session of ${timeFor(pair, moved.startAt)}.*`
      : md`*${mention(offer.proposer)} proposes a session with you.*`,
  ),
  offer.rule && section(md`${cadenceWords(offer.rule)}, beginning with the one you take:`),
  offer.slots.map((at) =>
    at <= now
      ? section(md`${timeFor(pair, at)}, which has passed`)
      : section(
          md`${timeFor(pair, at)}`,
          button('Take this', 'plans.accept', {
            value: `${offer.id}:${at}`,
            style: 'primary',
            says: `Meet ${pair.partnerName} ${formatFor(pair.zone, at)}`,
          }),
        ),
  ),
  context(md`${minutesWords(offer.minutes)} · ${placeWords(offer.place)}`),
  actions(
    button('Other times', 'plans.counter', {
      value: offer.id,
      says: `Propose other times to ${pair.partnerName}`,
    }),
    button('None of these', 'plans.decline', {
      value: offer.id,
      says: `Tell ${pair.partnerName} that none of these suits you`,
    }),
    offer.agenda !== null &&
      button('Read the agenda', 'plans.agenda', {
        value: offer.id,
        says: `Read what ${pair.partnerName} would like to talk about`,
      }),
  ),
]

/** The form; or the times that the partner has proposed meanwhile. */
export const draftModal = (draft: Draft | Offer, meta: PlanMeta, now: number): ModalView =>
  'offer' in draft
    ? modal({ id: 'plans.offer', title: 'Proposed times', blocks: offerBlocks(draft, now) })
    : planModal(draft, meta)

export const offerMessage = (found: OfferNow, now: number): Message => ({
  text: found.moved
    ? `${found.pair.partnerName} would like to move your session`
    : `${found.pair.partnerName} proposes a session`,
  blocks:
    found.offer.status === 'open'
      ? offerBlocks(found, now)
      : [
          section(md`${mention(found.offer.proposer)} proposed times to you. ${found.state}`),
          actions(commandButton('Plan a session', 'schedule')),
        ],
})

/** After some days of silence, while there is still a time to take. */
export const waitingMessage = (found: OfferNow, now: number): Message => ({
  ...offerMessage(found, now),
  text: `${found.pair.partnerName} waits for your answer on a session`,
  ...(found.offer.status !== 'open' && { settled: true }),
})

/** The same from several partners. */
export const waitingTitle = (waiting: number) =>
  `${plural(waiting, 'partner')} ${waiting === 1 ? 'waits' : 'wait'} for your answer on a session`

/** What the proposer hears when it came to nothing. */
export const answeredMessage = (pair: Pair, plan: Plan, isPaused: boolean): Message => ({
  text: `Your session with ${pair.partnerName}`,
  blocks: [
    section(
      plan.status === 'expired'
        ? md`The times that you proposed to ${mention(pair.partner)} have passed without an answer. Weeks get full; a word in your conversation helps, or new times.`
        : isPaused
          ? md`${mention(pair.partner)} takes a break, so the times you discussed are off for now. Plan again after it.`
          : md`${mention(pair.partner)} cannot make any of the times that you proposed.`,
    ),
    actions(planButton(pair.m.id, 'Propose other times', pair.partnerName)),
  ],
})

export const agendaModal = (words: string): ModalView =>
  modal({
    id: 'plans.agendaOnly',
    title: 'Agenda',
    blocks: [quoted(words), context('Only you two read this.')],
  })

export const agreedModal = (pair: Pair, at: number): ModalView =>
  notice(
    'It is a date',
    md`You and ${mention(pair.partner)} meet ${timeFor(pair, at)}.\nYou both get a message, with links and a file for your calendars.`,
    commandButton('More…', 'help'),
  )
