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

/** As V8 writes it, with places in the bundle told as places in the sources. */
Error.prepareStackTrace = (error, calls) => {
  const maps = new Map<string, SourceMap>()
  const lines = calls.map((call) => `\n    at ${inSources(call, maps)}`)
  return `${Error.prototype.toString.call(error)}${lines.join('')}`
}

function inSources(call: NodeJS.CallSite, maps: Map<string, SourceMap>): string {
  const said = String(call)
  const [path, line, column] = [call.getFileName(), call.getLineNumber(), call.getColumnNumber()]
  if (!path?.startsWith(FOLDER) || !line || !column) return said
  try {
    const map = maps.get(path) ?? (JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMap)
    maps.set(path, map)
    return said.replace(`${path}:${line}:${column}`, originOf(map, line - 1, column - 1))
  } catch {
    return said
  }
}

interface SourceMap {
  sources: string[]
  /** Segments: lines end in `;`, segments in `,`, and numbers are differences in base 64. */
  mappings: string
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const DIGIT = Uint8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)))

/**
 * Where a place of a generated file (line and column from 0) comes from, as `src/run.ts:12:3`. It reads the map up to
 * there and keeps nothing: Node's own SourceMap takes 80 MB for these.
 */
function originOf({ sources, mappings }: SourceMap, line: number, column: number): string {
  const field = [0, 0, 0, 0, 0]
  let [row, next, value, shift] = [0, 0, 0, 0]
  let [source, from, at] = [0, 0, 0]
  for (let i = 0; i < mappings.length; i++) {
    const letter = mappings[i]
    if (letter === ',' || letter === ';') {
      if (row === line && field[0]! > column) break
      if (next > 1) [source, from, at] = [field[1]!, field[2]!, field[3]!]
      next = 0
      if (letter === ';' && ++row > line) break
      if (letter === ';') field[0] = 0
      continue
    }
    const digit = DIGIT[mappings.charCodeAt(i)]!
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    field[next++]! += value & 1 ? -(value >> 1) : value >> 1
    value = shift = 0
  }
  return `${relative('../..', sources[source]!)}:${from + 1}:${at + 1}`
}
