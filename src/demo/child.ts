import { type ChildProcess, fork } from 'node:child_process'
import { programFile } from '../core/program-files.ts'

/** What the bot's process answers; see `main.sandbox.ts`. */
interface Reply {
  id: number
  nextAt?: number
  port?: number
  botPort?: number
  problems?: string[]
}

/** The bot's process is gone: killed, or stopped by a problem. */
export class Gone extends Error {}

/** The bot as a real process of its own, with a real database file. */
export interface Child {
  /** Tells the time; with `settle`, has everything due done and returns when the next thing is due. */
  tell(
    clock: { now: number; running: boolean },
    settle: boolean,
  ): Promise<{ nextAt?: number; port?: number; botPort?: number }>
  /** kill -9. Resolves when it is gone. */
  kill(): Promise<void>
  stop(): Promise<void>
  alive(): boolean
  /** The last lines it logged. */
  log: string[]
}

const KEEP_LINES = 500

/** Starts the bot's process; it comes up when it is first told the time. */
export function startChild(env: Record<string, string>): Child {
  const log: string[] = []
  // The built program, also when this file runs from its source.
  const child: ChildProcess = fork(programFile('dist/main.sandbox.js'), [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.push(...text.split('\n').filter(Boolean))
      log.splice(0, log.length - KEEP_LINES)
    })
  const waiting = new Map<number, { done: (reply: Reply) => void; fail: (error: Error) => void }>()
  let asked = 0
  let gone = false
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone = true
      for (const { fail } of waiting.values()) fail(new Gone('the bot’s process is gone'))
      waiting.clear()
      resolve()
    })
  })
  child.on('message', (message) => {
    const reply = message as Reply
    waiting.get(reply.id)?.done(reply)
    waiting.delete(reply.id)
  })
  const ask = (question: object) =>
    new Promise<Reply>((done, fail) => {
      if (gone || !child.connected) return fail(new Gone('the bot’s process is gone'))
      const id = ++asked
      waiting.set(id, { done, fail })
      child.send({ id, ...question }, (error) => error && fail(new Gone(error.message)))
    })

  let clock = { now: 0, running: false }
  return {
    log,
    alive: () => !gone,
    async tell(time, settle) {
      clock = time
      const { problems, ...reply } = await ask({ clock, settle })
      if (problems) throw new Error(problems.join('\n'))
      return reply
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      if (!gone) await ask({ clock, stop: true }).catch(() => {})
      const late = setTimeout(() => child.kill('SIGKILL'), 5000)
      await exited
      clearTimeout(late)
    },
  }
}
