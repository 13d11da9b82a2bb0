/** The guides are files: written by people, readable and editable by people. Read once, and checked. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { CircleQuestion, Front, type Guide, PHASES, partsOf, Tip } from './domain.ts'

const folder = new URL('./data/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')

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

/** In the order of a mentorship. */
export const guides: readonly Guide[] = all
  .filter((guide) => guide.phase !== 'orientation')
  .sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase))

export const orientation = all.find((guide) => guide.phase === 'orientation') as Guide

export const tips: readonly Tip[] = z.array(Tip).parse(parse(read('tips.yml')))
export const circle: readonly CircleQuestion[] = z.array(CircleQuestion).parse(parse(read('circle.yml')))
