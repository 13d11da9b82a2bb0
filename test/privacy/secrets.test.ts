/** A person never reads what was labelled for another: each field, each surface, each file, everybody. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { z } from 'zod'
import { modelColumns } from '../../src/db/model.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { Seal } from '../../src/db/seal.ts'
import { features } from '../../src/features/index.ts'
import { startTestBot } from '../support/bot.ts'
import { MEMORY } from '../support/memory.ts'
import { FIELDS, PEOPLE, wrongIn } from './fields.ts'
import { NO_WORDS, planted, wordFor, wordsIn } from './planting.ts'
import { everybodyTriesEverything, note, type Readers, readWhatWasSent } from './reading.ts'
import { firstAct, START, secondAct } from './story.ts'

/** Sealed, and nothing that anybody types: choices, people, numbers, and an answer kept for a second delivery. */
const NOT_TYPED = [
  'checkins.feeling',
  'feedback.sealed_hidden',
  'feedback.sealed_useful',
  'goals.value',
  'handled.outcome',
  'introductions.sealed_one_answer',
  'introductions.sealed_two_answer',
  'mentorships.sealed_useful_to_mentee',
  'mentorships.sealed_useful_to_mentor',
  'reviews.sealed_next',
  'sealed_barriers.what',
  'sealed_concerns.state',
  'sealed_wishes.who',
  'trials.mentee_says',
  'trials.mentor_says',
]

/** A menu and a calendar that do not come up in this story. */
const CHOICES = ['rounds.begin.programme', 'closing.review.until']

const SENTENCE = 'Some words, as many as somebody likes'

/** Every sealed column of the model, as `table.column`. */
const sealedColumns = () =>
  modelColumns()
    .filter(({ kind }) => kind === 'sealed')
    .map(({ table, column }) => `${table}.${column}`)
    .sort()

/** Every field of every form that takes a sentence. */
function fieldsForWords(): string[] {
  return features
    .flatMap((feature) => Object.entries(feature.views ?? {}))
    .flatMap(([id, { form }]) =>
      Object.entries((form as z.ZodObject).shape ?? {})
        .filter(([, field]) => (field as z.ZodType).safeParse(SENTENCE).success)
        .map(([name]) => `${id}.${name}`),
    )
}

/** Places are named by columns, in the one spelling or the other, and by tables as they were called first. */
const plainly = (column: string) => column.replaceAll('sealed_', '').replaceAll('_', '').toLowerCase()

/** Notes which columns words are put into. */
function watchSeal(seal: Seal): Set<string> {
  const columns = new Set<string>()
  const { close, closeMaybe } = seal
  const noting = <T extends string | undefined, R>(
    put: (place: Parameters<typeof close>[0], words: T) => R,
  ) =>
    ((place, words) => {
      if (words && wordsIn(words).size > 0) columns.add(plainly(`${place.table}.${place.column}`))
      return put(place, words)
    }) as typeof put
  seal.close = noting(close)
  seal.closeMaybe = noting(closeMaybe)
  return columns
}

it('whatever anybody writes is read by whom its label says, and by nobody else', async () => {
  const folder = mkdtempSync(join(MEMORY, 'cairn-secrets-'))
  const db = await openDatabase(`file:${join(folder, 'cairn.db')}`)
  onTestFinished(async () => {
    await db.close()
    rmSync(folder, { recursive: true })
  })
  await db.migrate()
  const bot = await startTestBot({ sandbox: { now: START, rateLimits: false }, db })
  const sealed = watchSeal(bot.ctx.seal)

  await firstAct(bot)
  const now: Readers = new Map()
  const tried = await everybodyTriesEverything(bot, PEOPLE, now, await readWhatWasSent(bot, PEOPLE, now))
  expect.soft(wrongIn(now, PEOPLE, 'now')).toEqual([])

  await secondAct(bot)
  const later: Readers = new Map()
  const here = PEOPLE.filter((person) => person !== 'finn')
  const before = await readWhatWasSent(bot, here, later)
  // What stood on a screen before is gone; what was sent stays.
  for (const surfaces of later.values()) surfaces.delete('screen')
  await everybodyTriesEverything(bot, here, later, before)
  expect.soft(wrongIn(later, here, 'later')).toEqual([])

  // Slack would open every window that came up.
  expect.soft(tried.broken).toEqual([])
  // Nothing was written that the table does not know, and all it knows was written.
  expect.soft(planted().sort()).toEqual([...FIELDS.keys()].sort())
  // No text field anywhere, in a form or in the model, that the table does not know.
  const known = new Set([...FIELDS.values()].map(({ field }) => field))
  const isKnown = (field: string) => known.has(field) || NO_WORDS.has(field)
  expect.soft([...tried.inputs].filter(([field, takesWords]) => takesWords && !isKnown(field))).toEqual([])
  expect
    .soft(
      fieldsForWords().filter(
        (field) => !known.has(field) && tried.inputs.get(field) !== false && !CHOICES.includes(field),
      ),
    )
    .toEqual([])
  expect
    .soft(sealedColumns().filter((column) => !sealed.has(plainly(column)) && !NOT_TYPED.includes(column)))
    .toEqual([])

  // Neither the log nor the file of the database holds what is private.
  expect.soft([...wordsIn(bot.log.join('\n'))]).toEqual([])
  const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'))
  const plain = [...FIELDS].flatMap(([name, field]) => (field.plain ? [name] : []))
  expect.soft([...wordsIn(bytes.join('\n'))].filter((name) => !plain.includes(name))).toEqual([])
})

it('leaves unsealed only what can stand open to everybody, and the names of circles', () => {
  const open = [...FIELDS.values()].filter(({ now, later }) => [now, later].includes('everybody'))
  const names = new Set(open.map(({ field }) => field).concat('circles.start.name'))
  expect([...FIELDS].filter(([, { field, plain }]) => plain && !names.has(field))).toEqual([])
})

it('would tell who reads too much, and who too little', () => {
  const readers: Readers = new Map()
  const name = 'concerns.raise.words ana'
  for (const person of ['ana', 'elif']) note(readers, person, 'screen', wordFor(name))
  const about = () => wrongIn(readers, PEOPLE, 'now').filter((line) => line.startsWith(name))
  expect(about()).toEqual([])
  note(readers, 'dana', 'message', { blocks: [{ text: `… ${wordFor(name)} …` }] })
  expect(about()).toEqual([
    `${name} is read by message: dana, screen: ana elif; by the table screen: ana elif`,
  ])
  readers.clear()
  expect(about()).toEqual([`${name} is read by nobody; by the table screen: ana elif`])
})
