import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  checkDay,
  type Feature,
  onSubmit,
  update,
} from '../../../slack/kernel/feature.ts'
import { combineMessages } from '../../../slack/ui/combine-messages.ts'
import { endObjection, ProposalMeta, Terms } from './domain.ts'
import * as forms from './forms.ts'
import * as messages from './messages.ts'
import * as service from './service.ts'
import * as views from './views.ts'

const Payload = z.object({ agreement: z.string() })
const OfferPayload = z.object({ mentorship: z.string() })

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your partner')

async function showVersion(ctx: Context, reader: string, id: string, notice?: string): Promise<Answer> {
  const read = await service.readVersion(ctx, reader, id)
  if (!read.ok) return read
  const { zone } = await ctx.directory.hours(reader)
  const name = await nameOf(ctx, read.value.standing.partner)
  return update(views.readModal(read.value, reader, name, zone, notice))
}

async function showForm(ctx: Context, person: string, mentorship: string): Promise<Answer> {
  const draft = await service.draftTerms(ctx, person, mentorship)
  if (!draft.ok) return draft
  return update(
    forms.formModal({ ...draft.value, mentorship }, await nameOf(ctx, draft.value.standing.partner)),
  )
}

/** Signs or the like, and shows how it stands then, which may be because of somebody who was faster. */
const answering =
  (run: typeof service.signTerms, words: string): ActionHandler =>
  async (ctx, { who, value: id }) => {
    const outcome = await run(ctx, who.user, id)
    if (!outcome.ok) return outcome
    const { changed, standing } = outcome.value
    if (changed) return showVersion(ctx, who.user, id, words)
    const [newest] = standing.versions
    const notice =
      newest?.id === id
        ? 'This was answered already. Here is how it stands.'
        : 'A newer version came first. Here it is; what you read before is among the earlier ones.'
    return showVersion(ctx, who.user, newest?.id ?? id, notice)
  }

/** The version that a message is about, as long as it waits for a signature. */
const findWaiting = async (ctx: Context, { agreement }: z.infer<typeof Payload>) => {
  const found = await service.findProposal(ctx, agreement)
  return found?.waits ? found : undefined
}

export const agreement: Feature = {
  name: 'agreement',
  views: {
    'agreement.propose': {
      ...onSubmit(Terms, ProposalMeta, async (ctx, terms, who, meta) => {
        const outcome = await service.proposeTerms(ctx, who.user, meta, terms)
        if (!outcome.ok) return outcome
        const { standing } = outcome.value
        const name = await nameOf(ctx, standing.partner)
        if (outcome.value.proposed) return update(views.proposedModal(name))
        const { newer, changed } = outcome.value
        const draft = { mentorship: meta.mentorship, base: newer.id, terms }
        return update(forms.formModal(draft, name, changed))
      }),
      check: checkDay('endsOn', endObjection),
    },
  },
  actions: {
    'agreement.open': async (ctx, click) => {
      const found = await service.agreementOf(ctx, click.who.user, click.value)
      if (!found.ok) return found
      const { open, inForce } = found.value
      const now = open ?? inForce
      return now ? showVersion(ctx, click.who.user, now.id) : showForm(ctx, click.who.user, click.value)
    },
    'agreement.read': (ctx, click) => showVersion(ctx, click.who.user, click.value),
    'agreement.draft': (ctx, click) => showForm(ctx, click.who.user, click.value),
    'agreement.sign': answering(
      service.signTerms,
      'Signed by both: it is in force. Next, set a goal that you both can see coming closer.',
    ),
    'agreement.aside': answering(
      service.setAsideProposal,
      'Set aside. All is as it was; either of you can propose anew any time.',
    ),
    'agreement.history': async (ctx, { who, value }) => {
      const { zone } = await ctx.directory.hours(who.user)
      const found = await service.agreementOf(ctx, who.user, value)
      if (!found.ok) return found
      const name = await nameOf(ctx, found.value.partner)
      return answer(found, (standing) => update(views.historyModal(standing, who.user, name, zone)))
    },
  },
  deliveries: {
    'agreement.proposed': onDeliver({
      payload: Payload,
      timing: 'news',
      find: (ctx, { agreement }) => service.findProposal(ctx, agreement),
      stands: ({ waits }) => waits,
      show: (found) => messages.askMessage(found),
    }),
    'agreement.answered': onDeliver({
      payload: Payload,
      timing: 'news',
      async find(ctx, { agreement: id }) {
        const found = await service.findProposal(ctx, id)
        return found?.agreement.status === 'aside' || found?.agreement.signedAt ? found : undefined
      },
      show: (found) => messages.answeredMessage(found),
    }),
    'agreement.reminder': onDeliver({
      payload: Payload,
      timing: 'nudge',
      combine: combineMessages(messages.remindersTitle),
      find: findWaiting,
      show: (found) => messages.reminderMessage(found),
    }),
    'agreement.unsigned': onDeliver({
      payload: Payload,
      timing: 'nudge',
      combine: combineMessages(messages.unsignedTitle),
      find: findWaiting,
      show: (found) => messages.unsignedMessage(found),
    }),
    'agreement.offered': onDeliver({
      payload: OfferPayload,
      timing: 'nudge',
      combine: combineMessages(messages.offersTitle),
      find: (ctx, { mentorship }) => service.findWithoutAgreement(ctx, mentorship),
      show: async ({ id, mentor }, _payload, ctx) =>
        messages.offerMessage(id, mentor, await nameOf(ctx, mentor)),
    }),
  },
  follows: service.follows,
  jobs: {
    'agreement.remind': service.remindSigner,
    'agreement.waiting': service.tellProposer,
    'agreement.offer': service.offerAgreement,
  },
  mine: service.exportAgreements,
  forget: service.forget,
  async home(ctx, user) {
    const list = await service.agreementsOf(ctx, user)
    return views.homePart(list, user, await ctx.directory.names(list.map((s) => s.partner)))
  },
}
