/** Inputs that one types into: text, numbers, addresses, dates and hours. */
import type { Block, Element } from '../types.ts'
import { instantIn, localIn } from './clock.ts'
import { useReader } from './reading.tsx'
import type { Choice } from './surface.tsx'
import { plain } from './text.tsx'

const TYPES: Record<string, string> = {
  plain_text_input: 'text',
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}

export function TextBox({
  block,
  element,
  held,
  name,
  describedBy,
  invalid,
  onChoice,
}: {
  block: Block
  element: Element
  held: string
  name: string
  describedBy?: string
  invalid?: boolean
  onChoice: (choice: Choice) => void
}) {
  const { me } = useReader()
  const type = TYPES[element.type]
  const common = {
    className: 'text-box',
    'aria-label': name,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
    'aria-required': (block.type === 'input' && !block.optional) || undefined,
    placeholder: plain(element.placeholder) || undefined,
    'data-focus': 'focus_on_load' in element && element.focus_on_load ? true : undefined,
  }
  if (element.multiline || element.type === 'rich_text_input')
    return <textarea {...common} rows={4} value={held} onChange={(event) => onChoice(event.target.value)} />
  if (!type) return <p className="text">({element.type})</p>
  if (element.type === 'datetimepicker')
    return (
      <input
        {...common}
        type={type}
        value={held ? localIn(me.tz, Number(held)) : ''}
        onChange={({ target }) =>
          onChoice(target.value ? String(instantIn(element.timezone ?? me.tz, target.value)) : null)
        }
      />
    )
  return (
    <input
      {...common}
      type={type}
      inputMode={element.type === 'number_input' ? 'decimal' : undefined}
      value={held}
      onChange={(event) => onChoice(event.target.value || null)}
    />
  )
}
