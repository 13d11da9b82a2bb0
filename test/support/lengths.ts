/**
 * How long the longest stories are: short in `npm test`, and long in `npm run long`, which runs these files alone. What
 * they hold to is the same in both, word for word; the long ones look at more of it.
 */
export const LENGTHS = {
  /** How often the bot is killed under the story, and how many weeks of the story are played each time. */
  'test/demo.test.ts': { short: { kills: 2, weeks: 1 }, long: { kills: 10, weeks: 4 } },
  /** How many weeks of a small company are played, and by which seeds. */
  'test/outbox/weeks.test.ts': { short: { weeks: 6, seeds: [3] }, long: { weeks: 12, seeds: [3, 4] } },
  /** How often messages come up at random for three people. */
  'test/outbox/combine-messages.test.ts': { short: { runs: 8 }, long: { runs: 150 } },
  /** How many walks through the states of a mentorship are taken at random. */
  'test/features/mentorship/walk.test.ts': { short: { walks: 4 }, long: { walks: 40 } },
  /** From how many of the first released versions a database is brought up to date at once. */
  'test/db/migrations.test.ts': { short: { leaps: 1 }, long: { leaps: 1000 } },
}

type Lengths = typeof LENGTHS

/** How long the story of this file is now. */
export const lengthOf = <File extends keyof Lengths>(file: File): Lengths[File]['short'] =>
  LENGTHS[file][process.env.LENGTH === 'long' ? 'long' : 'short']
