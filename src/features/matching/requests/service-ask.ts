/** How somebody asks another. */
import type { Context } from '../../../context.ts'
import { competencyName } from '../../../core/competencies.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { countOne, isLimitReached, refuseOverLimit } from '../../../directory/limits.ts'
import { retrying } from '../../../retrying.ts'
import { activeMentorships, type Mentorship } from '../../pairs/mentorship/service.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { openWords, requireMember, unchanged } from '../../people/members/service.ts'
import { deleteNotForMe, matchRecordOf, objection, pairFacts } from '../find/service.ts'
import {
  type AskForm,
  clockFor,
  draftForChat,
  draftQuestions,
  firstName,
  type Kind,
  MOST_OPEN,
} from './domain.ts'
import { scheduleClock } from './service-clock.ts'
import { closeObsoleteSoon } from './service-end.ts'
import { tellOfRequest } from './service-state.ts'
import { countOpen, insertRequest } from './store.ts'

export interface Draft {
  kind: Kind
  mentorName: string
  goal: string
  questions: string
}

/** What the form holds before anything is typed. Refuses where the two may not be matched. */
export async function draftRequest(
  ctx: Context,
  mentee: string,
  mentor: string,
  kind: Kind = 'mentorship',
): Promise<Outcome<Draft>> {
  const refused = await mayAsk(ctx, mentee, mentor, kind)
  if (!refused.ok) return refused
  const { pair, member } = refused.value
  const shared = pair.mentee.wants
    .filter((want) => pair.mentor.offers.some((offer) => offer.skill === want.skill))
    .map((want) => competencyName(want.skill).toLowerCase())
  const first = firstName(pair.mentor.name)
  return done({
    kind,
    mentorName: pair.mentor.name,
    ...(kind === 'chat'
      ? { goal: shared[0] ?? '', questions: draftForChat(first, shared[0] ?? '') }
      : { goal: openWords(ctx, member).goal, questions: draftQuestions(first, shared) }),
  })
}

/** Whoever takes part may ask for a chat; for a mentorship, who looks for a mentor. */
async function mayAsk(ctx: Context, mentee: string, mentor: string, kind: Kind) {
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
  const no = objection(pair, ['not-for-me'])
  if (no) return refuse(`${no} Type \`/mentor find\` to see who fits now.`)
  if (!chat && !member.several && running.some((m) => isMentorOf(m, mentee)))
    return refuse(
      'You have a mentor now. To look for another one as well, open "My time" on your profile and choose "Several".',
    )
  return done({ pair, member })
}

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
}

/** Asks somebody to be one's mentor, or for 30 minutes on one topic. At most one open request a pair, and MOST_OPEN a mentee. */
export const askMentor = (
  ctx: Context,
  mentee: string,
  mentor: string,
  form: AskForm,
  kind: Kind = 'mentorship',
): Promise<Outcome<Sent>> =>
  retrying(ctx, async () => {
    const allowed = await mayAsk(ctx, mentee, mentor, kind)
    if (!allowed.ok) return allowed
    if (await isLimitReached(ctx, 'requests', mentee)) return refuseOverLimit('requests')
    if ((await countOpen(ctx, mentee)) >= MOST_OPEN)
      return refuse(
        `You have ${MOST_OPEN} open requests. Wait for an answer, or take one back: \`/mentor requests\`.`,
      )
    const { pair, member } = allowed.value
    const { hours, name: mentorName } = pair.mentor
    const clock = clockFor(hours, ctx.now())
    const { readsAt, expiresAt } = clock
    const id = ctx.newId()
    return {
      value: { mentorName, readsAt, expiresAt, zone: pair.mentee.hours.zone, mentorZone: hours.zone },
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
          ...ctx.words('requests', id).seal(form),
          openPair: `${mentee}:${mentor}`,
          why: matchRecordOf(pair),
        }),
        tellOfRequest(ctx, 'requests.arrived', `request:${id}:0`, mentor, id),
        scheduleClock(ctx, id, clock),
        // Either may have left, or the last place gone, since they were looked at.
        [mentor, mentee].map((person) => closeObsoleteSoon(ctx, person)),
        deleteNotForMe(ctx, mentee, mentor),
        ctx.outbox.touchHomes(mentee, mentor),
      ],
    }
  })
