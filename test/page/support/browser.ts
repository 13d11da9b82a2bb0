/** A real Chromium from an npm package: it needs no browser on the machine. */
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
]

/** Starts it. It asks nobody for anything: what the page wants from elsewhere is not there. */
export async function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: FLAGS,
    headless: true,
  })
}
