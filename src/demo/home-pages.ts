/** How somebody goes on from their Home to what stands behind it. */
import type { View } from '../sandbox/index.ts'

/** The ways to the pages behind a Home, by what they say: one for each mentorship, and what found no room. */
export const pagesBehind = (home: View | undefined): string[] => [
  ...new Set(JSON.stringify(home?.blocks ?? []).match(/All about you and [^"]+|See all of it/g) ?? []),
]

/** The entry of one of Home's menus that stands for this action: which menu, counted from the top, and its words. */
export function entryFor(home: View, action: string): { menu: number; words: string } | undefined {
  const elements = home.blocks.flatMap((block) => [block.accessory, ...(block.elements ?? [])])
  const menus = elements.flatMap((each) =>
    each && 'options' in each && each.action_id === 'run.menu' ? [each.options ?? []] : [],
  )
  for (const [menu, options] of menus.entries()) {
    const found = options.find((each) => each.value?.split(' ')[0] === action)
    if (found) return { menu, words: found.text.text }
  }
  return undefined
}
