/** Who may import whom, and what may be written where. docs/decisions/0005 says why this is a test of our own. */

import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Source, sourcesUnder, withoutComments } from './support/sources.ts'

/**
 * The districts of the features, the lowest first, each with its slices in order: a slice imports lower districts, and
 * slices before it in its own. Whoever decides something names no follower above (`ctx.follow`).
 */
const DISTRICTS: Record<string, string[]> = {
  people: ['privacy', 'members', 'coordinators'],
  pairs: ['mentorship'],
  recognition: ['wins', 'kudos', 'milestones'],
  growth: [
    'agreement',
    'goals',
    'checkins',
    'feedback',
    'guides',
    'sessions',
    'closing',
    'ladder',
    'trial',
    'record',
    'introductions',
    'concerns',
  ],
  matching: ['find', 'requests', 'rounds', 'circles', 'pairing'],
  programme: ['desk'],
  home: ['home'],
}
const ORDER = Object.entries(DISTRICTS).flatMap(([district, slices]) =>
  slices.map((slice) => (district === 'home' ? 'home' : `${district}/${slice}`)),
)

/** The slice of a file, as its district and name. */
const sliceOf = (path: string) => /^src\/features\/(home|[a-z]+\/[a-z]+)\//.exec(path)?.[1]

function brokenLevels(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const from = sliceOf(source.path)
    if (!from) return []
    if (!ORDER.includes(from)) return [`${from} is in no district`]
    return importsOf(source).flatMap((target) => {
      const to = sliceOf(target)
      if (!to || to === from) return []
      if (!ORDER.includes(to)) return [`${to} is in no district`]
      return ORDER.indexOf(to) < ORDER.indexOf(from) ? [] : [`${source.path} may not import ${target}`]
    })
  })
}

/** What every slice may use, and what its files near Slack may use besides. */
const BASE = [
  'src/core/**',
  'src/context.ts',
  'src/announcements.ts',
  'src/follows.ts',
  'src/ties.ts',
  'src/retrying.ts',
  'src/engine/index.ts',
]
const OWN = 'src/features/{slice}'
const ANY = 'src/features/**'

/** What a service may use. */
const SERVICE = [
  ...BASE,
  'src/db/commit.ts',
  'src/db/tables.ts',
  'src/directory/**',
  'src/outbox/outbox.ts',
  'src/outbox/stops.ts',
  `${OWN}/domain.ts`,
  `${OWN}/states.ts`,
  `${OWN}/store.ts`,
  `${ANY}/domain.ts`,
  `${ANY}/states.ts`,
  `${ANY}/service.ts`,
]
const OWN_SERVICE = [`${OWN}/service-*.ts`, `${OWN}/service/*.ts`]

/**
 * The layers: the first pattern that fits a file says what it may import. `{slice}` is the file's own slice,
 * `*` any name, `**` anything below. The files of a slice have fixed names; others in it are parts of its views.
 */
