import type { Button } from '@slack/types'
import type { Context } from '../../context.ts'
import { refuse } from '../../core/outcome.ts'
import { joinSafe, md, plural, type Safe } from '../../core/text.ts'
import { type Blocks, flatBlocks } from '../../outbox/blocks.ts'
import {
  type Answer,
  type Feature,
  type HomePart,
  type HomeRenderer,
  open,
  update,
} from '../../slack/kernel/feature.ts'
import { refuseStranger } from '../../slack/kernel/kernel.ts'
import {
  actions,
  type Block,
  button,
  buttonMenu,
  commandButton,
  context,
  divider,
  header,
  homeView,
  modal,
  overflow,
  section,
  VIEW_BLOCKS,
} from '../../slack/ui/blocks.ts'
import { allIsWell } from '../pairs/mentorship/views.ts'
import { isCoordinator } from '../people/coordinators/service.ts'
import { requireMember } from '../people/members/service.ts'
import { commandList, howItWorks, hub } from './hub.ts'
import { standingOf } from './standing.ts'

/** `all` gives the whole list when it is asked for: Home is itself a part of it. */
export const home = (all: () => Feature[]): Feature => ({
  name: 'home',
  commands: {
    help: {
      usage: 'help',
      help: 'What you can do now, as buttons',
      aliases: ['hi', 'hello', 'hey', 'hub', 'menu', 'cairn'],
      run: async (ctx, _text, who) => {
        const shown = hub(all(), await standingOf(ctx, who.user))
        return open(modal({ id: 'home.hub', title: 'Cairn', blocks: shown.blocks }), shown)
      },
    },
    commands: {
      usage: 'commands',
      help: 'All that you can type',
      aliases: ['command', 'list'],
      run: async (ctx, _text, who) => {
        const blocks = commandList(all(), await isCoordinator(ctx, who.user))
        return open(modal({ id: 'home.commands', title: 'Commands', blocks }), {
          text: 'What you can type',
          blocks,
        })
      },
    },
    how: {
      usage: 'how',
      help: 'How Cairn works, in two minutes',
      label: 'How it works, 2 minutes',
      first: { new: 2, running: 5 },
      aliases: ['about', 'what', 'tour', 'info', 'howitworks'],
      hears: {
        words: /\bhow (does|do|can) (it|this|that|you|cairn|i)\b|\bwhat (is|are|can) (it|this|cairn|you)\b/i,
        as: 'how Cairn works',
      },
      run: async (ctx, _text, who) => {
        const { stage } = await standingOf(ctx, who.user)
        const next =
          stage === 'new' || stage === 'running' ? [commandButton('Join', 'join', { style: 'primary' })] : []
        const blocks = [...howItWorks(), actions(...next, commandButton('What you can do now', 'help'))]
        return open(modal({ id: 'home.how', title: 'How it works', blocks }), {
          text: 'How it works',
          blocks,
        })
      },
    },
  },
  actions: {
    'home.pair': (ctx, { who, value }) => pairPage(all(), ctx, who.user, value),
    'home.all': (ctx, { who, value }) => allPage(all(), ctx, who.user, Number(value) || 0),
    'home.next': async (ctx, { who }) => {
      const { next } = await gather(all(), ctx, who.user)
      return open(modal({ id: 'home.next', title: 'Your next step', blocks: oneGreen(next) }))
    },
  },
})

/** A Home has at most this many buttons; a menu counts as one. */
const MOST_BUTTONS = 12
/** More lines than these are a list to choose from, not a glance. */
const MOST_LINES = 40
/** A pair's "…" has room for these beside the way to its page: Slack takes five. */
const MOST_IN_MENU = 4

interface Shown {
  parts: HomePart[]
  next: Block[]
  joined: boolean
  mentor: boolean
}

async function gather(features: Feature[], ctx: Context, user: string): Promise<Shown> {
  await Promise.all(features.map((feature) => feature.glance?.(ctx, user)))
  const parts: HomePart[] = []
  for (const feature of features) if (feature.home) parts.push(await feature.home(ctx, user))
  const [next] = parts.flatMap((part) => part.next ?? []).sort((a, b) => b.rank - a.rank)
  const found = await requireMember(ctx, user)
  return {
    parts,
    next: flatBlocks(next?.blocks ?? (found.ok ? allIsWell() : welcome())),
    joined: found.ok,
    mentor: found.ok && found.value.role === 'mentor',
  }
}

