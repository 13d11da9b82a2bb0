/** A dialog over its pane: what lies behind it is out of reach, the keyboard stays in it, Escape closes it. */
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from 'react'

/** What dialogs of a pane are laid over. */
const Layer = createContext<HTMLElement | null>(null)
export const LayerProvider = Layer.Provider
export const useLayer = () => useContext(Layer)

const REACHABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])'

function focusFirst(box: HTMLElement | null) {
  const first =
    box?.querySelector<HTMLElement>('[data-focus]') ??
    box?.querySelector<HTMLElement>('.dialog-body :is(input, textarea)') ??
    box?.querySelector<HTMLElement>('.dialog-foot button:last-child')
  first?.focus()
}

export function Dialog({
  title,
  onClose,
  onBack,
  onSubmit,
  footer,
  children,
  mark,
}: {
  title: string
  onClose: () => void
  /** With it there is a way back to the dialog below. */
  onBack?: () => void
  onSubmit?: () => void
  footer: ReactNode
  children: ReactNode
  /** Another mark is another dialog: the first input is focused anew. */
  mark?: string
}) {
  const box = useRef<HTMLFormElement>(null)
  const id = useId()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another mark is another dialog
  useEffect(() => {
    const before = document.activeElement
    focusFirst(box.current)
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [mark])
  // What had the focus may be gone when the content was replaced: then the keyboard would be nowhere.
  useEffect(() => {
    if (document.activeElement === document.body) focusFirst(box.current)
  })
  const onKeyDown = (event: React.KeyboardEvent) => {
    // A dialog that asks once more is, for React, inside of the one that it lies on.
    if (!box.current?.contains(event.target as Node)) return
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation()
      return (onBack ?? onClose)()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return onSubmit?.()
    if (event.key !== 'Tab') return
    const all = [...(box.current?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])].filter(
      (each) => each.offsetParent !== null,
    )
    const [first, last] = [all[0], all.at(-1)]
    const at = document.activeElement
    if (event.shiftKey ? at === first : at === last) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }
  return (
    <div className="veil">
      <form
        className="dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        ref={box}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          onSubmit?.()
        }}
      >
        <div className="dialog-head">
          {onBack && (
            <button type="button" className="quiet" aria-label="Back" onClick={onBack}>
              ‹
            </button>
          )}
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            className="quiet"
            aria-label={onBack ? 'Close all' : 'Close'}
            onClick={onClose}
          >
            ×
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="dialog-body" tabIndex={0} aria-label="Content">
          {children}
        </section>
        <div className="dialog-foot">{footer}</div>
      </form>
    </div>
  )
}
