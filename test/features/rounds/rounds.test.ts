/** A cohort round, from the coordinator's form to the introductions. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { peopleFor } from '../../../src/demo/people.ts'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import {
  beginRound,
  editRound,
  findDraft,
  publishRound,
} from '../../../src/features/matching/rounds/service.ts'
import { activeMentorships, endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { listAudit } from '../../../src/features/people/coordinators/service.ts'
import { findMember, leave, saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { inOneTeam, ruleOfTeams, runBy } from '../admin/team.ts'
import { dmsSaying, forge, homeOf, whisper } from '../mentorship/pairs.ts'
import { aRound, shown, solved } from './people.ts'

const idOf = (bot: TestBot, person: string) => bot.as(person).id
const mentorOf = async (bot: TestBot, person: string) =>
  (await activeMentorships(bot.ctx, idOf(bot, person))).map((m) => m.partner)
const everyDm = (bot: TestBot, ...people: string[]) =>
  people.flatMap((person) =>
    bot
      .as(person)
      .dms()
      .map((dm) => bot.reads(person, dm)),
  )

describe('a round', () => {
  it('is looked at, published, and introduces everybody with their reasons', async () => {
    const bot = await aRound({ mentees: ['ana', 'jonas', 'leo'] })
    const dana = await solved(bot)
    expect(shown(bot)).toContain('2 of 3 people matched')
    expect(shown(bot)).toContain('@Leo Lynx: the mentors who may be matched with them are taken')
    // Nobody hears of a draft.
    await bot.advance(DAY_MS)
    expect(everyDm(bot, 'ana', 'jonas', 'leo', 'ben', 'chidi')).toEqual([])

    await dana.click('modal', 'Publish')
    expect(shown(bot)).toContain('2 introductions are on the way')
    await bot.advance(DAY_MS)
    for (const person of ['ana', 'jonas', 'ben', 'chidi']) {
      const groups = bot.as(person).groups()
      expect(groups).toHaveLength(1)
      const introduced = bot.reads(person, groups[0]!.messages[0])
      expect(introduced).toContain('wants roadmapping')
      expect(introduced).toMatch(/Dana \w+ matched you in a round/)
    }
    await bot.as('ana').command('/mentor why')
    expect(shown(bot, 'ana')).toMatch(/You want roadmapping; \w+ \w+ offers it\./)

    expect(dmsSaying(bot, 'leo', /no mentor for you.*matched with others this time/s)).toHaveLength(1)
    await bot.as('leo').click(bot.lastDm('leo')!, '30 minutes on one topic')
    expect(shown(bot, 'leo')).toContain('Ben Badger')
    expect(await homeOf(bot, 'leo')).toContain('first in line')
    expect(await homeOf(bot, 'dana')).not.toContain('A draft waits for you')
    await dana.click('home', 'Earlier rounds')
    await dana.click('modal', 'Look')
    expect(shown(bot)).toMatch(/Round: published.*by @Dana/s)
    expect(shown(bot)).not.toContain('[Publish]')
  })

  it.each([false, true])('leaves two who share no skill to the coordinator (added: %s)', async (added) => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas'] })
    await joinWith(bot, 'chidi', { role: 'mentor', offers: ['storytelling'], wants: [] })
    const dana = await solved(bot)
    const [, mentee] = /For you to decide\n.*share no skill.*\n@(\w+) \w+ and @Chidi/.exec(shown(bot))!
    const [left, other] = mentee === 'Ana' ? ['ana', 'jonas'] : ['jonas', 'ana']
    expect(shown(bot)).toContain('2 of 2 people matched · 1 for you to decide')
    expect(shown(bot).match(/mentored by/g)).toHaveLength(1)
    if (added) {
      await dana.click('modal', 'Add')
      expect(shown(bot)).not.toContain('For you to decide')
      expect(shown(bot)).toContain('No shared skill')
    }
    await dana.click('modal', 'Publish')
    await bot.advance(DAY_MS)
    expect(await mentorOf(bot, other!)).toEqual([idOf(bot, 'ben')])
    expect(await mentorOf(bot, left!)).toEqual(added ? [idOf(bot, 'chidi')] : [])
    if (added)
      expect(bot.reads(left!, bot.as(left!).groups()[0]!.messages[0])).toMatch(
        /Dana \w+ chose you two for each other in a round\. No skill stands in both of your profiles/,
      )
    else {
      const told = /no mentor for you.*No mentor with a free place offers what you would like to learn/s
      expect(dmsSaying(bot, left!, told)).toHaveLength(1)
      await dana.click('modal', 'Look at the pairs')
      expect(shown(bot)).toContain('left out: no shared skill')
      // None is left to publish but what is hers to decide.
      await solved(bot)
      expect(shown(bot)).toContain('1 of 1 person matched · 1 for you to decide')
      expect(shown(bot)).not.toContain('[Publish]')
      const refused = await publishRound(bot.ctx, idOf(bot, 'dana'), (await findDraft(bot.ctx))!.id)
      expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('yours to decide') })
    }
  })

  it('puts whom it left without first in the next one', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas', 'leo'] })
    const dana = await solved(bot)
    await dana.click('modal', 'Publish')
    await bot.settle()
    const left = []
    for (const person of ['ana', 'jonas', 'leo'])
      if ((await mentorOf(bot, person)).length === 0) left.push(person)
    expect(left).toHaveLength(2)
    // A newcomer who fits as well does not overtake them.
    for (const person of ['finn']) await joinWith(bot, person, { role: 'mentee', offers: [] })
    for (const person of ['chidi', 'elif']) {
      await joinWith(bot, person, { role: 'mentor', wants: [] })
      await saveCard(bot.ctx, idOf(bot, person), 'time', { capacity: 1 })
    }
    await solved(bot)
    await dana.click('modal', 'Publish')
    await bot.settle()
    for (const person of left) expect(await mentorOf(bot, person)).toHaveLength(1)
    expect(await mentorOf(bot, 'finn')).toEqual([])
    expect(await findMember(bot.ctx, idOf(bot, left[0]!))).toMatchObject({
      firstInLineAt: null,
      roundsWaited: 0,
    })
  })

  it('makes nobody the mentor of their own mentor, and says so to whom that leaves without', async () => {
    const bot = await aRound({ mentors: [], mentees: [] })
    for (const person of ['ana', 'ben']) await joinWith(bot, person)
    const dana = await solved(bot)
    expect(shown(bot)).toContain('1 of 2 people matched')
    expect(shown(bot)).toContain('whoever may be matched with them is their mentee in this round')
    await dana.click('modal', 'Publish')
    await bot.advance(DAY_MS)
    const told = ['ana', 'ben'].flatMap((person) =>
      dmsSaying(bot, person, /is your mentee now, and nobody mentors their own mentor/),
    )
    expect(told).toHaveLength(1)
  })

  it('is changed pair by pair, and says what each change did', async () => {
    const bot = await aRound({ mentees: ['ana', 'jonas'] })
    const dana = await solved(bot)
    const before = /Ana Albatross, mentored by @(\w+ \w+)/.exec(shown(bot))![1]!
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'ana') })
    expect(shown(bot)).toContain('The mentor offers what the mentee would like to learn.')
    // What somebody wants is for those they are matched with.
    expect(shown(bot)).not.toContain('roadmapping')

    const other = before === 'Ben Badger' ? 'Chidi Cormorant' : 'Ben Badger'
    await dana.submit({ mentor: `${other} · fit 730` })
    expect(shown(bot)).toContain(`@Ana Albatross, mentored by @${other}`)
    expect(shown(bot)).toContain('What changed\n@Ana Albatross and @Jonas Jackdaw have new mentors.')
    expect(shown(bot)).toContain('kept together')

    await dana.click('modal', { text: 'Look', value: idOf(bot, 'jonas') })
    await dana.click('modal', 'Not these two')
    expect(shown(bot)).toContain('1 of 2 people matched · 1 kept together')
    expect(shown(bot)).toContain('What changed\n@Jonas Jackdaw has no mentor now.')
    expect(shown(bot)).toContain('2 of 2 matched before')
    expect(shown(bot)).toContain(`Kept apart @Jonas Jackdaw from @${before}`)
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'ana') })
    await dana.click('modal', 'Let go')
    expect(shown(bot)).toContain('2 of 2 people matched')
    await dana.click('modal', 'Forget who is kept apart')
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'jonas') })
    await dana.click('modal', 'Leave out')
    expect(shown(bot)).toContain('1 of 1 person matched')
    expect(shown(bot)).toContain('Left out @Jonas Jackdaw')
    expect(shown(bot)).not.toContain('Kept apart')
    await dana.click('modal', 'Change choices')
    expect(shown(bot)).toContain('Jonas Jackdaw')
    await dana.submit({ without: [] })
    expect(shown(bot)).toContain('2 of 2 people matched')

    await dana.click('modal', 'Discard')
    expect(shown(bot)).toContain('nobody has heard of it')
    expect((await listAudit(bot.ctx, 20)).map((row) => row.act)).toContain('discarded a round')
  })

  it('weighs the weakest pair against the whole as the coordinator chooses, and says what that costs', async () => {
    const bot = await aRound({ mentors: [], mentees: [] })
    const skills = {
      ben: ['roadmapping', 'product-strategy'],
      chidi: ['roadmapping'],
      ana: ['roadmapping', 'product-strategy'],
      jonas: ['roadmapping', 'product-strategy', 'product-analytics'],
    }
    for (const person of ['ben', 'chidi'] as const) {
      await joinWith(bot, person, { role: 'mentor', offers: skills[person], wants: [] })
      await saveCard(bot.ctx, idOf(bot, person), 'time', { capacity: 1 })
    }
    for (const person of ['ana', 'jonas'] as const)
      await joinWith(bot, person, { role: 'mentee', offers: [], wants: skills[person] })

    const dana = await solved(bot, { equity: 'The best fit overall' })
    expect(shown(bot)).toContain('@Ana Albatross, mentored by @Ben Badger')
    expect(shown(bot)).toMatch(
      /The best fit overall\nNothing was given up for the weakest pair, which has a fit of \d+\. One of \d+ would cost \d+\.\d % of the fit of all/,
    )
    expect(shown(bot)).toContain('no other set of pairs fits better and has as good a weakest pair')
    await dana.click('modal', 'Change choices')
    await dana.submit({ equity: 'Nobody is left with a poor match (recommended)' })
    expect(shown(bot)).toContain('@Ana Albatross, mentored by @Chidi Cormorant')
    expect(shown(bot)).toMatch(
      /Nobody is left with a poor match\nThe weakest pair has a fit of \d+ instead of \d+, which cost \d+\.\d % of the fit of all/,
    )
    expect(shown(bot)).toMatch(/\d+ less fit in all · the weakest pair was \d+/)

    // The choice is kept, and stands in the record of what was published.
    await dana.click('modal', 'Change choices')
    await dana.submit({ equity: 'A balance: give up at most 1 % of the total fit' })
    const again = await startTestBot({ db: bot.db, sandbox: { now: bot.ctx.now() } })
    await again.as('dana').command('/mentor round')
    expect(shown(again)).toContain('A balance: give up at most 1 % of the total fit')
    await dana.click('modal', 'Publish')
    await dana.click('modal', 'Look at the pairs')
    expect(shown(bot)).toContain('A balance: give up at most 1 % of the total fit')
    expect(shown(bot)).toContain('@Ana Albatross, mentored by @Ben Badger')
  })

  it('tells another coordinator what is set, and keeping two together changes nobody', async () => {
    const bot = await aRound()
    const dana = await solved(bot)
    const other =
      /Ana Albatross, mentored by @(\w+)/.exec(shown(bot))![1] === 'Ben' ? 'Chidi Cormorant' : 'Ben Badger'
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'ana') })
    await dana.submit({ mentor: `${other} · fit 730` })
    expect(shown(bot)).toContain('have new mentors')
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'jonas') })
    await dana.click('modal', 'Keep together')
    expect(shown(bot)).toContain('2 kept together')
    expect(shown(bot)).toContain('What changed\nEverybody has the same mentor as before.')
    // It is not the reader who did it.
    await runBy(bot, { coordinators: ['dana', 'indu'] })
    await bot.as('indu').command('/mentor round')
    expect(shown(bot, 'indu')).toContain('2 of 2 people matched · 2 kept together')
    expect(shown(bot, 'indu')).not.toContain('by you')
  })

  it('says of a pair that is kept together, and not of fairness, that others would fit better', async () => {
    const bot = await aRound({ mentees: ['ana'] })
    await joinWith(bot, 'jonas', { role: 'mentee', offers: [], wants: ['product-strategy'] })
    await joinWith(bot, 'chidi', { role: 'mentor', wants: [], offers: ['product-strategy'] })
    const dana = await solved(bot)
    expect(shown(bot)).toContain('Nobody would rather swap')
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'jonas') })
    await dana.submit({ mentor: 'Ben Badger · fit 280' })
    expect(shown(bot)).toContain('would cost somebody else, or part two who are kept together')
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'jonas') })
    expect(shown(bot)).not.toContain('they have told little of themselves')
  })

  it('names the mentor whose place is missing, and says before it is published who is told what', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas'] })
    const dana = await solved(bot)
    expect(shown(bot)).toContain('Most wanted @Ben Badger: one more place of theirs would help most')
    const asked = JSON.stringify(bot.sandbox.as('dana').modal())
    expect(asked).toContain('One pair is introduced, in a conversation of their own.')
    expect(asked).toContain('1 person is told kindly that there is no mentor this time.')
    await dana.click('modal', 'Publish')
    expect(shown(bot)).toContain('1 introduction is on the way, at an hour when both are at work.')
  })

  it('with no pair at all is not published, and says what helps', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana'] })
    await setDoNotPair(bot.ctx, idOf(bot, 'ana'), [idOf(bot, 'ben')])
    const dana = await solved(bot)
    expect(shown(bot)).toContain('0 of 1 person matched')
    expect(shown(bot)).toContain('There is no pair to introduce yet. Find one more mentor')
    expect(shown(bot)).not.toMatch(/\[Publish\]|weakest pair/)
    const [round] = await bot.db.q.select().from(bot.db.tables.rounds)
    expect(await publishRound(bot.ctx, dana.id, round!.id)).toMatchObject({
      reason: expect.stringContaining('There is no pair to introduce. Find one more mentor'),
    })
    await joinWith(bot, 'chidi', { role: 'mentor', wants: [] })
    await dana.click('modal', 'Match again')
    expect(shown(bot)).toContain('What changed\n@Ana Albatross has a new mentor.')
    expect(shown(bot)).not.toContain('was none')
  })

  it('survives a restart as it was, and is found again on Home', async () => {
    const bot = await aRound()
    const dana = await solved(bot)
    await dana.click('modal', { text: 'Look', value: idOf(bot, 'ana') })
    await dana.click('modal', 'Keep together')
    const again = await startTestBot({ db: bot.db, sandbox: { now: bot.ctx.now() } })
    expect(await homeOf(again, 'dana')).toContain('A draft waits for you: 2 of 2 people matched')
    await again.as('dana').click('home', 'Open the draft')
    expect(shown(again)).toContain('1 kept together')
  })

  /** A round of so many mentees, all in one zone, is published; half as many mentors have three places each. */
  const manyIntroduced = async (many: number) => {
    const people = peopleFor(1.5 * many + 1).map((seed) => ({ ...seed, tz: 'Europe/Lisbon' }))
    const names = people
      .filter((p) => !p.isBot && !p.isGuest && !p.deleted && p.id !== 'USLACKBOT' && p.name !== 'dana')
      .map((p) => p.name)
    const [mentors, mentees] = [names.slice(0, many / 2), names.slice(many / 2)]
    const bot = await aRound({ mentors, mentees }, { sandbox: { people } })
    for (const mentor of mentors) await saveCard(bot.ctx, idOf(bot, mentor), 'time', { capacity: 3 })
    const dana = await solved(bot)
    expect(shown(bot)).toContain(`${many} of ${many} people matched`)
    bot.sandbox.traffic.clear()
    await dana.click('modal', 'Publish')
    /** Who is not in exactly one conversation with each of their partners; whose places stayed free has none. */
    const amiss = async () => {
      const found = []
      for (const name of names)
        if (bot.as(name).groups().length !== (await mentorOf(bot, name)).length) found.push(name)
      return found
    }
    const opened = () => bot.sandbox.traffic.calls.filter((call) => call.method === 'conversations.open')
    return { bot, mentors, mentees, amiss, opened }
  }

  it('introduces many as fast as Slack lets conversations be opened, and is never told to wait', async () => {
    const { bot, mentors, mentees, amiss, opened } = await manyIntroduced(80)
    await bot.settle()
    expect(await amiss()).toEqual([])
    expect(opened()).toHaveLength(80)
    expect(bot.sandbox.traffic.calls.filter((call) => !call.ok)).toEqual([])
    // Ten at once, and the others at fifty a minute.
    expect(opened().at(-1)!.at - opened()[0]!.at).toBe((70 / 50) * MINUTE_MS)
    // More places than mentees: whoever is in no conversation is a mentor with nobody to meet.
    const alone = [...mentors, ...mentees].filter((name) => bot.as(name).groups().length === 0)
    expect(mentors).toEqual(expect.arrayContaining(alone))
    expect(alone).not.toEqual([])
    for (const name of alone) expect((await findMember(bot.ctx, idOf(bot, name)))?.taken).toBe(0)
  })

  it('goes on where it was after a restart in the middle, with nobody left out or introduced twice', async () => {
    const { bot, amiss, opened } = await manyIntroduced(80)
    while (opened().length < 40) bot.sandbox.clock.set((await bot.bot.settle())!)
    await bot.restart()
    await bot.settle()
    expect(await amiss()).toEqual([])
    expect(opened()).toHaveLength(80)
    expect(bot.sandbox.traffic.calls.filter((call) => !call.ok)).toEqual([])
  })
})

