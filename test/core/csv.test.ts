import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readCsv } from '../../src/core/csv.ts'

const Row = z.object({
  email: z.string('Write an address.').regex(/@/, 'Write an address, such as ana@example.com.'),
  manager: z.string().optional(),
  level: z.coerce.number('Write a number.').int().max(7).optional(),
})
const read = (file: string | Uint8Array) => readCsv(file, Row, { manager: ['reports to'] })

describe('a CSV file', () => {
  it.each([
    ['commas', '\ufeffE-Mail,Reports to,team\r\nana@x,"Doe, J",red\r\n'],
    ['semicolons', 'email;Manager;Team\n\nana@x; Doe, J;\n;;\n'],
    ['tabs', 'team\temail\tmanager\n\tana@x\tDoe, J'],
  ])('is read with %s', (_, text) => {
    expect(read(text)).toMatchObject({
      rows: [{ value: { email: 'ana@x', manager: 'Doe, J' } }],
      problems: [],
      ignored: [expect.stringMatching(/team/i)],
    })
  })

  it('may begin with a word on its separator, which counts as a line', () => {
    const { rows, problems } = read('\ufeffsep=;\r\nemail;level\r\nana@x;1\r\nben;2\r\n')
    expect(rows).toMatchObject([{ line: 3, value: { email: 'ana@x' } }])
    expect(problems.map((p) => p.line)).toEqual([4])
  })

  it('put together on several systems keeps its lines, and its cells have one form', () => {
    const { rows, problems } = read(
      '\u200eemail,Reports\u00a0to\r\n\u00a0ana@x\u202c,"\r\nJose\u0301\u00a0M\r\n"\nben@x,\u200b\rchi@x,J\n',
    )
    expect(problems).toEqual([])
    expect(rows).toEqual([
      { line: 2, value: { email: 'ana@x', manager: 'José M' } },
      { line: 5, value: { email: 'ben@x' } },
      { line: 6, value: { email: 'chi@x', manager: 'J' } },
    ])
  })

  it('is judged line by line, and good lines stay good', () => {
    const { rows, problems } = read(
      'email,manager,level\nana@x,"two\nlines",3\nben,,9\n\nchi@x,m,1,more\ndan@x,say "hi",x\nfin@x\n',
    )
    expect(rows.map((r) => [r.line, r.value.email])).toEqual([
      [2, 'ana@x'],
      [8, 'fin@x'],
    ])
    expect(problems.map((p) => p.line)).toEqual([4, 4, 6, 7])
    expect(problems[0]!.problem).toBe('email: Write an address, such as ana@example.com.')
    expect(problems[2]!.problem).toContain('4 cells, but 3 columns')
  })

  it('says which quote swallows the rest', () => {
    const { rows, problems } = read('email,manager\nana@x,m\nben@x,"never closed\nchi@x,m\n')
    expect(rows).toHaveLength(1)
    expect(problems).toEqual([{ line: expect.any(Number), problem: expect.stringContaining('never closed') }])
  })

  it.each([
    ['', 'The file is empty.'],
    ['name,team\nana,red\n', 'There is no column email.'],
    ['email,e-mail\na@x,b@x\n', 'more than one column for email'],
  ])('%j is refused as a whole', (text, why) => {
    const { rows, problems } = read(text)
    expect(rows).toEqual([])
    expect(problems[0]!.problem).toContain(why)
  })

  it('may come from an old spreadsheet', () => {
    expect(read(Buffer.from('email,manager\nana@x,M\xfcller\n', 'latin1')).rows[0]!.value.manager).toBe(
      'Müller',
    )
    expect(read(Buffer.from('\ufeffemail,manager\nana@x,Müller\n', 'utf16le')).rows).toHaveLength(1)
  })
})
