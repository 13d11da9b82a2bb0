import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { competenciesOf, competencyName, groups } from '../../../core/competencies.ts'
import {
  clip,
  FORMER_MEMBER,
  joinSafe,
  lengthOf,
  listedSafe,
  md,
  mention,
  type Safe,
} from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { type Choice, peopleInput, radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { MESSAGE_MAX, MOST_PEOPLE } from './domain.ts'
import type { Receipt, Shout, Thanks } from './service.ts'

const names = (people: string[]) => listedSafe((people.length > 0 ? people : [FORMER_MEMBER]).map(mention))
const forWhat = (id: string | null) => (id ? md` for *${competencyName(id)}*` : md``)

export interface KudosDraft {
  to?: string[]
  message?: string
  competency?: string | null
  audience?: 'public' | 'private'
  /** Why the form is shown again, with what was typed kept. */
  notice?: string
}

/** The form in which somebody is thanked. */
export function kudosModal(draft: KudosDraft, channel: Safe): ModalView {
  const skills: Choice[] = groups.flatMap((g) => competenciesOf(g.id).map((c): Choice => [c.id, c.name]))
  return modal({
    id: 'kudos.give',
    title: 'Give kudos',
    submit: 'Give kudos',
    close: 'Not now',
    blocks: [
      draft.notice && section(md`*${draft.notice}*`),
      peopleInput({
        name: 'to',
        label: 'Whom would you like to thank?',
        hint: 'Anybody of your workspace, whether they have joined Cairn or not.',
        initial: draft.to?.slice(0, MOST_PEOPLE),
        max: MOST_PEOPLE,
        placeholder: 'Choose up to five people',
      }),
      textInput({
        name: 'message',
        label: 'What for?',
        hint: 'Seen by those you thank, and by everyone if you choose so below.',
        long: true,
        // What was typed in a command may be longer; nothing of it is cut before it could be shortened.
        max: Math.max(MESSAGE_MAX, lengthOf(draft.message ?? '')),
        initial: draft.message,
        placeholder: 'Your interview notes saved us a week',
      }),
      selectInput({
        name: 'competency',
        label: 'Which skill did it show?',
        hint: 'Seen by the same people. Public ones are counted on their profile.',
        optional: true,
        choices: skills,
        initial: draft.competency,
        placeholder: 'None in particular',
      }),
      radioInput({
        name: 'audience',
        label: 'Who will see it?',
        choices: [
          ['public', 'Everyone', 'Posted with your name and theirs, once they say yes'],
          ['private', 'Only those you thank', 'By direct message, and nowhere else'],
        ],
        initial: draft.audience ?? 'public',
      }),
      context(md`Public kudos are posted in ${channel}. You can take kudos back for five minutes.`),
    ],
  })
}

const undoButton = (thanks: Thanks) =>
  button('Undo', 'kudos.undo', { value: thanks.id, says: 'Undo: take these kudos back' })

/** What the giver reads right after giving; `until` in their own time. */
export function givenBlocks(thanks: Thanks, until: string, channel: Safe): KnownBlock[] {
  const who = names(thanks.to)
  return [
    section(
      thanks.open
        ? md`Thank you for thanking ${who}. It is sent at ${until} your time, and can be taken back until then. It is also posted in ${channel}, naming only people who have said yes to that.`
        : md`Thank you for thanking ${who}. It is sent at ${until} your time, and can be taken back until then. Nobody else sees it.`,
    ),
    actions(undoButton(thanks)),
  ]
}

/** The same as one line, for a notification or a screen reader. */
export const givenText = (thanks: Thanks, until: string) =>
  md`Thank you for thanking ${names(thanks.to)}. You can take it back until ${until}.`

export const givenModal = (blocks: KnownBlock[]): ModalView =>
  modal({ id: 'kudos.given', title: 'Kudos given', blocks })

/** After an undo: nobody saw it, and the words are not lost. */
export const undoneBlocks = (thanks: Thanks): KnownBlock[] => [
  section('Taken back: nobody saw it. Your words are kept if you would like to say it differently.'),
  actions(button('Change it and send', 'kudos.again', { value: thanks.id })),
]

export const undoneModal = (thanks: Thanks): ModalView =>
  modal({ id: 'kudos.undone', title: 'Taken back', blocks: undoneBlocks(thanks) })

const readButton = (thanks: Pick<Thanks, 'id'>) =>
  button('Read it', 'kudos.read', { value: thanks.id, says: 'Read what these kudos say', style: 'primary' })

const thankBack = (giver: string) =>
  button('Thank back', 'kudos.to', { value: giver, says: 'Thank the person who gave you these kudos' })

/** Tells a receiver, and asks who may celebrate them as long as they have not chosen. Never holds the words. */
export function receiptMessage({ thanks, receiver, status, asks }: Receipt, channel: Safe): Message {
  const others = thanks.to.filter((person) => person !== receiver)
  const you = others.length > 0 ? md`you and ${names(others)}` : md`you`
  const title = md`${mention(thanks.giver)} thanked ${you}${forWhat(thanks.open ? thanks.competency : null)}`
  return {
    text: title,
    blocks: [
      section(md`:raised_hands: ${title}.`),
      actions(readButton(thanks), thankBack(thanks.giver)),
      asks
        ? celebrationQuestion(thanks.giver, channel)
        : [
            context(fateLine(thanks, status, channel)),
            actions(commandButton('Who may celebrate me', 'privacy')),
          ],
    ],
  }
}

function fateLine(thanks: Thanks, fate: string, channel: Safe): Safe {
  if (!thanks.open) return md`Private: seen by those named in it, and nobody else.`
  return fate === 'private'
    ? md`It stays with those named in it: you are not named in ${channel}.`
    : md`It is told in ${channel} too, as you chose.`
}

/** Each choice has its button beside it, in words: an answer also counts for the next time. */
const celebrationQuestion = (giver: string, channel: Safe): Blocks => {
  const choose = (choice: string, label: string, says: string) =>
    button(label, 'privacy.celebrate', { value: choice, says })
  return [
    divider(),
    section(
      md`${mention(giver)} would like everyone to see it. May thanks to you be posted in ${channel}? Until you choose, they are not. Your answer counts from now on; \`/mentor privacy\` changes it.`,
    ),
    section(
      md`*Public:* yes, with my name`,
      choose('public', 'Public', 'Public: thanks to me may be posted with my name'),
    ),
    section(
      md`*Private:* tell me, and nobody else`,
      choose('private', 'Private', 'Private: tell only me when I am thanked'),
    ),
    section(
      md`*Never:* no celebrations of me at all; what a colleague writes to me still reaches me`,
      choose('never', 'Never', 'Never celebrate me'),
    ),
  ]
}

/** The words, for those named. */
export function readModal(thanks: Thanks & { message: string }, reader: string, zone: string): ModalView {
  const received = thanks.giver !== reader
  return modal({
    id: 'kudos.reading',
    title: 'Kudos',
    blocks: [
      section(md`${mention(thanks.giver)} thanked ${names(thanks.to)}${forWhat(thanks.competency)}:`),
      quoted(thanks.message),
      context(
        `${formatFor(zone, thanks.at, 'date')}. ${thanks.open ? 'Given in the open; the channel sees it only with a yes from those thanked.' : 'Only those named here can read it.'}`,
      ),
      received && actions(thankBack(thanks.giver)),
    ],
  })
}

/** What everyone in the channel sees. */
export function shoutMessage({ giver, to, competency, message }: Shout): Message {
  const title = md`${mention(giver)} thanked ${names(to)}${forWhat(competency)}`
  return {
    text: title,
    blocks: [
      section(md`:raised_hands: ${title}`),
      quoted(message),
      context('Somebody to thank? Type `/mentor kudos`'),
    ],
  }
}

/** Thanks on Home are read at a glance up to here; longer ones open. */
const GLANCE = 140

/** For Home, which its owner alone sees and Slack does not keep: the latest thanks, with their words. */
export const homeBlocks = (
  thanks: (Pick<Thanks, 'id' | 'giver' | 'competency'> & { message: string; at: number })[],
  waiting: number,
  zone: string,
): Blocks =>
  thanks.length === 0
    ? []
    : [
        section(md`*Thanks to you*`),
        thanks.map((t) =>
          section(
            md`${mention(t.giver)} thanked you${forWhat(t.competency)}: “${clip(t.message, GLANCE)}” · ${formatFor(zone, t.at, 'date')}`,
            t.message.length > GLANCE ? { ...readButton(t), style: undefined } : thankBack(t.giver),
          ),
        ),
        waiting > 0 &&
          section(
            waiting === 1
              ? 'One of them waits for your word before the channel sees it.'
              : `${waiting} of them wait for your word before the channel sees them.`,
            commandButton('Who may celebrate me', 'privacy'),
          ),
      ]

/** On a profile: what somebody was thanked for in public. */
export const cardBlocks = (thanks: { competency: string | null; many: number }[]): Blocks => [
  thanks.length > 0 &&
    section(
      joinSafe([
        md`*Thanked in public for*`,
        ...thanks.map(
          (t) => md`${t.competency ? competencyName(t.competency) : 'Being a good colleague'}: ${t.many}`,
        ),
      ]),
    ),
]
