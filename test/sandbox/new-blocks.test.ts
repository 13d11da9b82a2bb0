/** The blocks of 2025 and 2026 as an app meets them: taken, refused, and missing in a workspace that has them not yet. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '../../src/sandbox/index.ts'
import { type Running, withApp } from './tiny-app.ts'

type Json = Record<string, unknown>
type Where = 'message' | 'modal' | 'home'

const plain = (text: string) => ({ type: 'plain_text', text })
const words = (text: string) => ({ type: 'mrkdwn', text })
const raw = (text: string) => ({ type: 'raw_text', text })
const button = (name: string, more: Json = {}) => ({
  type: 'button',
  text: plain(name),
  action_id: name,
  ...more,
})
const picture = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})
const card = (more: Json = {}) => ({ type: 'card', title: words('Ben Badger'), ...more })
const pie = { type: 'pie', segments: [{ label: 'Yes', value: 3 }] }
const line = (categories: string[], labels = categories) => ({
  type: 'line',
  series: [{ name: 'Sessions', data: labels.map((label) => ({ label, value: 1 })) }],
  axis_config: { categories, y_label: 'held' },
})
const chart = (shape: unknown) => ({ type: 'data_visualization', title: 'Met', chart: shape })
const table = (...rows: unknown[][]) => ({ type: 'data_table', caption: 'Pairs', rows })
const contextActions = (...elements: unknown[]) => ({ type: 'context_actions', elements })
const feedback = (more: Json = {}) => ({
  type: 'feedback_buttons',
  action_id: 'useful',
  positive_button: { text: plain('Useful'), value: 'yes', accessibility_label: 'It was useful' },
  negative_button: { text: plain('Not really'), value: 'no' },
  ...more,
})
const bin = (more: Json = {}) => ({
  type: 'icon_button',
  icon: 'trash',
  text: plain('Delete'),
  action_id: 'bin',
  value: 'this',
  ...more,
})
const task = (more: Json = {}) => ({
  type: 'task_card',
  task_id: 'a',
  title: 'Look',
  status: 'complete',
  ...more,
})
const container = (...child_blocks: unknown[]) => ({ type: 'container', title: plain('Two'), child_blocks })

let running: Running
beforeAll(async () => {
  running = await withApp((app) => {
    app.action(/.*/, ({ ack }) => ack())
    app.command('/mentor', async ({ ack, client, body }) => {
      await ack()
      await client.views.open({
        trigger_id: body.trigger_id,
        view: { type: 'modal', title: plain('T'), blocks: [{ type: 'alert', text: plain('x') }] } as never,
      })
    })
  })
})
beforeEach(() => running.sandbox.admin.withholdBlocks([]))
afterAll(() => running?.stop())

