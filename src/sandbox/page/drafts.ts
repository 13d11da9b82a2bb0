/** What was typed into inputs and not sent yet, by view and element: it outlives a look at another person. */
import { useCallback, useSyncExternalStore } from 'react'
import type { Choice } from './surface.tsx'

const drafts = new Map<string, Record<string, Choice>>()
const listeners = new Set<() => void>()
const NONE: Record<string, Choice> = {}

const changed = () => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The drafts of one view or message. Keys are block id and action id with a bar between. */
export function useDraft(owner: string) {
  const draft = useSyncExternalStore(subscribe, () => drafts.get(owner) ?? NONE)
  const keep = useCallback(
    (key: string, choice: Choice) => {
      drafts.set(owner, { ...drafts.get(owner), [key]: choice })
      changed()
    },
    [owner],
  )
  const clear = useCallback(() => {
    if (drafts.delete(owner)) changed()
  }, [owner])
  return { draft, keep, clear }
}
