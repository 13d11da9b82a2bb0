/** What the page shows for blocks, inputs and words of every kind: what Slack would. With a small app of its own. */
import type { App } from '@slack/bolt'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, withApp } from '../sandbox/tiny-app.ts'
import { seriousIn } from './support/axe.ts'
import { needBuilt, type Opened, openBrowser, openPage, PATIENCE_MS } from './support/opened.ts'

let running: Running
let browser: Browser
let opened: Opened

const ANA = 'Ana Albatross'
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const words = (text: string) => ({ type: 'mrkdwn' as const, text })
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() })
const input = (name: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: name,
  label: plain(name),
  element: { action_id: 'value', ...element },
  ...more,
})

const options = [option('Red'), option('Green'), option('Blue')]
const INPUTS = [
  input('Line', { type: 'plain_text_input', max_length: 10 }, { hint: plain('Only you &amp; me') }),
  input('Lines', { type: 'plain_text_input', multiline: true }, { optional: true }),
  input('Number', { type: 'number_input', is_decimal_allowed: false, max_value: '5' }),
  input('Mail', { type: 'email_text_input' }, { optional: true }),
  input('Address', { type: 'url_text_input' }, { optional: true }),
  input('Day', { type: 'datepicker', initial_date: '2026-10-09' }),
  input('Hour', { type: 'timepicker', initial_time: '14:05' }),
  input('Moment', { type: 'datetimepicker' }, { optional: true }),
  input('One', { type: 'static_select', options }),
  input('Several', { type: 'multi_static_select', options, max_selected_items: 2 }),
  input(
    'Grouped',
    { type: 'static_select', option_groups: [{ label: plain('Colours'), options }] },
    { optional: true },
  ),
  input('Person', { type: 'users_select' }, { optional: true }),
  input('People', { type: 'multi_users_select' }, { optional: true }),
  input('Channel', { type: 'conversations_select' }, { optional: true }),
  input('Ticks', { type: 'checkboxes', options, initial_options: [options[1]] }, { optional: true }),
  input('Radio', { type: 'radio_buttons', options, initial_option: options[0] }),
]

let submitted: Record<string, Record<string, Record<string, unknown>>> = {}
const modal = (title: string, blocks: unknown[], more: object = {}) =>
  ({
    type: 'modal',
    callback_id: title,
    title: plain(title),
    close: plain('Not now'),
    blocks,
    ...more,
  }) as never

const EVIL = '<script>document.title="owned"</script><img src=x onerror=alert(1)>'
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function define(app: App) {
  app.command('/mentor', async ({ ack, client, body }) => {
    await ack()
    const view = modal('All inputs', INPUTS, { submit: plain('Send') })
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
  app.command('/raw', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: level(1) })
  })
  app.view('All inputs', async ({ ack, view }) => {
    submitted = view.state.values as never
    if (view.state.values.Line?.value?.value !== 'taken') return ack()
    await ack({ response_action: 'errors', errors: { Line: 'Somebody has <that>' } })
  })
  app.action('deeper', async ({ ack, client, body }) => {
    await ack()
    const { trigger_id, view } = body as never as { trigger_id: string; view: { callback_id: string } }
    await client.views.push({ trigger_id, view: level(Number(view.callback_id.at(-1)) + 1) })
  })
  app.action('again', async ({ ack, respond }) => {
    await ack()
    await respond({ text: 'Pressed *once*', replace_original: true })
  })
  app.action('chosen', async ({ ack, respond, action }) => {
    await ack()
    await respond({ text: `You chose ${JSON.stringify(action)}`.slice(0, 200), replace_original: false })
  })
  app.event('app_home_opened', async ({ client, event }) => {
    if (event.tab !== 'home') return
    const blocks = [{ type: 'header', text: plain('Good day') }, ...INPUTS.slice(0, 4), CLICKS]
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } as never })
  })
}

const level = (number: number) =>
  modal(`Level ${number}`, [
    { type: 'section', text: words(`This is level *${number}*`) },
    { type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }] },
  ])

