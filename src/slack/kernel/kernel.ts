/**
 * From Slack's payloads to handlers and back. Every interaction goes through `interact`: it knows who acts,
 * refuses strangers, answers a redelivery with the first outcome, and turns an exception into a sentence
 * with an id. What differs between commands, clicks and forms is only how an answer is shown.
 */
import type { Context } from '../../context.ts'
import { type Refusal, refuse } from '../../core/outcome.ts'
import { asTyped, escapeText, lengthOf, md, mentionedIn, type Safe, tidy } from '../../core/text.ts'
import { commandCounter, limitMessages, TooManyMessages } from '../../directory/limits.ts'
import type { Log } from '../../log.ts'
import {
  actions as actionRow,
  button,
  chosenIn,
  MENU,
  MOST_VALUE,
  modal,
  quoted,
  section,
  VIEW_BLOCKS,
} from '../ui/blocks.ts'
import { reportError } from './errors.ts'
import { type Answer, type Feature, type GoOn, labelOf, reply, type Who } from './feature.ts'
import { fieldErrors, peopleChosen, readForm, type ViewState } from './forms.ts'
import { AlreadyHandled, findAnswer, handledOnce, keepAnswer } from './handled.ts'
import { actsWith, createVocabulary, type Meant, takes } from './vocabulary.ts'

/** What reads words in which no command was found. */
export interface Reader {
  /** Whether these words mean something to it, as they stand: then no command's word is thought to be meant. */
  knows(words: string): boolean
  /** What it read, and ways on. */
  answer(ctx: Context, words: string, who: Who): Promise<Answer>
}

interface KernelDeps {
  features: Feature[]
  log: Log
  newId(): string
  /** The workspace's context, or undefined where Cairn is not installed. */
  contextFor(workspace: string): Context | undefined
  /** Reads words that are no command. */
  reader: Reader
  /** Asks Slack about those of these accounts that the directory does not know; whom Slack does not tell of stay unknown. */
  meet(ctx: Context, people: string[]): Promise<void>
}

/** What a payload says about who acts, in which workspace, and by which key it is known if it comes twice. */
export interface Actor {
  workspace: string
  user: string
  channel?: string
  key: string
  /** For the log: what was done, without anybody's words. */
  what: string
  /** Shows how far a long piece of work is, 0 to 1, if the person waits for it. */
  progress?(done: number): void
}

interface ClickPayload {
  actionId: string
  value: string
  values: string[]
  surface: 'message' | 'modal' | 'home'
  metadata?: string
  state?: ViewState
}

interface FormPayload {
  callbackId: string
  metadata?: string
  state?: ViewState
}

/** What is wrong with a form, field by field. */
interface FieldErrors {
  errors: Record<string, string>
}

export type Kernel = ReturnType<typeof createKernel>

/** What ends something or keeps somebody safe is never refused for what was done before. */
const NEVER_TOO_MUCH = /^(?:action|view) (?:concerns|privacy|membership|mentorship)\./
/** Longer than any field takes. Slack's own box ends at some thousand; whoever signs requests can send more. */
const MOST_TYPED = 4000

const DONE_ALREADY: Answer = { show: 'reply', text: 'That is already done. Type `/mentor` to go on.' }

/** Who is unknown may be a guest, or nobody: so nothing is done by them or for them. */
const WHO =
  'Slack did not tell Cairn who you are, so nothing was done. Please try again in a minute; if it stays like this, tell whoever runs Cairn here.'
const UNTOLD =
  'Slack did not tell Cairn about somebody you chose, so nothing was done. Please try again in a minute, or choose somebody else.'

