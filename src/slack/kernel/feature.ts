/** The contract between the kernel and a slice: what a feature brings, and what its handlers may answer. */
import type { Button, HomeView, ModalView } from '@slack/types'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { dateIn, type LocalDate } from '../../core/calendar.ts'
import type { Outcome, Refusal } from '../../core/outcome.ts'
import { escapeText, Safe } from '../../core/text.ts'
import type { Writes } from '../../db/commit.ts'
import type { Follows } from '../../follows.ts'
import { type Blocks, flatBlocks } from '../../outbox/blocks.ts'
import type { DeliveryKind } from '../../outbox/kinds.ts'
import type { JobHandler } from '../../schedule/ticker.ts'
import type { Tie } from '../../ties.ts'
import type { Block } from '../ui/blocks.ts'

/** Who acts, and where from. */
export interface Who {
  /** The Slack account. */
  user: string
  /** The channel of a command or a message; none in Home and modals. */
  channel?: string
  /** Tells the person who waits how far a long piece of work is, 0 to 1. */
  progress?(done: number): void
}

/** What the kernel does for a handler. Handlers await no Slack call themselves. */
export type Answer =
  /**
   * Opens a modal; inside a modal it is stacked on top. `message` says the same where no window can be opened, because
   * nothing was pressed; without it a button that opens the window is shown there.
   */
  | { show: 'modal'; view: ModalView; message?: Shown }
  /** Replaces the modal that the person is looking at; elsewhere it opens one. */
  | { show: 'update'; view: ModalView }
  /** A line of mrkdwn that only this person sees; `instead` of the one they pressed, which must be theirs alone too. */
  | { show: 'reply'; text: string; blocks?: Block[]; instead?: true }
  | { show: 'nothing' }
  /** Closes all modals. */
  | { show: 'closed' }
  | Refusal

/** What a click or a form may also come to: straight on to what a subcommand shows, of whichever feature. */
export interface GoOn {
  show: 'command'
  command: string
  /** Stands over what the subcommand shows, which takes the window's place. */
  above: Block[]
}

/** Text for a notification, and blocks. */
export interface Shown {
  text: string
  blocks: Block[]
}

export const open = (view: ModalView, message?: Shown): Answer => ({
  show: 'modal',
  view,
  ...(message && { message }),
})
export const update = (view: ModalView): Answer => ({ show: 'update', view })
/** A string is escaped; mrkdwn comes from `md`. */
export const reply = (text: Safe | string, blocks?: Block[]): Answer => ({
  show: 'reply',
  text: text instanceof Safe ? text.text : escapeText(text),
  blocks,
})
/** As `reply`, in place of an earlier reply on which a button was pressed: what cannot be pressed again goes. */
export const replyInstead = (text: Safe | string, blocks?: Block[]): Answer => ({
  ...(reply(text, blocks) as Extract<Answer, { show: 'reply' }>),
  instead: true,
})
export const nothing = (): Answer => ({ show: 'nothing' })
export const closed = (): Answer => ({ show: 'closed' })
export const goOnTo = (command: string, ...above: Blocks): GoOn => ({
  show: 'command',
  command,
  above: flatBlocks(above),
})

/** How somebody stands with Cairn: it decides what the hub puts first, and what it leaves out. */
export const STAGES = [
  /** Takes no part, or not any more. */
  'new',
  /** Coordinates, and takes no part besides. */
  'running',
  'paused',
  /** Looks for a mentor and has none now. */
  'seeking',
  /** A mentor without a mentee. */
  'waiting',
  /** Has a mentor. */
  'mentored',
  /** Has mentees, and looks for nobody. */
  'mentoring',
  /** Has mentees, and looks for a mentor. */
  'both',
] as const
export type Stage = (typeof STAGES)[number]
/** Whoever takes part. */
export const MEMBERS = STAGES.filter((stage) => stage !== 'new' && stage !== 'running')
/** Whoever is in a mentorship, or may be in one that rests. */
export const PAIRED = ['mentored', 'mentoring', 'both', 'paused'] as const satisfies Stage[]

