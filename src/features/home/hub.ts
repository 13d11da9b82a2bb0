import type { KnownBlock } from '@slack/types'
import { md } from '../../core/text.ts'
import { flatBlocks } from '../../outbox/blocks.ts'
import { type Command, type Feature, GROUPS, type Group } from '../../slack/kernel/feature.ts'
import { actions, button, commandButton, context, section } from '../../slack/ui/blocks.ts'

/** Everything that Cairn does for this person, as buttons: nobody has to remember a word. */
export function hub(
  features: Feature[],
  { coordinator = false }: { coordinator?: boolean } = {},
): { text: string; blocks: KnownBlock[] } {
  const commands = features
    .flatMap((feature) => Object.entries(feature.commands ?? {}))
    .filter(([name, { audience }]) => name !== 'help' && (coordinator || audience !== 'coordinators'))
  const others = features.flatMap((feature) => feature.hub ?? [])
  const under = (group: Group) => {
    const own = commands.filter(([, command]) => (command.group ?? 'more') === group)
    if (own.length === 0) return false
    return [
      section(md`*${GROUPS[group]}*`),
      context(own.map(lineOf).join('\n')),
      actions(
        ...own.map(([name, { label }]) => commandButton(label ?? name, name)),
        ...others.flatMap((other) => (other.group === group ? [other.button] : [])),
      ),
    ]
  }
  return {
    text: 'What would you like to do? Type /mentor for buttons.',
    blocks: flatBlocks([
      section('What would you like to do?'),
      (Object.keys(GROUPS) as Group[]).map(under),
      section(
        md`*Something is wrong?* Tell one person in private, also outside the programme.`,
        button('Something is wrong', 'concerns.open', {
          says: 'Tell somebody in private that something is wrong',
        }),
      ),
    ]),
  }
}

const lineOf = ([, { usage, help }]: [string, Command]) => `\`/mentor ${usage}\`  ${help}`
