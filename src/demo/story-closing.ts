/** The chapters of the story in which Ana and Ben take a break, look back, and later close their mentorship well. */
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

const LEARNED = 'I prepare less and listen more'

/** Week twelve: what came week by week for each of them alone. */
export async function looksBack(t: Teller): Promise<void> {
  await t.step('ana', 'looks back at the month, for herself alone', ['C9'], async (s) => {
    s.see(s.message('ana', /A look back at the month/), 'Only you will ever read the answers')
    s.see(await s.press('ana', 'message', 'A look back at the month'), 'Only you will read this')
    s.see(await s.submit('ana', { learned: LEARNED }), 'for you alone')
  })
  await t.step('ben', 'has had a question for mentors, and looks at his own part', ['C14'], async (s) => {
    s.see(s.message('ben', /A question among mentors/), 'No names of mentees')
    await s.command('ben', '/mentor feedback')
    s.see(await s.press('ben', 'modal', 'Look at your own mentoring, for you alone'), 'I did what I said')
  })
}

/** Week twelve: somebody has had enough, and need not say why. */
export async function endsAlone(t: Teller): Promise<void> {
  await t.step('finn', 'ends it with Dana alone, at once, and needs no reason', ['C15'], async (s) => {
    await s.home('finn')
    s.see(
      await s.press('finn', 'home', 'End the mentorship with Dana Dormouse'),
      'You need not say why',
      'Never pair us again',
    )
    s.see(await s.submit('finn', {}), 'hears it kindly')
    const found = await s.command('finn', '/mentor find')
    s.unseen(found, 'Dana Dormouse')
  })
  await t.step('dana', 'hears it kindly, with a next step, and nothing of why', ['C15'], async (s) => {
    const told = s.message('dana', /Your mentorship with @Finn Flamingo has ended/)
    s.see(told, 'Thank you both')
    s.unseen(told, 'never', 'pair')
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
