import { CsvError, type Info, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { listed, tidy } from './text.ts'

/** A line of the file that cannot be used, and what to do about it. */
export interface CsvProblem {
  /** As an editor counts, from 1; where its record begins. */
  line: number
  problem: string
}

interface CsvRead<T> {
  /** The records that fit the schema, in the order of the file. */
  rows: { line: number; value: T }[]
  /** Records that do not fit, as far as they can be read: by the schema's names, unchecked. */
  unread: { line: number; cells: Record<string, string> }[]
  /** In the order of the file; any number may stand beside good rows. */
  problems: CsvProblem[]
  /** Columns that nobody reads, as they are called in the file. */
  ignored: string[]
}

/** Larger files are no list of people. */
const MOST_BYTES = 20_000_000

/**
 * Reads a table with a header line, checked line by line: comma, semicolon or tab, as the header has it, quotes as in
 * RFC 4180, with or without a BOM, with line breaks of any kind, also mixed. Each record comes to the schema as an object of tidied strings, keyed by the schema's own
 * names; an empty cell is left out. A header is found by the schema's name or one of its `names`, in any case.
 * The schema's messages are told with the name of the column; they should say what to write instead.
 */
export function readCsv<S extends z.ZodObject>(
  file: string | Uint8Array,
  schema: S,
  names: Partial<Record<keyof z.output<S>, readonly string[]>> = {},
): CsvRead<z.output<S>> {
  if (file.length > MOST_BYTES) return unusable([{ line: 1, problem: 'The file is larger than 20 MB.' }])
  const text = typeof file === 'string' ? file : decoded(file)
  const { records, problems } = recordsOf(text)
  const [header, ...body] = records
  if (!header) return unusable([{ line: 1, problem: 'The file is empty.' }, ...problems])

  const keys = Object.keys(schema.shape)
  const known = new Map(
    keys.flatMap((key) =>
      [key, ...(names[key as keyof typeof names] ?? [])].map((name) => [plain(name), key]),
    ),
  )
  const columns = header.cells.map((cell) => known.get(plain(cell)))
  const twice = keys.filter((key) => columns.indexOf(key) !== columns.lastIndexOf(key))
  const missing = keys.filter(
    (key) => !columns.includes(key) && !schema.shape[key]!.safeParse(undefined).success,
  )
  if (twice.length > 0)
    problems.push({ line: header.line, problem: `There is more than one column for ${listed(twice)}.` })
  if (missing.length > 0)
    problems.push({
      line: header.line,
      problem: `There is no column ${listed(missing)}. The first line must name the columns.`,
    })
  const ignored = header.cells.filter((_, i) => !columns[i]).filter(Boolean)
  if (twice.length > 0 || missing.length > 0) return unusable(problems, ignored)

  const rows: { line: number; value: z.output<S> }[] = []
  const unread: CsvRead<never>['unread'] = []
  for (const { line, cells } of body) {
    const named = Object.fromEntries(columns.flatMap((key, i) => (key && cells[i] ? [[key, cells[i]]] : [])))
    if (cells.slice(header.cells.length).some(Boolean)) {
      problems.push({
        line,
        problem: `There are ${cells.length} cells, but ${header.cells.length} columns. A cell with a comma needs quotes around it.`,
      })
      unread.push({ line, cells: named })
      continue
    }
    const read = schema.safeParse(named)
    if (read.success) rows.push({ line, value: read.data })
    else {
      unread.push({ line, cells: named })
      problems.push(
        ...read.error.issues.map((issue) => ({ line, problem: `${issue.path.join('.')}: ${issue.message}` })),
      )
    }
  }
  return { rows, unread, problems: problems.sort((a, b) => a.line - b.line), ignored }
}

const unusable = (problems: CsvProblem[], ignored: string[] = []): CsvRead<never> => ({
  rows: [],
  unread: [],
  problems,
  ignored,
})

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** UTF-8, or what older spreadsheets save. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function recordsOf(file: string) {
  const problems: CsvProblem[] = []
  // Excel's own note on the separator; its line stays, for the count.
  // The parser takes the first kind of line break for the only one; a list put together on two systems has both.
  const text = file.replace(/\r\n?/g, '\n').replace(/^(\ufeff?)"?sep=.?"?(?=\n)/i, '$1')
  const header = /[^\n]*[^\s,;][^\n]*/.exec(text)?.[0] ?? ''
  const [delimiter] = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length)
  const parsed = parse(text, {
    delimiter,
    bom: true,
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    info: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error instanceof CsvError)
        problems.push({
          line: Number((error as { lines?: number }).lines ?? 1),
          problem: 'A quote is opened and never closed. Close it, or double it inside of a cell.',
        })
    },
  }) as unknown as { record: string[]; info: Info }[]
  const records = parsed.map(({ record, info }) => ({
    // The parser counts to the end of a record; a cell may hold line breaks.
    line: info.lines - record.join('').split('\n').length + 1,
    cells: record.map(tidy),
  }))
  return { records, problems }
}
