import type { KnownBlock, ModalView } from '@slack/types'
import { joinSafe, link, listedSafe, md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  notice,
  section,
} from '../../../slack/ui/blocks.ts'
import { type Guide, type Part, PHASES } from './domain.ts'
import type { WeekNow } from './service.ts'

const partBlock = ({ title, lines }: Part): KnownBlock =>
  section(joinSafe([...(title ? [md`*${title}*`] : []), ...lines.map((line) => md`• ${line}`)]))

/** What stands in a guide, and whose practice it rests on. */
export const partBlocks = (guide: Guide): KnownBlock[] => [
  ...guide.parts.map(partBlock),
  context(
    ...[md`After: ${guide.link ? link(guide.link, guide.source) : guide.source}`],
    ...(guide.own ? [md`Added by ${mention(guide.own.by)}`] : []),
  ),
]

/** The guides for one meeting, by their titles: the first is what its button opens, with the others beside it. */
export const titlesOf = (guides: readonly Guide[]) =>
  joinSafe(
    guides.slice(0, 3).map((guide) => md`*${guide.title}*`),
    ' or ',
  )

/** A guide for reading during a meeting; `shown` are all that members see, and the others are one click away. */
export function guideModal(guide: Guide, shown: readonly Guide[], partner?: string): ModalView {
  const beside = shown.filter((each) => each.phase === guide.phase && each.id !== guide.id)
  const others = PHASES.filter((phase) => phase !== guide.phase)
  return modal({
    id: 'guides.reading',
    title: 'Agenda',
    blocks: [
      header(guide.title),
      section(
        joinSafe(
          [
            partner
              ? md`For your next meeting with ${mention(partner)}: ${guide.minutes} minutes.`
              : md`${guide.minutes} minutes.`,
            guide.about,
          ],
          ' ',
        ),
      ),
      partBlocks(guide),
      divider(),
      beside.length > 0 && section('For the same meeting there is also:'),
      beside.map((each) =>
        section(
          md`*${each.title}* · ${each.minutes} minutes`,
          button('Read it', 'guides.open', { value: each.id, says: `Read the guide ${each.title}` }),
        ),
      ),
      section('Something else on your mind? There are guides for other meetings, too.'),
      actions(
        ...others.map((phase) => {
          const first = shown.find((each) => each.phase === phase)
          return first && button(first.title, `guides.open.${phase}`, { value: first.id })
        }),
      ),
    ],
  })
}

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
      at === last && context(md`After: ${guide.source}`),
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

/** `dated`: the two have a date already. */
export const doneModal = (partner?: string, dated = false): ModalView =>
  notice(
    'Ready',
    partner
      ? md`You are ready for ${mention(partner)}. The agenda of the first meeting takes 45 minutes${dated ? '.' : '; a date is all that is missing.'}`
      : 'You are ready. Once you are matched, the agenda of the first meeting waits for you on Home.',
  )

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
export function weekMessage({ tips, circle, reflect }: WeekNow): Message {
  const text = tips.length > 0 ? 'An idea for your next meeting' : circle ? 'A question among mentors' : ''
  return {
    text: text || (reflect ? REFLECT[reflect].text : 'For this week'),
    blocks: [
      tips.map(({ tip, mentees }) => [
        section(md`*${tip.title}* · for ${listedSafe(mentees.map(mention))}\n${tip.text}`),
        context(md`After: ${tip.source}`),
      ]),
      circle && circleBlocks(circle),
      reflect
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
        : actions(commandButton('Feedback', 'feedback'), commandButton('Introduce two', 'intro')),
    ],
  }
}

const circleBlocks = ({ question, others }: NonNullable<WeekNow['circle']>) => [
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
  guides: Guide[]
}

/** Home: what the next meetings are best about, the orientation as long as it helps, and where guides are kept. */
export const homePart = (lines: AgendaLine[], orient: boolean, coordinator: boolean) => ({
  blocks: [
    coordinator &&
      section(
        'Guides for meetings, as members see them: add your own, or hide one.',
        button('Guides', 'guides.keep', { says: 'Add, change or hide guides for meetings' }),
      ),
  ],
  pairs: Object.fromEntries(
    lines.map((line) => [
      line.mentorship,
      {
        blocks: [
          section(
            md`Next meeting with ${mention(line.partner)}: ${titlesOf(line.guides)}`,
            button('Agenda', 'guides.agenda', {
              value: line.mentorship,
              says: `Agenda for your next meeting with ${line.name}`,
            }),
          ),
        ],
      },
    ]),
  ),
  ...(orient && {
    next: {
      rank: 20,
      blocks: [
        section(md`*Ten minutes before your first meeting.* Six short pages on what makes a pair work.`),
        actions(
          button('Start', 'guides.page', {
            value: '0',
            style: 'primary',
            says: 'Start the ten-minute orientation',
          }),
        ),
      ],
    },
  }),
})
