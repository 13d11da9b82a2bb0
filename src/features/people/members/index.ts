import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, dayFrom, formatFor, shiftDate } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped, md } from '../../../core/text.ts'
import { whoRuns } from '../../../directory/workspace.ts'
import { flatBlocks } from '../../../outbox/blocks.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type ActionHandler,
  type Answer,
  answer,
  type Feature,
  MEMBERS,
  nothing,
  onSubmit,
  open,
  reply,
  update,
  type ViewHandler,
} from '../../../slack/kernel/feature.ts'
import { actions, commandButton, context, modal, section } from '../../../slack/ui/blocks.ts'
import { personArgument } from '../../../slack/ui/mentions.ts'
import { CARDS, openId, type ProfileCard, saveId } from './cards.ts'
import {
  type ChatsForm,
  isMentee,
  JoinForm,
  JoinMeta,
  type JoinTyped,
  LeaveForm,
  missingIn,
  PauseForm,
  type PlaceForm,
  RatingsForm,
  type Role,
  RoleForm,
} from './domain.ts'
import * as joining from './joining.ts'
import * as pausing from './pausing.ts'
import {
  exportMember,
  findMember,
  follows,
  forgetPerson,
  join,
  keepWords,
  leave,
  listSkills,
  type Member,
  NO_MEMBER,
  openWords,
  pauseUntil,
  requireMember,
  resume,
  resumeByItself,
  saveCard,
  saveRatings,
} from './service.ts'
import {
  beginning,
  cardOf,
  clockWords,
  nextCardBlocks,
  placesBlocks,
  ratingsModal,
  savedModal,
} from './views.ts'

const NO_CARD = 'This card is gone. Type `/mentor profile` to change your profile.'

const showCard = async (ctx: Context, reader: string, person: string): Promise<Answer> =>
  answer(await cardOf(ctx, reader, person), open)

async function openCard(ctx: Context, person: string, name: string): Promise<Answer> {
  const found = await requireMember(ctx, person)
  if (!found.ok) return found
  const skills = await listSkills(ctx, [person])
  if (name === 'ratings')
    return skills.length > 0
      ? open(ratingsModal(skills))
      : refuse('Choose some skills first: `/mentor join`.')
  const card = CARDS.find((c) => c.name === name)
  if (!card) return refuse(NO_CARD)
  const { zone } = await ctx.directory.hours(person)
  return open(
    modal({
      id: saveId(card.name),
      title: card.short,
      submit: 'Save',
      close: 'Not now',
      blocks: [context(card.why), card.inputs(found.value, zone, skills)],
    }),
  )
}

const saveView = (card: ProfileCard): ViewHandler =>
  onSubmit(card.form as z.ZodType, async (ctx, form, who) => {
    const { offers } = card.name === 'chats' ? (form as ChatsForm) : {}
    const saved = await saveCard(ctx, who.user, card.name, card.patch(form as never), offers)
    const clock = card.name === 'place' ? clockWords((form as z.infer<typeof PlaceForm>).zone, ctx.now()) : ''
    return answer(saved, (member) => update(savedModal(isMentee(member), clock)))
  })

async function pauseTo(ctx: Context, person: string, day: string): Promise<Answer> {
  return answer(await pauseUntil(ctx, person, day), ({ until, zone }) =>
    update(pausing.pausedModal(formatFor(zone, until, 'date'))),
  )
}

/** The form for a role: what is on the profile, under what was typed since. */
async function joinForm(ctx: Context, person: string, role: Role, typed: JoinTyped = {}) {
  const member = await findMember(ctx, person)
  const skills = await listSkills(ctx, [person])
  const before = joining.typedBefore(member, skills, openWords(ctx, member))
  return joining.joinModal(role, { ...before, ...typed }, isIn(member))
}

const isIn = (member: Member | undefined) => member !== undefined && member.status !== 'left'

/** Whoever comes back after leaving finds their role, and what they said then. */
async function openJoin(ctx: Context, person: string): Promise<Answer> {
  const member = await findMember(ctx, person)
  if (member && joining.isRole(member.role)) return open(await joinForm(ctx, person, member.role))
  const [runBy] = await whoRuns(ctx)
  return open(joining.roleModal(runBy))
}

