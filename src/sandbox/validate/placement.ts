/** Which blocks and surfaces take which elements. */
import { byType, type Check, type Surface } from './check.ts'
import { ELEMENTS } from './elements.ts'

const SELECTS = ['static', 'external', 'users', 'channels', 'conversations'].flatMap((each) => [
  `${each}_select`,
  `multi_${each}_select`,
])
const TEXT_INPUTS = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input']

const IN_BLOCK = {
  section: [
    'button',
    'checkboxes',
    'datepicker',
    'image',
    'overflow',
    'radio_buttons',
    'timepicker',
    'workflow_button',
    ...SELECTS,
  ],
  actions: [
    'button',
    'checkboxes',
    'datepicker',
    'datetimepicker',
    'overflow',
    'radio_buttons',
    'rich_text_input',
    'timepicker',
    'workflow_button',
    ...SELECTS,
  ],
  input: [
    'checkboxes',
    'datepicker',
    'datetimepicker',
    'file_input',
    'radio_buttons',
    'rich_text_input',
    'timepicker',
    ...TEXT_INPUTS,
    ...SELECTS,
  ],
  context_actions: ['feedback_buttons', 'icon_button'],
}

/** Elements that not every surface has. */
const WHERE: Record<string, Surface[]> = {
  file_input: ['modal'],
  workflow_button: ['message'],
  feedback_buttons: ['message'],
  icon_button: ['message'],
}

/** The elements that a block takes. */
export function elementsIn(block: keyof typeof IN_BLOCK): Check {
  return byType(Object.fromEntries(IN_BLOCK[block].map((type) => [type, ELEMENTS[type]!])), WHERE)
}
