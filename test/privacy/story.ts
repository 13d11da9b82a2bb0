/**
 * Nine people who write into every field that there is, each time words like no others. Ana has two mentors, Ben and
 * Chidi; Finn was declined by Ben and waits for Chidi; Haruki has one chat with Indu. Dana coordinates and is an admin;
 * Elif owns the workspace, Grace only works there.
 */
import { SELF_REVIEW } from '../../src/features/growth/feedback/domain.ts'
import type { Message } from '../../src/sandbox/index.ts'
import type { TestBot } from '../support/bot.ts'
import { wordFor, writes } from './planting.ts'

/** Monday, 09:00 in Lisbon. */
export const START = Date.parse('2026-10-05T08:00:00Z')
const at = (text: string) => Date.parse(`${text}:00Z`)

type Where = 'home' | 'modal' | 'message' | { command: string }

/** Does what people do, by the ids of buttons. */
function hands(bot: TestBot) {
  const close = async (who: string) => {
    if (bot.as(who).views().length > 0) await bot.as(who).close({ all: true })
  }
  const command = async (who: string, text: string) => void (await bot.as(who).command(`/mentor ${text}`))
  /** Presses the first button with this id that says so much, on Home unless it is said where. */
  const press = async (who: string, action_id: string, where: Where = 'home', text?: RegExp) => {
    const actor = bot.as(who)
    if (typeof where === 'object') await command(who, where.command)
    if (where === 'home' || where === 'message') await close(who)
    if (where === 'home') {
      await actor.openHome()
      await bot.settle()
    }
    const has = (message: Message) => JSON.stringify(message.blocks ?? []).includes(`"${action_id}"`)
    const messages = () => [...actor.groups().flatMap((g) => g.messages), ...actor.dms()].filter(has)
    const target = where === 'message' ? messages().at(-1) : typeof where === 'object' ? 'modal' : where
    if (!target) throw new Error(`${who} has no message with ${action_id}`)
    await actor.click(target, { action_id, index: 0, ...(text && { text }) })
    await bot.settle()
  }
  const send = async (who: string, values: Record<string, unknown> = {}) => {
    const outcome = await bot.as(who).submit(values)
    if (outcome.errors) throw new Error(`${who}: ${JSON.stringify(outcome.errors)}`)
    await bot.settle()
  }
  const fill = (who: string, values: Record<string, unknown> = {}, as = '') => writes(bot, who, values, as)
  const begin = async (who: string, role: string) => {
    await command(who, 'join')
    await bot.as(who).click('modal', role)
  }
  return { begin, command, press, send, fill, close }
}

const ROADMAPS = ['Roadmapping']

async function theyAgree(bot: TestBot) {
  const { press, fill } = hands(bot)
  await press('ana', 'agreement.open', 'home', /Ben/)
  await fill('ana')
  await press('ben', 'agreement.read', 'message')
  await press('ben', 'agreement.sign', 'modal')
  await press('ben', 'agreement.draft', 'modal')
  await fill('ben')
}

const GOAL = { competency: 'User research', due: '2027-01-15' }

async function theyHaveGoals(bot: TestBot) {
  const { press, fill } = hands(bot)
  await press('ana', 'goals.set', { command: 'goals' })
  await fill('ana', { ...GOAL, reader: 'Only me' }, 'alone')
  await press('ana', 'goals.add', 'modal')
  await fill('ana', {}, 'alone')
  await press('ana', 'goals.set', { command: 'goals' })
  await fill('ana', { ...GOAL, reader: 'Ben Badger' })
  await press('ana', 'goals.add', 'modal')
  await fill('ana')
  await press('ana', 'goals.progress', 'modal')
  await fill('ana', { now: '4' })
  await press('ana', 'goals.more', 'modal')
  await fill('ana', { due: '2027-02-12' })
  await press('ana', 'goals.change', 'modal')
  await fill('ana', {}, 'changed')
  await press('ben', 'goals.of', { command: 'goals' })
  await press('ben', 'goals.open', 'modal')
  await press('ben', 'goals.add', 'modal')
  await fill('ben')
  await press('ben', 'goals.progress', 'modal')
  await fill('ben', { now: '5' })
}

