/** Interactive elements, wherever they stand. What is used is sent to the app at once, as Slack does. */
import { type ReactNode, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Block, Confirm, Element, FeedbackButton } from '../types.ts'
import { Boxes } from './boxes.tsx'
import { Choose } from './choose.tsx'
import { Dialog, useLayer } from './dialog.tsx'
import { ICONS } from './icons.ts'
import { Menu } from './menu.tsx'
import { useOptions } from './options.ts'
import { useReader } from './reading.tsx'
import { type Choice, several, single, useSurface } from './surface.tsx'
import { plain, Text } from './text.tsx'
import { TextBox } from './text-box.tsx'

/** Asks first, if the element says so. */
function useConfirm(confirm: Confirm | undefined) {
  const [waiting, setWaiting] = useState<(() => void) | null>(null)
  const ask = (then: () => void) => (confirm ? setWaiting(() => then) : then())
  const layer = useLayer()
  const box = waiting && confirm && (
    <Dialog
      title={plain(confirm.title) || 'Are you sure?'}
      onClose={() => setWaiting(null)}
      footer={
        <>
          <button type="button" className="button" onClick={() => setWaiting(null)}>
            {plain(confirm.deny) || 'Cancel'}
          </button>
          <button
            type="button"
            className={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
            onClick={() => {
              setWaiting(null)
              waiting()
            }}
          >
            {plain(confirm.confirm) || 'Yes'}
          </button>
        </>
      }
    >
      <p className="text">
        <Text text={confirm.text} />
      </p>
    </Dialog>
  )
  // Over the pane: within a message it would lie under what follows, within a modal it would be a form in a form.
  const dialog: ReactNode = box && layer ? createPortal(box, layer) : null
  return { ask, dialog }
}

function Button({ block, element }: { block: Block; element: Element }) {
  const surface = useSurface()
  const [pending, setPending] = useState(false)
  const { ask, dialog } = useConfirm(element.confirm)
  const press = () =>
    ask(() => {
      setPending(true)
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, '_blank', 'noopener')
      void surface.use(block.block_id ?? '', element).finally(() => setPending(false))
    })
  return (
    <>
      <button
        type="button"
        className={element.icon ? 'quiet' : `button ${element.style ?? ''}`}
        title={element.icon && plain(element.text)}
        aria-label={element.accessibility_label}
        aria-busy={pending}
        onClick={pending ? undefined : press}
      >
        {element.icon && (
          <span className="icon" aria-hidden="true">
            {ICONS[element.icon] ?? '▫'}
          </span>
        )}
        <span className={element.icon ? 'hidden' : undefined}>{plain(element.text)}</span>
      </button>
      {dialog}
    </>
  )
}

/** What is pressed says whether it was the good or the bad one; the one that was is marked, as Slack does. */
function Feedback({ block, element }: { block: Block; element: Element }) {
  const surface = useSurface()
  const [pressed, setPressed] = useState<string>()
  const both: [string, FeedbackButton | undefined][] = [
    ['👍', element.positive_button],
    ['👎', element.negative_button],
  ]
  return both.map(
    ([sign, each]) =>
      each && (
        <button
          type="button"
          key={each.value}
          className="button feedback"
          aria-label={each.accessibility_label}
          aria-pressed={pressed === each.value}
          onClick={() => {
            setPressed(each.value)
            void surface.use(block.block_id ?? '', element, each.value)
          }}
        >
          {plain(each.text) !== sign && <span aria-hidden="true">{sign} </span>}
          {plain(each.text)}
        </button>
      ),
  )
}

/**
 * An element outside of an input block, or inside of one (`name` is then the label): one way to fill it, and what
 * becomes of it is the surface's affair.
 */
export function Filling(props: {
  block: Block
  element: Element
  name: string
  describedBy?: string
  invalid?: boolean
  onChoice: (choice: Choice) => void
}) {
  const { block, element, name, onChoice } = props
  const surface = useSurface()
  const options = useOptions(element)
  const held = surface.held(block.block_id ?? '', element)
  const { type } = element
  if (type === 'checkboxes' || type === 'radio_buttons') return <Boxes {...props} held={several(held)} />
  if (type.endsWith('select')) {
    const many = type.startsWith('multi_')
    return (
      <Choose
        options={options}
        held={several(held)}
        many={many}
        most={many ? element.max_selected_items : 1}
        placeholder={plain(element.placeholder)}
        name={name}
        describedBy={props.describedBy}
        invalid={props.invalid}
        onChoice={(list) => onChoice(many ? list : (list[0] ?? null))}
      />
    )
  }
  return <TextBox {...props} held={single(held)} />
}

export function ElementView({ block, element }: { block: Block; element: Element }) {
  const surface = useSurface()
  const { ask, dialog } = useConfirm(element.confirm)
  const blockId = block.block_id ?? ''
  const { me } = useReader()
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(me.id)) return null
  switch (element.type) {
    case 'feedback_buttons':
      return <Feedback block={block} element={element} />
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <Button block={block} element={element} />
    case 'overflow':
      return (
        <>
          <Menu
            name={element.accessibility_label ?? 'More actions'}
            items={(element.options ?? []).map((each) => ({
              text: plain(each.text),
              onPick: () => ask(() => void surface.use(blockId, element, each.value)),
            }))}
          />
          {dialog}
        </>
      )
    default:
      return (
        <>
          <Filling
            block={block}
            element={element}
            name={element.accessibility_label ?? (plain(element.placeholder) || 'Choose')}
            onChoice={(choice) =>
              ask(() => {
                surface.hold(blockId, element, choice)
                void surface.use(blockId, element, choice)
              })
            }
          />
          {dialog}
        </>
      )
  }
}
