/** A list that floats beside what opened it: over everything, cut off by nothing, above it where there is more room. */
import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react'

const GAP = 4
const EDGE = 8
const TALL = 280

export function Float({
  role,
  id,
  name,
  wide,
  ref,
  children,
}: {
  role: 'listbox' | 'menu'
  id?: string
  name: string
  /** Whether it is as wide as what it stands beside; else it ends where that ends. */
  wide: boolean
  ref?: Ref<HTMLDivElement>
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  useImperativeHandle(ref, () => box.current as HTMLDivElement)
  useLayoutEffect(() => {
    const { current } = box
    const anchor = current?.parentElement
    if (!current || !anchor) return
    current.showPopover()
    const place = () => {
      const at = anchor.getBoundingClientRect()
      const below = innerHeight - at.bottom - GAP - EDGE
      const above = at.top - GAP - EDGE
      const up = below < Math.min(TALL, current.scrollHeight) && above > below
      const { style } = current
      style.maxHeight = `${Math.min(TALL, up ? above : below)}px`
      style.top = up ? 'auto' : `${at.bottom + GAP}px`
      style.bottom = up ? `${innerHeight - at.top + GAP}px` : 'auto'
      if (wide) {
        style.left = `${at.left}px`
        style.width = `${at.width}px`
      } else style.right = `${Math.max(EDGE, innerWidth - at.right)}px`
    }
    place()
    addEventListener('scroll', place, true)
    addEventListener('resize', place)
    return () => {
      removeEventListener('scroll', place, true)
      removeEventListener('resize', place)
    }
  }, [wide])
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div className="pop float" popover="manual" tabIndex={-1} role={role} id={id} aria-label={name} ref={box}>
      {children}
    </div>
  )
}
