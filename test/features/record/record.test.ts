/** What somebody takes along: their own, on paper, and nothing that others wrote. */
import { expect, it } from 'vitest'
import { type GrowthRecord, toMarkdown, toPage } from '../../../src/features/growth/record/domain.ts'
import { type TestBot, WITHOUT_FILES } from '../../support/bot.ts'
import { aPair, dmsSaying, homeOf, modalOf, whisper } from '../mentorship/pairs.ts'

const filesOf = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .flatMap((dm) => dm.files ?? [])

it('is sent as two files with what its owner wrote and reached, and with nothing of the partner’s', async () => {
  const { bot } = await aPair()
  await bot.as('ana').click(bot.as('ana').groups()[0]!.messages[0]!, { text: 'We met' })
  await bot.as('ana').command('/mentor checkin')
  await bot
    .as('ana')
    .submit({ mood: 'Good', progress: 'First <b>interview</b> alone', blocker: 'The quince' })
  await homeOf(bot, 'ben')
  await bot.as('ben').click('home', 'A break, a new match or a good close with Ana Albatross')
  await bot.as('ben').click('modal', 'Close it well with Ana Albatross')
  await bot.as('ben').submit()
  await bot.as('ben').submit({ reached: 'Bens own', helped: 'Bens help', thanks: 'Bens thanks' })
  await bot.settle()
  await bot.as('ana').click(dmsSaying(bot, 'ana', /close it well/)[0]!, /^My last word/)
  await bot.as('ana').submit({ reached: 'I am calm\nin front of people', thanks: 'For Ben alone' })
  await bot.settle()

  await bot
    .as('ana')
    .click(dmsSaying(bot, 'ana', /completed.*growth record/s)[0]!, 'Send me my growth record as files')
  expect(modalOf(bot, 'ana')).toContain('It is on its way to you')
  await bot.settle()
  const files = filesOf(bot, 'ana')
  expect(files.map((file) => file.name)).toEqual(['growth-record.html', 'growth-record.md'])
  const [page, text] = await Promise.all(files.map(async (file) => (await fetch(file.url_private)).text()))
  expect(text).toMatch(
    /## Mentorships\s+- Mentee of Ben Badger, Mon 5 Oct 2026 to Mon 5 Oct 2026, completed\s+- 1 session/,
  )
  expect(text).toMatch(/What I reached, Mon 5 Oct 2026\s+> I am calm\s+> in front of people/)
  expect(text).toContain('First \\<b>interview\\</b> alone')
  expect(page).toContain('First &lt;b&gt;interview&lt;/b&gt; alone')
  for (const file of [page, text]) expect(file).not.toMatch(/Bens|For Ben alone|quince/)
  expect(filesOf(bot, 'ben')).toEqual([])
})

it('is sent five times a day, and then says where it is', async () => {
  const { bot } = await aPair()
  for (let i = 0; i < 5; i++) {
    await bot.as('ana').command('/mentor record')
    expect(modalOf(bot, 'ana')).toContain('It is on its way to you')
    await bot.advance(60_000)
  }
  await bot.as('ana').command('/mentor record')
  expect(whisper(bot, 'ana')).toContain('I have sent you your record five times today')
  await bot.settle()
  expect(filesOf(bot, 'ana')).toHaveLength(10)
})

it('keeps words words, in both files', () => {
  const record: GrowthRecord = {
    name: '<i>Ana</i>',
    on: 'Mon 5 Oct 2026',
    sections: [
      {
        title: 'Goals',
        items: [
          {
            text: '# Not a\nheading',
            more: ['1. nor a list', '![picture](https://a.example)', 'R&D is &lt;b&gt; _so_ `far` \\* 1) a'],
            words: '</blockquote>&\r\n---\u2028<script>x</script>',
          },
        ],
      },
      { title: 'Nothing', items: [] },
    ],
  }
  expect(toMarkdown(record)).toBe(
    [
      '# Growth record of \\<i>Ana\\</i>\n\nWritten on Mon 5 Oct 2026.\n\n## Goals\n\n- \\# Not a heading\n  - 1\\. nor a list',
      '  - !\\[picture\\](https://a.example)\n  - R&D is \\&lt;b\\&gt; \\_so\\_ \\`far\\` \\\\\\* 1) a\n',
      '  > \\</blockquote>&\n  > \\---\n  > \\<script>x\\</script>\n',
    ].join('\n'),
  )
  const page = toPage(record)
  expect(page).toContain('<blockquote>&lt;/blockquote&gt;&amp;\r\n---')
  expect(page).not.toMatch(/<i>|Nothing|<script|<img|@import|url\(/)
})

it('that Slack does not take is told to its owner, with a way on', async () => {
  const { bot } = await aPair({ sandbox: { manifest: WITHOUT_FILES } })
  await bot.as('ana').command('/mentor record')
  await bot.settle()
  expect(filesOf(bot, 'ana')).toEqual([])
  for (const name of ['growth-record.html', 'growth-record.md'])
    expect(dmsSaying(bot, 'ana', new RegExp(`Slack did not take ${name}`))).toHaveLength(1)
  const before = bot.as('ana').dms().length
  await bot.as('ana').click(bot.lastDm('ana')!, 'Send it again')
  await bot.settle()
  expect(bot.as('ana').dms()).toHaveLength(before + 2)
})
