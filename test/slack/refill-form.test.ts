import { expect, it } from 'vitest'
import { validateView } from '../../src/sandbox/index.ts'
import { refillForm, type Submitted } from '../../src/slack/kernel/refill-form.ts'
import { actions, button, modal, option, section } from '../../src/slack/ui/blocks.ts'
import { alert } from '../../src/slack/ui/cards.ts'
import * as inputs from '../../src/slack/ui/inputs.ts'

const {
  checkboxInput,
  dateInput,
  groupedInput,
  manyInput,
  peopleInput,
  radioInput,
  selectInput,
  textInput,
  timeInput,
} = inputs

const CHOICES = [
  ['a', 'One'],
  ['b', 'Two'],
] as const
const two = option('Two', 'b')

const form = (blocks: Submitted['blocks'] = []) =>
  modal({ id: 'test.send', title: 'Form', submit: 'Go', meta: { id: '1' }, blocks })

/** Each input, what Slack says that it holds, and what it begins with when it is shown again. */
const INPUTS: [block: ReturnType<typeof textInput>, held: object, begins: object][] = [
  [
    textInput({ name: 'text', label: 'L', max: 100, initial: 'before' }),
    { type: 'plain_text_input', value: 'typed' },
    { initial_value: 'typed' },
  ],
  [
    radioInput({ name: 'radio', label: 'L', choices: CHOICES, initial: 'a' }),
    { type: 'radio_buttons', selected_option: two },
    { initial_option: two },
  ],
  [
    selectInput({ name: 'menu', label: 'L', choices: CHOICES }),
    { type: 'static_select', selected_option: two },
    { initial_option: two },
  ],
  [
    manyInput({ name: 'many', label: 'L', choices: CHOICES }),
    { type: 'multi_static_select', selected_options: [two] },
    { initial_options: [two] },
  ],
  [
    checkboxInput({ name: 'boxes', label: 'L', choices: CHOICES }),
    { type: 'checkboxes', selected_options: [two] },
    { initial_options: [two] },
  ],
  [
    peopleInput({ name: 'people', label: 'L' }),
    { type: 'multi_users_select', selected_users: ['U0ANA00001'] },
    { initial_users: ['U0ANA00001'] },
  ],
  [
    dateInput({ name: 'day', label: 'L', initial: '2026-10-05' }),
    { type: 'datepicker', selected_date: '2026-10-06' },
    { initial_date: '2026-10-06' },
  ],
  [
    timeInput({ name: 'time', label: 'L', initial: '09:00' }),
    { type: 'timepicker', selected_time: '14:30' },
    { initial_time: '14:30' },
  ],
  [
    groupedInput({ name: 'grouped', label: 'L', groups: [{ label: 'G', choices: CHOICES }], initial: ['a'] }),
    { type: 'multi_static_select', selected_options: [two] },
    { initial_options: [two] },
  ],
]

it('is tried for every input that there is', () => {
  const kinds = Object.keys(inputs).filter((name) => name.endsWith('Input'))
  expect(INPUTS).toHaveLength(kinds.length)
})

/** Every kind of element that holds something in a form, in the state that Slack sends: no feature uses some of them. */
const ELEMENTS: [type: string, held: object, begins: object][] = [
  ['number_input', { value: '7' }, { initial_value: '7' }],
  ['email_text_input', { value: 'a@b.example' }, { initial_value: 'a@b.example' }],
  ['url_text_input', { value: 'https://a.example' }, { initial_value: 'https://a.example' }],
  ['datetimepicker', { selected_date_time: 1_800_000_000 }, { initial_date_time: 1_800_000_000 }],
  ['users_select', { selected_user: 'U1' }, { initial_user: 'U1' }],
  ['channels_select', { selected_channel: 'C1' }, { initial_channel: 'C1' }],
  ['multi_channels_select', { selected_channels: ['C1'] }, { initial_channels: ['C1'] }],
  ['conversations_select', { selected_conversation: 'C1' }, { initial_conversation: 'C1' }],
  ['multi_conversations_select', { selected_conversations: ['C1'] }, { initial_conversations: ['C1'] }],
  ['external_select', { selected_option: two }, { initial_option: two }],
]

it.each(ELEMENTS)('keeps what a %s held, in an input and in a row', (type, held, begins) => {
  const element = { type, action_id: 'value' } as never
  const blocks = [
    { ...INPUTS[0]![0], element },
    { ...section('Beside'), block_id: 'beside', accessory: element },
    { ...actions(button('Other', 'test.other'), element), block_id: 'row' },
  ]
  const state = { values: Object.fromEntries(blocks.map((b) => [b.block_id, { value: { type, ...held } }])) }
  const view = refillForm({ ...form(blocks), state } as Submitted)
  expect(view.blocks[0]).toMatchObject({ element: begins })
  expect(view.blocks[1]).toMatchObject({ accessory: begins })
  expect(view.blocks[2]).toMatchObject({ elements: [{ type: 'button' }, begins] })
})

it.each(INPUTS)('keeps what %o held', (block, held, begins) => {
  const values = { [block.block_id!]: { value: held } }
  const view = refillForm({ ...form([block]), state: { values } } as Submitted, 'Not today.')
  expect(view).toMatchObject({ callback_id: 'test.send', private_metadata: '{"id":"1"}' })
  expect(view.blocks[0]).toEqual(alert('Not today.'))
  expect(view.blocks[1]).toMatchObject({ block_id: block.block_id, element: begins })
  expect(validateView(view)).toEqual([])
})

it('leaves empty what was emptied, and the rest of the form as it was', () => {
  const [block] = INPUTS[0]!
  const [boxes] = INPUTS[4]!
  const row = actions(button('Other', 'test.other'))
  const values = {
    text: { value: { type: 'plain_text_input', value: null } },
    boxes: { value: { type: 'checkboxes', selected_options: [] } },
  }
  const view = refillForm({ ...form([block, boxes, row]), state: { values } } as unknown as Submitted, 'No.')
  expect(JSON.stringify(view)).not.toContain('initial')
  expect(view.blocks[3]).toEqual(row)
  expect(validateView(view)).toEqual([])
})
