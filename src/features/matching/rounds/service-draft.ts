import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { RoundChoices, RoundOutcome } from '../../../core/round.ts'
import type { Writes } from '../../../db/commit.ts'
import { standardProgramme, whoRuns } from '../../../directory/workspace.ts'
import {
  type Alternative,
  alternativesInThread,
  exclusions,
  type Progress,
  type RoundResult,
  solveInThread,
} from '../../../engine/index.ts'
import { retrying } from '../../../retrying.ts'
import { audit, isCoordinator } from '../../people/coordinators/service.ts'
import { type Edit, type Wishes, wishesAfter } from './domain.ts'
import { chosenIn, inputOf, type Pool, poolOf, type Since, sinceSolved, whyNobody } from './service-pool.ts'
import {
  changeDraft,
  findDraft,
  findRound,
  insertRound,
  listForbids,
  listPairs,
  listProgrammes,
  lockPair,
  type Round,
  type RoundPair,
  replaceSolution,
} from './store.ts'

const ONLY_COORDINATORS =
  'Rounds are made by coordinators. To look for a mentor yourself, type `/mentor find`.'
const GONE = 'This round is not there any more. Type `/mentor round` to see what is.'

const MOVED =
  'These two are no pair of this round any more: it was changed meanwhile. Press Back, and look at it as it stands.'

/** Rounds are for coordinators alone. */
export const mayRun = async (ctx: Context, person: string): Promise<Outcome> =>
  (await isCoordinator(ctx, person)) ? done() : refuse(ONLY_COORDINATORS)

/** A round with its pairs, as its windows show it. */
export interface Preview {
  round: Round
  pairs: RoundPair[]
  /** Who is kept apart. */
  forbids: [mentee: string, mentor: string][]
  /** What has changed among people since a draft was solved, if it was looked up. */
  since?: Since
  /** Publishing asks the mentors first. */
  asks: boolean
}

/** A draft or a published round with its pairs. */
export async function openRound(ctx: Context, person: string, id: string): Promise<Outcome<Preview>> {
  const may = await mayRun(ctx, person)
  const found = may.ok ? await previewOf(ctx, id) : may
  if (!found.ok || found.value.round.status !== 'draft') return found
  const { round, pairs } = found.value
  return done({
    ...found.value,
    since: sinceSolved(round, pairs, await poolOf(ctx, round.programme, round.choices)),
  })
}

async function previewOf(ctx: Context, id: string): Promise<Outcome<Preview>> {
  const [round, pairs, forbids, programme] = await Promise.all([
    findRound(ctx, id),
    listPairs(ctx, id),
    listForbids(ctx, id),
    standardProgramme(ctx),
  ])
  if (!round || round.status === 'discarded') return refuse(GONE)
  return done({ round, pairs, forbids, asks: programme.asksMentors })
}

/** The draft as somebody works on it; refused to others, and once it is published. */
export async function draftFor(ctx: Context, person: string, id: string): Promise<Outcome<Round>> {
  const may = await mayRun(ctx, person)
  if (!may.ok) return may
  const round = await findRound(ctx, id)
  if (!round || round.status === 'discarded') return refuse(GONE)
  if (round.status !== 'published') return done(round)
  const by = round.publishedBy ? (await ctx.directory.person(round.publishedBy))?.name : undefined
  return refuse(
    `${by ?? 'A coordinator'} has published this round. The introductions are on their way; a new round starts with \`/mentor round\`.`,
  )
}

