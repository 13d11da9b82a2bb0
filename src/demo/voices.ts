/** What the simulated people say to each other: about the skill that a pair works on, and fitting the week they are in. */

/** When in a mentorship something is said: its first weeks, the middle of it, or towards its end. */
export type Stretch = 'early' | 'middle' | 'late'

interface Said {
  /** The skill, as the catalogue names it on screen. */
  skill: string
  /** Continues "thank you" after a space. */
  thanks: Record<Stretch, string>
  wins: Record<Stretch, string>
  /** What somebody who wants to learn it aims at, and how far: "from 0 to 3 reviews". */
  aim: { goal: string; measure: string }
}

const about = (
  skill: string,
  aim: [goal: string, measure: string],
  thanks: [string, string, string],
  wins: [string, string, string],
): Said => ({
  skill,
  aim: { goal: aim[0], measure: aim[1] },
  thanks: { early: thanks[0], middle: thanks[1], late: thanks[2] },
  wins: { early: wins[0], middle: wins[1], late: wins[2] },
})

const SAID: readonly Said[] = [
  about(
    'Product strategy',
    ['I can say on one page what we will not do', 'from 0 to 3 pages'],
    [
      'for asking who we would rather lose as a customer',
      'for tearing up my strategy page kindly',
      'for the courage to drop our second market',
    ],
    [
      'I can say in two sentences who this is for',
      'Our strategy fits on one page now, and the page is dull in the right places',
      'Leadership dropped a market because of my page. Nobody died',
    ],
  ),
  about(
    'Product vision',
    ['My team can tell our vision without me', 'from 1 to 6 people'],
    [
      'for making me draw it instead of writing it',
      'for hearing my vision pitch four times this week',
      'for “read it to somebody who is not in tech”. I did',
    ],
    [
      'First sketch of where we could be in three years, on a napkin',
      'A support colleague retold our vision better than I do',
      'The vision opened the all-hands, and the questions were about how, not why',
    ],
  ),
  about(
    'Roadmapping',
    ['I run the roadmap review on my own', 'from 0 to 3 reviews'],
    [
      'for showing me your ugliest roadmap',
      'for swapping my dates for now, next and later',
      'for sitting at the back of my review and saying nothing',
    ],
    [
      'My roadmap has outcomes on it. Two of them, but still',
      'A customer drew our roadmap for us, and it was ours',
      'I ran the roadmap review without slides and we ended early',
    ],
  ),
  about(
    'Goals and OKRs',
    ['My objectives survive a quarter', 'from 1 to 3 objectives'],
    [
      'for “and how would you notice?” after each key result',
      'for halving my objectives with me',
      'for making grading a talk, not a verdict',
    ],
    [
      'Deleted four key results that were tasks in disguise',
      'The team wrote the key results without me in the room',
      'We graded ourselves 0.6, and it was the best talk of the quarter',
    ],
  ),
  about(
    'Pricing and business models',
    ['I can defend our price with numbers', 'from 0 to 4 price interviews'],
    [
      'for explaining margins with a lemonade stand',
      'for the price interview script, worth every cent',
      'for telling me to raise it before I apologise for it',
    ],
    [
      'I understand our own invoice now',
      'Four price interviews done. People pay for less than we thought, and more',
      'The new plan went live, and the first customer picked the dearer one',
    ],
  ),
  about(
    'Discovery interviews',
    ['I interview customers every week', 'from 2 to 12 interviews'],
    [
      'for walking me through my first interview guide',
      'for the silence trick. I counted to seven',
      'for listening to two of my recordings in full',
    ],
    [
      'Ran my first customer interview without my lead in the room',
      'A customer told me something that I had not asked. That is the win',
      'Twelve interviews, and engineers join without being asked',
    ],
  ),
  about(
    'User research',
    ['I plan a study that answers one question', 'from 0 to 3 studies'],
    [
      'for “what would you do if the answer were no?”',
      'for helping me pick five people who are not our fans',
      'for the kindest review of a research plan I ever had',
    ],
    [
      'My research plan is one question long',
      'The study said the opposite of what I hoped, and I wrote it down that way',
      'Sales quoted my study in a call. Correctly',
    ],
  ),
  about(
    'Continuous discovery',
    ['We talk to users in every week of a quarter', 'from 3 to 12 weeks'],
    [
      'for putting a weekly slot in my calendar and guarding it',
      'for the opportunity tree that fits on a door',
      'for noticing that I had stopped, without saying so',
    ],
    [
      'Three weeks in a row with a customer call each',
      'The tree on the wall has a branch that was not our idea',
      'Discovery is on the team calendar, not on mine',
    ],
  ),
  about(
    'Problem framing',
    ['I write the problem before the solution', 'from 1 to 6 problem pages'],
    [
      'for “whose problem is it?” at minute three',
      'for crossing out each solution in my problem page',
      'for making me wait a day before I named it',
    ],
    [
      'Threw away a feature by writing its problem down',
      'Two teams found out that they had the same problem',
      'A director asked for the problem page first. I nearly cried',
    ],
  ),
  about(
    'Prototyping and product design',
    ['I try ideas on people before they are built', 'from 0 to 5 prototypes'],
    [
      'for teaching me paper before pixels',
      'for clicking everything that I said not to click',
      'for your eye for the one button that mattered',
    ],
    [
      'First prototype in an afternoon, made of sticky notes',
      'Five people got lost at the same place, before a line was written',
      'The designer and I disagreed with a prototype instead of a meeting',
    ],
  ),
  about(
    'Prioritization',
    ['I decide what to leave out, and say why', 'from 1 to 5 things left out'],
    [
      'for showing me how to say no without a spreadsheet',
      'for “what would have to be true?”, twice a day now',
      'for backing me when I said not this quarter',
    ],
    [
      'Cut the backlog in half, and nobody has asked for the other half',
      'I said no to a feature, and was thanked for it',
      'Sales brought me their own list, already in order',
    ],
  ),
  about(
    'Agile delivery',
    ['We ship something small every week', 'from 1 to 8 weeks'],
    [
      'for cancelling a meeting on my behalf',
      'for slicing my epic until it fitted into a week',
      'for a retro question that got the quiet ones talking',
    ],
    [
      'Our stand-up takes nine minutes',
      'We shipped the smallest slice, and learned that it was enough',
      'Six weeks of shipping each Thursday. It is boring, and I love it',
    ],
  ),
  about(
    'Writing specs and user stories',
    ['My specs are read to the end', 'from 1 to 5 specs'],
    [
      'for reading my draft twice',
      'for striking out half of my spec and keeping the better half',
      'for “who will read this on a phone?”',
    ],
    [
      'A spec of one page, with the edge cases at the front',
      'An engineer said “I had no questions”. First time',
      'My template is used by a team that I do not know',
    ],
  ),
  about(
    'Go-to-market and launches',
    ['A launch that support hears of first', 'from 0 to 2 launches'],
    [
      'for the launch checklist with the odd coffee stain',
      'for the introduction to sales',
      'for staying calm while my launch slid by a week',
    ],
    [
      'Support knew about the launch before the customers. That is new',
      'Our launch post has no adjective in it, and works',
      'A launch without a single surprise, on a Tuesday',
    ],
  ),
  about(
    'Technical fluency',
    ['I follow a design review without help', 'from 0 to 6 reviews'],
    [
      'for drawing our system in six boxes',
      'for never once saying “just” about the code',
      'for the questions to bring into a design review',
    ],
    [
      'I read a log today, and found it before the engineers did',
      'Asked a question in the design review that changed the design',
      'I can tell which estimate is a guess, and so can they',
    ],
  ),
  about(
    'Product analytics',
    ['I answer my own questions from data', 'from 2 to 10 questions'],
    [
      'for an hour with the query window open',
      'for spotting that my funnel counted robots',
      'for “look at the raw rows first”',
    ],
    [
      'Wrote my first query that somebody else ran again',
      'Found where people drop out, and it was not where we were looking',
      'The dashboard lost fourteen charts. Everybody looks at it now',
    ],
  ),
  about(
    'Experiments and A/B testing',
    ['Each experiment has a decision before it starts', 'from 0 to 4 experiments'],
    [
      'for making me write the decision before the test',
      'for the sample size talk, with beans',
      'for toasting my null result',
    ],
    [
      'Our first experiment with a clear answer',
      'We stopped an experiment early because we had written down when',
      'Three experiments, one winner, and two that saved us a quarter',
    ],
  ),
  about(
    'Metrics and measurement',
    ['One number that my team moves', 'from 0 to 10 percent'],
    [
      'for “which number would worry you on holiday?”',
      'for talking me out of my seventh metric',
      'for finding the one that leads, not lags',
    ],
    [
      'We have one number. It fits on a mug',
      'The number moved, and we know why',
      'A team asked to borrow our metric. We let them',
    ],
  ),
  about(
    'Growth and retention',
    ['More people get through their first day', 'from 31 to 45 percent'],
    [
      'for trying our sign-up with the patience of a cat',
      'for the list of small tests, smallest first',
      'for reminding me that staying counts more than coming',
    ],
    [
      'I signed up as a new user and wrote down each sigh',
      'We removed a step of onboarding and nobody missed it',
      'More people come back in week two than ever. I checked it three times',
    ],
  ),
  about(
    'Stakeholder management',
    ['No surprise in the steering meeting', 'from 1 to 4 meetings'],
    [
      'for mapping who must know, who wants to, and who is just loud',
      'for staying calm in the review, so that I could',
      'for the practice round with you as the grumpy director',
    ],
    [
      'I told a stakeholder bad news early. They said thanks',
      'The loudest voice in the room wrote my follow-up for me',
      'A steering meeting that ended twenty minutes early, with a decision',
    ],
  ),
  about(
    'Influence without authority',
    ['Another team changes its plan because of mine', 'from 0 to 2 plans'],
    [
      'for teaching me to begin with what they want',
      'for the coffee before the meeting instead of the memo after it',
      'for letting me win an argument against you. You did, right?',
    ],
    [
      'Somebody repeated my idea as theirs. I smiled, as practised',
      'Engineering moved a date for us after one honest talk',
      'Two teams share a goal now, and I hold no power over either',
    ],
  ),
  about(
    'Storytelling and presenting',
    ['I tell our story in five minutes', 'from 1 to 6 talks'],
    [
      'for cutting the first three slides. They were throat-clearing',
      'for making me tell it to your dog first',
      'for laughing at the right place from the back row',
    ],
    [
      'Told our story in five minutes with one picture',
      'The demo began with a person, not with a menu',
      'Somebody from finance clapped. Finance!',
    ],
  ),
  about(
    'Leading and coaching people',
    ['One good talk a week with each of my reports', 'from 2 to 10 talks'],
    [
      'for the question “what did you stop doing for them?”',
      'for helping me write hard feedback in soft words',
      'for telling me to let the team run it. They ran it better',
    ],
    [
      'My first one-to-one in which I spoke less than half of the time',
      'Gave the feedback that I had carried around for a month',
      'I was on leave for a week and nobody wrote to me',
    ],
  ),
  about(
    'Career growth in product',
    ['I know what my next step needs', 'from 0 to 3 talks with my lead'],
    [
      'for an hour of honest questions',
      'for reading my self-review aloud in a kind voice',
      'for saying that I was ready before I did',
    ],
    [
      'Wrote down what I want, and then said it to my lead',
      'I asked for the harder project, and got it',
      'I wrote the list of what I can do now. It took two pages',
    ],
  ),
]

