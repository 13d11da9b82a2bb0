/** Cards, alone and in a row, alerts, containers, and the steps of a task. */
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { insideOf } from '../inside.ts'
import type { Block, Element, TextObject } from '../types.ts'
import { ElementView } from './elements.tsx'
import { ICONS } from './icons.ts'
import { Picture, placeOf } from './picture.tsx'
import { RichText } from './rich-text.tsx'
import { Text } from './text.tsx'

function Words({ text, look, id }: { text: unknown; look: string; id?: string }) {
  return text ? (
    <div className={`text ${look}`} id={id}>
      <Text text={text as TextObject} />
    </div>
  ) : null
}

function Icon({ block }: { block: Block }) {
  const icon = block.icon as Element | undefined
  const own = (block.slack_icon as { name?: string } | undefined)?.name
  if (icon) return <Picture url={placeOf(icon)} alt={icon.alt_text} small />
  return own ? <span aria-hidden="true">{ICONS[own] ?? '▫'}</span> : null
}

export function Card({ block }: { block: Block }) {
  const hero = block.hero_image as Element | undefined
  const id = useId()
  return (
    <section className="block card" aria-labelledby={block.title ? id : undefined}>
      {hero && <Picture url={placeOf(hero)} alt={hero.alt_text} />}
      <div className="card-head">
        <Icon block={block} />
        <div>
          <Words text={block.title} look="card-title" id={id} />
          <Words text={block.subtitle} look="card-soft" />
        </div>
      </div>
      <Words text={block.body} look="card-body" />
      {block.actions && (
        <div className="actions">
          {block.actions.map((each) => (
            <ElementView key={each.action_id} block={block} element={each} />
          ))}
        </div>
      )}
      <Words text={block.subtext} look="card-soft" />
    </section>
  )
}

/** Cards beside each other; by the keys of the row or its two buttons one comes to those that are out of sight. */
export function Carousel({ block }: { block: Block }) {
  const row = useRef<HTMLDivElement>(null)
  const [ends, setEnds] = useState({ first: true, last: true })
  const look = useCallback(() => {
    const { current } = row
    if (!current) return
    const { scrollLeft, clientWidth, scrollWidth } = current
    setEnds({ first: scrollLeft < 2, last: scrollLeft + clientWidth > scrollWidth - 2 })
  }, [])
  useEffect(() => {
    const { current } = row
    if (!current) return
    const observer = new ResizeObserver(look)
    observer.observe(current)
    return () => observer.disconnect()
  }, [look])
  const go = (step: number) => {
    const { current } = row
    current?.scrollBy({ left: step * current.clientWidth * 0.8 })
  }
  const cards = insideOf(block)
  return (
    <div className="block carousel">
      <section
        className="carousel-row"
        ref={row}
        onScroll={look}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keys
        tabIndex={0}
        aria-label={`${cards.length} cards`}
      >
        {cards.map((each) => (
          <Card key={each.block_id} block={each} />
        ))}
      </section>
      {!(ends.first && ends.last) && (
        <div className="carousel-steps">
          <button
            type="button"
            className="quiet"
            aria-label="Previous cards"
            disabled={ends.first}
            onClick={() => go(-1)}
          >
            ‹
          </button>
          <button
            type="button"
            className="quiet"
            aria-label="Next cards"
            disabled={ends.last}
            onClick={() => go(1)}
          >
            ›
          </button>
        </div>
      )}
    </div>
  )
}

const LEVELS: Record<string, [sign: string, word: string]> = {
  info: ['ℹ️', 'Note'],
  warning: ['⚠️', 'Warning'],
  error: ['⛔', 'Error'],
  success: ['✅', 'Success'],
}

export function Alert({ block }: { block: Block }) {
  const level = String(block.level ?? 'default')
  const [sign, word] = LEVELS[level] ?? []
  return (
    <div className={`block alert is-${level}`} role={level === 'error' ? 'alert' : 'note'}>
      {sign && (
        <span role="img" aria-label={word}>
          {sign}
        </span>
      )}
      <div className="text">
        <Text text={block.text as TextObject} />
      </div>
    </div>
  )
}

export function Container({ block, children }: { block: Block; children: ReactNode }) {
  const id = useId()
  const folds = block.is_collapsible === true
  const [open, setOpen] = useState(!(folds && block.default_collapsed))
  const title: ReactNode = block.rich_text_title ? (
    <RichText node={block.rich_text_title} />
  ) : (
    <Text text={block.title as TextObject} />
  )
  return (
    <section
      className={`block container ${String(block.width ?? 'standard')}`}
      aria-labelledby={`${id}-title`}
    >
      <div className={`container-head${block.has_header_divider && !folds ? ' divided' : ''}`}>
        <Icon block={block} />
        <div id={`${id}-title`}>
          <div className="card-title">{title}</div>
          <Words text={block.subtitle} look="card-soft" />
        </div>
        {folds && (
          <button
            type="button"
            className="quiet"
            aria-label={open ? 'Fold up' : 'Unfold'}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {open ? '▾' : '▸'}
          </button>
        )}
      </div>
      <div id={id} hidden={!open}>
        {children}
      </div>
    </section>
  )
}

const STATES: Record<string, string> = { pending: '○', in_progress: '◐', complete: '✓', error: '✗' }

export function Task({ block }: { block: Block }) {
  const sources = (block.sources ?? []) as { url: string; text: string }[]
  return (
    <div className="block task">
      <strong>
        <span role="img" aria-label={String(block.status).replace('_', ' ')}>
          {STATES[String(block.status)]}
        </span>{' '}
        {String(block.title)}
      </strong>
      {[block.details, block.output].map(
        (each) =>
          each !== undefined && <RichText node={each} key={each === block.details ? 'details' : 'output'} />,
      )}
      {sources.map((each) => (
        <div key={each.url}>
          <a href={each.url} target="_blank" rel="noreferrer noopener">
            {each.text}
          </a>
        </div>
      ))}
    </div>
  )
}

export function Plan({ block }: { block: Block }) {
  return (
    <section className="block container" aria-label={String(block.title)}>
      <div className="card-title">{String(block.title)}</div>
      {((block.tasks ?? []) as Block[]).map((each) => (
        <Task key={String(each.task_id)} block={each} />
      ))}
    </section>
  )
}
