import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention, plural } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, section } from '../../../slack/ui/blocks.ts'
import { dateInput } from '../../../slack/ui/inputs.ts'
import type { Mentorship } from '../../pairs/mentorship/service.ts'
import type { Rung } from './domain.ts'

/** A pair as one of the two sees it. */
export interface Seen {
  m: Mentorship
  partner: string
  partnerName: string
  zone: string
  /** Somebody runs the programme now, and sees which pairs could use a hand. */
  lookedAfter: boolean
}

const met = ({ m, partnerName }: Seen, style?: 'primary') =>
  button('We met', 'mentorship.met', {
    value: m.id,
    says: `We met: you and ${partnerName}`,
    ...(style && { style }),
  })
const plan = ({ m, partnerName }: Seen, style?: 'primary') =>
  button('Plan a session', 'plans.plan', {
    value: m.id,
    says: `Plan a session with ${partnerName}`,
    ...(style && { style }),
  })
const later = ({ m, partnerName }: Seen) =>
  button('Not yet, but we will', 'ladder.later', {
    value: m.id,
    says: `Not yet, but we will: you and ${partnerName}`,
  })
const hand = ({ m, partnerName }: Seen) =>
  button('We could use a hand', 'ladder.hand', {
    value: m.id,
    says: `You and ${partnerName} could use a hand`,
  })

