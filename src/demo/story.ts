/**
 * Four weeks of a mentorship programme with six fictional people, across the European clock change (25 October
 * 2026) and the American one (1 November): played through the real bot, looked at on everybody's own screen.
 * Later weeks go on with check-ins, by the seed.
 */

import { instantAt } from '../core/calendar.ts'
import { seededRandom } from '../core/seeded-random.ts'
import type { Teller } from './steps.ts'
import { between, introduces } from './story-between.ts'
import { closesWell, endsAlone, looksBack, takesABreak } from './story-closing.ts'
import { agreeAndAim, arrive, getNearer } from './story-goals.ts'
import { choosesRole, joins } from './story-joining.ts'
import { joinIn, meetsInTwos, meetsOthers, saysYesToAChat, startsACircle, talksOnce } from './story-peers.ts'
import { goesFirst, isLeftOver, isNextThen, matchesAll } from './story-round.ts'

/** Monday of the first week. */
const START_DATE = '2026-10-12'
export const START = instantAt('UTC', START_DATE, 0)

const LISBON = 'Europe/Lisbon'
const NEW_YORK = 'America/New_York'
const TOKYO = 'Asia/Tokyo'

const DAY_MS = 24 * 3_600_000

/** The instant of a day of the story (0 is the first Monday) at a local time. */
function when(day: number, time: string, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const date = new Date(START + day * DAY_MS).toISOString().slice(0, 10)
  return instantAt(zone, date, hour * 60 + minute)
}

export interface StoryOptions {
  weeks: number
  seed: number
}

/** Plays the story up to the end of its last week. */
export async function playStory(t: Teller, { weeks, seed }: StoryOptions): Promise<void> {
  const chance = seededRandom(seed)
  const chapters = [weekOne, weekTwo, weekThree, weekFour]
  for (const [i, chapter] of chapters.entries()) if (i < weeks) await chapter(t, chance)
  for (let week = 5; week <= weeks; week++) await laterWeek(t, chance, week)
}

