/** `cairn round --csv`: from a spreadsheet to pairs with reasons. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RoundCsvOptions, roundFromCsv } from '../src/cli/round-csv.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-round-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const AT = Date.parse('2026-10-05T08:00:00Z')

/** Runs the command on these lines; what it said, what it wrote, and its exit code. */
async function run(lines: string[], options: Partial<RoundCsvOptions> = {}) {
  const [csv, out] = [join(folder, 'people.csv'), join(folder, 'pairs.csv')]
  writeFileSync(csv, lines.join('\r\n'))
  const said: string[] = []
  const all = { csv, out, objective: 'fair' as const, excludeSameTeam: false, skipBad: false, ...options }
  const code = await roundFromCsv(all, AT, (line) => said.push(line))
  const rows = () => parse(readFileSync(out), { columns: true }) as Record<string, string>[]
  return { code, said: said.join('\n'), rows }
}

const HEADER =
  'Name;Role;Level;City;Team;Manager;Places;Skills offered;Skills wanted;Availability;Do not pair'
const ANA = 'Ana;mentee;PM;Lisbon;Billing;Dana;;;"Roadmapping 2; discovery";"Mon morning; Tue 14-16";'
const BEN = 'Ben;mentor;Director of Product;Berlin;Growth;;1;Roadmapping 5;;Mon morning;'
const DANA = 'Dana;mentor;4;New York;Billing;;3;product discovery 5;;Tue morning;'

it('writes pairs with reasons for both sides', async () => {
  const { code, said, rows } = await run([HEADER, ANA, BEN, DANA])
  expect(code).toBe(0)
  expect(rows()).toMatchObject([
    {
      mentee: 'Ana',
      mentor: 'Ben',
      fit: 'good',
      'for the mentee': expect.stringContaining('You want roadmapping; Ben offers it at 5 of 5.'),
      'for the mentor': expect.stringContaining('Ana wants roadmapping; you offer it at 5 of 5.'),
    },
  ])
  expect(said).toContain('1 of 1 matched')
  expect(said).toContain('Free places left: Dana (3)')
})

it.each<[string, string[], string]>([
  ['a reporting line', [HEADER, ANA, DANA], 'none of the file may be matched'],
  ['a team, if asked for', [HEADER, ANA.replace('Dana', ''), DANA], 'none of the file may be matched'],
  ['a wish to be kept apart', [HEADER, ANA, `${BEN}Ana`], 'none of the file may be matched'],
  [
    'a lack of places',
    [HEADER, ANA, ANA.replace('Ana', 'Zoe'), BEN],
    'all who may be matched with them are taken',
  ],
])('keeps to %s', async (_, lines, cause) => {
  const { code, rows } = await run(lines, { excludeSameTeam: true })
  expect(code).toBe(0)
  expect(rows().find((row) => row.mentor === '')?.['for the mentee']).toContain(cause)
})

it('says line by line what it cannot read, and writes nothing', async () => {
  const { code, said } = await run([
    HEADER,
    ANA.replace('Lisbon', 'Lisbo'),
    BEN.replace('Roadmapping', 'Juggling'),
    BEN,
    BEN,
    `${DANA}Nobody`,
    'Eve;boss;;;;;9;;;Someday;',
  ])
  expect(code).toBe(2)
  expect(said).toContain('line 2: zone: "Lisbo" is no time zone. Write a city such as Lisbon')
  expect(said).toContain('line 3: offers: There is no skill "Juggling"')
  expect(said).toContain('line 5: Ben stands in the file twice')
  expect(said).toContain('line 6: apart: nobody in the file is called "Nobody"')
  expect(said).toContain('line 7: role: Write mentee, mentor or both')
  expect(said).toContain('line 7: free: "Someday" is no free time')
  expect(said).toContain('Nothing was matched')
})

it('goes on without bad lines if asked to', async () => {
  const { code, said, rows } = await run([HEADER, ANA, BEN, 'Eve;boss;;;;;;;;;'], { skipBad: true })
  expect(code).toBe(0)
  expect(said).toContain('line 4')
  expect(rows()).toHaveLength(1)
})

