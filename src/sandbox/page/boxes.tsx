/** Checkboxes and radio buttons. */
import { useId } from 'react'
import type { Block, Element } from '../types.ts'
import type { Choice } from './surface.tsx'
import { Text } from './text.tsx'

export function Boxes({
  element,
  held,
  name,
  describedBy,
  onChoice,
}: {
  block: Block
  element: Element
  held: string[]
  name: string
  describedBy?: string
  onChoice: (choice: Choice) => void
}) {
  const id = useId()
  const radio = element.type === 'radio_buttons'
  const toggle = (value: string) => {
    if (radio) return onChoice(value)
    onChoice(held.includes(value) ? held.filter((each) => each !== value) : [...held, value])
  }
  return (
    <fieldset
      className="boxes"
      role={radio ? 'radiogroup' : 'group'}
      aria-label={name}
      aria-describedby={describedBy}
    >
      {(element.options ?? []).map((each) => (
        <label className="box" key={each.value}>
          <input
            type={radio ? 'radio' : 'checkbox'}
            name={id}
            value={each.value}
            checked={held.includes(each.value)}
            onChange={() => toggle(each.value)}
          />
          <span>
            <Text text={each.text} />
            {each.description && (
              <span className="description">
                <Text text={each.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
