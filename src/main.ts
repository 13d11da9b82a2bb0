/** `npm start`: runs Cairn until it is told to stop. Problems are plain lines; the exit code is 1 for them. */
import { loadEnvFile, readConfig } from './app/config.ts'
import { CannotStart, type Running, run } from './app/run.ts'
import { createLog } from './log.ts'

/** How long a stop may take. Messages on their way are finished; the rest waits in the database. */
const STOP_WITHIN_MS = 8000

const sayWhy = (problems: string[]) => {
  const lines = problems.map((problem) => `  ✗ ${problem}`)
  process.stderr.write(
    `Cairn cannot start:\n${lines.join('\n')}\nOnce mended, start it again. \`npm run cairn doctor\` looks at everything.\n`,
  )
}

async function main(): Promise<void> {
  loadEnvFile()
  const read = readConfig()
  if (!read.ok) {
    sayWhy(read.problems)
    process.exitCode = 1
    return
  }
  const log = createLog(read.config.logLevel)
  let running: Running | undefined
  let ending = false
  const end = (code: number) => {
    if (ending) return
    ending = true
    const exit = () => process.exit(code)
    setTimeout(exit, STOP_WITHIN_MS).unref()
    if (!running) return exit()
    running.stop().then(exit, (err: unknown) => {
      log.error({ err }, 'stopping did not go well')
      process.exit(1)
    })
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      log.info({ signal }, 'stopping')
      end(0)
    })
  process.on('uncaughtException', (err: unknown) => {
    log.error({ err }, 'something failed where nobody listened; stopping')
    end(1)
  })
  process.on('unhandledRejection', (err: unknown) => {
    // Over HTTP one request that Bolt trips over must not end the process. In Socket Mode it is a reconnection that was
    // refused (a revoked token, say), and nothing else would end it.
    const overHttp = !read.config.appToken
    log.error({ err }, `something was rejected where nobody listened; ${overHttp ? 'going on' : 'stopping'}`)
    if (!overHttp) end(1)
  })
  try {
    running = await run(read.config, log, { onLost: () => end(1) })
  } catch (error) {
    if (error instanceof CannotStart) sayWhy(error.problems)
    else log.error({ err: error }, 'Cairn cannot start')
    process.exit(1)
  }
}

void main()
