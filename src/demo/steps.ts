import { plainText } from '../sandbox/index.ts'
import { Gone } from './child.ts'
import { pagesBehind } from './home-pages.ts'
import type { Stage } from './stage.ts'

/** One step of the story, as `--json` prints it. */
export interface Step {
  week: number
  /** The instant, ISO 8601 in UTC. */
  at: string
  who: string
  did: string
  saw: string
  /** The product's rows that this step showed working on the person's own screen. */
  rows: string[]
  ok: boolean
}

type Shown = Parameters<typeof plainText>[0]

/** What a step can do and look at. Everything is as the person's own client has it. */
export interface Scene {
  stage: Stage
  /** Types a command and waits for what it shows. */
  command(who: string, text: string): Promise<string>
  /** Presses a button on a message, the open modal or Home. */
  press(who: string, where: 'modal' | 'home' | 'message', button: string | RegExp): Promise<string>
  /** Fills in and submits the open modal. */
  submit(who: string, values: Record<string, unknown>, raw?: boolean): Promise<string>
  /** Opens Home, and reads it with the pages behind it. */
  home(who: string): Promise<string>
  /** The newest direct message that reads like this, as the person reads it. */
  message(who: string, like: RegExp): string
  /** All direct messages of a person, oldest first. */
  messages(who: string): string[]
  /** The messages of the group that this person is in with another. */
  group(who: string, other: string): string[]
  /** The wins channel, as this person reads it. */
  wins(who: string): string[]
  /** Notes what was seen if it holds; a step without any is no step. */
  see(text: string, ...like: (RegExp | string)[]): void
  /** Notes that something is not there. */
  unseen(text: string, ...like: (RegExp | string)[]): void
}

export interface Teller {
  step(who: string, did: string, rows: string[], act: (scene: Scene) => Promise<void>): Promise<void>
  until(at: number): Promise<void>
  steps: Step[]
  /** How often somebody did something once more, having seen no answer. */
  again(): number
}

export interface TellerOptions {
  start: number
  onStep?(step: Step): void
  /** In a campaign a person who tried again may find it done already, and no step fails by that. */
  forgiving?: boolean
}

/** How often a person tries again before giving up. */
const TRIES = 4

class NotSeen extends Error {}

/** What Slack says when an app did not answer. */
const UNREACHED = new Set(['dispatch_failed', 'operation_timed_out'])

