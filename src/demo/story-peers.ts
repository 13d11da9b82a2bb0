/** The chapters in which people learn from each other without a mentor: a circle of peers, and half an hour on one topic. */
import type { Teller } from './steps.ts'
import { hasOnePlace, joins } from './story-joining.ts'

const CIRCLE = 'Product coffee'
const TOPIC = 'How to say no to a director'

/** Week three, Monday: a circle is started. */
export async function startsACircle(t: Teller): Promise<void> {
  await t.step('dana', 'starts a peer circle from Home', ['B7', 'E7'], async (s) => {
    s.see(await s.press('dana', 'home', 'Start a peer circle'), 'Nobody is in it who did not')
    const circle = { name: CIRCLE, every: 'Every week', firstOn: '2026-10-28' }
    s.see(await s.submit('dana', circle), 'Every member is asked once')
  })
}

/** Tuesday: four join in, two of them new to Cairn. */
export async function joinIn(t: Teller): Promise<void> {
  for (const who of ['ana', 'finn'])
    await t.step(who, 'is asked once, and joins the circle with a tap', ['B7'], async (s) => {
      s.see(s.message(who, /Product coffee is a peer circle/), 'you are asked once')
      await s.press(who, 'message', `Join the circle ${CIRCLE}`)
      s.see(s.message(who, /Product coffee is a peer circle/), 'You are in')
    })
  await t.step('jonas', 'joins as a mentee in Lagos, and the circle from Home', ['A1', 'B7'], async (s) => {
    await joins(s, 'jonas', 'A mentee', { 'I would like to learn': ['Roadmapping', 'Product strategy'] })
    await s.press('jonas', 'home', `Join the circle ${CIRCLE}`)
    s.see(await s.home('jonas'), 'You are in')
  })
  await t.step(
    'chidi',
    'joins as a mentor with one place, and the circle as well',
    ['A1', 'B7'],
    async (s) => {
      await joins(s, 'chidi', 'A mentor', {
        'I can help with': ['Product strategy', 'Stakeholder management'],
      })
      await hasOnePlace(s, 'chidi')
      await s.press('chidi', 'home', `Join the circle ${CIRCLE}`)
      s.see(await s.home('chidi'), 'You are in')
    },
  )
}

/** Wednesday: the first groups. */
export async function meetsInTwos(t: Teller): Promise<void> {
  await t.step('jonas', 'has a group of two, and what they have for each other', ['B7'], async (s) => {
    s.see(
      s.group('jonas', 'chidi').join('\n'),
      'you are a group of Product coffee this time',
      'To begin with',
    )
    await s.press('jonas', 'home', `Tell that your group of ${CIRCLE} met`)
  })
  await t.step('finn', 'says that he and Ana met, so nobody asks them', ['B7'], async (s) => {
    s.see(s.group('finn', 'ana').join('\n'), 'you are a group of Product coffee this time')
    await s.press('finn', 'home', `Tell that your group of ${CIRCLE} met`)
    s.see(await s.home('dana'), 'Of 2 groups now, 2 said that they met')
  })
}

/** Wednesday of the week after: everybody meets somebody new. */
export async function meetsOthers(t: Teller): Promise<void> {
  await t.step(
    'jonas',
    'has another partner: nobody meets the same one again before all have met',
    ['B7'],
    async (s) => {
      s.see(s.group('jonas', 'ana').join('\n'), 'you are a group of Product coffee this time')
      s.see(s.group('chidi', 'finn').join('\n'), 'you are a group of Product coffee this time')
      s.see(await s.home('jonas'), 'With you now: @Ana Albatross')
    },
  )
}

/** For one whom a round left over, half an hour on one topic; and a senior who learns from a junior. */
export async function talksOnce(t: Teller): Promise<void> {
  await t.step(
    'kaia',
    'got nobody, is told why, and asks Ben for 30 minutes on one topic',
    ['B6', 'B8'],
    async (s) => {
      s.see(s.message('kaia', /had no mentor for you/), 'matched with others this time')
      s.see(await s.press('kaia', 'message', '30 minutes on one topic'), 'Ben Badger')
      await s.press('kaia', 'modal', 'Ask Ben Badger for 30 minutes on one topic')
      s.see(await s.submit('kaia', { goal: TOPIC }), 'Sent')
    },
  )
  await t.step('kaia', 'would give such a chat herself, whatever her level', ['B8'], async (s) => {
    await s.command('kaia', '/mentor profile')
    await s.press('kaia', 'modal', 'Single chats')
    s.see(await s.submit('kaia', { gives: ['yes'], offers: ['Product analytics'] }), /./)
  })
  await t.step(
    'dana',
    'runs the programme, and asks a beginner: skills decide, not seniority',
    ['B8'],
    async (s) => {
      s.see(await s.command('dana', '/mentor find sql'), 'Kaia Kingfisher')
      await s.press('dana', 'modal', 'Ask Kaia Kingfisher for 30 minutes on one topic')
      s.see(await s.submit('dana', { goal: 'A query for our report' }), 'Sent')
    },
  )
  await t.step('kaia', 'says yes, and both have a conversation for it', ['B8'], async (s) => {
    s.see(s.message('kaia', /asks you for 30 minutes on one topic/), 'Read the request')
    await s.press('kaia', 'message', 'Accept')
    s.see(s.group('kaia', 'dana').join('\n'), 'One 30-minute chat for you two')
  })
}

/** The morning after in Lisbon. */
export async function saysYesToAChat(t: Teller): Promise<void> {
  await t.step('ben', 'gives Kaia half an hour; it takes no place of a mentee', ['B8'], async (s) => {
    s.unseen(s.message('ben', /asks you for 30 minutes on one topic/), TOPIC)
    s.see(await s.press('ben', 'message', 'Read the request'), TOPIC)
    await s.press('ben', 'modal', 'Accept')
    s.see(s.group('kaia', 'ben').join('\n'), 'One 30-minute chat for you two')
  })
}
