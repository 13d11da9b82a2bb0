import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, button, commandButton, header, modal, section } from '../../../slack/ui/blocks.ts'

/** `left`: there is a coordinator, who is away or has left what is due. */
export const becomeBlocks = (left: boolean): Blocks => [
  header('Who runs this?'),
  section(
    left
      ? 'Nobody has looked after the programme lately. A coordinator sees who is paired and which pairs need a hand, never what anybody wrote.'
      : 'This workspace has no coordinator yet. A coordinator sees who is paired and which pairs need a hand, never what anybody wrote.',
  ),
  actions(button('Become coordinator', 'admin.become', { style: 'primary' })),
]

export const becameModal = () =>
  modal({
    id: 'admin.became',
    title: 'You are coordinator',
    blocks: [
      section(
        'You are the coordinator of this workspace now. What needs you stands on your Home, and I tell you when a pair needs a hand.',
      ),
      section(
        'A good start: join as a mentor yourself, and ask two or three people you trust to do the same.',
      ),
      actions(commandButton('Join', 'join', { style: 'primary' })),
    ],
  })
