/** A stranger's ten minutes: two who join and meet, a check-in, thanks, and a third who reads of it. */
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goUp, type Up } from '../../src/demo/up.ts'
import { needBuilt, type Opened, openBrowser, openPage, PATIENCE_MS } from './support/opened.ts'

let up: Up
let browser: Browser
let opened: Opened
/** The killed bot comes back when it was seen gone. */
let comeBack = () => {}

const ANA = 'Ana Albatross'
const BEN = 'Ben Badger'

beforeAll(async () => {
  needBuilt()
  ;[up, browser] = await Promise.all([
    goUp({
      port: 0,
      mode: 'socket',
      people: 12,
      seed: 1,
      keep: false,
      fresh: false,
      away: () =>
        new Promise<void>((resolve) => {
          comeBack = resolve
        }),
    }),
    openBrowser(),
  ])
  opened = await openPage(browser, up.url)
})
afterAll(async () => {
  await browser?.close()
  await up?.close()
})

/** Chooses entries of a menu by typing the beginning of each. */
async function choose(label: RegExp, ...entries: string[]) {
  const box = opened.page.getByRole('combobox', { name: label })
  for (const entry of entries) {
    await box.fill(entry)
    await opened.page.getByRole('option', { name: entry }).first().waitFor()
    await opened.page.keyboard.press('Enter')
  }
  await opened.page.keyboard.press('Escape')
}

/** Presses a button of the clock, and waits until time stands again. */
async function passes(button: string) {
  await Promise.all([
    opened.page.waitForResponse(/\/page\/time$/),
    opened.page.getByRole('button', { name: button }).dblclick(),
  ])
  await opened.page.getByRole('button', { name: button }).waitFor()
}

/** Waits until the tour is so far. */
const tour = (at: string) =>
  opened.page.getByRole('region', { name: 'A first tour' }).getByText(at, { exact: true }).waitFor()

/** The texts of a window up to the end of the element of it that is marked, as a script of the page. */
const ABOVE = `(() => {
  const element = document.querySelector('[data-mark]')
  element.removeAttribute('data-mark')
  const window = element.closest('[role=dialog]') ?? element
  const walker = document.createTreeWalker(window, NodeFilter.SHOW_TEXT)
  const texts = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
    if (after && !element.contains(node)) break
    texts.push(node.textContent)
  }
  return texts
})()`

/** Seconds of the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23(7), 1980). */
const KLM = { pointAndPress: 1.2, key: 0.2, think: 1.35 }
/** Silent reading of 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019). */
const WORDS_A_SECOND = 4

/**
 * The seconds that somebody spends themselves. `knowing`: by the keystroke-level model, which has them think before each act
 * and counts no reading. `reading`: they read, once, each sentence that stands in the window above what they press.
 */
function ownTime() {
  const done = { clicks: 0, keys: 0, words: 0, acts: 0 }
  const read = new Set<string>()
  return {
    keys(many: number) {
      done.keys += many
      done.acts++
    },
    async clicks(target: Locator) {
      await target.evaluate((element) => element.setAttribute('data-mark', ''))
      const above = await target.page().evaluate<string[]>(ABOVE)
      for (const sentence of above.flatMap((text) => text.split(/(?<=[.?!])\s/))) {
        if (!read.has(sentence)) done.words += sentence.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
        read.add(sentence)
      }
      done.clicks++
      done.acts++
      await target.click()
    },
    spent() {
      const hands = done.clicks * KLM.pointAndPress + done.keys * KLM.key
      const [knowing, reading] = [hands + done.acts * KLM.think, hands + done.words / WORDS_A_SECOND]
      return { ...done, knowing, reading }
    },
  }
}

/** How often #pm-wins was posted to with these words, as the calls say, and how often they stand there now. */
function toldOf(words: string) {
  const { sandbox } = up.stage
  const posted = sandbox.traffic.calls.filter(
    (call) => call.ok && call.method === 'chat.postMessage' && JSON.stringify(call).includes(words),
  ).length
  const kept = sandbox
    .as('ana')
    .messages('pm-wins')
    .filter((each) => JSON.stringify(each).includes(words)).length
  return { posted, kept }
}

