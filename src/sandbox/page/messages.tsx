/** The messages of a conversation. Only those in sight are in the page, however many there are. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { VList, type VListHandle } from 'virtua'
import { renderDate } from '../render/mrkdwn.ts'
import type { PageMessage } from '../serve/wire.ts'
import { dayKey } from './clock.ts'
import { MessageView } from './message.tsx'
import { useReader } from './reading.tsx'
import type { Acts } from './use-acts.ts'

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 5 * 60_000
/** So near to the end, in pixels, a new message scrolls into sight. */
const NEAR = 120

interface Row {
  key: string
  day?: string
  message?: PageMessage
  replies: PageMessage[]
  follows: boolean
}

/** Replies by the message they belong to, of those on show; what only one person sees stands where it came. */
function threadsOf(messages: PageMessage[]): Map<string, PageMessage[]> {
  const known = new Set(messages.map((each) => each.ts))
  const threads = new Map<string, PageMessage[]>()
  for (const each of messages) {
    const parent = each.thread_ts
    if (!parent || parent === each.ts || each.ephemeral || !known.has(parent)) continue
    threads.set(parent, [...(threads.get(parent) ?? []), each])
  }
  return threads
}

function Replies({ replies, acts }: { replies: PageMessage[]; acts: Acts }) {
  if (replies.length === 0) return null
  return (
    <details className="replies">
      <summary>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</summary>
      {replies.map((each) => (
        <MessageView key={each.ts} message={each} follows={false} acts={acts} />
      ))}
    </details>
  )
}

export function Messages({
  name,
  messages,
  more,
  onMore,
  acts,
}: {
  name: string
  messages: PageMessage[]
  more: boolean
  onMore: () => void
  acts: Acts
}) {
  const reader = useReader()
  const list = useRef<VListHandle>(null)
  const atEnd = useRef(true)
  const oldest = useRef<string | undefined>(undefined)
  const { tz, now } = reader
  const rows = useMemo(() => {
    const made: Row[] = []
    const threads = threadsOf(messages)
    const inThread = new Set([...threads.values()].flat())
    let last: PageMessage | undefined
    let lastDay = ''
    for (const message of messages) {
      if (inThread.has(message)) continue
      const day = dayKey(message.at, tz)
      if (day !== lastDay)
        made.push({
          key: day,
          day: renderDate(Math.floor(message.at / 1000), '{day_divider_pretty}', { ...reader, now }) ?? day,
          replies: [],
          follows: false,
        })
      const follows =
        day === lastDay &&
        last?.user === message.user &&
        last.username === message.username &&
        !message.ephemeral &&
        !last.ephemeral &&
        message.at - last.at < TOGETHER_MS
      made.push({ key: message.ts, message, replies: threads.get(message.ts) ?? [], follows })
      last = message
      lastDay = day
    }
    return made
  }, [messages, tz, now, reader])

  // Older ones that came in before those on show must not move them.
  const shift = oldest.current !== undefined && messages[0] !== undefined && messages[0].ts < oldest.current
  useLayoutEffect(() => {
    oldest.current = messages[0]?.ts
    if (atEnd.current && rows.length > 0) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [rows, messages])
  // Fonts and wrapping settle after the first layout.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (atEnd.current && rows.length > 0) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
    })
    return () => cancelAnimationFrame(frame)
  }, [rows])

  if (messages.length === 0) return <div className="nothing">Nothing here yet.</div>
  return (
    <VList
      ref={list}
      className="messages"
      role="log"
      aria-label={`Messages in ${name}`}
      tabIndex={0}
      shift={shift}
      onScroll={(offset) => {
        const handle = list.current
        if (!handle) return
        atEnd.current = handle.scrollSize - offset - handle.viewportSize < NEAR
        if (offset < 200 && more) onMore()
      }}
    >
      {rows.map((row) =>
        row.message ? (
          <div key={row.key}>
            <MessageView message={row.message} follows={row.follows} acts={acts} />
            <Replies replies={row.replies} acts={acts} />
          </div>
        ) : (
          <div className="day" key={row.key}>
            <span>{(row.day ?? '').replace(/^./, (first) => first.toUpperCase())}</span>
          </div>
        ),
      )}
    </VList>
  )
}
