/**
 * Where a mentorship can stand, and what leads from one state to another: one table, which the code obeys and
 * docs/mentorship.md shows. Pure.
 */

/** Each state, as a sentence that goes on "You two". `live`: it runs. */
export const STATES = {
  introduced: { live: true, means: 'have been matched and introduced' },
  active: { live: true, means: 'are under way' },
  nudged: { live: true, means: 'have gone quiet, and got a first nudge' },
  asked: { live: true, means: 'were asked whether you met' },
  offered: { live: true, means: 'were offered a break, a new match or a good close' },
  hand: { live: true, means: 'could use a hand, and the coordinators see that' },
  paused: { live: true, means: 'take a break that ends by itself' },
  trial: { live: true, means: 'have met twice, and were each asked whether to go on' },
  closing: { live: true, means: 'are closing, each with a last word' },
  completed: { live: false, means: 'have completed your mentorship' },
  ended: { live: false, means: 'have ended your mentorship' },
} as const

export type State = keyof typeof STATES

/** Who or what brings an event about. */
export type By = 'either' | 'both' | 'clock' | 'departure'

export interface Transition {
  event: Event
  from: readonly State[]
  /** 'same': nothing changes but what the event notes. */
  to: State | 'same'
  by: By
  /** When it happens, in words. */
  when: string
  /** Who hears of it. */
  tells: string
  /** For a single chat, or for a mentorship alone; else for both. */
  only?: 'chat' | 'mentorship'
}

export const EVENTS = [
  'signed',
  'met',
  'planned',
  'stalled',
  'silent',
  'later',
  'away',
  'hand',
  'rest',
  'back',
  'rested',
  'twoMeetings',
  'trialOver',
  'close',
  'lastDay',
  'reviewed',
  'reopen',
  'extend',
  'complete',
  'lapse',
  'rematch',
  'trialParts',
  'end',
  'leave',
  'chatOver',
] as const
export type Event = (typeof EVENTS)[number]

const LIVE = (Object.keys(STATES) as State[]).filter((state) => STATES[state].live)
const QUIET: State[] = ['nudged', 'asked', 'offered']
const NOBODY = 'nobody'
const BOTH = 'both'

