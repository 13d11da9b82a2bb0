/** What everybody can come to read: whatever they were shown, whatever any button shows them, whatever they were sent. */
import type { Context } from '../../src/context.ts'
import type { Directory } from '../../src/directory/directory.ts'
import { renderHome } from '../../src/features/home/index.ts'
import { wordReader } from '../../src/features/home/read-words.ts'
import { features } from '../../src/features/index.ts'
import { silentLog } from '../../src/log.ts'
import { type Block, type Element, type View, validateView } from '../../src/sandbox/index.ts'
import type { Answer } from '../../src/slack/kernel/feature.ts'
import type { ViewState } from '../../src/slack/kernel/forms.ts'
import { createKernel } from '../../src/slack/kernel/kernel.ts'
import type { TestBot } from '../support/bot.ts'
import { wordsIn } from './planting.ts'

/** Where something is read: on one's own screen, in what Slack keeps, in a reply that vanishes, or in a file. */
export type Surface = 'screen' | 'message' | 'whisper' | 'record' | 'calendar'

/** By planted word and surface: who reads it. */
export type Readers = Map<string, Map<Surface, Set<string>>>

export function note(readers: Readers, person: string, surface: Surface, shown: unknown) {
  for (const word of wordsIn(shown)) {
    const surfaces = readers.get(word) ?? new Map<Surface, Set<string>>()
    readers.set(word, surfaces.set(surface, (surfaces.get(surface) ?? new Set()).add(person)))
  }
}

/** What may have buttons: a window, a message, a Home. */
export type Shown = Pick<View, 'blocks'> & Partial<View>

/** A button that somebody may press, an option that they may choose, or a form that they may send. */
interface Deed {
  actionId?: string
  value?: string
  metadata?: string
  form?: Shown
}

/** The same button in another window is the same. */
const keyOf = ({ actionId, value, form }: Deed) =>
  form ? `${form.callback_id} ${form.private_metadata}` : `${actionId} ${value}`

const valuesOf = (element: Element) =>
  [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)].map(
    (option) => option.value ?? '',
  )

/** All that can be done with what is shown; of a long menu, its first and last. */
function deedsIn(shown: Shown): Deed[] {
  const deeds: Deed[] = shown.submit ? [{ form: shown }] : []
  for (const block of shown.blocks)
    for (const element of [block.accessory, ...((block.elements ?? []) as Element[])]) {
      const actionId = element?.action_id
      if (!element || !actionId || element.url) continue
      const [first = element.value ?? '', ...rest] = valuesOf(element)
      for (const value of [first, ...rest.slice(-1)])
        deeds.push({ actionId, value, metadata: shown.private_metadata })
    }
  return deeds
}

/** What an input holds as it is shown; one that must be filled in and is not gets something that fits. */
function heldBy({ element: e, optional }: Block): ViewState[string][string] {
  const [first] = e ? valuesOf(e) : []
  switch (e?.type) {
    case 'plain_text_input':
      return { value: (e.initial_value as string) ?? (optional ? null : 'Some words of no meaning') }
    case 'static_select':
    case 'radio_buttons':
      return { selected_option: e.initial_option ?? { value: first } }
    case 'multi_static_select':
    case 'checkboxes':
      return { selected_options: e.initial_options ?? (optional ? [] : [{ value: first }]) }
    case 'multi_users_select':
      return { selected_users: e.initial_users ?? [] }
    case 'datepicker':
      return { selected_date: e.initial_date ?? null }
    default:
      return { selected_time: e?.initial_time ?? null }
  }
}

const stateOf = ({ blocks }: Shown): ViewState =>
  Object.fromEntries(
    blocks.filter((b) => b.type === 'input').map((b) => [b.block_id ?? '', { value: heldBy(b) }]),
  )

/** What came up while everybody tried everything. */
export interface Tried {
  /** Each input by `form.field`: whether it takes words. */
  inputs: Map<string, boolean>
  /** Windows that Slack would not open. */
  broken: string[]
}

/** The same, each question asked once. */
function remembering(directory: Directory): Directory {
  const known = new Map<string, unknown>()
  const once =
    (name: string, ask: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const key = JSON.stringify([name, ...args])
      if (!known.has(key)) known.set(key, ask(...args))
      return known.get(key)
    }
  return Object.fromEntries(Object.entries(directory).map(([name, ask]) => [name, once(name, ask)])) as never
}

/**
 * Everybody presses every button, sends every form and types every command that anybody was ever shown, meant for them
 * or not, until nothing new comes up. Handlers do all they do but for the last: nothing is written, so that nobody's
 * yes or no changes what the next one reads. `before` is what had buttons until now.
 */
