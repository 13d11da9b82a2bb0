/**
 * From Slack's payloads to handlers and back. Every interaction goes through `interact`: it knows who acts,
 * refuses strangers, answers a redelivery with the first outcome, and turns an exception into a sentence
 * with an id. What differs between commands, clicks and forms is only how an answer is shown.
 */
import type { Context } from '../context.ts'
import { refuse } from '../core/outcome.ts'
import type { Log } from '../log.ts'
import { report } from './errors.ts'
import type { Answer, Feature, Who } from './feature.ts'
import { fieldErrors, readForm, type ViewState } from './forms.ts'
import { AlreadyHandled, findAnswer, handledOnce, keepAnswer } from './handled.ts'
import { nearest } from './nearest.ts'

export interface KernelDeps {
  features: Feature[]
  log: Log
  newId(): string
  /** The workspace's context, or undefined where Cairn is not installed. */
  contextFor(workspace: string): Context | undefined
  /** Makes sure that these accounts are in the directory, asking Slack about those it does not know. */
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

export interface ClickPayload {
  actionId: string
  value: string
  values: string[]
  surface: 'message' | 'modal' | 'home'
  metadata?: string
  state?: ViewState
}

export interface FormPayload {
  callbackId: string
  metadata?: string
  state?: ViewState
}

export type Kernel = ReturnType<typeof createKernel>

/** Longer than any field takes. Slack's own box ends at some thousand; whoever signs requests can send more. */
const MOST_TYPED = 4000

const DONE_ALREADY: Answer = { show: 'reply', text: 'That is already done. Type `/mentor` to go on.' }

/** Builds the three entrances. None of them throws. */
export function createKernel(deps: KernelDeps) {
  const commands = collect(deps.features, (f) => f.commands)
  const actions = collect(deps.features, (f) => f.actions)
  const views = collect(deps.features, (f) => f.views)

  /** What is being done right now: a second delivery that comes meanwhile waits for the first one's answer. */
  const underway = new Map<string, Promise<Answer>>()

  function interact(actor: Actor, run: (ctx: Context, who: Who) => Promise<Answer>): Promise<Answer> {
    if (!actor.key) return once(actor, deps.newId(), run)
    const name = `${actor.workspace} ${actor.key}`
    const before = underway.get(name)
    if (before) return before
    const work = once(actor, actor.key, run).finally(() => underway.delete(name))
    underway.set(name, work)
    return work
  }

  async function once(
    actor: Actor,
    key: string,
    run: (ctx: Context, who: Who) => Promise<Answer>,
  ): Promise<Answer> {
    let wrote = () => false
    try {
      const base = deps.contextFor(actor.workspace)
      if (!base) {
        deps.log.warn({ what: actor.what }, 'refused: another workspace')
        return refuse('Cairn is not installed in your workspace. Ask the people of this one to post for you.')
      }
      await deps.meet(base, [actor.user])
      const person = await base.directory.person(actor.user)
      const stranger = refuseStranger(person)
      if (stranger) return stranger
      // What came without a key has a new one, which nobody can have handled.
      const before = actor.key && (await findAnswer(base.db, base.seal, actor.workspace, key))
      if (before) return before === 'unknown' ? DONE_ALREADY : before

      const ctx = handledOnce(base, key)
      wrote = ctx.wrote
      try {
        const result = await run(ctx, {
          user: actor.user,
          channel: actor.channel,
          ...(actor.progress && { progress: actor.progress }),
        })
        if (wrote())
          await base
            .commit(keepAnswer(base, key, result))
            .catch((err: unknown) =>
              deps.log.warn({ err }, 'an answer could not be kept for a second delivery'),
            )
        return result
      } catch (error) {
        if (!(error instanceof AlreadyHandled)) throw error
        const first = await findAnswer(base.db, base.seal, actor.workspace, key)
        return first === undefined || first === 'unknown' ? DONE_ALREADY : first
      }
    } catch (err) {
      return refuse(report(deps.log, deps.newId, err, { what: actor.what }, wrote()))
    }
  }

  async function runCommand(ctx: Context, name: string, text: string, who: Who): Promise<Answer> {
    const command = commands.get(name || 'help')
    if (command) {
      await deps.meet(
        ctx,
        [...text.matchAll(/<@([UW][A-Z0-9]+)/g)].map((m) => m[1] as string),
      )
      return command.run(ctx, text, who)
    }
    const typed = plain(name)
    if (!typed) return refuse('I do not know that one. Type `/mentor` to see what there is.')
    const near = nearest(typed, [...commands.keys()])
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
        const [, name = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? []
        // Somebody asks "find?".
        const word = name.toLowerCase().replace(/[?!.,:;]+$/, '')
        return runCommand(ctx, word, rest.trim(), who)
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

    submit: (actor: Actor, payload: FormPayload): Promise<Answer | { errors: Record<string, string> }> => {
      let errors: Record<string, string> | undefined
      return interact(actor, async (ctx, who) => {
        const view = views.get(payload.callbackId)
        if (!view)
          return refuse('This form is from an older version of Cairn. Please close it and type `/mentor`.')
        const meta = view.meta.safeParse(parseJson(payload.metadata))
        if (!meta.success)
          return refuse('This form has lost its place. Please close it and open it again from `/mentor`.')
        const raw = readForm(payload.state)
        const form = view.form.safeParse(raw)
        if (!form.success) {
          // A field that is not on screen cannot show what is wrong with it.
          const shown = Object.entries(fieldErrors(form.error)).filter(([field]) => Object.hasOwn(raw, field))
          const [first] = shown
          if (!first) return refuse('Something is missing in this form. Please close it and open it again.')
          errors = Object.fromEntries(shown)
          return refuse(first[1], first[0])
        }
        const people = Object.values(raw)
          .flat()
          .filter((v): v is string => /^[UW][A-Z0-9]{2,}$/.test(v ?? ''))
        await deps.meet(ctx, people)
        return view.run(ctx, form.data, who, meta.data)
      }).then((result) => (errors && !('show' in result) ? { errors } : result))
    },
  }
}

function refuseStranger(person: { bot: boolean; guest: boolean; deactivated: boolean } | undefined) {
  if (person?.bot) return refuse('Cairn works for people; apps cannot take part.')
  if (person?.guest)
    return refuse(
      'Cairn is for full members of this workspace, and you are here as a guest. Ask your host to give you a full account if you would like to take part.',
    )
  if (person?.deactivated)
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
export function collect<T>(
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
