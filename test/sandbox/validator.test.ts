/** What the validator takes and refuses apart from figures: each refusal beside its success. */
import { describe, expect, it } from 'vitest'
import { type Problem, validateBlocks, validateView } from '../../src/sandbox/validate/index.ts'

type Json = Record<string, unknown>
type Surface = 'message' | 'modal' | 'home'

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (name: string) => ({ text: plain(name), value: name })
const a = option('a')
const b = option('b')
const inActions = (element: Json) => [{ type: 'actions', elements: [element] }]
const inSection = (accessory: Json) => [{ type: 'section', text: plain('t'), accessory }]
const inInput = (element: Json, more: Json = {}) => [{ type: 'input', label: plain('l'), element, ...more }]
const button = (more: Json = {}) => ({ type: 'button', text: plain('b'), ...more })
const select = (more: Json) => inActions({ type: 'static_select', ...more })

/** surface, what it is about, blocks taken, blocks refused, pointer of the refusal */
const BLOCKS: [Surface, string, unknown[], unknown[], string][] = [
  ['message', 'a type', [{ type: 'divider' }], [{ type: 'hologram' }], '/blocks/0/type'],
  ['message', 'a field', [{ type: 'divider' }], [{ type: 'divider', color: 'red' }], '/blocks/0'],
  ['message', 'an object', [{ type: 'divider' }], ['divider'], '/blocks/0'],
  ['message', 'a required field', [{ type: 'header', text: plain('h') }], [{ type: 'header' }], '/blocks/0'],
  [
    'message',
    'text or fields',
    [{ type: 'section', fields: [plain('f')] }],
    [{ type: 'section' }],
    '/blocks/0',
  ],
  [
    'message',
    'text that is not empty',
    [{ type: 'section', text: plain('t') }],
    [{ type: 'section', text: plain('') }],
    '/blocks/0/text/text',
  ],
  [
    'message',
    'plain text',
    [{ type: 'header', text: plain('h') }],
    [{ type: 'header', text: { type: 'mrkdwn', text: 'h' } }],
    '/blocks/0/text/type',
  ],
  [
    'message',
    'emoji on plain text',
    [{ type: 'section', text: { ...plain('t'), emoji: true } }],
    [{ type: 'section', text: { type: 'mrkdwn', text: 't', emoji: true } }],
    '/blocks/0/text',
  ],
  [
    'message',
    'verbatim on mrkdwn',
    [{ type: 'section', text: { type: 'mrkdwn', text: 't', verbatim: true } }],
    [{ type: 'section', text: { ...plain('t'), verbatim: true } }],
    '/blocks/0/text',
  ],
  [
    'message',
    'options once',
    select({ options: [a] }),
    select({ options: [a], option_groups: [{ label: plain('g'), options: [b] }] }),
    '/blocks/0/elements/0',
  ],
  ['message', 'options at all', select({ options: [a] }), select({}), '/blocks/0/elements/0'],
  [
    'message',
    'an initial option among them',
    select({ options: [a, b], initial_option: b }),
    select({ options: [a], initial_option: b }),
    '/blocks/0/elements/0/initial_option',
  ],
  [
    'message',
    'an initial option equal in all',
    select({ options: [a], initial_option: { value: 'a', text: plain('a') } }),
    select({ options: [a], initial_option: { value: 'a', text: plain('A') } }),
    '/blocks/0/elements/0/initial_option',
  ],
  [
    'message',
    'initial options among them',
    inActions({ type: 'checkboxes', options: [a, b], initial_options: [a, b] }),
    inActions({ type: 'checkboxes', options: [a], initial_options: [a, b] }),
    '/blocks/0/elements/0/initial_options/1',
  ],
  [
    'message',
    'plain options in menus',
    select({ options: [a] }),
    select({ options: [{ text: { type: 'mrkdwn', text: 'a' }, value: 'a' }] }),
    '/blocks/0/elements/0/options/0/text/type',
  ],
  [
    'message',
    'a web address',
    inActions(button({ url: 'https://example.com' })),
    inActions(button({ url: 'example.com' })),
    '/blocks/0/elements/0/url',
  ],
  [
    'message',
    'no other scheme',
    inActions(button({ url: 'http://example.com' })),
    inActions(button({ url: 'javascript:alert(1)' })),
    '/blocks/0/elements/0/url',
  ],
  [
    'message',
    'an image that Slack can fetch',
    [{ type: 'image', alt_text: 'a', image_url: 'https://example.com/a.png' }],
    [{ type: 'image', alt_text: 'a', image_url: 'http://localhost:4400/a.png' }],
    '/blocks/0/image_url',
  ],
  [
    'message',
    'one source of an image',
    [{ type: 'image', alt_text: 'a', slack_file: { id: 'F000000001' } }],
    [
      {
        type: 'image',
        alt_text: 'a',
        slack_file: { id: 'F000000001' },
        image_url: 'https://example.com/a.png',
      },
    ],
    '/blocks/0',
  ],
  [
    'message',
    'button styles',
    inActions(button({ style: 'danger' })),
    inActions(button({ style: 'warning' })),
    '/blocks/0/elements/0/style',
  ],
  [
    'message',
    'action ids once in a block',
    inActions(button({ action_id: 'x' })),
    [{ type: 'actions', elements: [button({ action_id: 'x' }), button({ action_id: 'x' })] }],
    '/blocks/0/elements/1/action_id',
  ],
  [
    'message',
    'action ids again in another block',
    [...inActions(button({ action_id: 'x' })), ...inActions(button({ action_id: 'x' }))],
    inActions(button({ action_id: '' })),
    '/blocks/0/elements/0/action_id',
  ],
  [
    'message',
    'block ids once',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '/blocks/1/block_id',
  ],
  [
    'message',
    'texts in actions',
    inActions({ type: 'datepicker' }),
    inActions({ type: 'plain_text_input' }),
    '/blocks/0/elements/0/type',
  ],
  [
    'message',
    'accessories',
    inSection({ type: 'users_select' }),
    inSection({ type: 'datetimepicker' }),
    '/blocks/0/accessory/type',
  ],
  [
    'message',
    'inputs in messages',
    inInput({ type: 'plain_text_input' }),
    inInput(button()),
    '/blocks/0/element/type',
  ],
  [
    'message',
    'real dates',
    inActions({ type: 'datepicker', initial_date: '2028-02-29' }),
    inActions({ type: 'datepicker', initial_date: '2027-02-29' }),
    '/blocks/0/elements/0/initial_date',
  ],
  [
    'message',
    'times',
    inActions({ type: 'timepicker', initial_time: '23:59' }),
    inActions({ type: 'timepicker', initial_time: '24:00' }),
    '/blocks/0/elements/0/initial_time',
  ],
  [
    'message',
    'zones',
    inActions({ type: 'timepicker', timezone: 'Asia/Tokyo' }),
    inActions({ type: 'timepicker', timezone: 'Moon/Base' }),
    '/blocks/0/elements/0/timezone',
  ],
  [
    'message',
    'ten digits of seconds',
    inActions({ type: 'datetimepicker', initial_date_time: 1_791_187_200 }),
    inActions({ type: 'datetimepicker', initial_date_time: 1_791_187_200_000 }),
    '/blocks/0/elements/0/initial_date_time',
  ],
  [
    'message',
    'ids of users',
    inActions({ type: 'users_select', initial_user: 'U0ANA00001' }),
    inActions({ type: 'users_select', initial_user: 'ana' }),
    '/blocks/0/elements/0/initial_user',
  ],
  [
    'message',
    'filters that filter',
    inActions({ type: 'conversations_select', filter: { include: ['public'] } }),
    inActions({ type: 'conversations_select', filter: {} }),
    '/blocks/0/elements/0/filter',
  ],
  [
    'message',
    'filters of known kinds',
    inActions({ type: 'conversations_select', filter: { include: ['im'] } }),
    inActions({ type: 'conversations_select', filter: { include: ['dm'] } }),
    '/blocks/0/elements/0/filter/include/0',
  ],
  [
    'message',
    'at most what may be selected',
    inActions({ type: 'multi_static_select', options: [a, b], initial_options: [a], max_selected_items: 1 }),
    inActions({
      type: 'multi_static_select',
      options: [a, b],
      initial_options: [a, b],
      max_selected_items: 1,
    }),
    '/blocks/0/elements/0/initial_options',
  ],
  [
    'message',
    'markdown in messages',
    [{ type: 'markdown', text: '# h' }],
    [{ type: 'markdown', text: 1 }],
    '/blocks/0/text',
  ],
  [
    'message',
    'markdown in all',
    [
      { type: 'markdown', text: 'x'.repeat(6000) },
      { type: 'markdown', text: 'x'.repeat(6000) },
    ],
    [
      { type: 'markdown', text: 'x'.repeat(6000) },
      { type: 'markdown', text: 'x'.repeat(6001) },
    ],
    '/blocks',
  ],
  [
    'message',
    'rich text',
    [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] },
        ],
      },
    ],
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'shout', text: 'x' }] }],
      },
    ],
    '/blocks/0/elements/0/elements/0/type',
  ],
  [
    'message',
    'response_url_enabled in modals',
    inActions({ type: 'channels_select' }),
    inActions({ type: 'channels_select', response_url_enabled: true }),
    '/blocks/0/elements/0/response_url_enabled',
  ],
  [
    'home',
    'files in modals',
    inInput({ type: 'plain_text_input' }),
    inInput({ type: 'file_input' }),
    '/blocks/0/element/type',
  ],
  [
    'home',
    'markdown in messages alone',
    [{ type: 'divider' }],
    [{ type: 'markdown', text: 'x' }],
    '/blocks/0/type',
  ],
  [
    'modal',
    'files',
    inInput({ type: 'file_input' }),
    inInput({ type: 'file_input', max_files: 0 }),
    '/blocks/0/element/max_files',
  ],
  [
    'modal',
    'lengths in order',
    inInput({ type: 'plain_text_input', min_length: 5, max_length: 5 }),
    inInput({ type: 'plain_text_input', min_length: 6, max_length: 5 }),
    '/blocks/0/element/min_length',
  ],
  [
    'modal',
    'an initial text that fits',
    inInput({ type: 'plain_text_input', initial_value: 'abc', max_length: 3 }),
    inInput({ type: 'plain_text_input', initial_value: 'abcd', max_length: 3 }),
    '/blocks/0/element/initial_value',
  ],
  [
    'modal',
    'numbers in order',
    inInput({ type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '2' }),
    inInput({ type: 'number_input', is_decimal_allowed: false, min_value: '3', max_value: '2' }),
    '/blocks/0/element/min_value',
  ],
  [
    'modal',
    'numbers that say if they are whole',
    inInput({ type: 'number_input', is_decimal_allowed: true }),
    inInput({ type: 'number_input' }),
    '/blocks/0/element',
  ],
  [
    'modal',
    'one focus',
    inInput({ type: 'plain_text_input', focus_on_load: true }),
    [
      ...inInput({ type: 'plain_text_input', focus_on_load: true }),
      ...inInput({ type: 'datepicker', focus_on_load: true }),
    ],
    '/blocks/1/element/focus_on_load',
  ],
  [
    'modal',
    'dispatch settings',
    inInput(
      { type: 'plain_text_input', dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } },
      { dispatch_action: true },
    ),
    inInput({ type: 'plain_text_input', dispatch_action_config: {} }),
    '/blocks/0/element/dispatch_action_config',
  ],
]