const pick = <T>(chance: () => number, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
const MOODS = ['Great', 'Good', 'OK'] as const

async function weekOne(t: Teller, chance: () => number) {
  await t.until(when(0, '14:00', LISBON))

  await t.step('dana', 'opens Home and becomes the first coordinator', ['E7', 'G2'], async (s) => {
    s.see(await s.home('dana'), 'Become coordinator')
    s.see(await s.press('dana', 'home', 'Become coordinator'), 'You are the coordinator')
  })
  await t.step('ben', 'is no admin, and is not offered to become one', ['E7'], async (s) => {
    const home = await s.home('ben')
    s.unseen(home, 'Become coordinator')
    s.see(home, 'Join')
  })
  await t.step('ben', 'joins as a mentor', ['A1'], (s) =>
    joins(s, 'ben', 'A mentor', { 'I can help with': ['Roadmapping', 'Product strategy'] }),
  )
  await t.step('dana', 'joins as a mentor', ['A1'], (s) =>
    joins(s, 'dana', 'A mentor', { 'I can help with': ['Roadmapping'] }),
  )
  await t.step('ana', 'joins with nothing chosen, is told at the field, and mends it', ['A1'], async (s) => {
    await choosesRole(s, 'ana', 'A mentee')
    s.see(await s.submit('ana', {}), 'Choose one thing')
    s.see(
      await s.submit('ana', {
        'I would like to learn': ['Roadmapping'],
        'To learn, in my own words': 'user interviews',
        'My goal, in a sentence': 'Run a roadmap review on my own by spring',
      }),
      'You wrote “user interviews”. I read it as Discovery interviews.',
      'Ben Badger',
    )
    s.see(await s.press('ana', 'modal', 'Yes'), 'Ben Badger')
  })
  await t.step(
    'ana',
    'looks at her profile: her own words became a skill of the catalogue',
    ['A2', 'A3'],
    async (s) => {
      s.see(
        await s.command('ana', '/mentor profile'),
        /interview/i,
        'Nobody else can see that you look',
        'Run a roadmap review',
      )
    },
  )
  await t.step('ana', 'answers the next card on Home', ['A1', 'G2'], async (s) => {
    s.see(await s.home('ana'), 'Card 1 of')
    s.see(await s.press('ana', 'home', 'Rate my skills'), 'Roadmapping')
    s.see(await s.submit('ana', {}), 'Saved')
  })
  await t.step('finn', 'joins as a mentee in New York', ['A1'], (s) =>
    joins(s, 'finn', 'A mentee', {
      'I would like to learn': ['Roadmapping', 'Product strategy'],
      'My goal, in a sentence': 'Own a product line',
    }),
  )
  await t.step('ana', 'mistypes a command that only looks, and is shown it', ['G2'], async (s) => {
    s.see(await s.command('ana', '/mentor fnd'), 'Ben Badger')
  })
  await t.step('ana', 'opens the hub', ['G2'], async (s) => {
    s.see(await s.command('ana', '/mentor'), 'Find a mentor', '30 minutes on one topic', 'Commands')
  })
  await t.step('ana', 'finds Ben first, with reasons', ['B1', 'B4'], async (s) => {
    const found = await s.command('ana', '/mentor find')
    s.see(found, /Ben Badger · (Strong|Good) fit/, 'Offers', 'free places')
    s.unseen(found, 'Finn')
  })
  await t.step('ana', 'browses mentors; who seeks one is not listed', ['A4'], async (s) => {
    const list = await s.command('ana', '/mentor browse')
    s.see(list, 'Ben Badger', 'Dana Dormouse')
    s.unseen(list, 'Finn')
  })
  await t.step('ana', 'reads Ben’s profile and asks him from there', ['A3', 'B2'], async (s) => {
    s.see(await s.command('ana', '/mentor profile @ben'), 'Can help with', 'Roadmapping')
    s.see(await s.press('ana', 'modal', 'Ask to be my mentor'), 'reads this', 'Hi Ben')
    s.see(await s.submit('ana', {}), /has your request now|on its way/)
  })
  await t.step('ben', 'reads the request behind its button, and accepts', ['B2', 'B3'], async (s) => {
    const dm = s.message('ben', /asks you to be their mentor/)
    s.unseen(dm, 'Run a roadmap review')
    s.see(
      await s.press('ben', 'message', 'Read the request'),
      'Run a roadmap review',
      'Only you two read this',
    )
    s.see(await s.press('ben', 'message', 'Accept'), 'I introduce you')
    s.see(s.message('ben', /asked you to be their mentor/), 'conversation of your own')
  })
  await t.step(
    'ana',
    'hears the yes, and meets Ben in a conversation of their own',
    ['B3', 'C1'],
    async (s) => {
      s.see(s.message('ana', /said yes/), 'you have a mentor')
      s.see(
        s.group('ana', 'ben').join('\n'),
        'Why you two',
        'Your first meeting',
        'To start the conversation',
        'Cairn cannot read this conversation',
      )
    },
  )
  await t.step('ana', 'asks why this match', ['B10'], async (s) => {
    s.see(
      await s.command('ana', '/mentor why'),
      'What spoke for it',
      'What weighed against it',
      'version 2 of the matching rules',
    )
  })
  await t.step('finn', 'finds Ben first and asks him', ['B1', 'B2'], async (s) => {
    s.see(await s.command('finn', '/mentor find'), 'Ben Badger')
    await s.press('finn', 'modal', /Ask Ben Badger/)
    s.see(await s.submit('finn', {}), 'has your request now')
  })
  await t.step('ana', 'gives kudos, spots a wrong word, and takes them back', ['D1'], async (s) => {
    s.see(await s.command('ana', '/mentor kudos @finn for the wrong thing'), 'Undo')
    s.see(await s.press('ana', 'message', 'Undo'), 'Taken back')
  })
  await t.step('ana', 'cannot thank herself', ['D1'], async (s) => {
    s.see(await s.command('ana', '/mentor kudos @ana for being great'), 'Kudos are for others')
    await s.stage.as('ana').close({ all: true })
  })

  await t.until(when(1, '10:00', TOKYO))
  await t.step('haruki', 'joins as both, in Tokyo', ['A1'], (s) =>
    joins(s, 'haruki', 'Both', {
      'I can help with': ['Experiments and A/B testing'],
      'I would like to learn': ['Stakeholder management'],
    }),
  )
  await t.step('indu', 'joins as a mentee, in Tokyo', ['A1'], (s) =>
    joins(s, 'indu', 'A mentee', { 'I would like to learn': ['Experiments and A/B testing'] }),
  )
  await t.step(
    'indu',
    'sees Haruki first, and nobody whose clock is too far away',
    ['B1', 'B4'],
    async (s) => {
      const found = await s.command('indu', '/mentor find')
      s.see(found, 'Haruki Heron')
      s.unseen(found, 'Dana Dormouse')
      await s.press('indu', 'modal', /Ask Haruki/)
      s.see(await s.submit('indu', { 'My goal': 'Run an experiment a month' }), 'Haruki Heron')
    },
  )
  await t.step('haruki', 'asks a question before he answers', ['B3'], async (s) => {
    await s.press('haruki', 'message', 'More answers')
    await s.press('haruki', 'modal', /^Ask a question/)
    s.see(await s.submit('haruki', { question: 'How many teams would it be for?' }), 'gets your question')
  })
  await t.step('indu', 'answers it', ['B3'], async (s) => {
    s.see(s.message('indu', /has a question about your request/), 'decide after your answer')
    s.see(await s.press('indu', 'message', 'Answer'), 'How many teams')
    s.see(await s.submit('indu', { 'Your answer': 'Two, with a third one in spring' }), 'has your answer')
  })
  await t.step('haruki', 'accepts, and both are introduced', ['B3', 'C1'], async (s) => {
    await s.press('haruki', 'message', 'Accept')
    s.see(s.group('indu', 'haruki').join('\n'), 'Indu Ibex, meet @Haruki Heron')
  })

  await t.until(when(2, '16:00', LISBON))
  await t.step(
    'ben',
    'has let Finn’s request lie, and is reminded after two working days',
    ['B3'],
    async (s) => {
      s.see(s.message('ben', /is waiting for your answer/), 'Any answer helps')
    },
  )

  await t.until(when(4, '10:30', TOKYO))
  await t.step(
    'haruki',
    'gets his weekly check-in at ten in the morning in Tokyo, and answers with one tap',
    ['C7'],
    async (s) => {
      s.see(s.message('haruki', /How is it going with/), 'One tap is enough')
      await s.press('haruki', 'message', pick(chance, MOODS))
      s.see(s.message('haruki', /Check-in of .*answered/), 'Next check-in')
    },
  )
  await t.step('indu', 'skips this one', ['C7'], async (s) => {
    await s.press('indu', 'message', 'Skip this one')
    s.see(s.message('indu', /Check-in of .*skipped/), 'Next check-in')
  })

  await t.until(when(4, '10:30', LISBON))
  await t.step('ana', 'gets hers at ten in Lisbon, and writes what went well', ['C7', 'D3'], async (s) => {
    s.see(s.message('ana', /How is it going with/), 'Write an answer')
    const form = await s.press('ana', 'message', 'Write an answer')
    s.see(form, 'Only counted, without your name', 'Progress', 'Only you')
    s.see(
      await s.submit('ana', {
        mood: pick(chance, MOODS),
        progress: 'We agreed on what the roadmap is for',
        blocker: 'Too many meetings on Tuesdays',
        win: 'I said no to a feature, and was thanked for it',
        tellWin: ['Tell it in the channel for wins'],
      }),
      /./,
    )
    s.see(s.message('ana', /Check-in of .*answered/), 'Next check-in')
  })
  await t.step('ana', 'thanks Ben in public', ['D1'], async (s) => {
    s.see(
      await s.command('ana', '/mentor kudos @ben for a first meeting that made the path clear'),
      'Thank you for thanking',
    )
  })
  await t.until(when(4, '10:45', LISBON))
  await t.step(
    'ben',
    'is asked before anybody reads it in the channel; he says yes',
    ['D1', 'A7', 'D5'],
    async (s) => {
      s.unseen(s.wins('ben').join('\n'), 'path clear')
      s.see(s.message('ben', /thanked you/), 'May thanks to you be posted')
      await s.press('ben', 'message', 'Public')
      s.see(s.message('ben', /thanked you/), 'as you chose')
    },
  )
  await t.until(when(4, '10:00', NEW_YORK))
  await t.step(
    'finn',
    'reads Ana’s win and her thanks in the channel, now that people are at work',
    ['D1', 'D3', 'D5'],
    async (s) => {
      const channel = s.wins('finn').join('\n')
      s.see(
        channel,
        'win of @Ana Albatross',
        'I said no to a feature',
        'Ana Albatross thanked @Ben Badger',
        'path clear',
      )
      s.unseen(channel, 'Too many meetings')
    },
  )
}

async function weekTwo(t: Teller, chance: () => number) {
  await t.until(when(7, '16:30', LISBON))
  await t.step('finn', 'hears that his request ran out, with the next best beside it', ['B3'], async (s) => {
    s.see(s.message('finn', /has not answered in time/), 'Who fits next', 'Dana Dormouse')
  })
  await t.step('finn', 'asks Dana right from that message', ['B2', 'B3'], async (s) => {
    s.see(await s.press('finn', 'message', /Ask Dana/), 'Hi Dana')
    s.see(await s.submit('finn', {}), 'has your request now')
  })
  await t.step('dana', 'accepts', ['B3', 'C1'], async (s) => {
    await s.press('dana', 'message', 'Accept')
    s.see(s.group('finn', 'dana').join('\n'), 'Finn Flamingo, meet @Dana Dormouse')
  })
  await t.step('finn', 'plans a first session with Dana, at hours that both have free', ['C4'], async (s) => {
    s.see(await s.command('finn', '/mentor schedule'), 'You both have these free', 'Tue 20 Oct, 09:00')
    s.see(await s.submit('finn', { agenda: 'What a good first month looks like' }), 'has your times now')
  })
  await t.step(
    'dana',
    'takes the first one, and has a file sent for her calendar, with nothing of what Finn wrote',
    ['C4'],
    async (s) => {
      s.unseen(s.message('dana', /proposes a session with you/), 'first month')
      s.see(await s.press('dana', 'message', 'Take this'), 'Tue 20 Oct, 09:00')
      s.see(s.message('dana', /You and @Finn Flamingo meet/), 'Google Calendar', 'Move it')
      await s.press('dana', 'message', 'Calendar file')
      s.see(s.message('dana', /Open the file to add it to your calendar/), 'Your session with Finn')
    },
  )
  await t.step('finn', 'has it in his calendar, and is not reminded any more', ['C4'], async (s) => {
    s.see(await s.press('finn', 'message', "It's in my calendar"), 'do not remind you')
  })
  await t.step('ana', 'tells a win of two, which waits for Ben', ['D3'], async (s) => {
    await s.command('ana', '/mentor win')
    s.see(
      await s.submit('ana', {
        size: 'A big win',
        whose: 'Ours: Ben Badger and me',
        words: 'Our first roadmap review had no slides, and everybody stayed',
      }),
      'can read it now and decide',
    )
    s.unseen(s.wins('ana').join('\n'), 'no slides')
  })
  await t.step('ben', 'reads it and says yes: both are named in the channel', ['D3', 'D5'], async (s) => {
    s.see(await s.press('ben', 'message', 'Read it and decide'), 'no slides')
    s.see(await s.press('ben', 'modal', 'Yes, share it'), 'hears of your yes')
    s.see(s.wins('ben').join('\n'), 'Ana Albatross and @Ben Badger', 'no slides')
  })
  await t.until(when(8, '10:00', NEW_YORK))
  await t.step('finn', 'says with one tap that they met, and notes what is next', ['C5'], async (s) => {
    s.see(s.message('finn', /Did you and @Dana Dormouse meet/), 'One tap is enough')
    s.see(await s.press('finn', 'message', 'Yes, we met'), 'What a good first month', 'My notes')
    s.see(
      await s.submit('finn', { notes: 'Start with the people', items: 'Meet support\nRead the last review' }),
      '2 action items for your next session',
      'no next date yet',
    )
  })
  await t.step('finn', 'plans the next one right there, and Dana takes it', ['C4', 'C5'], async (s) => {
    s.see(await s.press('finn', 'modal', 'Plan the next one'), 'Wed 21 Oct, 09:00')
    await s.submit('finn', {})
    s.see(await s.press('dana', 'message', 'Take this'), 'Wed 21 Oct, 09:00')
  })
  await t.step(
    'dana',
    'moves it by two hours; Finn agrees, and both are told what their calendars do not know',
    ['C4'],
    async (s) => {
      await s.press('dana', 'home', /^Move the session with Finn/)
      const other = { date2: null, time2: null, date3: null, time3: null }
      s.see(await s.submit('dana', { date1: '2026-10-21', time1: '11:00', ...other }), 'has your times now')
      s.see(await s.press('finn', 'message', 'Take this'), 'Wed 21 Oct, 11:00')
      for (const who of ['finn', 'dana'])
        s.see(s.message(who, /is now Wed 21 Oct, 11:00/), 'Your calendar has not changed by itself')
    },
  )
  await t.until(when(9, '12:00', NEW_YORK))
  await t.step(
    'dana',
    'says on Home that they met, since the message would come on Friday',
    ['C5'],
    async (s) => {
      s.unseen(s.messages('dana').at(-1) ?? '', /\[Yes, we met\]/)
      await s.home('dana')
      s.see(await s.press('dana', 'home', 'Yes, we met'), 'Meet support', 'Start with the people')
      s.see(await s.submit('dana', { done: ['Meet support'] }), '1 action item')
    },
  )
  await t.step(
    'finn',
    'is asked after two sessions whether to go on, and answers in private',
    ['B9'],
    async (s) => {
      s.see(s.message('finn', /have met twice/), 'Your partner may guess', 'You both hear on Mon 26 Oct')
      s.see(await s.press('finn', 'message', 'Go on together'), 'nobody else sees it')
      s.see(s.message('dana', /have met twice/), 'I would like a new match')
    },
  )
  await t.step('haruki', 'pauses until Friday morning', ['A5'], async (s) => {
    s.see(await s.command('haruki', '/mentor pause 2026-10-23'), 'You are paused until')
  })
  await t.until(when(8, '10:30', LISBON))
  await agreeAndAim(t)
  await t.until(when(11, '10:30', TOKYO))
  await t.step('haruki', 'is back by himself, and told so', ['A5'], async (s) => {
    s.see(s.message('haruki', /Your pause is over/), 'Welcome back')
  })
  await t.until(when(11, '10:30', LISBON))
  await t.step('ana', 'answers her second check-in with a tap', ['C7'], async (s) => {
    await s.press('ana', 'message', pick(chance, MOODS))
    s.see(s.message('ana', /Check-in of .*answered/), 'Next check-in: Fri 30 Oct, 10:00')
  })
  await t.step('ben', 'has answered none so far; he is asked again, kindly', ['C7'], async (s) => {
    s.see(s.message('ben', /How is it going with/), 'One tap')
  })
}

async function weekThree(t: Teller, chance: () => number) {
  await t.until(when(14, '15:00', NEW_YORK))
  await t.step('dana', 'did not answer, which counts as going on: both hear it', ['B9'], async (s) => {
    for (const who of ['dana', 'finn']) s.see(s.message(who, /go on together/), 'The trial is over')
  })
  await t.step('finn', 'tells a win of two with Dana', ['D3'], async (s) => {
    await s.command('finn', '/mentor win')
    s.see(
      await s.submit('finn', {
        whose: 'Ours: Dana Dormouse and me',
        words: 'Dana showed me how to end a meeting early',
      }),
      'can read it now',
    )
  })
  await t.step('dana', 'would rather keep it between the two', ['D3'], async (s) => {
    await s.press('dana', 'message', 'Read it and decide')
    s.see(await s.press('dana', 'modal', 'Keep it between us'), 'as if you had not answered')
  })
  await startsACircle(t)
  await t.until(when(15, '15:00', LISBON))
  await joinIn(t)
  await t.until(when(16, '10:30', LISBON))
  await getNearer(t)
  await t.until(when(16, '16:00', LISBON))
  await meetsInTwos(t)
  await t.until(when(18, '09:59', LISBON))
  await t.step(
    'ana',
    'has no prompt yet at one minute to ten, five days after the clocks went back',
    ['C7'],
    async (s) => {
      s.unseen(s.messages('ana').at(-1) ?? '', /How is it going/)
      s.see(s.messages('ana').at(-1) ?? '', /./)
    },
  )
  await t.until(when(18, '10:01', LISBON))
  await t.step('ana', 'has it at ten, by her own clock', ['C7'], async (s) => {
    s.see(s.messages('ana').at(-1) ?? '', /How is it going/)
    await s.press('ana', 'message', pick(chance, MOODS))
  })
  await t.step(
    'ben',
    'is asked every two weeks after two without an answer, and skips this one',
    ['C7'],
    async (s) => {
      s.see(s.message('ben', /How is it going with/), 'I ask every two weeks now', 'Every week again')
      await s.press('ben', 'message', 'Skip this one')
      s.see(s.message('ben', /Check-in of .*skipped/), 'Next check-in: Fri 13 Nov, 10:00')
    },
  )
  await t.until(when(18, '10:30', NEW_YORK))
  await t.step(
    'finn',
    'answers his, at ten in New York, two days before the clocks change there',
    ['C7'],
    async (s) => {
      await s.press('finn', 'message', pick(chance, MOODS))
      s.see(s.message('finn', /Check-in of .*answered/), 'Next check-in: Fri 6 Nov, 10:00')
    },
  )
  await t.step(
    'finn',
    'chooses whom he is never paired with; it looks like a lack of places',
    ['A7'],
    async (s) => {
      s.see(await s.command('finn', '/mentor privacy'), 'Never pair me with', 'Who may celebrate me')
      s.see(await s.submit('finn', { celebration: 'Private', doNotPair: ['ben'] }), /Saved|kept|Done/i)
      const profile = await s.command('finn', '/mentor profile @ben')
      s.see(profile, 'Full at the moment')
    },
  )
}

async function weekFour(t: Teller, chance: () => number) {
  await t.until(when(21, '15:00', LISBON))
  await t.step(
    'ana',
    'is asked, three weeks after the start, whether they two have met',
    ['C8'],
    async (s) => {
      s.see(s.message('ana', /Time for a session with @Ben Badger/), 'Not yet, but we will')
    },
  )
  await t.until(when(21, '16:00', LISBON))
  await matchesAll(t)
  await introduces(t)
  await t.until(when(22, '10:30', TOKYO))
  await isLeftOver(t)
  await t.until(when(23, '16:00', LISBON))
  await meetsOthers(t)
  await t.until(when(23, '12:30', NEW_YORK))
  await goesFirst(t)
  await talksOnce(t)
  await t.until(when(24, '10:30', TOKYO))
  await isNextThen(t)
  await t.until(when(24, '14:00', LISBON))
  await saysYesToAChat(t)
  await t.until(when(24, '15:00', LISBON))
  await t.step('ben', 'asks for a hand, and gives no reason', ['C8'], async (s) => {
    s.see(await s.press('ben', 'message', 'We could use a hand'), 'never why, and nothing you wrote')
    s.see(await s.submit('ben', {}), 'you can take it back')
  })
  await t.until(when(24, '17:00', LISBON))
  await t.step(
    'dana',
    'sees, as coordinator, that the pair could use a hand, and never why',
    ['C8', 'E7'],
    async (s) => {
      s.see(s.message('dana', /could use a hand/), 'never why')
      s.see(await s.home('dana'), '1 pair could use a hand', 'Ana Albatross')
    },
  )
  await t.step('ben', 'says that they met: the pair leaves the list', ['C8'], async (s) => {
    s.see(await s.press('ben', 'home', /^Tell that you and Ana .* met/), 'Lovely')
    s.see(await s.home('dana'), 'No pair needs a hand')
  })
  await t.until(when(24, '17:30', LISBON))
  await arrive(t)
  await between(t)
  await t.until(when(25, '10:30', TOKYO))
  await t.step('indu', 'leaves the company: her growth record comes as a file', ['A5'], async (s) => {
    s.see(await s.command('indu', '/mentor leave'), 'Leave Cairn')
    s.see(await s.submit('indu', { company: ['I am leaving the company'] }), 'growth record is on its way')
    s.see(s.message('indu', /growth record/i), /growth/i)
  })
  await t.step('haruki', 'hears it kindly, with what to do next', ['A5'], async (s) => {
    s.see(s.message('haruki', /is not part of Cairn any more/), 'not about you')
  })
  await t.until(when(25, '10:30', NEW_YORK))
  await t.step(
    'finn',
    'gets his check-in at ten, five days after New York’s own clock change',
    ['C7'],
    async (s) => {
      s.see(s.message('finn', /How is it going with/), 'One tap')
      await s.press('finn', 'message', pick(chance, MOODS))
      s.see(s.message('finn', /Check-in of .*answered/), 'Next check-in: Fri 13 Nov, 10:00')
    },
  )
  await t.step('finn', 'hears of his win without blame, and nothing of who said what', ['D3'], async (s) => {
    s.see(s.message('finn', /stays between the two of you/), 'just as much a win')
  })
  await t.step(
    'elif',
    'reads what the channel has: only what everybody named agreed to',
    ['D5'],
    async (s) => {
      const channel = s.wins('elif').join('\n')
      s.see(channel, 'I said no to a feature', 'path clear', 'no slides')
      s.unseen(channel, 'end a meeting early', 'the wrong thing')
    },
  )
}

/** After the fourth week: whoever is asked answers, or not, by the seed. */
async function laterWeek(t: Teller, chance: () => number, week: number) {
  const friday = (week - 1) * 7 + 4
  for (const [who, zone] of [
    ['ana', LISBON],
    ['finn', NEW_YORK],
  ] as const) {
    await t.until(when(friday, '10:30', zone))
    if (chance() < 0.3) continue
    await t.step(who, 'answers the check-in with a tap', ['C7'], async (s) => {
      // After two without an answer they come every second week, unless somebody wants them back.
      if (/every two weeks now/.test(s.messages(who).at(-1) ?? ''))
        await s.press(who, 'message', 'Every week again')
      await s.press(who, 'message', pick(chance, MOODS))
      s.see(s.message(who, /Check-in of .*answered/), 'Next check-in')
    })
  }
  if (week === 6) await takesABreak(t)
  if (week === 7)
    await t.step(
      'finn',
      'tells from Home that they met: the ladder starts from the bottom',
      ['C5', 'C8'],
      async (s) => {
        await s.home('finn')
        s.see(await s.press('finn', 'home', /^Tell that you and Dana .* met/), 'Lovely')
      },
    )
  if (week !== 12) return
  await t.until(when(friday, '16:00', LISBON))
  await looksBack(t)
  await closesWell(t)
  await endsAlone(t)
}
