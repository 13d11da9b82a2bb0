import { refuse } from '../../../core/outcome.ts'
import { winsChannel } from '../../../directory/workspace.ts'
import { answer, type Feature, onSubmit, open, reply, update } from '../../../slack/kernel/feature.ts'
import { actions, commandButton, section } from '../../../slack/ui/blocks.ts'
import { Celebration, PrivacyForm } from './domain.ts'
import { choicesOf, chooseCelebration, exportPrivacy, forgetPerson, savePrivacy } from './service.ts'
import { chosenText, privacyModal, savedModal } from './views.ts'

export const privacy: Feature = {
  name: 'privacy',
  commands: {
    privacy: {
      group: 'you',
      label: 'Privacy',
      usage: 'privacy',
      help: 'Who sees what, who may celebrate you, and whom you are never paired with',
      run: async (ctx, _text, who) => open(privacyModal(await choicesOf(ctx, who.user))),
    },
  },
  views: {
    'privacy.save': onSubmit(PrivacyForm, async (ctx, form, who) => {
      const channel = await winsChannel(ctx)
      return answer(await savePrivacy(ctx, who.user, form), () =>
        update(savedModal(form.celebration, form.doNotPair.length, channel)),
      )
    }),
  },
  actions: {
    /** Everybody chooses for themselves alone: whoever presses it is whom it is about. */
    'privacy.celebrate': async (ctx, click) => {
      const choice = Celebration.safeParse(click.value)
      if (!choice.success) return refuse('This button is from an older message. Choose in `/mentor privacy`.')
      const channel = await winsChannel(ctx)
      return answer(await chooseCelebration(ctx, click.who.user, choice.data), (chosen) => {
        const text = chosenText(chosen, channel)
        return reply(text, [section(text), actions(commandButton('Change it', 'privacy'))])
      })
    },
  },
  mine: exportPrivacy,
  forget: {
    goes: 'Who may celebrate you, whom you never want to be paired with, and which suggestions were not for you.',
    stays: 'Whom others do not want to be paired with is theirs, and known to nobody else.',
    write: forgetPerson,
  },
}