describe('before it is published', () => {
  it('people who left are noticed, and the coordinator decides', async () => {
    const bot = await aRound()
    const dana = await solved(bot)
    const [gone] = await bot.db.q.select().from(bot.db.tables.roundPairs)
    const who = gone!.mentee === idOf(bot, 'ana') ? 'ana' : 'jonas'
    const mentor = gone!.mentor === idOf(bot, 'ben') ? 'ben' : 'chidi'
    await leave(bot.ctx, idOf(bot, mentor), false)
    await dana.click('modal', 'Publish')
    expect(shown(bot)).toContain('1 pair does not hold any more')
    expect(await mentorOf(bot, 'ana')).toEqual([])
    expect(await mentorOf(bot, 'jonas')).toEqual([])

    await dana.click('modal', 'Publish the other 1')
    expect(shown(bot)).toContain('1 introduction is on the way')
    // The record is of those who were introduced.
    await dana.click('modal', 'Look at the pairs')
    expect(shown(bot)).toContain('1 of 2 people matched')
    expect(shown(bot)).toContain('1 strong · 0 good · 0 fair')
    expect(shown(bot)).toContain('1 pair of the draft did not hold any more when it was published')
    await homeOf(bot, 'dana')
    await dana.click('home', 'Earlier rounds')
    expect(shown(bot)).toContain('published · 1 of 2 people matched')
    await bot.advance(2 * HOUR_MS)
    expect(await mentorOf(bot, who)).toEqual([])
    expect(dmsSaying(bot, who, /did not hold in the end/)).toHaveLength(1)
  })

  it('what another coordinator changed is not published unseen', async () => {
    const bot = await aRound()
    const dana = await solved(bot)
    const [round] = await bot.db.q.select().from(bot.db.tables.rounds)
    const [seen] = await bot.db.q.select().from(bot.db.tables.roundPairs)
    const { mentee, mentor } = { mentee: seen!.mentee, mentor: seen!.mentor! }
    await editRound(bot.ctx, dana.id, round!.id, { do: 'forbid', mentee, mentor })
    await dana.click('modal', 'Publish')
    expect(shown(bot)).toContain('Nothing was published: this round was changed after you looked at it')
    expect(shown(bot)).toContain('What changed')
    expect(await mentorOf(bot, 'ana')).toEqual([])
    // Nor is a pair kept together that is none any more.
    expect(await editRound(bot.ctx, dana.id, round!.id, { do: 'lock', mentee, mentor })).toMatchObject({
      reason: expect.stringContaining('no pair of this round any more'),
    })
    await dana.click('modal', 'Publish')
    expect(shown(bot)).toContain('2 introductions are on the way')
  })

  it('a mentor whose places are all kept for others is not offered, and not given', async () => {
    // Whichever of the two the round chose, by names or by chance.
    for (const [first, second] of [
      ['ana', 'jonas'],
      ['jonas', 'ana'],
    ] as const) {
      const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas'] })
      const dana = await solved(bot)
      await dana.click('modal', { text: 'Look', value: idOf(bot, first) })
      const text = shown(bot)
      if (text.includes('Ben Badger · fit 730')) await dana.submit({ mentor: 'Ben Badger · fit 730' })
      else await dana.click('modal', 'Keep together')
      await dana.click('modal', { text: 'Look', value: idOf(bot, second) })
      expect(shown(bot)).toContain('or their places are kept for others')
    }
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas'] })
    const dana = await solved(bot)
    const [pair, other] = (await bot.db.q.select().from(bot.db.tables.roundPairs)).sort(
      (a, b) => b.score - a.score,
    )
    await dana.click('modal', { text: 'Look', value: pair!.mentee })
    await dana.click('modal', 'Keep together')
    await dana.click('modal', { text: 'Look', value: other!.mentee })
    expect(shown(bot)).toContain('or their places are kept for others')
    const give = { do: 'give' as const, mentee: other!.mentee, mentor: idOf(bot, 'ben') }
    expect(await editRound(bot.ctx, dana.id, pair!.round, give)).toMatchObject({
      reason: expect.stringContaining('Let one of those pairs go first'),
    })
  })

  it('reasons are those of the day, and say nothing that a profile says no more', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana'] })
    const dana = await solved(bot)
    await joinWith(bot, 'ana', { role: 'mentee', offers: [], wants: ['product-analytics'] })
    await joinWith(bot, 'ben', { role: 'mentor', wants: [], offers: ['roadmapping', 'product-analytics'] })
    await dana.click('modal', 'Publish')
    await bot.settle()
    const words = bot.reads('ben', bot.as('ben').groups()[0]!.messages[0])
    expect(words).toMatch(/Ana \w+ wants product analytics; Ben \w+ offers it/)
    expect(words).not.toContain('wants roadmapping')
    for (const person of ['ana', 'ben']) {
      await bot.as(person).command('/mentor why')
      expect(shown(bot, person)).toContain('product analytics')
      expect(shown(bot, person)).not.toContain('roadmapping')
    }
  })

  it('a draft that has lain says what has changed among people since', async () => {
    const bot = await aRound()
    const dana = await solved(bot)
    expect(shown(bot)).not.toContain('Since it was made')
    await leave(bot.ctx, idOf(bot, 'ben'), false)
    for (const person of ['leo', 'finn']) await joinWith(bot, person, { role: 'mentee', offers: [] })
    await joinWith(bot, 'elif', { role: 'mentor', wants: [] })
    await dana.command('/mentor round')
    expect(shown(bot)).toMatch(
      /Since it was made \(.+\) 2 more people look for a mentor, there is 1 more free place and 1 pair does not hold any more/,
    )
    await dana.click('modal', 'Match again')
    expect(shown(bot)).not.toContain('Since it was made')
  })

  it('solving again brings in people as they are now', async () => {
    const bot = await aRound({ mentors: ['ben'] })
    const dana = await solved(bot)
    expect(shown(bot)).toContain('1 of 2 people matched')
    await joinWith(bot, 'elif', { role: 'mentor', wants: [] })
    await dana.click('modal', 'Match again')
    expect(shown(bot)).toContain('2 of 2 people matched')
  })

  it('a confidential pair never comes about, and cannot be told from any other that may not be', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana'] })
    await setDoNotPair(bot.ctx, idOf(bot, 'ben'), [idOf(bot, 'ana')])
    const dana = await solved(bot)
    const hidden = shown(bot)
    expect(hidden).toContain('@Ana Albatross: no mentor here may be matched with them')
    await dana.click('modal', { text: 'Look', index: 0 })
    const alone = shown(bot)
    expect(alone).toContain('No mentor of this round may be matched with them')

    // The same windows where the two were in a mentorship before.
    const past = await aRound({ mentors: ['ben'], mentees: ['ana'] })
    await (await solved(past)).click('modal', 'Publish')
    await past.settle()
    const [m] = await activeMentorships(past.ctx, idOf(past, 'ana'))
    await endAlone(past.ctx, idOf(past, 'ana'), m!.id)
    await solved(past)
    expect(shown(past).replace(/Earlier rounds/, '')).toBe(hidden)
    await past.as('dana').click('modal', { text: 'Look', index: 0 })
    expect(shown(past)).toBe(alone)
  })

  it('matches nobody within their own team, if this round or the programme says so', async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana', 'jonas'] })
    await inOneTeam(bot, 'ana', 'ben')
    await setDoNotPair(bot.ctx, idOf(bot, 'jonas'), [idOf(bot, 'ben')])
    const dana = await solved(bot)
    expect(shown(bot)).toContain('1 of 2 people matched')

    const choose = async (rules: string[]) => {
      await dana.click('modal', 'Change choices')
      await dana.submit({ rules })
      await bot.settle()
    }
    await choose(['sameTeam'])
    expect(shown(bot)).toContain('0 of 2 people matched')
    await choose([])
    expect(shown(bot)).toContain('1 of 2 people matched')

    // Chosen for the programme while the draft is open: what it has found is not published.
    await ruleOfTeams(bot, 'dana', true)
    await dana.command('/mentor round')
    expect(shown(bot)).toContain('1 pair does not hold any more')
    await dana.click('modal', 'Publish')
    await bot.settle()
    expect(whisper(bot, 'dana') + shown(bot)).toContain('None of these pairs holds any more')
    expect(await mentorOf(bot, 'ana')).toEqual([])
    await dana.command('/mentor round')
    await dana.click('modal', 'Change choices')
    expect(shown(bot)).toContain('Nobody is matched within their own team, as the programme has it')
    expect(shown(bot)).not.toContain('Nobody within the same team')
    await dana.submit({})
    await bot.settle()
    expect(shown(bot)).toMatch(/0 of 2 people matched.*Nobody within the same team/s)
    // What the programme chose stays with the draft until somebody chooses otherwise for it.
    await ruleOfTeams(bot, 'dana', false)
    await dana.command('/mentor round')
    await dana.click('modal', 'Change choices')
    expect(shown(bot)).toContain('(x) Nobody within the same team')
    await dana.submit({ rules: [] })
    await bot.settle()
    expect(shown(bot)).toContain('1 of 2 people matched')
  })

  it('what somebody asked for themselves is settled by the match', async () => {
    const bot = await aRound({ mentees: ['ana'] })
    const words = { goal: 'Lead discovery', questions: undefined, times: undefined }
    for (const mentor of ['ben', 'chidi'])
      await askMentor(bot.ctx, idOf(bot, 'ana'), idOf(bot, mentor), words)
    await bot.settle()
    await (await solved(bot)).click('modal', 'Publish')
    await bot.settle()
    expect(await mentorOf(bot, 'ana')).toHaveLength(1)
    expect(everyDm(bot, 'ben', 'chidi').join()).not.toContain('[Accept]')
    await bot.as('ana').command('/mentor requests')
    expect(shown(bot, 'ana')).not.toContain('Take it back')
  })
})

