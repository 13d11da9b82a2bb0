/** What axe-core finds serious or critical on a page, as lines to read. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Found {
  violations: { id: string; impact?: string | null; nodes: { html: string; failureSummary?: string }[] }[]
}

export async function seriousIn(page: Page): Promise<string[]> {
  // As the debugger's own script, since the page's policy lets no other in.
  await page.evaluate(axe.source)
  // All rules, but only of what was violated every node is described.
  const { violations } = await page.evaluate<Found>("axe.run(document, { resultTypes: ['violations'] })")
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`))
}
