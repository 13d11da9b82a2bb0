import type { KnownBlock, ModalView } from '@slack/types'
import { dateIn, formatFor, minuteIn } from '../../../core/calendar.ts'
import { joinSafe, md, mention, plural } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { dateInput, radioInput, selectInput, textInput, timeInput } from '../../../slack/ui/inputs.ts'
import { firstNameOf, onBothClocks } from '../sessions/domain.ts'
import type { Pair, Session } from '../sessions/service.ts'
import { CADENCES, cadenceOf, LENGTHS, PLACES, type PlanMeta, placeWords } from './domain.ts'
import type { Draft, Offer, Plan, Proposed } from './service.ts'

const hhmm = (zone: string, at: number) => {
  const minute = minuteIn(zone, at)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** A time as its reader has it, and as the partner has it where that differs. */
export const both = (pair: Pair, at: number) =>
  onBothClocks(at, pair.hours.zone, pair.partnerHours.zone, firstNameOf(pair.partnerName))

export const minutesWords = (minutes: number) =>
  LENGTHS.find(([id]) => Number(id) === minutes)?.[1] ?? plural(minutes, 'minute')

/** 'Every two weeks, six times, from' for a cadence. */
export const cadenceWords = (plan: { rule: string | null }) => cadenceOf(plan.rule)[1]

export const planButton = (m: string, text = 'Plan a session', partnerName = '') =>
  button(text, 'plans.plan', {
    value: m,
    style: 'primary',
    ...(partnerName && { says: `${text} with ${partnerName}` }),
  })

/** Whom to plan with, where there are several. */
export const chooserModal = (pairs: Pair[]): ModalView =>
  modal({
    id: 'plans.choose',
    title: 'Plan a session',
    blocks: [
      section('With whom?'),
      ...pairs.map((pair) =>
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

export function planModal(draft: Draft, meta: PlanMeta): ModalView {
  const { pair, slots } = draft
  const { zone } = pair.hours
  const moves = draft.moves
  const choices = ['First choice', 'Second choice', 'Third choice']
  const clocks = md`Times are on your clock, ${zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone}.`
  return modal({
    id: 'plans.propose',
    title: moves ? 'Move the session' : draft.answers ? 'Other times' : 'Plan a session',
    submit: 'Send',
    close: 'Not now',
    meta: { ...meta },
    blocks: [
      ...(moves
        ? [section(md`Your session with ${mention(pair.partner)}, now ${both(pair, moves.startAt)}`)]
        : [section(md`With ${mention(pair.partner)}`)]),
      ...(draft.answers
        ? [
            context(
              md`${pair.partnerName} proposed ${draft.answers.slots.map((at) => both(pair, at)).join(' or ')}.`,
            ),
          ]
        : []),
      ...(draft.next && !moves ? [context(md`You meet ${both(pair, draft.next.startAt)} already.`)] : []),
      ...(draft.replaces
        ? [
            context(
              md`These take the place of ${draft.replaces.slots.map((at) => both(pair, at)).join(' or ')}, which you proposed before.`,
            ),
          ]
        : []),
      context(
        slots.length > 0
          ? md`${clocks} You both have these free: ${slots.map((at) => both(pair, at)).join('; ')}.`
          : md`${clocks} I know of no hour that you both have free in the next two weeks.`,
      ),
      ...choices.flatMap((label, i) => {
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
            ...(at !== undefined && { initial: hhmm(zone, at) }),
          }),
        ]
      }),
      selectInput({ name: 'minutes', label: 'How long', choices: LENGTHS, initial: String(draft.minutes) }),
      ...(moves || pair.m.kind === 'chat'
        ? []
        : [
            selectInput({
              name: 'cadence',
              label: 'How often',
              hint: 'A cadence begins with the time that is taken, and keeps it when clocks change.',
              choices: CADENCES.map(([id, words]) => [id, words] as const),
              initial: cadenceOf(draft.rule)[0],
            }),
          ]),
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

export const proposedModal = ({ pair, plan, readsAt }: Proposed, now: number): ModalView =>
  modal({
    id: 'plans.sent',
    title: 'Sent',
    blocks: [
      section(
        readsAt > now
          ? md`${pair.partnerName} gets your times ${formatFor(pair.hours.zone, readsAt)} on your clock, when their day begins.`
          : md`${pair.partnerName} has your times now.`,
      ),
      section(joinSafe(plan.slots.map((at) => md`• ${both(pair, at)}`))),
      ...(plan.rule ? [section(md`${cadenceWords(plan)}, from the one that is taken.`)] : []),
      context('You hear from me as soon as one is taken. Then both of you get a calendar file.'),
      actions(commandButton('Everything else', 'help')),
    ],
  })

/** The proposed times, each with a button. In a message and in a modal. */
export function offerBlocks(pair: Pair, plan: Plan, now: number, moves?: Session): KnownBlock[] {
  const name = mention(plan.proposer)
  return [
    section(
      moves
        ? md`*${name} would like to move your session of ${both(pair, moves.startAt)}.*`
        : md`*${name} proposes a session with you.*`,
    ),
    ...(plan.rule ? [section(md`${cadenceWords(plan)}, beginning with the one you take:`)] : []),
    ...plan.slots.map((at) =>
      at <= now
        ? section(md`${both(pair, at)}, which has passed`)
        : section(
            md`${both(pair, at)}`,
            button('Take this', 'plans.accept', {
              value: `${plan.id}:${at}`,
              style: 'primary',
              says: `Meet ${pair.partnerName} ${formatFor(pair.hours.zone, at)}`,
            }),
          ),
    ),
    context(md`${minutesWords(plan.minutes)} · ${placeWords(plan.place)}`),
    actions(
      button('Other times', 'plans.counter', {
        value: plan.id,
        says: `Propose other times to ${pair.partnerName}`,
      }),
      button('None of these', 'plans.decline', {
        value: plan.id,
        says: `Tell ${pair.partnerName} that none of these suits you`,
      }),
      plan.agenda !== null &&
        button('Read the agenda', 'plans.agenda', {
          value: plan.id,
          says: `Read what ${pair.partnerName} would like to talk about`,
        }),
    ),
  ]
}

export const offerModal = (pair: Pair, plan: Plan, now: number, moves?: Session): ModalView =>
  modal({ id: 'plans.offer', title: 'Proposed times', blocks: offerBlocks(pair, plan, now, moves) })

/** The form; or the times that the partner has proposed meanwhile. */
export const draftModal = (draft: Draft | Offer, meta: PlanMeta, now: number): ModalView =>
  'offer' in draft ? offerModal(draft.pair, draft.offer, now, draft.moved) : planModal(draft, meta)

export const offerMessage = (
  pair: Pair,
  plan: Plan,
  state: string,
  now: number,
  moves?: Session,
): Message => ({
  text: moves
    ? `${pair.partnerName} would like to move your session`
    : `${pair.partnerName} proposes a session`,
  blocks:
    plan.status === 'open'
      ? offerBlocks(pair, plan, now, moves)
      : [
          section(md`${mention(plan.proposer)} proposed times to you. ${state}`),
          actions(commandButton('Plan a session', 'schedule')),
        ],
})

/** After some days of silence, while there is still a time to take. */
export const waitingMessage = (
  pair: Pair,
  plan: Plan,
  state: string,
  now: number,
  moves?: Session,
): Message => ({
  ...offerMessage(pair, plan, state, now, moves),
  text: `${pair.partnerName} waits for your answer on a session`,
  ...(plan.status !== 'open' && { settled: true }),
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
  modal({
    id: 'plans.agreed',
    title: 'It is a date',
    blocks: [
      section(md`You and ${mention(pair.partner)} meet ${both(pair, at)}.`),
      section('You both get a message with links and a file for your calendar.'),
      actions(commandButton('Everything else', 'help')),
    ],
  })

export const toldModal = (title: string, text: string, mentorship?: string): ModalView =>
  modal({
    id: 'plans.told',
    title,
    blocks: [
      section(text),
      actions(mentorship !== undefined && planButton(mentorship), commandButton('Everything else', 'help')),
    ],
  })

/** Times that wait for this person's answer, or for the partner's, on Home. */
export const waitsBlocks = (pair: Pair, open: Plan): KnownBlock[] => [
  section(
    md`You proposed ${open.slots.map((at) => both(pair, at)).join(' or ')} to ${mention(pair.partner)}.`,
  ),
  actions(
    button('Take it back', 'plans.withdraw', {
      value: open.id,
      says: `Take back the times for ${pair.partnerName}`,
    }),
  ),
]
