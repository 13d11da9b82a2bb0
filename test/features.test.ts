/** The list of features: complete, and each keeps to its own names. */
import { readdirSync } from 'node:fs'
import { getTableName } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { sqliteColumns } from '../src/db/columns.ts'
import { modelColumns } from '../src/db/model.ts'
import { SLICE_OF } from '../src/db/slice-of.ts'
import { tables } from '../src/db/tables.ts'
import { features } from '../src/features/index.ts'
import { isUnasked } from '../src/outbox/kinds.ts'
import type { Feature } from '../src/slack/kernel/feature.ts'
import { FIELDS } from './privacy/fields.ts'
import { ROOT } from './support/sources.ts'

const idsOf = (feature: Feature) =>
  [feature.views, feature.actions, feature.deliveries, feature.jobs].flatMap((part) =>
    Object.keys(part ?? {}),
  )

const commands = features.flatMap((feature) => Object.entries(feature.commands ?? {}))

describe('the list', () => {
  it('has every slice of every district, once', () => {
    const foldersIn = (path: string) =>
      readdirSync(`${ROOT}${path}`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    const slices = foldersIn('src/features').flatMap((district) =>
      // Home is a district and a slice.
      district === 'home' ? ['home'] : foldersIn(`src/features/${district}`),
    )
    expect(features.map((feature) => feature.name).sort()).toEqual(slices.sort())
  })
})

describe.each(features.map((feature) => [feature.name, feature] as const))('%s', (name, feature) => {
  it('names what is its own after itself', () => {
    const names = [name, ...(feature.formerly ?? [])].join('|')
    for (const id of idsOf(feature)) expect(id).toMatch(new RegExp(`^(${names})(\\.[a-z][A-Za-z0-9-]*)+$`))
  })

  it('brings something', () => {
    expect(
      idsOf(feature).length +
        Object.keys(feature.commands ?? {}).length +
        (feature.home || feature.follows ? 1 : 0),
    ).toBeGreaterThan(0)
  })
})

describe('what is kept about people', () => {
  /** Columns that hold somebody's account, whatever it stands there for. */
  const PERSON =
    /^(person|mentee|mentor|giver|receiver|author|partner|introducer|one|two|proposer|awaited|proposed_by|added_by|created_by|actor|hand_taken_by|other)$/
  const aboutPeople = new Set(
    modelColumns()
      .filter(({ kind, column }) => kind === 'sealed' || kind === 'hashed' || PERSON.test(column))
      .map(({ table }) => table),
  )
  const slices = new Set(
    Object.entries(tables(sqliteColumns))
      .filter(([name, table]) => !name.startsWith('plain') && aboutPeople.has(getTableName(table)))
      .map(([name]) => SLICE_OF[name as keyof typeof SLICE_OF])
      .filter((slice) => slice !== 'kernel'),
  )

  it.each([...slices])('%s tells what it holds about somebody, and what becomes of it', (name) => {
    const feature = features.find((each) => each.name === name)
    expect.soft(feature?.mine, '`mine`').toBeDefined()
    expect.soft(feature?.forget, '`forget`').toMatchObject({
      goes: expect.stringMatching(/\.$/),
      write: expect.any(Function),
    })
  })

  /**
   * Those who keep two people in one row, and so outlive one of them. A round is over by then, and its list stays; who is
   * never to be paired may come back.
   */
  const ofTwo = Object.entries(tables(sqliteColumns))
    .filter(([name, table]) => {
      const people = modelColumns().filter(
        (each) => each.table === getTableName(table) && PERSON.test(each.column),
      )
      return !name.startsWith('plain') && people.length > 1
    })
    .map(([name]) => SLICE_OF[name as keyof typeof SLICE_OF])
    .filter((slice) => !['rounds', 'privacy'].includes(slice))

  it.each([...new Set(ofTwo)])('%s follows when one of two leaves or is gone', (name) => {
    const follows = Object.keys(features.find((each) => each.name === name)?.follows ?? {})
    expect(follows, '`gone`, `left` or `ended`').toEqual(
      expect.arrayContaining([expect.stringMatching(/^(gone|left|ended)$/)]),
    )
  })

  it('stands in many slices, and in tables that the model has', () => {
    expect(slices.size).toBeGreaterThan(15)
  })
})

describe('the fields of forms', () => {
  /** Longer than any id, and no day, time or number. */
  const SENTENCE = 'Some words, as many as somebody likes, and then some more of them'
  /** Menus, boxes, days and times, which take what Slack lets somebody choose. */
  const CHOSEN = new Set([
    'profile.saveChats.gives',
    'checkins.asking.partner',
    'membership.pausing.until',
    'membership.leaving.company',
    'mentorship.ending.never',
    'ladder.resting.until',
    'closing.review.until',
    'closing.review.named',
    'agreement.propose.endsOn',
    'goals.save.due',
    'goals.step.due',
    'goals.extend.due',
    ...[1, 2, 3].flatMap((n) => [`plans.propose.date${n}`, `plans.propose.time${n}`]),
    'circles.start.firstOn',
    'checkins.answer.partner',
    'wins.share.whose',
    'feedback.giving.to',
    'introductions.promising.mentorship',
    'introductions.promising.on',
    'concerns.raise.contact',
  ])

  it('that take words have a row that says who reads them', () => {
    const known = new Set([...FIELDS.values()].map(({ field }) => field))
    const words = features
      .flatMap((feature) => Object.entries(feature.views ?? {}))
      .flatMap(([id, { form }]) =>
        Object.entries((form as z.ZodObject).shape ?? {})
          .filter(([, field]) => (field as z.ZodType).safeParse(SENTENCE).success)
          .map(([name]) => `${id}.${name}`),
      )
    expect(words.filter((field) => !known.has(field) && !CHOSEN.has(field))).toEqual([])
  })
})

describe('ids', () => {
  it.each(['views', 'actions', 'deliveries', 'jobs', 'commands'] as const)('of %s are unique', (part) => {
    const ids = features.flatMap((feature) => Object.keys(feature[part] ?? {}))
    expect(ids).toEqual([...new Set(ids)])
  })
})

describe('messages that nobody asked for', () => {
  const nudges = features
    .flatMap((feature) => Object.entries(feature.deliveries ?? {}))
    .filter(([, kind]) => isUnasked(kind))

  it('are one for all whom they are about: by themselves, or one is all there can be for a reader', () => {
    const ofOne = ['checkins.prompt', 'closing.invite', 'guides.week']
    const alone = nudges.filter(([, kind]) => !kind.combine).map(([name]) => name)
    expect(alone.sort()).toEqual(ofOne)
  })

  it.each(nudges.filter(([, kind]) => kind.combine))(
    '%s says so of one, of several and of none',
    (_, kind) => {
      const part = (settled: boolean) => ({
        text: 'x',
        blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x' } }],
        ...(settled && { settled: true as const }),
      })
      const say = (...settled: boolean[]) => String(kind.combine?.(settled.map(part)).text)
      expect(say(false)).toBe('x')
      expect(say(false, false, false)).toMatch(/\b3\b/)
      expect(say(false, true)).toMatch(/\b1\b/)
      expect(say(true, true)).toBe('Nothing here waits for you any more')
    },
  )
})

describe('commands', () => {
  it.each(commands)('%s has help and usage', (name, command) => {
    expect(name).toMatch(/^[a-z]+$/)
    expect(command.usage.split(' ')[0]).toBe(name)
    // A line in the hub, read on a phone.
    expect(command.help.length).toBeGreaterThan(5)
    expect(command.help.length).toBeLessThanOrEqual(80)
    expect(command.help).toMatch(/^[A-Z].*[^.]$/)
  })
})