/** Makes a draft and solves it. A programme has one draft at a time. */
export async function beginRound(
  ctx: Context,
  person: string,
  choices: RoundChoices,
  { programme, progress }: { programme?: string; progress?: Progress } = {},
): Promise<Outcome<Preview>> {
  const may = await mayRun(ctx, person)
  if (!may.ok) return may
  const chosen = programme ?? (await standardProgramme(ctx)).id
  if (!(await listProgrammes(ctx)).some((each) => each.id === chosen))
    return refuse('This programme is not there any more. Choose another one.', 'programme')
  const open = await findDraft(ctx, chosen)
  if (open) return editRound(ctx, person, open.id, { do: 'choose', choices }, progress)
  const pool = await poolOf(ctx, chosen, choices)
  const empty = whyNobody(pool)
  if (empty) return refuse(empty)
  const id = ctx.newId()
  // Any number does; kept with the round, so that the same people and choices give the same pairs.
  const seed = Number(BigInt(ctx.now()) % 1_000_003n)
  const wishes: Wishes = { choices, locks: new Map(), forbids: [] }
  const solved = await solve(ctx, { pool, wishes, seed, progress })
  const failed = await ctx.commit(
    insertRound(ctx, {
      id,
      programme: chosen,
      status: 'draft',
      draftOf: chosen,
      createdBy: person,
      createdAt: ctx.now(),
      seed,
      choices: chosenIn(pool, choices),
      outcome: solved.outcome,
    }),
    replaceSolution(ctx, id, solved.pairs, []),
    audit(ctx, person, 'drafted a round', id),
    await touchCoordinators(ctx),
  )
  // Another coordinator drafted one at the same moment.
  if (failed) return beginRound(ctx, person, choices, { programme: chosen, progress })
  return previewOf(ctx, id)
}

interface Solved {
  pairs: Omit<RoundPair, 'workspace' | 'round'>[]
  outcome: RoundOutcome
}

interface Task {
  pool: Pool
  wishes: Wishes
  seed: number
  before?: { outcome: RoundOutcome; pairs: RoundPair[] }
  progress?: Progress
}

async function solve(ctx: Context, task: Task): Promise<Solved> {
  const input = inputOf(task.pool, task.wishes, task.seed, task.before?.pairs)
  const result = await solveInThread(input, task.progress)
  if (!result.certified) throw new Error('a round failed its certificate')
  return solvedOf(ctx, result, task)
}

function solvedOf(ctx: Context, result: RoundResult, { pool, wishes, before }: Task): Solved {
  const { pairs: matched, unmatched, certified: _certified, ...figures } = result
  const none = { mentor: null, score: 0, why: null, cause: null, locked: false, answerBy: null }
  const pairs: Solved['pairs'] = [
    ...matched.map(({ mentee, mentor, score, why }) => {
      const locked = wishes.locks.get(mentee) === mentor
      return { ...none, mentee, mentor, status: 'proposed', score, why, locked }
    }),
    ...unmatched.map(({ mentee, cause }) => ({ ...none, mentee, status: 'unmatched', cause })),
  ]
  const had = new Map(before?.pairs.map((pair) => [pair.mentee, pair.mentor]))
  return {
    pairs,
    outcome: {
      solvedAt: ctx.now(),
      mentees: pool.mentees.length,
      mentors: pool.mentors.length,
      matched: matched.length,
      ...figures,
      before: before && figuresOf(before.outcome),
      moved: before
        ? pairs
            .filter(({ mentee, mentor }) => !had.has(mentee) || had.get(mentee) !== mentor)
            .map(({ mentee }) => mentee)
        : [],
    },
  }
}

const figuresOf = ({ mentees, matched, total, worst }: RoundOutcome) => ({ mentees, matched, total, worst })

const unmoved = (outcome: RoundOutcome): RoundOutcome => ({
  ...outcome,
  before: figuresOf(outcome),
  moved: [],
})

/** What a draft is solved from now. */
async function wishesOf(ctx: Context, round: Round, pairs: RoundPair[]): Promise<Wishes> {
  return {
    choices: round.choices,
    locks: new Map(pairs.flatMap((p) => (p.locked && p.mentor ? [[p.mentee, p.mentor] as const] : []))),
    forbids: await listForbids(ctx, round.id),
  }
}

/** As they stand in the record of what coordinators did. */
const AUDITED: Record<Edit['do'], string> = {
  solve: 'matched a round again',
  choose: 'changed the choices of a round',
  lock: 'kept a pair of a round together',
  unlock: 'let a pair of a round go',
  give: 'gave somebody another mentor in a round',
  forbid: 'kept two people of a round apart',
  allow: 'took back who is kept apart in a round',
  leaveOut: 'left somebody out of a round',
}

