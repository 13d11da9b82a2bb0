/** What axe-core finds serious or critical on a page, as lines to read: in light, in dark, and on a phone. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Found {
  violations: { id: string; impact?: string | null; nodes: { html: string; failureSummary?: string }[] }[]
}

/** The rules that look at colours. All others find in dark what they find in light: it is the same page. */
const COLOURS = ['color-contrast', 'link-in-text-block']

async function seriousNow(page: Page, rules?: string[]): Promise<string[]> {
  // All rules, but only of what was violated every node is described.
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  const { violations } = await page.evaluate<Found>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`))
}

/** What reaches out of the window: a button of the head, or the whole page. */
const OUTSIDE = `[...document.querySelectorAll('header button')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.textContent)
  .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])`

const PHONE = { width: 390, height: 780 }

/** `again` brings back what a window of another size closes. The page is left as it was found: wide and in light. */
export async function seriousIn(page: Page, again = async () => {}): Promise<string[]> {
  // As the debugger's own script, since the page's policy lets no other in.
  await page.evaluate(axe.source)
  const found: string[] = []
  const note = (look: string, all: string[]) => found.push(...all.map((each) => `${look}: ${each}`))
  const wide = page.viewportSize()
  note('in light', await seriousNow(page))
  note('out of the window', await page.evaluate<string[]>(OUTSIDE))
  await page.emulateMedia({ colorScheme: 'dark' })
  note('in dark', await seriousNow(page, COLOURS))
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(PHONE)
  await again()
  note('on a phone', await seriousNow(page))
  note('out of the window of a phone', await page.evaluate<string[]>(OUTSIDE))
  if (wide) await page.setViewportSize(wide)
  return found
}
