/**
 * From Slack's payloads to handlers and back. Every interaction goes through `interact`: it knows who acts,
 * refuses strangers, answers a redelivery with the first outcome, and turns an exception into a sentence
 * with an id. What differs between commands, clicks and forms is only how an answer is shown.
 */
import type { Context } from '../../context.ts'
import { type Refusal, refuse } from '../../core/outcome.ts'
import { mentionedIn, tidy } from '../../core/text.ts'
import { commandCounter, limitMessages, TooManyMessages } from '../../directory/limits.ts'
import type { Log } from '../../log.ts'
import { reportError } from './errors.ts'
import type { Answer, Feature, Who } from './feature.ts'
import { fieldErrors, peopleChosen, readForm, type ViewState } from './forms.ts'
import { AlreadyHandled, findAnswer, handledOnce, keepAnswer } from './handled.ts'
import { nearestWord } from './nearest-word.ts'

interface KernelDeps {
  features: Feature[]
  log: Log
  newId(): string
  /** The workspace's context, or undefined where Cairn is not installed. */
  contextFor(workspace: string): Context | undefined
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
  const commands = mergeEntries(deps.features, (f) => f.commands)
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
        if (wrote() && !('errors' in result))
          await base
            .commit(keepAnswer(base, key, result))
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

  async function runCommand(ctx: Context, name: string, text: string, who: Who): Promise<Answer> {
    const command = commands.get(name || 'help')
    if (command) {
      await deps.meet(ctx, mentionedIn(text))
      return command.run(ctx, text, who)
    }
    const typed = plain(name)
    if (!typed) return refuse('I do not know that one. Type `/mentor` to see what there is.')
    const near = nearestWord(typed, [...commands.keys()])
    return refuse(
      near
        ? `There is no \`/mentor ${typed}\`. Did you mean \`/mentor ${near}\`?`
        : `There is no \`/mentor ${typed}\`. Type \`/mentor\` to see what there is.`,
    )
  }

  return {
    command: (actor: Actor, text: string): Promise<Answer> =>
      interact(actor, async (ctx, who) => {
        if (text.length > MOST_TYPED)
          return refuse(
            'That is longer than I can read at once. Type the command alone, and write the rest into its form.',
          )
        const [, name = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(tidy(text)) ?? []
        // Somebody asks "find?".
        const word = name.toLowerCase().replace(/[?!.,:;]+$/, '')
        return runCommand(ctx, word, rest, who)
      }),

    click: (actor: Actor, payload: ClickPayload): Promise<Answer> =>
      interact(actor, async (ctx, who) => {
        const command = /^run\.([a-z]+)$/.exec(payload.actionId)?.[1]
        if (command) {
          const result = await runCommand(ctx, command, '', who)
          // Inside a modal a command takes the place of what was there, so that the stack of three does not fill.
          return payload.surface === 'modal' && 'show' in result && result.show === 'modal'
            ? { show: 'update', view: result.view }
            : result
        }
        const handler = actions.get(payload.actionId)
        if (!handler) {
          // Links and inputs that nobody listens to also arrive here.
          deps.log.debug({ action: payload.actionId }, 'a click that nobody listens to')
          return { show: 'nothing' }
        }
        return handler(ctx, {
          who,
          value: payload.value,
          values: payload.values,
          meta: parseJson(payload.metadata),
          form: readForm(payload.state),
          surface: payload.surface,
        })
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
        return view.run(ctx, form.data, who, meta.data)
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

/** Typed words inside backticks: shortened, without anything that ends the quote or formats. '' for a mention. */
const plain = (typed: string) =>
  typed.startsWith('<') ? '' : [...typed.replace(/[^\p{L}\p{N}_-]/gu, '')].slice(0, 20).join('')

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
