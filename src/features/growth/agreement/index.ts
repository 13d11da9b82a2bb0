import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Outcome } from '../../../core/outcome.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  checkDay,
  type Feature,
  onSubmit,
  update,
} from '../../../slack/kernel/feature.ts'
import { together } from '../../../slack/ui/combine-messages.ts'
import { findMentorship, partnerOf } from '../../pairs/mentorship/service.ts'
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
  const { standing, version } = read.value
  const { zone } = await ctx.directory.hours(reader)
  return update(views.readModal(standing, version, reader, await nameOf(ctx, standing.partner), zone, notice))
}

async function showForm(ctx: Context, person: string, mentorship: string): Promise<Answer> {
  const draft = await service.draftFor(ctx, person, mentorship)
  if (!draft.ok) return draft
  return update(
    forms.formModal({ ...draft.value, mentorship }, await nameOf(ctx, draft.value.standing.partner)),
  )
}

/** After a signature or the like: how it stands now, which may be because of somebody who was faster. */
async function showAnswered(
  ctx: Context,
  person: string,
  outcome: Outcome<service.Answered>,
  id: string,
  words: string,
): Promise<Answer> {
  if (!outcome.ok) return outcome
  const { changed, standing } = outcome.value
  if (changed) return showVersion(ctx, person, id, words)
  const [newest] = standing.versions
  const notice =
    newest?.id === id
      ? 'This was answered already. Here is how it stands.'
      : 'A newer version came first. Here it is; what you read before is among the earlier ones.'
  return showVersion(ctx, person, newest?.id ?? id, notice)
}

/** The version that a message is about, and the two it is for. */
async function about(ctx: Context, id: string) {
  const agreement = await service.findAgreement(ctx, id)
  const mentorship = agreement && (await findMentorship(ctx, agreement.mentorship))
  if (!agreement || !mentorship) return undefined
  const signer = partnerOf(mentorship, agreement.proposedBy)
  const waits = agreement.status === 'proposed' && mentorship.status === 'active'
  return { agreement, running: mentorship.status === 'active', waits, signer }
}

export const agreement: Feature = {
  name: 'agreement',
  views: {
    'agreement.propose': {
      ...onSubmit(Terms, ProposalMeta, async (ctx, terms, who, meta) => {
        const outcome = await service.propose(ctx, who.user, meta, terms)
        if (!outcome.ok) return outcome
        const { standing } = outcome.value
        const name = await nameOf(ctx, standing.partner)
        if (outcome.value.proposed) return update(views.proposedModal(name))
        const { newer, changed } = outcome.value
        return update(
          forms.formModal({ mentorship: meta.mentorship, base: newer.id, terms }, name, { changed }),
        )
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
    'agreement.sign': async (ctx, { who, value }) =>
      showAnswered(
        ctx,
        who.user,
        await service.sign(ctx, who.user, value),
        value,
        'Signed by both: it is in force. Next, set a goal that you both can see coming closer.',
      ),
    'agreement.aside': async (ctx, { who, value }) =>
      showAnswered(
        ctx,
        who.user,
        await service.setAside(ctx, who.user, value),
        value,
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
      async render(ctx, { agreement: id }, posted) {
        const found = await about(ctx, id)
        if (!found || (!posted && !found.waits)) return 'useless'
        return messages.askMessage(
          found.agreement,
          found.running,
          await nameOf(ctx, found.agreement.proposedBy),
        )
      },
    }),
    'agreement.answered': onDeliver({
      payload: Payload,
      timing: 'news',
      async render(ctx, { agreement: id }) {
        const found = await about(ctx, id)
        return found
          ? messages.answeredMessage(found.agreement, found.signer, await nameOf(ctx, found.signer))
          : 'useless'
      },
    }),
    'agreement.reminder': onDeliver({
      payload: Payload,
      timing: 'nudge',
      together: together(messages.remindersTitle),
      async render(ctx, { agreement: id }) {
        const found = await about(ctx, id)
        if (!found?.waits) return 'useless'
        return messages.reminderMessage(found.agreement, await nameOf(ctx, found.agreement.proposedBy))
      },
    }),
    'agreement.unsigned': onDeliver({
      payload: Payload,
      timing: 'nudge',
      together: together(messages.unsignedTitle),
      async render(ctx, { agreement: id }) {
        const found = await about(ctx, id)
        if (!found?.waits) return 'useless'
        return messages.unsignedMessage(found.agreement, found.signer, await nameOf(ctx, found.signer))
      },
    }),
    'agreement.offered': onDeliver({
      payload: OfferPayload,
      timing: 'nudge',
      together: together(messages.offersTitle),
      async render(ctx, { mentorship: id }) {
        const m = await findMentorship(ctx, id)
        const found = m && (await service.agreementOf(ctx, m.mentee, id))
        if (m?.status !== 'active' || !found?.ok || found.value.versions.length > 0) return 'useless'
        return messages.offerMessage(id, m.mentor, await nameOf(ctx, m.mentor))
      },
    }),
  },
  follows: service.follows,
  jobs: {
    'agreement.remind': service.remind,
    'agreement.waiting': service.tellWaiting,
    'agreement.offer': service.offer,
  },
  async home(ctx, user) {
    const list = await service.agreementsOf(ctx, user)
    return views.homePart(list, user, await ctx.directory.names(list.map((s) => s.partner)))
  },
}
