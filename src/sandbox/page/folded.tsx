/** Long text of a message, folded until somebody wants to read it. */
import { type ReactNode, useId, useState } from 'react'

/**
 * What counts as long. Slack documents these two figures for attachments only; of a section it says that it "may be
 * rendered with a 'see more' option" unless `expand` is set, and not when. Reports say that its height decides.
 */
const LONG = { characters: 700, lineBreaks: 5 }

export const isLong = (text: string) =>
  text.length >= LONG.characters || text.split('\n').length > LONG.lineBreaks

export function Folded({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <div id={id} className={open ? undefined : 'folded'}>
        {children}
      </div>
      <button
        type="button"
        className="unfold"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Show less' : 'Show more'}
      </button>
    </>
  )
}