const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('T'),
  submit: plain('S'),
  blocks: [{ type: 'divider' }],
  ...more,
})
const home = (more: Json = {}) => ({ type: 'home', blocks: [{ type: 'divider' }], ...more })

const VIEWS: [string, unknown, unknown, string][] = [
  ['an object', modal(), 'modal', ''],
  ['a type', home(), { ...home(), type: 'workflow_step' }, '/type'],
  ['a title on modals', modal(), modal({ title: undefined }), ''],
  ['no title on Home', home(), home({ title: plain('T') }), ''],
  ['blocks', modal(), modal({ blocks: undefined }), ''],
  ['plain titles', modal(), modal({ title: { type: 'mrkdwn', text: 'T' } }), '/title/type'],
  [
    'submit beside inputs',
    modal({ blocks: inInput({ type: 'datepicker' }) }),
    modal({ submit: undefined, blocks: inInput({ type: 'datepicker' }) }),
    '/blocks/0/input',
  ],
  ['no submit on Home', home({ blocks: inInput({ type: 'datepicker' }) }), home({ submit: plain('S') }), ''],
  ['flags', modal({ notify_on_close: true }), modal({ notify_on_close: 'true' }), '/notify_on_close'],
  [
    'its own fields',
    modal({ callback_id: 'x', external_id: 'y', private_metadata: '' }),
    modal({ state: {} }),
    '',
  ],
  [
    '150 code points, not 300 units',
    modal({ blocks: [{ type: 'header', text: plain('🪨'.repeat(150)) }] }),
    modal({ blocks: [{ type: 'header', text: plain('🪨'.repeat(151)) }] }),
    '/blocks/0/text/text',
  ],
]

const pointers = (found: Problem[]) => found.map((each) => each.pointer)

describe('blocks', () => {
  it.each(BLOCKS)('in a %s: %s', (surface, _, taken, refused, pointer) => {
    expect(validateBlocks(taken, surface)).toEqual([])
    expect(pointers(validateBlocks(refused, surface))).toContain(pointer)
  })

  it.each([undefined, null, 1, 'x', {}])('is no list: %j', (blocks) => {
    expect(validateBlocks(blocks, 'message')).toEqual([
      { pointer: '/blocks', message: 'must provide an array' },
    ])
  })

  it('says what Slack says', () => {
    const text = { type: 'mrkdwn', text: 'x'.repeat(3001) }
    expect(validateBlocks([{ type: 'section', text }], 'message')).toEqual([
      { pointer: '/blocks/0/text/text', message: 'must be less than 3001 characters' },
    ])
  })
})

describe('views', () => {
  it.each(VIEWS)('%s', (_, taken, refused, pointer) => {
    expect(validateView(taken)).toEqual([])
    expect(pointers(validateView(refused))).toContain(pointer)
  })
})