/** Own words were read back: "Yes", or "Keep my words". */
const answerReading =
  (keep: boolean): ActionHandler =>
  async (ctx, { who, value }) => {
    const said = joining.readBackOf(value)
    const found =
      said && keep ? await keepWords(ctx, who.user, said.sides) : await requireMember(ctx, who.user)
    if (!found.ok) return found
    const { role, capacity, taken } = found.value
    const free = Math.max(0, capacity - taken)
    return joining.goOn(said?.next ?? 'saved', { role, free }, [keep && joining.kept()])
  }

const forms = CARDS.filter((card) => card.name !== 'ratings')

/** Members of the programme: joining, profile, pausing and leaving. */
export const members: Feature = {
  name: 'members',
  formerly: ['profile', 'membership'],
  commands: {
    join: {
      hinted: true,
      group: 'you',
      label: { new: 'Join', else: 'Change my profile' },
      first: { new: 1, running: 3, waiting: 2 },
      aliases: ['signup', 'register', 'enrol', 'enroll', 'subscribe', 'edit', 'skills'],
      hears: {
        words: /\b(sign (me )?up|take part|want to (join|mentor|be a mentor)|become a mentor)\b/i,
        as: 'taking part',
      },
      usage: 'join',
      help: 'Sign up, or change your role, skills and goal',
      run: (ctx, _text, who) => openJoin(ctx, who.user),
    },
    profile: {
      group: 'you',
      label: 'My profile',
      first: { paused: 3 },
      stages: MEMBERS,
      aliases: ['me', 'card'],
      usage: 'profile [@who]',
      help: 'See your profile, or somebody else’s',
      run: async (ctx, text, who) => {
        if (!text) return showCard(ctx, who.user, who.user)
        const person = await personArgument(ctx, text, 'profile')
        return person.ok ? showCard(ctx, who.user, person.value) : person
      },
    },
    pause: {
      group: 'you',
      label: 'Pause',
      stages: MEMBERS.filter((stage) => stage !== 'paused'),
      aliases: ['break', 'snooze', 'vacation', 'holiday', 'holidays', 'away', 'mute'],
      hears: {
        words:
          /\b(vacation|holidays?|(parental|sick|maternity|paternity) leave|time off|too busy|a break)\b/i,
        as: 'a pause',
      },
      acts: 'with words',
      usage: 'pause [until]',
      help: 'Stop suggestions and prompts for a while',
      run: async (ctx, text, who) => {
        const found = await requireMember(ctx, who.user)
        if (!found.ok) return found
        const { zone } = await ctx.directory.hours(who.user)
        if (!text) return open(pausing.pauseModal(shiftDate(dateIn(zone, ctx.now()), 14)))
        const day = dayFrom(asTyped(text), zone, ctx.now())
        if (!day)
          return refuse(
            'I do not know that day. Try `/mentor pause friday`, `/mentor pause 2 weeks` or `/mentor pause 1 December`.',
          )
        return answer(await pauseUntil(ctx, who.user, day), ({ until, zone }) => {
          const date = formatFor(zone, until, 'date')
          const shown = {
            text: `You are paused until ${date}.`,
            blocks: flatBlocks(pausing.pausedBlocks(date)),
          }
          return open(pausing.pausedModal(date), shown)
        })
      },
    },
    resume: {
      group: 'you',
      label: 'Resume',
      first: { paused: 1 },
      stages: ['paused'],
      aliases: ['unpause', 'continue', 'back'],
      acts: 'always',
      usage: 'resume',
      help: 'End your pause',
      run: async (ctx, _text, who) =>
        answer(await resume(ctx, who.user), () => {
          const text = md`Welcome back. What waited goes on from where it was.`
          return reply(text, [
            section(text),
            actions(commandButton('My requests', 'requests'), commandButton('Find a mentor', 'find')),
          ])
        }),
    },
    leave: {
      group: 'you',
      label: 'Leave',
      stages: MEMBERS,
      aliases: ['unsubscribe', 'goodbye', 'bye'],
      usage: 'leave',
      help: 'Leave Cairn, kindly',
      run: async (ctx, _text, who) => {
        const member = await findMember(ctx, who.user)
        if (!member || member.status === 'left') return refuse(NO_MEMBER)
        const partners = (await ctx.ties(who.user)).filter((tie) => tie.how === 'partner')
        return open(pausing.leaveModal(partners.length))
      },
    },
  },
  views: {
    'profile.begin': onSubmit(RoleForm, async (ctx, { role }, who) =>
      update(await joinForm(ctx, who.user, role)),
    ),
    'profile.join': {
      ...onSubmit(JoinForm, JoinMeta, async (ctx, form, who, meta) => {
        // Sent before the form could follow a choice of another role: that one's questions come first.
        if (form.role !== meta.role) {
          const { role, capacity, ...typed } = form
          return update(await joinForm(ctx, who.user, role, { ...meta.kept, ...typed }))
        }
        return answer(await join(ctx, who.user, form), (joined) => joining.afterJoining(form.role, joined))
      }),
      check: async (_ctx, raw, _who, meta) => {
        const { role } = meta as JoinMeta
        return role && raw.role === role ? missingIn(raw, role) : {}
      },
    },
    'profile.rate': onSubmit(RatingsForm, async (ctx, form, who) =>
      answer(await saveRatings(ctx, who.user, form), (member) => update(savedModal(isMentee(member)))),
    ),
    ...Object.fromEntries(forms.map((card) => [saveId(card.name), saveView(card)])),
    'membership.pausing': onSubmit(PauseForm, (ctx, form, who) => pauseTo(ctx, who.user, form.until)),
    'membership.leaving': onSubmit(LeaveForm, async (ctx, form, who) => {
      const company = form.company.includes('company')
      return answer(await leave(ctx, who.user, company), () => update(pausing.leftModal(company)))
    }),
  },
  actions: {
    'profile.role': async (ctx, { who, value, meta, form: { role: _, ...typed } }) => {
      const kept = JoinMeta.safeParse(meta ?? {}).data?.kept
      if (!joining.isRole(value)) return nothing()
      return update(await joinForm(ctx, who.user, value, { ...kept, ...typed }))
    },
    'profile.understood': answerReading(false),
    'profile.keepWords': answerReading(true),
    'profile.show': (ctx, click) => showCard(ctx, click.who.user, click.value),
    'profile.skip': async (ctx, click) => {
      if (!CARDS.some((card) => card.name === click.value)) return refuse(NO_CARD)
      const done = await saveCard(ctx, click.who.user, click.value, {})
      return done.ok ? nothing() : done
    },
    ...Object.fromEntries(
      CARDS.map((card) => [
        openId(card.name),
        (ctx: Context, click: { who: { user: string } }) => openCard(ctx, click.who.user, card.name),
      ]),
    ),
  },
  deliveries: {
    'membership.back': onDeliver({
      payload: z.object({}),
      timing: 'news',
      find: async () => true,
      show: pausing.backMessage,
    }),
  },
  jobs: { 'membership.resume': resumeByItself },
  follows,
  async home(ctx, user) {
    const found = await requireMember(ctx, user)
    if (!found.ok) return { blocks: [] }
    const { status, pausedUntil } = found.value
    if (status === 'paused') {
      const { zone } = await ctx.directory.hours(user)
      const until = pausedUntil ? formatFor(zone, pausedUntil, 'date') : 'you resume'
      return { blocks: [], next: { rank: 100, blocks: pausing.pausedBlocks(until) } }
    }
    return {
      blocks: [placesBlocks(found.value), nextCardBlocks(found.value)],
      place: 'last',
      next: { rank: 10, blocks: beginning(found.value) },
    }
  },
  mine: exportMember,
  forget: {
    goes: 'Your profile: your role, your goal, what you know and want to learn, and your working hours.',
    stays:
      'Your team and whom you report to, which your organisation told, so that nobody is matched with their own manager.',
    write: forgetPerson,
  },
}
