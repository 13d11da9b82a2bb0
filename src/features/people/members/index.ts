import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { dateIn, dayFrom, formatFor, shiftDate } from '../../../core/calendar.ts'
import { refuse } from '../../../core/outcome.ts'
import { asTyped, md } from '../../../core/text.ts'
import { onDeliver } from '../../../outbox/kinds.ts'
import {
  type Answer,
  answer,
  type Feature,
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
  LeaveForm,
  PauseForm,
  type PlaceForm,
  RatingsForm,
} from './domain.ts'
import * as pausing from './pausing.ts'
import {
  exportMember,
  findMember,
  follows,
  forgetPerson,
  join,
  leave,
  listSkills,
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
  cardOf,
  clockWords,
  joinedModal,
  joinModal,
  nextCardBlocks,
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

const forms = CARDS.filter((card) => card.name !== 'ratings')

/** Members of the programme: joining, profile, pausing and leaving. */
export const members: Feature = {
  name: 'members',
  formerly: ['profile', 'membership'],
  commands: {
    join: {
      group: 'find',
      label: 'Join',
      hinted: true,
      usage: 'join',
      help: 'Sign up, or change your role, skills and goal',
      run: async (ctx, _text, who) => {
        const member = await findMember(ctx, who.user)
        const skills = await listSkills(ctx, [who.user])
        return open(joinModal(member, skills, openWords(ctx, member)))
      },
    },
    profile: {
      group: 'you',
      label: 'My profile',
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
        return pauseTo(ctx, who.user, day)
      },
    },
    resume: {
      group: 'you',
      label: 'Resume',
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
    'profile.join': onSubmit(JoinForm, async (ctx, form, who) =>
      answer(await join(ctx, who.user, form), ({ isNew }) => update(joinedModal(form.role, isNew))),
    ),
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
    const blocks = nextCardBlocks(found.value)
    return { blocks: [], ...(blocks && { next: { rank: 10, blocks } }) }
  },
  mine: exportMember,
  forget: {
    goes: 'Your profile: your role, your goal, what you know and want to learn, and your working hours.',
    stays:
      'Your team and whom you report to, which your organisation told, so that nobody is matched with their own manager.',
    write: forgetPerson,
  },
}
