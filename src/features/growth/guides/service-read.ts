/** The guides that there are, and which of them fit the next meeting. */
import type { Context } from '../../../context.ts'
import { instantAt } from '../../../core/calendar.ts'
import { activeMentorships, type Mentorship } from '../../pairs/mentorship/service.ts'
import { termsInForce } from '../agreement/service.ts'
import { sharedGoals } from '../goals/service.ts'
import { type Guide, type Listed, PHASES, type Phase, phaseOf, shownOf, stepsOf } from './domain.ts'
import { builtIn, glance, listHidden, listOwnGuides, type OwnGuide } from './store.ts'

const asGuide = (own: OwnGuide): Guide => ({
  id: own.id,
  phase: own.phase as Phase,
  title: own.title,
  minutes: own.minutes,
  about: '',
  source: own.source,
  ...(own.link && { link: own.link }),
  parts: stepsOf(own.steps),
  own: { by: own.addedBy, version: own.version },
})

/** Every guide, in the order of a mentorship; in a phase the coordinators' own come first, as they were added. */
export async function allGuides(ctx: Context): Promise<Listed[]> {
  const [some, hides] = await glance(ctx)
  const [own, hidden] = await Promise.all([
    some ? listOwnGuides(ctx) : [],
    hides ? listHidden(ctx) : new Set(),
  ])
  const all = [...own.map(asGuide), ...builtIn]
  return PHASES.flatMap((phase) => all.filter((guide) => guide.phase === phase)).map((guide) => ({
    ...guide,
    hidden: hidden.has(guide.id),
  }))
}

/** What members see. */
export const shownGuides = async (ctx: Context): Promise<Guide[]> => shownOf(await allGuides(ctx))

/** The guides for the next meeting of a mentorship, by what the two have agreed and share: one at least. */
export async function guidesFor(ctx: Context, m: Mentorship, shown?: Guide[]): Promise<Guide[]> {
  const terms = await termsInForce(ctx, m.id)
  const shared = await sharedGoals(ctx, m)
  const course = {
    startedAt: m.startedAt,
    metAt: m.metAt,
    endsAt: terms && instantAt('UTC', terms.endsOn, 0),
    goals: shared.goals.length,
  }
  const phase = phaseOf(course, ctx.now())
  return (shown ?? (await shownGuides(ctx))).filter((guide) => guide.phase === phase)
}

/** The mentorships of a person that bring prompts; chats do not. */
export const mentorshipsWithPrompts = async (ctx: Context, person: string) =>
  (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')

/** What Home suggests for the next meeting of each mentorship. */
export async function agendasFor(ctx: Context, person: string) {
  const list = await mentorshipsWithPrompts(ctx, person)
  const shown = list.length > 0 ? await shownGuides(ctx) : []
  return Promise.all(list.map(async (m) => ({ mentorship: m, guides: await guidesFor(ctx, m, shown) })))
}
