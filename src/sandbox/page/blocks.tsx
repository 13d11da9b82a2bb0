/** Block Kit as Slack shows it: every block that the sandbox's validator lets through. */
import { Fragment, memo } from 'react'
import { insideOf } from '../inside.ts'
import type { Block, Element, TextObject } from '../types.ts'
import { Alert, Card, Carousel, Container, Plan, Task } from './cards.tsx'
import { Chart, DataTable, Table } from './data.tsx'
import { ElementView } from './elements.tsx'
import { Folded, isLong } from './folded.tsx'
import { InputBlock } from './input-block.tsx'
import { Picture, placeOf } from './picture.tsx'
import { RichText } from './rich-text.tsx'
import { useSurface } from './surface.tsx'
import { plain, Text } from './text.tsx'

const isText = (value: Element | TextObject): value is TextObject =>
  value.type === 'plain_text' || value.type === 'mrkdwn'

function Section({ block }: { block: Block }) {
  const { kind } = useSurface()
  const { text } = block
  const words = text && <div className="text">{typeof text === 'string' ? text : <Text text={text} />}</div>
  const folds = kind === 'message' && !block.expand && typeof text === 'object' && isLong(text.text)
  return (
    <div className="block section">
      <div className="section-text">
        {folds ? <Folded>{words}</Folded> : words}
        {block.fields && (
          <div className="fields">
            {block.fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no identity but their place
              <div className="text" key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div className="accessory">
          {block.accessory.type === 'image' ? (
            <Picture url={placeOf(block.accessory)} alt={block.accessory.alt_text} />
          ) : (
            <ElementView block={block} element={block.accessory} />
          )}
        </div>
      )}
    </div>
  )
}

function Parts({ block }: { block: Block }) {
  return (block.elements ?? []).map((each, index) => {
    const key = isText(each) ? index : (each.action_id ?? index)
    if (isText(each))
      return (
        <span className="text" key={key}>
          <Text text={each} />
        </span>
      )
    if (each.type === 'image') return <Picture key={key} url={placeOf(each)} alt={each.alt_text} small />
    return <ElementView key={key} block={block} element={each} />
  })
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />
    case 'header':
      return (
        <h3 className="block header">
          {typeof block.text === 'object' ? plain(block.text as TextObject) : block.text}
        </h3>
      )
    case 'divider':
      return <hr className="block" />
    case 'context':
      return (
        <div className="block context">
          <Parts block={block} />
        </div>
      )
    case 'alert':
      return <Alert block={block} />
    case 'card':
      return <Card block={block} />
    case 'carousel':
      return <Carousel block={block} />
    case 'container':
      return (
        <Container block={block}>
          <Blocks blocks={insideOf(block)} />
        </Container>
      )
    case 'table':
      return <Table block={block} />
    case 'data_table':
      return <DataTable block={block} />
    case 'data_visualization':
      return <Chart block={block} />
    case 'task_card':
      return <Task block={block} />
    case 'plan':
      return <Plan block={block} />
    case 'actions':
    case 'context_actions':
      return (
        <div className="block actions">
          <Parts block={block} />
        </div>
      )
    case 'image':
    case 'video':
      return (
        <figure className="block">
          {block.title && <figcaption>{plain(block.title)}</figcaption>}
          <Picture url={placeOf(block)} alt={block.alt_text} />
        </figure>
      )
    case 'rich_text':
      return (
        <div className="block text">
          <RichText node={block} />
        </div>
      )
    case 'markdown':
      return <div className="block text">{String(block.text)}</div>
    case 'input':
      return <InputBlock block={block} />
    default:
      return <div className="block text">({block.type})</div>
  }
}

export const Blocks = memo(function Blocks({ blocks }: { blocks: Block[] }) {
  return blocks.map((block, index) => (
    <Fragment key={block.block_id ?? index}>
      <BlockView block={block} />
    </Fragment>
  ))
})