/** Something that the hub offers: as one of its few buttons, or in its menu. */
export interface Offer {
  /** Under which heading it stands in the menu; else under the last one. */
  group?: Group
  /** Its place among the buttons, 1 first, for those who stand so; for others it is in the menu. */
  first?: Partial<Record<Stage, number>>
  /** Who finds it in the hub at all; else all. */
  stages?: readonly Stage[]
  /** Who finds it in the hub; everybody may type it and is told. */
  audience?: 'coordinators'
}

/** The headings of the hub's menu, in order. */
export const GROUPS = {
  find: 'Find each other',
  week: 'Week by week',
  you: 'You',
  coordinators: 'For coordinators',
  more: 'Anything else',
} as const
export type Group = keyof typeof GROUPS

export interface Command extends Offer {
  /** What to type after `/mentor`. */
  usage: string
  /** One line for the list of commands. */
  help: string
  /** What its button says, the other one for whoever takes no part yet; else its name. */
  label?: string | { new: string; else: string }
  /** Slack names it while `/mentor` is typed: the manifest's usage hint lists these, in the order of the features. */
  hinted?: true
  /** Other words that people type for it: letters and digits only. */
  aliases?: readonly string[]
  /** What in a sentence means it, and how that is read back: "I read this as *thanks for somebody*". */
  hears?: { words: RegExp; as: string; before?: 'others' }
  /** What it does at once, without a form: a word that only seems to mean it is asked about first. */
  acts?: 'always' | 'with words'
  /** With words that only seem to mean it: opens what would be done, the words in it. */
  draft?(ctx: Context, text: string, who: Who): Promise<Answer>
  /** `text` is what was typed after the subcommand. */
  run(ctx: Context, text: string, who: Who): Promise<Answer>
}

export const labelOf = (name: string, { label }: Pick<Command, 'label'>, stage?: Stage): string => {
  if (typeof label !== 'object') return label ?? name
  return stage === 'new' || stage === 'running' ? label.new : label.else
}

/** What was clicked or chosen. */
export interface Click {
  who: Who
  /** A button's value or the chosen option's; '' if it has none. */
  value: string
  /** All chosen values of a menu with several. */
  values: string[]
  /** In a modal: what the view carries, unparsed, and what its inputs hold now. */
  meta: unknown
  form: Record<string, string | string[] | undefined>
  surface: 'message' | 'modal' | 'home'
}

export type ActionHandler = (ctx: Context, click: Click) => Promise<Answer | GoOn>

/** A form's submission, parsed by its schema before `run` sees it. */
export interface ViewHandler {
  form: z.ZodType
  meta: z.ZodType
  run(ctx: Context, form: unknown, who: Who, meta: unknown): Promise<Answer | GoOn>
  /**
   * What the schema cannot know is wrong with single fields, such as a day that has passed in the person's zone. Told in
   * one go with what the schema refuses, so it is given the fields as they were typed. `run` decides all the same.
   */
  check?(ctx: Context, raw: RawForm, who: Who, meta: unknown): Promise<Record<string, string | undefined>>
}

/** The inputs of a form by name, unparsed. */
export type RawForm = Record<string, string | string[] | undefined>

/** What one input holds, if it is one line of text, a choice, a day or a time; else ''. */
export const typedIn = (raw: RawForm, name: string): string => {
  const value = raw[name]
  return typeof value === 'string' ? value : ''
}

/** Checks a day, where one is chosen, by the calendar of whoever sends the form. */
export const checkDay =
  (
    field: string,
    objection: (day: string, today: LocalDate) => string | undefined,
  ): NonNullable<ViewHandler['check']> =>
  async (ctx, raw, who) => {
    const day = typedIn(raw, field)
    const { zone } = await ctx.directory.hours(who.user)
    return { [field]: day ? objection(day, dateIn(zone, ctx.now())) : undefined }
  }

/** What a feature has to say of one mentorship on Home, where each mentorship has one line. */
export interface PairPart {
  /** The partner's name, from the feature that keeps the pair. */
  name?: string
  /** In which week of theirs they are, from 1; not while they take a break. */
  week?: number
  /** A few words of the line. */
  says?: Safe | false
  /** For the "…" beside it, which holds the first few of all features; they stand on the pair's page as well. */
  menu?: (Button | false)[]
  /** For the page of the pair, which opens from there: whatever can be read and done. */
  blocks?: Blocks
}

