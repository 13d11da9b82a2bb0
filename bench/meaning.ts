/** How many of the phrases kept apart are understood, how many of the answers are right, and what one takes. */
import { readFileSync } from 'node:fs'
import { learnt } from '../src/engine/meaning/learnt.ts'
import { understand } from '../src/engine/meaning/understand.ts'

const ROUNDS = 5
const KINDS = [
  ['ask', 'what somebody may ask for'],
  ['situation', 'public situations'],
  ['none', 'no skill: "understood" is to answer none'],
] as const

const SETS = [
  ['kept-apart', 'first'],
  ['kept-apart-2', 'second'],
] as const

const keptIn = (file: string) =>
  readFileSync(`test/facts/meaning/${file}.tsv`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [kind: string, labels: string, text: string])

export async function run(): Promise<void> {
  const begun = performance.now()
  const packed = learnt()
  const learning = Math.round(performance.now() - begun)
  const started = performance.now()
  understand('roadmap')
  console.log(
    `learnt in ${learning} ms; packed ${Math.round((packed.length * 3) / 4 / 1024)} KB; made ready in ${Math.round(performance.now() - started)} ms\n`,
  )
  console.log(
    '| kept apart | phrases | understood | precision | one answer | ms, middle | ms, slowest tenth |',
  )
  console.log('|---|---|---|---|---|---|---|')
  for (const [file, set] of SETS)
    for (const [kind, says] of KINDS) {
      const these = keptIn(file).filter(([of]) => of === kind)
      const answers = these.map(([, labels, text]) => {
        const { competencies, sure } = understand(text)
        const right = competencies.filter((id) => labels.split(' ').includes(id)).length
        return {
          sure,
          right,
          given: competencies.length,
          fine: kind === 'none' ? competencies.length === 0 : right > 0,
        }
      })
      const sum = (of: (answer: (typeof answers)[number]) => number) =>
        answers.reduce((all, one) => all + of(one), 0)
      const took = Array.from({ length: ROUNDS }, () =>
        these.map(([, , text]) => {
          const from = performance.now()
          understand(text)
          return performance.now() - from
        }),
      )
        .flat()
        .sort((a, b) => a - b)
      const at = (share: number) => took[Math.floor(took.length * share)]!.toFixed(2)
      console.log(
        `| ${set}: ${says} | ${these.length} | ${sum((a) => Number(a.fine))} | ${kind === 'none' ? '' : (sum((a) => a.right) / sum((a) => a.given)).toFixed(2)} | ${sum((a) => Number(a.sure))} | ${at(0.5)} | ${at(0.9)} |`,
      )
    }
}