it('weighs the weakest pair against the whole as asked, and says what that cost', async () => {
  const lines = [
    'name,role,offers,wants,places',
    'Ana,mentee,,roadmapping; product strategy; product analytics,',
    'Jonas,mentee,,user interviews; roadmapping,',
    'Ben,mentor,roadmapping; product strategy; product analytics,,1',
    'Chidi,mentor,product strategy,,1',
  ]
  const anas = async (options: Partial<RoundCsvOptions>) => {
    const { code, said, rows } = await run(lines, options)
    expect(code).toBe(0)
    return { said, mentor: rows().find((row) => row.mentee === 'Ana')!.mentor }
  }
  for (const equity of [undefined, 'any', '1000']) expect((await anas({ equity })).mentor).toBe('Chidi')
  for (const equity of ['some', 'none', '0', '10']) expect((await anas({ equity })).mentor).toBe('Ben')
  expect((await anas({})).said).toMatch(
    /The weakest pair has a fit of \d+ instead of \d+, which cost \d+\.\d % of the fit of all/,
  )
  expect((await anas({ equity: 'none' })).said).toMatch(/One of \d+ would cost \d+\.\d % of the fit of all/)
  expect((await anas({ objective: 'total' })).said).not.toContain('cost')
})

it.each([
  [
    { equity: 'lots' },
    '--equity is any, some (a hundredth) or none, or thousandths from 0 to 1000, not "lots"',
  ],
  [{ equity: '1001' }, 'not "1001"'],
  [{ equity: '-1' }, 'not "-1"'],
  [{ equity: '' }, 'not ""'],
  [{ equity: 'some', objective: 'total' as const }, 'Leave one of the two out'],
])('says how equity is written, and matches nobody: %o', async (options, words) => {
  const { code, said } = await run([HEADER, ANA, BEN], options)
  expect(code).toBe(2)
  expect(said).toContain(words)
})

describe('people of one name', () => {
  const NAMED = 'name,email,role,manager,apart'
  const SAMS = ['Sam Lee,a@x.org,mentor,,', 'Sam Lee,b@x.org,mentor,,']

  it('are told apart by their e-mail, in what is read and in what is written', async () => {
    const { code, said, rows } = await run([NAMED, ...SAMS, 'Ana,ana@x.org,mentee,a@x.org,'])
    expect(code).toBe(0)
    expect(rows()).toMatchObject([{ mentee: 'Ana', mentor: 'Sam Lee', 'mentor email': 'b@x.org' }])
    expect(said).toContain('Free places left: Sam Lee, a@x.org (2), Sam Lee, b@x.org (1)')
  })

  it.each([
    ['apart', 'Ana,ana@x.org,mentee,,Sam Lee'],
    ['manager', 'Ana,ana@x.org,mentee,sam lee,'],
  ])('are not guessed at: %s', async (column, ana) => {
    const { code, said } = await run([NAMED, ...SAMS, ana])
    expect(code).toBe(2)
    expect(said).toMatch(new RegExp(`line 4: ${column}: more than one in the file is called "sam lee"`, 'i'))
    expect(said).toContain('Write the e-mail instead.')
    // Nor are they matched for all that when the line is left out.
    expect(await run([NAMED, ...SAMS, ana], { skipBad: true })).toMatchObject({ code: 2 })
  })

  it.each([
    ['', 'a@x.org'],
    ['a@x.org', ''],
  ])('need one each: %j and %j', async (one, other) => {
    const { code, said } = await run([NAMED, `Sam Lee,${one},mentor,,`, `Sam Lee,${other},mentee,,`])
    expect(code).toBe(2)
    expect(said).toContain('line 3')
    expect(said).toContain('stands in the file twice')
  })
})

describe('lines that are left out', () => {
  it('go with whom they name and nobody knows', async () => {
    const { code, said, rows } = await run(
      ['name,role,apart', 'Ana,mentee,Benn', 'Zoe,mentee,', 'Ben,mentor,'],
      { skipBad: true },
    )
    expect(code).toBe(0)
    expect(said).toContain('line 2: apart: nobody in the file is called "Benn"')
    expect(rows().map((row) => row.mentee)).toEqual(['Zoe'])
  })

  it('count where they bear on others: the line above somebody, and who is kept from whom', async () => {
    const { code, said, rows } = await run(
      [
        'name,role,level,manager,apart',
        'Ana,mentee,,Mid,',
        'Mid,mentor,Wizard,Top,',
        'Top,mentor,,,Mid',
        'Zoe,mentee,,,',
        'Zoe,mentee,,,Kim',
        'Kim,mentor,,,',
      ],
      { skipBad: true },
    )
    expect(code).toBe(0)
    expect(said).not.toContain('nobody in the file is called')
    const mentorOf = (name: string) => rows().find((row) => row.mentee === name)?.mentor
    expect([mentorOf('Ana'), mentorOf('Zoe')]).toEqual(['Kim', 'Top'])
  })
})