/** Of several pairs of one reader. */
export const nudgeTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'has' : 'have'} gone quiet`

/** A question of the ladder, and what it became. */
export function nudgeMessage(seen: Seen, rung: Rung, askedAt: number): Message {
  const { m, partnerName, zone } = seen
  const partner = mention(seen.partner)
  const text = {
    nudged: `Time for a session with ${partnerName}?`,
    asked: `Have you and ${partnerName} met lately?`,
    offered: `You and ${partnerName}: what would help now?`,
  }[rung]
  const said = (words: ReturnType<typeof md>, ...buttons: ReturnType<typeof button>[]): Message => ({
    text,
    blocks: [section(words), actions(...buttons)],
    settled: true,
  })
  if (m.status !== 'active')
    return said(md`You and ${partner}: this mentorship has ended.`, commandButton('What is next', 'help'))
  if (m.state === 'closing')
    return said(
      md`You and ${partner} are closing, each with a last word.`,
      button('My last word', 'closing.open', {
        value: m.id,
        says: `My last word: the mentorship with ${partnerName}`,
      }),
    )
  if (m.state === 'paused')
    return said(
      md`You and ${partner} take a break${m.restsUntil === null ? '' : md` until ${formatFor(zone, m.restsUntil, 'date')}`}.`,
      button('We are back', 'ladder.back', { value: m.id, says: `You and ${partnerName} are back` }),
    )
  if (m.needsHandAt)
    return said(
      seen.lookedAfter
        ? md`You and ${partner}: it is passed on to the coordinators that you could use a hand, and nothing more. You can still answer.`
        : md`You and ${partner} could use a hand, and nobody coordinates Cairn here just now. You can still answer.`,
      met(seen, 'primary'),
      plan(seen),
      later(seen),
    )
  if (m.metAt !== null && m.metAt >= askedAt)
    return said(md`You and ${partner} have met. Lovely.`, commandButton('Share a win', 'win'))
  if (m.nudgedAt !== null && m.nudgedAt !== askedAt)
    return said(md`You and ${partner}: I have asked once more since, or do so soon.`, met(seen), plan(seen))
  if (m.nudgedAt !== askedAt)
    return said(
      md`You and ${partner}: not yet, as I heard of what I asked on ${formatFor(zone, askedAt, 'date')}. I ask again when some time has passed.`,
      met(seen, 'primary'),
      plan(seen),
      later(seen),
    )
  if (rung === 'nudged')
    return {
      text,
      blocks: [
        section(
          md`*Time for a session with ${partner}?* I have heard of none for a while. Weeks get full; one short call is enough to pick up the thread.`,
        ),
        actions(plan(seen, 'primary'), met(seen), later(seen)),
        context('One tap is enough. Only you two see the answer.'),
      ],
    }
  if (rung === 'asked')
    return {
      text,
      blocks: [
        section(
          md`*Have you and ${partner} met lately?* If not, that is fine; it is good to say so while it is small.`,
        ),
        actions(met(seen, 'primary'), plan(seen), later(seen), hand(seen)),
        context(
          seen.lookedAfter
            ? 'Only you two see the answer; "a hand" tells the coordinators that you could use one, never why. I ask once more before I do.'
            : 'Only you two see the answer.',
        ),
      ],
    }
  return {
    text,
    blocks: [
      section(
        md`*You and ${partner}: what would help now?* Nobody is at fault when weeks go by. Choose what fits, or talk about it first.`,
      ),
      ...waysOut(m, partnerName),
      actions(met(seen), plan(seen), later(seen), hand(seen)),
      context(
        seen.lookedAfter
          ? 'If neither of you answers, the coordinators see that you two could use a hand, and nothing you wrote.'
          : 'If neither of you answers, I leave you two in peace, and close it kindly after some weeks.',
      ),
    ],
  }
}

/** The three ways out, each with what it means. */
const waysOut = (m: Mentorship, partnerName: string): KnownBlock[] => [
  section(
    md`*A break*, until a day that you choose. It ends by itself.`,
    button('Take a break', 'ladder.break', { value: m.id, says: `Take a break with ${partnerName}` }),
  ),
  section(
    md`*A new match*, with no fault. This one ends, and suggestions follow.`,
    button('Try somebody else', 'mentorship.part', {
      value: m.id,
      says: `Try somebody else instead of ${partnerName}`,
    }),
  ),
  section(
    md`*A good close*: look back, say thanks, and be done.`,
    button('Close it well', 'closing.early', { value: m.id, says: `Close it well with ${partnerName}` }),
  ),
]

/** From Home: what can be done about a mentorship beside meeting. */
export const waysModal = ({ m, partnerName }: Seen): ModalView =>
  modal({
    id: 'ladder.ways',
    title: 'Change something',
    blocks: [
      section(md`*You and ${partnerName}*`),
      ...(m.state === 'closing'
        ? [section('You two are closing already.', button('My last word', 'closing.open', { value: m.id }))]
        : waysOut(m, partnerName)),
      section(
        md`*An end, now*, without a word. You need not say why.`,
        button('End it', 'mentorship.end', {
          value: m.id,
          says: `End the mentorship with ${partnerName} now`,
        }),
      ),
      context(md`Nothing changes before you confirm it. ${partnerName} hears only what each of these says.`),
    ],
  })

/**
 * "We could use a hand": what it would do, before it does; once it is wished (`undoUntil`) how to take it back; and where
 * nobody would hear it, what helps instead.
 */
export function handModal(seen: Seen, heard: boolean, undoUntil: number | undefined): ModalView {
  const { m, partnerName, zone } = seen
  if (undoUntil !== undefined)
    return modal({
      id: 'ladder.wished',
      title: 'Help is coming',
      blocks: [
        section(
          md`At ${formatFor(zone, undoUntil, 'time')} the coordinators see that you and ${partnerName} could use a hand. They see that, and nothing you wrote; one of them gets in touch with you both.`,
        ),
        actions(
          button('Take it back', 'ladder.unhand', {
            value: m.id,
            says: `Take back that you and ${partnerName} could use a hand`,
          }),
          plan(seen),
        ),
        context('Until then nobody is told, and you can take it back.'),
      ],
    })
  if (!heard)
    return modal({
      id: 'ladder.nobody',
      title: 'A hand',
      blocks: [
        section(
          md`*Nobody coordinates Cairn here just now*, so there is nobody whom I could tell that you and ${partnerName} could use a hand. I write to nobody who has not asked for it.`,
        ),
        section(
          'What helps: propose a time for half an hour, and say in one line what is difficult. These help as well, and are no fault of anybody:',
        ),
        ...waysOut(m, partnerName),
        actions(plan(seen, 'primary'), button('Something is wrong', 'concerns.open')),
      ],
    })
  return modal({
    id: 'ladder.handing',
    title: 'A hand',
    submit: 'Tell them',
    close: 'Not now',
    meta: { mentorship: m.id },
    blocks: [
      section(
        md`*Tell the coordinators that you and ${partnerName} could use a hand?* They see both your names and that, never why, and nothing you wrote. One of them gets in touch with you both.`,
      ),
      context(
        md`${partnerName} sees that they know. You have five minutes to take it back, and nobody is told before.`,
      ),
    ],
  })
}

export const restModal = ({ m, partnerName }: Seen, until: string): ModalView =>
  modal({
    id: 'ladder.resting',
    title: 'Take a break',
    submit: 'Take a break',
    close: 'Not now',
    meta: { mentorship: m.id },
    blocks: [
      section(
        md`A break for you and ${partnerName}: I ask nothing about it, and what you planned within it is called off. It ends by itself, and either of you can end it sooner. ${partnerName} hears of the day, and of no reason.`,
      ),
      dateInput({ name: 'until', label: 'We are back on', initial: until }),
    ],
  })

export const restingModal = ({ m, partnerName }: Seen, until: string): ModalView =>
  modal({
    id: 'ladder.restingNow',
    title: 'A break',
    blocks: [
      section(md`You and ${partnerName} take a break until *${until}*. I am quiet about it until then.`),
      actions(button('We are back already', 'ladder.back', { value: m.id })),
    ],
  })

export const restMessage = ({ m, partner, partnerName, zone }: Seen, until: number): Message => ({
  text: `You and ${partnerName} take a break`,
  blocks: [
    section(
      m.state === 'paused' && m.restsUntil === until
        ? md`*${mention(partner)} suggests a break for you two, until ${formatFor(zone, until, 'date')}.* I am quiet about it until then; it ends by itself.`
        : md`The break of you and ${mention(partner)} is over, or has another day now.`,
    ),
    actions(
      m.state === 'paused' && button('We are back already', 'ladder.back', { value: m.id }),
      commandButton('What is next', 'help'),
    ),
  ],
})

export const backMessage = (seen: Seen): Message => ({
  text: `You and ${seen.partnerName} are back`,
  blocks: [
    section(md`*Your break with ${mention(seen.partner)} is over.* A good moment to plan the next session.`),
    actions(plan(seen, 'primary'), commandButton('What is next', 'help')),
  ],
})

export const toldModal = (title: string, text: string, mentorship: string): ModalView =>
  modal({
    id: 'ladder.told',
    title,
    blocks: [
      section(text),
      actions(
        button('Plan a session', 'plans.plan', { value: mentorship, style: 'primary' }),
        commandButton('What is next', 'help'),
      ),
    ],
  })
