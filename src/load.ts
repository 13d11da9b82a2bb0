/**
 * Runs what `npm run build` bundled: with V8's code cache, and with stack traces that name the sources. It lies beside
 * the bundle, and is the first thing that runs.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { Script } from 'node:vm'

const FOLDER = join(import.meta.dirname, 'bundle')
const installed = createRequire(import.meta.url)

interface Chunk {
  path: string
  script: Script
  module: { exports: unknown }
}

/** What was loaded so far, by name. The build makes code caches of it. */
export const loaded = new Map<string, Chunk>()

/** Runs a file of the bundle, such as `./main.js`, unless it has been; returns what it exports. */
export function load(name: string): unknown {
  const known = loaded.get(name)
  if (known) return known.module.exports
  const path = join(FOLDER, name)
  const cache = `${path}.cache`
  // V8 takes a cache of its own version and of this file alone; any other is as good as none.
  const script = new Script(readFileSync(path, 'utf8'), {
    filename: path,
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  })
  const module = { exports: {} }
  loaded.set(name, { path, script, module })
  const need = (id: string) => (id.startsWith('./') ? load(id) : installed(id))
  script.runInThisContext()(module.exports, need, module, path, FOLDER)
  return module.exports
}

interface Place {
  path: string
  /** From 1. */
  line: number
  column: number
  /** Where in the sources that is, such as `src/app/run.ts:12:3`. */
  origin?: string
}

/** As V8 writes it, with places in the bundle told as places in the sources. */
Error.prepareStackTrace = (error, calls) => {
  const places = calls.map((call): Place => {
    const [path, line, column] = [call.getFileName(), call.getLineNumber(), call.getColumnNumber()]
    return { path: path ?? '', line: line ?? 0, column: column ?? 0 }
  })
  const paths = places.map((place) => place.path).filter((path) => path.startsWith(FOLDER))
  for (const path of new Set(paths))
    try {
      const map = JSON.parse(readFileSync(`${path}.map`, 'utf8'))
      const those = places.filter((place) => place.path === path)
      findOrigins(map, those)
    } catch {
      // A stack trace that names the bundle is better than none.
    }
  const lines = calls.map((call, i) => {
    const { path, line, column, origin } = places[i]!
    return `\n    at ${origin ? String(call).replace(`${path}:${line}:${column}`, origin) : call}`
  })
  return `${Error.prototype.toString.call(error)}${lines.join('')}`
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const DIGIT = Uint8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)))
const [COMMA, SEMICOLON] = [44, 59]

/**
 * Looks places of one file up in its source map, which is read through once and not kept: as Node's own SourceMap it
 * takes 80 MB. In `mappings` a line ends in a semicolon and a segment in a comma or with its line; a segment is up to
 * five numbers in base 64, each the difference to the last one: column; source, line and column there; name.
 */
function findOrigins({ sources, mappings }: { sources: string[]; mappings: string }, places: Place[]): void {
  const waiting = places.sort((a, b) => b.line - a.line || b.column - a.column)
  const segment = [0, 0, 0, 0, 0]
  let [row, field, value, shift] = [1, 0, 0, 0]
  let [source, line, column] = [0, 0, 0]
  /** Those that lie before this place come from where the last segment does. */
  const found = (beforeRow: number, beforeColumn: number) => {
    for (let place = waiting.at(-1); place; place = waiting.at(-1)) {
      if (place.line > beforeRow || (place.line === beforeRow && place.column > beforeColumn)) return
      place.origin = `${relative('../..', sources[source]!)}:${line + 1}:${column + 1}`
      waiting.pop()
    }
  }
  for (let i = 0; i < mappings.length && waiting.length > 0; i++) {
    const code = mappings.charCodeAt(i)
    if (code !== COMMA && code !== SEMICOLON) {
      const digit = DIGIT[code]!
      value |= (digit & 31) << shift
      shift += 5
      if (digit & 32) continue
      segment[field++]! += value & 1 ? -(value >> 1) : value >> 1
      value = shift = 0
      continue
    }
    if (field > 0) found(row, segment[0]!)
    if (field > 1) [, source, line, column] = segment as [number, number, number, number]
    field = 0
    if (code === SEMICOLON) [row, segment[0]] = [row + 1, 0]
  }
  found(row + 1, 0)
}
