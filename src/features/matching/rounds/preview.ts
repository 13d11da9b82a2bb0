/** A round as whoever runs it sees it: what is set, all pairs, and what is doubtful; `pair.ts` has one at a time. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import type { ScorePart } from '../../../core/match-record.ts'
import type { Equity } from '../../../core/round.ts'
import { joinSafe, listed, listedSafe, md, mention, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import {
  actions,
  button,
  context,
  divider,
  fields,
  header,
  modal,
  section,
} from '../../../slack/ui/blocks.ts'
import { waitingButtons } from './asked.ts'
import { bargain, NEARLY, PAGE, type RoundMeta, WAITING } from './domain.ts'
import { isUndecided, type Preview, type Round, type RoundPair } from './service.ts'

type RoundOutcome = NonNullable<Round['outcome']>

/** What a coordinator can choose to matter most. */
export const MATTERS: Record<Equity, string> = {
  any: 'Nobody is left with a poor match',
  some: 'A balance: give up at most 1 % of the total fit',
  none: 'The best fit overall',
}

export const FITS = {
  strong: 'Strong fit',
  good: 'Good fit',
  fair: 'Fair fit',
  none: 'No shared skill',
} as const

/** What falls short in a pair, in words that give away nothing that either wrote or wants. */
export const WEAK: Record<ScorePart, string> = {
  skills: 'the mentor offers little of what the mentee would like to learn',
  time: 'their free hours hardly meet',
  zone: 'their clocks are far apart',
  style: 'they like to work in different ways',
  level: 'their levels are close together, or far apart',
  repeat: 'they were in a mentorship before',
}

const meta = (round: string, page = 0): RoundMeta => ({ round, page })

export const both = (a: string, b: string) => md`${mention(a)} and ${mention(b)}`

export const score = (points: number | null) => (points === null ? 'none' : String(points))

const MOST_NAMES = 8

const names = (people: string[], named = people.length <= MOST_NAMES) =>
  named ? listedSafe(people.map(mention)) : md`${plural(people.length, 'person', 'people')}`

const andMore = (all: unknown[], shown: number) =>
  all.length > shown ? ` and ${all.length - shown} more` : ''

/** What coordinators have set for this round, so that nobody publishes it without seeing what another one set. */
function settings({ round, forbids }: Preview) {
  const { only, without, excludeSameTeam } = round.choices
  const apart = forbids.slice(0, MOST_NAMES).map(([a, b]) => md`${mention(a)} from ${mention(b)}`)
  const lines = [
    only.length > 0 && md`*Only for* ${names(only)}`,
    without.length > 0 && md`*Left out* ${names(without)}`,
    forbids.length > 0 && md`*Kept apart* ${joinSafe(apart, '; ')}${andMore(forbids, MOST_NAMES)}`,
    excludeSameTeam && md`*Nobody within the same team*`,
  ].filter((line) => line !== false)
  return lines.length > 0 && section(joinSafe(lines))
}

function headline(preview: Preview, outcome: RoundOutcome): Blocks {
  const { round, pairs } = preview
  const { matched, mentees, fits, total, worst, weighed } = outcome
  const locked = pairs.filter((p) => p.locked).length
  const [gone, apart] = ['gone', 'apart'].map((status) => pairs.filter((p) => p.status === status).length)
  const left = [
    gone && `${plural(gone, 'pair')} of the draft did not hold any more when it was published`,
    apart && `${plural(apart, 'pair')} shared no skill and ${apart === 1 ? 'was' : 'were'} not added`,
  ].filter(Boolean)
  const undecided = pairs.filter(isUndecided).length
  return [
    section(
      md`*${matched} of ${plural(mentees, 'person', 'people')} matched*${locked > 0 ? ` · ${locked} kept together` : ''}${undecided > 0 ? ` · ${undecided} for you to decide` : ''}`,
    ),
    fields(
      md`*Quality*\n${fits.strong} strong · ${fits.good} good · ${fits.fair} fair${fits.none ? ` · ${fits.none} without a shared skill` : ''}`,
      md`*Fit*\n${total} in all${worst === null ? '' : `, the weakest pair ${worst}`}`,
    ),
    section(
      joinSafe([
        md`*What matters most*\n${MATTERS[round.choices.equity]}`,
        ...(weighed
          ? [
              md`${bargain(weighed)}${locked > 0 ? ' (Pairs that are kept together are not counted here.)' : ''}`,
            ]
          : []),
      ]),
    ),
    context(
      left.length > 0
        ? `${left.join('; ')}. The figures are of those who were introduced.`
        : `${
            round.choices.equity === 'any'
              ? 'Checked: no other set of pairs does better by these rules'
              : 'Checked: no other set of pairs fits better and has as good a weakest pair'
          }${outcome.nearly ? NEARLY : ''}.`,
    ),
    settings(preview),
  ]
}

