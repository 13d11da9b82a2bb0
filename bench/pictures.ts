/** `npm run pictures`: plays two weeks in the demo and takes the pictures of the README and the docs from its page. */
import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { playWeeks } from '../src/demo/play.ts'
import { goUp, type Up } from '../src/demo/up.ts'
import { openBrowser } from '../test/page/support/browser.ts'

const FOLDER = 'docs/images'
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 780 }

interface Picture {
  name: string
  path: string
  options?: BrowserContextOptions
  /** What is done before it is taken. */
  first?(page: Page): Promise<void>
}

const PICTURES: Picture[] = [
  { name: 'two-people', path: '/as/ana/general?with=ben/messages', first: askBen },
  { name: 'home', path: '/as/ben/home' },
  { name: 'home-dark', path: '/as/ben/home', options: { colorScheme: 'dark' } },
  { name: 'messages', path: '/as/ana/messages' },
  { name: 'messages-dark', path: '/as/ana/messages', options: { colorScheme: 'dark' } },
  { name: 'wins', path: '/as/ana/pm-wins' },
  { name: 'introduction', path: '/as/ana/general', first: openGroup },
  { name: 'check-in', path: '/as/ana/general', first: checkIn },
  { name: 'check-in-dark', path: '/as/ana/general', options: { colorScheme: 'dark' }, first: checkIn },
  { name: 'round', path: '/as/dana/general', first: draftRound },
  { name: 'traffic', path: '/as/ana/messages?traffic=1', first: openLine },
  { name: 'phone-messages', path: '/as/ana/messages', options: { viewport: PHONE } },
  { name: 'phone-check-in', path: '/as/ana/general', options: { viewport: PHONE }, first: checkIn },
  {
    name: 'phone-people-dark',
    path: '/as/ana/pm-wins',
    options: { viewport: PHONE, colorScheme: 'dark' },
    first: (page) => page.getByRole('button', { name: 'People and channels' }).click(),
  },
]

async function type(page: Page, words: string) {
  await page
    .getByRole('combobox', { name: /^Message / })
    .first()
    .fill(words)
  await page.keyboard.press('Enter')
}

async function askBen(page: Page) {
  await page
    .getByRole('combobox', { name: /^Message / })
    .first()
    .fill('/')
}

async function checkIn(page: Page) {
  await type(page, '/mentor checkin')
  await page.getByRole('dialog').waitFor()
}

async function draftRound(page: Page) {
  await type(page, '/mentor round')
  await page.getByRole('dialog').getByRole('button', { name: 'Match' }).click()
  await page.getByText('The weakest pair').first().waitFor()
}

async function openGroup(page: Page) {
  await page.getByRole('button', { name: /Ben Badger, Cairn/ }).click()
  await page.getByText('Why you two').first().waitFor()
}

async function openLine(page: Page) {
  await page
    .getByRole('button', { name: /chat.postMessage/ })
    .last()
    .click()
  await page.locator('.line pre').waitFor()
}

/** Joins two people and matches them, so that there is something to see before anybody plays. */
async function begin({ stage }: Up) {
  const say = async (who: string, text: string) => {
    await stage.as(who).command(text)
    await stage.settle()
  }
  const send = async (who: string, values: Record<string, unknown>) => {
    await stage.as(who).submit(values)
    await stage.settle()
    if (stage.as(who).views().length > 0) await stage.as(who).close({ all: true })
  }
  const joinAs = async (who: string, role: string) => {
    await say(who, '/mentor join')
    await stage.as(who).click('modal', role)
    await stage.settle()
  }
  await stage.as('dana').openHome()
  await stage.settle()
  await stage.as('dana').click('home', 'Become coordinator')
  await stage.settle()
  await joinAs('ana', 'A mentee')
  await send('ana', { wants: ['Roadmapping', 'Stakeholder management'] })
  await joinAs('ben', 'A mentor')
  await send('ben', { offers: ['Roadmapping', 'Stakeholder management'] })
  await say('ana', '/mentor find')
  await stage.as('ana').click('modal', 'Ask Ben Badger to be your mentor')
  await stage.settle()
  await send('ana', { goal: 'Run a roadmap review by myself' })
}

/** `npm run pictures -- round home` takes these alone. */
const names = process.argv.slice(2)
const wanted = ({ name }: Picture) => names.length === 0 || names.includes(name)

async function take() {
  mkdirSync(FOLDER, { recursive: true })
  const up = await goUp({
    port: 0,
    mode: 'socket',
    people: 12,
    seed: 3,
    keep: false,
    fresh: false,
  })
  const browser = await openBrowser()
  const shoot = async ({ name, path, options, first }: Picture) => {
    const context = await browser.newContext({ viewport: WIDE, ...options })
    const page = await context.newPage()
    await page.addInitScript("sessionStorage.setItem('guide-shut', '1')")
    await page.goto(up.url + path)
    await page.getByRole('main').first().getByRole('heading').first().waitFor()
    await page.evaluate('document.fonts.ready')
    await page.waitForTimeout(400)
    await first?.(page)
    await page.waitForTimeout(400)
    await page.screenshot({ path: `${FOLDER}/${name}.png` })
    await context.close()
    for (const who of ['ana', 'ben', 'dana'])
      if (up.stage.as(who).views().length > 0) await up.stage.as(who).close({ all: true })
    process.stdout.write(`${FOLDER}/${name}.png\n`)
  }
  try {
    await begin(up)
    const [first, ...others] = PICTURES
    if (first && wanted(first)) await shoot(first)
    await up.stage.as('ben').click(up.stage.as('ben').dms().at(-1) as never, 'Accept')
    await up.stage.settle()
    await playWeeks(up.stage, { weeks: 2, seed: 3, signal: new AbortController().signal })
    for (const picture of others) if (wanted(picture)) await shoot(picture)
  } finally {
    await browser.close()
    await up.close()
  }
}

await take()