const CLICKS = {
  type: 'actions',
  elements: [
    { type: 'button', action_id: 'again', text: plain('Press me'), style: 'primary' },
    {
      type: 'button',
      action_id: 'sure',
      text: plain('Delete'),
      style: 'danger',
      confirm: {
        title: plain('Really?'),
        text: words('It is *gone* then'),
        confirm: plain('Do it'),
        deny: plain('Keep it'),
      },
    },
    {
      type: 'button',
      action_id: 'long',
      text: plain('A button that says more than any button should say, truly'),
    },
    { type: 'static_select', action_id: 'chosen', placeholder: plain('Colour'), options },
    { type: 'overflow', action_id: 'more', options: [option('Copy'), option('Move')] },
  ],
}

/** 2026-10-09, 22:30 in Lisbon: the next day in Tokyo. */
const LATE = Date.UTC(2026, 9, 9, 21, 30) / 1000

async function post(blocks: unknown[] | undefined, text = 'x', channel = 'C0PMWINS01') {
  await running.app.client.chat.postMessage({ channel, text, blocks } as never)
  running.sandbox.clock.advance(2000)
}

beforeAll(async () => {
  needBuilt()
  ;[running, browser] = await Promise.all([
    withApp(define, { page: { play: async () => {}, prompt: async () => false } }),
    openBrowser(),
  ])
  opened = await openPage(browser, running.sandbox.url, '/as/ana/pm-wins')
})
afterAll(async () => {
  await browser?.close()
  await running?.stop()
})

describe('words', () => {
  it('are marked up in mrkdwn, and as they stand in plain text', async () => {
    const ana = opened.pane(ANA)
    await post([
      {
        type: 'section',
        text: words(
          '*bold* _slanted_ ~gone~ `code *not*` &lt;b&gt; &amp;lt; 2*3*4 <https://example.com|a *link*>',
        ),
      },
      { type: 'section', text: plain('*plain* <@U0BEN00002> &lt;b&gt; :tada:') },
      { type: 'section', text: words('&gt; quoted\n```a\n*b*```') },
    ])
    const message = ana.root.getByRole('article').last()
    await message.locator('strong', { hasText: 'bold' }).waitFor()
    expect(await message.locator('em').textContent()).toBe('slanted')
    expect(await message.locator('s').textContent()).toBe('gone')
    expect(await message.locator('code').first().textContent()).toBe('code *not*')
    expect(await message.locator('blockquote').textContent()).toBe('quoted')
    expect(await message.locator('pre').textContent()).toBe('a\n*b*')
    const text = await message.textContent()
    expect(text).toContain('<b> &lt; 2*3*4')
    expect(text).toContain('*plain* <@U0BEN00002> <b> 🎉')
    expect(await message.getByRole('link').getAttribute('href')).toBe('https://example.com')
  })

  it('name people and channels, and tell the day of the reader', async () => {
    const ana = opened.pane(ANA)
    await post(
      undefined,
      `<@U0BEN00002|ben> in <#C0PMWINS01|>, <!date^${LATE}^{date_long} at {time}|some day>`,
    )
    await ana.sees('@Ben Badger')
    await ana.sees('#pm-wins')
    await ana.sees('Friday, October 9th, 2026 at 10:30 PM')
    await opened.be('Haruki')
    const haruki = opened.pane('Haruki Heron')
    await haruki.sees('Saturday, October 10th, 2026 at 6:30 AM')
    await opened.be('Ana')
  })

  it('of people never become markup, wherever they stand', async () => {
    const ana = opened.pane(ANA)
    await post([
      { type: 'header', text: plain(EVIL) },
      { type: 'section', text: words(escaped(EVIL)), fields: [plain(EVIL), words(escaped(`*${EVIL}*`))] },
      {
        type: 'context',
        elements: [plain(EVIL), words('<javascript:alert(1)|click> <data:text/html,x|or this>')],
      },
    ])
    await ana.type(EVIL)
    const own = ana.root.getByRole('article', { name: /^Ana/ })
    await own.waitFor()
    expect(await own.textContent()).toContain(EVIL)
    expect(await ana.root.locator('script, img[src=x]').count()).toBe(0)
    expect(await ana.root.getByRole('link', { name: /click|or this/ }).count()).toBe(0)
    expect(await opened.page.title()).toBe('Cairn sandbox')
  })
})