describe('a name typed on another system is the same person', () => {
  /** José's mentor is his manager, and nobody else is there: however the name is written, they are kept apart. */
  const apart = (manager: string, line = `Zoé O’Neill,mentor,`) => [
    'name,role,manager',
    `Jose\u0301,mentee,${manager}`,
    line,
  ]
  it.each([
    ['composed or not', 'Zoe\u0301 O’Neill'],
    ['with a space that does not break', '\u00a0Zoé\u00a0O’Neill\u00a0'],
    ['in capitals', 'ZOÉ O’NEILL'],
    ['with another apostrophe', "Zoé O'Neill"],
    ['with line breaks at both ends', '"\r\nZoé O’Neill\r\n"'],
    ['with marks that turn the line', '\u200eZoé\u200b O’Neill\u202c'],
  ])('their manager, %s', async (_, manager) => {
    const { code, said, rows } = await run(apart(manager))
    expect(code, said).toBe(0)
    expect(rows()).toMatchObject([{ mentee: 'José', mentor: '' }])
  })

  it('and so is the manager of two who is not in the file, a team, and whom to keep apart', async () => {
    const lines = [
      'name,role,team,manager,apart',
      'Ana,mentee,Gro\u0302wth,Zoé,',
      'Kim,mentor,grôwth\u00a0,Zoe\u0301,',
      'Ben,mentor,Sales,,ÁNA\u00a0LIMA',
      'A\u0301na Lima,mentee,,Bo,',
    ]
    const { code, said, rows } = await run(lines, { excludeSameTeam: true })
    expect(code, said).toBe(0)
    const mentorOf = (name: string) => rows().find((row) => row.mentee === name)?.mentor
    expect([mentorOf('Ana'), mentorOf('Ána Lima')]).toEqual(['Ben', 'Kim'])
  })

  it('twice in a file is once too often', async () => {
    const { code, said } = await run(['name,role', 'José,mentee', 'JOSE\u0301\u00a0,mentor', 'Ben,mentor'])
    expect(code).toBe(2)
    expect(said).toContain('line 3: JOSÉ stands in the file twice')
  })
})

describe('zones', () => {
  const lines = (ana: string, ben: string, kim: string) => [
    'name,role,city,free',
    `Ana,mentee,${ana},Mon morning`,
    `Ben,mentor,${ben},Mon morning`,
    `Kim,mentee,${kim},`,
  ]

  it('that nobody told are no reason, and hours stand on one clock', async () => {
    const { code, rows } = await run(lines('', '', ''))
    expect(code).toBe(0)
    expect(JSON.stringify(rows())).not.toMatch(/clock/)
    expect(rows()[0]!['for the mentee']).toMatch(/^You share \d free hours a week.$/)
  })

  it('that some told keep nobody from the others, and are compared with nobody', async () => {
    const { code, rows } = await run(lines('Auckland', '', 'Lisbon'))
    expect(code).toBe(0)
    expect(rows().map((row) => row.mentor)).toEqual(['Ben', 'Ben'])
    expect(JSON.stringify(rows())).not.toMatch(/clock|free hours/)
    const { rows: told } = await run(lines('Auckland', 'Lisbon', 'Lisbon'))
    expect(told().map((row) => row.mentor)).toEqual(['', 'Ben'])
    expect(told()[1]!['for the mentee']).toContain('show the same time')
  })
})

it('says that it cannot write, as a sentence', async () => {
  const { code, said } = await run([HEADER, ANA, BEN], { out: join(folder, 'none', 'pairs.csv') })
  expect(code).toBe(2)
  expect(said).toContain('cannot be written')
})

it('never writes a formula', async () => {
  const { rows } = await run([HEADER, ANA.replace('Ana', '=1+1'), BEN])
  expect(rows()[0]!.mentee).toBe("'=1+1")
})

it.each([
  ['no file', undefined, 'cannot be read'],
  ['no mentors', [HEADER, ANA], '1 mentee and 0 mentors with a place'],
  ['no header', ['Ana;mentee'], 'no column'],
])('says what is missing: %s', async (_, lines, words) => {
  const { code, said } = await run(lines ?? [], lines ? {} : { csv: join(folder, 'none.csv') })
  expect(code).toBe(2)
  expect(said).toContain(words)
})
