import type { ModalView } from '@slack/types'
import { md, plural, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, button, commandButton, context, divider, modal, section } from '../../../slack/ui/blocks.ts'
import { peopleInput, radioInput } from '../../../slack/ui/inputs.ts'
import type { Celebration } from './domain.ts'
import type { PrivacyChoices } from './service.ts'

/** What is kept and who sees it, and the two choices. */
export function privacyModal(choices: PrivacyChoices): ModalView {
  return modal({
    id: 'privacy.save',
    title: 'Privacy',
    submit: 'Save',
    blocks: [
      radioInput({
        name: 'celebration',
        label: 'Who may celebrate me?',
        hint: 'Your answer is seen by you alone. Until you choose, it is as with "Private".',
        optional: true,
        choices: [
          ['public', 'Public', 'Thanks to me may be posted with my name'],
          ['private', 'Private', 'Thanks and milestones reach me alone'],
          ['never', 'Never', 'No celebrations; what colleagues write still reaches me'],
        ],
        initial: choices.celebration,
      }),
      peopleInput({
        name: 'doNotPair',
        label: 'Never pair me with',
        hint: 'Seen by you alone; neither they nor the coordinator are told. To everybody it looks exactly like "no capacity". It does not end a mentorship that you are in, nor a circle’s group of now.',
        optional: true,
        initial: choices.doNotPair,
        placeholder: 'Nobody',
      }),
      divider(),
      whoSeesWhat(),
    ],
  })
}

const WHO_SEES_WHAT = [
  md`*What is kept, and who sees it*`,
  md`*Everyone here:* what you offer as a mentor, your level, hours and free places, and thanks and wins you agreed to make public.`,
  md`*Those you ask or are matched with:* your goal, what you would like to learn, and how you rate yourself.`,
  md`*Your partner:* what you write to each other through Cairn, such as requests, your agreement, progress and what you need, and each goal that you share. Your mood, blockers and wins in a check-in, and your reflections, are for *you alone* unless you pass them on.`,
  md`*Coordinators:* who is paired with whom and whether it is going on. Never what anybody wrote, and never your answers on this page.`,
  md`*The one it is for:* feedback, which its giver never sees again, and a concern, which only the person you pick can read.`,
  md`*Leaders:* totals only, none of fewer than five people. *Managers:* nothing about you.`,
  md`*Good to know:* private words are kept encrypted, and the person who operates Cairn here holds the key. Your company may be able to export Slack messages, so private words are never put in a message: a button opens them instead.`,
]

const whoSeesWhat = (): Blocks => [
  WHO_SEES_WHAT.map((text) => section(text)),
  section(
    md`*Something is wrong?* Tell it in private to one person whom you pick: a coordinator, or somebody outside the programme.`,
    button('Something is wrong', 'concerns.open', {
      says: 'Tell somebody in private that something is wrong',
    }),
  ),
  context('Changed your mind about taking part? `/mentor pause` or `/mentor leave`.'),
]

const CHOSEN: Record<Celebration, (channel: Safe) => Safe> = {
  public: (channel) =>
    md`Thanks to you may now be told in ${channel}, with your name. What waited for your yes goes there when people are at work.`,
  private: (channel) =>
    md`Thanks reach you by direct message and stay there. You are not named in ${channel}.`,
  never: (channel) =>
    md`Nothing about you is celebrated, in ${channel} or elsewhere. What a colleague writes to you still reaches you.`,
}

/** What the choice means, in a sentence. */
export const chosenText = (choice: Celebration, channel: Safe) => CHOSEN[choice](channel)

export function savedModal(choice: Celebration | undefined, many: number, channel: Safe): ModalView {
  return modal({
    id: 'privacy.saved',
    title: 'Saved',
    blocks: [
      choice && section(chosenText(choice, channel)),
      section(
        many > 0
          ? `You will not be paired with ${plural(many, 'person', 'people')} on your list. Nobody is told; it looks like "no capacity".`
          : 'Your do-not-pair list is empty.',
      ),
      actions(commandButton('See or change it', 'privacy')),
    ],
  })
}
