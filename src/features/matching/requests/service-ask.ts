/** How somebody asks another. */
import type { Context } from '../../../context.ts'
import { competencyName } from '../../../core/competencies.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, isLimitReached, refuseOverLimit } from '../../../directory/limits.ts'
import { type Decision, retrying } from '../../../retrying.ts'
import { activeMentorships, type Mentorship } from '../../pairs/mentorship/service.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { openWords as openProfile, requireMember, unchanged } from '../../people/members/service.ts'
import { deleteNotForMe, matchRecordOf, objection, pairFacts, suggest } from '../find/service.ts'
import {
  clockFor,
  draftForChat,
  draftForWriting,
  draftGoal,
  draftQuestions,
  firstName,
  type How,
  type Kind,
  MOST_OPEN,
  type SendForm,
} from './domain.ts'
import { scheduleClock } from './service-clock.ts'
import { closeObsoleteSoon, tellMentee } from './service-end.ts'
import { openWords, tellOfRequest } from './service-state.ts'
import { countOpen, dropSecond, findRequest, insertRequest, OPEN } from './store.ts'

export interface Draft {
  kind: Kind
  writing: boolean
  /** Who could be named as a second choice, the best first. */
  seconds: [person: string, name: string][]
  mentorName: string
  goal: string
  questions: string
}

/** What the form holds before anything is typed. Refuses where the two may not be matched. */
export async function draftRequest(
  ctx: Context,
  mentee: string,
  mentor: string,
  { kind = 'mentorship', writing = false }: How = {},
): Promise<Outcome<Draft>> {
  const refused = await mayAsk(ctx, mentee, mentor, { kind, writing })
  if (!refused.ok) return refused
  const { pair, member } = refused.value
  const shared = pair.mentee.wants
    .filter((want) => pair.mentor.offers.some((offer) => offer.skill === want.skill))
    .map((want) => competencyName(want.skill).toLowerCase())
  const first = firstName(pair.mentor.name)
  const fitting = kind === 'chat' ? undefined : await suggest(ctx, mentee, { limit: MOST_SECONDS + 1 })
  const others = fitting?.ok ? fitting.value.list.filter((one) => one.mentor.id !== mentor) : []
  return done({
    kind,
    writing,
    seconds: others.slice(0, MOST_SECONDS).map((one) => [one.mentor.id, one.mentor.name]),
    mentorName: pair.mentor.name,
    ...(kind === 'chat'
      ? { goal: shared[0] ?? '', questions: draftForChat(first, shared[0] ?? '') }
      : {
          goal: openProfile(ctx, member).goal || draftGoal(shared),
          questions: (writing ? draftForWriting : draftQuestions)(first, shared),
        }),
  })
}

const MOST_SECONDS = 5

/** Whoever takes part may ask for a chat; for a mentorship, who looks for a mentor. */
async function mayAsk(ctx: Context, mentee: string, mentor: string, { kind, writing }: How) {
  const chat = kind === 'chat'
  const joined = await requireMember(ctx, mentee)
  if (!joined.ok) return joined
  const member = joined.value
  if (!chat && !isMentee(member))
    return refuse('You joined as a mentor. To ask somebody, type `/mentor join` and choose "Both".')
  if (member.status === 'paused') return refuse('You are paused. Type `/mentor resume`, and then ask again.')
  const pair = await pairFacts(ctx, mentee, mentor, { chat })
  // Who seeks a mentor is nobody's business: they look like somebody who never joined.
  if (
    !pair ||
    !(isMentor(pair.mentor) || (chat && pair.mentor.chats?.gives)) ||
    pair.mentor.status === 'left'
  )
    return refuse('This person is not a mentor in Cairn. Type `/mentor find` to see who is.')
  const running = await activeMentorships(ctx, mentee)
  if (running.some((m) => m.kind === 'chat' && m.partner === mentor))
    return refuse(
      'You two have one chat now. Once you have talked, press "End it" on Home, and then ask for more.',
    )
  // "Not for me" was said of a suggestion; asking all the same takes it back.
  const no = objection(pair, ['not-for-me', ...clockAside(chat || !!writing)])
  if (no) return refuse(`${no} Type \`/mentor find\` to see who fits now.`)
  if (!chat && !member.several && running.some((m) => isMentorOf(m, mentee)))
    return refuse(
      'You have a mentor now. To look for another one as well, open "My time" on your profile and choose "Several".',
    )
  return done({ pair, member })
}

/** Clocks far apart keep nobody from writing, or from finding half an hour once. */
export const clockAside = (aside: boolean) => (aside ? ['zone-gap'] : [])

