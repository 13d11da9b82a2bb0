/** `cairn migrate` on what an older version left; that it migrates is tried by `cli.test.ts`. */
import { beforeEach, expect, it } from 'vitest'
import { migrate } from '../src/cli/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { makeKey, parseKey } from '../src/db/seal.ts'
import { migrationsBefore, temporary } from './support/migrations.ts'
import { writeMoods, writeProfiles } from './support/plain-words.ts'

const KEY = parseKey(makeKey())!
let url: string

beforeEach(async () => {
  url = `file:${temporary()}/cairn.db`
  const old = await openDatabase(url, { migrations: migrationsBefore('sqlite', 'sealed_profiles') })
  await old.migrate()
  await writeProfiles(old, 'T1', 'UANA', 'UBEN')
  await writeMoods(old, 'T1', 'UANA', [3])
  await old.close()
})

async function migrated(keys?: Buffer[]) {
  const lines: string[] = []
  return { code: await migrate(url, keys, (line) => lines.push(line)), lines }
}

it('seals what was plain text, and the second time has nothing to do', async () => {
  const { code, lines } = await migrated([KEY])
  expect(code).toBe(0)
  expect(lines.slice(-2)).toEqual(['✓ 2 rows with private words sealed', 'The database is up to date.'])
  expect(await migrated([KEY])).toEqual({ code: 0, lines: ['The database was up to date already.'] })
})

it('without a key migrates, and says what is left and who does it', async () => {
  const { code, lines } = await migrated()
  expect(code).toBe(0)
  expect(lines).toContainEqual(expect.stringMatching(/^✓ \d+_sealed_profiles/))
  expect(lines.at(-1)).toMatch(/^! .*plain text still.*Starting Cairn seals them/)
  expect((await migrated([KEY])).lines).toContain('✓ 2 rows with private words sealed')
})

it('seals nothing with a key that cannot open what is there', async () => {
  await migrated([KEY])
  expect(await migrated([parseKey(makeKey())!])).toEqual({
    code: 1,
    lines: [expect.stringMatching(/^✗ .*sealed with another key.*CAIRN_KEY/)],
  })
})
