/** The bar on top: what time it is, and how to let it pass. */
import { useRef, useState } from 'react'
import type { PagePerson } from '../serve/wire.ts'
import { page } from './acts.ts'
import { placeOf, shortDay, shortHour, useNow } from './clock.ts'
import { useLive } from './live.ts'

const WEEKS = 12

function Passing() {
  const busy = useLive((live) => live.world.busy)
  if (!busy) return null
  const done = Math.min(1, (busy.at - busy.from) / Math.max(1, busy.to - busy.from))
  return (
    <div className="passing">
      <span>{busy.what}</span>
      <progress value={done} max={1} aria-label={busy.what} />
      {busy.mayStop && (
        <button type="button" className="button" onClick={() => void page('stop')}>
          Stop
        </button>
      )}
    </div>
  )
}

export function Header({
  me,
  beside,
  traffic,
  onBeside,
  onTraffic,
}: {
  me: PagePerson
  beside: boolean
  traffic: boolean
  onBeside: () => void
  onTraffic: () => void
}) {
  const now = useNow(60_000)
  const world = useLive((live) => live.world)
  const [trouble, setTrouble] = useState('')
  const asked = useRef(false)
  const pass = async (path: string, body: unknown) => {
    // The second half of a double click is not another wish.
    if (asked.current) return
    asked.current = true
    setTrouble('')
    try {
      const result = await page<{ came?: boolean }>(path, body)
      if (result.came === false) setTrouble('Two weeks went by, and nobody was told anything.')
    } catch (error) {
      setTrouble((error as Error).message)
    } finally {
      asked.current = false
    }
  }
  const zones = [...new Set(world.people?.filter((each) => each.playable).map((each) => each.tz))]
  return (
    <header className="bar">
      <img src="/icon.svg" alt="" />
      <div className="workspace">
        <strong>{world.workspace?.name}</strong>
        <span>Everything here is fictional</span>
      </div>
      <div className="clock" title={zones.map((tz) => `${placeOf(tz)} ${shortHour(now, tz)}`).join('\n')}>
        <strong>
          {shortDay(now, me.tz)}, <time>{shortHour(now, me.tz)}</time>
        </strong>
        <span>in {placeOf(me.tz)}</span>
      </div>
      {world.busy ? (
        <Passing />
      ) : (
        <section className="steps" aria-label="Let time pass">
          <button type="button" className="button" onClick={() => void pass('time', { by: 'hour' })}>
            +1 hour
          </button>
          {world.can?.prompt && (
            <button type="button" className="button" onClick={() => void pass('time', { by: 'prompt' })}>
              Next message
            </button>
          )}
          <button type="button" className="button" onClick={() => void pass('time', { by: 'day' })}>
            +1 day
          </button>
          <button type="button" className="button" onClick={() => void pass('time', { by: 'week' })}>
            +1 week
          </button>
          {world.can?.play && (
            <button
              type="button"
              className="button primary"
              onClick={() => void pass('play', { weeks: WEEKS })}
            >
              Play {WEEKS} weeks
            </button>
          )}
        </section>
      )}
      <div className="switches">
        <button type="button" className="button beside" aria-pressed={beside} onClick={onBeside}>
          Two people
        </button>
        <button type="button" className="button" aria-pressed={traffic} onClick={onTraffic}>
          Traffic
        </button>
      </div>
      {trouble && (
        <p className="bar-trouble" role="status">
          {trouble}
          <button type="button" className="quiet" aria-label="Dismiss" onClick={() => setTrouble('')}>
            ×
          </button>
        </p>
      )}
    </header>
  )
}
