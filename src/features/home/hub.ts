import type { Button } from '@slack/types'
import { listedSafe, md, mention, type Safe } from '../../core/text.ts'
import { flatBlocks } from '../../outbox/blocks.ts'
import {
  type Command,
  type Feature,
  GROUPS,
  type Group,
  labelOf,
  type Offer,
  type Shown,
  type Stage,
} from '../../slack/kernel/feature.ts'
import {
  actions,
  type Block,
  buttonMenu,
  commandButton,
  context,
  header,
  section,
} from '../../slack/ui/blocks.ts'
import type { Standing } from './standing.ts'

/** More is a lot to choose from on a phone; the rest is in the menu. */
export const MOST_BUTTONS = 5

/** What stands beside the menu, and so is not in it. */
const BESIDE = ['help', 'commands']

interface Entry extends Offer {
  button: Button
}

/** All that this person is offered, in the order of the features. */
function entriesFor(features: Feature[], { stage, coordinator }: Standing): Entry[] {
  return features
    .flatMap((feature): Entry[] => [
      ...Object.entries(feature.commands ?? {})
        .filter(([name]) => !BESIDE.includes(name))
        .map(([name, command]) => ({
          ...command,
          button: commandButton(labelOf(name, command, stage), name),
        })),
      ...(feature.hub ?? []),
    ])
    .filter(({ stages }) => !stages || stages.includes(stage))
    .filter(({ audience }) => coordinator || audience !== 'coordinators')
}

/** The buttons that come first for whoever stands so, at most five. */
export function firstButtons(features: Feature[], standing: Standing): Button[] {
  const place = ({ first }: Entry) => first?.[standing.stage] ?? Number.POSITIVE_INFINITY
  return entriesFor(features, standing)
    .filter((entry) => Number.isFinite(place(entry)))
    .sort((a, b) => place(a) - place(b))
    .slice(0, MOST_BUTTONS)
    .map(({ button }) => button)
}

/** A few buttons by what is next for this person, and everything else in one menu: nobody has to remember a word. */
export function hub(features: Feature[], standing: Standing): Shown {
  const first = firstButtons(features, standing)
  const rest = entriesFor(features, standing).filter(
    ({ button }) => !first.some((each) => each.action_id === button.action_id),
  )
  const groups = (Object.keys(GROUPS) as Group[]).flatMap((group): [string, Button[]][] => {
    const own = rest.filter((entry) => (entry.group ?? 'more') === group)
    return own.length > 0 ? [[GROUPS[group], own.map(({ button }) => button)]] : []
  })
  return {
    text: 'What would you like to do?',
    blocks: [
      section(SAYS[standing.stage](standing)),
      actions(...first.map((each, i): Button => (i === 0 ? { ...each, style: 'primary' } : each))),
      actions(groups.length > 0 && buttonMenu('More…', groups), commandButton('Commands', 'commands')),
      context(
        md`Something is wrong? \`/mentor concern\` tells one person of your choice, in private. It is in the menu, too.`,
      ),
    ],
  }
}

const withWhom = ({ partners }: Standing): Safe => listedSafe(partners.slice(0, 5).map(mention))

/** Where they stand, in a line or two. */
const SAYS: Record<Stage, (standing: Standing) => Safe> = {
  new: () =>
    md`*Grow with somebody who walked the path before.*\nCairn brings people together who learn from each other at work. Joining takes two minutes, and leaving one command.`,
  running: () =>
    md`*You run the programme.*\nWhat needs you stands on Home. You need not take part yourself.`,
  paused: ({ pausedUntil }) =>
    pausedUntil
      ? md`*You are paused until ${pausedUntil}.*\nNobody is suggested to you, and I stay quiet.`
      : md`*You are paused.*\nNobody is suggested to you, and I stay quiet.`,
  seeking: () =>
    md`*You have no mentor just now.*\nI show you who fits you best, and why. Or start small, with one talk.`,
  waiting: () =>
    md`*You are listed as a mentor.*\nWhoever asks you writes what it is about, and you have five working days to answer.`,
  mentored: (standing) => md`*You and ${withWhom(standing)}.*\nWhat would you like to do?`,
  mentoring: (standing) => md`*You and ${withWhom(standing)}.*\nWhat would you like to do?`,
  both: (standing) => md`*You and ${withWhom(standing)}.*\nYou look for a mentor of your own as well.`,
}

/** What can be typed, by heading: for whoever would rather type. */
export function commandList(features: Feature[], coordinator: boolean): Block[] {
  const commands = features
    .flatMap((feature) => Object.entries(feature.commands ?? {}))
    .filter(([, { audience }]) => coordinator || audience !== 'coordinators')
  return flatBlocks([
    section('Type any of these, here or to me in Messages. A slip of the finger does no harm.'),
    (Object.keys(GROUPS) as Group[]).map((group) => {
      const own = commands.filter(([, command]) => (command.group ?? 'more') === group)
      return own.length > 0 && [section(md`*${GROUPS[group]}*`), context(own.map(lineOf).join('\n'))]
    }),
  ])
}

const lineOf = ([, { usage, help }]: [string, Command]) => `\`/mentor ${usage}\`  ${help}`

/** How Cairn works, for whoever has two minutes. */
export const howItWorks = (): Block[] => [
  header('How it works'),
  section(
    md`*1. Join.* Say whether you would like a mentor, be one, or both, and in what. Nobody is signed up by others.`,
  ),
  section(
    md`*2. Find each other.* I suggest five people, and why they fit. You ask one of them; they answer within five working days, or I help you to the next.`,
  ),
  section(
    md`*3. Meet.* About 45 minutes every two weeks. I bring times that suit both, an agenda, and a word once a week on how it goes.`,
  ),
  section(md`*4. Thank, and go on.* Tell what went well, close it well, and take along what you learned.`),
  section(
    md`*Who reads what* stands beside each field. Coordinators see who is paired, never what you write; managers see nothing. A pause ends by itself, and leaving takes one command.`,
  ),
]