const LAYERS: [file: string, mayImport: string[]][] = [
  ['src/core/**', ['src/core/**']],
  ['src/engine/**', ['src/core/**', 'src/engine/**']],
  ['src/db/**', ['src/core/**', 'src/db/**']],
  ['src/log.ts', ['src/db/errors.ts']],
  ['src/ties.ts', []],
  ['src/announcements.ts', ['src/core/**', 'src/db/**']],
  [
    'src/context.ts',
    [
      'src/db/**',
      'src/directory/**',
      'src/outbox/outbox.ts',
      'src/outbox/blocks.ts',
      'src/schedule/schedule.ts',
      'src/log.ts',
      'src/ties.ts',
      'src/announcements.ts',
    ],
  ],
  ['src/follows.ts', ['src/context.ts', 'src/db/**', 'src/announcements.ts']],
  ['src/retrying.ts', ['src/context.ts', 'src/core/**', 'src/db/**']],
  ['src/directory/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/directory/**']],
  ['src/outbox/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/log.ts', 'src/outbox/**']],
  ['src/schedule/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/log.ts', 'src/schedule/**']],
  [
    'src/slack/**',
    [
      'src/core/**',
      'src/db/**',
      'src/context.ts',
      'src/announcements.ts',
      'src/follows.ts',
      'src/ties.ts',
      'src/app/config.ts',
      'src/log.ts',
      'src/directory/**',
      'src/outbox/**',
      'src/schedule/**',
      'src/slack/**',
    ],
  ],
  ['src/features/index.ts', ['src/slack/kernel/feature.ts', `${ANY}/index.ts`]],
  [`${ANY}/states.ts`, []],
  [
    `${ANY}/domain.ts`,
    ['src/core/**', 'src/announcements.ts', 'src/engine/index.ts', `${OWN}/domain.ts`, `${OWN}/states.ts`],
  ],
  [
    `${ANY}/store.ts`,
    ['src/core/**', 'src/context.ts', 'src/db/**', `${OWN}/domain.ts`, `${OWN}/states.ts`, `${OWN}/files.ts`],
  ],
  [`${ANY}/files.ts`, ['src/core/**', `${OWN}/domain.ts`]],
  // A large service is several files behind its face; other slices know the face alone.
  [`${ANY}/service.ts`, [...SERVICE, ...OWN_SERVICE]],
  [`${ANY}/service-*.ts`, [...SERVICE, ...OWN_SERVICE]],
  [`${ANY}/service/*.ts`, [...SERVICE, ...OWN_SERVICE]],
  [
    `${ANY}/*.ts`,
    [
      ...BASE,
      'src/db/commit.ts',
      'src/directory/workspace.ts',
      'src/directory/limits.ts',
      'src/outbox/kinds.ts',
      'src/outbox/blocks.ts',
      'src/outbox/outbox.ts',
      'src/schedule/ticker.ts',
      'src/slack/**',
      `${ANY}/domain.ts`,
      `${ANY}/states.ts`,
      `${ANY}/service.ts`,
      `${ANY}/views.ts`,
      `${OWN}/*.ts`,
      `${OWN}/views/*.ts`,
      `!${ANY}/store.ts`,
      `!${ANY}/service-*.ts`,
      `!${ANY}/service/*.ts`,
    ],
  ],
  ['src/sandbox/**', ['src/sandbox/**']],
  ['src/demo/**', ['src/**']],
  ['src/main.sandbox.ts', ['src/**']],
  ['src/load.ts', []],
  ['src/cli.ts', ['src/app/**', 'src/cli/**', 'src/main.ts', 'src/demo/*.ts', 'package.json']],
  // The roots, which put the parts together.
  ['src/app/**', ['src/**', '!src/cli/**', '!src/demo/**', '!src/sandbox/**', `!${ANY}/store.ts`]],
  ['src/cli/**', ['src/**', '!src/demo/**', '!src/sandbox/**', `!${ANY}/store.ts`]],
  ['src/main.ts', ['src/app/**', 'src/log.ts', 'src/core/**']],
]

/** The packages that pure layers may use; others are free. */
const PACKAGES: [file: string, mayImport: string[]][] = [
  [
    'src/core/**',
    [
      'zod',
      'date-fns',
      'date-fns/format',
      'date-fns/parse',
      '@date-fns/tz',
      'fastest-levenshtein',
      'csv-parse/sync',
    ],
  ],
  ['src/engine/**', ['minisearch', 'stemmer']],
]

const pattern = (glob: string) =>
  new RegExp(`^${glob.replace(/[.]/g, '\\.').replace(/\*\*|\*/g, (s) => (s === '**' ? '.*' : '[^/]*'))}$`)

const importsOf = ({ path, text }: Source) =>
  [...withoutComments(text).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((m) =>
    posix.join(posix.dirname(path), m[1] as string),
  )

function brokenLayers(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const layer = LAYERS.find(([file]) => pattern(file).test(source.path))
    if (!layer) return [`${source.path} is in no layer`]
    const slice = sliceOf(source.path) ?? ''
    const rules = layer[1].map((rule) => rule.replace('{slice}', slice))
    const matches = (rule: string, target: string) => pattern(rule).test(target)
    const allowed = (target: string) =>
      rules.some((rule) => !rule.startsWith('!') && matches(rule, target)) &&
      !rules.some((rule) => rule.startsWith('!') && matches(rule.slice(1), target))
    return importsOf(source)
      .filter((target) => !allowed(target))
      .map((target) => `${source.path} may not import ${target}`)
  })
}

