/** The demo as it stays up: the workspace with its page, the bot in it, and what is kept between runs. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PageHooks, Sandbox } from '../sandbox/index.ts'
import { makeGuide } from './guide.ts'
import { peopleFor } from './people.ts'
import { passToMessage, passUntil, playWeeks } from './play.ts'
import { openStage, type Stage } from './stage.ts'
import { START } from './story.ts'
import { TALK } from './voices.ts'

export interface Upkeep {
  port: number
  mode: 'socket' | 'http'
  people: number
  seed: number
  keep: boolean
  fresh: boolean
  /** Where to begin, UTC ms; default a Monday on which it is working time from New York to Lagos. */
  now?: number
  /** Whether the clock goes on by itself; default true. */
  running?: boolean
  /** A killed bot stays away until this resolves; default some moments, so that one sees it gone. */
  away?(): Promise<unknown>
}

export interface Up {
  url: string
  stage: Stage
  /** What becomes of it, in a sentence. */
  keeps: string
  close(): Promise<void>
}

const HOUR_MS = 3_600_000
const HALF_PAST_ONE = 13.5 * HOUR_MS
/** How long the workspace has been there when the demo begins: the channels hold some talk by then. */
const LIVED_IN_MS = 4 * 24 * HOUR_MS
/** Where `--keep` keeps: beside the real bot's own file, and never in the repository. */
const FOLDER = join('data', 'demo')
const SAVE_MS = 2000
const GONE_MS = 1500
const someMoments = () => new Promise((resolve) => setTimeout(resolve, GONE_MS))

/** Starts it. @throws if the port is taken, or the bot cannot start */
export async function goUp(options: Upkeep): Promise<Up> {
  const kept = options.keep ? keeper(options.fresh) : undefined
  // The page is there before the bot is, perhaps in a tab of the last run: what is pressed by then waits for it.
  const hooks: PageHooks = {
    until: async (at, signal) => passUntil(await opening, at, signal),
    prompt: async (signal) => passToMessage(await opening, signal),
    play: async (weeks, signal) => playWeeks(await opening, { weeks, seed: options.seed, signal }),
    async kill() {
      const there = await opening
      there.kill()
      await (options.away ?? someMoments)()
      await there.settle()
    },
  }
  const now = options.now ?? START + HALF_PAST_ONE
  const opening = openStage({
    port: options.port,
    mode: options.mode,
    running: options.running ?? true,
    now: now - LIVED_IN_MS,
    people: peopleFor(options.people),
    page: hooks,
    ...(kept && { databaseUrl: kept.databaseUrl }),
    async prepare(sandbox) {
      kept?.restore(sandbox)
      if (kept?.restored) return
      await talkUntil(sandbox, now)
      hooks.guide = makeGuide(sandbox)
    },
  })
  const stage = await opening
  const endSaving = kept?.follow(stage.sandbox)
  return {
    url: stage.sandbox.url,
    stage,
    keeps: kept ? `All of it is kept in ${FOLDER}.` : 'Nothing is kept when it stops; --keep keeps it.',
    async close() {
      endSaving?.()
      await stage.close()
    },
  }
}

/** What people said in the channels over the last days, each at its hour; leaves the clock at `now`. */
async function talkUntil({ clock, as, people }: Sandbox, now: number) {
  const ran = clock.running
  clock.freeze()
  const here = new Set(people.map(({ name }) => name))
  for (const { hoursAgo, by, channel, text } of TALK) {
    if (!here.has(by)) continue
    clock.set(now - hoursAgo * HOUR_MS)
    await as(by).say(channel, text)
  }
  clock.set(now)
  if (ran) clock.run()
}

/** Keeps the workspace and the bot's database in files. */
function keeper(fresh: boolean) {
  if (fresh) rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, 'workspace.json')
  const save = (sandbox: Sandbox) => {
    writeFileSync(`${file}.new`, JSON.stringify(sandbox.state()))
    renameSync(`${file}.new`, file)
  }
  return {
    /** Whether there was something to go on with: then it is nobody's first time. */
    restored: existsSync(file),
    databaseUrl: `file:${join(FOLDER, 'cairn.db')}`,
    restore(sandbox: Sandbox) {
      if (existsSync(file)) sandbox.restore(JSON.parse(readFileSync(file, 'utf8')))
    },
    /** Saves soon after each change. Returns what saves a last time and ends it. */
    follow(sandbox: Sandbox) {
      let timer: NodeJS.Timeout | undefined
      const end = sandbox.onChange(() => {
        timer ??= setTimeout(() => {
          timer = undefined
          save(sandbox)
        }, SAVE_MS)
      })
      return () => {
        clearTimeout(timer)
        end()
        save(sandbox)
      }
    },
  }
}