/** What the last change did. */
function difference({ pairs }: Preview, outcome: RoundOutcome): Blocks {
  const { before, moved } = outcome
  if (!before) return []
  const points = outcome.total - before.total
  const parts = [
    (outcome.matched !== before.matched || outcome.mentees !== before.mentees) &&
      `${before.matched} of ${before.mentees} matched before`,
    points !== 0 && `${Math.abs(points)} ${points > 0 ? 'more' : 'less'} fit in all`,
    before.worst !== null && outcome.worst !== before.worst && `the weakest pair was ${before.worst}`,
  ].filter((part) => part !== false)
  const without = new Set(pairs.filter((p) => p.mentor === null).map((p) => p.mentee))
  const named = moved.length <= MOST_NAMES
  const [changed, alone] = [moved.filter((p) => !without.has(p)), moved.filter((p) => without.has(p))]
  const told = [
    changed.length > 0 &&
      md`${names(changed, named)} ${changed.length === 1 ? 'has a new mentor' : 'have new mentors'}.`,
    alone.length > 0 && md`${names(alone, named)} ${alone.length === 1 ? 'has' : 'have'} no mentor now.`,
  ].filter((line) => line !== false)
  return [
    section(
      md`*What changed*\n${told.length > 0 ? joinSafe(told, ' ') : 'Everybody has the same mentor as before.'}`,
    ),
    parts.length > 0 && context(parts.join(' · ')),
  ]
}

/** Whatever has changed among people since it was solved, which solving again would bring in. */
function changesSince({ since }: Preview, solved: string) {
  if (!since) return undefined
  const { newcomers, broken, places } = since
  const parts = [
    newcomers > 0 && `${plural(newcomers, 'more person looks', 'more people look')} for a mentor`,
    places > 0 && `there ${places === 1 ? 'is' : 'are'} ${plural(places, 'more free place')}`,
    broken > 0 && `${plural(broken, 'pair does', 'pairs do')} not hold any more`,
  ].filter((part) => part !== false)
  return (
    parts.length > 0 &&
    section(md`*Since it was made* (${solved}) ${listed(parts)}. "Match again" brings that in.`)
  )
}

const UNMATCHED: Record<string, string> = {
  nobody: 'no mentor here may be matched with them',
  mutual: 'whoever may be matched with them is their mentee in this round',
  outbid: 'the mentors who may be matched with them are taken',
}

/** Why a mentee is without a mentor. */
export const whyAlone = (pair: RoundPair) => UNMATCHED[pair.cause ?? 'outbid'] ?? ''

