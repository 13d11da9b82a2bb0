import type { KnownBlock, ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../core/calendar.ts'
import { joinSafe, md, mention, plural, type Safe } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  quoted,
  section,
} from '../../slack/blocks.ts'
import type { HomePart } from '../../slack/feature.ts'
import { dateInput, radioInput, selectInput, textInput } from '../../slack/inputs.ts'
import {
  CADENCES,
  cadenceName,
  type Difference,
  EXITS,
  KEEPS,
  LENGTHS,
  linesOf,
  MODES,
  modeName,
  OWN_MAX,
  PURPOSE_MAX,
  type Terms,
} from './domain.ts'
import type { Agreement, Draft, Standing, Version } from './service.ts'

const seen = (partner: string) => `Your partner ${partner} can read this.`

/** Why the form is shown again: somebody else was faster. */
export interface Newer {
  changed: Difference[]
}

/** The form in which terms are proposed. Filled in, it takes a minute; thought about, five. */
export function formModal(
  draft: Omit<Draft, 'standing'> & { mentorship: string },
  name: string,
  newer?: Newer,
) {
  const { mentorship, base, terms } = draft
  return modal({
    id: 'agreement.propose',
    title: 'Your agreement',
    submit: base ? 'Propose this' : 'Propose it',
    close: 'Not now',
    meta: { mentorship, base },
    blocks: [
      ...(newer ? newerBlocks(name, newer) : []),
      section(
        md`Five minutes that spare you both guesses. ${name} can sign it, or propose a change; then it is in force, and you can change it together any time.`,
      ),
      textInput({
        name: 'purpose',
        label: 'What is it for?',
        hint: seen(name),
        long: true,
        max: PURPOSE_MAX,
        initial: terms.purpose,
        placeholder: 'Ana wants to lead discovery on her own, and Ben has done it for years',
      }),
      radioInput({
        name: 'cadenceDays',
        label: 'How often do you meet?',
        choices: CADENCES,
        initial: terms.cadenceDays,
      }),
      selectInput({
        name: 'minutes',
        label: 'How long each time?',
        choices: LENGTHS,
        initial: terms.minutes,
      }),
      dateInput({
        name: 'endsOn',
        label: 'Until when?',
        hint: 'Before that day I ask you both what comes next. You can extend it or end earlier.',
        initial: terms.endsOn,
      }),
      selectInput({ name: 'mode', label: 'How do you meet?', choices: MODES, initial: terms.mode }),
      selectInput({ name: 'keep', label: 'What stays between you?', choices: KEEPS, initial: terms.keep }),
      own('keepWords', 'What stays between you, in your own words', name, terms.keepWords),
      selectInput({ name: 'exit', label: 'If it does not work?', choices: EXITS, initial: terms.exit }),
      own('exitWords', 'If it does not work, in your own words', name, terms.exitWords),
    ],
  })
}

const own = (name: string, label: string, partner: string, initial: string | undefined) =>
  textInput({ name, label, hint: seen(partner), long: true, optional: true, max: OWN_MAX, initial })

const newerBlocks = (name: string, { changed }: Newer): KnownBlock[] => [
  section(
    changed.length > 0
      ? md`*${name} proposed a newer version while you wrote.* What you typed is kept below. This is where the two differ; propose yours, or close this and read theirs.`
      : md`*${name} proposed the very same while you wrote.* Close this and sign it.`,
  ),
  ...changed.flatMap((line) => [
    section(md`*${line.label}*`),
    context(md`${name} wrote`),
    quoted(line.was || '(nothing)'),
    context('You wrote'),
    quoted(line.text || '(nothing)'),
  ]),
  divider(),
]

const lineBlocks = (terms: Terms): KnownBlock[] =>
  linesOf(terms).flatMap((line) => [section(md`*${line.label}*`), quoted(line.text)])

const changedBlocks = (changed: Difference[] | undefined): KnownBlock[] =>
  changed && changed.length > 0
    ? [
        section(md`*What changed*`),
        ...changed.flatMap((line) => [
          context(md`${line.label}, until now`),
          quoted(line.was || '(nothing)'),
          context(md`${line.label}, as proposed`),
          quoted(line.text || '(nothing)'),
        ]),
        divider(),
      ]
    : []