/** Plays steps on a stage and keeps what everybody saw. */
export function teller(stage: Stage, options: TellerOptions): Teller {
  const steps: Step[] = []
  let again = 0
  const { sandbox } = stage

  const read = (who: string, shown: Shown) => plainText(shown, { as: who })
  /**
   * Does it and lets the bot finish. Throws Gone where the person saw no answer: the bot died under it, or Slack
   * could not reach it just then and said so.
   */
  const waitFor = async <T extends object>(
    act: () => Promise<T>,
    answered: (result: T) => boolean,
  ): Promise<T> => {
    const restarts = stage.restarts()
    const result = await act()
    await stage.settle()
    const unreached = failed(result) && UNREACHED.has(String((result as { error?: string }).error))
    if (unreached || (stage.restarts() > restarts && !answered(result))) {
      await stage.reachable()
      throw new Gone('no answer to this act')
    }
    return result
  }
  const failed = (result: object) => 'error' in result && result.error !== undefined
  const clear = async (who: string) => {
    const actor = sandbox.as(who)
    if (actor.views().length > 0) await actor.close({ all: true })
  }
  const openHome = (who: string) =>
    waitFor(
      async () => {
        await sandbox.as(who).openHome()
        return {}
      },
      // An event that was under way at a kill is lost, as it would be in Slack: the person opens Home again.
      () => false,
    )
  /** Which modal stands on top, and in which state. */
  const seen = (who: string) => {
    const modal = sandbox.as(who).modal()
    return modal ? `${modal.id} ${modal.hash}` : ''
  }
  /** What stands before somebody that only they see, each as it reads now: one may take the place of another. */
  const asides = (who: string) =>
    sandbox
      .as(who)
      .ephemerals()
      .map((m) => ({ ts: m.ts, text: read(who, m) }))
  const shownNow = (who: string, before: ReturnType<typeof asides>) => {
    const modal = sandbox.as(who).modal()
    const fresh = asides(who).filter((now) => !before.some((b) => b.ts === now.ts && b.text === now.text))
    return [...fresh.map((m) => m.text), ...(modal ? [read(who, modal)] : [])].join('\n')
  }

  /** Every message that somebody may press a button in, the newest last. */
  const messagesOf = (who: string) => {
    const actor = sandbox.as(who)
    return actor
      .dms()
      .concat(actor.groups().flatMap((g) => g.messages))
      .concat(actor.ephemerals())
  }
  /** Whether the button that gave no answer is still there to be pressed; Home is looked at anew. */
  const stillThere = (who: string, where: 'home' | 'modal' | 'message', button: string | RegExp) => {
    const modal = sandbox.as(who).modal()
    if (where === 'modal') return modal !== undefined && has(modal, button)
    return where === 'home' || messagesOf(who).some((m) => has(m, button))
  }
  /** Looks for a button on Home, and then on the pages that open from it. */
  const findFromHome = async (who: string, button: string | RegExp): Promise<'home' | 'modal'> => {
    const actor = sandbox.as(who)
    await openHome(who)
    const home = actor.home()
    if (!home || has(home, button)) return 'home'
    for (const page of pagesBehind(home)) {
      await waitFor(
        () => actor.click('home', page),
        (r) => !failed(r) && seen(who) !== '',
      )
      const modal = actor.modal()
      if (modal && has(modal, button)) return 'modal'
      await clear(who)
    }
    return 'home'
  }
  const pressOnce: Scene['press'] = async (who, from, button) => {
    const actor = sandbox.as(who)
    if (from !== 'modal') await clear(who)
    const before = asides(who)
    const where = from === 'home' ? await findFromHome(who, button) : from
    const target =
      where === 'message'
        ? messagesOf(who)
            .filter((m) => has(m, button))
            .at(-1)
        : where
    if (!target) throw new NotSeen(`no message with ${button}`)
    const stood = seen(who)
    await waitFor(
      () => actor.click(target, { text: button, index: 0 }),
      (r) =>
        !failed(r) &&
        (where === 'modal' ? seen(who) !== stood : where === 'message' || shownNow(who, before) !== ''),
    )
    return shownNow(who, before)
  }

  function scene(saw: string[]): Scene {
    return {
      stage,
      async command(who, text) {
        await clear(who)
        const before = asides(who)
        await waitFor(
          () => sandbox.as(who).command(text),
          (r) => !failed(r) && shownNow(who, before) !== '',
        )
        return shownNow(who, before)
      },
      async press(who, where, button) {
        for (let tries = 1; ; tries++) {
          try {
            return await pressOnce(who, where, button)
          } catch (error) {
            // Nothing came of it: the person presses the button again, if it is still there.
            if (!(error instanceof Gone) || tries === TRIES || !stillThere(who, where, button)) throw error
            again++
          }
        }
      },
      async submit(who, values) {
        for (let tries = 1; ; tries++) {
          const form = sandbox.as(who).modal()
          try {
            const outcome = await waitFor(
              () => sandbox.as(who).submit(values as never),
              (r) => !failed(r),
            )
            if ('errors' in outcome && outcome.errors)
              return Object.values(outcome.errors as Record<string, string>).join('\n')
            return shownNow(who, asides(who))
          } catch (error) {
            // Slack had "some trouble connecting" and left the form open: the person presses the button again.
            const stillOpen = sandbox.as(who).modal()?.id === form?.id
            if (!(error instanceof Gone) || !stillOpen || tries === TRIES) throw error
            again++
          }
        }
      },
      async home(who) {
        await clear(who)
        await openHome(who)
        const home = sandbox.as(who).home()
        const all = [home ? read(who, home) : '']
        for (const page of pagesBehind(home)) {
          await waitFor(
            () => sandbox.as(who).click('home', page),
            (r) => !failed(r) && seen(who) !== '',
          )
          const modal = sandbox.as(who).modal()
          if (modal) all.push(read(who, modal))
          await clear(who)
        }
        return all.join('\n')
      },
      message(who, like) {
        const found = sandbox
          .as(who)
          .dms()
          .map((m) => read(who, m))
          .filter((text) => like.test(text))
          .at(-1)
        if (found === undefined) throw new NotSeen(`${who} has no message like ${like}`)
        return found
      },
      messages: (who) =>
        sandbox
          .as(who)
          .dms()
          .map((m) => read(who, m)),
      group(who, other) {
        const id = sandbox.as(other).id
        const group = sandbox
          .as(who)
          .groups()
          .find((g) => g.members.some((p) => p.id === id))
        return (group?.messages ?? []).map((m) => read(who, m))
      },
      wins: (who) =>
        sandbox
          .as(who)
          .messages('pm-wins')
          .map((m) => read(who, m)),
      see(text, ...like) {
        for (const wanted of like)
          if (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text))
            throw new NotSeen(`${wanted} is not in: ${text}`)
        saw.push(text)
      },
      unseen(text, ...like) {
        for (const unwanted of like)
          if (typeof unwanted === 'string' ? text.includes(unwanted) : unwanted.test(text))
            throw new NotSeen(`${unwanted} is in: ${text}`)
      },
    }
  }

  /** Whether a message holds a button with this text, or one that a screen reader names so. */
  const has = (message: Shown, button: string | RegExp) => {
    const labels = [
      ...JSON.stringify(message.blocks ?? []).matchAll(
        /"(?:text|accessibility_label)":"((?:[^"\\\\]|\\\\.)*)"/g,
      ),
    ]
    return labels.some(([, label = '']) =>
      typeof button === 'string' ? label === button : button.test(label),
    )
  }

  return {
    steps,
    again: () => again,
    until: (at) => stage.until(at),
    async step(who, did, rows, act) {
      const at = sandbox.clock.now()
      const saw: string[] = []
      const before = again
      let ok = false
      let problem = ''
      for (let tries = 1; !ok; tries++) {
        saw.length = 0
        try {
          await act(scene(saw))
          ok = saw.length > 0
          if (!ok) problem = 'nothing was seen'
          break
        } catch (error) {
          problem = error instanceof Error ? error.message : String(error)
          const unanswered = error instanceof Gone
          // Done a second time, it meets what the first time left: "you have asked already" is as good as done.
          ok = Boolean(options.forgiving) && again > before && !unanswered
          if (!unanswered || tries === TRIES) break
          again++
          await clear(who)
        }
      }
      const step: Step = {
        week: 1 + Math.floor((at - options.start) / (7 * 24 * 3_600_000)),
        at: new Date(at).toISOString(),
        who,
        did,
        saw: ok ? saw.join('\n\n') : `${problem}\n${saw.join('\n')}`.trim(),
        rows,
        ok,
      }
      steps.push(step)
      options.onStep?.(step)
    },
  }
}
