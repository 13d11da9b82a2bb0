import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { learnt } from './src/engine/meaning/learnt.ts'
import { LENGTHS } from './test/support/lengths.ts'

/** The longest, by what they took: begun late, one of them would keep one core busy while the other has nothing left. */
const LONGEST = [
  'test/demo.test.ts',
  'test/contributing.test.ts',
  'test/page/story.test.ts',
  'test/page/blocks.test.ts',
  'test/privacy/secrets.test.ts',
  'test/features/requests/races.databases.test.ts',
  'test/cli.test.ts',
  'test/demo-play.test.ts',
  'test/outbox/pace.test.ts',
  'test/outbox/hours.test.ts',
  'test/features/mentorship/walk.test.ts',
  'test/demo-options.test.ts',
  'test/outbox/combine-messages.test.ts',
  'test/outbox/weeks.test.ts',
  'test/db/seal-old.test.ts',
  'test/db/migrations.test.ts',
  'test/engine/solve/kernel.test.ts',
]

/** The longest first, on a fresh clone too; then as Vitest sorts. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((each) => moduleId.endsWith(each))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

/** As the build does: what is learnt from the bank of phrases is learnt once, not in each process anew. */
const meaning: Plugin = {
  name: 'meaning',
  load(id) {
    if (!id.endsWith('/engine/meaning/learnt.ts')) return undefined
    packed ??= learnt()
    return `const packed = ${JSON.stringify(packed)}\nexport const learnt = () => packed`
  },
}
let packed: string | undefined

export default defineConfig(({ mode }) => ({
  plugins: [meaning],
  test: {
    include: mode === 'long' ? Object.keys(LENGTHS) : ['test/**/*.test.ts'],
    env: { LENGTH: mode === 'long' ? 'long' : 'short' },
    // Two cores, and every worker is a process of its own, as better-sqlite3 wants it.
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share the modules they import: reading Bolt anew for each would take most of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/postgres.ts'],
    // Nothing is measured by these: a test that hangs ends, and one that waits for a busy machine does not fail.
    testTimeout: mode === 'long' ? 3_600_000 : 300_000,
    hookTimeout: 300_000,
  },
}))
