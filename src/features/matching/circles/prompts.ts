/**
 * What a group of peers may talk about, by how far the circle is. Our own words: each can be answered from a week at
 * work, by anybody, without telling anything about third people.
 */
const PROMPTS = {
  /** The first rotations: people learn what the others do. */
  opening: [
    'What are you working on that you would like to explain to somebody who is not in your team?',
    'Which part of your week gives you energy, and which takes it?',
    'What did you do before product, and what of it do you still use?',
    'Which habit of another team would you like to bring into yours?',
    'What do people often get wrong about your job?',
    'What would you like to be asked for help with?',
  ],
  /** Then the craft: one thing each, from real work. */
  craft: [
    'Bring one decision that you have not made yet. What would the others want to know before they make it?',
    'Which number do you look at every week, and when did it last change what you did?',
    'Show something half finished. What would you cut?',
    'Which question to a customer taught you most this month?',
    'What did you say no to lately, and how did you say it?',
    'Which meeting would you end if it were yours to end?',
    'Which assumption of your roadmap would hurt most if it were wrong?',
    'What took far longer than planned, and what would you plan differently?',
  ],
  /** Later: where each is going. */
  growth: [
    'What can you do now that you could not do half a year ago?',
    'Which feedback took you longest to accept, and what came of it?',
    'What would you try at work if you knew that nobody would mind if it failed?',
    'Who do you learn most from at the moment, and how?',
    'What should you stop doing, and who could do it instead?',
    'Which skill would make the next year easier, and what is a first step this week?',
    'What did you believe about good product work two years ago that you do not believe now?',
    'Whom of your colleagues could you help with one hour, and with what?',
  ],
} as const

export type Phase = keyof typeof PROMPTS

/** Two rotations to get to know each other, four about the craft, then growth and craft in turn. */
export function phaseOf(rotation: number): Phase {
  if (rotation <= 2) return 'opening'
  if (rotation <= 6) return 'craft'
  return rotation % 2 ? 'growth' : 'craft'
}

/** The question of a rotation (from 1), the same for all groups of a circle, and another one the next time. */
export function promptFor(rotation: number): string {
  const all = PROMPTS[phaseOf(rotation)]
  return all[(rotation <= 6 ? rotation : Math.floor(rotation / 2)) % all.length]!
}
