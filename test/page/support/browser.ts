/** A real Chromium from an npm package: it needs no browser on the machine. */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
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

const LOCK = join(tmpdir(), 'cairn-chromium.lock')
/** Whoever holds the lock for longer was killed while unpacking. */
const FORGOTTEN_MS = 60_000

/** The package unpacks Chromium where another test file may be unpacking it at the same moment: one at a time. */
async function unpacked(): Promise<string> {
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch {
      const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (since > 0 && Date.now() - since > FORGOTTEN_MS) rmSync(LOCK, { recursive: true, force: true })
      else await wait(50)
    }
  }
  try {
    return await chromium.executablePath()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

/** Starts it. It asks nobody for anything: what the page wants from elsewhere is not there. */
export async function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await unpacked(),
    args: FLAGS,
    headless: true,
  })
}