describe('what cannot be', () => {
  it('nobody but a coordinator makes, sees or publishes a round', async () => {
    const bot = await aRound()
    await bot.as('ana').command('/mentor round')
    expect(whisper(bot, 'ana')).toContain('Rounds are made by coordinators')
    await solved(bot)
    const [round] = await bot.db.q.select().from(bot.db.tables.rounds)
    await forge(bot, 'ana', 'rounds.open', round!.id)
    expect(bot.sandbox.as('ana').views()).toEqual([])
    expect(await homeOf(bot, 'ana')).not.toContain('round')
    await bot.as('ana').command('/mentor')
    expect(shown(bot, 'ana')).not.toContain('[Match everyone]')
    await bot.as('dana').command('/mentor')
    expect(shown(bot)).toContain('[Match everyone]')
    expect(await mentorOf(bot, 'ana')).toEqual([])
  })

  it('a form that contradicts itself keeps what was chosen', async () => {
    const bot = await aRound()
    const dana = bot.as('dana')
    await dana.command('/mentor round')
    await dana.submit({ only: ['Ana Albatross'], without: ['Ana Albatross'] })
    expect(shown(bot)).toContain('Somebody stands in both lists')
    await dana.submit({ without: [] })
    expect(shown(bot)).toContain('1 of 1 person matched')
  })

  it('a round of nobody says what to do first', async () => {
    const bot = await aRound({ mentors: [] })
    await solved(bot)
    expect(shown(bot)).toContain('Find mentors first')
    const other = await aRound({ mentees: [] })
    expect(
      await beginRound(other.ctx, idOf(other, 'dana'), {
        equity: 'any',
        only: [],
        without: [],
        excludeSameTeam: false,
      }),
    ).toMatchObject({ reason: expect.stringContaining('Ask people to type `/mentor join`') })
  })
})
