import { md } from '../../core/text.ts'
import { type Blocks, flatBlocks } from '../../outbox/blocks.ts'
import { type Feature, type HomeRenderer, open } from '../../slack/kernel/feature.ts'
import { refuseStranger } from '../../slack/kernel/kernel.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  homeView,
  modal,
  section,
  VIEW_BLOCKS,
} from '../../slack/ui/blocks.ts'
import { isCoordinator } from '../people/coordinators/service.ts'
import { requireMember } from '../people/members/service.ts'
import { hub } from './hub.ts'

/** `all` gives the whole list when it is asked for: Home is itself a part of it. */
export const home = (all: () => Feature[]): Feature => ({
  name: 'home',
  commands: {
    help: {
      usage: 'help',
      help: 'Everything that Cairn can do',
      run: async (ctx, _text, who) => {
        const coordinator = await isCoordinator(ctx, who.user)
        return open(modal({ id: 'home.hub', title: 'Cairn', blocks: hub(all(), { coordinator }).blocks }))
      },
    },
  },
})

/** Puts Home together from what every feature has to show, the most pressing next step first. */
export function renderHome(features: Feature[]): HomeRenderer {
  return async (ctx, user) => {
    // Whatever they pressed would be refused: what they read instead is why.
    const stranger = refuseStranger(await ctx.directory.person(user))
    if (stranger) return homeView([header('Cairn'), section(stranger.reason)])
    await Promise.all(features.map((feature) => feature.glance?.(ctx, user)))
    const parts = []
    for (const feature of features) if (feature.home) parts.push(await feature.home(ctx, user))
    const [next] = parts.flatMap((part) => (part.next ? [part.next] : [])).sort((a, b) => b.rank - a.rank)
    const found = await requireMember(ctx, user)
    const top = flatBlocks([header('Your next step'), next?.blocks ?? (found.ok ? nothingToDo() : welcome())])
    const bottom = [
      divider(),
      actions(
        found.ok && found.value.role !== 'mentor' && commandButton('Find a mentor', 'find'),
        commandButton('Give kudos', 'kudos'),
        found.ok && commandButton('Share a win', 'win'),
        commandButton('Everything else', 'help'),
        found.ok &&
          button('Something is wrong', 'concerns.open', {
            says: 'Tell somebody in private that something is wrong',
          }),
      ),
      context('Only you see this page.'),
    ]
    const between = flatBlocks(
      parts.map((part) => {
        const blocks = flatBlocks(part.blocks)
        return blocks.length > 0 && [divider(), ...blocks]
      }),
    )
    // However much there is, the way to everything else stays.
    return homeView([...top, ...between.slice(0, VIEW_BLOCKS - top.length - bottom.length), ...bottom])
  }
}

const welcome = (): Blocks => [
  section(
    md`*Grow with somebody who walked the path before.*\nCairn helps product people mentor each other: find somebody who fits, agree on goals, meet, and hear how it goes, all in Slack.`,
  ),
  actions(commandButton('Join', 'join', { style: 'primary' })),
]

const nothingToDo = (): Blocks => [
  section('All is done for now. A good moment to thank somebody.'),
  actions(commandButton('Give kudos', 'kudos', { style: 'primary' })),
]
