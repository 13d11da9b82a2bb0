/** Who may import whom, and what may be written where. docs/decisions/0005 says why this is a test of our own. */
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Source, sourcesUnder, withoutComments } from './support/sources.ts'

/** What every slice may use, and what its files near Slack may use besides. */
const BASE = ['src/core/**', 'src/context.ts', 'src/matching/index.ts']
const OWN = 'src/features/{slice}'

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
  'src/features/*/domain.ts',
  'src/features/*/service.ts',
]

/**
 * The layers: the first pattern that fits a file says what it may import. `{slice}` is the file's own slice,
 * `*` any name, `**` anything below. The files of a slice have fixed names; others in it are parts of its views.
 */
const LAYERS: [file: string, mayImport: string[]][] = [
  ['src/core/**', ['src/core/**']],
  ['src/matching/**', ['src/core/**', 'src/matching/**']],
  ['src/db/**', ['src/core/**', 'src/db/**']],
  ['src/log.ts', ['src/db/errors.ts']],
  ['src/config.ts', ['src/db/seal.ts']],
  [
    'src/context.ts',
    ['src/db/**', 'src/directory/**', 'src/outbox/outbox.ts', 'src/schedule/schedule.ts', 'src/log.ts'],
  ],
  ['src/directory/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/directory/**']],
  ['src/outbox/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/log.ts', 'src/outbox/**']],
  ['src/schedule/**', ['src/core/**', 'src/db/**', 'src/context.ts', 'src/log.ts', 'src/schedule/**']],
  [
    'src/slack/**',
    [
      'src/core/**',
      'src/db/**',
      'src/context.ts',
      'src/config.ts',
      'src/log.ts',
      'src/directory/**',
      'src/outbox/**',
      'src/schedule/**',
      'src/slack/**',
    ],
  ],
  ['src/features/index.ts', ['src/slack/feature.ts', 'src/features/*/index.ts']],
  ['src/features/*/states.ts', []],
  [
    'src/features/*/domain.ts',
    ['src/core/**', 'src/matching/index.ts', `${OWN}/domain.ts`, `${OWN}/states.ts`],
  ],
  // What comes with Cairn as files; the build puts it into the bundle as data.
  ['src/features/*/files.ts', ['src/core/**', `${OWN}/domain.ts`]],
  [
    'src/features/*/store.ts',
    ['src/core/**', 'src/context.ts', 'src/db/**', `${OWN}/domain.ts`, `${OWN}/states.ts`, `${OWN}/files.ts`],
  ],
  // A large service is several files behind its face; other slices know the face alone.
  ['src/features/*/service.ts', [...SERVICE, `${OWN}/service-*.ts`]],
  ['src/features/*/service-*.ts', [...SERVICE, `${OWN}/service-*.ts`]],
  [
    'src/features/*/*.ts',
    [
      ...BASE,
      'src/db/commit.ts',
      'src/outbox/kinds.ts',
      'src/outbox/outbox.ts',
      'src/schedule/ticker.ts',
      'src/slack/**',
      'src/features/*/domain.ts',
      'src/features/*/service.ts',
      'src/features/*/views.ts',
      `${OWN}/*.ts`,
      '!src/features/*/store.ts',
      '!src/features/*/service-*.ts',
    ],
  ],
  ['src/sandbox/**', ['src/sandbox/**']],
  ['src/demo/**', ['src/**']],
  ['src/main.sandbox.ts', ['src/**']],
  ['src/cli.ts', ['src/*.ts', 'src/demo/*.ts', 'package.json']],
  // The roots, which put the parts together.
  ['src/*.ts', ['src/**', '!src/demo/**', '!src/sandbox/**', '!src/features/*/store.ts']],
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
  ['src/matching/**', ['minisearch']],
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
    const slice = /^src\/features\/([^/]+)\//.exec(source.path)?.[1] ?? ''
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
    except: ['src/features/**', 'src/db/**', 'src/sandbox/**', 'src/demo/**', 'src/*.ts'],
    bans: /new Date\(\s*\)/,
    why: 'the clock is handed in',
  },
  { where: 'src/features/**', except: [], bans: /Math\.random\(/, why: 'chance is handed in' },
  {
    where: 'src/**',
    except: ['src/config.ts', 'src/demo/**'],
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
    const planted = { path: 'src/matching/score.ts', text: "import { WebClient } from '@slack/web-api'" }
    expect(strangePackages([planted])).toHaveLength(1)
  })

  it.each([
    ['a feature that reads the database of another', 'src/features/kudos/service.ts', '../wins/store.ts'],
    ['rules that know Slack', 'src/features/kudos/domain.ts', '../../slack/blocks.ts'],
    ['a store that knows Slack', 'src/features/kudos/store.ts', '../../slack/blocks.ts'],
    ['a service that knows Slack', 'src/features/kudos/service.ts', '../../slack/blocks.ts'],
    ['a view that looks behind a service', 'src/features/kudos/views.ts', './service-give.ts'],
    ['a service that looks behind another', 'src/features/kudos/service.ts', '../wins/service-share.ts'],
    ['views that read the database', 'src/features/kudos/views.ts', './store.ts'],
    ['a core that knows the database', 'src/core/text.ts', '../db/open.ts'],
    ['an engine that knows the database', 'src/matching/score.ts', '../db/open.ts'],
    ['an outbox that knows a feature', 'src/outbox/deliver.ts', '../features/kudos/service.ts'],
    ['a sandbox that knows the bot', 'src/sandbox/world.ts', '../core/text.ts'],
    ['a bot that knows the sandbox', 'src/bot.ts', './sandbox/index.ts'],
  ])('would catch %s', (_what, path, target) => {
    expect(brokenLayers([{ path, text: `import { x } from '${target}'` }])).toHaveLength(1)
  })

  it('would catch a file that belongs to none', () => {
    expect(brokenLayers([{ path: 'src/helpers/misc.ts', text: '' }])).toEqual([
      'src/helpers/misc.ts is in no layer',
    ])
  })
})

describe('what may be written where', () => {
  it('holds in every file', () => {
    expect(brokenWords(sourcesUnder('src'))).toEqual([])
  })

  it.each([
    ['src/features/kudos/service.ts', 'const now = Date.now()'],
    ['src/features/kudos/service.ts', 'const now = new Date()'],
    ['src/features/kudos/service.ts', 'if (Math.random() < 0.5) return'],
    ['src/slack/client.ts', 'const key = process.env.CAIRN_KEY'],
    ['src/features/kudos/store.ts', 'return q.select().from(kudos).all()'],
    ['src/features/kudos/store.ts', 'return q.insert(kudos).values(row).run()'],
    ['src/features/kudos/store.ts', 'return db.query.kudos.findFirst()'],
    ['src/features/kudos/store.ts', "return where(like(kudos.giver, 'U%'))"],
    ['src/features/kudos/store.ts', 'return where(sql`giver like prefix`)'],
    ['src/features/kudos/store.ts', 'select({ n: sql`count(*)` })'],
  ])('would catch in %s: %s', (path, text) => {
    expect(brokenWords([{ path, text }])).toHaveLength(1)
  })

  it('lets a comment speak of what is banned', () => {
    expect(brokenWords([{ path: 'src/features/kudos/service.ts', text: '// never Date.now()' }])).toEqual([])
  })
})
