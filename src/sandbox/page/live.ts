/** What the sandbox tells over its socket, kept so that each part of the page hears of its own changes alone. */
import { useEffect, useSyncExternalStore } from 'react'
import type {
  FromPage,
  Look,
  MessageChange,
  PageMessage,
  PaneParts,
  ToPage,
  TrafficLine,
  WorldParts,
} from '../serve/wire.ts'

interface PaneState extends Partial<PaneParts> {
  channel?: string | null
  messages: PageMessage[]
  more: boolean
}

export interface Live {
  connected: boolean
  world: Partial<WorldParts>
  panes: Record<string, PaneState>
  traffic: TrafficLine[]
}

const EMPTY: PaneState = { messages: [], more: false }
const AGAIN_MS = 700

let live: Live = { connected: false, world: {}, panes: {}, traffic: [] }
const listeners = new Set<() => void>()
const looks = new Map<string, Look>()
let trafficWanted = false
let socket: WebSocket | undefined

function put(next: Partial<Live>) {
  live = { ...live, ...next }
  for (const listener of listeners) listener()
}

const say = (message: FromPage) => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
}

const before = (a: PageMessage, b: PageMessage) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0)

/** The messages after a change, in order. New ones mostly belong at the end, where no sorting is needed. */
function merged(messages: PageMessage[], { reset, upsert, remove }: MessageChange): PageMessage[] {
  if (reset) return [...upsert].sort(before)
  if (upsert.length === 0 && remove.length === 0) return messages
  const changed = new Map(upsert.map((each) => [each.ts, each]))
  const gone = new Set(remove)
  const kept: PageMessage[] = []
  for (const each of messages) {
    if (gone.has(each.ts)) continue
    kept.push(changed.get(each.ts) ?? each)
    changed.delete(each.ts)
  }
  const last = kept.at(-1)?.ts ?? ''
  const fresh = [...changed.values()].sort(before)
  const inOrder = fresh.length === 0 || fresh[0]!.ts > last
  kept.push(...fresh)
  return inOrder ? kept : kept.sort(before)
}

function heard(message: ToPage) {
  if ('world' in message) return put({ world: { ...live.world, ...message.world } })
  if ('traffic' in message) return put({ traffic: message.traffic })
  const { pane, parts, messages: change } = message
  if (!looks.has(pane)) return
  const old = live.panes[pane] ?? EMPTY
  const next: PaneState = { ...old, ...parts }
  if (change) {
    next.channel = change.channel
    next.messages = merged(old.messages, change)
    next.more = change.more
  }
  put({ panes: { ...live.panes, [pane]: next } })
}

function connect() {
  const here = new WebSocket(`ws://${location.host}/page/live`)
  socket = here
  here.onopen = () => {
    put({ connected: true, panes: {} })
    for (const look of looks.values()) say({ look })
    if (trafficWanted) say({ traffic: true })
  }
  here.onmessage = ({ data }) => heard(JSON.parse(data as string) as ToPage)
  here.onclose = () => {
    put({ connected: false })
    setTimeout(connect, AGAIN_MS)
  }
}

const subscribe = (listener: () => void) => {
  if (!socket) connect()
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** A part of what is known; rendered again when that part changes. */
export function useLive<T>(pick: (live: Live) => T): T {
  return useSyncExternalStore(subscribe, () => pick(live))
}

/** What one pane shows. Tells the sandbox what it looks at. */
export function usePane(name: string, as: string, open: string | null, limit: number): PaneState {
  const pane = `${name}:${as}`
  useEffect(() => {
    const look = { pane, as, open, limit }
    looks.set(pane, look)
    say({ look })
  }, [pane, as, open, limit])
  useEffect(
    () => () => {
      looks.delete(pane)
      say({ unlook: pane })
      const { [pane]: _gone, ...panes } = live.panes
      put({ panes })
    },
    [pane],
  )
  return useLive((each) => each.panes[pane] ?? EMPTY)
}

/** Lines of traffic, while somebody looks at them. */
export function useTraffic(): TrafficLine[] {
  useEffect(() => {
    trafficWanted = true
    say({ traffic: true })
    return () => {
      trafficWanted = false
      say({ traffic: false })
    }
  }, [])
  return useLive((each) => each.traffic)
}