/** The files that import each other, round about: each group once. */
function cycles(sources: Source[]): string[] {
  const imports = new Map(sources.map((source) => [source.path, importsOf(source)]))
  const reach = (from: string) => {
    const seen = new Set<string>()
    const open = [from]
    for (let path = open.pop(); path !== undefined; path = open.pop())
      for (const target of imports.get(path) ?? [])
        if (!seen.has(target)) {
          seen.add(target)
          open.push(target)
        }
    return seen
  }
  const reached = new Map(sources.map(({ path }) => [path, reach(path)]))
  const groups = [...reached]
    .filter(([path, targets]) => targets.has(path))
    .map(([path, targets]) =>
      [...targets]
        .filter((each) => reached.get(each)?.has(path))
        .sort()
        .join(' '),
    )
  return [...new Set(groups)]
}

function strangePackages(sources: Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const allowed = PACKAGES.find(([file]) => pattern(file).test(path))?.[1]
    const packages = [...withoutComments(text).matchAll(/(?:from|import)\s*\(?\s*'([^.'][^']*)'/g)]
    return packages
      .map((m) => m[1] as string)
      .filter((name) => allowed && !allowed.includes(name) && !name.startsWith('node:'))
      .map((name) => `${path} may not use ${name}`)
  })
}

/** What must not be written outside of its place. */
const WORDS: { where: string; except: string[]; bans: RegExp; why: string }[] = [
  {
    where: 'src/features/**',
    except: [],
    bans: /new Date\(\s*\)|Date\.now\(/,
    why: 'the clock is ctx.now()',
  },
  {
    where: 'src/**',
    except: [
      'src/features/**',
      'src/db/**',
      'src/sandbox/**',
      'src/demo/**',
      'src/*.ts',
      'src/app/**',
      'src/cli/**',
    ],
    bans: /new Date\(\s*\)/,
    why: 'the clock is handed in',
  },
  { where: 'src/features/**', except: [], bans: /Math\.random\(/, why: 'chance is handed in' },
  {
    where: 'src/**',
    except: ['src/app/config.ts', 'src/demo/**'],
    bans: /process\.env/,
    why: 'config.ts reads it',
  },
  {
    where: 'src/**',
    except: ['src/db/**', 'src/sandbox/**', 'src/demo/**'],
    bans: /\.(get|all|run)\(\s*\)|\bdb\.query\b|\blike\(|sql`[^`]*\si?like\s|count\(\*\)/i,
    why: 'it works on one engine only, or differently on the two',
  },
]

function brokenWords(sources: Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    WORDS.filter(({ where }) => pattern(where).test(path))
      .filter(({ except }) => !except.some((glob) => pattern(glob).test(path)))
      .flatMap(({ bans, why }) => {
        const found = bans.exec(withoutComments(text))
        return found ? [`${path} writes ${found[0]}: ${why}`] : []
      }),
  )
}

describe('the layers', () => {
  const sources = sourcesUnder('src')

  it('hold in every file', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(brokenLayers(sources)).toEqual([])
  })

  it('leave the pure parts to few packages', () => {
    expect(strangePackages(sources)).toEqual([])
    const planted = { path: 'src/engine/score.ts', text: "import { WebClient } from '@slack/web-api'" }
    expect(strangePackages([planted])).toHaveLength(1)
  })

  it.each([
    [
      'a feature that reads the database of another',
      'src/features/recognition/kudos/service.ts',
      '../wins/store.ts',
    ],
    ['rules that know Slack', 'src/features/recognition/kudos/domain.ts', '../../../slack/ui/blocks.ts'],
    ['a store that knows Slack', 'src/features/recognition/kudos/store.ts', '../../../slack/ui/blocks.ts'],
    [
      'a service that knows Slack',
      'src/features/recognition/kudos/service.ts',
      '../../../slack/ui/blocks.ts',
    ],
    ['a view that looks behind a service', 'src/features/recognition/kudos/views.ts', './service-give.ts'],
    [
      'a service that looks behind another',
      'src/features/recognition/kudos/service.ts',
      '../wins/service-share.ts',
    ],
    ['views that read the database', 'src/features/recognition/kudos/views.ts', './store.ts'],
    ['a core that knows the database', 'src/core/text.ts', '../db/open.ts'],
    ['an engine that knows the database', 'src/engine/score.ts', '../db/open.ts'],
    ['an outbox that knows a feature', 'src/outbox/deliver.ts', '../features/kudos/service.ts'],
    ['a sandbox that knows the bot', 'src/sandbox/world.ts', '../core/text.ts'],
    ['a bot that knows the sandbox', 'src/app/bot.ts', '../sandbox/index.ts'],
  ])('would catch %s', (_what, path, target) => {
    expect(brokenLayers([{ path, text: `import { x } from '${target}'` }])).toHaveLength(1)
  })

  it('would catch a file that belongs to none', () => {
    expect(brokenLayers([{ path: 'src/helpers/misc.ts', text: '' }])).toEqual([
      'src/helpers/misc.ts is in no layer',
    ])
  })
})

