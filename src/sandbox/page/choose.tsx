/** A menu to choose from by mouse or by typing: one of many, or several. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { Float } from './float.tsx'
import type { Offered } from './options.ts'

/** Longer lists are cut: typing finds the rest. */
const SHOWN = 100

interface Props {
  options: Offered[]
  held: string[]
  many: boolean
  most?: number
  placeholder: string
  name: string
  describedBy?: string
  invalid?: boolean
  onChoice: (list: string[]) => void
}

export function Choose({
  options,
  held,
  many,
  most,
  placeholder,
  name,
  describedBy,
  invalid,
  onChoice,
}: Props) {
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const labels = useMemo(() => new Map(options.map((each) => [each.value, each.label])), [options])
  const shown = useMemo(() => {
    const wanted = typed.trim().toLowerCase()
    const fits = (each: Offered) =>
      !(many && held.includes(each.value)) &&
      (wanted === '' || `${each.label} ${each.group ?? ''}`.toLowerCase().includes(wanted))
    return options.filter(fits).slice(0, SHOWN)
  }, [options, typed, held, many])
  const full = many && most !== undefined && held.length >= most
  const shut = () => {
    setOpen(false)
    setTyped('')
    setAt(0)
  }
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (root.current?.contains(event.target as Node)) return
      setOpen(false)
      setTyped('')
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  useEffect(() => {
    if (open) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [open, at, id])

  const pick = (option: Offered | undefined) => {
    if (!option) return
    if (!many) {
      onChoice([option.value])
      return shut()
    }
    if (!full) onChoice([...held, option.value])
    setTyped('')
    setAt(0)
    input.current?.focus()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      return shut()
    }
    if (event.key === 'Backspace' && typed === '' && held.length > 0) return onChoice(held.slice(0, -1))
    // The list itself can be reached by Tab where it scrolls: whoever goes on is done with it.
    if (event.key === 'Tab') return shut()
    if (event.key === 'Enter') {
      event.preventDefault()
      if (open) pick(shown[at])
      else setOpen(true)
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    if (!open) return setOpen(true)
    setAt((before) => Math.max(0, Math.min(shown.length - 1, before + step)))
  }
  const chosen = !many && held[0] ? (labels.get(held[0]) ?? held[0]) : ''
  return (
    <div className={`choose ${many ? 'many' : 'one'}`} ref={root}>
      <div className="chosen">
        {many &&
          held.map((value) => (
            <span className="token" key={value}>
              {labels.get(value) ?? value}
              <button
                type="button"
                aria-label={`Remove ${labels.get(value) ?? value}`}
                onClick={() => onChoice(held.filter((each) => each !== value))}
              >
                ×
              </button>
            </span>
          ))}
        <input
          ref={input}
          role="combobox"
          autoComplete="off"
          aria-label={name}
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && shown[at] ? `${id}-${at}` : undefined}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          placeholder={many && held.length > 0 ? undefined : chosen || placeholder || 'Choose an option'}
          className={chosen && typed === '' ? 'has' : ''}
          value={open ? typed : chosen || typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
            setOpen(true)
          }}
          onClick={() => setOpen(true)}
          onBlur={(event) => {
            if (!root.current?.contains(event.relatedTarget)) shut()
          }}
          onKeyDown={onKeyDown}
        />
        <span className="arrow" aria-hidden="true">
          ▾
        </span>
      </div>
      {open && (
        <Float role="listbox" id={`${id}-list`} name={name} wide>
          {full && <p className="none">You can choose up to {most}.</p>}
          {!full && shown.length === 0 && <p className="none">No results</p>}
          {!full &&
            shown.map((each, index) => (
              <div key={each.value}>
                {each.group && each.group !== shown[index - 1]?.group && (
                  <div className="group" aria-hidden="true">
                    {each.group}
                  </div>
                )}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox */}
                {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox */}
                <div
                  role="option"
                  id={`${id}-${index}`}
                  aria-selected={held.includes(each.value)}
                  className={index === at ? 'option at' : 'option'}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => pick(each)}
                >
                  {each.label}
                  {each.description && <span className="description">{each.description}</span>}
                </div>
              </div>
            ))}
        </Float>
      )}
    </div>
  )
}
