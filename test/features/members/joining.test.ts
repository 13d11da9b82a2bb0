import { expect, it } from 'vitest'
import { findMember, leave, listSkills, openWords } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { ANA, BEN, fill, mentee, mentor, modal, whisper } from '../requests/people.ts'

const WANT = 'I would like to learn'
const OFFER = 'I can help with'
const ROLE = 'I would like to be'

const goalOf = async (bot: TestBot) => openWords(bot.ctx, await findMember(bot.ctx, ANA)).goal

it.each([
  ['A mentee', { [WANT]: ['Roadmapping'] }, 'Find a mentor'],
  ['A mentor', { [OFFER]: ['Roadmapping'] }, 'Others find you in the directory now'],
  ['Both', { [WANT]: ['Roadmapping'], [OFFER]: ['Roadmapping'] }, 'Others find you in the directory now'],
])('takes in %s with a minute of questions', async (role, skills, next) => {
  const bot = await startTestBot()
  const ana = bot.as('ana')
  await ana.command('/mentor join')
  expect(modal(bot, 'ana')).toContain('Seen only by those you ask or are matched with')
  expect(modal(bot, 'ana')).toContain('Seen by everyone in the directory')

  const missing = await ana.submit({ [ROLE]: role, 'My goal, in a sentence': 'Lead discovery' })
  expect(Object.values(missing.errors!)[0]).toContain('Choose at least one thing')
  // Nothing typed is lost by the refusal.
  expect(modal(bot, 'ana')).toContain('Lead discovery')
  await ana.submit(skills)
  expect(modal(bot, 'ana')).toContain('You are in')
  expect(modal(bot, 'ana')).toContain(next)
  expect(modal(bot, 'ana').includes('[Find a mentor]')).toBe(role !== 'A mentor')
  expect(await findMember(bot.ctx, ANA)).toMatchObject({ status: 'active' })
  expect(await goalOf(bot)).toBe('Lead discovery')
})

it('keeps ratings and whatever else was told when the form is opened again', async () => {
  const bot = await startTestBot()
  await mentee(bot, 'ana')
  await bot.as('ana').command('/mentor join')
  expect(modal(bot, 'ana')).toContain('Your profile')
  expect(modal(bot, 'ana')).toContain('Lead discovery alone')
  await bot.as('ana').submit({ [WANT]: ['Roadmapping', 'User research'] })
  expect(modal(bot, 'ana')).toContain('Saved')
  expect((await listSkills(bot.ctx, [ANA])).map((s) => s.side)).toEqual(['want', 'want'])
  expect(await goalOf(bot)).toBe('Lead discovery alone')
})

it('finds what was said before when somebody comes back after leaving', async () => {
  const bot = await startTestBot()
  await mentee(bot, 'ana')
  await leave(bot.ctx, ANA, false)
  await bot.as('ana').command('/mentor profile')
  expect(modal(bot, 'ana')).toContain('You have not joined yet')
  await bot.as('ana').click('modal', 'Join')
  expect(modal(bot, 'ana')).toContain('Join Cairn')
  expect(modal(bot, 'ana')).toContain('Lead discovery alone')
  await bot.as('ana').submit({})
  expect(modal(bot, 'ana')).toContain('You are in')
  expect(await findMember(bot.ctx, ANA)).toMatchObject({ status: 'active' })
  expect(await goalOf(bot)).toBe('Lead discovery alone')
})

it('keeps a private word that looks like an account for itself: Slack is not asked, and nobody is found by it', async () => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor join')
  bot.sandbox.traffic.clear()
  await bot
    .as('ana')
    .submit({ [ROLE]: 'A mentee', [WANT]: ['Roadmapping'], 'My goal, in a sentence': 'UNDERPAID' })
  expect(await goalOf(bot)).toBe('UNDERPAID')
  expect(JSON.stringify(bot.sandbox.traffic.calls)).not.toContain('UNDERPAID')
  expect(JSON.stringify(await bot.db.q.select().from(bot.db.tables.people))).not.toContain('UNDERPAID')
  await bot.as('ben').command('/mentor profile @underpaid')
  expect(whisper(bot, 'ben')).toContain('I do not know who that is')
})

