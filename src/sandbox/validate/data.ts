/** Tables and charts. */
import {
  boolean,
  byType,
  type Check,
  type Ctx,
  choice,
  codePoints,
  integer,
  isObject,
  list,
  number,
  object,
  report,
  string,
} from './check.ts'
import { LIMITS } from './limits.ts'
import { blockId } from './objects.ts'
import { richTextBlock } from './rich-text.ts'

const base = { block_id: blockId }
const words = string({ min: 1 })

const raw = {
  raw_text: object({ required: { text: words } }),
  raw_number: object({ required: { value: number, text: words } }),
}
const heading = byType(raw)
const cell = byType({ ...raw, rich_text: richTextBlock })

const rowsOf = (
  limits: { rows: { min: number; max: number }; columns: { min: number; max: number } },
  first: Check,
) => {
  const row = list(cell, limits.columns)
  const firstRow = list(first, limits.columns)
  const several = list((value, at, ctx) => (at.endsWith('/0') ? firstRow : row)(value, at, ctx), limits.rows)
  return several
}

/** The text of a table's cells, in characters. */
export function cellText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + cellText(each), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, each]) =>
      sum + (key === 'text' && typeof each === 'string' ? codePoints(each) : cellText(each)),
    0,
  )
}

export const table: Check = object({
  required: { rows: rowsOf(LIMITS.table, cell) },
  optional: {
    ...base,
    column_settings: list((value, at, ctx) => value === null || setting(value, at, ctx), {
      max: LIMITS.table.column_settings,
    }),
  },
  also: sameWidth,
})

const setting = object({ optional: { align: choice('left', 'center', 'right'), is_wrapped: boolean } })

function sameWidth(value: Record<string, unknown>, at: string, ctx: Ctx): void {
  const rows = value.rows as unknown[][]
  rows.forEach((row, index) => {
    if (row.length !== rows[0]!.length)
      report(ctx, `${at}/rows/${index}`, 'all rows must have the same number of cells')
  })
}

export const dataTable: Check = object({
  required: { rows: rowsOf(LIMITS.data_table, heading), caption: words },
  optional: {
    ...base,
    page_size: integer(LIMITS.data_table.page_size.min, LIMITS.data_table.page_size.max),
    row_header_column_index: integer(0, LIMITS.data_table.columns.max - 1),
  },
  also: (value, at, ctx) => {
    sameWidth(value, at, ctx)
    const width = (value.rows as unknown[][])[0]!.length
    if (((value.row_header_column_index as number | undefined) ?? 0) >= width)
      report(ctx, `${at}/row_header_column_index`, `must be less than or equal to ${width - 1}`)
  },
})

const label = string({ min: 1, max: LIMITS.data_visualization.label })
const axisLabel = string({ min: 1, max: LIMITS.data_visualization.axis_label })

const positive: Check = (value, at, ctx) => {
  number(value, at, ctx)
  if (typeof value === 'number' && value <= 0) report(ctx, at, 'must be greater than 0')
}

interface Series {
  name: string
  data: { label: string }[]
}

/** Names once, and in each series one point for each category. */
function wholeSeries(value: Record<string, unknown>, at: string, ctx: Ctx): void {
  const series = value.series as Series[]
  const { categories } = value.axis_config as { categories: string[] }
  categories.forEach((each, index) => {
    if (categories.indexOf(each) < index)
      report(ctx, `${at}/axis_config/categories/${index}`, 'must not be repeated')
  })
  series.forEach(({ name, data }, index) => {
    if (series.findIndex((each) => each.name === name) < index)
      report(ctx, `${at}/series/${index}/name`, 'must not be repeated')
    const labels = new Set(data.map((each) => each.label))
    if (
      labels.size !== data.length ||
      data.length !== categories.length ||
      !categories.every((each) => labels.has(each))
    )
      report(ctx, `${at}/series/${index}/data`, 'must have exactly one data point for each category')
  })
}

const { segments, series, points } = LIMITS.data_visualization

const onAxes = object({
  required: {
    series: list(
      object({
        required: { name: label, data: list(object({ required: { label, value: number } }), points) },
      }),
      series,
    ),
    axis_config: object({
      required: { categories: list(label, points) },
      optional: { x_label: axisLabel, y_label: axisLabel },
    }),
  },
  also: wholeSeries,
})

export const dataVisualization: Check = object({
  required: {
    title: string({ min: 1, max: LIMITS.data_visualization.title }),
    chart: byType({
      pie: object({
        required: { segments: list(object({ required: { label, value: positive } }), segments) },
      }),
      bar: onAxes,
      area: onAxes,
      line: onAxes,
    }),
  },
  optional: base,
})
