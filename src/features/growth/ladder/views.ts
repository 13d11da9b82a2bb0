import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { dateInput } from '../../../slack/ui/inputs.ts'
import type { PairView } from '../../pairs/mentorship/service.ts'
import type { Rung } from './domain.ts'

/** A button about a pair; `says` is what a screen reader says, with the partner's name. */
const pairButton =
  (text: string, action: string, says: (partner: string) => string) =>
  ({ m, partnerName }: PairView, style?: 'primary') =>
    button(text, action, { value: m.id, says: says(partnerName), style })

const met = pairButton('We met', 'mentorship.met', (name) => `We met: you and ${name}`)
const plan = pairButton('Plan a session', 'plans.plan', (name) => `Plan a session with ${name}`)
const later = pairButton(
  'Not yet, but we will',
  'ladder.later',
  (name) => `Not yet, but we will: you and ${name}`,
)
const hand = pairButton('We could use a hand', 'ladder.hand', (name) => `You and ${name} could use a hand`)
const lastWord = pairButton(
  'My last word',
  'closing.open',
  (name) => `My last word: the mentorship with ${name}`,
)
const areBack = pairButton('We are back', 'ladder.back', (name) => `You and ${name} are back`)
const takeBreak = pairButton('Take a break', 'ladder.break', (name) => `Take a break with ${name}`)
const part = pairButton(
  'Try somebody else',
  'mentorship.part',
  (name) => `Try somebody else instead of ${name}`,
)
const close = pairButton('Close it well', 'closing.early', (name) => `Close it well with ${name}`)
const end = pairButton('End it', 'mentorship.end', (name) => `End the mentorship with ${name} now`)
const takeBack = pairButton(
  'Take it back',
  'ladder.unhand',
  (name) => `Take back that you and ${name} could use a hand`,
)

