import { describe, expect, it } from 'vitest'
import { findMember, leave, listSkills, openWords } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { signUp } from '../../support/joining.ts'
import { ANA, BEN, fill, mentee, mentor, modal, whisper } from '../requests/people.ts'

const WANT = 'I would like to learn'
const OFFER = 'I can help with'
const MY_WANTS = 'To learn, in my own words'
const MY_OFFERS = 'To help with, in my own words'
const GOAL = 'My goal, in a sentence'
const ROLE = 'I would like to be'

const wordsOf = async (bot: TestBot) => openWords(bot.ctx, await findMember(bot.ctx, ANA))
const goalOf = async (bot: TestBot) => (await wordsOf(bot)).goal
const skillsOf = async (bot: TestBot, person = ANA) =>
  (await listSkills(bot.ctx, [person])).map((skill) => `${skill.side} ${skill.competency}`)

it('asks the role first, and says what it takes and who runs it', async () => {
  const bot = await startTestBot()
  await bot.as('dana').openHome()
  await bot.settle()
  await bot.as('dana').click('home', 'Become coordinator')
  await bot.as('ana').command('/mentor join')
  expect(modal(bot, 'ana')).toContain('45 minutes every two weeks. Pause any time. Run by @Dana Dormouse.')
  expect(modal(bot, 'ana')).not.toMatch(/like to learn|help with/)
  // Where the client does not tell of the choice at once, "Next" leads on as well.
  await bot.as('ana').submit({ [ROLE]: 'A mentee' })
  expect(modal(bot, 'ana')).toContain(WANT)
})

it('takes a mentee straight to suggestions', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  const ana = bot.as('ana')
  const missing = await signUp(ana, 'A mentee', { [GOAL]: 'Lead discovery' })
  expect(missing.errors).toEqual({ wants: expect.stringContaining('Choose one thing') })
  expect(modal(bot, 'ana')).not.toMatch(/help with|people at once/)
  expect(modal(bot, 'ana').match(/Read only by mentors you ask or have/g)).toHaveLength(3)
  // Nothing typed is lost by the refusal.
  expect(modal(bot, 'ana')).toContain('Lead discovery')
  await ana.submit({ [WANT]: ['Roadmapping'] })
  expect(modal(bot, 'ana')).toMatch(/You are in[\s\S]*Ben Badger/)
  expect(await goalOf(bot)).toBe('Lead discovery')
  expect(await findMember(bot.ctx, ANA)).toMatchObject({ status: 'active' })
  await ana.click('modal', 'Ask Ben Badger to be your mentor')
  expect(modal(bot, 'ana')).toContain('Ask for mentorship')
})

it('tells a mentor what happens now, and has as many places as they say', async () => {
  const bot = await startTestBot()
  const missing = await signUp(bot.as('ben'), 'A mentor')
  expect(missing.errors).toEqual({ offers: expect.stringContaining('Choose one thing') })
  expect(modal(bot, 'ben')).not.toMatch(/like to learn|goal/)
  expect(modal(bot, 'ben').match(/Everyone (can read|sees)/g)).toHaveLength(3)
  await bot.as('ben').submit({ [OFFER]: ['Roadmapping'], capacity: '3' })
  expect(modal(bot, 'ben')).toMatch(/listed with 3 free places[\s\S]*When somebody asks you, I write to you/)
  expect(modal(bot, 'ben')).not.toContain('[Find a mentor]')
  expect(await findMember(bot.ctx, BEN)).toMatchObject({ role: 'mentor', capacity: 3 })
})

it('asks whoever is both for both, and shows suggestions', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  const missing = await signUp(bot.as('ana'), 'Both')
  expect(Object.keys(missing.errors!)).toEqual(['wants', 'offers'])
  await bot.as('ana').submit({ [WANT]: ['Roadmapping'], [MY_OFFERS]: 'falconry' })
  expect(modal(bot, 'ana')).toMatch(/You are in, and listed with 2 free places[\s\S]*Ben Badger/)
})

it('loses nothing that was typed when the role is another one after all', async () => {
  const bot = await startTestBot()
  const ana = bot.as('ana')
  await ana.command('/mentor join')
  await ana.click('modal', 'A mentee')
  ana.type({ [WANT]: ['Roadmapping'], [MY_WANTS]: 'saying no', [GOAL]: 'Lead discovery' })
  await ana.click('modal', 'A mentor')
  expect(modal(bot, 'ana')).not.toContain('Lead discovery')
  ana.type({ [MY_OFFERS]: 'falconry' })
  await ana.click('modal', 'Both')
  for (const typed of ['Roadmapping', 'saying no', 'Lead discovery', 'falconry'])
    expect(modal(bot, 'ana')).toContain(typed)
  await ana.submit()
  expect(await wordsOf(bot)).toEqual({ goal: 'Lead discovery', wants: ['saying no'] })
  expect(await findMember(bot.ctx, ANA)).toMatchObject({ role: 'both', otherOffers: ['falconry'] })
})

