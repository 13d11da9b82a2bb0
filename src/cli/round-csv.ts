/** `cairn round --csv`: pairs for a coordinator who has a spreadsheet and needs neither Slack nor a database. */
import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { EQUITIES, THOUSANDTHS } from '../core/round.ts'
import { nameKey, plural } from '../core/text.ts'
import { solveInThread } from '../engine/index.ts'
import { bargain, NEARLY } from '../features/matching/rounds/domain.ts'
import { readPeople } from './round-people.ts'

export interface RoundCsvOptions {
  csv: string
  out?: string
  objective: 'fair' | 'total'
  /** any, some or none, or thousandths; default any. */
  equity?: string
  excludeSameTeam: boolean
  skipBad: boolean
}

/** How many thousandths of the points may be given up for the weakest pair; undefined if that cannot be read. */
function thousandthsOf(text: string): number | undefined {
  const word = EQUITIES.find((each) => each === nameKey(text))
  if (word) return THOUSANDTHS[word]
  return /^\d{1,4}$/.test(text) && Number(text) <= 1000 ? Number(text) : undefined
}

const CAUSES = {
  nobody: 'No mentor: none of the file may be matched with them.',
  mutual: 'No mentor: who may be matched with them is mentored by them.',
  outbid: 'No mentor: all who may be matched with them are taken.',
}

/** Reads people, solves, writes pairs with their reasons. Returns the exit code: 0 done, 2 nothing was written. */
export async function roundFromCsv(
  options: RoundCsvOptions,
  at: number,
  say: (line: string) => void,
): Promise<number> {
  const equity = thousandthsOf(options.equity ?? 'any')
  if (equity === undefined || (options.equity !== undefined && options.objective === 'total')) {
    say(
      equity === undefined
        ? `✗ --equity is any, some (a hundredth) or none, or thousandths from 0 to 1000, not "${options.equity}".`
        : '✗ --equity is for --objective fair alone: "total" gives nothing up for anybody. Leave one of the two out.',
    )
    return 2
  }
  let file: Uint8Array
  try {
    file = readFileSync(options.csv)
  } catch {
    say(`✗ ${options.csv} cannot be read. Is the path right?`)
    return 2
  }
  const { input, problems, ignored, names, emails } = readPeople(file, at, {
    ...options,
    equity,
  })
  for (const { line, problem } of problems) say(`✗ line ${line}: ${problem}`)
  if (ignored.length > 0) say(`! Columns that are not read: ${ignored.join(', ')}.`)
  if (problems.length > 0 && !options.skipBad) {
    say('Nothing was matched. Mend these lines, or leave them out with --skip-bad.')
    return 2
  }
  if (input.mentees.length === 0 || input.mentors.length === 0) {
    say(
      `✗ There are ${plural(input.mentees.length, 'mentee')} and ${plural(input.mentors.length, 'mentor')} with a place in the file; it takes at least one of each.`,
    )
    return 2
  }
  const result = await solveInThread(input)
  const addresses = (mentee: string, mentor?: string) =>
    emails.size > 0 && {
      'mentee email': emails.get(mentee) ?? '',
      'mentor email': (mentor && emails.get(mentor)) ?? '',
    }
  const rows = [
    ...result.pairs.map(({ mentee, mentor, score, why }) => ({
      mentee: names.get(mentee),
      mentor: names.get(mentor),
      ...addresses(mentee, mentor),
      points: score,
      fit: why.fit,
      'for the mentee': why.forMentee.join(' '),
      'for the mentor': why.forMentor.join(' '),
      'against it': why.against ?? '',
    })),
    ...result.unmatched.map(({ mentee, cause }) => ({
      mentee: names.get(mentee),
      mentor: '',
      ...addresses(mentee),
      points: '',
      fit: '',
      'for the mentee': CAUSES[cause],
      'for the mentor': '',
      'against it': '',
    })),
  ]
  rows.sort((a, b) => (a.mentee ?? '').localeCompare(b.mentee ?? ''))
  // A name that begins with "=" must stay a name in the spreadsheet that opens this.
  const text = stringify(rows, { header: true, escape_formulas: true })
  if (!options.out) process.stdout.write(text)
  else
    try {
      writeFileSync(options.out, text)
    } catch {
      say(`✗ ${options.out} cannot be written. Does its folder exist, and is it not open in another program?`)
      return 2
    }
  const { pairs: made, worst, total, certified } = result
  say(
    `${made.length} of ${input.mentees.length} matched; ${total} points, the weakest pair ${worst ?? 'none'}; ${certified ? `checked: no better set of pairs exists by these rules${result.nearly ? NEARLY : ''}` : 'NOT CHECKED'}.`,
  )
  if (result.weighed) say(bargain(result.weighed))
  const all = [...names.values()]
  const label = (id: string) => {
    const name = names.get(id) ?? id
    return all.indexOf(name) === all.lastIndexOf(name)
      ? name
      : `${name}, ${emails.get(id) ?? 'without e-mail'}`
  }
  if (result.idle.length > 0)
    say(`Free places left: ${result.idle.map(([id, n]) => `${label(id)} (${n})`).join(', ')}.`)
  return certified ? 0 : 1
}