/** Puts Home together: the most pressing step, a line for each mentorship, and of the rest what finds room. */
export function renderHome(features: Feature[]): HomeRenderer {
  return async (ctx, user) => {
    // Whatever they pressed would be refused: what they read instead is why.
    const stranger = refuseStranger(await ctx.directory.person(user))
    if (stranger) return homeView([header('Cairn'), section(stranger.reason)])
    const { parts, next, joined, mentor } = await gather(features, ctx, user)
    const pairs = pairsOf(parts)
    const asked = JSON.stringify(next).includes('"checkins.')
    // One answer tells of all; where a check-in waits its moods stand above.
    const running = pairs.filter((pair) => pair.week !== undefined)
    const finds = JSON.stringify(next).includes('"run.find"')
    const bottom = [
      divider(),
      actions(
        joined && !mentor && pairs.length === 0 && !finds && commandButton('Find a mentor', 'find'),
        commandButton('Give kudos', 'kudos'),
        joined &&
          (running.length > 1 && !asked
            ? checkInForAll(running.length)
            : commandButton('Share a win', 'win')),
        commandButton('More…', 'help', { says: 'More that Cairn can do' }),
        joined &&
          button('Something is wrong', 'concerns.open', {
            says: 'Tell somebody in private that something is wrong',
          }),
      ),
      context('Only you see this page.'),
    ]
    // One is kept for the way to what finds no room.
    const left = MOST_BUTTONS - countButtons(bottom) - 1
    const roomy = countButtons(next) + pairs.length <= left
    const step = roomy ? next : inShort(next)
    const each = countButtons(step) + pairs.length <= left
    const lines = flatBlocks([
      pairs.length > 0 && header(pairs.length === 1 ? 'Your mentorship' : 'Your mentorships'),
      pairs
        .slice(0, each ? pairs.length : MOST_LINES)
        .map((pair) => section(pair.says, each ? menuOf(pair) : undefined)),
      !each && [
        pairs.length > MOST_LINES && context(`And ${pairs.length - MOST_LINES} more, in the menu.`),
        actions(buttonMenu('Open one of them', [['Your mentorships', pairs.map(pageButton)]])),
      ],
    ])
    const top = flatBlocks([header(headlineOf(pairs)), oneGreen(step), lines.length > 0 && divider(), lines])
    const rest = restOf(parts)
    const room = VIEW_BLOCKS - top.length - bottom.length - 1
    const spare = left - countButtons(top)
    const all = fitted(rest, room, spare + 1)
    const { shown, hidden } = all.hidden ? fitted(rest, room, spare) : all
    return homeView([
      ...top,
      ...shown.map(plain),
      hidden && section('There is more that is open.', button('See all of it', 'home.all', { value: '0' })),
      ...bottom,
    ])
  }
}

/** In which week with whom, where it is one; else that it goes on with several; else what is next. */
function headlineOf(pairs: Pair[]): string {
  const [one, another] = pairs
  if (another) return `You and ${plural(pairs.length, 'person', 'people')}`
  return one?.week === undefined ? 'Your next step' : `Week ${one.week} with ${one.name}`
}

interface Pair {
  id: string
  name: string
  week?: number
  says: Safe
  menu: Button[]
}

/** One line for each mentorship, of what all features say of it. */
function pairsOf(parts: HomePart[]): Pair[] {
  const ids = [...new Set(parts.flatMap((part) => Object.keys(part.pairs ?? {})))]
  return ids.flatMap((id): Pair[] => {
    const own = parts.flatMap((part) => part.pairs?.[id] ?? [])
    const named = own.find((each) => each.name !== undefined)
    const name = named?.name
    // What nobody keeps as a pair that runs has no line.
    if (name === undefined) return []
    return [
      {
        id,
        name,
        week: named?.week,
        says: joinSafe(
          own.flatMap((each) => each.says || []),
          ' · ',
        ),
        menu: own.flatMap((each) => each.menu ?? []).filter((each) => each !== false),
      },
    ]
  })
}

const pageButton = ({ id, name }: Pair) => button(name, 'home.pair', { value: id })
const menuOf = (pair: Pair) =>
  overflow(
    button(`All about you and ${pair.name}`, 'home.pair', { value: pair.id }),
    ...pair.menu.slice(0, MOST_IN_MENU),
  )