/** Builds the three entrances. None of them throws. */
export function createKernel(deps: KernelDeps) {
  const vocabulary = createVocabulary(deps.features)
  const actions = mergeEntries(deps.features, (f) => f.actions)
  const views = mergeEntries(deps.features, (f) => f.views)

  const tooMany = commandCounter()

  /** What is being done right now: a second delivery that comes meanwhile waits for the first one's answer. */
  const underway = new Map<string, Promise<Answer | FieldErrors>>()

  function interact<R extends Answer | FieldErrors>(
    actor: Actor,
    run: (ctx: Context, who: Who) => Promise<R>,
  ): Promise<R | Answer> {
    if (!actor.key) return once(actor, deps.newId(), run)
    const name = `${actor.workspace} ${actor.key}`
    const before = underway.get(name)
    // The key names what was done, so that both answers are of one kind.
    if (before) return before as Promise<R | Answer>
    const work = once(actor, actor.key, run).finally(() => underway.delete(name))
    underway.set(name, work)
    return work
  }

  async function once<R extends Answer | FieldErrors>(
    actor: Actor,
    key: string,
    run: (ctx: Context, who: Who) => Promise<R>,
  ): Promise<R | Answer> {
    let wrote = () => false
    try {
      const base = deps.contextFor(actor.workspace)?.forOneRequest()
      if (!base) {
        deps.log.warn({ what: actor.what }, 'refused: another workspace')
        return refuse('Cairn is not installed in your workspace. Ask the people of this one to post for you.')
      }
      await deps.meet(base, [actor.user])
      const person = await base.directory.person(actor.user)
      const stranger = refuseStranger(person)
      if (stranger) return stranger
      const isCommand = actor.what === 'command'
      const handled = async () => {
        // What came without a key has a new one, which nobody can have handled.
        const before = actor.key && (await findAnswer(base.db, base.seal, actor.workspace, key))
        return before === 'unknown' ? DONE_ALREADY : before
      }
      // Most commands only look, and one that writes finds out as it writes.
      const before = !isCommand && (await handled())
      if (before) return before

      if (isCommand && tooMany(base, actor.user))
        return refuse(
          'That is more than sixty commands in a minute, and I cannot follow. Wait a minute, please, and type it again.',
        )
      const ctx = handledOnce(NEVER_TOO_MUCH.test(actor.what) ? base : limitMessages(base, actor.user), key)
      wrote = ctx.wrote
      try {
        const result = await run(ctx, {
          user: actor.user,
          channel: actor.channel,
          ...(actor.progress && { progress: actor.progress }),
        })
        // What it did the first time may be what refuses it now.
        if (isCommand && !wrote() && 'reason' in result) return (await handled()) || result
        // Without a key nobody can ask for the same answer again.
        if (actor.key && wrote() && !('errors' in result))
          // Lost with the machine, it is answered as done already: not worth a second wait for the disk.
          await base.db
            .commitLazily(keepAnswer(base, key, result))
            .catch((err: unknown) =>
              deps.log.warn({ err }, 'an answer could not be kept for a second delivery'),
            )
        return result
      } catch (error) {
        if (error instanceof TooManyMessages)
          return refuse(
            'You have had me write to the same person many times today, and that is the most for one day. Nothing was changed: go on tomorrow, or write to them yourself.',
          )
        if (!(error instanceof AlreadyHandled)) throw error
        const first = await findAnswer(base.db, base.seal, actor.workspace, key)
        return first === undefined || first === 'unknown' ? DONE_ALREADY : first
      }
    } catch (err) {
      return refuse(reportError(deps.log, deps.newId, err, { what: actor.what }, wrote()))
    }
  }

  /** Does what a command does, or (`draft`) opens what it would do. */
  async function run(
    ctx: Context,
    { command }: Meant,
    text: string,
    who: Who,
    draft = false,
  ): Promise<Answer> {
    await deps.meet(ctx, mentionedIn(text))
    return draft && command.draft ? command.draft(ctx, text, who) : command.run(ctx, text, who)
  }

  /** What a click or a form comes to, where it goes on to a subcommand. */
  async function goneOn(ctx: Context, answer: Answer | GoOn, who: Who): Promise<Answer> {
    if (!('show' in answer) || answer.show !== 'command') return answer
    const meant = vocabulary.exactly(answer.command)
    if (!meant) throw new Error(`there is no command ${answer.command} to go on to`)
    const next = await run(ctx, meant, '', who)
    if ('ok' in next)
      return {
        show: 'update',
        view: modal({ id: 'kernel.notice', title: 'Cairn', blocks: [answer.above, section(next.reason)] }),
      }
    if (next.show !== 'modal' && next.show !== 'update') return next
    const blocks = [...answer.above, ...next.view.blocks].slice(0, VIEW_BLOCKS)
    return { show: 'update', view: { ...next.view, blocks } }
  }

  /** Words that are no command's. */
  async function read(ctx: Context, words: string, who: Who): Promise<Answer> {
    await deps.meet(ctx, mentionedIn(words))
    return deps.reader.answer(ctx, words, who)
  }

  /** What was typed after `/mentor`. */
  async function typed(ctx: Context, words: string, who: Who): Promise<Answer> {
    const { word, rest } = firstWord(words)
    const meant = vocabulary.exactly(word || 'help')
    // "help me with pricing" asks for more than the hub.
    if (meant && !(meant.name === 'help' && rest)) return run(ctx, meant, rest, who)
    const near = meant || deps.reader.knows(words) ? undefined : vocabulary.nearly(word)
    if (!near) return read(ctx, words, who)
    return actsWith(near.command, rest) ? didYouMean(near, word, rest) : run(ctx, near, rest, who)
  }

  /**
   * What was typed to Cairn itself, where no window can be opened. A sentence may begin with a command's word by chance: it
   * is meant only where the rest can be what the command takes.
   */
  async function said(ctx: Context, words: string, who: Who): Promise<Answer> {
    const { word, rest } = firstWord(words.replace(/^\/mentor\b\s*/i, ''))
    const whole = vocabulary.exactly(`${word}${rest}` || 'help')
    const first = whole ? undefined : vocabulary.exactly(word)
    const near = whole || first || rest || deps.reader.knows(words) ? undefined : vocabulary.nearly(word)
    // "Hello there" is a greeting; what follows "hi" may be more.
    const greets = first?.name === 'help' && first.by === 'alias' && !deps.reader.knows(words)
    const meant = whole ?? (first && (greets || takes(first.command, rest)) ? first : near)
    if (!meant) return read(ctx, words, who)
    const text = meant === first ? rest : ''
    return meant.by !== 'name' && actsWith(meant.command, text)
      ? offer(meant, text)
      : inMessage(await run(ctx, meant, text, who), meant, text)
  }

  return {
    command: (actor: Actor, text: string): Promise<Answer> =>
      interact(actor, async (ctx, who) => {
        if (text.length > MOST_TYPED)
          return refuse(
            'That is longer than I can read at once. Type the command alone, and write the rest into its form.',
          )
        return typed(ctx, tidy(text), who)
      }),

    /** Words typed to Cairn itself: answered by a reply or a refusal, never by a window. */
    words: (actor: Actor, text: string): Promise<Answer> =>
      interact(actor, async (ctx, who) =>
        text.length > MOST_TYPED
          ? refuse('That is longer than I can read at once. Write me the first sentence of it.')
          : said(ctx, tidy(text), who),
      ),

    click: (actor: Actor, payload: ClickPayload): Promise<Answer> =>
      interact(actor, async (ctx, who) => {
        // An entry of a menu is the button that it stands for.
        const pressed = payload.actionId === MENU ? { ...payload, ...chosenIn(payload.value) } : payload
        const [, how, name = ''] = /^(run|draft)\.([a-z]+)$/.exec(pressed.actionId) ?? []
        const meant = how && vocabulary.exactly(name)
        if (meant) {
          const result = await run(ctx, meant, pressed.value, who, how === 'draft')
          // Inside a modal a command takes the place of what was there, so that the stack of three does not fill.
          return payload.surface === 'modal' && 'show' in result && result.show === 'modal'
            ? { show: 'update', view: result.view }
            : result
        }
        const handler = actions.get(pressed.actionId)
        if (!handler) {
          // Links and inputs that nobody listens to also arrive here.
          deps.log.debug({ action: pressed.actionId }, 'a click that nobody listens to')
          return { show: 'nothing' }
        }
        const answer = await handler(ctx, {
          who,
          value: pressed.value,
          values: payload.values,
          meta: parseJson(payload.metadata),
          form: readForm(payload.state),
          surface: payload.surface,
        })
        return goneOn(ctx, answer, who)
      }),

    submit: (actor: Actor, payload: FormPayload): Promise<Answer | FieldErrors> =>
      interact(actor, async (ctx, who): Promise<Answer | FieldErrors> => {
        const view = views.get(payload.callbackId)
        if (!view)
          return refuse('This form is from an older version of Cairn. Please close it and type `/mentor`.')
        const meta = view.meta.safeParse(parseJson(payload.metadata))
        if (!meta.success)
          return refuse('This form has lost its place. Please close it and open it again from `/mentor`.')
        const raw = readForm(payload.state)
        const form = view.form.safeParse(raw)
        const chosen = peopleChosen(payload.state)
        const ids = chosen.map(({ person }) => person)
        await deps.meet(ctx, ids)
        const known = await ctx.directory.people(ids)
        const untold = chosen.find(({ person }) => !known.has(person))
        const wrong: Record<string, string | undefined> = {
          ...(await view.check?.(ctx, raw, who, meta.data)),
          ...(!form.success && fieldErrors(form.error)),
          ...(untold && { [untold.field]: UNTOLD }),
        }
        // As they stand on screen; a field that is not there cannot show what is wrong with it.
        const shown = Object.keys(raw).flatMap((field) => (wrong[field] ? [[field, wrong[field]]] : []))
        if (shown.length > 0) return { errors: Object.fromEntries(shown) }
        if (!form.success)
          return refuse('Something is missing in this form. Please close it and open it again.')
        return goneOn(ctx, await view.run(ctx, form.data, who, meta.data), who)
      }),
  }
}

