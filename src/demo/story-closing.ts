/** The chapters of the story in which Ana and Ben take a break, and later close their mentorship well. */
import type { Teller } from './steps.ts'

const REACHED = 'I run the roadmap review on my own, and I look forward to it'
const HELPED = 'You let me fail small, and early'

/** Week six: a break of the two, which either may end sooner. */
export async function takesABreak(t: Teller): Promise<void> {
  await t.step('ana', 'takes a break for the two, from Home', ['C8'], async (s) => {
    await s.home('ana')
    s.see(
      await s.press('ana', 'home', 'A break, a new match or a good close with Ben Badger'),
      'A break',
      'A new match',
      'A good close',
    )
    await s.press('ana', 'modal', 'Take a break with Ben Badger')
    s.see(await s.submit('ana', {}), 'take a break until')
  })
  await t.step('ben', 'hears the day and no reason, and is back sooner', ['C8'], async (s) => {
    s.see(s.message('ben', /suggests a break for you two/), 'ends by itself')
    s.see(await s.press('ben', 'message', 'We are back already'), 'Your break is over')
    s.see(s.message('ana', /Your break with @Ben Badger is over/), 'Plan a session')
  })
}

/** Week twelve: the end, before the last day, since what they came for is done. */
export async function closesWell(t: Teller): Promise<void> {
  await t.step('ana', 'closes it early, and has a last word', ['C13'], async (s) => {
    await s.home('ana')
    await s.press('ana', 'home', 'A break, a new match or a good close with Ben Badger')
    await s.press('ana', 'modal', 'Close it well with Ben Badger')
    s.see(await s.submit('ana', {}), 'A last word', 'Only you can read this', 'Your partner Ben Badger')
    const words = { reached: REACHED, helped: HELPED, named: ['You may name me in the wins channel'] }
    s.see(await s.submit('ana', words), 'once both of you have answered')
  })
  await t.step('ben', 'is asked the same, and says yes to his name as well', ['C13'], async (s) => {
    const ask = s.message('ben', /would like to close your mentorship/)
    s.unseen(ask, HELPED, REACHED)
    await s.press('ben', 'message', /^My last word/)
    const words = { thanks: 'It was good to watch', named: ['You may name me in the wins channel'] }
    s.see(await s.submit('ben', words), 'once both of you have answered')
  })
  await t.step('ben', 'reads what helped Ana, and not what was for her alone', ['C13'], async (s) => {
    s.see(s.message('ben', /have completed your mentorship/), 'a free place again')
    const words = await s.press('ben', 'message', 'Read the last word of Ana Albatross')
    s.see(words, HELPED)
    s.unseen(words, REACHED)
  })
  await t.step('ana', 'gets her growth record as two files', ['C13', 'A7'], async (s) => {
    s.see(await s.press('ana', 'message', 'Send me my growth record as files'), 'as two files')
    s.see(s.message('ana', /Your growth record, to print/), 'Only you have it')
  })
  await t.step(
    'elif',
    'reads of the graduation in the channel, and nothing they wrote',
    ['D4', 'D5'],
    async (s) => {
      const channel = s.wins('elif').join('\n')
      s.see(channel, 'A graduation', '@Ana Albatross and @Ben Badger')
      s.unseen(channel, HELPED, REACHED, 'good to watch')
    },
  )
}