describe('the districts', () => {
  const sources = sourcesUnder('src')

  it('hold in every slice', () => {
    expect(brokenLevels(sources)).toEqual([])
  })

  it.each([
    [
      'a slice that knows a higher district',
      'src/features/pairs/mentorship/service.ts',
      '../../growth/goals/service.ts',
    ],
    [
      'a slice that knows a later one of its own',
      'src/features/growth/goals/service.ts',
      '../trial/service.ts',
    ],
    [
      'a slice that nobody has given a place',
      'src/features/growth/novelty/service.ts',
      '../goals/service.ts',
    ],
  ])('would catch %s', (_what, path, target) => {
    expect(brokenLevels([{ path, text: `import { x } from '${target}'` }])).toHaveLength(1)
  })
})

describe('the imports', () => {
  it('make no cycle of files, types included', () => {
    expect(cycles(sourcesUnder('src'))).toEqual([])
  })

  it('would be caught in one', () => {
    const file = (path: string, target: string) => ({ path, text: `import type { x } from '${target}'` })
    expect(
      cycles([
        file('src/a.ts', './b.ts'),
        file('src/b.ts', './deep/c.ts'),
        file('src/deep/c.ts', '../a.ts'),
        file('src/d.ts', './a.ts'),
      ]),
    ).toEqual(['src/a.ts src/b.ts src/deep/c.ts'])
  })
})

describe('what may be written where', () => {
  it('holds in every file', () => {
    expect(brokenWords(sourcesUnder('src'))).toEqual([])
  })

  it.each([
    ['src/features/recognition/kudos/service.ts', 'const now = Date.now()'],
    ['src/features/recognition/kudos/service.ts', 'const now = new Date()'],
    ['src/features/recognition/kudos/service.ts', 'if (Math.random() < 0.5) return'],
    ['src/slack/platform/client.ts', 'const key = process.env.CAIRN_KEY'],
    ['src/features/recognition/kudos/store.ts', 'return q.select().from(kudos).all()'],
    ['src/features/recognition/kudos/store.ts', 'return q.insert(kudos).values(row).run()'],
    ['src/features/recognition/kudos/store.ts', 'return db.query.kudos.findFirst()'],
    ['src/features/recognition/kudos/store.ts', "return where(like(kudos.giver, 'U%'))"],
    ['src/features/recognition/kudos/store.ts', 'return where(sql`giver like prefix`)'],
    ['src/features/recognition/kudos/store.ts', 'select({ n: sql`count(*)` })'],
  ])('would catch in %s: %s', (path, text) => {
    expect(brokenWords([{ path, text }])).toHaveLength(1)
  })

  it('lets a comment speak of what is banned', () => {
    expect(
      brokenWords([{ path: 'src/features/recognition/kudos/service.ts', text: '// never Date.now()' }]),
    ).toEqual([])
  })
})