describe('a visitor of the page', () => {
  it('is Ana, and finds the way to join on Home', async () => {
    const ana = opened.pane(ANA)
    await ana.sees('Your next step')
    await tour('1 of 7')
    await ana.press('Join')
    await ana.dialog.waitFor()
  })

  it('is told under the field what is missing, by the client and then by the bot', async () => {
    const ana = opened.pane(ANA)
    await ana.dialog.getByRole('button', { name: 'Next' }).click()
    await ana.dialog.getByText('Please complete this required field.').waitFor()
    const role = ana.dialog.getByRole('radiogroup', { name: 'I would like to be' })
    await role.getByRole('radio', { name: /^A mentee/ }).check()
    // The form asks for what concerns a mentee, and for nothing else.
    await ana.dialog.getByRole('textbox', { name: /My goal/ }).waitFor()
    expect(await ana.dialog.getByText('I can help with').count()).toBe(0)
    await ana.dialog.getByRole('button', { name: 'Join' }).click()
    // The bot's own word: a mentee wants to learn something.
    const wants = ana.dialog.getByRole('combobox', { name: 'I would like to learn (optional)' })
    await wants.and(opened.page.locator('[aria-invalid=true]')).waitFor()
    expect(await role.getByRole('radio', { name: /^A mentee/ }).isChecked()).toBe(true)
  })

  it('chooses by typing, and is in', async () => {
    const ana = opened.pane(ANA)
    await choose(/I would like to learn/, 'Roadmapping', 'Stakeholder management')
    await ana.dialog.getByRole('button', { name: 'Join' }).click()
    await ana.dialog.getByText('You are in').first().waitFor()
    await opened.page.keyboard.press('Escape')
    await ana.dialog.waitFor({ state: 'detached' })
    await tour('2 of 7')
  })

  it('is Ben with one click, and joins with the keyboard and a slash command', async () => {
    await opened.be('Ben')
    const ben = opened.pane(BEN)
    await ben.go('general')
    const composer = ben.root.getByRole('combobox', { name: 'Message #general' })
    await composer.fill('/')
    const help = ben.root.getByRole('option', { name: /\/mentor \[join/ })
    expect(await help.textContent()).toContain('Find a mentor, check in')
    await opened.page.keyboard.press('Tab')
    await composer.pressSequentially('join')
    await opened.page.keyboard.press('Enter')
    await ben.dialog.waitFor()
    // The first input has the focus: Tab and the arrows lead through the form.
    await opened.page.keyboard.press('ArrowDown')
    await choose(/I can help with/, 'Roadmapping', 'Stakeholder management')
    await opened.page.keyboard.press('Control+Enter')
    await ben.dialog.getByText('You are listed with 2 free places').waitFor()
    await ben.dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  })

  it('takes a new mentee from nothing to a sent request within 40 seconds of their own time', async () => {
    await opened.be('Finn', BEN)
    const finn = opened.pane('Finn Flamingo')
    await finn.go('general')
    const own = ownTime()
    const { dialog } = finn
    own.keys('/mentor join\n'.length)
    await finn.type('/mentor join')
    await own.clicks(dialog.getByRole('radio', { name: /^A mentee/ }))
    await own.clicks(dialog.getByRole('combobox', { name: /I would like to learn/ }))
    await own.clicks(dialog.getByRole('option', { name: 'Roadmapping' }))
    // The open menu lies over the button.
    own.keys(1)
    await opened.page.keyboard.press('Escape')
    await own.clicks(dialog.getByRole('button', { name: 'Join' }))
    const ask = dialog.getByRole('button', { name: 'Ask Ben Badger to be your mentor' })
    await ask.waitFor()
    const first = own.spent()
    await own.clicks(ask)
    // The goal is drafted from what Finn would like to learn, and the message as well.
    const goal = dialog.getByRole('textbox', { name: /goal/i })
    expect(await goal.inputValue()).toBe('Get better at roadmapping')
    await own.clicks(dialog.locator('button[type=submit]'))
    await dialog.getByText(/Ben Badger gets it|Ben Badger has your request/).waitFor()
    const sent = own.spent()
    expect(first.clicks).toBeLessThanOrEqual(4)
    expect(first.reading).toBeLessThanOrEqual(40)
    expect(sent.knowing).toBeLessThanOrEqual(40)
    // Whoever reads every sentence on the way, the reasons and the drafted message as well.
    expect(sent.reading).toBeLessThanOrEqual(40)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await opened.be('Ben', 'Finn Flamingo')
  })

  it('sees Ben’s screen beside Ana’s, and her request arrive there', async () => {
    await tour('3 of 7')
    await opened.page.getByRole('button', { name: 'Take me there' }).click()
    const ana = opened.pane(ANA)
    const ben = opened.pane(BEN)
    await ana.go('general')
    await ana.type('/mentor find')
    await ana.dialog.getByRole('button', { name: 'Ask Ben Badger to be your mentor' }).click()
    await ana.dialog.getByRole('textbox', { name: /goal/i }).fill('Run a *roadmap* review <b>alone</b>')
    // Two views lie on each other: there is a way back.
    await ana.dialog.getByRole('button', { name: 'Back' }).waitFor()
    await ana.dialog.locator('button[type=submit]').click()
    await ben.sees(/asks you to be their mentor/)
    await ben.press("Read Ana Albatross's request")
    await ben.dialog.getByText('Run a *roadmap* review <b>alone</b>').waitFor()
    await opened.page.keyboard.press('Escape')
    await ben.press("Accept Ana Albatross's request")
    await ben.dialog.getByText('I introduce you').waitFor()
    await opened.page.keyboard.press('Escape')
    await ben.sees(/You two are introduced/)
    await ana.dialog.getByRole('button', { name: 'Close all' }).click()
  })

  it('finds the introduction among Ana’s direct messages, unread', async () => {
    const ana = opened.pane(ANA)
    await ana.go(/Ben Badger.*unread/)
    await ana.sees(/Why you two/)
    await ana.sees(/Your first meeting/)
    // What Cairn writes itself stands there in full.
    expect(await ana.root.getByRole('button', { name: 'Show more' }).count()).toBe(0)
  })

  it('lets a week pass, and the check-in has come at ten on Friday', async () => {
    const before = up.stage.sandbox.clock.now()
    await passes('+1 week')
    expect(up.stage.sandbox.clock.now()).toBeGreaterThanOrEqual(before + 7 * 24 * 3_600_000)
    const ana = opened.pane(ANA)
    await ana.go(/^Cairn/)
    await ana.sees(/How is it going with/)
    await ana.press('Answer the check-in with: Great')
    await ana.sees(/answered. Thank you/)
    await tour('5 of 7')
  })

  it('thanks Ben; the channel hears of it when he has said yes', async () => {
    const ana = opened.pane(ANA)
    await ana.go('pm-wins')
    await ana.type('/mentor kudos @ben for a meeting that made the path clear')
    await ana.sees('Only visible to you')
    await ana.sees(/Thank you for thanking|Undo/)
    await passes('+1 hour')
    const ben = opened.pane(BEN)
    await ben.sees(/thanked you/)
    await ben.press(/public/i)
    await ana.sees(/made the path clear/)
    await tour('7 of 7')
    await opened.page.getByRole('button', { name: 'End the tour' }).click()
  })

  it('is Dana, who reads of it in #pm-wins', async () => {
    await opened.be('Dana', BEN)
    const dana = opened.pane('Dana Dormouse')
    await dana.go('pm-wins')
    await dana.sees(/made the path clear/)
    await dana.root.getByText(`@${BEN}`).first().waitFor()
  })

  it('has all that people do delivered twice, and the line cut: it is done once', async () => {
    await opened.page.getByRole('button', { name: 'Traffic', exact: true }).click()
    const view = opened.page.getByRole('complementary')
    await view.getByRole('button', { name: 'Twice' }).click()
    await view.getByRole('button', { name: /^Twice · 0/ }).waitFor()
    const { calls } = up.stage.sandbox.traffic
    const last = calls.at(-1)?.id ?? 0
    await view.getByRole('button', { name: 'Cut the line' }).click()
    await up.stage.sandbox.until(
      () => calls.some((call) => call.id > last && call.method === 'apps.connections.open'),
      PATIENCE_MS,
    )
    await view.getByText('Connected', { exact: true }).waitFor()
    const ana = opened.pane(ANA)
    await ana.type('/mentor kudos @ben for a dry joke in the rain')
    await view.getByRole('button', { name: /^Twice · [1-9]/ }).click()
    await passes('+1 hour')
    expect(toldOf('a dry joke in the rain')).toEqual({ posted: 1, kept: 1 })
  })

  it('has calls refused and answers lost: everything comes all the same', async () => {
    const view = opened.page.getByRole('complementary')
    for (const name of ['Rate limit', 'Lost answers']) await view.getByRole('button', { name }).click()
    await opened.pane(ANA).type('/mentor kudos @ben for reading it in the snow')
    await passes('+1 hour')
    for (const name of [/^Rate limit · [1-9]/, /^Lost answers · [1-9]/])
      await view.getByRole('button', { name }).click()
    // What was posted and never answered is posted again: better twice than not at all.
    expect(toldOf('reading it in the snow').kept).toBeGreaterThan(0)
    await view.getByRole('checkbox', { name: 'Only what failed' }).check()
    await view.getByText('ratelimited').last().waitFor()
    await view.getByText('error500_after').last().waitFor()
    await view.getByRole('checkbox', { name: 'Only what failed' }).uncheck()
    await view.getByRole('button', { name: 'Close the traffic view' }).click()
  })

  it('kills the bot, sees it gone, and finds everything as it was', async () => {
    await opened.page.getByRole('button', { name: 'Traffic', exact: true }).click()
    const traffic = opened.page.getByRole('complementary')
    await traffic.getByText('Connected', { exact: true }).waitFor()
    await traffic.getByRole('button', { name: 'Kill the bot' }).click()
    await traffic.getByText('Not connected').waitFor()
    expect(up.stage.restarts()).toBe(0)
    comeBack()
    await traffic.getByText('Connected', { exact: true }).waitFor()
    expect(up.stage.restarts()).toBe(1)
    await traffic.getByRole('button', { name: 'Close the traffic view' }).click()
    const ana = opened.pane(ANA)
    await ana.go('general')
    await ana.type('/mentor why')
    await ana.dialog.getByText(/What spoke for it/).waitFor()
    await opened.page.keyboard.press('Escape')
  })

  it('goes on to the next message, however far that is', async () => {
    const { clock, traffic } = up.stage.sandbox
    const before = clock.now()
    const last = traffic.calls.at(-1)?.id ?? 0
    await passes('Next message')
    const posted = traffic.calls.filter(
      (call) => call.id > last && call.ok && call.method === 'chat.postMessage',
    )
    expect(posted.length).toBeGreaterThan(0)
    // There and no further.
    const [first] = posted
    expect(first?.at).toBeGreaterThan(before)
    expect(clock.now() - (first?.at ?? 0)).toBeLessThan(60_000)
  })

  it('plays weeks with simulated people, watches them pass, and stops them', async () => {
    const { clock } = up.stage.sandbox
    const before = clock.now()
    await opened.page.getByRole('button', { name: 'Play 12 weeks' }).click()
    const bar = opened.page.getByRole('progressbar', { name: 'Playing 12 weeks' })
    await bar.waitFor()
    await up.stage.sandbox.until(() => clock.now() > before + 24 * 3_600_000, PATIENCE_MS)
    await opened.page.getByRole('button', { name: 'Stop' }).click()
    await bar.waitFor({ state: 'detached' })
    expect(clock.running).toBe(true)
    // Somebody came whom the visitor never was.
    const joined = up.stage.sandbox.traffic.envelopes.filter(({ payload }) =>
      JSON.stringify(payload).includes('"callback_id":"profile.join"'),
    )
    expect(
      new Set(joined.map(({ payload }) => (payload as { user: { id: string } }).user.id)).size,
    ).toBeGreaterThan(2)
  })

  it('has asked nobody else for anything, and nothing went wrong', () => {
    expect(opened.wrong).toEqual([])
  })
})
