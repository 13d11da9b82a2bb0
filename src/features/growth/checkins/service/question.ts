/** A question to a partner, out of a check-in: worded, and sent. */
import type { Context } from '../../../../context.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import { retrying } from '../../../../retrying.ts'
import { ownGoals } from '../../goals/service.ts'
import { type QuestionForm, type QuestionMeta, questionFor } from '../domain.ts'
import { type Checkin, changeCheckin, openWords } from '../store.ts'
import { heardAt, tellNeed } from './answer.ts'
import { findOwnCheckin, type PairOf, partnersOf } from './partners.ts'
import { refreshPrompt } from './prompts.ts'

export interface QuestionFacts {
  checkin: Checkin
  partners: PairOf[]
  /** A first wording, for the one partner, or for any of several. */
  words: string
}

/** What the form of a question begins with: what was needed before, else words made for this partner. */
export async function draftQuestion(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<QuestionFacts>> {
  const found = await findOwnCheckin(ctx, person, id)
  if (!found.ok) return found
  const { checkin } = found.value
  const partners = await partnersOf(ctx, person)
  const [first, another] = partners
  if (!first)
    return refuse(
      'You have no mentorship now, so there is nobody to ask. `/mentor find` shows who could help.',
    )
  const only = another ? undefined : first
  const goals = only && !only.asMentor ? await ownGoals(ctx, person, ['active']) : []
  const goal = goals.find(({ reader }) => reader === only?.person)
  const { need, feeling } = openWords(ctx, checkin)
  const asMentor = partners.every((partner) => partner.asMentor)
  return done({ checkin, partners, words: need ?? questionFor(feeling, asMentor, goal?.words.specific) })
}

/** Sends a question to a partner: it is what the check-in's writer needs, passed on. */
export const askPartner = (ctx: Context, person: string, meta: QuestionMeta, form: QuestionForm) =>
  retrying<{ partner: PairOf; at: number; zone: string }>(ctx, async () => {
    const found = await findOwnCheckin(ctx, person, meta.checkin)
    if (!found.ok) return found
    const { checkin } = found.value
    const wanted = form.partner ?? meta.partner
    const partner = (await partnersOf(ctx, person)).find((one) => one.person === wanted)
    if (!partner)
      return refuse(
        'You two have no mentorship any more, so this was not sent. `/mentor find` shows who could help.',
        'question',
      )
    // Whom a check-in is for reads its progress as well, and that was written for somebody else.
    if (checkin.progress !== null && checkin.partner !== null && checkin.partner !== partner.person)
      return refuse(
        'This check-in is for somebody else already. Choose them, or write to this partner yourself.',
        'partner',
      )
    const at = ctx.now()
    const passed = { id: checkin.id, partner: partner.person, needSharedAt: at }
    const sealed = ctx.words('checkins', checkin.id).seal({ need: form.question })
    return {
      value: { partner, ...(await heardAt(ctx, partner.person)) },
      writes: [
        changeCheckin(ctx, checkin, { ...passed, ...sealed }),
        tellNeed(ctx, checkin, passed),
        refreshPrompt(ctx, checkin),
        ctx.outbox.touchHomes(person, partner.person),
      ],
    }
  })