/** What is doubtful about it, the weightiest first. */
function concerns({ pairs }: Preview, { idle, contested, blocking }: RoundOutcome): Blocks {
  const [weakest] = pairs.filter(
    (p) => p.mentor !== null && !['gone', 'apart', 'declined', 'back'].includes(p.status) && !isUndecided(p),
  )
  const alone = pairs.filter((p) => p.mentor === null)
  const free = idle.slice(0, 10).map(([mentor, places]) => md`${mention(mentor)} (${places})`)
  const swaps = blocking.slice(0, 3).map(([a, b]) => md`${mention(a)} with ${mention(b)}`)
  const lines = [
    weakest?.mentor &&
      md`*The weakest pair* ${both(weakest.mentee, weakest.mentor)}, fit ${weakest.score}${weakest.why?.weak ? `: ${WEAK[weakest.why.weak]}` : ''}`,
    alone.length > 0 &&
      joinSafe([
        md`*Without a mentor* (each is told why, and is first in line next time)`,
        ...alone.slice(0, 10).map((p) => md`• ${mention(p.mentee)}: ${whyAlone(p)}`),
        ...(alone.length > 10 ? [md`• and ${alone.length - 10} more`] : []),
      ]),
    free.length > 0 && md`*With free places left* ${listedSafe(free)}${andMore(idle, 10)}`,
    contested.length > 0 &&
      md`*Most wanted* ${listedSafe(contested.slice(0, 3).map(mention))}: one more place of theirs would help most`,
    blocking.length === 0
      ? md`*Nobody would rather swap*: no two people fit each other better than those they have.`
      : md`*${plural(blocking.length, 'pair')} would fit each other better* than whom they have: ${joinSafe(swaps, '; ')}${andMore(blocking, 3)}. Giving them each other would cost somebody else${pairs.some((p) => p.locked) ? ', or part two who are kept together' : ''}.`,
  ]
  return lines.map((line) => line && section(line))
}

/** Two without a shared skill are introduced only if the coordinator adds them. */
function toDecide(undecided: RoundPair[], people: Map<string, { name: string }>): Blocks {
  if (undecided.length === 0) return []
  return [
    header('For you to decide'),
    context(
      'These share no skill, so they are not introduced unless you add them. The mentee is else told kindly.',
    ),
    undecided.slice(0, MOST_NAMES).map((pair) => {
      const name = people.get(pair.mentee)?.name ?? 'this person'
      return [
        section(md`${both(pair.mentee, pair.mentor as string)}\nfit ${pair.score}`),
        actions(
          button('Add', 'rounds.lock', {
            value: `${pair.mentee}:${pair.mentor}`,
            says: `Add ${name} and this mentor to the round`,
          }),
          button('Look', 'rounds.pair', { value: pair.mentee, says: `Look at who is found for ${name}` }),
        ),
      ]
    }),
    undecided.length > MOST_NAMES &&
      context(`And ${undecided.length - MOST_NAMES} more, once these are decided.`),
    divider(),
  ]
}

function pairBlock(pair: RoundPair, name: string) {
  const fit = pair.why?.fit ? FITS[pair.why.fit] : ''
  const text = pair.mentor
    ? md`${mention(pair.mentee)}, mentored by ${mention(pair.mentor)}\n${fit} · fit ${pair.score}${pair.locked ? ' · kept together' : ''}${LEFT[pair.status] ?? ''}`
    : md`${mention(pair.mentee)}\nNo mentor: ${whyAlone(pair)}`
  if (WAITING.includes(pair.status)) return [section(text), actions(...waitingButtons(pair, name))]
  if (pair.status === 'introduced' || pair.status in LEFT || (!pair.mentor && pair.status !== 'unmatched'))
    return section(text)
  return section(
    text,
    button('Look', 'rounds.pair', { value: pair.mentee, says: `Look at who is found for ${name}` }),
  )
}

function pages(many: number, page: number): Blocks {
  if (many <= PAGE) return []
  const last = Math.ceil(many / PAGE) - 1
  return [
    actions(
      page > 0 && button('Previous', 'rounds.previous', { says: 'Previous page of pairs' }),
      page < last && button('Next', 'rounds.next', { says: 'Next page of pairs' }),
    ),
    context(`Pairs ${page * PAGE + 1} to ${Math.min(many, (page + 1) * PAGE)} of ${many}, the weakest first`),
  ]
}

const LEFT: Record<string, string> = {
  asked: ' · the mentor is asked',
  silent: ' · no answer yet',
  declined: ' · not free now',
  back: ' · taken back',
  gone: ' · left out: it did not hold any more',
  apart: ' · left out: no shared skill',
}

