/** How long a message takes from its event to paint, in a workspace of 500 people and 20,000 messages. */
import { peopleFor } from '../src/demo/people.ts'
import { startSandbox } from '../src/sandbox/index.ts'
import { openBrowser } from '../test/page/support/browser.ts'

const PEOPLE = 500
const MESSAGES = 20_000
const ROUNDS = 40
const ONE_PER_MS = 1000

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const blocksFor = (index: number) => [
  section(`*Win ${index}* of <@U0BEN00002>: <!date^1790000000^{date_short}|some day>`),
  {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Read it' } }],
  },
]

/** Runs in the page: resolves with the instant at which an element with these words has been painted. */
const PAINTED = `(words) => new Promise((done) => {
  const look = () => document.querySelector('.messages')?.textContent.includes(words)
    ? requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())))
    : requestAnimationFrame(look)
  look()
})`

/** Runs in the page: scrolls up and counts how long the frames took. */
const SCROLL = `() => new Promise((done) => {
  const list = document.querySelector('.messages'), frames = []
  let last = performance.now()
  const step = () => {
    const now = performance.now()
    frames.push(now - last)
    last = now
    list.scrollTop -= 300
    frames.length < 120 ? requestAnimationFrame(step) : done(frames)
  }
  requestAnimationFrame(step)
})`

const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
const line = (name: string, times: number[]) => {
  const sorted = [...times].sort((a, b) => a - b)
  const shown = [0.5, 0.95, 1].map((part) => `${(at(sorted, part) ?? 0).toFixed(1).padStart(8)} ms`)
  return `${name.padEnd(34)} ${shown.join(' ')}`
}

export async function run(): Promise<void> {
  const sandbox = await startSandbox({ port: 0, people: peopleFor(PEOPLE), rateLimits: false, page: {} })
  const post = async (index: number) => {
    const text = `Win ${index}`
    const blocks = JSON.stringify(blocksFor(index))
    const answer = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.tokens.bot}` },
      body: new URLSearchParams({ channel: 'C0PMWINS01', text, blocks }),
    })
    const { ok, error } = (await answer.json()) as { ok: boolean; error?: string }
    if (!ok) throw new Error(error)
  }
  const browser = await openBrowser()
  try {
    for (let index = 0; index < MESSAGES; index++) {
      await post(index)
      if (index % ONE_PER_MS === 0) sandbox.clock.advance(60_000)
    }
    sandbox.traffic.clear()
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const opening = Date.now()
    await page.goto(`${sandbox.url}/as/ana/pm-wins`)
    await page.evaluate(`(${PAINTED})('Win ${MESSAGES - 1}')`)
    const opened = Date.now() - opening
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const index = MESSAGES + round
      const painted = page.evaluate<number>(`(${PAINTED})('Win ${index} of')`)
      const began = Date.now()
      await post(index)
      times.push((await painted) - began)
    }
    const switching: number[] = []
    for (let round = 0; round < 10; round++) {
      const [to, words] =
        round % 2 ? ['pm-wins', `Win ${MESSAGES + ROUNDS - 1}`] : ['general', 'Nothing here yet']
      const seen = page.getByText(words as string).first()
      const began = Date.now()
      await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: to }).click()
      await seen.waitFor()
      switching.push(Date.now() - began)
    }
    const frames = await page.evaluate<number[]>(`(${SCROLL})()`)
    console.log(`${PEOPLE} people, ${MESSAGES} messages in one channel; the page opened in ${opened} ms`)
    console.log(`${''.padEnd(34)} ${'median'.padStart(11)} ${'95 %'.padStart(11)} ${'worst'.padStart(11)}`)
    console.log(line('from a message posted to its paint', times))
    console.log(line('another channel and back', switching))
    console.log(line('a frame while scrolling up', frames))
  } finally {
    await browser.close()
    await sandbox.stop()
  }
}