/** Why somebody of this kind cannot take part, and what to do; undefined if they can. */
export function refuseStranger(
  person: { bot: boolean; guest: boolean; deactivated: boolean } | undefined,
): Refusal | undefined {
  if (!person) return refuse(WHO)
  if (person.bot) return refuse('Cairn works for people; apps cannot take part.')
  if (person.guest)
    return refuse(
      'Cairn is for full members of this workspace, and you are here as a guest. Ask your host to give you a full account if you would like to take part.',
    )
  if (person.deactivated)
    return refuse('Your Slack account is marked as deactivated. Ask a workspace admin to look at it.')
  return undefined
}

function firstWord(words: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words) ?? []
  return { word, rest }
}

/** A button that does it with these words, if it can carry them. */
const goOn = ({ name, command }: Meant, text: string) =>
  button(labelOf(name, command), command.draft && text ? `draft.${name}` : `run.${name}`, {
    style: 'primary',
    ...(text && lengthOf(text) <= MOST_VALUE && { value: text }),
  })

/** Words that are too long for a button are shown, to be taken along by hand. */
const tooLong = (text: string) => lengthOf(text) > MOST_VALUE && quoted(asTyped(text))

function didYouMean(near: Meant, word: string, rest: string): Answer {
  const text = md`There is no \`/mentor ${plain(word)}\`. Did you mean \`/mentor ${near.name}\`?`
  return shown(text, section(text), tooLong(rest), actionRow(goOn(near, rest)))
}

