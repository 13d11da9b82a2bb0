/** What coordinators do with guides: add, change, hide, remove. Every act is written down. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { audit, isCoordinator } from '../../people/coordinators/service.ts'
import { type GuideForm, type GuideMeta, isLast, type Listed, OWN_MAX } from './domain.ts'
import { allGuides } from './service-read.ts'
import * as store from './store.ts'

type OwnGuide = store.OwnGuide

const ONLY_COORDINATORS = 'Only a coordinator can do this. Ask one of them to open Home.'
const GONE = 'This guide is not there any more. The list shows those that are.'
const LAST =
  'It is the only guide that is shown for these meetings, and nobody should come to one without. Add or show another one for them first.'

/** All guides, hidden ones too, for a coordinator. */
export async function guidesToKeep(ctx: Context, person: string): Promise<Outcome<Listed[]>> {
  return (await isCoordinator(ctx, person)) ? done(await allGuides(ctx)) : refuse(ONLY_COORDINATORS)
}

/** A coordinators' own guide as it was typed. */
export async function guideToChange(ctx: Context, person: string, id: string): Promise<Outcome<OwnGuide>> {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  const own = await store.findOwnGuide(ctx, id)
  return own ? done(own) : refuse(GONE)
}

/** Saved; or overtaken by another coordinator, with the guide as it is now, or without if it was removed. */
export type Saved = { saved: true } | { saved: false; now: OwnGuide | undefined }

/** Adds a guide, or changes the one that the form was opened for, unless somebody else has changed it since. */
export async function saveGuide(
  ctx: Context,
  person: string,
  form: GuideForm,
  read: GuideMeta,
): Promise<Outcome<Saved>> {
  const kept = await guidesToKeep(ctx, person)
  if (!kept.ok) return kept
  const words = { ...form, link: form.link ?? null, changedBy: person }
  if (!read) {
    const id = ctx.newId()
    const failed = await ctx.commit(
      store.insertOwnGuide(ctx, { ...words, id, addedBy: person, version: 0 }),
      audit(ctx, person, `added the guide “${form.title}”`, id),
    )
    return failed
      ? refuse(`There are ${OWN_MAX} guides of your own, and more would not be found. Remove one first.`)
      : done({ saved: true })
  }
  const { guide: id, version } = read
  const before = kept.value.find((guide) => guide.id === id)
  if (before && !before.hidden && before.phase !== form.phase && isLast(kept.value, before))
    return refuse(LAST, 'phase')
  const failed = await ctx.commit(
    store.changeOwnGuide(ctx, id, version, words),
    audit(ctx, person, `changed the guide “${form.title}”`, id),
  )
  return done(failed ? { saved: false, now: await store.findOwnGuide(ctx, id) } : { saved: true })
}

/** A guide that there is, among all of them, for a coordinator. */
async function guideToKeep(ctx: Context, person: string, id: string) {
  const kept = await guidesToKeep(ctx, person)
  if (!kept.ok) return kept
  const guide = kept.value.find((each) => each.id === id)
  return guide ? done({ guide, last: !guide.hidden && isLast(kept.value, guide) }) : refuse(GONE)
}

/** Hides a guide from members, or shows it again; also one that comes with Cairn. Twice is as good as once. */
export async function setHidden(
  ctx: Context,
  person: string,
  id: string,
  hidden: boolean,
): Promise<Outcome<Listed>> {
  const found = await guideToKeep(ctx, person, id)
  if (!found.ok) return found
  const { guide, last } = found.value
  if (hidden && last) return refuse(LAST)
  await ctx.commit(
    store.setHidden(ctx, id, hidden),
    audit(ctx, person, `${hidden ? 'hid' : 'showed'} the guide “${guide.title}”`, id),
  )
  return done(guide)
}

/** Removes a guide of the coordinators' own, as it was read. */
export async function removeGuide(
  ctx: Context,
  person: string,
  id: string,
  version: number,
): Promise<Outcome<Listed>> {
  const found = await guideToKeep(ctx, person, id)
  if (!found.ok) return found
  const { guide, last } = found.value
  if (last) return refuse(LAST)
  const failed = await ctx.commit(
    store.removeOwnGuide(ctx, id, version),
    audit(ctx, person, `removed the guide “${guide.title}”`, id),
  )
  return failed
    ? refuse(
        'Somebody changed this guide a moment ago. The list shows it as it is now; press once more if it should go.',
      )
    : done(guide)
}

/** The guides that this person wrote or changed last. */
export const exportGuides = async (ctx: Context, person: string) => ({
  'Guides that you wrote': (await store.listOwnGuides(ctx))
    .filter((own) => [own.addedBy, own.changedBy].includes(person))
    .map(({ title, phase, minutes, steps, source, link }) => ({
      title,
      phase,
      minutes,
      steps,
      source,
      link,
    })),
})