export async function everybodyTriesEverything(
  bot: TestBot,
  people: string[],
  readers: Readers,
  before: Shown[],
): Promise<Tried> {
  const { workspace } = bot.ctx
  // Nothing is written, so that whom the directory was asked about once is known.
  const directory = remembering(bot.ctx.directory)
  const dry: Context = { ...bot.ctx, directory, forOneRequest: () => dry, commit: async () => undefined }
  const home = renderHome(features)
  const kernel = createKernel({
    features,
    log: silentLog,
    newId: dry.newId,
    contextFor: () => dry,
    meet: async () => {},
    reader: wordReader(features),
  })
  const ids = new Map(people.map((person) => [person, bot.as(person).id]))
  const as = (person: string) => ({ workspace, user: ids.get(person) ?? '', key: '', what: 'a try' })
  const inputs = new Map<string, boolean>()
  const broken = new Set<string>()
  const known = new Set<string>()
  let open: Deed[] = []

  const meet = (shown: Shown) => {
    for (const deed of deedsIn(shown)) {
      if (known.has(keyOf(deed))) continue
      known.add(keyOf(deed))
      open.push(deed)
    }
    for (const { block_id, element } of shown.blocks)
      if (element) inputs.set(`${shown.callback_id}.${block_id}`, element.type === 'plain_text_input')
  }
  const read = (person: string, answer: Answer | { errors: unknown }) => {
    note(readers, person, 'screen', answer)
    if (!('show' in answer)) return
    if (answer.show === 'reply') meet({ blocks: (answer.blocks ?? []) as Block[] })
    if (answer.show !== 'modal' && answer.show !== 'update') return
    meet(answer.view as unknown as Shown)
    for (const { message } of validateView(answer.view)) broken.add(`${answer.view.callback_id}: ${message}`)
  }
  const act = (person: string, { form, actionId = '', value = '', metadata }: Deed) =>
    form
      ? kernel.submit(as(person), {
          callbackId: form.callback_id ?? '',
          metadata: form.private_metadata,
          state: stateOf(form),
        })
      : kernel.click(as(person), { actionId, value, values: [value], surface: 'modal', metadata })

  const whom = ['', ...[...ids.values()].map((id) => ` <@${id}>`)]
  const commands = features
    .flatMap((feature) => Object.values(feature.commands ?? {}))
    .flatMap(({ usage }) => (usage.includes('@') ? whom : ['']).map((who) => usage.split(' ')[0] + who))
  for (const shown of before) meet(shown)
  for (const person of people) {
    const page = await home(dry, bot.as(person).id)
    note(readers, person, 'screen', page)
    meet(page as unknown as Shown)
    for (const command of commands) read(person, await kernel.command(as(person), command))
  }
  while (open.length > 0) {
    const now = open
    open = []
    for (const deed of now) {
      for (const person of people) read(person, await act(person, deed))
      // Slack's own pings are answered meanwhile.
      await new Promise(setImmediate)
    }
  }
  return { inputs, broken: [...broken] }
}

/**
 * Everything that went out so far, as it was sent: messages and what they were before, Homes, windows, files. Returns
 * what had buttons, some of which are there no more.
 */
export async function readWhatWasSent(bot: TestBot, people: string[], readers: Readers): Promise<Shown[]> {
  const shown: Shown[] = []
  const nameOf = new Map(bot.sandbox.people.map((person) => [person.id, person.name]))
  const membersOf = new Map(bot.sandbox.channels.map((channel) => [channel.id, channel.members]))
  for (const { method, args } of bot.sandbox.traffic.calls) {
    if (!/^chat\.|^files\.complete/.test(method)) continue
    const blocks = typeof args.blocks === 'string' ? JSON.parse(args.blocks) : args.blocks
    if (blocks) shown.push({ blocks })
    for (const id of membersOf.get(String(args.channel ?? args.channel_id)) ?? [])
      note(readers, nameOf.get(id) ?? id, 'message', args)
  }
  for (const person of people)
    for (const { kind, view, message } of bot.sandbox.as(person).inbox()) {
      if (view) {
        note(readers, person, 'screen', view)
        shown.push(view)
      } else if (kind === 'ephemeral') note(readers, person, 'whisper', message)
      else
        for (const file of message?.files ?? []) {
          const surface = file.name.endsWith('.ics') ? 'calendar' : 'record'
          note(readers, person, surface, await (await fetch(file.url_private)).text())
        }
    }
  return shown
}
