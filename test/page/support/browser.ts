/** A real Chromium from an npm package: it needs no browser on the machine. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliDecompressSync } from 'node:zlib'
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
async function unpacked(): Promise<{ path: string; libraries: string | undefined }> {
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
    const path = await chromium.executablePath()
    return { path, libraries: librariesFor(path) }
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

/** A bare machine lacks the libraries for certificates; the package brings them as well. Returns their folder. */
function librariesFor(path: string): string | undefined {
  if (!execFileSync('ldd', [path], { encoding: 'utf8' }).includes('not found')) return undefined
  const folder = join(tmpdir(), 'cairn-chromium-libraries')
  if (!existsSync(join(folder, 'lib'))) {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    const packed = readFileSync(join(dirname(entry), '../../bin/al2023.tar.br'))
    mkdirSync(folder, { recursive: true })
    execFileSync('tar', ['x', '-C', folder], { input: brotliDecompressSync(packed) })
  }
  return join(folder, 'lib')
}

/** Starts it. What the page wants from elsewhere is not there. Off Linux, an installed Chrome is taken instead. */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return driver.launch({ channel: 'chrome' })
  const { path, libraries } = await unpacked()
  return driver.launch({
    executablePath: path,
    args: FLAGS,
    headless: true,
    ...(libraries && { env: { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string> }),
  })
}
