/** The `cairn` command: thin, every subcommand lives in its own file and is read only when it is called. */
import { Command, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { loadEnvFile, readConfig } from './app/config.ts'

const program = new Command('cairn')
  .version(packageJson.version)
  .description('Peer mentorship for product teams, in Slack')
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError()

program
  .command('start')
  .description('run Cairn in your workspace')
  .action(async () => void (await import('./main.ts')))

program
  .command('demo')
  .description('try Cairn in a sandbox workspace; no account, no network')
  .argument('[options...]')
  .allowUnknownOption()
  .helpOption(false)
  .action(async (argv: string[]) => (await import('./demo/demo.ts')).runDemo(argv))

program
  .command('doctor')
  .description('check the configuration, the database and Slack, and say how to mend what is wrong')
  .option('--json', 'print the findings as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const {
      allPassed: allWell,
      formatFindings: asLines,
      runChecks: examine,
    } = await import('./cli/doctor.ts')
    const findings = await examine()
    const well = allWell(findings)
    process.stdout.write(json ? `${JSON.stringify({ ok: well, findings }, null, 2)}\n` : asLines(findings))
    process.exitCode = well ? 0 : 1
  })

program
  .command('migrate')
  .description('bring the database up to date; starting Cairn does it as well')
  .action(async () => {
    const { migrate } = await import('./cli/migrate.ts')
    const read = readConfig()
    const { databaseUrl, keys } = read.ok ? read.config : read.sound
    process.exitCode = await migrate(databaseUrl, keys, (line) => void process.stdout.write(`${line}\n`))
  })

program
  .command('backup')
  .description('copy a SQLite database while Cairn runs; for PostgreSQL there is pg_dump')
  .argument('<file>', 'where the copy goes; it must not be there yet')
  .action(async (file: string) => {
    const { backUp } = await import('./cli/backup.ts')
    const read = readConfig()
    const { databaseUrl } = read.ok ? read.config : read.sound
    process.exitCode = await backUp(databaseUrl, file, (line) => void process.stdout.write(`${line}\n`))
  })

program
  .command('round')
  .description('match the people of a spreadsheet, without Slack and database: pairs with reasons as CSV')
  .requiredOption(
    '--csv <file>',
    'people: name, role, offers, wants, and what else you know (see docs/matching.md)',
  )
  .option('--out <file>', 'where the pairs go; otherwise they are printed')
  .addOption(new Option('--objective <what>', 'what matters most').choices(['fair', 'total']).default('fair'))
  .option(
    '--equity <how>',
    'fair: how much of the points may go for a better weakest pair: any, some, none, or thousandths (default: any)',
  )
  .option('--no-same-team', 'nobody with somebody of their own team')
  .option('--skip-bad', 'leave lines out that cannot be read', false)
  .action(async ({ sameTeam, ...options }) => {
    const { roundFromCsv } = await import('./cli/round-csv.ts')
    const say = (line: string) => void process.stderr.write(`${line}\n`)
    process.exitCode = await roundFromCsv({ ...options, excludeSameTeam: !sameTeam }, Date.now(), say)
  })

program
  .command('solve')
  .description('assign mentees to mentors from a file of scores, and prove that no assignment is better')
  .argument(
    '<scores.json>',
    '{"scores": [[whole number or null, ...], ...], "capacity": [...]}, at most 256 MB; - reads from the pipe',
  )
  .option('--objective <name>', 'fair: most people, then the worst match, then the total; or total', 'fair')
  .option('--seed <number>', 'decides between equals', '0')
  .action(async (path: string, options: { objective: string; seed: string }) => {
    const { solveFile } = await import('./cli/solve-file.ts')
    const { code, text } = solveFile(path, options)
    ;(code === 2 ? process.stderr : process.stdout).write(`${text}\n`)
    process.exitCode = code
  })

program
  .command('understand')
  .description(
    'say which competencies phrases mean, a line of JSON each; without arguments, read a phrase a line',
  )
  .argument('[phrases...]')
  .action(async (phrases: string[]) => {
    const { understandLines } = await import('./cli/understand-lines.ts')
    await understandLines(phrases.length ? phrases : process.stdin, (line) =>
      process.stdout.write(`${line}\n`),
    )
  })

program
  .command('campaign', { hidden: true })
  .argument('[options...]')
  .allowUnknownOption()
  .helpOption(false)
  .action(async (argv: string[]) => (await import('./demo/campaign.ts')).runCampaign(argv))

loadEnvFile()
void program.parseAsync()
