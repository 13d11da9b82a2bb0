/** Tables, with pages and an order of one's own, and charts. */
import { useId, useState } from 'react'
import { type Chart as ChartOf, chartLines } from '../render/charts.ts'
import type { Block } from '../types.ts'
import { RichText } from './rich-text.tsx'

interface Cell {
  type: string
  text?: string
  value?: number
}

const CellView = ({ cell }: { cell: Cell }) =>
  cell.type === 'rich_text' ? <RichText node={cell} /> : cell.text

const rowsOf = (block: Block) => (block.rows ?? []) as Cell[][]

export function Table({ block }: { block: Block }) {
  const settings = (block.column_settings ?? []) as ({ align?: string; is_wrapped?: boolean } | null)[]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keys
    <section className="block table" tabIndex={0} aria-label="Table">
      <table>
        <tbody>
          {rowsOf(block).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={at}>
              {row.map((cell, column) => {
                const { align = 'left', is_wrapped } = settings[column] ?? {}
                const As = at === 0 ? 'th' : 'td'
                return (
                  <As
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                    key={column}
                    scope={at === 0 ? 'col' : undefined}
                    className={`${align}${is_wrapped ? ' wrapped' : ''}`}
                  >
                    <CellView cell={cell} />
                  </As>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Order = { column: number; down: boolean } | undefined

function sorted(rows: Cell[][], order: Order): Cell[][] {
  if (!order) return rows
  const cells = (row: Cell[]) => row[order.column] as Cell
  const numeric = rows.every((row) => cells(row).type === 'raw_number')
  const compare = (a: Cell[], b: Cell[]) =>
    numeric
      ? (cells(a).value ?? 0) - (cells(b).value ?? 0)
      : String(cells(a).text ?? '').localeCompare(String(cells(b).text ?? ''))
  return [...rows].sort((a, b) => (order.down ? compare(b, a) : compare(a, b)))
}

export function DataTable({ block }: { block: Block }) {
  const [head = [], ...body] = rowsOf(block)
  const size = Number(block.page_size ?? 5)
  const name = Number(block.row_header_column_index ?? 0)
  const [page, setPage] = useState(0)
  const [order, setOrder] = useState<Order>()
  const pages = Math.ceil(body.length / size)
  const shown = sorted(body, order).slice(page * size, (page + 1) * size)
  return (
    <div className="block data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keys */}
      <section className="table" tabIndex={0} aria-label={String(block.caption)}>
        <table>
          <caption>{String(block.caption)}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => {
                const here = order?.column === column
                return (
                  <th
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                    key={column}
                    scope="col"
                    aria-sort={here ? (order.down ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setOrder({ column, down: here && !order.down })}
                    >
                      {cell.text} <span aria-hidden="true">{here ? (order.down ? '▾' : '▴') : '⇵'}</span>
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={at}>
                {row.map((cell, column) =>
                  column === name ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                    <th key={column} scope="row">
                      <CellView cell={cell} />
                    </th>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                    <td key={column} className={cell.type === 'raw_number' ? 'right' : undefined}>
                      <CellView cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <div className="pages">
          <button
            type="button"
            className="quiet"
            aria-label="Previous page"
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          >
            ‹
          </button>
          <span role="status">
            {page + 1} of {pages}
          </span>
          <button
            type="button"
            className="quiet"
            aria-label="Next page"
            disabled={page === pages - 1}
            onClick={() => setPage(page + 1)}
          >
            ›
          </button>
        </div>
      )}
    </div>
  )
}

const WIDE = 360
const HIGH = 190
/** Room for figures at the left and names below. */
const LEFT = 44
const BELOW = 26

/** A round figure not below this one: 1, 2 or 5 of its power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 5, 10].find((each) => each * power >= value) ?? 10)
}

const hue = (index: number) => `chart${index % 12}`
const figure = (value: number) => new Intl.NumberFormat('en-US', { notation: 'compact' }).format(value)

function Pie({ segments = [] }: ChartOf) {
  const sum = segments.reduce((total, each) => total + each.value, 0)
  const radius = HIGH / 2 - 6
  const point = (part: number) => {
    const angle = part * 2 * Math.PI - Math.PI / 2
    return `${WIDE / 2 + radius * Math.cos(angle)} ${HIGH / 2 + radius * Math.sin(angle)}`
  }
  let before = 0
  return segments.map(({ label, value }, index) => {
    const from = before / sum
    before += value
    const to = before / sum
    return segments.length === 1 ? (
      <circle key={label} className={hue(index)} cx={WIDE / 2} cy={HIGH / 2} r={radius} />
    ) : (
      <path
        key={label}
        className={hue(index)}
        d={`M ${WIDE / 2} ${HIGH / 2} L ${point(from)} A ${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)} Z`}
      />
    )
  })
}

function OnAxes({ type, series = [], axis_config }: ChartOf) {
  const categories = axis_config?.categories ?? []
  const rows = series.map(({ name, data }) => ({
    name,
    values: categories.map((each) => data.find(({ label }) => label === each)?.value ?? 0),
  }))
  const all = rows.flatMap((each) => each.values)
  const top = roundUp(Math.max(0, ...all)) || 1
  const low = 0 - roundUp(-Math.min(0, ...all))
  const y = (value: number) => 8 + ((top - value) / (top - low)) * (HIGH - BELOW - 8)
  const band = (WIDE - LEFT - 8) / Math.max(1, categories.length)
  const x = (index: number) => LEFT + band * (index + 0.5)
  const bar = (band * 0.7) / Math.max(1, rows.length)
  // Names that would run into each other are left out in turn; the words below have all of them.
  const every = Math.ceil((Math.max(1, ...categories.map((each) => each.length)) * 6) / band)
  return (
    <>
      {[top, (top + low) / 2, low].map((each) => (
        <g key={each} className="grid">
          <line x1={LEFT} x2={WIDE - 8} y1={y(each)} y2={y(each)} />
          <text x={LEFT - 6} y={y(each) + 4} textAnchor="end">
            {figure(each)}
          </text>
        </g>
      ))}
      {categories.map((each, index) =>
        index % every === 0 ? (
          <text key={each} x={x(index)} y={HIGH - 8} textAnchor="middle">
            {each}
          </text>
        ) : null,
      )}
      {rows.map(({ name, values }, row) => {
        if (type === 'bar')
          return values.map((value, index) => (
            <rect
              key={`${name} ${categories[index]}`}
              className={hue(row)}
              x={x(index) - band * 0.35 + bar * row}
              width={Math.max(1, bar - 1)}
              y={Math.min(y(value), y(0))}
              height={Math.abs(y(value) - y(0))}
            />
          ))
        const line = values.map((value, index) => `${x(index)} ${y(value)}`)
        return (
          <g key={name} className={hue(row)}>
            {type === 'area' && (
              <path
                className="below"
                d={`M ${x(0)} ${y(0)} L ${line.join(' L ')} L ${x(values.length - 1)} ${y(0)} Z`}
              />
            )}
            <path className="curve" d={`M ${line.join(' L ')}`} />
            {values.length === 1 && <circle cx={x(0)} cy={y(values[0] as number)} r={3} />}
          </g>
        )
      })}
    </>
  )
}

export function Chart({ block }: { block: Block }) {
  const id = useId()
  const chart = block.chart as ChartOf
  const names =
    chart.segments?.map(({ label, value }) => `${label} ${value}`) ?? chart.series?.map((each) => each.name)
  const { x_label, y_label } = chart.axis_config ?? {}
  return (
    <figure className="block chart" aria-labelledby={id}>
      <figcaption id={id} className="card-title">
        {String(block.title)}
      </figcaption>
      {y_label && <p className="card-soft">{y_label}</p>}
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={chartLines(chart).join('. ')}>
        {chart.type === 'pie' ? <Pie {...chart} /> : <OnAxes {...chart} />}
      </svg>
      {x_label && <p className="card-soft axis-name">{x_label}</p>}
      <ul className="legend">
        {names?.map((each, index) => (
          <li key={each}>
            <span className={`hue ${hue(index)}`} aria-hidden="true" /> {each}
          </li>
        ))}
      </ul>
    </figure>
  )
}
