/** What goes between the app and the workspace, and what may be made to go wrong. */
import { useEffect, useRef, useState } from 'react'
import type { TrafficLine } from '../serve/wire.ts'
import { control, detail, page, remove } from './acts.ts'
import { shortDay, shortHour } from './clock.ts'
import { useLive, useTraffic } from './live.ts'

interface Fault {
  name: string
  says: string
  rule: { method?: string; event?: string; kind: string; every?: number; retryAfter?: number; ms?: number }
}

const FAULTS: Fault[] = [
  {
    name: 'Rate limit',
    says: 'Every second message is refused for ten seconds',
    rule: { method: '/^chat\\./', kind: 'ratelimited', every: 2, retryAfter: 10 },
  },
  {
    name: 'Outage',
    says: 'Every call to the workspace fails',
    rule: { method: '/^(chat|views|conversations|users)\\./', kind: 'error500_before' },
  },
  {
    name: 'Lost answers',
    says: 'Messages are posted, and the answer is lost',
    rule: { method: 'chat.postMessage', kind: 'error500_after', every: 2 },
  },
  { name: 'Twice', says: 'What people do is delivered twice', rule: { event: '/./', kind: 'redeliver' } },
]

const SORTS = { call: '→', envelope: '←', error: '!' }

function Switches() {
  const faults = useLive((live) => live.world.faults) ?? []
  const can = useLive((live) => live.world.can)
  const bot = useLive((live) => live.world.bot)
  const on = ({ rule }: Fault) =>
    faults.find((each) => each.kind === rule.kind && each.on === (rule.method ?? rule.event))
  return (
    <div className="faults">
      {FAULTS.map((fault) => {
        const active = on(fault)
        return (
          <button
            type="button"
            key={fault.name}
            className="button"
            aria-pressed={active !== undefined}
            title={fault.says}
            onClick={() => void (active ? remove(`faults/${active.id}`) : control('faults', fault.rule))}
          >
            {fault.name}
            {active && <span className="struck"> · {active.struck}</span>}
          </button>
        )
      })}
      <button type="button" className="button" onClick={() => void control('delivery', { act: 'drop' })}>
        Cut the line
      </button>
      {can?.kill && (
        <button type="button" className="button danger" onClick={() => void page('kill')}>
          Kill the bot
        </button>
      )}
      <span className="bot-state">
        {bot?.mode === 'http' ? 'HTTP' : bot?.reachable ? 'Connected' : 'Not connected'}
      </span>
    </div>
  )
}

function Line({ line, open, onOpen }: { line: TrafficLine; open: boolean; onOpen: () => void }) {
  const [found, setFound] = useState<string>()
  useEffect(() => {
    if (!open) return
    void detail(line.key).then((what) => setFound(JSON.stringify(what, null, 2)))
  }, [open, line.key])
  return (
    <li className={line.ok ? 'line' : 'line bad'}>
      <button type="button" aria-expanded={open} onClick={onOpen}>
        <time>
          {shortDay(line.at, 'UTC').slice(0, 3)} {shortHour(line.at, 'UTC')}
        </time>
        <span aria-hidden="true">{SORTS[line.sort]}</span>
        <span className="hidden">{line.sort}</span>
        <strong>{line.name}</strong>
        <span className="about">{line.about}</span>
        <span className="outcome">{line.outcome}</span>
      </button>
      {open && found !== undefined && <pre>{found}</pre>}
    </li>
  )
}

export function Traffic({ onClose }: { onClose: () => void }) {
  const lines = useTraffic()
  const [badOnly, setBadOnly] = useState(false)
  const [open, setOpen] = useState<string>()
  const list = useRef<HTMLUListElement>(null)
  const shown = badOnly ? lines.filter((each) => !each.ok) : lines
  const { length } = shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line scrolls to the end
  useEffect(() => {
    if (open === undefined) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [length, open])
  return (
    <aside className="traffic" aria-label="Traffic between the bot and the workspace">
      <div className="traffic-head">
        <h2>
          Traffic <span className="struck">(UTC)</span>
        </h2>
        <label className="box">
          <input type="checkbox" checked={badOnly} onChange={() => setBadOnly(!badOnly)} />
          <span>Only what failed</span>
        </label>
        <button type="button" className="quiet" aria-label="Close the traffic view" onClick={onClose}>
          ×
        </button>
      </div>
      <Switches />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className="lines" ref={list} tabIndex={0} aria-label="Calls, events and errors, times in UTC">
        {shown.map((line) => (
          <Line
            key={line.key}
            line={line}
            open={open === line.key}
            onOpen={() => setOpen(open === line.key ? undefined : line.key)}
          />
        ))}
      </ul>
    </aside>
  )
}
