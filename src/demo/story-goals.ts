/** The chapters of the story in which Ana and Ben agree on how they work, and on what Ana wants to reach. */
import type { Teller } from './steps.ts'

const MEASURE = 'from 0 to 4 roadmap reviews'

/** Week two: an agreement that both sign, and a goal that both can see. */
export async function agreeAndAim(t: Teller): Promise<void> {
  await t.step(
    'ana',
    'finds the agreement on Home, filled in from both profiles',
    ['C2', 'G2'],
    async (s) => {
      s.see(await s.home('ana'), 'not made yet')
      s.see(
        await s.press('ana', 'home', 'Make the agreement with Ben Badger'),
        'Run a roadmap review on my own by spring',
        'Your partner Ben Badger can read this',
      )
      s.see(await s.submit('ana', {}), 'You signed it')
    },
  )
  await t.step('ben', 'proposes a change to it', ['C2'], async (s) => {
    const asked = s.message('ben', /Ana Albatross proposed your agreement/)
    s.unseen(asked, 'roadmap')
    s.see(await s.press('ben', 'message', 'Read and sign'), 'Run a roadmap review', 'Every two weeks')
    await s.press('ben', 'modal', 'Propose a change')
    s.see(await s.submit('ben', { minutes: 'An hour' }), 'You signed it')
  })
  await t.step('ana', 'sees field by field what changed, and signs: it is in force', ['C2'], async (s) => {
    s.see(await s.home('ana'), 'waits for your signature')
    s.see(await s.press('ana', 'home', 'Read what Ben Badger proposed'), 'What changed', 'An hour')
    s.see(await s.press('ana', 'modal', 'Sign it'), 'it is in force')
    s.see(await s.home('ana'), 'every two weeks, until')
  })
  await t.step('ana', 'sets a goal; the form helps her to make it measurable', ['C3'], async (s) => {
    await s.press('ana', 'home', 'Set a goal')
    const goal = {
      specific: 'I run the roadmap review of my team on my own',
      measure: 'Get better at it',
      firstStep: 'Write the agenda with Ben',
      competency: 'Roadmapping',
      due: '2027-01-15',
    }
    s.see(await s.submit('ana', goal), 'How would you both know?')
    s.see(await s.submit('ana', { measure: MEASURE }), 'It is set')
    await s.press('ana', 'modal', 'Add a step')
    s.see(await s.submit('ana', { words: 'Sit in on two reviews' }), 'Added')
  })
  await t.step('ben', 'reads it, and arranges an occasion to practise', ['C3'], async (s) => {
    s.unseen(s.message('ben', /shared a goal with you/), 'roadmap')
    s.see(await s.press('ben', 'message', 'Read it'), 'I run the roadmap review', MEASURE)
    await s.press('ben', 'modal', 'Add a step or practice')
    s.see(await s.submit('ben', { words: 'Lead the review of the search team' }), 'hears of it')
  })
}

/** Week three: steps are ticked, and progress is seen. */
export async function getNearer(t: Teller): Promise<void> {
  await t.step('ana', 'ticks a step and notes progress from Home', ['C3', 'G2'], async (s) => {
    await s.home('ana')
    await s.press('ana', 'home', 'Open goal 1')
    s.see(await s.press('ana', 'modal', 'Done: Sit in on two reviews'), 'ticked by Ana Albatross')
    await s.press('ana', 'modal', 'Note progress')
    s.see(await s.submit('ana', { now: '2', note: 'Nobody noticed that I was nervous' }), 'Noted')
    s.see(await s.home('ana'), '50 %, about half way')
  })
  await t.step('ben', 'sees it, and who ticked what', ['C3'], async (s) => {
    s.see(await s.command('ben', '/mentor goals'), 'Your mentee', '50 %')
    await s.press('ben', 'modal', 'See the goals of Ana Albatross')
    s.see(await s.press('ben', 'modal', 'Open goal 1'), 'ticked by Ana Albatross', '2 of 4 roadmap reviews')
  })
}

/** Week four: there. */
export async function arrive(t: Teller): Promise<void> {
  await t.step('ana', 'reaches the goal; nothing is told unless she tells it', ['C3', 'D4'], async (s) => {
    await s.home('ana')
    await s.press('ana', 'home', 'Open goal 1')
    s.see(await s.press('ana', 'modal', 'I reached it'), 'nothing is posted unless you send it')
    s.unseen(s.wins('ana').join('\n'), 'roadmap review of my team')
  })
  await t.step('ben', 'hears that she did', ['C3', 'D4'], async (s) => {
    s.see(s.message('ben', /@Ana Albatross reached a goal/), 'will be remembered')
  })
}