/** The pairs of a draft that are listed one by one: those to be decided stand apart. */
export const settledOf = (pairs: RoundPair[]) => pairs.filter((pair) => !isUndecided(pair))

/** The page that is there, should there be fewer by now than when it was asked for, and what stands on it. */
export function pageOf(pairs: RoundPair[], wanted: number) {
  const page = Math.max(0, Math.min(wanted, Math.ceil(pairs.length / PAGE) - 1))
  return { page, shown: pairs.slice(page * PAGE, (page + 1) * PAGE) }
}

const NO_PAIR =
  '*There is no pair to introduce yet.* Find one more mentor, or change your choices; then match again. Nobody has heard of this draft.'

/** What publishing does, before it is done. */
function whatFollows(matched: number, mentees: number, asks: boolean): string {
  const without = mentees - matched
  return [
    asks
      ? 'Each mentor is asked first. Their mentee hears of it once they are glad to.'
      : matched === 1
        ? 'One pair is introduced, in a conversation of their own.'
        : `${matched} pairs are introduced, each in a conversation of their own.`,
    without > 0 &&
      `${plural(without, 'person is', 'people are')} told kindly that there is no mentor this time.`,
    'This cannot be taken back.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** All that a coordinator needs to decide. `people` are the mentees of the page. */
export function previewModal(
  preview: Preview,
  zone: string,
  people: Map<string, { name: string }>,
  { page: wanted = 0, note }: { page?: number; note?: string } = {},
): ModalView {
  const { round, pairs, forbids } = preview
  const outcome = round.outcome as RoundOutcome
  const settled = settledOf(pairs)
  const undecided = pairs.filter(isUndecided)
  const { page, shown } = pageOf(settled, wanted)
  const ready = outcome.matched - undecided.length
  const isDraft = round.status === 'draft'
  return modal({
    id: 'rounds.preview',
    title: isDraft ? 'Round: a draft' : 'Round: published',
    meta: { ...meta(round.id, page), ...(isDraft && { version: round.version }) },
    blocks: [
      note && section(note),
      !isDraft &&
        context(
          md`Published ${formatFor(zone, round.publishedAt ?? round.createdAt, 'dateWithYear')} by ${mention(round.publishedBy ?? round.createdBy)}`,
        ),
      headline(preview, outcome),
      isDraft && [
        difference(preview, outcome),
        changesSince(preview, formatFor(zone, outcome.solvedAt)),
        outcome.matched === 0 && section(NO_PAIR),
        actions(
          ready > 0 &&
            button('Publish', 'rounds.publish', {
              style: 'primary',
              says: preview.asks ? 'Publish: ask all mentors first' : 'Publish: introduce all pairs',
              confirm: {
                title: preview.asks
                  ? 'Ask the mentors?'
                  : ready === 1
                    ? 'Introduce the pair?'
                    : 'Introduce all pairs?',
                text: whatFollows(ready, outcome.mentees, preview.asks),
                yes: 'Publish',
                no: 'Not yet',
              },
            }),
          button('Match again', 'rounds.solve', { says: 'Match again with people as they are now' }),
          button('Change choices', 'rounds.choose'),
          forbids.length > 0 &&
            button('Forget who is kept apart', 'rounds.allow', {
              says: `Forget the ${plural(forbids.length, 'pair')} that ${forbids.length === 1 ? 'is' : 'are'} kept apart`,
            }),
          button('Discard', 'rounds.discard', {
            style: 'danger',
            says: 'Discard this draft',
            confirm: {
              title: 'Discard this draft?',
              text: 'Nobody has heard of it. You can start a new round any time.',
              yes: 'Discard',
              no: 'Keep it',
            },
          }),
        ),
      ],
      divider(),
      concerns(preview, outcome),
      divider(),
      toDecide(undecided, people),
      header('Pairs'),
      shown.map((pair) => pairBlock(pair, people.get(pair.mentee)?.name ?? 'this person')),
      pages(settled.length, page),
    ],
  })
}
