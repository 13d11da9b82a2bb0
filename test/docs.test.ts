/** What the documents say can be done, can be done. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { features } from '../src/features/index.ts'
import { ROOT, readText } from './support/sources.ts'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/decisions', 'src/sandbox']
    .flatMap((folder) => readdirSync(`${ROOT}${folder}`).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.md')),
]
const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> }
const commands = features.flatMap((feature) => Object.keys(feature.commands ?? {}))

describe.each(documents)('%s', (path) => {
  const text = readText(path)

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((m) => m[1] as string)
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([])
  })

  it('names scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([a-z]+)/g)].map((m) => m[1] as string)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  it('names commands that exist', () => {
    // What a newcomer is shown to write does not exist yet.
    const told = text.replace(/^```(ts|diff) [\s\S]*?^```$/gm, '')
    const named = [...told.matchAll(/`\/mentor ([a-z]+)/g)].map((m) => m[1] as string)
    expect(named.filter((name) => !commands.includes(name))).toEqual([])
  })

  it('names subcommands of cairn that exist, and no other program for the database', () => {
    const known = [...readText('src/cli.ts').matchAll(/\.command\('([a-z]+)'/g)].map((m) => m[1])
    const named = [...text.matchAll(/(?:npm run cairn(?: --)?|dist\/cli\.js) ([a-z]+)/g)].map((m) => m[1])
    expect(named.filter((name) => !known.includes(name))).toEqual([])
    expect(text).not.toMatch(/`sqlite3 /)
  })

  it('names files that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|migrations|bench)\/[\w./-]+)`/g)].map(
      (m) => m[1] as string,
    )
    expect(named.filter((name) => !existsSync(`${ROOT}${name}`))).toEqual([])
  })
})

it('the glossary has each word once, in the form of a table', () => {
  const words = [...readText('docs/glossary.md').matchAll(/^\| ([a-z][^|]*?) \|/gim)].map((m) => m[1])
  expect(words.length).toBeGreaterThan(25)
  expect(words).toEqual([...new Set(words)])
})