/** One version with its words, and what its reader can do about it. */
export function readModal(
  standing: Standing,
  version: Version,
  reader: string,
  name: string,
  zone: string,
  notice?: Safe | string,
): ModalView {
  const { agreement: a, terms, changed } = version
  const { mentorship: m, versions } = standing
  const running = m.status === 'active'
  const waits = a.status === 'proposed' && running
  const mineToSign = waits && a.proposedBy !== reader
  const newest = versions[0]
  return modal({
    id: 'agreement.reading',
    title: 'Your agreement',
    blocks: [
      ...(notice ? [section(notice)] : []),
      section(joinSafe([md`*You and ${name}*`, stateOf(a, reader, name, zone, running)])),
      ...(waits ? changedBlocks(changed) : []),
      ...lineBlocks(terms),
      context(`Only you and ${name} can read this.`),
      ...(newest && newest.id !== a.id && running
        ? [
            actions(
              button('Read the newest version', 'agreement.read', { value: newest.id, style: 'primary' }),
            ),
          ]
        : running
          ? [
              actions(
                mineToSign && button('Sign it', 'agreement.sign', { value: a.id, style: 'primary' }),
                button(waits && !mineToSign ? 'Change my proposal' : 'Propose a change', 'agreement.draft', {
                  value: m.id,
                }),
                waits &&
                  button(
                    !mineToSign ? 'Take it back' : standing.inForce ? 'Leave it as it was' : 'Set it aside',
                    'agreement.aside',
                    {
                      value: a.id,
                    },
                  ),
                a.status === 'inForce' && commandButton('Set a goal', 'goals'),
                versions.length > 1 && button('Earlier versions', 'agreement.history', { value: m.id }),
              ),
            ]
          : []),
    ],
  })
}

function stateOf(a: Agreement, reader: string, name: string, zone: string, running: boolean): Safe {
  const by = a.proposedBy === reader ? 'you' : name
  const proposed = md`version ${a.version}, proposed by ${by} on ${formatFor(zone, a.proposedAt, 'dateWithYear')}`
  const signed = a.signedAt === null ? '' : formatFor(zone, a.signedAt, 'dateWithYear')
  switch (a.status) {
    case 'proposed':
      return a.proposedBy === reader
        ? md`Signed by you, waits for ${name}: ${proposed}.`
        : md`Signed by ${name}, waits for you: ${proposed}.`
    case 'inForce':
      return running
        ? md`In force since ${signed}, signed by both: ${proposed}.`
        : md`Was in force from ${signed} until your mentorship ended: ${proposed}.`
    case 'past':
      return md`Was in force from ${signed} until you both changed it: ${proposed}.`
    case 'replaced':
      return md`A newer version took its place: ${proposed}.`
    case 'aside':
      return md`Set aside: ${proposed}.`
    default:
      return md`The mentorship ended before it was signed: ${proposed}.`
  }
}

/** Every version there was, the newest first. */
export const historyModal = (
  { versions, mentorship: m }: Standing,
  reader: string,
  name: string,
  zone: string,
): ModalView =>
  modal({
    id: 'agreement.versions',
    title: 'Versions',
    blocks: [
      section(md`*You and ${name}*`),
      ...versions
        .slice(0, 40)
        .map((a) =>
          section(
            stateOf(a, reader, name, zone, m.status === 'active'),
            button('Read', 'agreement.read', { value: a.id, says: `Read version ${a.version}` }),
          ),
        ),
      context(`Only you and ${name} can read these.`),
    ],
  })

/** What the one who proposed sees. */
export const proposedModal = (name: string): ModalView =>
  modal({
    id: 'agreement.sent',
    title: 'Proposed',
    blocks: [
      section(
        md`*You signed it, and ${name} can read it now.* ${name} signs it or proposes a change, and you hear of it. Should it be forgotten, I remind ${name} once.`,
      ),
      actions(commandButton('Set a goal', 'goals', { style: 'primary' })),
    ],
  })

const readButton = (id: string, text: string, says: string, style?: 'primary') =>
  button(text, 'agreement.read', { value: id, says, style })

const message = (text: string, words: Safe, ...buttons: ReturnType<typeof button>[]): Message => ({
  text,
  blocks: [section(words), actions(...buttons)],
})

/** Asks the other one to sign, or says what became of it. The words are behind the button. */
export function askMessage(a: Agreement, running: boolean, name: string): Message {
  const who = mention(a.proposedBy)
  const text =
    a.version === 1 ? `${name} proposed your agreement` : `${name} proposed a new version of your agreement`
  const read = (label: string) => readButton(a.id, label, `Read the agreement with ${name}`)
  if (a.status === 'proposed' && running)
    return {
      text,
      blocks: [
        section(
          a.version === 1
            ? md`*${who} proposed your agreement.* Read it, then sign it or propose a change.`
            : md`*${who} proposed a new version of your agreement.* You see what changed, field by field.`,
        ),
        actions(readButton(a.id, 'Read and sign', `Read and sign the agreement with ${name}`, 'primary')),
        context(md`Only you and ${who} can read it.`),
      ],
    }
  switch (a.status) {
    case 'inForce':
      return message(
        text,
        md`You and ${who} signed your agreement. It is in force.`,
        read('Read it'),
        commandButton('Set a goal', 'goals'),
      )
    case 'past':
    case 'replaced':
      return message(
        text,
        md`This version of your agreement with ${who} gave way to another.`,
        read('Read it'),
      )
    case 'aside':
      return message(text, md`This proposal of ${who} was set aside. All is as it was.`, read('Read it'))
    default:
      return message(
        text,
        md`Your mentorship with ${who} ended before this was signed. There is nothing to do.`,
        commandButton('What is next', 'help'),
      )
  }
}