/** The page of one mentorship: whatever can be read and done. */
async function pairPage(features: Feature[], ctx: Context, user: string, id: string): Promise<Answer> {
  const { parts } = await gather(features, ctx, user)
  const pair = pairsOf(parts).find((each) => each.id === id)
  if (!pair) return refuse('This mentorship does not run any more. Open Home to see what is next.')
  const own = parts
    .map((part) => flatBlocks(part.pairs?.[id]?.blocks ?? []))
    .filter((each) => each.length > 0)
  const blocks = own.flatMap((each, i) => (i === 0 ? each : [divider(), ...each]))
  return open(modal({ id: 'home.pair', title: 'You two', blocks: blocks.map(plain) }))
}

/** What concerns no single mentorship, each feature's under a line of its own. */
const restOf = (parts: HomePart[]): Block[][] =>
  (['first', undefined, 'last'] as const)
    .flatMap((place) => parts.filter((part) => part.place === place))
    .map((part) => flatBlocks(part.blocks))
    .filter((blocks) => blocks.length > 0)
    .map((blocks) => [divider(), ...blocks])

/** As much of each as finds room, from its beginning; `hidden` if that is not all. */
function fitted(rest: Block[][], room: number, buttons: number) {
  const shown: Block[] = []
  let hidden = false
  for (const blocks of rest) {
    const fits = blocks.slice(0, Math.max(0, room - shown.length))
    const over = fits.findIndex((_, i) => countButtons([...shown, ...fits.slice(0, i + 1)]) > buttons)
    hidden ||= over >= 0 || fits.length < blocks.length
    // Where it is cut, words whose buttons are missing go with them.
    const whole =
      over < 0 ? fits.length : fits.slice(0, over).findLastIndex((block) => countButtons([block]) > 0) + 1
    shown.push(...fits.slice(0, whole))
  }
  return { shown, hidden }
}

/** All that stands on Home besides the mentorships, page by page. */
async function allPage(features: Feature[], ctx: Context, user: string, from: number): Promise<Answer> {
  const { parts } = await gather(features, ctx, user)
  const blocks = restOf(parts).flat().slice(1)
  const page = blocks.slice(from, from + VIEW_BLOCKS - 1)
  const end = from + page.length
  const view = modal({
    id: 'home.all',
    title: 'All that is open',
    blocks: [
      page.length > 0 ? page.map(plain) : section('Nothing else is open now.'),
      end < blocks.length && actions(button('Go on', 'home.all', { value: String(end) })),
    ],
  })
  return from === 0 ? open(view) : update(view)
}

/** A step with many answers, where there are many mentorships: its words stay, and the answers open from it. */
const inShort = (next: Block[]): Block[] => [
  ...next
    .filter((block) => block.type === 'section')
    .map((block): Block => ({ ...block, accessory: undefined })),
  actions(button('Answer', 'home.next')),
]

type Part = Block & { accessory?: { type: string }; elements?: { type: string; style?: string }[] }

export const countButtons = (blocks: Block[]): number =>
  (blocks as Part[]).reduce(
    (sum, block) =>
      sum + (block.accessory ? 1 : 0) + (block.type === 'actions' ? (block.elements?.length ?? 0) : 0),
    0,
  )

const withStyles = (block: Block, styleOf: (style: string | undefined) => string | undefined): Block => {
  const { accessory, elements } = block as Part
  const styled = (element: { type: string; style?: string }) => {
    if (element.type !== 'button') return element
    const { style, ...others } = element
    const now = styleOf(style)
    return now ? { ...others, style: now } : others
  }
  return {
    ...block,
    ...(accessory && { accessory: styled(accessory) }),
    ...(block.type === 'actions' && { elements: elements?.map(styled) }),
  } as Block
}

/** The green button is the next step's: nothing else competes with it. */
const plain = (block: Block): Block => withStyles(block, (style) => (style === 'primary' ? undefined : style))

/** The first green button stays. A single button is green; of equal answers, such as moods, none is put forward. */
function oneGreen(blocks: Block[]): Block[] {
  const single = countButtons(blocks) === 1
  let green = false
  return blocks.map((block) =>
    withStyles(block, (style) => {
      if (style !== 'primary' && !single) return style
      if (green) return undefined
      green = true
      return 'primary'
    }),
  )
}

const checkInForAll = (many: number) =>
  commandButton(`Check in for all ${many}`, 'checkin', { says: 'Check in, for all of you at once' })

const welcome = (): Blocks => [
  section(
    md`*Grow with somebody who walked the path before.*\nCairn helps product people mentor each other: find somebody who fits, agree on goals, meet, and hear how it goes, all in Slack.`,
  ),
  actions(commandButton('Join', 'join', { style: 'primary' })),
]
