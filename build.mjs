/**
 * `npm run build`: the bundle of all that runs, the sandbox's page, and V8's code cache of what a start needs. See
 * docs/decisions/0024-one-bundle.md.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { build as buildPage } from 'vite'

/** What Node is started with, and the source of each. */
const ENTRIES = {
  'main.js': 'src/main.ts',
  'cli.js': 'src/cli.ts',
  'main.sandbox.js': 'src/main.sandbox.ts',
  'engine/thread.js': 'src/engine/thread.ts',
}

/** Compiled for the machine, and an alternative for speed that is not installed. */
const EXTERNAL = ['better-sqlite3', 'pg-native']

/** What a module exports, as it is when it has run. */
async function exportsOf(source) {
  const bundle = await rolldown({ input: source, platform: 'node' })
  const file = 'dist/read-once.mjs'
  await bundle.write({ file, format: 'esm' })
  const exports = await import(`${pathToFileURL(file)}?${Date.now()}`)
  rmSync(file)
  return Object.entries(exports)
}

/** Puts the guides into the bundle as data: reading them as YAML would be a tenth of each start. */
const guides = {
  name: 'guides',
  load: {
    filter: { id: /\/features\/growth\/guides\/files\.ts$/ },
    handler: async (id) =>
      (await exportsOf(id))
        .map(([name, data]) => `export const ${name} = ${JSON.stringify(data)}`)
        .join('\n'),
  },
}

/** What is learnt from the bank of phrases, packed: learning it takes seconds. */
const meaning = {
  name: 'meaning',
  load: {
    filter: { id: /\/engine\/meaning\/learnt\.ts$/ },
    handler: async (id) => {
      const exports = Object.fromEntries(await exportsOf(id))
      return `const packed = ${JSON.stringify(exports.learnt())}\nexport const learnt = () => packed`
    },
  },
}

/** What Bolt reads and Cairn never uses: Express with all that comes with it, Lambda, and installing by a web page. */
const unused = {
  name: 'unused',
  load: {
    filter: { id: /@slack\/(bolt\/dist\/receivers\/(Express|AwsLambda)Receiver|oauth\/dist\/index)\.js$/ },
    handler: () => 'module.exports = {}',
  },
}

/** One letter beyond Latin-1 doubles the memory that V8 takes for a file. The bundler leaves those in templates. */
const latin = {
  name: 'latin',
  transform: {
    filter: { code: /[^\0-\xff]/ },
    handler: (code) => ({
      code: code.replace(
        /[^\0-\xff]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      map: null,
    }),
  },
}

async function bundle() {
  const input = Object.fromEntries(
    Object.entries(ENTRIES).map(([name, source]) => [name.replace('/', '-'), source]),
  )
  const all = await rolldown({
    input: { ...input, 'sandbox.js': 'src/sandbox/index.ts' },
    platform: 'node',
    external: EXTERNAL,
    plugins: [guides, meaning, unused, latin],
  })
  await all.write({
    dir: 'dist/bundle',
    format: 'cjs',
    strict: true,
    entryFileNames: '[name]',
    chunkFileNames: '[name].js',
    charset: 'ascii',
    // As Node wraps CommonJS: here, so that nothing need be copied at the start.
    postBanner: '(function (exports, require, module, __filename, __dirname) {',
    postFooter: '})',
    comments: false,
    sourcemap: 'hidden',
    sourcemapExcludeSources: true,
  })
}

/** The files by which Node is started: each loads its part of the bundle, as CommonJS, which starts soonest. */
async function doors() {
  const loader = await rolldown({ input: 'src/load.ts', platform: 'node' })
  await loader.write({ file: 'dist/load.js', format: 'cjs' })
  for (const name of Object.keys(ENTRIES)) {
    mkdirSync(dirname(`dist/${name}`), { recursive: true })
    const up = name.includes('/') ? '../' : './'
    writeFileSync(
      `dist/${name}`,
      `#!/usr/bin/env node\nrequire('${up}load.js').load('./${name.replace('/', '-')}')\n`,
    )
  }
  const type = (folder, type) => writeFileSync(`${folder}/package.json`, JSON.stringify({ type }))
  type('dist', 'commonjs')
  // Where the benches are compiled to.
  mkdirSync('dist/.bench')
  type('dist/.bench', 'module')
}

/** Starts Cairn on a sandbox, once, and keeps what V8 compiled for it. */
async function codeCache() {
  const { load, loaded } = createRequire(import.meta.url)('./dist/load.js')
  const sandbox = await load('./sandbox.js').startSandbox({ port: 0 })
  Object.assign(process.env, {
    SLACK_BOT_TOKEN: sandbox.tokens.bot,
    SLACK_APP_TOKEN: sandbox.tokens.app,
    SLACK_API_URL: sandbox.apiUrl,
    CAIRN_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: ':memory:',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  })
  process.argv = [process.execPath, 'cairn', 'start']
  load('./cli.js')
  await sandbox.until(() => sandbox.deliver.connections > 0, 60_000)
  for (const { path, script } of loaded.values()) writeFileSync(`${path}.cache`, script.createCachedData())
}

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist')
await bundle()
await buildPage({ logLevel: 'warn' })
await doors()
await codeCache()
process.exit()