it('lets nobody join of whom Slack cannot say that they are no guest', async () => {
  const bot = await startTestBot()
  const form = { role: { value: { type: 'radio_buttons', selected_option: { value: 'mentee' } } } }
  const wants = {
    wants: { value: { type: 'multi_static_select', selected_options: [{ value: 'roadmapping' }] } },
  }
  await bot.as('molly').openHome()
  await bot.db.q.delete(bot.db.tables.people)
  bot.sandbox.faults.add({ method: /users/, kind: 'error500_before' })
  const join = () =>
    bot.sandbox.deliver.raw(
      {
        type: 'view_submission',
        team: { id: bot.sandbox.workspace.id },
        user: { id: 'U0MOL00013' },
        view: { id: 'V1', callback_id: 'profile.join', hash: '1', state: { values: { ...form, ...wants } } },
      },
      { type: 'interactive' },
    )
  expect(JSON.stringify(await join())).toMatch(/did not tell Cairn who you are.*try again/)
  bot.sandbox.faults.clear()
  expect(JSON.stringify(await join())).toContain('as a guest')
  expect(await findMember(bot.ctx, 'U0MOL00013')).toBeUndefined()
})

it('does not take ten thousand characters past the client’s own bound, and keeps nothing of them', async () => {
  const bot = await startTestBot()
  const ana = bot.as('ana')
  await ana.command('/mentor join')
  const state = (goal: string) => ({
    role: { value: { type: 'radio_buttons', selected_option: { value: 'mentee' } } },
    moreWants: { value: { type: 'plain_text_input', value: 'falconry' } },
    goal: { value: { type: 'plain_text_input', value: goal } },
  })
  const refused = await ana.submitRaw(state('x'.repeat(10_000)) as never)
  expect(refused.errors?.goal).toContain('under 300 characters; this has 10000')
  expect(await findMember(bot.ctx, ANA)).toBeUndefined()

  await ana.submitRaw(state('Ship\u0000 \u202eit\u200b\u001b[31m') as never)
  expect(await goalOf(bot)).toBe('Ship it[31m')
})

it('shows what would shout or forge a name as the letters that were typed', async () => {
  const bot = await startTestBot()
  const nasty = '<!channel> <@U0FIN00006> <https://evil.example|click> & *b* `c`'
  const typed = nasty.slice(0, 60)
  await bot.as('ben').command('/mentor join')
  await bot.as('ben').submit({
    [ROLE]: 'Both',
    'Anything else to help with, in your own words': typed,
    'Anything else to learn, in your own words': typed,
    'My goal, in a sentence': nasty,
  })
  await bot.as('ben').command('/mentor profile')
  for (const [card, label] of [
    ['Experience', 'A line on my track record'],
    ['Introductions', 'People and communities that I can introduce you to'],
  ] as const) {
    await bot.as('ben').click('modal', card)
    await bot.as('ben').submit({ [label]: nasty })
    await bot.as('ben').click('modal', 'See my profile')
  }
  await mentee(bot, 'ana')
  await bot.as('ana').command('/mentor profile @ben')
  const card = bot.as('ana').modal()!
  expect(modal(bot, 'ana')).toContain(nasty)
  for (const command of ['find', 'browse', `find ${nasty}`]) {
    await bot.as('ana').command(`/mentor ${command}`)
    expect(JSON.stringify(bot.as('ana').modal()!.blocks)).not.toMatch(/<[!@h](?!U0BEN)/)
  }
  const marked = card.blocks.filter((block) => JSON.stringify(block).includes('"mrkdwn"'))
  expect(JSON.stringify(marked)).not.toMatch(/<!channel>|<@U0FIN|<https/)
})

it('keeps a mentor with mentees a mentor', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await fill(bot, 'ben', 1)
  await bot.as('ben').command('/mentor join')
  const refused = await bot.as('ben').submit({ [ROLE]: 'A mentee', [WANT]: ['Roadmapping'] })
  expect(refused.errors?.role).toContain('Choose "Both"')
  expect((await findMember(bot.ctx, BEN))?.role).toBe('mentor')
  await bot.as('ben').submit({ [ROLE]: 'Both' })
  expect((await findMember(bot.ctx, BEN))?.role).toBe('both')
})

it.each(['find', 'requests', 'pause 2 weeks'])(
  'tells a newcomer who types %s what comes first',
  async (what) => {
    const bot = await startTestBot()
    const answer = await bot.as('ana').command(`/mentor ${what}`)
    const said = answer.ephemeral
      ? bot.reads('ana', answer.ephemeral)
      : modal(bot, 'ana') || whisper(bot, 'ana')
    expect(said).toMatch(/\/mentor join|Find a mentor/)
  },
)
