/** An input with its label, its hint, and what is wrong with it. */
import { useId } from 'react'
import type { Block } from '../types.ts'
import { Filling } from './elements.tsx'
import { useSurface } from './surface.tsx'
import { plain } from './text.tsx'

/** When an input that tells the app at once does so: `on_character_entered` is not modelled, Enter is. */
const tellsOnChange = (type: string) => !type.endsWith('_input')

export function InputBlock({ block }: { block: Block }) {
  const surface = useSurface()
  const id = useId()
  const { element } = block
  if (!element) return null
  const blockId = block.block_id ?? ''
  const error = surface.errors[blockId]
  const label = plain(block.label)
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ')
  const tell = () => void surface.use(blockId, element, surface.held(blockId, element))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the input bubble up to here
    <div
      className={error ? 'block input wrong' : 'block input'}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && block.dispatch_action && !tellsOnChange(element.type)) tell()
      }}
    >
      <div className="label" aria-hidden="true">
        {label}
        {block.optional && <span className="optional"> (optional)</span>}
      </div>
      <Filling
        block={block}
        element={element}
        name={block.optional ? `${label} (optional)` : label}
        describedBy={described || undefined}
        invalid={error !== undefined}
        onChoice={(choice) => {
          surface.hold(blockId, element, choice)
          if (block.dispatch_action && tellsOnChange(element.type)) void surface.use(blockId, element, choice)
        }}
      />
      {error && (
        <p className="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p className="hint" id={`${id}-hint`}>
          {plain(block.hint)}
        </p>
      )}
    </div>
  )
}