/** A row each way from one state to another. Of several rows for an event and a state the first counts. */
export const TRANSITIONS: readonly Transition[] = [
  // The beginning.
  row('signed', ['introduced'], 'active', 'both', 'the agreement is signed by both', 'who proposed it'),
  row('signed', without('introduced'), 'same', 'both', 'a changed agreement is signed', 'who proposed it'),
  row('met', ['introduced', 'active'], 'ended', 'either', 'they talked', BOTH, 'chat'),
  pairs('met', ['introduced', 'hand', 'paused', ...QUIET], 'active', 'either', 'they met', NOBODY),
  pairs('met', ['active', 'trial', 'closing'], 'same', 'either', 'they met', NOBODY),
  row('planned', ['hand', ...QUIET], 'active', 'both', 'a session is planned', BOTH),
  row('planned', without('hand', ...QUIET), 'same', 'both', 'a session is planned', BOTH),
  // The stall ladder.
  pairs('stalled', ['introduced', 'active'], 'nudged', 'clock', 'no session for too long', BOTH),
  pairs('silent', ['nudged'], 'asked', 'clock', 'three working days without a word', BOTH),
  pairs('silent', ['asked'], 'offered', 'clock', 'three more', BOTH),
  pairs('silent', ['offered'], 'hand', 'clock', 'three more', 'the coordinators: that, never what'),
  pairs('silent', ['hand'], 'closing', 'clock', 'four weeks in which nothing came of it', BOTH),
  pairs('later', ['hand', ...QUIET], 'active', 'either', '"not yet, but we will"', NOBODY),
  pairs('later', ['introduced', 'active'], 'same', 'either', '"not yet, but we will"', NOBODY),
  pairs('away', QUIET, 'active', 'clock', 'one of them takes a pause from Cairn', NOBODY),
  pairs(
    'hand',
    ['introduced', 'active', 'paused', 'trial', ...QUIET],
    'hand',
    'either',
    '"we could use a hand"',
    'the coordinators: that, never what',
  ),
  // A break of the two.
  pairs(
    'rest',
    without('closing'),
    'paused',
    'either',
    'a break until a day, or until another day',
    'the partner',
  ),
  pairs('back', ['paused'], 'active', 'either', 'they are back early', 'the partner'),
  pairs('rested', ['paused'], 'active', 'clock', 'the day has come', BOTH),
  // The trial.
  pairs('twoMeetings', ['introduced', 'active'], 'trial', 'clock', 'two sessions were held', BOTH),
  pairs('trialOver', ['trial'], 'active', 'clock', 'the time to answer is over: they go on', BOTH),
  pairs(
    'trialOver',
    without('trial', 'closing'),
    'same',
    'clock',
    'the same, while it stands elsewhere',
    BOTH,
  ),
  pairs(
    'trialParts',
    LIVE,
    'ended',
    'clock',
    'one of them would like a new match',
    'both, in the same words',
  ),
  // The end, well made.
  pairs('close', without('closing'), 'closing', 'either', 'one of them closes it early', BOTH),
  pairs(
    'lastDay',
    without('closing'),
    'closing',
    'clock',
    'the agreed last day comes near, and no break or trial runs',
    BOTH,
  ),
  pairs('reviewed', ['closing'], 'same', 'either', 'a last word, which may be changed', NOBODY),
  pairs('reopen', ['closing'], 'active', 'either', 'they would rather go on', 'the partner'),
  pairs('extend', ['closing'], 'active', 'both', 'an agreement with a later last day is signed', BOTH),
  pairs('complete', ['closing'], 'completed', 'clock', 'both have answered, or the time to is over', BOTH),
  pairs('lapse', ['closing'], 'ended', 'clock', 'it closed for silence, and nobody answered', BOTH),
  // The end, plainly.
  pairs('rematch', LIVE, 'ended', 'either', 'a new match instead, no fault', 'both, in the same words'),
  row('chatOver', ['introduced', 'active'], 'ended', 'clock', 'three weeks are over', BOTH, 'chat'),
  row('end', LIVE, 'ended', 'either', 'one of them ends it, unexplained', 'the partner'),
  row('leave', LIVE, 'ended', 'departure', 'one of them leaves, or is gone', 'the partner'),
]

function row(
  event: Event,
  from: readonly State[],
  to: Transition['to'],
  by: By,
  when: string,
  tells: string,
  only?: Transition['only'],
): Transition {
  return { event, from, to, by, when, tells, ...(only && { only }) }
}

function pairs(...[event, from, to, by, when, tells]: Parameters<typeof row>): Transition {
  return row(event, from, to, by, when, tells, 'mentorship')
}

function without(...states: State[]): State[] {
  return LIVE.filter((state) => !states.includes(state))
}

/** Whether the stall ladder waits for a word of the two. */
export const isQuiet = (state: string) => (QUIET as string[]).includes(state)

export const isState = (text: string): text is State => text in STATES
export const isLive = (state: State) => STATES[state].live

/** Where an event leads from each state in which it may happen, for a mentorship or for a chat. */
export function transitionsOf(event: Event, kind: string): Map<State, State> {
  const moves = new Map<State, State>()
  for (const each of TRANSITIONS) {
    if (each.event !== event || (each.only && each.only !== kind)) continue
    for (const from of each.from) if (!moves.has(from)) moves.set(from, each.to === 'same' ? from : each.to)
  }
  return moves
}

/** Whether an event may happen in a state. */
export const mayHappen = (state: string, event: Event, kind: string) =>
  isState(state) && transitionsOf(event, kind).has(state)
