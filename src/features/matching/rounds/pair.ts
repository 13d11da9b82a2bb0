/** One pair of a draft as whoever runs the round sees it: why this mentor, and who else. */
import type { ModalView } from '@slack/types'
import type { ScorePart } from '../../../core/match-record.ts'
import { joinSafe, md } from '../../../core/text.ts'
import type { Alternative } from '../../../engine/index.ts'
import { actions, button, context, divider, modal, section } from '../../../slack/ui/blocks.ts'
import { radioInput } from '../../../slack/ui/inputs.ts'
import { FITS, score, WEAK, whyAlone } from './preview.ts'
import type { Round, RoundPair } from './service.ts'

/** What speaks for a pair, in words that give away nothing that either wrote or wants. */
const STRONG: Record<ScorePart, string> = {
  skills: 'The mentor offers what the mentee would like to learn.',
  time: 'Their free hours meet.',
  zone: 'Their clocks are close.',
  style: 'They like to work in the same way.',
  level: 'The mentor is a step or two ahead.',
  repeat: '',
}

/** What comes of another mentor, as all others would then be solved anew. */
function consequence({ fewer, cost, worst }: Alternative, weakest: number | null): string {
  const parts = [
    fewer > 0 && `${fewer} fewer matched`,
    fewer < 0 && `${-fewer} more matched`,
    worst !== weakest && `weakest pair ${worst} instead of ${score(weakest)}`,
    cost !== 0 && `${Math.abs(cost)} ${cost > 0 ? 'less' : 'more'} fit in all`,
  ].filter((part) => part !== false)
  const text = parts.join(', ')
  return text ? `${text[0]?.toUpperCase()}${text.slice(1)}` : 'As good in all'
}

/** One mentee of a draft: why this mentor, and who else. */
export function pairModal(
  round: Round,
  pair: RoundPair,
  others: Alternative[],
  people: Map<string, { name: string }>,
  page: number,
): ModalView {
  const nameOf = (person: string) => people.get(person)?.name ?? 'somebody'
  const mentee = nameOf(pair.mentee)
  const choice = (other: Alternative) =>
    [
      other.mentor,
      `${nameOf(other.mentor)} · fit ${other.score}`,
      consequence(other, round.outcome?.worst ?? null),
    ] as const
  return modal({
    id: 'rounds.giving',
    title: 'A pair of the round',
    submit: others.length > 0 ? 'Give this mentor' : undefined,
    close: 'Close',
    meta: { round: round.id, page, mentee: pair.mentee },
    blocks: [
      pair.mentor
        ? [
            section(
              md`*${mentee}* with *${nameOf(pair.mentor)}*\n${pair.why?.fit ? FITS[pair.why.fit] : ''} · fit ${pair.score}${pair.locked ? ' · kept together' : ''}`,
            ),
            section(
              joinSafe([
                md`*What speaks for it*`,
                ...(pair.why?.strong?.length
                  ? pair.why.strong.map((part) => md`• ${STRONG[part]}`)
                  : [md`• Nothing stands out.`]),
              ]),
            ),
            section(
              md`*What weighs against it*\n${pair.why?.weak ? `${WEAK[pair.why.weak][0]?.toUpperCase()}${WEAK[pair.why.weak].slice(1)}.` : 'Nothing that Cairn knows of.'}`,
            ),
          ]
        : section(md`*${mentee}* has no mentor: ${whyAlone(pair)}.`),
      actions(
        pair.mentor !== null &&
          (pair.locked
            ? button('Let go', 'rounds.unlock', {
                value: pair.mentee,
                says: `Let ${mentee} and this mentor go`,
              })
            : button('Keep together', 'rounds.lock', {
                value: `${pair.mentee}:${pair.mentor}`,
                says: `Keep ${mentee} and this mentor together`,
              })),
        pair.mentor !== null &&
          button('Not these two', 'rounds.forbid', {
            value: `${pair.mentee}:${pair.mentor}`,
            says: `Not ${mentee} with this mentor in this round`,
          }),
        button('Leave out', 'rounds.leaveOut', {
          value: pair.mentee,
          says: `Leave ${mentee} out of this round`,
        }),
        button('Back', 'rounds.back', { says: 'Back to all pairs' }),
      ),
      others.length > 0
        ? [
            divider(),
            radioInput({
              name: 'mentor',
              label: 'Another mentor',
              optional: true,
              hint: others.some((other) => other.nearly)
                ? 'The two are then kept together, and all others are matched anew. Many here could mentor each other, so that it may come out a little differently.'
                : 'The two are then kept together, and all others are matched anew.',
              choices: others.map(choice),
            }),
          ]
        : context(
            pair.mentor
              ? 'No other mentor of this round may be matched with them, or their places are kept for others.'
              : 'No mentor of this round may be matched with them, or their places are kept for others. Find one more mentor, then match again.',
          ),
    ],
  })
}
