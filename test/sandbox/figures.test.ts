/** Each figure of the vendored lists, tried at the limit and one beyond it. */
import { describe, expect, it } from 'vitest'
import { validateBlocks, validateView } from '../../src/sandbox/index.ts'
import { METHODS } from '../../src/sandbox/web/api.ts'
import { TIERS } from '../../src/sandbox/web/tiers.ts'
import limits from '../facts/block-kit-limits.json' with { type: 'json' }
import tiers from '../facts/rate-limit-tiers.json' with { type: 'json' }

type Json = Record<string, unknown>

const letters = (n: number) => 'x'.repeat(n)
const plain = (text: string) => ({ type: 'plain_text', text })
const url = (n: number) => `https://example.com/${letters(n - 20)}`
const times = (n: number, make: (i: number) => unknown) => Array.from({ length: n }, (_, i) => make(i))
const option = (i: number | string, more: Json = {}) => ({ text: plain(`o${i}`), value: `v${i}`, ...more })
const options = (n: number) => times(n, (i) => option(i))
const users = (n: number) => times(n, (i) => `U000000${String(i).padStart(3, '0')}`)

const message = (...blocks: unknown[]) => validateBlocks(blocks, 'message')
const inModal = (...blocks: unknown[]) =>
  validateView({ type: 'modal', title: plain('T'), submit: plain('S'), blocks })
const actions = (...elements: unknown[]) => message({ type: 'actions', elements })
const button = (more: Json) => actions({ type: 'button', text: plain('b'), ...more })
const confirm = (more: Json) =>
  button({ confirm: { title: plain('t'), text: plain('x'), confirm: plain('y'), deny: plain('n'), ...more } })
const select = (more: Json) => actions({ type: 'static_select', options: options(1), ...more })
const groups = (n: number) => times(n, (i) => ({ label: plain(`g${i}`), options: options(1) }))
const input = (element: Json, more: Json = {}) =>
  inModal({ type: 'input', label: plain('l'), element, ...more })
const feedback = (more: Json) => {
  const each = { text: plain('t'), value: 'v' }
  const positive_button = { ...each, ...more }
  return message({
    type: 'context_actions',
    elements: [{ type: 'feedback_buttons', positive_button, negative_button: each }],
  })
}
const video = (more: Json) =>
  message({
    type: 'video',
    alt_text: 'a',
    title: plain('t'),
    thumbnail_url: 'https://example.com/t.png',
    video_url: 'https://example.com/v',
    ...more,
  })
const view = (more: Json) =>
  validateView({ type: 'modal', title: plain('T'), blocks: [{ type: 'divider' }], ...more })
const section = (more: Json) => message({ type: 'section', ...more })

const icon = (more: Json) =>
  message({
    type: 'context_actions',
    elements: [{ type: 'icon_button', icon: 'trash', text: plain('t'), ...more }],
  })
const words = (n: number) => ({ type: 'mrkdwn', text: letters(n) })
const cards = (n: number) => times(n, (i) => ({ type: 'card', title: { type: 'mrkdwn', text: `c${i}` } }))
const container = (n: number, more: Json = {}) =>
  message({
    type: 'container',
    title: plain('t'),
    child_blocks: times(n, () => ({ type: 'divider' })),
    ...more,
  })
const cell = (text: string) => ({ type: 'raw_text', text })
const rows = (n: number, columns: number) => times(n, () => times(columns, (i) => cell(`${i}`)))
const dataTable = (more: Json) => message({ type: 'data_table', caption: 'c', rows: rows(2, 1), ...more })
const chart = (shape: Json, title = 't') => message({ type: 'data_visualization', title, chart: shape })
const pie = (n: number, more: Json = {}) => ({
  type: 'pie',
  segments: times(n, (i) => ({ label: `s${i}`, value: 1, ...more })),
})
const bars = (n: number, points: number, more: Json = {}) => ({
  type: 'bar',
  series: times(n, (i) => ({
    name: `n${i}`,
    data: times(points, (point) => ({ label: `p${point}`, value: point })),
    ...more,
  })),
  axis_config: { categories: times(points, (point) => `p${point}`) },
})
const named = (label: string, more: Json = {}) => ({
  type: 'line',
  series: [{ name: 'n', data: [{ label, value: -1 }] }],
  axis_config: { categories: [label], ...more },
})
const task = (more: Json) =>
  message({ type: 'task_card', task_id: 't', title: 't', status: 'complete', ...more })

