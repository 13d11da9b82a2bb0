/** The whole workspace as plain JSON, and back: a demo keeps it between runs. */
import { emptyStore, type Store, type World } from './world.ts'

export interface Snapshot {
  version: 1
  now: number
  scopes: string[]
  store: Record<string, unknown>
}

const isMap = (value: unknown): value is Map<string, unknown> => value instanceof Map

export function takeSnapshot(world: World): Snapshot {
  const store: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(world.store)) {
    if (key === 'fileContents') {
      store[key] = [...world.store.fileContents].map(([id, bytes]) => [
        id,
        Buffer.from(bytes).toString('base64'),
      ])
    } else store[key] = isMap(value) ? [...value] : value
  }
  return structuredClone({ version: 1, now: world.clock.now(), scopes: world.manifest.scopes, store })
}

/** Puts a snapshot in place of everything. The clock moves on to it, but never back. @throws if it is none */
export function restoreSnapshot(world: World, snapshot: unknown): void {
  const given = snapshot as Snapshot | null
  if (given?.version !== 1 || typeof given.store !== 'object')
    throw new Error('This is no snapshot of a sandbox')
  const fresh = emptyStore() as unknown as Record<string, unknown>
  const source = structuredClone(given.store)
  for (const key of Object.keys(fresh)) {
    const value = source[key]
    if (value === undefined) continue
    fresh[key] = isMap(fresh[key]) ? new Map(value as [string, unknown][]) : value
  }
  const contents = (source.fileContents ?? []) as [string, string][]
  fresh.fileContents = new Map(contents.map(([id, text]) => [id, Buffer.from(text, 'base64')]))
  Object.assign(world.store, fresh as unknown as Store)
  world.manifest.scopes = given.scopes
  if (given.now > world.clock.now()) world.clock.set(given.now)
  world.changed()
}