/** What a feature shows on Home, and what it thinks should be done next (the highest rank wins). */
export interface HomePart {
  /** What concerns no single mentorship. What finds no room on Home opens from there. */
  blocks: Blocks
  /** Before or after what the others show: a programme waits for whoever runs it, and a profile can wait. */
  place?: 'first' | 'last'
  /** By mentorship. */
  pairs?: Record<string, PairPart>
  next?: { rank: number; blocks: Blocks }
}

/** What goes and what stays when somebody asks to be deleted: said to them first, each in a sentence or two. */
export interface Forgetting {
  goes: string
  /** Why it stays, and under whose name: "a former member". */
  stays?: string
  /** Takes away what is theirs alone; what stays names them no more. */
  write(ctx: Context, person: string): Writes | Promise<Writes>
}

export interface Feature {
  name: string
  /**
   * Names under which its buttons, messages and jobs were made before it had this one. They stand in people's
   * conversations and in the database for years, so they are kept as they are.
   */
  formerly?: string[]
  commands?: Record<string, Command>
  views?: Record<string, ViewHandler>
  actions?: Record<string, ActionHandler>
  deliveries?: Record<string, DeliveryKind>
  jobs?: Record<string, JobHandler>
  /** What the hub offers that has no command. */
  hub?: (Offer & { button: Button })[]
  /**
   * Reads ahead what there may be to show on Home: short lists (`together`), and by `rows(…).some(…)` whether there is more.
   * All features are asked in one turn, so that it is one statement; `home` asks the same again, which is answered from
   * memory, and reads only what is there besides.
   */
  glance?(ctx: Context, user: string): Promise<unknown>
  /** Adds to Home; called for the person whose Home it is. */
  home?(ctx: Context, user: string): Promise<HomePart>
  /** Who is bound to this person by what this feature keeps. */
  ties?(ctx: Context, person: string): Promise<Tie[]>
  /** Its lines on the profile of `person`, as `reader` sees them. */
  card?(ctx: Context, person: string, reader: string): Promise<Blocks>
  /**
   * What it holds about this person, under plain headings, for the file that they can ask for: their own words opened,
   * and never what others wrote in confidence. Empty lists and missing words are left out by whoever makes the file.
   */
  mine?(ctx: Context, person: string): Promise<Record<string, unknown>>
  /** What becomes of what it holds when they ask to be deleted. */
  forget?: Forgetting
  /** What to write when something happens to people or pairs. */
  follows?: Follows
}

/** Renders the whole of somebody's Home. */
export type HomeRenderer = (ctx: Context, user: string) => Promise<HomeView>

/** A form without anything carried along. */
export function onSubmit<F>(
  form: z.ZodType<F>,
  run: (ctx: Context, form: F, who: Who) => Promise<Answer | GoOn>,
): ViewHandler
/** A form with what its view carries (`meta`), parsed as well. */
export function onSubmit<F, M>(
  form: z.ZodType<F>,
  meta: z.ZodType<M>,
  run: (ctx: Context, form: F, who: Who, meta: M) => Promise<Answer | GoOn>,
): ViewHandler
export function onSubmit(form: z.ZodType, second: unknown, third?: unknown): ViewHandler {
  const [meta, run] = third ? [second as z.ZodType, third] : [anyMeta, second]
  return { form, meta, run: run as ViewHandler['run'] }
}

const anyMeta = { safeParse: (data: unknown) => ({ success: true, data }) } as unknown as z.ZodType

/** Turns a service's outcome into an answer: refusals pass through, a success is shown by `then`. */
export const answer = <T, A extends Answer | GoOn = Answer>(
  outcome: Outcome<T>,
  then: (value: T) => A,
): A | Refusal => (outcome.ok ? then(outcome.value) : outcome)

/** A click by which a verb of a service does something with its value, for whoever clicked; `then` shows what came of it. */
export const onClick =
  <T>(
    verb: (ctx: Context, person: string, value: string) => Promise<Outcome<T>>,
    then: (value: T) => Answer | GoOn,
  ): ActionHandler =>
  async (ctx, { who, value }) =>
    answer(await verb(ctx, who.user, value), then)
