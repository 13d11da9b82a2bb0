/** A session's page: its agenda, notes and action items; and the pages of earlier ones. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../../core/calendar.ts'
import { clip, lengthOf, md, mention, plural } from '../../../../core/text.ts'
import type { Blocks } from '../../../../outbox/blocks.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  quoted,
  section,
} from '../../../../slack/ui/blocks.ts'
import { checkboxInput, textInput } from '../../../../slack/ui/inputs.ts'
import { titlesOf } from '../../guides/views.ts'
import { NOTES_MAX } from '../domain.ts'
import type { Page, Pair, Session } from '../service.ts'
import { planButton, timeFor } from './common.ts'

/** An option shows 75 characters, and 75 more below them. */
function inTwoLines(words: string): [string, string?] {
  if (lengthOf(words) <= 75) return [words]
  const cut = clip(words, 75).slice(0, -1)
  const space = cut.lastIndexOf(' ')
  const first = space > 30 ? cut.slice(0, space) : cut
  return [first, words.slice(first.length).trim()]
}

/** What somebody wrote, under its title; nothing where nothing stands. */
const titled = (title: string, text: string | undefined): Blocks =>
  text ? [section(md`*${title}*`), quoted(text)] : []

/** What the partner shared since the two last met, in their own words. */
const sharedBlocks = ({ pair, shared }: Page): Blocks =>
  shared.slice(0, 3).map(({ checkin, words }) => {
    const day = formatFor(pair.zone, checkin.answeredAt ?? 0, 'date')
    return [
      titled(`${pair.partnerName} shared on ${day}`, words.progress),
      titled(`What would help, ${day}`, words.need),
    ]
  })

/** What the two noted when they last met. */
function beforeBlocks({ pair, before }: Page): Blocks {
  if (!before) return []
  const day = formatFor(pair.zone, before.at, 'date')
  return [
    titled(`${pair.partnerName} noted on ${day}`, before.partner),
    titled(`You noted on ${day}`, before.mine),
  ]
}

/** A session before and after: agenda, what is still to do, and notes. */
export function sessionModal(page: Page, now: number): ModalView {
  const { pair, session, items, next } = page
  // What is open comes first: Slack lists ten.
  const shown = [...items.filter((item) => !item.done), ...items.filter((item) => item.done)].slice(0, 10)
  const ticked = shown.filter((item) => item.done).map((item) => item.id)
  const more = items.filter((item) => !item.done).length - 10
  const off = session.status === 'cancelled'
  const over = off || session.startAt <= now
  return modal({
    id: 'meetings.noting',
    title: over ? 'Notes' : 'Agenda and notes',
    submit: 'Save',
    meta: { session: session.id, ticked },
    blocks: [
      section(md`You and ${mention(pair.partner)}, ${timeFor(pair, session.startAt)}`),
      off &&
        section(
          next
            ? md`*This session is off.* You meet ${timeFor(pair, next.startAt)}.`
            : md`*This session is off.* What you wrote for it stays here.`,
        ),
      context(md`Only you and ${pair.partnerName} read what stands here.`),
      page.location && section(md`*Where*\n${page.location}`),
      titled('What to talk about', page.agenda),
      !over && [
        section(
          md`A guide for this one: ${titlesOf(page.guides)}`,
          button('Open the guide', 'guides.agenda', {
            value: pair.m.id,
            says: `Open the guide: ${page.guides[0]!.title}`,
          }),
        ),
        sharedBlocks(page),
      ],
      beforeBlocks(page),
      titled(`${pair.partnerName} notes`, page.partnerNotes),
      divider(),
      shown.length > 0 &&
        checkboxInput({
          name: 'done',
          label: 'Done by now',
          optional: true,
          choices: shown.map((item) => [item.id, ...inTwoLines(item.words)] as const),
          initial: ticked,
        }),
      more > 0 && context(`${more} more to do: they follow as these are done.`),
      textInput({
        name: 'notes',
        label: 'My notes',
        hint: `You and ${pair.partnerName} read them.`,
        optional: true,
        long: true,
        max: NOTES_MAX,
        initial: page.myNotes,
      }),
      textInput({
        name: 'items',
        label: 'New action items, one a line',
        hint:
          pair.m.status === 'active'
            ? 'They come back with the agenda of your next session.'
            : 'Your mentorship has ended, so they stay here.',
        optional: true,
        long: true,
        max: 2000,
      }),
    ],
  })
}

/** Sessions that are over, each with its notes behind a button. */
export const pastModal = (past: { pair: Pair; session: Session }[]): ModalView =>
  modal({
    id: 'meetings.over',
    title: 'Earlier sessions',
    blocks: [
      past.length === 0 && section('None yet. After each session its notes and action items stand here.'),
      past.map(({ pair, session }) =>
        section(
          md`${timeFor(pair, session.startAt)} with ${mention(pair.partner)}${session.status === 'missed' ? ' · did not take place' : ''}`,
          button('Notes', 'meetings.read', {
            value: session.id,
            says: `Notes of ${formatFor(pair.zone, session.startAt)} with ${pair.partnerName}`,
          }),
        ),
      ),
      actions(commandButton('Plan a session', 'schedule')),
    ],
  })

export const savedModal = ({ pair, items, next }: Page): ModalView => {
  const open = items.filter((item) => !item.done).length
  const running = pair.m.status === 'active'
  return modal({
    id: 'meetings.saved',
    title: 'Saved',
    blocks: [
      section(md`Saved, for you and ${pair.partnerName}.`),
      running && open > 0 && section(md`${plural(open, 'action item')} for your next session.`),
      running &&
        section(
          next
            ? md`You meet again ${timeFor(pair, next.startAt)}.`
            : md`You two have no next date yet. Planning it now takes a minute.`,
        ),
      actions(
        !next && running && planButton(pair.m.id, 'Plan the next one'),
        commandButton('Share a win', 'win'),
        commandButton('Give kudos', 'kudos'),
      ),
    ],
  })
}