/** Of several pairs of one reader. */
export const nudgeTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'has' : 'have'} gone quiet`

/**
 * A question of the ladder, and what it became. `lookedAfter`: somebody runs the programme now, and sees which pairs
 * could use a hand.
 */
export function nudgeMessage(pair: PairView, rung: Rung, askedAt: number, lookedAfter: boolean): Message {
  const { m, partnerName, zone } = pair
  const partner = mention(pair.partner)
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
    return said(md`You and ${partner} are closing, each with a last word.`, lastWord(pair))
  if (m.state === 'paused')
    return said(
      md`You and ${partner} take a break${m.restsUntil === null ? '' : md` until ${formatFor(zone, m.restsUntil, 'date')}`}.`,
      areBack(pair),
    )
  if (m.needsHandAt)
    return said(
      lookedAfter
        ? md`You and ${partner}: it is passed on to the coordinators that you could use a hand, and nothing more. You can still answer.`
        : md`You and ${partner} could use a hand, and nobody coordinates Cairn here just now. You can still answer.`,
      met(pair, 'primary'),
      plan(pair),
      later(pair),
    )
  if (m.metAt !== null && m.metAt >= askedAt)
    return said(md`You and ${partner} have met. Lovely.`, commandButton('Share a win', 'win'))
  if (m.nudgedAt !== null && m.nudgedAt !== askedAt)
    return said(md`You and ${partner}: I have asked once more since, or do so soon.`, met(pair), plan(pair))
  if (m.nudgedAt !== askedAt)
    return said(
      md`You and ${partner}: not yet, as I heard of what I asked on ${formatFor(zone, askedAt, 'date')}. I ask again when some time has passed.`,
      met(pair, 'primary'),
      plan(pair),
      later(pair),
    )
  const question = (words: ReturnType<typeof md>, buttons: Blocks, small: string): Message => ({
    text,
    blocks: [section(words), buttons, context(small)],
  })
  if (rung === 'nudged')
    return question(
      md`*Time for a session with ${partner}?* I have heard of none for a while. Weeks get full; one short call is enough to pick up the thread.`,
      [actions(plan(pair, 'primary'), met(pair), later(pair))],
      'One tap is enough. Only you two see the answer.',
    )
  if (rung === 'asked')
    return question(
      md`*Have you and ${partner} met lately?* If not, that is fine; it is good to say so while it is small.`,
      [actions(met(pair, 'primary'), plan(pair), later(pair), hand(pair))],
      lookedAfter
        ? 'Only you two see the answer; "a hand" tells the coordinators that you could use one, never why. I ask once more before I do.'
        : 'Only you two see the answer.',
    )
  return question(
    md`*You and ${partner}: what would help now?* Nobody is at fault when weeks go by. Choose what fits, or talk about it first.`,
    [waysOut(pair), actions(met(pair), plan(pair), later(pair), hand(pair))],
    lookedAfter
      ? 'If neither of you answers, the coordinators see that you two could use a hand, and nothing you wrote.'
      : 'If neither of you answers, I leave you two in peace, and close it kindly after some weeks.',
  )
}

/** The three ways out, each with what it means. */
const waysOut = (pair: PairView): Blocks => [
  section(md`*A break*, until a day that you choose. It ends by itself.`, takeBreak(pair)),
  section(md`*A new match*, with no fault. This one ends, and suggestions follow.`, part(pair)),
  section(md`*A good close*: look back, say thanks, and be done.`, close(pair)),
]

/** From Home: what can be done about a mentorship beside meeting. */
export const waysModal = (pair: PairView): ModalView =>
  modal({
    id: 'ladder.ways',
    title: 'Change something',
    blocks: [
      section(md`*You and ${pair.partnerName}*`),
      pair.m.state === 'closing'
        ? section(
            'You two are closing already.',
            button('My last word', 'closing.open', { value: pair.m.id }),
          )
        : waysOut(pair),
      section(md`*An end, now*, without a word. You need not say why.`, end(pair)),
      context(
        md`Nothing changes before you confirm it. ${pair.partnerName} hears only what each of these says.`,
      ),
    ],
  })

/**
 * "We could use a hand": what it would do, before it does; once it is wished (`undoUntil`) how to take it back; and where
 * nobody would hear it, what helps instead.
 */
export function handModal(pair: PairView, heard: boolean, undoUntil: number | undefined): ModalView {
  const { m, partnerName, zone } = pair
  if (undoUntil !== undefined)
    return modal({
      id: 'ladder.wished',
      title: 'Help is coming',
      blocks: [
        section(
          md`At ${formatFor(zone, undoUntil, 'time')} the coordinators see that you and ${partnerName} could use a hand. They see that, and nothing you wrote; one of them gets in touch with you both.`,
        ),
        actions(takeBack(pair), plan(pair)),
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
        waysOut(pair),
        actions(plan(pair, 'primary'), button('Something is wrong', 'concerns.open')),
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

export const restModal = ({ m, partnerName }: PairView, until: string): ModalView =>
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

export const restingModal = (mentorship: string, until: string): ModalView =>
  notice(
    'A break',
    md`You and your partner take a break until *${until}*. I am quiet about it until then.`,
    button('We are back already', 'ladder.back', { value: mentorship }),
  )

export const restMessage = ({ m, partner, partnerName, zone }: PairView, until: number): Message => ({
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

export const backMessage = (pair: PairView): Message => ({
  text: `You and ${pair.partnerName} are back`,
  blocks: [
    section(md`*Your break with ${mention(pair.partner)} is over.* A good moment to plan the next session.`),
    actions(plan(pair, 'primary'), commandButton('What is next', 'help')),
  ],
})

/** After an answer: what it means, and what can follow. */
export const answeredModal = (title: string, text: string, mentorship: string): ModalView =>
  notice(
    title,
    text,
    button('Plan a session', 'plans.plan', { value: mentorship, style: 'primary' }),
    commandButton('What is next', 'help'),
  )