it('shows the questions of a role that was chosen just as the form was sent', async () => {
  const bot = await startTestBot()
  const ana = bot.as('ana')
  await ana.command('/mentor join')
  await ana.click('modal', 'A mentee')
  await ana.submit({ [ROLE]: 'A mentor', [GOAL]: 'Lead discovery', [WANT]: ['Roadmapping'] })
  expect(modal(bot, 'ana')).toContain(OFFER)
  expect(await findMember(bot.ctx, ANA)).toBeUndefined()
  await ana.click('modal', 'A mentee')
  expect(modal(bot, 'ana')).toContain('Lead discovery')
})

describe('own words', () => {
  const OWN = 'I want to get better at user interviews, and to bake'

  it('are read back, and stand on the profile as they were typed', async () => {
    const bot = await startTestBot()
    await mentor(bot, 'ben')
    await signUp(bot.as('ana'), 'A mentee', { [MY_WANTS]: OWN })
    expect(modal(bot, 'ana')).toContain(`You wrote “${OWN}”. I read it as Discovery interviews.`)
    await bot.as('ana').click('modal', 'Yes, that is what I mean')
    expect(modal(bot, 'ana')).not.toContain('You wrote')
    expect(modal(bot, 'ana')).toContain('Browse all mentors')
    expect(await skillsOf(bot)).toEqual(['want discovery-interviews'])
    await bot.as('ana').command('/mentor profile')
    expect(modal(bot, 'ana')).toContain(OWN)
  })

  it('are kept alone where what was read misses the point, also when the form is saved again', async () => {
    const bot = await startTestBot()
    await signUp(bot.as('ana'), 'Both', {
      [MY_WANTS]: OWN,
      [WANT]: ['Roadmapping'],
      [MY_OFFERS]: 'road maps',
    })
    expect(modal(bot, 'ana')).toContain('You wrote “road maps”. I read it as Roadmapping.')
    await bot.as('ana').click('modal', 'Keep my words alone')
    expect(modal(bot, 'ana')).toContain('Kept as you wrote it')
    expect(await skillsOf(bot)).toEqual(['want roadmapping'])
    await bot.as('ana').command('/mentor join')
    expect(modal(bot, 'ana')).toContain(OWN)
    await bot.as('ana').submit({ [GOAL]: 'Lead' })
    expect(modal(bot, 'ana')).not.toContain('You wrote')
    expect(await skillsOf(bot)).toEqual(['want roadmapping'])
    expect((await wordsOf(bot)).wants).toEqual([OWN])
    // Other words are read anew.
    await bot.as('ana').command('/mentor join')
    await bot.as('ana').submit({ [MY_WANTS]: 'okrs' })
    expect(modal(bot, 'ana')).toMatch(/Saved[\s\S]*You wrote “okrs”/)
  })

  it('of a mentor are read back beside what happens now', async () => {
    const bot = await startTestBot()
    await signUp(bot.as('ben'), 'A mentor', { [MY_OFFERS]: 'road maps' })
    expect(modal(bot, 'ben')).toMatch(/listed with 2 free places[\s\S]*You wrote “road maps”/)
    await bot.as('ben').click('modal', 'Yes, that is what I mean')
    expect(modal(bot, 'ben')).toContain('listed with 2 free places')
    expect(await skillsOf(bot, BEN)).toEqual(['offer roadmapping'])
  })
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
  // As a mentor she is asked for no goal, and has it still when she looks for one again.
  await bot.as('ana').command('/mentor join')
  await bot.as('ana').click('modal', 'A mentor')
  await bot.as('ana').submit({ [OFFER]: ['Roadmapping'] })
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
  bot.sandbox.traffic.clear()
  await signUp(bot.as('ana'), 'A mentee', { [WANT]: ['Roadmapping'], [GOAL]: 'UNDERPAID' })
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
        view: {
          id: 'V1',
          callback_id: 'profile.join',
          hash: '1',
          private_metadata: '{"role":"mentee"}',
          state: { values: { ...form, ...wants } },
        },
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
  await ana.click('modal', 'A mentee')
  const state = (goal: string) => ({
    role: { 'profile.role': { type: 'radio_buttons', selected_option: { value: 'mentee' } } },
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
  await signUp(bot.as('ben'), 'Both', { [MY_OFFERS]: typed, [MY_WANTS]: typed, [GOAL]: nasty })
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
  await bot.as('ben').click('modal', 'A mentee')
  const refused = await bot.as('ben').submit({ [WANT]: ['Roadmapping'] })
  expect(refused.errors?.role).toContain('Choose "Both"')
  expect((await findMember(bot.ctx, BEN))?.role).toBe('mentor')
  await bot.as('ben').click('modal', 'Both')
  await bot.as('ben').submit()
  expect((await findMember(bot.ctx, BEN))?.role).toBe('both')
  await fill(bot, 'ben', 1)
  await bot.as('ben').command('/mentor join')
  expect((await bot.as('ben').submit({ capacity: '1' })).errors?.capacity).toContain('You have 2 mentees now')
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