/** Tells the one who proposed what the other made of it. */
export function answeredMessage(a: Agreement, partner: string, name: string): Message | 'useless' {
  const who = mention(partner)
  if (a.status === 'aside')
    return message(
      `${name} set your proposal aside`,
      md`*${who} set your proposal aside.* Nothing changes for now. Talk about it when you meet; you can propose anew any time.`,
      readButton(a.id, 'Read it', `Read what you proposed to ${name}`),
    )
  if (a.signedAt === null) return 'useless'
  return message(
    `${name} signed your agreement`,
    md`*${who} signed your agreement.* Next: a goal that you both can see coming closer.`,
    commandButton('Set a goal', 'goals', { style: 'primary' }),
    readButton(a.id, 'Read it', `Read the agreement with ${name}`),
  )
}

/** The same for several at once. */
export const remindersTitle = (waiting: number) =>
  `${plural(waiting, 'agreement')} ${waiting === 1 ? 'waits' : 'wait'} for your signature`
export const unsignedTitle = (waiting: number) =>
  `${plural(waiting, 'agreement')} of yours ${waiting === 1 ? 'is' : 'are'} not signed yet`
export const offersTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'has' : 'have'} no agreement yet`

export const reminderMessage = (a: Agreement, name: string): Message =>
  message(
    `Your agreement with ${name} waits for you`,
    md`*Your agreement with ${mention(a.proposedBy)} waits for your signature.* Not right yet? Propose a change; it takes a minute.`,
    readButton(a.id, 'Read and sign', `Read and sign the agreement with ${name}`, 'primary'),
  )

export const unsignedMessage = (a: Agreement, partner: string, name: string): Message =>
  message(
    `${name} has not signed yet`,
    md`*${mention(partner)} has not signed your agreement yet.* Weeks get full. Bring it up when you meet, and change what does not fit. I do not ask again.`,
    readButton(a.id, 'Read it', `Read the agreement with ${name}`),
  )

export const offerMessage = (mentorship: string, partner: string, name: string): Message =>
  message(
    `An agreement with ${name}?`,
    md`*Five minutes with ${mention(partner)} on paper?* How often you meet, until when, and what stays between you. It is filled in from your profiles; you only change what does not fit.`,
    button('Look at it', 'agreement.open', {
      value: mentorship,
      says: `Look at the agreement with ${name}`,
      style: 'primary',
    }),
  )

/** For Home: how it stands in each mentorship; what waits for a signature comes first. */
export function homePart(list: Standing[], reader: string, names: Map<string, string>): HomePart {
  const nameOf = (s: Standing) => names.get(s.partner) ?? 'your partner'
  const lines = list.map((s) => {
    const name = nameOf(s)
    const see = (label: string, says: string) =>
      button(label, 'agreement.open', { value: s.mentorship.id, says })
    if (s.open)
      return s.open.proposedBy === reader
        ? section(
            md`With ${mention(s.partner)}: waits for their signature.`,
            see('See it', `See the agreement with ${name}`),
          )
        : section(
            md`With ${mention(s.partner)}: waits for *your signature*.`,
            see('Read and sign', `Read and sign the agreement with ${name}`),
          )
    return s.inForce
      ? section(
          md`With ${mention(s.partner)}: ${cadenceName(s.inForce.cadenceDays).toLowerCase()}, until ${formatDate(s.inForce.endsOn)}, ${modeName(s.inForce.mode).toLowerCase()}.`,
          see('See it', `See the agreement with ${name}`),
        )
      : section(
          md`With ${mention(s.partner)}: not made yet. It takes five minutes.`,
          see('Make it', `Make the agreement with ${name}`),
        )
  })
  const toSign = list.find((s) => s.open && s.open.proposedBy !== reader)
  const without = list.find((s) => s.versions.length === 0 && s.mentorship.metAt !== null)
  return {
    blocks: lines.length > 0 ? [section(md`*Agreement*`), ...lines] : [],
    ...(without && {
      next: {
        rank: 20,
        blocks: [
          section(
            md`*You and ${mention(without.partner)} have met.* Five minutes on how you go on: how often, until when, and what stays between you.`,
          ),
          actions(
            button('Make your agreement', 'agreement.open', {
              value: without.mentorship.id,
              style: 'primary',
              says: `Make your agreement with ${nameOf(without)}, next step`,
            }),
          ),
        ],
      },
    }),
    ...(toSign?.open && {
      next: {
        rank: 60,
        blocks: [
          section(md`*${mention(toSign.partner)} proposed your agreement.* It waits for your signature.`),
          actions(readButton(toSign.open.id, 'Read it', `Read what ${nameOf(toSign)} proposed`, 'primary')),
        ],
      },
    }),
  }
}
