import type { KnownBlock, ModalView } from '@slack/types'
import { joinSafe, listedSafe, md, mention } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  section,
} from '../../slack/blocks.ts'
import type { Guide, Part } from './domain.ts'
import type { weekNow } from './service.ts'

const partBlock = ({ title, lines }: Part): KnownBlock =>
  section(joinSafe([md`*${title}*`, ...lines.map((line) => md`• ${line}`)]))

/** A guide for reading during a meeting; the others are one click away. */
export const guideModal = (guide: Guide, all: readonly Guide[], partner?: string): ModalView =>
  modal({
    id: 'guides.reading',
    title: 'Agenda',
    blocks: [
      header(guide.title),
      section(
        partner
          ? md`For your next meeting with ${mention(partner)}: ${guide.minutes} minutes. ${guide.about}`
          : md`${guide.minutes} minutes. ${guide.about}`,
      ),
      ...guide.parts.map(partBlock),
      context(md`After: ${guide.source}`),
      divider(),
      section('Something else on your mind? There are guides for other meetings, too.'),
      actions(
        ...all
          .filter((each) => each.id !== guide.id)
          .map((each) => button(each.title, `guides.open.${each.phase}`, { value: each.id })),
      ),
    ],
  })

/** One page of the orientation; the last one ends it. */
export function orientationModal(guide: Guide, page: number): ModalView {
  const last = guide.parts.length - 1
  const at = Math.min(Math.max(page, 0), last)
  const part = guide.parts[at] as Part
  return modal({
    id: 'guides.orientation',
    title: 'Before you start',
    blocks: [
      context(`Page ${at + 1} of ${guide.parts.length}`),
      partBlock(part),
      ...(at === last ? [context(md`After: ${guide.source}`)] : []),
      actions(
        at > 0 && button('Back', 'guides.back', { value: String(at - 1), says: 'Back to the page before' }),
        at < last
          ? button('Next', 'guides.page', {
              value: String(at + 1),
              style: 'primary',
              says: 'To the next page',
            })
          : button('Done', 'guides.done', { style: 'primary', says: 'Done: I have read the orientation' }),
      ),
    ],
  })
}

export const doneModal = (partner?: string): ModalView =>
  modal({
    id: 'guides.ready',
    title: 'Ready',
    blocks: [
      section(
        partner
          ? md`You are ready for ${mention(partner)}. The agenda of the first meeting takes 45 minutes; a date is all that is missing.`
          : 'You are ready. Once you are matched, the agenda of the first meeting waits for you on Home.',
      ),
      actions(commandButton('What else there is', 'help')),
    ],
  })

const startButton = () =>
  button('Start', 'guides.page', { value: '0', style: 'primary', says: 'Start the ten-minute orientation' })

type WeekFacts = NonNullable<Awaited<ReturnType<typeof weekNow>>>

const REFLECT = {
  month: {
    text: 'A look back at the month',
    lead: md`*A look back at the month.* Three questions, five minutes. Only you will ever read the answers.`,
  },
  mentor: {
    text: 'A look at your own mentoring',
    lead: md`*How goes it with you as a mentor?* Five sentences to tick. Only you will ever read the answers.`,
  },
}

/** All that a week holds, in one message. */
export function weekMessage({ tips, circle, reflect }: WeekFacts): Message {
  const text = tips.length > 0 ? 'An idea for your next meeting' : circle ? 'A question among mentors' : ''
  return {
    text: text || (reflect ? REFLECT[reflect].text : 'For this week'),
    blocks: [
      ...tips.flatMap(({ tip, mentees }) => [
        section(md`*${tip.title}* · for ${listedSafe(mentees.map(mention))}\n${tip.text}`),
        context(md`After: ${tip.source}`),
      ]),
      ...(circle ? circleBlocks(circle) : []),
      ...(reflect
        ? [
            section(REFLECT[reflect].lead),
            actions(
              button('Reflect', 'feedback.reflect', {
                value: reflect,
                style: 'primary',
                says: REFLECT[reflect].text,
              }),
              button('My reflections', 'feedback.reflections'),
            ),
          ]
        : [actions(commandButton('Feedback', 'feedback'), commandButton('Introduce two', 'intro'))]),
    ],
  }
}

const circleBlocks = ({ question, others }: NonNullable<WeekFacts['circle']>) => [
  section(md`*A question among mentors.* ${question}`),
  section(
    others.length > 0
      ? md`*Next step:* take it to one other mentor for fifteen minutes, such as ${listedSafe(others.map(mention))}. One tells, the other only asks; then change. No names of mentees.`
      : md`*Next step:* take five minutes with it and a piece of paper. You are the first mentor here; the others will be glad of what you found.`,
  ),
  context('After: "Troika Consulting", Henri Lipmanowicz and Keith McCandless, Liberating Structures (2013)'),
]

export interface AgendaLine {
  mentorship: string
  partner: string
  name: string
  guide: Guide
}

/** Home: what the next meetings are best about, and the orientation as long as it helps. */
export const homePart = (lines: AgendaLine[], orient: boolean) => ({
  blocks:
    lines.length === 0
      ? []
      : [
          ...lines.slice(0, 5).map((line) =>
            section(
              md`Next meeting with ${mention(line.partner)}: *${line.guide.title}*`,
              button('Agenda', 'guides.agenda', {
                value: line.mentorship,
                says: `Agenda for your next meeting with ${line.name}`,
              }),
            ),
          ),
        ],
  ...(orient && {
    next: {
      rank: 20,
      blocks: [
        section(md`*Ten minutes before your first meeting.* Six short pages on what makes a pair work.`),
        actions(startButton()),
      ],
    },
  }),
})