/** Any method of the Web API, by HTTP. */
async function call(method: string, body: Json): Promise<Json> {
  const response = await fetch(`${running.sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${running.sandbox.tokens.bot}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  running.sandbox.clock.advance(2000)
  return (await response.json()) as Json
}

const asked = (where: Where, block: unknown) => {
  if (where === 'message') return { message: { blocks: [block] } }
  return { view: { type: where, ...(where === 'modal' && { title: plain('T') }), blocks: [block] } }
}

/** Where Slack's validator finds fault with a block; nowhere if it takes it. */
async function faults(where: Where, block: unknown): Promise<string[]> {
  const { ok, errors } = await call('blocks.validate', asked(where, block))
  return ok ? [] : (errors as { pointer: string }[]).map((each) => each.pointer.replace('/blocks/0', ''))
}

/** A whole block of each type, and the surfaces that take it. */
const WHOLE: [Where[], Json][] = [
  [['modal'], { type: 'alert', text: words('*No*'), level: 'error' }],
  [
    ['message', 'modal', 'home'],
    card({
      hero_image: picture,
      icon: picture,
      subtitle: words('Senior PM'),
      body: plain('Teaches discovery'),
      subtext: words('14:33 there'),
      actions: [button('Ask', { style: 'primary' }), button('Why'), button('Later')],
    }),
  ],
  [
    ['message', 'home'],
    { type: 'carousel', elements: [card({ slack_icon: { type: 'icon', name: 'user' } }), card()] },
  ],
  [
    ['message', 'home'],
    {
      ...container({ type: 'divider' }, rich('x'), { type: 'table', rows: [[raw('a')]] }),
      rich_text_title: rich('Two'),
      subtitle: words('s'),
      width: 'full',
      icon: picture,
      is_collapsible: true,
      default_collapsed: true,
      has_header_divider: false,
    },
  ],
  [
    ['message'],
    contextActions(
      feedback(),
      bin({ accessibility_label: 'Delete it', visible_to_user_ids: ['U0BEN00002'] }),
    ),
  ],
  [
    ['message', 'home'],
    {
      ...table([raw('Name'), raw('Met')], [rich('Ana'), { type: 'raw_number', value: 3, text: '3' }]),
      page_size: 10,
      row_header_column_index: 1,
    },
  ],
  [['message', 'home'], chart(pie)],
  [['message', 'home'], chart(line(['May', 'June']))],
  [
    ['message', 'home'],
    {
      type: 'table',
      rows: [[raw('a'), rich('b')]],
      column_settings: [null, { align: 'right', is_wrapped: true }],
    },
  ],
  [['message'], { type: 'file', external_id: 'x', source: 'remote' }],
  [['message'], { type: 'plan', title: 'p', tasks: [task({ status: 'pending' }), task({ task_id: 'b' })] }],
  [
    ['message'],
    task({
      details: rich('d'),
      output: rich('o'),
      sources: [{ type: 'url', url: 'https://example.com', text: 'e' }],
    }),
  ],
]

/** What is refused, where, and at which pointer. */
const REFUSED: [string, Where, unknown, string][] = [
  ['an alert of no known level', 'modal', { type: 'alert', text: plain('x'), level: 'loud' }, '/level'],
  ['an alert without words', 'modal', { type: 'alert', level: 'info' }, ''],
  ['a card of a subtitle alone', 'message', { type: 'card', subtitle: words('s') }, ''],
  [
    'a card with two icons',
    'message',
    card({ icon: picture, slack_icon: { type: 'icon', name: 'user' } }),
    '',
  ],
  [
    'an icon that Slack has not',
    'message',
    card({ slack_icon: { type: 'icon', name: 'cairn' } }),
    '/slack_icon/name',
  ],
  [
    'a card with a menu',
    'message',
    card({ actions: [{ type: 'overflow', options: [] }] }),
    '/actions/0/type',
  ],
  [
    'a card with the same action twice',
    'message',
    card({ actions: [button('a'), button('a')] }),
    '/actions/1/action_id',
  ],
  ['a picture as an address', 'message', card({ hero_image: 'https://example.com/a.png' }), '/hero_image'],
  [
    'a carousel of sections',
    'message',
    { type: 'carousel', elements: [{ type: 'divider' }] },
    '/elements/0/type',
  ],
  [
    'cards of one id',
    'message',
    { type: 'carousel', elements: [card({ block_id: 'c' }), card({ block_id: 'c' })] },
    '/elements/1/block_id',
  ],
  ['a container without a title', 'message', { type: 'container', child_blocks: [{ type: 'divider' }] }, ''],
  [
    'a container in a container',
    'message',
    container(container({ type: 'divider' })),
    '/child_blocks/0/type',
  ],
  ['a card in a container', 'message', container(card()), '/child_blocks/0/type'],
  [
    'files of a container on Home',
    'home',
    container({ type: 'file', external_id: 'x', source: 'remote' }),
    '/child_blocks/0/type',
  ],
  [
    'what is folded and cannot be unfolded',
    'message',
    { ...container({ type: 'divider' }), default_collapsed: true },
    '/default_collapsed',
  ],
  [
    'feedback with one button',
    'message',
    contextActions(feedback({ negative_button: undefined })),
    '/elements/0',
  ],
  ['another icon than a bin', 'message', contextActions(bin({ icon: 'star' })), '/elements/0/icon'],
  [
    'feedback among other buttons',
    'message',
    { type: 'actions', elements: [feedback()] },
    '/elements/0/type',
  ],
  ['other buttons among feedback', 'message', contextActions(button('a')), '/elements/0/type'],
  ['rich text in a heading', 'message', table([rich('a')], [raw('b')]), '/rows/0/0/type'],
  ['rows of different length', 'message', table([raw('a')], [raw('b'), raw('c')]), '/rows/1'],
  [
    'a heading beyond the columns',
    'message',
    { ...table([raw('a')], [raw('b')]), row_header_column_index: 1 },
    '/row_header_column_index',
  ],
  [
    'a number in words alone',
    'message',
    table([raw('a')], [{ type: 'raw_number', value: '3', text: '3' }]),
    '/rows/1/0/value',
  ],
  ['a table without a caption', 'message', { type: 'data_table', rows: [[raw('a')], [raw('b')]] }, ''],
  ['a ragged table', 'message', { type: 'table', rows: [[raw('a')], [raw('b'), raw('c')]] }, '/rows/1'],
  ['a chart of no kind', 'message', chart({ type: 'donut', segments: [] }), '/chart/type'],
  [
    'a slice of nothing',
    'message',
    chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
    '/chart/segments/0/value',
  ],
  ['a point that is missing', 'message', chart(line(['a', 'b'], ['a'])), '/chart/series/0/data'],
  ['a point twice', 'message', chart(line(['a', 'b'], ['a', 'a'])), '/chart/series/0/data'],
  ['a task alone that waits', 'message', task({ status: 'pending' }), '/status'],
  ['tasks of one id', 'message', { type: 'plan', title: 'p', tasks: [task(), task()] }, '/tasks/1/task_id'],
]

describe('the validator', () => {
  it.each(WHOLE)('takes in %j: %j', async (surfaces, block) => {
    for (const where of ['message', 'modal', 'home'] as const)
      expect([where, await faults(where, block)]).toEqual([where, surfaces.includes(where) ? [] : ['/type']])
    expect(await faults(surfaces[0]!, { ...block, colour: 'red' })).toEqual([''])
    // A bare list names no surface.
    expect(await call('blocks.validate', { blocks: [block] })).toMatchObject({ ok: true })
  })

  it.each(REFUSED)('refuses %s in a %s', async (_, where, block, pointer) => {
    expect(await faults(where, block)).toContain(pointer)
  })
})

describe('a workspace', () => {
  const post = (...blocks: unknown[]) =>
    call('chat.postMessage', { channel: 'C0PMWINS01', text: 'x', blocks })

  it('shows them with all that they say', async () => {
    await post(
      ...WHOLE.filter(([where, { type }]) => where.includes('message') && type !== 'file').map(
        ([, each]) => each,
      ),
    )
    const shown = plainText(running.sandbox.as('ana').messages('pm-wins').at(-1)!)
    for (const said of [
      'Ben Badger',
      'Senior PM',
      '14:33 there',
      '[Ask] [Why] [Later]',
      'Ana | 3',
      '[Useful] [Not really]',
      'Yes 3',
      'Sessions: May 1, June 1',
      'Look (pending)',
    ])
      expect(shown).toContain(said)
  })

  it('takes no third chart in a message, no more text than a table may have, and no remote file', async () => {
    expect(await post(chart(pie), chart(pie))).toMatchObject({ ok: true })
    expect(await post(chart(pie), chart(pie), chart(pie))).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
    })
    expect(await post(table([raw('a')], [raw('x'.repeat(15_000))]))).toMatchObject({ ok: true })
    expect(await post({ type: 'file', external_id: 'x', source: 'remote' })).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
    })
  })

  it('that has them not yet refuses them as Slack does, in messages, modals and Home, until it has them', async () => {
    const { sandbox } = running
    sandbox.admin.withholdBlocks()
    expect(await post(card())).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      errors: ['unsupported type: card [json-pointer:/blocks/0/type]'],
    })
    const view = { type: 'home', blocks: [card()] }
    expect(await call('views.publish', { user_id: sandbox.as('ana').id, view })).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] unsupported type: card [json-pointer:/view/blocks/0/type]'] },
    })
    await sandbox.as('ana').command('/mentor')
    const opening = await sandbox.until(() =>
      sandbox.traffic.calls.find(({ method }) => method === 'views.open'),
    )
    expect(opening).toMatchObject({ ok: false, error: 'invalid_arguments' })
    expect(sandbox.as('ana').modal()).toBeUndefined()
    await fetch(`${sandbox.url}/control/admin/withholdBlocks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"types":["alert"]}',
    })
    expect(await post(card())).toMatchObject({ ok: true })
  })
})

