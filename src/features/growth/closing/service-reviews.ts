/** The last word of each, and going on after all. */
import type { Context } from '../../../context.ts'
import { dateIn } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { NOT_STALLED } from '../../pairs/mentorship/domain.ts'
import {
  activeMentorships,
  applyEvent,
  findMentorship,
  type Mentorship,
  moveState,
  ownMentorship,
  type PairView,
  pairViewOf,
  partnerOf,
} from '../../pairs/mentorship/service.ts'
import { draftTerms, proposeTerms, signTerms } from '../agreement/service.ts'
import { extendObjection, type ReviewForm } from './domain.ts'
import { askKey, bothOf, END, endClosing, planClosing, remindKey } from './service-opening.ts'
import * as store from './store.ts'

/** A closing as one of the two sees it. Of what the partner said it holds nothing before both have. */
export interface ClosingView extends PairView {
  closing: store.Closing
  open: boolean
  /** What this person answered; undefined until they did. */
  next?: string
  /** May still be taken back by this person. */
  mayReopen: boolean
  /** A last day was agreed on, which a new agreement can move. */
  mayExtend: boolean
}

async function viewOf(
  ctx: Context,
  m: Mentorship,
  closing: store.Closing,
  person: string,
): Promise<ClosingView> {
  const open = closing.status === 'open'
  return {
    ...(await pairViewOf(ctx, m, person)),
    closing,
    open,
    next: (await reviewOf(ctx, closing, person))?.next,
    mayReopen: open && (closing.openedBy === person || closing.cause === 'silence'),
    mayExtend: open && m.endsOn !== null,
  }
}

const reviewOf = async (ctx: Context, closing: store.Closing, person: string) =>
  (await store.listReviews(ctx, closing.id)).find((review) => review.person === person)

/** A closing as one of the two sees it; undefined if it is not there, or not theirs. */
export async function closingViewOf(
  ctx: Context,
  id: string,
  person: string,
): Promise<ClosingView | undefined> {
  const closing = await store.findClosing(ctx, id)
  const m = closing && (await findMentorship(ctx, closing.mentorship))
  return m && bothOf(m).includes(person) ? viewOf(ctx, m, closing, person) : undefined
}

/** What this person closes now. */
export async function openClosings(ctx: Context, person: string): Promise<ClosingView[]> {
  const pairs = (await activeMentorships(ctx, person)).filter((m) => m.state === 'closing')
  const views = await Promise.all(
    pairs.map(async (m) => {
      const closing = await store.findOpenClosing(ctx, m.id)
      return closing ? [await viewOf(ctx, m, closing, person)] : []
    }),
  )
  return views.flat()
}

const NOT_OPEN = 'Nothing is being closed here now. Open Home to see what is next for you two.'

/** What the form of a last word starts with. */
export interface Draft {
  view: ClosingView
  words: store.Words
  today: string
  named: boolean
}

/** What the form starts with: what this person said before, if anything. */
export async function reviewDraft(ctx: Context, person: string, mentorship: string): Promise<Outcome<Draft>> {
  const found = await ownMentorship(ctx, person, mentorship)
  if (!found.ok) return found
  const closing = await store.findOpenClosing(ctx, mentorship)
  if (!closing) return refuse(NOT_OPEN)
  const before = await reviewOf(ctx, closing, person)
  const view = await viewOf(ctx, found.value, closing, person)
  return done({
    view,
    words: before ? store.ownWords(ctx, before) : {},
    today: dateIn(view.zone, ctx.now()),
    named: before?.named ?? false,
  })
}

/**
 * Keeps a last word. It is complete once both have answered, and not before the agreed last day; a job judges that
 * after the commit, so that of two who answer at once neither is missed. Asking to go on is a new version of the
 * agreement, which the partner signs.
 */
export async function saveReview(
  ctx: Context,
  person: string,
  mentorship: string,
  form: ReviewForm,
): Promise<Outcome<ClosingView>> {
  if (form.next === 'extend') return extend(ctx, person, mentorship, form.until ?? '')
  const kept = await applyEvent(ctx, person, mentorship, 'reviewed', async (m) => {
    const closing = await store.findOpenClosing(ctx, mentorship)
    if (!closing) return refuse(NOT_OPEN)
    return [
      moveState(ctx, m, 'reviewed', {}, m.state),
      store.keepReview(ctx, closing.id, person, form),
      ctx.schedule.at(END, mentorship, ctx.now()),
      ctx.outbox.refresh(askKey(closing.id, person), person),
      ctx.outbox.cancel(remindKey(closing.id, person)),
      ctx.outbox.touchHomes(person),
    ]
  })
  if (!kept.ok) return kept
  const closing = await store.findLatestClosing(ctx, mentorship)
  return closing ? done(await viewOf(ctx, kept.value, closing, person)) : refuse(NOT_OPEN)
}

async function extend(
  ctx: Context,
  person: string,
  mentorship: string,
  until: string,
): Promise<Outcome<ClosingView>> {
  const found = await reviewDraft(ctx, person, mentorship)
  if (!found.ok) return found
  const { view } = found.value
  if (view.m.endsOn === null)
    return refuse('You two have no last day yet. Make your agreement first; then you simply go on.', 'next')
  const no = extendObjection(until, view.m.endsOn)
  if (no) return refuse(no, 'until')
  const draft = await draftTerms(ctx, person, mentorship)
  if (!draft.ok) return draft
  const {
    base,
    terms,
    standing: { open },
  } = draft.value
  // The partner asked for the very same: that is the signature it waits for.
  if (open && open.proposedBy !== person && open.endsOn === until) {
    const signed = await signTerms(ctx, person, open.id)
    return signed.ok ? done(view) : signed
  }
  const proposed = await proposeTerms(ctx, person, { mentorship, base }, { ...terms, endsOn: until })
  if (!proposed.ok) return refuse(proposed.reason, proposed.field === 'endsOn' ? 'until' : undefined)
  return done({ ...view, next: 'extend' })
}

/** They go on after all: who closed it early, or either where silence did. */
export async function reopenMentorship(
  ctx: Context,
  person: string,
  mentorship: string,
): Promise<Outcome<Mentorship>> {
  return applyEvent(ctx, person, mentorship, 'reopen', async (m) => {
    const closing = await store.findOpenClosing(ctx, mentorship)
    if (!closing) return refuse(NOT_OPEN)
    if (!(await viewOf(ctx, m, closing, person)).mayReopen)
      return refuse(
        closing.cause === 'lastDay'
          ? 'Your last day comes near. To go on, choose "Go on for longer" and a new last day.'
          : 'Your partner closes it. Talk with them; whoever began it can go on after all.',
      )
    const partner = partnerOf(m, person)
    return [
      moveState(ctx, m, 'reopen', NOT_STALLED, m.state),
      await endClosing(ctx, m, 'reopened'),
      await ctx.follow('reopened', m),
      m.endsOn !== null && (await planClosing(ctx, m, m.endsOn)),
      ctx.outbox.add('closing.reopened', `closing.reopened:${closing.id}`, {
        to: partner,
        payload: { closing: closing.id, person: partner },
      }),
    ]
  })
}