async function theyMeet(bot: TestBot) {
  const { command, press, fill } = hands(bot)
  const slot = { date2: null, time2: null, date3: null, time3: null }
  await command('ana', 'schedule @ben')
  await fill('ana', { ...slot, date1: '2026-10-06', time1: '10:00' })
  await press('ben', 'plans.counter', 'message')
  await fill('ben', { ...slot, date1: '2026-10-06', time1: '11:00' })
  await press('ana', 'plans.accept', 'message')
  for (const who of ['ana', 'ben']) await press(who, 'sessions.ics', 'message')
  await press('ana', 'plans.move', 'home', /Ben/)
  await fill('ana', { ...slot, date1: '2026-10-06', time1: '14:00' }, 'moved')
  await press('ben', 'plans.accept', 'message')
  for (const who of ['ana', 'ben']) await press(who, 'sessions.ics', 'message')
  await bot.until(at('2026-10-06T15:00'))
  await press('ana', 'meetings.yes', 'message')
  await fill('ana')
  await press('ben', 'meetings.read', 'message')
  await fill('ben')
  await command('ana', 'schedule @ben')
  await fill('ana', { ...slot, date1: '2026-10-27', time1: '10:00' }, 'open')
}

async function theyCheckIn(bot: TestBot) {
  const { command, press, send, fill } = hands(bot)
  await command('ben', 'checkin')
  await fill('ben', { mood: 'Good' })
  await command('haruki', 'checkin')
  await fill('haruki', { mood: 'Good' })
  await command('chidi', 'checkin')
  await send('chidi', { mood: 'Stuck' })
  await press('chidi', 'checkins.question', 'modal')
  await fill('chidi')
  await command('ana', 'checkin')
  const told = { tellNeed: ['Tell my partner'], tellWin: ['Tell it in the channel for wins'] }
  await fill('ana', { mood: 'Good', partner: 'Ben Badger', ...told }, 'told')
  await bot.until(at('2026-10-14T09:00'))
  await command('ana', 'checkin')
  await fill('ana', { mood: 'Rough', partner: 'Chidi Cormorant' })
}

/** A button that would come in a message only after months. */
async function getsNow(bot: TestBot, who: string, action_id: string, value: string) {
  const text = { type: 'plain_text', text: 'Now' }
  const blocks = [{ type: 'actions', elements: [{ type: 'button', text, action_id, value }] }]
  await fetch(`${bot.sandbox.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bot.sandbox.tokens.bot}` },
    body: JSON.stringify({ channel: bot.as(who).id, text: 'Now', blocks }),
  })
}

async function theyTellEachOther(bot: TestBot) {
  const { command, press, fill } = hands(bot)
  await command('ben', 'feedback @ana')
  await fill('ben')
  await press('ana', 'feedback.ask', { command: 'feedback' })
  await fill('ana', { of: ['ben'] })
  await press('ben', 'feedback.answer', 'message')
  await fill('ben', {}, 'asked')
  await press('ana', 'feedback.reflect', { command: 'feedback' })
  await fill('ana')
  await press('ben', 'feedback.reflect', { command: 'feedback' })
  await fill('ben')
  await getsNow(bot, 'ben', 'feedback.reflect', 'mentor')
  await press('ben', 'feedback.reflect', 'message')
  await fill('ben', Object.fromEntries(SELF_REVIEW.map(([name]) => [name, 'Partly'])))
  await command('ben', 'intro @chidi @indu')
  await fill('ben')
  await press('ben', 'introductions.outside', { command: 'intro' })
  await fill('ben', { mentorship: 'Ana Albatross' })
}

async function somethingIsWrong(bot: TestBot) {
  const { press, fill } = hands(bot)
  await press('ana', 'concerns.open')
  await fill('ana', { contact: 'Elif Egret' })
  await press('elif', 'concerns.answer', 'message')
  await fill('elif')
  await press('finn', 'concerns.open')
  await fill('finn', { contact: 'Dana Dormouse' })
  await press('finn', 'concerns.next')
  await fill('finn', { contact: 'Elif Egret' }, 'to another')
}

async function theyCelebrate(bot: TestBot) {
  const { command, press, send, fill } = hands(bot)
  for (const who of ['ben', 'chidi']) {
    await command(who, 'privacy')
    await send(who, { celebration: 'Public' })
  }
  await command('finn', `kudos @ben for ${wordFor('/mentor kudos.message finn')}`)
  await command('finn', 'kudos')
  await fill('finn', { to: ['chidi'] })
  await command('finn', 'kudos')
  await fill('finn', { to: ['grace'] }, 'to grace')
  await command('finn', 'kudos')
  await fill('finn', { to: ['ben'], audience: 'Only those you thank' }, 'private')
  await command('ana', `win ${wordFor('/mentor win.words ana')}`)
  await send('ana')
  await command('ana', 'win')
  await fill('ana', { whose: 'Ours: Ben Badger and me' }, 'of two')
  await press('ben', 'wins.read', 'message')
  await press('ben', 'wins.allow', 'modal')
  await command('ana', 'win')
  await fill('ana', { whose: 'Ours: Ben Badger and me' }, 'not told')
  await press('ben', 'wins.read', 'message')
  await press('ben', 'wins.keep', 'modal')
  await press('dana', 'circles.open')
  await fill('dana')
  await press('dana', 'guides.keep')
  await press('dana', 'guides.add', 'modal')
  await fill('dana', { phase: 'First meeting' })
  await command('dana', 'round')
  await send('dana')
}