/** How to use up n of each figure; what it finds must be nothing up to the limit, something beyond. */
const USES: Record<string, (n: number) => unknown[]> = {
  'text.min_length': (n) => section({ text: { type: 'mrkdwn', text: letters(n) } }),
  'text.max_length': (n) => section({ text: { type: 'mrkdwn', text: letters(n) } }),
  'action_id.max_length': (n) => button({ action_id: letters(n) }),
  'block_id.max_length': (n) => message({ type: 'divider', block_id: letters(n) }),
  'button.text.max_length': (n) => button({ text: plain(letters(n)) }),
  'button.url.max_length': (n) => button({ url: url(n) }),
  'button.value.max_length': (n) => button({ value: letters(n) }),
  'button.accessibility_label.max_length': (n) => button({ accessibility_label: letters(n) }),
  'confirmation.title.max_length': (n) => confirm({ title: plain(letters(n)) }),
  'confirmation.text.max_length': (n) => confirm({ text: plain(letters(n)) }),
  'confirmation.confirm.max_length': (n) => confirm({ confirm: plain(letters(n)) }),
  'confirmation.deny.max_length': (n) => confirm({ deny: plain(letters(n)) }),
  'option.text.max_length': (n) => select({ options: [option(1, { text: plain(letters(n)) })] }),
  'option.value.max_length': (n) => select({ options: [option(1, { value: letters(n) })] }),
  'option.description.max_length': (n) =>
    select({ options: [option(1, { description: plain(letters(n)) })] }),
  'option.url.max_length': (n) => actions({ type: 'overflow', options: [option(1, { url: url(n) })] }),
  'option_group.label.max_length': (n) =>
    select({ options: undefined, option_groups: [{ label: plain(letters(n)), options: options(1) }] }),
  'option_group.options.min_items': (n) =>
    select({ options: undefined, option_groups: [{ label: plain('g'), options: options(n) }] }),
  'option_group.options.max_items': (n) =>
    select({ options: undefined, option_groups: [{ label: plain('g'), options: options(n) }] }),
  'select.placeholder.max_length': (n) => select({ placeholder: plain(letters(n)) }),
  'select.options.max_items': (n) => select({ options: options(n) }),
  'select.option_groups.max_items': (n) => select({ options: undefined, option_groups: groups(n) }),
  'overflow.options.min_items': (n) => actions({ type: 'overflow', options: options(n) }),
  'overflow.options.max_items': (n) => actions({ type: 'overflow', options: options(n) }),
  'checkboxes.options.min_items': (n) => actions({ type: 'checkboxes', options: options(n) }),
  'checkboxes.options.max_items': (n) => actions({ type: 'checkboxes', options: options(n) }),
  'radio_buttons.options.min_items': (n) => actions({ type: 'radio_buttons', options: options(n) }),
  'radio_buttons.options.max_items': (n) => actions({ type: 'radio_buttons', options: options(n) }),
  'file_input.max_files.min': (n) => input({ type: 'file_input', max_files: n }),
  'file_input.max_files.max': (n) => input({ type: 'file_input', max_files: n }),
  'plain_text_input.max_length.max': (n) => input({ type: 'plain_text_input', max_length: n }),
  'actions.elements.max_items': (n) =>
    actions(...times(n, (i) => ({ type: 'button', text: plain(`b${i}`) }))),
  'context.elements.max_items': (n) =>
    message({ type: 'context', elements: times(n, (i) => plain(`c${i}`)) }),
  'context_actions.elements.max_items': (n) =>
    message({
      type: 'context_actions',
      elements: times(n, () => ({ type: 'icon_button', icon: 'trash', text: plain('t') })),
    }),
  'feedback_button.text.max_length': (n) => feedback({ text: plain(letters(n)) }),
  'feedback_button.value.max_length': (n) => feedback({ value: letters(n) }),
  'feedback_button.accessibility_label.max_length': (n) => feedback({ accessibility_label: letters(n) }),
  'icon_button.visible_to_user_ids.max_items': (n) =>
    message({
      type: 'context_actions',
      elements: [{ type: 'icon_button', icon: 'trash', text: plain('t'), visible_to_user_ids: users(n) }],
    }),
  'icon_button.value.max_length': (n) => icon({ value: letters(n) }),
  'icon_button.accessibility_label.max_length': (n) => icon({ accessibility_label: letters(n) }),
  'alert.text.max_length': (n) => inModal({ type: 'alert', text: plain(letters(n)) }),
  'card.title.max_length': (n) => message({ type: 'card', title: words(n) }),
  'card.subtitle.max_length': (n) => message({ type: 'card', title: words(1), subtitle: words(n) }),
  'card.body.max_length': (n) => message({ type: 'card', body: words(n) }),
  'card.subtext.max_length': (n) => message({ type: 'card', title: words(1), subtext: words(n) }),
  'card.actions.max_items': (n) =>
    message({ type: 'card', actions: times(n, (i) => ({ type: 'button', text: plain(`b${i}`) })) }),
  'carousel.elements.min_items': (n) => message({ type: 'carousel', elements: cards(n) }),
  'carousel.elements.max_items': (n) => message({ type: 'carousel', elements: cards(n) }),
  'container.title.max_length': (n) => container(1, { title: plain(letters(n)) }),
  'container.subtitle.max_length': (n) => container(1, { subtitle: plain(letters(n)) }),
  'container.child_blocks.min_items': (n) => container(n),
  'container.child_blocks.max_items': (n) => container(n),
  'table.rows.max_items': (n) => message({ type: 'table', rows: rows(n, 1) }),
  'table.columns.max_items': (n) => message({ type: 'table', rows: rows(1, n) }),
  'table.column_settings.max_items': (n) =>
    message({ type: 'table', rows: rows(1, 20), column_settings: times(n, () => null) }),
  'data_table.rows.min_items': (n) => dataTable({ rows: rows(n, 1) }),
  'data_table.rows.max_items': (n) => dataTable({ rows: rows(n, 1) }),
  'data_table.columns.min_items': (n) => dataTable({ rows: rows(2, n) }),
  'data_table.columns.max_items': (n) => dataTable({ rows: rows(2, n) }),
  'data_table.page_size.min': (n) => dataTable({ page_size: n }),
  'data_table.page_size.max': (n) => dataTable({ page_size: n }),
  'data_table.row_header_column_index.min': (n) => dataTable({ row_header_column_index: n }),
  'data_table.cell_text.min_length': (n) => dataTable({ rows: [[cell('a')], [cell(letters(n))]] }),
  'data_table.content.max_length': (n) => dataTable({ rows: [[cell('a')], [cell(letters(n - 1))]] }),
  'data_table.total_content.max_length': (n) => {
    const half = { type: 'data_table', caption: 'c', rows: [[cell('a')], [cell(letters(n / 2 - 1))]] }
    return message(half, { ...half, rows: [[cell('a')], [cell(letters(Math.ceil(n / 2) - 1))]] })
  },
  'data_visualization.title.max_length': (n) => chart(pie(1), letters(n)),
  'data_visualization.segments.min_items': (n) => chart(pie(n)),
  'data_visualization.segments.max_items': (n) => chart(pie(n)),
  'data_visualization.segment.label.max_length': (n) => chart(pie(1, { label: letters(n) })),
  'data_visualization.segment.value.exclusive_min': (n) => chart(pie(1, { value: n })),
  'data_visualization.series.min_items': (n) => chart(bars(n, 1)),
  'data_visualization.series.max_items': (n) => chart(bars(n, 1)),
  'data_visualization.series_name.max_length': (n) => chart(bars(1, 1, { name: letters(n) })),
  'data_visualization.data.min_items': (n) => chart(bars(1, n)),
  'data_visualization.data.max_items': (n) => chart(bars(1, n)),
  'data_visualization.categories.min_items': (n) => chart(bars(1, n)),
  'data_visualization.categories.max_items': (n) => chart(bars(1, n)),
  'data_visualization.point_label.max_length': (n) => chart(named(letters(n))),
  'data_visualization.category_label.max_length': (n) => chart(named(letters(n))),
  'data_visualization.axis_label.max_length': (n) => chart(named('a', { x_label: letters(n) })),
  'plan.tasks.max_items': (n) =>
    message({
      type: 'plan',
      title: 't',
      tasks: times(n, (i) => ({ type: 'task_card', task_id: `${i}`, title: 't', status: 'pending' })),
    }),
  'url_source.url.min_length': (n) => task({ sources: [{ type: 'url', url: n ? url(30) : '', text: 't' }] }),
  'url_source.url.max_length': (n) => task({ sources: [{ type: 'url', url: url(n), text: 't' }] }),
  'header.text.max_length': (n) => message({ type: 'header', text: plain(letters(n)) }),
  'image.image_url.max_length': (n) => message({ type: 'image', alt_text: 'a', image_url: url(n) }),
  'image.alt_text.max_length': (n) => message({ type: 'image', alt_text: letters(n), image_url: url(30) }),
  'input.label.max_length': (n) => input({ type: 'plain_text_input' }, { label: plain(letters(n)) }),
  'input.hint.max_length': (n) => input({ type: 'plain_text_input' }, { hint: plain(letters(n)) }),
  'markdown.text.min_length': (n) => message({ type: 'markdown', text: letters(n) }),
  'markdown.text.max_length': (n) => message({ type: 'markdown', text: letters(n) }),
  'section.text.max_length': (n) => section({ text: plain(letters(n)) }),
  'section.fields.max_items': (n) => section({ fields: times(n, (i) => plain(`f${i}`)) }),
  'section.fields.item_max_length': (n) => section({ fields: [plain(letters(n))] }),
  'video.alt_text.min_length': (n) => video({ alt_text: letters(n) }),
  'video.alt_text.max_length': (n) => video({ alt_text: letters(n) }),
  'video.title.max_length': (n) => video({ title: plain(letters(n)) }),
  'video.author_name.max_length': (n) => video({ author_name: letters(n) }),
  'video.description.max_length': (n) => video({ description: plain(letters(n)) }),
  'video.provider_name.max_length': (n) => video({ provider_name: letters(n) }),
  'view.blocks.min_items': (n) => view({ blocks: times(n, () => ({ type: 'divider' })) }),
  'view.blocks.max_items': (n) => view({ blocks: times(n, () => ({ type: 'divider' })) }),
  'view.private_metadata.max_length': (n) => view({ private_metadata: letters(n) }),
  'view.callback_id.max_length': (n) => view({ callback_id: letters(n) }),
  'view.title.max_length': (n) => view({ title: plain(letters(n)) }),
  'view.close.max_length': (n) => view({ close: plain(letters(n)) }),
  'view.submit.max_length': (n) => view({ submit: plain(letters(n)) }),
}

