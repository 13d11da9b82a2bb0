/** The table of states as docs/mentorship.md shows it: as a picture, and in words. */
import {
  type Event,
  isLive,
  isQuiet,
  STATES,
  type State,
  TRANSITIONS,
  type Transition,
} from '../src/features/pairs/mentorship/states.ts'

const states = Object.keys(STATES) as State[]

/** What is drawn as one box. */
const BOXES: Record<string, readonly State[]> = {
  together: ['introduced', 'active', 'trial'],
  quiet: states.filter(isQuiet),
}

/** From where an arrow is drawn: a box where it starts from all that are in it. */
function startsOf({ from, to }: Transition): string[] {
  const rest = new Set<State>(from)
  const boxes = Object.entries(BOXES).filter(([, members]) => members.every((state) => rest.has(state)))
  for (const [, members] of boxes) for (const state of members) rest.delete(state)
  return [...boxes.map(([name]) => name), ...[...rest].filter((state) => state !== to)]
}

/** The table as a picture of a mentorship, in Mermaid's words; what changes nothing is left out. */
export function diagram(): string {
  const arrows = new Map<string, Event[]>()
  for (const row of TRANSITIONS) {
    if (row.to === 'same' || row.only === 'chat') continue
    for (const start of startsOf(row)) {
      const arrow = `${start} --> ${row.to}`
      const events = arrows.get(arrow) ?? []
      if (!events.includes(row.event)) arrows.set(arrow, [...events, row.event])
    }
  }
  return [
    'stateDiagram-v2',
    '  [*] --> introduced',
    ...Object.entries(BOXES).flatMap(([name, members]) => [
      `  state ${name} {`,
      ...members.map((state) => `    ${state}`),
      '  }',
    ]),
    ...[...arrows].map(([arrow, events]) => `  ${arrow} : ${events.join(', ')}`),
    '  completed --> [*]',
    '  ended --> [*]',
  ].join('\n')
}

/** The table in words, as Markdown. */
function tableInWords(): string {
  const rows = TRANSITIONS.map(({ event, from, to, by, when, tells, only }) => {
    const at = from.length === states.filter(isLive).length ? 'any that runs' : from.join(', ')
    const kind = only === 'chat' ? ' (chats only)' : ''
    return `| ${event}${kind} | ${at} | ${to === 'same' ? 'stays' : to} | ${by} | ${when} | ${tells} |`
  })
  return ['| event | from | to | by | when | tells |', '|---|---|---|---|---|---|', ...rows].join('\n')
}

/** The states in words, as Markdown. */
const statesInWords = () =>
  [
    '| state | the two |',
    '|---|---|',
    ...Object.entries(STATES).map(([s, { means }]) => `| ${s} | ${means} |`),
  ].join('\n')

/** A document with all of this between its two marks, as it is now. */
export const inDocument = (text: string) =>
  text.replace(
    /(<!-- states: begin -->\n)[\s\S]*(<!-- states: end -->)/,
    (_all, begin: string, end: string) =>
      [
        `${begin}\n## The states`,
        statesInWords(),
        '## On one picture',
        `\`\`\`mermaid\n${diagram()}\n\`\`\``,
        '## In words',
        tableInWords(),
        end,
      ].join('\n\n'),
  )
