import type { KnownBlock } from '@slack/types'
import { md } from '../../core/text.ts'
import { actions, button, commandButton, context, section } from '../../slack/blocks.ts'
import type { Feature } from '../../slack/feature.ts'

/** What belongs together in the hub; a command in no group stands under "More". */
const GROUPS: [title: string, commands: string[]][] = [
  ['Find each other', ['join', 'find', 'browse', 'requests']],
  ['Week by week', ['schedule', 'checkin', 'goals', 'feedback', 'kudos', 'win', 'intro']],
  ['You', ['profile', 'record', 'privacy', 'pause', 'resume', 'leave']],
  ['For coordinators', ['round']],
]

const BUTTONS: Record<string, string> = {
  join: 'Join',
  find: 'Find a mentor',
  browse: 'Browse mentors',
  requests: 'My requests',
  schedule: 'Plan a session',
  checkin: 'Check in',
  goals: 'Goals',
  kudos: 'Give kudos',
  win: 'Share a win',
  profile: 'My profile',
  privacy: 'Privacy',
  pause: 'Pause',
  resume: 'Resume',
  leave: 'Leave',
  why: 'Why this match',
  round: 'A round',
  feedback: 'Feedback',
  intro: 'Introduce two',
  record: 'My growth record',
}

/** What has no command of its own. */
const MORE: Record<string, ReturnType<typeof button>[]> = {
  'Find each other': [button('Peer circles', 'circles.show')],
  'Week by week': [
    button('Promise a contact', 'introductions.outside', {
      says: 'Promise your mentee an introduction to somebody outside Slack',
    }),
    button('Ten-minute orientation', 'guides.page', { value: '0', says: 'Read the ten-minute orientation' }),
  ],
  'For coordinators': [button('Guides for meetings', 'guides.keep')],
}

/** Everything that Cairn does for this person, as buttons: nobody has to remember a word. */
export function hub(
  features: Feature[],
  { coordinator = false }: { coordinator?: boolean } = {},
): { text: string; blocks: KnownBlock[] } {
  const all = features.flatMap((f) => Object.entries(f.commands ?? {}))
  const commands = new Map(all.filter(([, { audience }]) => coordinator || audience !== 'coordinators'))
  const grouped = new Set(GROUPS.flatMap(([, names]) => names).concat('help'))
  const rest = [...commands.keys()].filter((name) => !grouped.has(name))
  const blocks: KnownBlock[] = [section('What would you like to do?')]
  for (const [title, names] of [...GROUPS, ['More', rest] as [string, string[]]]) {
    const known = names.filter((name) => commands.has(name))
    if (known.length === 0) continue
    const lines = known.map((name) => `\`/mentor ${commands.get(name)?.usage}\`  ${commands.get(name)?.help}`)
    blocks.push(
      section(md`*${title}*`),
      context(lines.join('\n')),
      actions(...known.map((name) => commandButton(BUTTONS[name] ?? name, name)), ...(MORE[title] ?? [])),
    )
  }
  blocks.push(
    section(
      md`*Something is wrong?* Tell one person in private, also outside the programme.`,
      button('Something is wrong', 'concerns.open', {
        says: 'Tell somebody in private that something is wrong',
      }),
    ),
  )
  return { text: 'What would you like to do? Type /mentor for buttons.', blocks }
}