describe('a click', () => {
  /** What the app was told of it. */
  const told = () => {
    const { payload } = running.sandbox.traffic.envelopes.at(-1)!
    return (payload as { actions: Json[] }).actions[0]
  }
  const post = async (...blocks: unknown[]) => {
    await call('chat.postMessage', { channel: 'C0PMWINS01', text: 'x', blocks })
    return running.sandbox.as('ben').messages('pm-wins').at(-1)!
  }

  it('on one of two feedback buttons tells which', async () => {
    const message = await post({ ...contextActions(feedback()), block_id: 'rate' })
    await running.sandbox.as('ben').click(message, 'Not really')
    expect(told()).toEqual({
      type: 'feedback_buttons',
      block_id: 'rate',
      action_id: 'useful',
      action_ts: expect.any(String),
      value: 'no',
      text: { type: 'plain_text', text: 'Not really', emoji: true },
    })
    await expect(running.sandbox.as('ben').click(message, { action_id: 'useful' })).rejects.toThrow('which')
  })

  it('on an icon tells its value, and only those see it who may', async () => {
    const message = await post(contextActions(bin({ visible_to_user_ids: ['U0BEN00002'] })))
    await running.sandbox.as('ben').click(message, 'Delete')
    expect(told()).toMatchObject({
      type: 'icon_button',
      action_id: 'bin',
      icon: 'trash',
      value: 'this',
      text: { text: 'Delete' },
    })
    const ana = running.sandbox.as('ana')
    await expect(ana.click(ana.messages('pm-wins').at(-1)!, 'Delete')).rejects.toThrow('no Delete')
  })

  it('on a button of a card, in a row of cards or in a container, names the block that it stands in', async () => {
    const cards = [
      card({ block_id: 'one', actions: [button('ask', { value: 'ben' })] }),
      card({ actions: [button('why')] }),
    ]
    const message = await post(
      { type: 'carousel', elements: cards },
      container({ type: 'actions', block_id: 'in', elements: [button('go')] }),
    )
    const ben = running.sandbox.as('ben')
    await ben.click(message, 'ask')
    expect(told()).toMatchObject({ type: 'button', block_id: 'one', action_id: 'ask', value: 'ben' })
    await ben.click(message, 'why')
    expect(told()).toMatchObject({ block_id: expect.stringMatching(/^b/), action_id: 'why' })
    await ben.click(message, 'go')
    expect(told()).toMatchObject({ block_id: 'in', action_id: 'go' })
  })
})
