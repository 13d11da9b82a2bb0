/** A button that opens a short list of things to do. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Float } from './float.tsx'

interface MenuItem {
  text: string
  onPick: () => void
}

export function Menu({ name, items, face = '⋯' }: { name: string; items: MenuItem[]; face?: ReactNode }) {
  const [open, setOpen] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    list.current?.querySelector('button')?.focus()
    const outside = (event: PointerEvent) => {
      if (!list.current?.parentElement?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      setOpen(false)
      opener.current?.focus()
    }
    if (event.key === 'Tab') {
      // On from the button that opened it, not from within a list that is gone.
      setOpen(false)
      return opener.current?.focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    all[(at + step + all.length) % all.length]?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the menu bubble up to here
    <div className="menu" onKeyDown={open ? onKeyDown : undefined}>
      <button
        type="button"
        className="quiet"
        ref={opener}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <Float role="menu" name={name} wide={false} ref={list}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              key={item.text}
              onClick={() => {
                setOpen(false)
                opener.current?.focus()
                item.onPick()
              }}
            >
              {item.text}
            </button>
          ))}
        </Float>
      )}
    </div>
  )
}