describe('signs and mentions', () => {
  it('are drawn by the names that people type; an unknown name stays one', async () => {
    const ana = opened.pane(ANA)
    await ana.type('Well :ok_hand: done :heart: :flag-pt: at 10:30:15, :cairn-stones:')
    await ana.sees('Well 👌 done ❤️ 🇵🇹 at 10:30:15, :cairn-stones:')
    const last = running.sandbox.as('ana').messages('pm-wins').at(-1)!
    await running.sandbox.as('ben').react(last, 'raised_hands::skin-tone-4')
    await ana.root
      .getByRole('button', { name: /^raised_hands/ })
      .getByText('🙌🏽')
      .waitFor()
  })

  it('call the app, however its name is written', async () => {
    running.sandbox.admin.inviteBot('pm-wins')
    const before = running.sandbox.traffic.envelopes.length
    await opened.pane(ANA).type('@Cairn, who can help me?')
    const heard = await running.sandbox.until(
      () => running.sandbox.traffic.envelopes.slice(before).find((each) => each.type === 'events_api'),
      PATIENCE_MS,
    )
    const text = '<@U0SANDBOXB>, who can help me?'
    expect(heard.payload).toMatchObject({ event: { type: 'app_mention', text } })
  })
})

describe('the blocks of 2026', () => {
  const raw = (text: string) => ({ type: 'raw_text', text })
  const card = (name: string) => ({
    type: 'card',
    title: words(`*${name}*`),
    subtitle: words('Senior PM'),
    body: words('Teaches discovery'),
    actions: [{ type: 'button', action_id: 'chosen', text: plain(`Ask ${name}`) }],
  })
  const axis_config = { categories: ['May'], y_label: 'held' }
  const series = [{ name: 'Sessions', data: [{ label: 'May', value: 7 }] }]

  it('stand in a message, are named for a screen reader, and are used', async () => {
    const ana = opened.pane(ANA)
    await post([
      { type: 'carousel', elements: ['Ben', 'Chidi', 'Indu', 'Grace'].map(card) },
      {
        type: 'container',
        title: plain('Two goals'),
        is_collapsible: true,
        default_collapsed: true,
        child_blocks: [{ type: 'section', text: words('Within') }],
      },
      {
        type: 'data_table',
        caption: 'Pairs',
        page_size: 1,
        rows: [[raw('Pair')], [raw('Eva and Finn')], [raw('Ana and Ben')]],
      },
      { type: 'table', rows: [[raw('Skill')], [raw('Roadmaps')]] },
      { type: 'data_visualization', title: 'Met', chart: { type: 'bar', series, axis_config } },
      {
        type: 'data_visualization',
        title: 'Said',
        chart: { type: 'pie', segments: [{ label: 'Yes', value: 3 }] },
      },
      {
        type: 'plan',
        title: 'Plan',
        tasks: [{ type: 'task_card', task_id: 'a', title: 'Look', status: 'error' }],
      },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'chosen',
            positive_button: { text: plain('Useful'), value: 'yes' },
            negative_button: {
              text: plain('Not really'),
              value: 'no',
              accessibility_label: 'Not really of use',
            },
          },
          { type: 'icon_button', icon: 'trash', action_id: 'bin', text: plain('Delete it') },
        ],
      },
    ])
    const message = ana.root.getByRole('article').last()
    await message.getByRole('img', { name: 'Sessions: May 7' }).waitFor()
    await message.getByRole('img', { name: 'Yes 3' }).waitFor()
    await message.getByText('Roadmaps').waitFor()
    await message.getByRole('img', { name: 'error' }).waitFor()
    await message.getByRole('button', { name: 'Delete it' }).waitFor()
    await message.getByText('Within').waitFor({ state: 'hidden' })
    await message.getByRole('button', { name: 'Unfold' }).click()
    await message.getByText('Within').waitFor()
    await message.getByRole('rowheader', { name: 'Eva and Finn' }).waitFor()
    await message.getByRole('button', { name: 'Pair' }).click()
    await message.getByRole('rowheader', { name: 'Ana and Ben' }).waitFor()
    await message.getByRole('button', { name: 'Next page' }).click()
    await message.getByRole('rowheader', { name: 'Eva and Finn' }).waitFor()
    await message.getByRole('button', { name: 'Next cards' }).click()
    await message.getByRole('button', { name: 'Not really of use' }).click()
    await ana.sees(/You chose .*"value":"no"/)
    await ana.press('Ask Grace')
    const told = () => running.sandbox.as('ana').ephemerals().at(-1)?.text
    await running.sandbox.until(() => told()?.includes('"text":"Ask Grace"'), PATIENCE_MS)
    // Back at the end of the conversation, from where new messages are seen.
    await ana.go('general')
    await ana.go('pm-wins')
  })
})

