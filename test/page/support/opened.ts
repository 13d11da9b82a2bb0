/** The page as a visitor has it: the demo's own server and bot, and a real Chromium that looks at it. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { ROOT } from '../../support/sources.ts'
import { openBrowser } from './browser.ts'

/** Long enough for a machine that is busy with much else. */
export const PATIENCE_MS = 45_000

/** The page and the bot's process are built by `npm test`; a single file may come first. */
export function needBuilt() {
  if (!existsSync(`${ROOT}dist/sandbox/page/index.html`) || !existsSync(`${ROOT}dist/main.sandbox.js`))
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT })
}

/** A page whose every request to elsewhere, and every mistake, is remembered. */
export interface Opened {
  page: Page
  /** What the browser complained about, and whom it asked besides us. */
  wrong: string[]
  /** The pane of the person looked at; the second is beside it. */
  pane(name: string): Pane
  /** Becomes somebody, with one click. */
  be(first: string, who?: string): Promise<void>
}

export interface Pane {
  root: Locator
  /** Waits until this stands somewhere in the pane. */
  sees(words: string | RegExp): Promise<void>
  press(name: string | RegExp): Promise<void>
  /** Goes to a conversation of the left column. */
  go(name: string | RegExp): Promise<void>
  /** Types into the composer, and sends it with Enter. */
  type(words: string): Promise<void>
  dialog: Locator
}

export async function openPage(
  browser: Browser,
  url: string,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('400')) wrong.push(message.text())
  })
  page.on('request', (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(url)) wrong.push(request.url())
  })
  await page.goto(url + path)
  const pane = (name: string): Pane => {
    const root = page.getByRole('main', { name: `What ${name} sees` })
    return {
      root,
      dialog: root.getByRole('dialog'),
      sees: (words) => root.getByText(words).last().waitFor(),
      press: (button) => root.getByRole('button', { name: button }).last().click(),
      go: (place) =>
        root.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: place }).click(),
      async type(words) {
        await root.getByRole('combobox', { name: /^Message / }).fill(words)
        await page.keyboard.press('Enter')
      },
    }
  }
  return {
    page,
    wrong,
    pane,
    be: (first, who = '') =>
      page
        .getByRole('main', who ? { name: `What ${who} sees` } : {})
        .first()
        .getByRole('navigation', { name: 'Be somebody' })
        .getByRole('button', { name: new RegExp(`^${first}`) })
        .click(),
  }
}

export { openBrowser }
