/** What a request asks for in one turn of the event loop is read together, and nothing of it twice. */
import DataLoader from 'dataloader'
import { AT_ONCE, chunksOf } from './prepared.ts'
import type { Scope } from './scope.ts'

type Loader = DataLoader<[key: string, item: unknown], unknown, string>
const loaders = new WeakMap<object, Map<string, Loader>>()

type Read<Item, T> = (items: Map<string, Item>) => Promise<Map<string, T>>

const placeOf = (question: string, key: string) => `${question} ${key}`

/** The one of a request for this question. What it has read stands in the request's memory, which each commit empties. */
function loaderOf<Item, T>(
  memory: NonNullable<Scope['read']>,
  question: string,
  read: Read<Item, T>,
): Loader {
  const here = loaders.get(memory) ?? new Map<string, Loader>()
  loaders.set(memory, here)
  const known = here.get(question)
  if (known) return known
  const loader: Loader = new DataLoader(
    async (asked) => {
      const found = await read(new Map(asked) as Map<string, Item>)
      return asked.map(([key]) => found.get(key))
    },
    {
      cacheKeyFn: ([key]) => key,
      cacheMap: {
        get: (key) => memory.get(placeOf(question, key)),
        set: (key, answer) => memory.set(placeOf(question, key), answer),
        delete: (key) => memory.delete(placeOf(question, key)),
        clear: () => memory.clear(),
      },
      maxBatchSize: AT_ONCE,
    },
  )
  here.set(question, loader)
  return loader
}

/**
 * Reads single things of one kind, by their keys: in a request each of them once, and all that are asked for in one
 * turn of the event loop together, as many as one statement takes. What there is nothing of is missing in the answer of
 * `read`, and in this one.
 */
export async function inTurn<Item, T>(
  { read: memory }: Scope,
  question: string,
  items: Map<string, Item>,
  read: Read<Item, T>,
): Promise<Map<string, T>> {
  if (!memory) {
    const parts = await Promise.all([...chunksOf([...items])].map((some) => read(new Map(some))))
    return new Map(parts.flatMap((part) => [...part]))
  }
  const loader = loaderOf(memory, question, read)
  // What is there already is not to wait for what is asked now, as the loader would have it: who goes on from it asks in
  // the same turn.
  const found = await Promise.all(
    [...items].map((item) => memory.get(placeOf(question, item[0])) ?? loader.load(item)),
  )
  return new Map(
    [...items.keys()].flatMap((key, i) => (found[i] === undefined ? [] : [[key, found[i] as T] as const])),
  )
}