describe('long words of a message', () => {
  const sentence = 'A line that goes on for a while, as lines do. '
  const folded = () => opened.pane(ANA).root.getByRole('article').last().getByRole('button')

  it('of a thread stand behind the message that they answer', async () => {
    const ana = opened.pane(ANA)
    await post(undefined, 'Who comes to the review?')
    const parent = running.sandbox.as('ana').messages('pm-wins').at(-1)!
    await running.app.client.chat.postMessage({
      channel: parent.channel,
      thread_ts: parent.ts,
      text: 'I do, with a question',
    })
    running.sandbox.clock.advance(2000)
    const reply = ana.root.getByText('I do, with a question')
    await ana.root.getByText('1 reply').click()
    await reply.waitFor()
    await ana.root.getByText('1 reply').click()
    await reply.waitFor({ state: 'hidden' })
  })

  it('are folded, shown when asked for, and folded again', async () => {
    await post([{ type: 'section', text: words(sentence.repeat(20)) }])
    const more = folded().filter({ hasText: 'Show more' })
    await more.waitFor()
    const height = async () => (await opened.pane(ANA).root.getByRole('article').last().boundingBox())?.height
    const before = await height()
    await more.click()
    const less = folded().filter({ hasText: 'Show less' })
    await less.waitFor()
    expect(await height()).toBeGreaterThan(before ?? 0)
    expect(await less.getAttribute('aria-expanded')).toBe('true')
    await less.click()
    await more.waitFor()
  })

  it.each([
    ['short', { text: words(sentence) }, 0],
    ['of six lines', { text: words('one\n'.repeat(6).trim()) }, 1],
    ['that are to stand in full', { text: words(sentence.repeat(20)), expand: true }, 0],
  ])('%s', async (_name, section, buttons) => {
    const mark = `after ${_name}`
    await post([
      { type: 'section', ...section },
      { type: 'context', elements: [plain(mark)] },
    ])
    await opened.pane(ANA).sees(mark)
    expect(await folded().filter({ hasText: 'Show more' }).count()).toBe(buttons)
  })
})

