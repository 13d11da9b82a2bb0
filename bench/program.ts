/** A program as a process of its own at a sandbox, and what the processor has done for it. Linux only. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Sandbox } from '../src/sandbox/index.ts'

export interface Program {
  child: ChildProcess
  /** Resolves once it says that it is up; rejects if it ends before. */
  up: Promise<void>
  ended: Promise<void>
}

/** Starts Node with these arguments and a new key, on a database file. */
export function startProgram(args: string[], sandbox: Sandbox, file: string): Program {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: sandbox.tokens.bot,
      SLACK_APP_TOKEN: sandbox.tokens.app,
      SLACK_API_URL: sandbox.apiUrl,
      CAIRN_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: `file:${file}`,
      HOST: '127.0.0.1',
      PORT: '0',
    },
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const up = new Promise<void>((done, failed) => {
    child.stdout.on('data', (text) => String(text).includes('is up') && done())
    ended.then(() => failed(new Error(`${args.join(' ')} ended before it was up`)))
  })
  return { child, up, ended }
}

/** Of all threads of a process, ms. */
export function processorMs({ pid }: ChildProcess): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const ns = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0])
  return ns.reduce((sum, each) => sum + Number(each), 0) / 1e6
}
