import { expect, it } from 'vitest'
import { validateView } from '../../src/sandbox/index.ts'
import { formAgain, type Submitted } from '../../src/slack/again.ts'
import { actions, button, modal, option, section } from '../../src/slack/blocks.ts'
import {
  checkboxInput,
  dateInput,
  manyInput,
  peopleInput,
  radioInput,
  selectInput,
  textInput,
} from '../../src/slack/inputs.ts'

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
]

it.each(INPUTS)('keeps what %o held', (block, held, begins) => {
  const values = { [block.block_id!]: { value: held } }
  const view = formAgain({ ...form([block]), state: { values } } as Submitted, 'Not today.')
  expect(view).toMatchObject({ callback_id: 'test.send', private_metadata: '{"id":"1"}' })
  expect(view.blocks[0]).toEqual(section('Not today.'))
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
  const view = formAgain({ ...form([block, boxes, row]), state: { values } } as unknown as Submitted, 'No.')
  expect(JSON.stringify(view)).not.toContain('initial')
  expect(view.blocks[3]).toEqual(row)
  expect(validateView(view)).toEqual([])
})
