/**
 * Guides that come with Cairn: files, readable by people, read once and checked. The build does that, and puts what
 * this file exports into the bundle in its place: so it exports plain data alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { programFile } from '../../../core/program-files.ts'
import { CircleQuestion, Front, type Guide, PHASES, partsOf, Tip } from './domain.ts'

const folder = programFile('src/features/growth/guides/data')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

function readGuide(name: string): Guide {
  const [, front = '', body = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(name).replace(/\r\n/g, '\n')) ?? []
  return { id: name.replace(/\.md$/, ''), ...Front.parse(parse(front)), parts: partsOf(body) }
}

const all = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map(readGuide)

const order: readonly string[] = PHASES

/** Those that come with Cairn, in the order of a mentorship. */
export const builtIn: readonly Guide[] = all
  .filter((guide) => guide.phase !== 'orientation')
  .sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase))

export const orientation = all.find((guide) => guide.phase === 'orientation') as Guide

export const tips: readonly Tip[] = z.array(Tip).parse(parse(read('tips.yml')))
export const circle: readonly CircleQuestion[] = z.array(CircleQuestion).parse(parse(read('circle.yml')))
