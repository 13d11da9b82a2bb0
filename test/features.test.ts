/** The list of features: complete, and each keeps to its own names. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { features } from '../src/features/index.ts'
import type { Feature } from '../src/slack/kernel/feature.ts'
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

describe('ids', () => {
  it.each(['views', 'actions', 'deliveries', 'jobs', 'commands'] as const)('of %s are unique', (part) => {
    const ids = features.flatMap((feature) => Object.keys(feature[part] ?? {}))
    expect(ids).toEqual([...new Set(ids)])
  })
})

describe('messages that nobody asked for', () => {
  const nudges = features
    .flatMap((feature) => Object.entries(feature.deliveries ?? {}))
    .filter(([, kind]) => kind.timing === 'nudge')

  it('are one for all whom they are about: by themselves, or one is all there can be for a reader', () => {
    const ofOne = ['closing.invite', 'guides.week']
    const alone = nudges.filter(([, kind]) => !kind.together).map(([name]) => name)
    expect(alone.sort()).toEqual(ofOne)
  })

  it.each(nudges.filter(([, kind]) => kind.together))(
    '%s says so of one, of several and of none',
    (_, kind) => {
      const part = (settled: boolean) => ({
        text: 'x',
        blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x' } }],
        ...(settled && { settled: true as const }),
      })
      const say = (...settled: boolean[]) => String(kind.together?.(settled.map(part)).text)
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
