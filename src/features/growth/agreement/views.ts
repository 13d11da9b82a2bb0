/** What the two see of their agreement. */
import type { ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../../core/calendar.ts'
import { joinSafe, md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { HomePart, PairPart } from '../../../slack/kernel/feature.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  notice,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { cadenceName, type Difference, modeName, type Terms, termLines } from './domain.ts'
import type { Agreement, PairAgreement, Version } from './service.ts'

const lineBlocks = (terms: Terms): Blocks =>
  termLines(terms).map((line) => [section(md`*${line.label}*`), quoted(line.text)])

const changedBlocks = (changed: Difference[]): Blocks => [
  section(md`*What changed*`),
  changed.map((line) => [
    context(md`${line.label}, until now`),
    quoted(line.was || '(nothing)'),
    context(md`${line.label}, as proposed`),
    quoted(line.text || '(nothing)'),
  ]),
  divider(),
]

/** One version with its words, and what its reader can do about it. */
export function readModal(
  version: Version,
  reader: string,
  name: string,
  zone: string,
  said?: Safe | string,
): ModalView {
  const { standing, agreement: a, terms, changed = [] } = version
  const running = standing.mentorship.status === 'active'
  const waits = a.status === 'proposed' && running
  return modal({
    id: 'agreement.reading',
    title: 'Your agreement',
    blocks: [
      said && section(said),
      section(joinSafe([md`*You and ${name}*`, stateOf(a, reader, name, zone, running)])),
      waits && changed.length > 0 && changedBlocks(changed),
      lineBlocks(terms),
      context(`Only you and ${name} can read this.`),
      running && nextSteps(standing, a, waits, a.proposedBy === reader),
    ],
  })
}

function nextSteps(
  { mentorship, versions, inForce }: PairAgreement,
  a: Agreement,
  waits: boolean,
  own: boolean,
) {
  const newest = versions[0]
  if (newest && newest.id !== a.id)
    return actions(
      button('Read the newest version', 'agreement.read', { value: newest.id, style: 'primary' }),
    )
  const asideWords = own ? 'Take it back' : inForce ? 'Leave it as it was' : 'Set it aside'
  return actions(
    waits && !own && button('Sign it', 'agreement.sign', { value: a.id, style: 'primary' }),
    button(waits && own ? 'Change my proposal' : 'Propose a change', 'agreement.draft', {
      value: mentorship.id,
    }),
    waits && button(asideWords, 'agreement.aside', { value: a.id }),
    a.status === 'inForce' && commandButton('Set a goal', 'goals'),
    versions.length > 1 && button('Earlier versions', 'agreement.history', { value: mentorship.id }),
  )
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
  { versions, mentorship: m }: PairAgreement,
  reader: string,
  name: string,
  zone: string,
): ModalView =>
  modal({
    id: 'agreement.versions',
    title: 'Versions',
    blocks: [
      section(md`*You and ${name}*`),
      versions
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
  notice(
    'Proposed',
    md`*You signed it, and ${name} can read it now.* ${name} signs it or proposes a change, and you hear of it. Should it be forgotten, I remind ${name} once.`,
    commandButton('Set a goal', 'goals', { style: 'primary' }),
  )

export const readButton = (id: string, text: string, says: string, style?: 'primary') =>
  button(text, 'agreement.read', { value: id, says, style })

/** For Home: how it stands in each mentorship; what waits for a signature comes first. */
export function homePart(list: PairAgreement[], reader: string, names: Map<string, string>): HomePart {
  const nameOf = (s: PairAgreement) => names.get(s.partner) ?? 'your partner'
  const partOf = (s: PairAgreement): PairPart => {
    const line = (words: Safe, label: string, says: string) => [
      section(
        md`Agreement: ${words}`,
        button(label, 'agreement.open', {
          value: s.mentorship.id,
          says: `${says} the agreement with ${nameOf(s)}`,
        }),
      ),
    ]
    if (s.open)
      return s.open.proposedBy === reader
        ? { blocks: line(md`waits for their signature.`, 'See it', 'See') }
        : {
            says: md`*your agreement waits for you*`,
            blocks: line(md`waits for *your signature*.`, 'Read and sign', 'Read and sign'),
          }
    if (!s.inForce) return { blocks: line(md`not made yet. It takes five minutes.`, 'Make it', 'Make') }
    const { cadenceDays, endsOn, mode } = s.inForce
    return {
      blocks: line(
        md`${cadenceName(cadenceDays).toLowerCase()}, until ${formatDate(endsOn)}, ${modeName(mode).toLowerCase()}.`,
        'See it',
        'See',
      ),
    }
  }
  const toSign = list.find((s) => s.open && s.open.proposedBy !== reader)
  const without = list.find((s) => s.versions.length === 0 && s.mentorship.metAt !== null)
  return {
    blocks: [],
    pairs: Object.fromEntries(list.map((s) => [s.mentorship.id, partOf(s)])),
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