/** What a sentence seems to mean, and would do something at once: it is done once it is pressed. */
function offer(meant: Meant, text: string): Answer {
  const said = md`I read this as: *${meant.command.hears?.as ?? labelOf(meant.name, meant.command)}*. Nothing is done yet.`
  return shown(said, section(said), actionRow(goOn(meant, text)))
}

const shown = (
  text: Safe,
  ...blocks: (ReturnType<typeof section> | ReturnType<typeof actionRow> | false)[]
): Answer =>
  reply(
    text,
    blocks.filter((block) => block !== false),
  )

/** The answer where nothing was pressed, so that Slack lets no window be opened: a button opens it. */
function inMessage(result: Answer, { name, command }: Meant, text: string): Answer {
  if ('ok' in result || result.show === 'reply') return result
  if (result.show === 'nothing' || result.show === 'closed') return reply('Done.')
  if (result.show === 'modal' && result.message)
    return { show: 'reply', text: escapeText(result.message.text), blocks: result.message.blocks }
  const label = labelOf(name, command)
  const said = md`*${label}*: one tap opens it.`
  return shown(
    said,
    section(md`*${label}*\n${command.help}. One tap opens it.`),
    actionRow(goOn({ name, command, by: 'name' }, text)),
  )
}

/** A typed word inside backticks: shortened, without anything that ends the quote or formats. */
const plain = (typed: string) => [...typed.replace(/[^\p{L}\p{N}_-]/gu, '')].slice(0, 20).join('')

function parseJson(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** All features' entries under one roof; the same id twice is a bug. */
export function mergeEntries<T>(
  features: Feature[],
  pick: (feature: Feature) => Record<string, T> | undefined,
): Map<string, T> {
  const all = new Map<string, T>()
  for (const feature of features)
    for (const [id, entry] of Object.entries(pick(feature) ?? {})) {
      if (all.has(id)) throw new Error(`${id} stands in two features`)
      all.set(id, entry)
    }
  return all
}
