/** What to try first, one thing at a time, for whoever opens the page and has read nothing. */
import { useState } from 'react'
import { useLive } from './live.ts'

/** Kept for as long as the tab is open. */
const SHUT = 'guide-shut'

export function Guide({ here, onGo }: { here: string; onGo: (at: string) => void }) {
  const steps = useLive((live) => live.world.guide)
  const [shut, setShut] = useState(() => sessionStorage.getItem(SHUT) !== null)
  if (!steps || steps.length === 0 || shut) return null
  const next = steps.findIndex((each) => !each.done)
  const step = steps[next]
  return (
    <section className="guide" aria-label="A first tour">
      <span>
        {step ? next + 1 : steps.length} of {steps.length}
      </span>
      <p role="status">
        {step ? step.text : 'That was the tour. Be anybody; under “Traffic” things can be made to go wrong.'}
      </p>
      {step && step.at !== here && (
        <button type="button" className="button" onClick={() => onGo(step.at)}>
          Take me there
        </button>
      )}
      <button
        type="button"
        className="quiet"
        aria-label="End the tour"
        onClick={() => {
          sessionStorage.setItem(SHUT, '1')
          setShut(true)
        }}
      >
        ×
      </button>
    </section>
  )
}