/** What was done since the last check-in, in somebody's own words. */
export const PROGRESS = [
  'Wrote the one-pager',
  'Had three customer calls',
  'Cut the backlog in half',
  'Tried it on my own team first',
  'Asked for feedback and got some',
  'Not much, it was a week of meetings',
]

/** What two people note at the end of a meeting. */
export const NOTES = [
  'Say what I want before how',
  'Ask one more question',
  'Less slides, more people',
  'Sleep on it, then send it',
  'Write the hard part first',
]

const bySkill = new Map(SAID.map((said) => [said.skill, said]))

/** The skills that somebody can speak about. */
export const SKILLS: readonly string[] = SAID.map((said) => said.skill)

/** How far two are along, by the weeks since they met (0 in the first one). */
export const stretchOf = (weeks: number): Stretch => (weeks < 3 ? 'early' : weeks < 8 ? 'middle' : 'late')

/** The lines about any of these skills at such a time; about all of them where none is known. */
export function linesAbout(kind: 'thanks' | 'wins', skills: readonly string[], stretch: Stretch): string[] {
  const known = skills.flatMap((skill) => bySkill.get(skill) ?? [])
  return (known.length > 0 ? known : SAID).map((said) => said[kind][stretch])
}

/** What people who learn one of these skills aim at. */
export function aimsAbout(skills: readonly string[]): { skill: string; goal: string; measure: string }[] {
  const known = skills.flatMap((skill) => bySkill.get(skill) ?? [])
  return (known.length > 0 ? known : SAID).map(({ skill, aim }) => ({ skill, ...aim }))
}