/** A single chat is no mentorship: whoever has one still looks for a mentor. */
export const isMentorOf = (m: Mentorship, mentee: string) => m.kind === 'mentorship' && m.mentee === mentee

export interface Sent {
  mentorName: string
  /** When the mentor can first read it, and until when they can answer (UTC ms). */
  readsAt: number
  expiresAt: number
  /** The zones of both. */
  zone: string
  mentorZone: string
  /** Who is asked next, if somebody was named. */
  secondName?: string
}

/** Asks somebody to be one's mentor, or for 30 minutes on one topic. At most one open request a pair, and MOST_OPEN a mentee. */
export const askMentor = (
  ctx: Context,
  mentee: string,
  mentor: string,
  form: SendForm,
  how: How = {},
): Promise<Outcome<Sent>> => retrying(ctx, () => decideToAsk(ctx, mentee, mentor, form, how))

/** What asking writes, as things are now; refuses where it may not be. */
async function decideToAsk(
  ctx: Context,
  mentee: string,
  mentor: string,
  { second, ...words }: SendForm,
  { kind = 'mentorship', writing = false }: How = {},
): Promise<Decision<Sent> | Refusal> {
  const allowed = await mayAsk(ctx, mentee, mentor, { kind, writing })
  if (!allowed.ok) return allowed
  if (await isLimitReached(ctx, 'requests', mentee)) return refuseOverLimit('requests')
  if ((await countOpen(ctx, mentee)) >= MOST_OPEN)
    return refuse(
      `You have ${MOST_OPEN} open requests. Wait for an answer, or take one back: \`/mentor requests\`.`,
    )
  const next = second && kind === 'mentorship' ? await checkSecond(ctx, mentee, mentor, second) : undefined
  if (next && !next.ok) return next
  const { pair, member } = allowed.value
  const { hours, name: mentorName } = pair.mentor
  const clock = clockFor(hours, ctx.now())
  const { readsAt, expiresAt } = clock
  const id = ctx.newId()
  const zone = pair.mentee.hours.zone
  return {
    value: { mentorName, readsAt, expiresAt, zone, mentorZone: hours.zone, secondName: next?.value },
    writes: [
      await countOne(ctx, 'requests', mentee),
      // A do-not-pair that is kept meanwhile finds no request to end, so it must be seen from here.
      [pair.mentee, pair.mentor].map((each) => unchanged(ctx, each.id, each.version)),
      insertRequest(ctx, {
        id,
        programme: member.programme,
        mentee,
        mentor,
        kind,
        status: 'pending',
        awaiting: 'mentor',
        sentAt: ctx.now(),
        expiresAt,
        ...ctx.words('requests', id).seal(words),
        openPair: `${mentee}:${mentor}`,
        why: { ...matchRecordOf(pair), ...(writing && { writing: true as const }) },
        second: next ? second : null,
      }),
      tellOfRequest(ctx, 'requests.arrived', `request:${id}:0`, mentor, id),
      scheduleClock(ctx, id, clock),
      // Either may have left, or the last place gone, since they were looked at.
      [mentor, mentee].map((person) => closeObsoleteSoon(ctx, person)),
      deleteNotForMe(ctx, mentee, mentor),
      ctx.outbox.touchHomes(mentee, mentor),
    ],
  }
}

/** The name of somebody who may be asked next, as things are now; they are judged anew once it is their turn. */
async function checkSecond(
  ctx: Context,
  mentee: string,
  first: string,
  second: string,
): Promise<Outcome<string>> {
  if (second === first) return refuse('You ask them already. Choose somebody else, or nobody.', 'second')
  const allowed = await mayAsk(ctx, mentee, second, { kind: 'mentorship' })
  return allowed.ok ? done(allowed.value.pair.mentor.name) : refuse(allowed.reason, 'second')
}

/**
 * Asks the second choice of a request that has ended without a yes, by all the rules of this moment, and tells the mentee
 * of both in the same commit. The goal and the times go along, as the form said; the message was for the first alone.
 */
export async function askSecond(ctx: Context, id: string): Promise<Writes[]> {
  const first = await findRequest(ctx, id)
  if (!first || OPEN.includes(first.status) || first.second === null) return []
  const { goal, times } = openWords(ctx, first)
  const asked = await decideToAsk(ctx, first.mentee, first.second, { goal, times })
  if ('writes' in asked) return [asked.writes, tellMentee(ctx, first)]
  return [dropSecond(ctx, first), tellMentee(ctx, first, { missed: first.second })]
}
