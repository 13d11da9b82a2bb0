/** Reading what was written: one's own answers, and what a partner shared. */
import { formatFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, button, context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { moodWords } from './domain.ts'
import type { Checkin, Entry, Page, Partner, SharedPage } from './service.ts'

const dayOf = (checkin: Checkin, zone: string) => formatFor(zone, checkin.answeredAt ?? 0, 'date')

const labelled = (label: string, words: string | undefined): Blocks =>
  words ? [context(label), quoted(words)] : []

const NO_MORE = 'Nothing here yet. `/mentor checkin` writes the first one.'

/** One's own answers, newest first. */
export function historyModal({ entries, page, more }: Page, names: Map<string, string>, zone: string) {
  const entry = ({ checkin, words }: Entry) => {
    const reader = checkin.partner
      ? `${names.get(checkin.partner) ?? 'Your partner'} can read this`
      : 'only you'
    const told = checkin.needSharedAt === null ? 'only you' : reader
    return [
      section(md`*${dayOf(checkin, zone)}: ${moodWords(words.feeling)}*`),
      labelled(`Progress (${reader})`, words.progress),
      labelled(`What you needed (${told})`, words.need),
      labelled('What was in the way (only you)', words.blocker),
      labelled(checkin.winShared ? 'A win (told in the channel)' : 'A win (only you)', words.win),
    ]
  }
  return modal({
    id: 'checkins.earlier',
    title: 'Earlier check-ins',
    blocks: [
      entries.length > 0 ? entries.map(entry) : section(md`${NO_MORE}`),
      pager('checkins.history', '', page, more),
    ],
  })
}

/** What a partner shared with the reader. */
export function sharedModal({ writer, entries, page, more }: SharedPage, zone: string) {
  return modal({
    id: 'checkins.theirs',
    title: 'Shared with you',
    blocks: [
      section(md`What ${mention(writer.person)} wrote for you, the newest first.`),
      entries.length > 0
        ? entries.map(({ checkin, words }) => [
            section(md`*${dayOf(checkin, zone)}*`),
            labelled('Progress', words.progress),
            labelled('What would help', words.need),
          ])
        : section(md`${mention(writer.person)} shares nothing with you now. Ask how it goes.`),
      context(`Only you and ${writer.name} can read this.`),
      pager('checkins.shared', `${writer.person}:`, page, more),
    ],
  })
}

/** The buttons carry the page that they lead to; a list of one page has none. */
function pager(action: string, prefix: string, page: number, more: boolean) {
  const newer = page > 0 && button('Newer', action, { value: `${prefix}${page - 1}` })
  const older = more && button('Older', `${action}Older`, { value: `${prefix}${page + 1}` })
  return (newer || older) && actions(newer, older)
}

export const needModal = (writer: Partner, words: string) =>
  modal({
    id: 'checkins.need',
    title: 'What would help',
    blocks: [
      section(md`${mention(writer.person)} wrote:`),
      quoted(words),
      context(`Only you and ${writer.name} can read this.`),
      section(md`Write to ${mention(writer.person)}, or take it to your next session.`),
    ],
  })
