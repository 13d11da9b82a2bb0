/** What carries a pair between its meetings: orientation, agendas, feedback, introductions, and a word in private. */
import type { Teller } from './steps.ts'

const SAW = 'You let the others finish before you answered'
const WHY = 'You both rebuild a discovery practice, and Dana is a year ahead'
const WRONG = 'I was laughed at in front of the team'

/** Ben, on the Monday of the fourth week: by Thursday the two have answered. */
export async function introduces(t: Teller): Promise<void> {
  await t.step('ben', 'would like Ana and Dana to meet; each is asked alone', ['C12'], async (s) => {
    s.see(await s.command('ben', '/mentor intro @ana @dana'), 'Read by both of them')
    s.see(await s.submit('ben', { reason: WHY }), 'each alone', 'whatever they answer and whenever')
  })
  await t.step('ana', 'says yes; nobody hears of it before the time of both is over', ['C12'], async (s) => {
    s.see(await s.press('ana', 'message', 'Yes, introduce us'), 'at the same moment')
  })
  await t.step('dana', 'says yes as well, and reads the same', ['C12'], async (s) => {
    s.see(await s.press('dana', 'message', 'Yes, introduce us'), 'at the same moment')
  })
}

/** Ana and Ben, in the fourth week; Dana and Elif are at work as well. */
export async function between(t: Teller): Promise<void> {
  await t.step('ana', 'reads the ten-minute orientation from their conversation', ['C14'], async (s) => {
    s.see(await s.press('ana', 'message', 'Ten minutes before'), 'Page 1 of 6')
    s.see(await s.press('ana', 'modal', 'Next'), 'Page 2 of 6')
  })
  await t.step('ben', 'got an idea for the week, one message for all his mentees', ['C14'], async (s) => {
    s.see(s.message('ben', /After: /), '@Ana Albatross')
  })
  await t.step('ana', 'opens the agenda for their next meeting', ['C6'], async (s) => {
    s.see(await s.press('ana', 'home', 'Agenda'), 'For your next meeting with @Ben Badger', 'After: ')
  })
  await t.step('ana', 'asks Ben for feedback on one moment', ['C9'], async (s) => {
    s.see(await s.command('ana', '/mentor feedback ask @ben'), 'Read by the one you ask')
    s.see(await s.submit('ana', { about: 'How I ran the planning on Tuesday' }), 'Either way you hear of it')
  })
  await t.step(
    'ben',
    'writes it in four short fields; the question stood behind a button',
    ['C9'],
    async (s) => {
      s.unseen(s.message('ben', /asks you for feedback/), 'planning')
      s.see(
        await s.press('ben', 'message', 'Write it'),
        'How I ran the planning',
        'Read by Ana Albatross alone',
      )
      const words = { situation: 'On Tuesday', behaviour: SAW, impact: 'They agreed to the cut' }
      s.see(await s.submit('ben', words), 'only whether it was useful')
    },
  )
  await t.step('ana', 'alone reads it, and says that it was useful', ['C9'], async (s) => {
    s.unseen(s.message('ana', /sent you feedback/), SAW)
    s.see(await s.press('ana', 'message', /^Read the feedback of Ben/), SAW)
    s.see(await s.press('ana', 'modal', 'Very useful'), 'learns that, and nothing else')
    s.see(s.message('ben', /read your feedback/), 'very useful')
  })
  await t.step('dana', 'and Ana said yes: the two have a conversation of their own', ['C12'], async (s) => {
    s.see(s.group('dana', 'ana').join('\n'), 'you both said yes', 'Next step')
    s.unseen(s.group('dana', 'ana').join('\n'), WHY)
    s.see(s.message('ben', /both said yes/), 'Thank you for connecting them')
  })
  await t.step('ana', 'tells somebody outside the programme that something is wrong', ['C15'], async (s) => {
    s.see(await s.press('ana', 'home', 'Something is wrong'), 'Whom would you like to tell?')
    s.see(await s.submit('ana', { contact: 'Elif Egret', words: WRONG }), 'nobody else does')
  })
  await t.step('elif', 'alone reads it, and says at once that she has it', ['C15'], async (s) => {
    s.unseen(s.message('elif', /picked you to tell something/), 'Ana', WRONG)
    s.see(await s.press('elif', 'message', 'Read it'), WRONG, '@Ana Albatross')
    s.see(await s.press('elif', 'modal', 'I have got it'), 'They know')
    s.see(s.message('ana', /has got what you wrote/), 'Elif Egret')
  })
}
