/** A goal from the form to the mountain top: set, seen, ticked by both, reached, extended, let go. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { toMarkdown } from '../../../src/features/growth/record/domain.ts'
import { growthRecord } from '../../../src/features/growth/record/service.ts'
import { dmsSaying, homeOf, modalOf } from '../mentorship/pairs.ts'
import { aQuietPair, GOAL, openAsMentor, openGoal, rowsOf, setGoal } from './people.ts'

it('says at each field what is missing, keeps what was typed, and sets a goal that both see', async () => {
  const { bot } = await aQuietPair()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Set a goal')
  const form = modalOf(bot, 'ana')
  expect(form).toContain('The goal of ana')
  expect(form.match(/Your partner Ben Badger can read this, unless you chose “Only me” above/g)).toHaveLength(
    6,
  )

  const refused = await bot
    .as('ana')
    .submit({ ...GOAL, measure: 'Be better', firstStep: 'Go', due: '2026-10-05' })
  expect(refused.errors).toEqual({
    measure: expect.stringContaining('Write a number to reach'),
    firstStep: expect.stringContaining('at least 5 characters'),
    // What only her own calendar knows is told in the same go.
    due: expect.stringContaining('not ahead of you'),
  })
  await bot.as('ana').submit({ measure: GOAL.measure, firstStep: GOAL.firstStep })
  expect(bot.as('ana').modal()?.errors).toEqual({ due: expect.stringContaining('not ahead of you') })
  expect(modalOf(bot, 'ana')).toContain(GOAL.objective)
  await bot.as('ana').submit({ due: GOAL.due })
  expect(modalOf(bot, 'ana')).toContain('It is set, and @Ben Badger can read it')
  await bot.settle()

  expect(await homeOf(bot, 'ana')).toMatch(
    /quince team\s+▱▱▱▱▱▱▱▱▱▱ 0 %, not begun · until Tue 1 Dec 2026 · @Ben Badger reads it/,
  )
  const [dm] = dmsSaying(bot, 'ben', /shared a goal with you/)
  expect(dm!.text.split('\n')[0]).toBe('Ana Albatross shared a goal with you')
  await bot.as('ben').click(dm!, 'Read it')
  for (const words of [GOAL.specific, GOAL.measure, GOAL.firstStep, GOAL.objective, 'User research'])
    expect(modalOf(bot, 'ben')).toContain(words)
})

it('has steps that both tick and see who did, progress that is counted, and an occasion to practise', async () => {
  const { bot } = await aQuietPair()
  await setGoal(bot, 'ana')
  for (const words of ['Write the interview guide', 'Ask five customers']) {
    await openGoal(bot, 'ana')
    await bot.as('ana').click('modal', 'Add a step')
    expect(modalOf(bot, 'ana')).not.toContain('practice')
    await bot.as('ana').submit({ words, due: '2026-11-02' })
  }
  await bot.as('ana').click('modal', 'Ask for practice')
  expect(modalOf(bot, 'ana')).toContain('@Ben Badger hears it')
  await bot.settle()

  await bot.as('ben').click(dmsSaying(bot, 'ben', /would like a real occasion/)[0]!, 'Arrange one')
  await bot.as('ben').submit({ words: 'Run the pilot call with our first customer' })
  expect(modalOf(bot, 'ben')).toContain('A practice opportunity · Open · added by Ben Badger')
  await bot.as('ben').click('modal', 'Done: Write the interview guide')
  expect(modalOf(bot, 'ben')).toContain('Ticked. You both see it')
  await bot.settle()

  // Ana still looks at the goal as it was, and ticks the same step.
  await bot.as('ana').click('modal', 'Done: Write the interview guide')
  expect(modalOf(bot, 'ana')).toContain('@Ben Badger ticked this already')
  expect(modalOf(bot, 'ana')).toMatch(
    /Write the interview guide\s+\[Not done\]\s+☑ A task · Done: ticked by Ben Badger/,
  )
  await bot.as('ana').click('modal', 'Not done after all: Write the interview guide')
  await bot.as('ana').click('modal', 'Take away: Write the interview guide')
  expect(modalOf(bot, 'ana')).not.toContain('Write the interview guide')
  expect(dmsSaying(bot, 'ana', /@Ben Badger arranged a practice opportunity/)).toHaveLength(1)

  await bot.as('ana').click('modal', 'Note progress')
  await bot.as('ana').submit({ now: 'most of them' })
  expect(bot.as('ana').modal()?.errors).toEqual({ now: expect.stringContaining('A number, please') })
  await bot.as('ana').submit({ now: '7', note: 'Two of them in German' })
  expect(await homeOf(bot, 'ana')).toContain(
    '▰▰▰▰▰▱▱▱▱▱ 50 %, about half way · now 7, from 2 to 12 interviews',
  )
  await openAsMentor(bot)
  await bot.as('ben').click('modal', 'Note progress')
  await bot.as('ben').submit({ now: '8' })
  await bot.as('ben').click('modal', 'History')
  const past = modalOf(bot, 'ben')
  expect(past).toMatch(/Ben Badger noted progress · ▰+▱+ 60 %/)
  expect(past).toContain('now 7, from 2 to 12 interviews: Two of them in German')
  expect(past).toMatch(/Ana Albatross took a tick back\s+Write the interview guide/)
})

it('reached: told as a win by its own form, thanked for, told to the mentor, and not yet after all', async () => {
  const { bot } = await aQuietPair()
  await setGoal(bot, 'ana', { measure: 'I run the review without my lead' })
  await openGoal(bot, 'ana')
  await bot.as('ana').click('modal', 'Add a step')
  await bot.as('ana').submit({ words: 'Write the guide' })
  await openAsMentor(bot)
  await bot.as('ana').click('modal', 'Note progress')
  await bot.as('ana').submit({ percent: '75 %' })
  await bot.as('ana').click('modal', 'I reached it')
  expect(modalOf(bot, 'ana')).toContain('nothing is posted unless you send it')
  await bot.as('ana').click('modal', 'Not yet after all')
  expect(modalOf(bot, 'ana')).toContain('90 %, almost there')
  await bot.as('ana').click('modal', 'I reached it')
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /@Ana Albatross reached a goal/)).toHaveLength(1)
  // What is not active any more does not change by a button of before.
  await bot.as('ben').click('modal', /^Done: Write the guide/)
  expect(modalOf(bot, 'ben')).toContain('This goal is not active any more')
  await bot.as('ana').click('modal', 'Tell it as a win')
  expect(modalOf(bot, 'ana')).toContain(`I reached a goal: ${GOAL.specific}`)
  await bot.as('ana').submit({ words: 'I ran my first review alone' })
  await bot.advance(DAY_MS)
  const channel = JSON.stringify(bot.as('ana').messages('pm-wins'))
  expect(channel).toContain('I ran my first review alone')
  expect(channel).not.toContain('quince')
  await bot.as('ana').command('/mentor goals')
  await bot.as('ana').click('modal', 'Earlier goals')
  await bot.as('ana').click('modal', 'Open an earlier goal')
  expect(modalOf(bot, 'ana')).toContain('Reached · ▰▰▰▰▰▰▰▰▰▰ 100 %, all the way')
  expect(toMarkdown(await growthRecord(bot.ctx, bot.as('ana').id))).toMatch(
    /## Goals on the way\s+- Lead discovery for the quince team \(User research\): reached, Mon 5 Oct 2026/,
  )
})

it('a goal whose owner is never celebrated is told nowhere', async () => {
  const { bot } = await aQuietPair()
  await bot.as('ana').command('/mentor privacy')
  await bot.as('ana').submit({ celebration: 'Never' })
  await setGoal(bot, 'ana')
  await openGoal(bot, 'ana')
  await bot.as('ana').click('modal', 'I reached it')
  expect(modalOf(bot, 'ana')).not.toContain('Tell it as a win')
  await bot.advance(DAY_MS)
  expect(dmsSaying(bot, 'ben', /reached a goal/)).toEqual([])
})

it('asks on its day what became of it: more time, in other words, or let go and taken up again', async () => {
  const { bot } = await aQuietPair()
  await setGoal(bot, 'ana', { due: '2026-10-13' })
  await bot.advance(9 * DAY_MS)
  const asked = () => dmsSaying(bot, 'ana', /The day of one of your goals has come/)
  expect(asked()).toHaveLength(1)
  expect(bot.reads('ana', asked()[0])).not.toContain('quince')
  expect(await homeOf(bot, 'ana')).toContain('The day of a goal has come, Tue 13 Oct 2026')
  await bot.as('ana').click(asked()[0]!, 'Give it more time')
  await bot.as('ana').submit({ due: '2026-10-20', note: 'The customer was ill' })
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /This goal runs until Tue 20 Oct 2026 now/)).toHaveLength(1)

  await bot.as('ana').click('modal', 'Change it')
  await bot.as('ana').submit({ measure: 'from 0 to 10 interviews', due: '2026-10-21' })
  await bot.as('ana').click('modal', 'History')
  expect(modalOf(bot, 'ana')).toContain('from 2026-10-13 to 2026-10-20: The customer was ill')
  expect(modalOf(bot, 'ana')).toContain('quince team (from 2 to 12 interviews, until 2026-10-20)')

  await bot.until(Date.parse('2026-10-21T12:00:00Z'))
  expect(asked()).toHaveLength(1)
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Let it go')
  expect(modalOf(bot, 'ana')).toContain('Goals change, and that is fine')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /You let this goal go/)).toHaveLength(1)
  await bot.as('ana').click('modal', 'Earlier goals')
  await bot.as('ana').click('modal', 'Open an earlier goal')
  await bot.as('ana').click('modal', 'Take it up again')
  expect((await rowsOf(bot))[0]).toMatchObject({ status: 'active', slot: expect.any(String), endedAt: null })
})

it('three at once and no more; one who has not joined is told how', async () => {
  const { bot } = await aQuietPair()
  for (let n = 1; n <= 3; n++) await setGoal(bot, 'ana', { specific: `Goal number ${n}` })
  await bot.as('ana').command('/mentor goals')
  expect(modalOf(bot, 'ana')).toContain('Three at once is the most')
  expect(modalOf(bot, 'ana')).not.toContain('[Set a goal]')
  await bot.as('finn').command('/mentor goals')
  await bot.as('finn').click('modal', 'Set a goal')
  expect(modalOf(bot, 'finn')).toContain('Goals are for members')
})
