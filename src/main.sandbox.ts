/**
 * The same bot, as a child of the sandbox, which owns the clock: the only file that knows of such a clock. The
 * parent says what time it is and when to do what is due; each question is answered with when the next thing
 * is due, so that the parent can go from one due instant to the next and miss nothing in between.
 */
import { z } from 'zod'
import { readConfig } from './app/config.ts'
import { CannotStart, type Running, run } from './app/run.ts'
import { createLog } from './log.ts'

const Question = z.object({
  id: z.number(),
  /** The instant it is now (UTC ms), and whether it goes on with real time from there. */
  clock: z.object({ now: z.number(), running: z.boolean() }),
  /** Do all that is due, and say when the next thing is. */
  settle: z.boolean().default(false),
  stop: z.boolean().default(false),
})

let clock = { now: 0, running: false, since: 0 }
const now = () => (clock.running ? clock.now + (Date.now() - clock.since) : clock.now)

let bot: Promise<Running> | undefined

/** Starts at the first word of the parent, since nothing may be done before the time is known. */
function start(): Promise<Running> {
  const read = readConfig()
  if (!read.ok) throw new CannotStart(read.problems)
  return run(read.config, createLog(read.config.logLevel), { now, byHand: !clock.running })
}

async function answer(question: z.infer<typeof Question>): Promise<Record<string, unknown>> {
  clock = { ...question.clock, since: Date.now() }
  bot ??= start()
  const running = await bot
  if (question.stop) {
    await running.stop()
    setImmediate(() => process.exit(0))
    return {}
  }
  const nextAt = question.settle ? await running.bot.settle() : undefined
  return { nextAt, port: running.port, botPort: running.bot.port() }
}

process.on('message', (message) => {
  const question = Question.parse(message)
  answer(question).then(
    (reply) => process.send?.({ id: question.id, ...reply }),
    (error) => {
      const problems = error instanceof CannotStart ? error.problems : [String(error?.stack ?? error)]
      process.send?.({ id: question.id, problems })
    },
  )
})
// Without its parent nobody tells it the time.
process.on('disconnect', () => process.exit(0))
