/** Pausing and leaving, as people see it. Part of the views. */
import type { ModalView } from '@slack/types'
import { md } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput, dateInput } from '../../../slack/ui/inputs.ts'

export const pauseModal = (until: string): ModalView =>
  modal({
    id: 'membership.pausing',
    title: 'Pause',
    submit: 'Pause',
    close: 'Not now',
    blocks: [
      section(
        'While you are paused nobody is suggested to you or you to them, and I send no prompts. Requests to you wait, and their clock stands still. It ends by itself.',
      ),
      dateInput({ name: 'until', label: 'I am back on', initial: until }),
    ],
  })

export const pausedModal = (until: string): ModalView =>
  notice(
    'Paused',
    md`You are paused until *${until}*. Your partners keep your conversation; I stay quiet. To end it sooner, resume.`,
    commandButton('Resume', 'resume'),
  )

/** What comes first on the Home of somebody who pauses. */
export const pausedBlocks = (until: string): Blocks => [
  section(md`*You are paused until ${until}.* I stay quiet until then.`),
  actions(commandButton('Resume now', 'resume', { style: 'primary' })),
]

export const leaveModal = (partners: number): ModalView =>
  modal({
    id: 'membership.leaving',
    title: 'Leave Cairn',
    submit: 'Leave',
    close: 'Stay',
    blocks: [
      section(
        partners === 0
          ? 'You leave now, and your open requests are taken back.'
          : `You leave now. ${partners === 1 ? 'Your mentorship ends kindly, your partner is' : `Your ${partners} mentorships end kindly, your partners are`} told that it is not about them, and your open requests are taken back.`,
      ),
      section(
        'What others wrote or shared stays theirs. You can join again any time; your profile is kept for then.',
      ),
      checkboxInput({
        name: 'company',
        label: 'The company as well?',
        optional: true,
        choices: [['company', 'I am leaving the company', 'I send you your growth record as a file first']],
      }),
      partners > 0 &&
        section(
          md`Before you go: propose a last talk to your partners.`,
          button('Propose a goodbye', 'membership.goodbye', {
            says: 'Propose a goodbye talk to your partners',
          }),
        ),
      section(md`Only need a break?`, commandButton('Pause instead', 'pause')),
    ],
  })

export const leftModal = (company: boolean): ModalView =>
  notice(
    'Goodbye',
    company
      ? 'You have left. Your growth record is on its way to you as a file; save it before your account closes. Thank you for the stones you left.'
      : 'You have left. Thank you for the stones you left; the door stays open.',
    commandButton('Join again', 'join'),
    commandButton('Give kudos', 'kudos'),
  )

export const backMessage = (): Message => ({
  text: 'Your pause is over: welcome back',
  blocks: [
    section(md`*Welcome back.* Your pause is over, and what waited goes on from where it was.`),
    actions(
      commandButton('My requests', 'requests', { style: 'primary' }),
      commandButton('Pause again', 'pause'),
    ),
    context('Not ready yet? Pause again; nobody is told.'),
  ],
})