async function theyClose(bot: TestBot) {
  const { press, send, fill } = hands(bot)
  await press('ana', 'ladder.change', 'home', /Chidi/)
  await press('ana', 'closing.early', 'modal', /Chidi/)
  await send('ana')
  await fill('ana')
}

async function theyTakeTheirRecordsAlong(bot: TestBot) {
  const { command } = hands(bot)
  for (const who of ['ana', 'ben']) {
    await command(who, 'record')
    await bot.settle()
  }
}

async function everybodyJoins(bot: TestBot) {
  const { begin, press, send, fill } = hands(bot)
  await press('dana', 'admin.become')
  await begin('ana', 'A mentee')
  await fill('ana', { wants: ROADMAPS })
  await begin('ben', 'A mentor')
  await fill('ben', { offers: ROADMAPS })
  await begin('chidi', 'A mentor')
  await send('chidi', { offers: ROADMAPS })
  await begin('finn', 'A mentee')
  await fill('finn', { wants: ROADMAPS })
  for (const who of ['haruki', 'indu']) {
    await begin(who, 'Both')
    await send(who, { offers: ROADMAPS, wants: ROADMAPS })
  }
  for (const who of ['ana', 'ben'])
    for (const card of ['Experience', 'Network', 'Place', 'Time']) {
      await press(who, `profile.open${card}`, { command: 'profile' })
      await fill(who, card === 'Time' && who === 'ana' ? { several: 'Several' } : {})
    }
}

async function theyAsk(bot: TestBot) {
  const { press, fill } = hands(bot)
  for (const mentor of ['ben', 'chidi']) {
    await press('ana', 'requests.ask', { command: `profile @${mentor}` })
    await fill('ana', {}, `to ${mentor}`)
  }
  await press('ben', 'requests.more', 'message')
  await press('ben', 'requests.question', 'modal')
  await fill('ben')
  await press('ana', 'requests.answer', 'message')
  await fill('ana')
  await press('ben', 'requests.accept', 'message')
  await press('chidi', 'requests.accept', 'message')
  for (const mentor of ['ben', 'chidi']) {
    await press('finn', 'requests.ask', { command: `profile @${mentor}` })
    await fill('finn', {}, `to ${mentor}`)
  }
  await press('ben', 'requests.decline', 'message')
  await fill('ben')
  await press('haruki', 'requests.ask', { command: 'profile @indu' })
  await fill('haruki', {}, 'taken back')
  await press('haruki', 'requests.withdraw', { command: 'requests' })
  await press('haruki', 'requests.askChat', { command: 'profile @indu' })
  await fill('haruki')
  await press('indu', 'requests.accept', 'message')
}

export async function firstAct(bot: TestBot) {
  await everybodyJoins(bot)
  await theyAsk(bot)
  await theyAgree(bot)
  await theyHaveGoals(bot)
  await theyMeet(bot)
  await theyCheckIn(bot)
  await theyTellEachOther(bot)
  await somethingIsWrong(bot)
  await theyCelebrate(bot)
  await theyClose(bot)
  await bot.until(at('2026-10-15T15:00'))
  await theyTakeTheirRecordsAlong(bot)
}

/** Ana and Chidi complete it, Ana and Ben part, and Grace mentors Ana now; Indu leaves, and Finn's account is closed. */
export async function secondAct(bot: TestBot) {
  const { begin, command, press, send, fill } = hands(bot)
  await press('chidi', 'closing.open')
  await fill('chidi')
  await press('ana', 'ladder.change', 'home', /Ben/)
  await press('ana', 'mentorship.part', 'modal')
  await send('ana')
  await command('indu', 'leave')
  await send('indu')
  await bot.sandbox.admin.deactivate('finn')
  await bot.settle()

  await begin('grace', 'A mentor')
  await send('grace', { offers: ROADMAPS })
  await command('ana', 'join')
  await fill('ana', {}, 'later')
  await press('ana', 'requests.ask', { command: 'profile @grace' })
  await fill('ana', {}, 'to grace')
  await bot.until(at('2026-10-16T17:00'))
  await press('grace', 'requests.accept', 'message')
  await press('ana', 'agreement.open', 'home', /Grace/)
  await fill('ana', {}, 'with grace')
  await press('ana', 'goals.open')
  await press('ana', 'goals.progress', 'modal')
  await fill('ana', { now: '6' }, 'after ben')
  await press('ana', 'goals.add', 'modal')
  await fill('ana', {}, 'after ben')
  await command('ana', 'record')
  await bot.settle()
  await command('ben', 'record')
  await bot.settle()
}