/** One thing that somebody says in a channel. */
export interface Remark {
  channel: string
  by: string
  text: string
}

/** Everyday talk that stands in the channels already, so that the workspace looks lived in. Oldest first. */
export const TALK: readonly (Remark & { hoursAgo: number })[] = [
  {
    hoursAgo: 74,
    channel: 'general',
    by: 'elif',
    text: 'Welcome, Kaia! First week, first lost badge. You are one of us now.',
  },
  { hoursAgo: 73, channel: 'general', by: 'kaia', text: 'Found it. It was in the fridge. Do not ask.' },
  {
    hoursAgo: 70,
    channel: 'product',
    by: 'finn',
    text: 'does anyone have a good way to tell sales “not this quarter” without it becoming a thing?',
  },
  {
    hoursAgo: 69,
    channel: 'product',
    by: 'chidi',
    text: 'I show them what would have to move. Then it is their decision, and they are kinder than I am.',
  },
  {
    hoursAgo: 52,
    channel: 'product',
    by: 'grace',
    text: 'Sign-up drop-off by step, fresh numbers in the doc. Step 3 is a crime.',
  },
  { hoursAgo: 51, channel: 'product', by: 'leo', text: 'step 3 is mine. sorry. looking.' },
  {
    hoursAgo: 28,
    channel: 'product',
    by: 'haruki',
    text: 'Good morning from Osaka. Notes from five interviews are up; the third one made me put my pen down.',
  },
  { hoursAgo: 26, channel: 'product', by: 'ben', text: 'Read them on the tram. Missed my stop. Worth it.' },
  {
    hoursAgo: 5,
    channel: 'general',
    by: 'dana',
    text: 'We start something small today: mentoring, by and for ourselves. Type `/mentor` anywhere and look around.',
  },
  { hoursAgo: 4, channel: 'general', by: 'jonas', text: 'looked around. in.' },
]

/** What people say in a channel while weeks pass, each once. */
export const CHATTER: readonly string[] = [
  'Anyone up for a walk-and-talk at three? I have a question about funnels.',
  'The whiteboard pen drawer has been refilled. I feel powerful.',
  'TIL our changelog has eleven readers. Hello, all eleven.',
  'Review moved to Thursday, same room, better biscuits.',
  'who owns the export button? asking for a customer, and for my sanity',
  'Interview in ten minutes, one seat left to listen in.',
  'Our oldest ticket turned four today. There will be cake.',
  'I wrote down why we said no to the calendar thing. Link in the doc.',
  'Could two people try my prototype? It takes six minutes, and it will break.',
  'Numbers for October are in. Boring, in the good way.',
  'Lost: one roadmap, last seen in quarter two.',
  'Thank you to whoever fixed the staging banner.',
]