describe('files and pictures', () => {
  const PIXEL = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const CALENDAR = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'
  /** Uploads as Slack's own client does, in three steps. */
  const upload = async (filename: string, file: Buffer, more: object = {}) => {
    const done = await running.app.client.filesUploadV2({ filename, file, ...more } as never)
    running.sandbox.clock.advance(2000)
    return (done as unknown as { files: { files: { id: string }[] }[] }).files[0]?.files[0]?.id as string
  }
  const drawn = (name: string) =>
    opened
      .pane(ANA)
      .root.getByRole('img', { name })
      .last()
      .evaluate(async (node) => {
        const image = node as unknown as { decode(): Promise<void>; naturalWidth: number }
        await image.decode()
        return image.naturalWidth
      })

  it('stand in the message: a calendar file to keep, a picture to see', async () => {
    const ana = opened.pane(ANA)
    const channel_id = 'C0PMWINS01'
    await upload('first meeting.ics', Buffer.from(CALENDAR), {
      channel_id,
      initial_comment: 'Save the *day*',
    })
    const link = ana.root.getByRole('link', { name: /first meeting\.ics/ })
    await link.waitFor()
    const [download] = await Promise.all([opened.page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('first meeting.ics')
    await ana.root.locator('strong', { hasText: 'day' }).waitFor()
    await upload('growth.png', PIXEL, { channel_id })
    expect(await drawn('growth.png')).toBe(1)
  })

  it('are blocks of a message, by the id of a file; one from elsewhere is told in words', async () => {
    const ana = opened.pane(ANA)
    const id = await upload('chart.png', PIXEL)
    await post([
      { type: 'image', slack_file: { id }, alt_text: 'Kudos by month', title: plain('Kudos') },
      { type: 'image', image_url: 'https://example.com/far.png', alt_text: 'A picture far away' },
    ])
    await ana.sees('Kudos')
    expect(await drawn('Kudos by month')).toBe(1)
    await ana.sees('A picture far away')
  })
})

describe('a channel', () => {
  it('shows its own messages alone, also after a look elsewhere, and what is typed stays where it was', async () => {
    const ana = opened.pane(ANA)
    await ana.go('general')
    await ana.root.getByText('Nothing here yet.').waitFor()
    expect(await ana.root.getByText('Nothing here yet.').count()).toBe(1)
    await ana.root.getByRole('combobox', { name: 'Message #general' }).fill('half a thought')
    await ana.go('pm-wins')
    await ana.root.getByRole('article').last().waitFor()
    expect(await ana.root.getByText('Nothing here yet.').count()).toBe(0)
    expect(await ana.root.getByRole('combobox', { name: 'Message #pm-wins' }).inputValue()).toBe('')
    expect(await ana.root.getByRole('log').count()).toBe(1)
  })
})

describe('an address that somebody mistyped', () => {
  it.each(['/as/nobody/nowhere', '/as/ana/%E0%A4%A'])('%s shows the page all the same', async (path) => {
    const here = await openPage(browser, running.sandbox.url, path)
    await here.pane(ANA).root.getByRole('heading', { name: 'Not here' }).waitFor()
    await here.pane(ANA).go('general')
    await here.pane(ANA).root.getByRole('combobox', { name: 'Message #general' }).waitFor()
    expect(here.wrong).toEqual([])
    await here.page.context().close()
  })
})

describe('the keyboard alone', () => {
  it('reaches the conversation at once, opens a modal, fills it and is back where it was', async () => {
    const here = await openPage(browser, running.sandbox.url, '/as/haruki/general')
    const haruki = here.pane('Haruki Heron')
    await haruki.root.getByRole('combobox', { name: 'Message #general' }).waitFor()
    const { keyboard } = here.page
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await keyboard.type('/raw ')
    await keyboard.press('Enter')
    await haruki.dialog.getByText('This is level 1').waitFor()
    await keyboard.press('Shift+Tab')
    await keyboard.press('Escape')
    await haruki.dialog.waitFor({ state: 'detached' })
    await keyboard.type('without a mouse')
    await keyboard.press('Enter')
    await haruki.sees('without a mouse')
    expect(here.wrong).toEqual([])
    await here.page.context().close()
  })
})

describe('elements of a message', () => {
  it('are pressed, and the message changes on screen', async () => {
    const ana = opened.pane(ANA)
    await post([CLICKS])
    await ana.press('Press me')
    await ana.root.locator('strong', { hasText: 'once' }).waitFor()
  })

  it('ask first where they are told to; a menu tells what was chosen', async () => {
    const ana = opened.pane(ANA)
    await post([CLICKS])
    const before = running.sandbox.traffic.envelopes.length
    await ana.press('Delete')
    const really = ana.root.getByRole('dialog', { name: 'Really?' })
    await really.getByRole('button', { name: 'Keep it' }).click()
    expect(running.sandbox.traffic.envelopes.length).toBe(before)
    await ana.press('Delete')
    await really.getByRole('button', { name: 'Do it' }).click()
    await running.sandbox.until(() => running.sandbox.traffic.envelopes.length > before, PATIENCE_MS)
    await ana.root.getByRole('combobox', { name: 'Colour' }).last().click()
    await ana.root.getByRole('option', { name: 'Green' }).click()
    await ana.sees('Only visible to you')
    await ana.sees(/You chose .*green/)
  })

  it('cut a long label off, and keep it whole for a screen reader', async () => {
    const button = opened
      .pane(ANA)
      .root.getByRole('button', { name: /^A button that says more/ })
      .last()
    const [whole, shown] = await button.evaluate((node) => {
      const { scrollWidth, clientWidth } = node as unknown as { scrollWidth: number; clientWidth: number }
      return [scrollWidth, clientWidth] as const
    })
    expect(whole).toBeGreaterThan(shown)
  })

  it('have the app’s shortcut in the menu of a message, and take reactions', async () => {
    const ana = opened.pane(ANA)
    await ana.type('Ben was a great help')
    const own = ana.root.getByRole('article', { name: /^Ana/ }).last()
    await own.hover()
    await own.getByRole('button', { name: 'More for this message' }).click()
    const before = running.sandbox.traffic.envelopes.length
    await own.getByRole('menuitem', { name: 'Give kudos' }).click()
    await running.sandbox.until(() => running.sandbox.traffic.envelopes.length > before, PATIENCE_MS)
    expect(running.sandbox.traffic.envelopes.at(-1)?.payload).toMatchObject({ callback_id: 'kudos.message' })
    await own.hover()
    await own.getByRole('button', { name: 'React with tada' }).click()
    await own.getByRole('button', { name: 'tada, 1' }).waitFor()
  })
})

describe('a modal', () => {
  it('has every input, checks them as Slack’s client does, and shows the app’s errors', async () => {
    const ana = opened.pane(ANA)
    await ana.type('/mentor')
    const { dialog } = ana
    await dialog.getByText('Only you & me').waitFor()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByText('Please complete this required field.').first().waitFor()
    expect(await dialog.getByText('Please complete this required field.').count()).toBe(4)
    await dialog.getByRole('textbox', { name: 'Line', exact: true }).fill('far too long for it')
    await dialog.getByRole('textbox', { name: 'Number' }).fill('7')
    // Tab leaves a list that scrolls, too.
    await dialog.getByRole('combobox', { name: 'Person' }).click()
    await dialog.getByRole('option').first().waitFor()
    await opened.page.keyboard.press('Tab')
    await dialog.getByRole('option').first().waitFor({ state: 'detached' })
    await dialog.getByRole('combobox', { name: 'One' }).click()
    await dialog.getByRole('option', { name: 'Blue' }).click()
    const many = dialog.getByRole('combobox', { name: 'Several' })
    for (const each of ['Red', 'Green']) {
      await many.fill(each)
      await opened.page.keyboard.press('Enter')
    }
    await dialog.getByText('You can choose up to 2.').waitFor()
    await opened.page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByText('This must be less than 11 characters.').waitFor()
    await dialog.getByText('Please enter a number less than or equal to 5.').waitFor()
    await dialog.getByRole('textbox', { name: 'Line', exact: true }).fill('taken')
    await dialog.getByRole('textbox', { name: 'Number' }).fill('5')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByText('Somebody has <that>').waitFor()
  })

  it('keeps what was typed while one is somebody else, and sends it as it was chosen', async () => {
    const ana = opened.pane(ANA)
    await ana.dialog.getByRole('textbox', { name: 'Line', exact: true }).fill('free')
    await ana.dialog.getByRole('textbox', { name: 'Lines' }).fill('one\ntwo')
    await ana.dialog.getByLabel('Moment (optional)').fill('2026-10-09T22:30')
    await opened.be('Ben')
    await opened.pane('Ben Badger').root.waitFor()
    await opened.be('Ana')
    await ana.dialog.getByRole('button', { name: 'Send' }).click()
    await ana.dialog.waitFor({ state: 'detached' })
    expect(submitted.Line?.value).toMatchObject({ value: 'free' })
    expect(submitted.Lines?.value).toMatchObject({ value: 'one\ntwo' })
    expect(submitted.Moment?.value).toMatchObject({ selected_date_time: LATE })
    expect(submitted.Day?.value).toMatchObject({ selected_date: '2026-10-09' })
    expect(submitted.One?.value).toMatchObject({ selected_option: { value: 'blue' } })
    expect(submitted.Several?.value).toMatchObject({
      selected_options: [{ value: 'red' }, { value: 'green' }],
    })
    expect(submitted.Ticks?.value).toMatchObject({ selected_options: [{ value: 'green' }] })
    expect(submitted.Radio?.value).toMatchObject({ selected_option: { value: 'red' } })
  })

  it('lies on another, up to three; Escape goes back one at a time', async () => {
    const ana = opened.pane(ANA)
    await ana.type('/raw')
    for (const number of [1, 2]) {
      await ana.dialog.getByText(`This is level ${number}`).waitFor()
      await ana.dialog.getByRole('button', { name: 'Deeper' }).click()
    }
    await ana.dialog.getByText('This is level 3').waitFor()
    await opened.page.keyboard.press('Escape')
    await ana.dialog.getByText('This is level 2').waitFor()
    await ana.dialog.getByRole('button', { name: 'Back' }).click()
    await ana.dialog.getByText('This is level 1').waitFor()
    await opened.page.keyboard.press('Escape')
    await ana.dialog.waitFor({ state: 'detached' })
  })
})

describe('the traffic view', () => {
  it('shows calls and errors, and a fault that is switched on', async () => {
    await opened.page.getByRole('button', { name: 'Traffic' }).click()
    const view = opened.page.getByRole('complementary')
    await view.getByText('chat.postMessage').first().waitFor()
    await view.getByRole('button', { name: 'Outage' }).click()
    await view.getByRole('button', { name: /^Outage · 0/ }).waitFor()
    await expect(post(undefined, 'lost')).rejects.toThrow()
    await view.getByRole('button', { name: /^Outage · 1/ }).click()
    await view.getByRole('checkbox', { name: 'Only what failed' }).check()
    await view
      .getByRole('button', { name: /chat.postMessage.*error500_before/ })
      .first()
      .click()
    await view.locator('pre', { hasText: '"lost"' }).waitFor()
    await view.getByRole('button', { name: 'Close the traffic view' }).click()
  })
})

describe('an app that is not there yet', () => {
  it('is told of the open Home when it comes', async () => {
    await running.app.stop()
    const here = await openPage(browser, running.sandbox.url, '/as/chidi/home')
    const chidi = here.pane('Chidi Cormorant')
    await chidi.sees('Home is on its way.')
    await running.app.start()
    await chidi.sees('Good day')
    await here.page.context().close()
  })
})

describe('the clock', () => {
  it('says when nobody will be told anything for two weeks', async () => {
    await opened.page.getByRole('button', { name: 'Next message' }).click()
    await opened.page.getByText('Two weeks went by, and nobody was told anything.').waitFor()
    await opened.page.getByRole('status').getByRole('button', { name: 'Dismiss' }).click()
  })
})

it('axe finds nothing serious in messages, Home, a modal and the traffic view', async () => {
  const here = await openPage(browser, running.sandbox.url, '/as/ana/pm-wins?with=ben/messages&traffic=1', {
    colorScheme: 'light',
  })
  const ana = here.pane(ANA)
  await ana.root.getByRole('article').last().waitFor()
  expect(await seriousIn(here.page)).toEqual([])
  await here.page.goto(`${running.sandbox.url}/as/ana/home`)
  await ana.sees('Good day')
  expect(await seriousIn(here.page)).toEqual([])
  await here.page.goto(`${running.sandbox.url}/as/ana/general`)
  await ana.type('/mentor')
  const { dialog } = ana
  await dialog.getByRole('button', { name: 'Send' }).click()
  const openMenu = async () => {
    const option = dialog.getByRole('option').first()
    if (!(await option.isVisible())) await dialog.getByRole('combobox', { name: 'One' }).click()
    await option.waitFor()
  }
  await openMenu()
  expect(await seriousIn(here.page, openMenu)).toEqual([])
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await dialog.waitFor({ state: 'detached' })
  await here.page.close()
  expect(here.wrong).toEqual([])
})

it('nothing went wrong, and nobody else was asked for anything', () => {
  expect(opened.wrong).toEqual([])
})