/** Changes a draft and solves it anew, with people as they are now. Of two changes at once the later comes on top. */
export async function editRound(
  ctx: Context,
  person: string,
  id: string,
  edit: Edit,
  progress?: Progress,
): Promise<Outcome<Preview>> {
  const edited = await retrying<string>(ctx, async () => {
    const found = await draftFor(ctx, person, id)
    if (!found.ok) return found
    const round = found.value
    const pairs = await listPairs(ctx, id)
    if (edit.do === 'lock') {
      if (!pairs.some((p) => p.mentee === edit.mentee && p.mentor === edit.mentor)) return refuse(MOVED)
      return {
        value: id,
        writes: [
          // The solution is as it was, and what an earlier change did is not told again.
          changeDraft(ctx, round, round.outcome ? { outcome: unmoved(round.outcome) } : {}),
          lockPair(ctx, id, edit.mentee),
          audit(ctx, person, AUDITED.lock, id),
        ],
      }
    }
    const wishes = wishesAfter(edit, await wishesOf(ctx, round, pairs))
    const pool = await poolOf(ctx, round.programme, wishes.choices)
    const empty = whyNobody(pool)
    if (empty) return refuse(empty)
    if (edit.do === 'give' && !canBeMatched(pool, edit.mentee, edit.mentor))
      return refuse('These two cannot be matched in this round any more. Choose another mentor.', 'mentor')
    const before = round.outcome ? { outcome: round.outcome, pairs } : undefined
    const solved = await solve(ctx, { pool, wishes, seed: round.seed, before, progress })
    if (edit.do === 'give' && !solved.pairs.some((p) => p.mentee === edit.mentee && p.mentor === edit.mentor))
      return refuse(
        'All places of this mentor are kept for others. Let one of those pairs go first, or choose another mentor.',
        'mentor',
      )
    return {
      value: id,
      writes: [
        changeDraft(ctx, round, { choices: chosenIn(pool, wishes.choices), outcome: solved.outcome }),
        replaceSolution(ctx, id, solved.pairs, wishes.forbids),
        audit(ctx, person, AUDITED[edit.do], id),
        await touchCoordinators(ctx),
      ],
    }
  })
  return edited.ok ? previewOf(ctx, id) : edited
}

function canBeMatched(pool: Pool, mentee: string, mentor: string) {
  const [a, b] = [pool.mentees.find((m) => m.id === mentee), pool.mentors.find((m) => m.id === mentor)]
  return a && b && exclusions(a, b, pool.facts).length === 0
}

/** The best other mentors for one mentee of a draft, with what would come of each. */
export async function othersFor(
  ctx: Context,
  person: string,
  id: string,
  mentee: string,
): Promise<Outcome<{ round: Round; pair: RoundPair; others: Alternative[] }>> {
  const found = await draftFor(ctx, person, id)
  if (!found.ok) return found
  const pairs = await listPairs(ctx, id)
  const pair = pairs.find((each) => each.mentee === mentee)
  if (!pair) return refuse('This person is no part of the round any more. Go back and match again.')
  const wishes = await wishesOf(ctx, found.value, pairs)
  const pool = await poolOf(ctx, found.value.programme, wishes.choices)
  return done({
    round: found.value,
    pair,
    others: await alternativesInThread(inputOf(pool, wishes, found.value.seed, pairs), mentee),
  })
}

/** A draft that is not wanted any more. */
export async function discardRound(ctx: Context, person: string, id: string): Promise<Outcome> {
  const found = await draftFor(ctx, person, id)
  if (!found.ok) return found
  const failed = await ctx.commit(
    changeDraft(ctx, found.value, { status: 'discarded', draftOf: null }),
    audit(ctx, person, 'discarded a round', id),
    await touchCoordinators(ctx),
  )
  return failed
    ? refuse('This round has just been changed by somebody else. Look at it once more: `/mentor round`.')
    : done()
}

/** The Homes of all coordinators show how the round stands. */
export const touchCoordinators = async (ctx: Context): Promise<Writes> =>
  ctx.outbox.touchHomes(...(await whoRuns(ctx)))