describe('figures of Block Kit', () => {
  const figures = Object.entries(limits.figures)

  it.each(figures)('%s is %d', (name, limit) => {
    const use = USES[name]
    if (!use) throw new Error(`No use is written for ${name}`)
    // What must be more than its figure is taken just above it.
    if (!name.endsWith('exclusive_min')) expect(use(limit)).toEqual([])
    else expect([use(limit), use(limit + 0.01)]).toEqual([[expect.anything()], []])
    expect(use(name.includes('min') ? limit - 1 : limit + 1)).not.toEqual([])
  })

  it('has a limit of 50 blocks for messages', () => {
    const dividers = (n: number) => times(n, () => ({ type: 'divider' }))
    expect(validateBlocks(dividers(50), 'message')).toEqual([])
    expect(validateBlocks(dividers(51), 'message')).toEqual([
      { pointer: '/blocks', message: 'no more than 50 items allowed' },
    ])
  })
})

describe('tiers of the Web API', () => {
  const listed: Record<string, string> = tiers.tiers
  /** Newer than the list. */
  const UNLISTED = ['blocks.validate']

  it.each(Object.keys(METHODS).filter((name) => !UNLISTED.includes(name)))('%s', (name) => {
    const tier = listed[name]
    expect(TIERS[name]).toBe(tier?.startsWith('Special') ? 'Special' : tier)
  })
})
