import type { z } from 'zod'
import type { Context } from '../../../context.ts'
import { refuse } from '../../../core/outcome.ts'
import {
  type Answer,
  answer,
  type Feature,
  nothing,
  onSubmit,
  open,
  update,
  type ViewHandler,
} from '../../../slack/kernel/feature.ts'
import { context, modal } from '../../../slack/ui/blocks.ts'
import { personArgument } from '../../../slack/ui/mentions.ts'
import { CARDS, openId, type ProfileCard, saveId } from './cards.ts'
import { type ChatsForm, isMentee, JoinForm, type PlaceForm, RatingsForm } from './domain.ts'
import {
  findMember,
  follows,
  forgetPerson,
  join,
  listSkills,
  mine,
  openWords,
  requireMember,
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

const forms = CARDS.filter((card) => card.name !== 'ratings')

export const profile: Feature = {
  name: 'profile',
  commands: {
    join: {
      group: 'find',
      label: 'Join',
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
  },
  views: {
    'profile.join': onSubmit(JoinForm, async (ctx, form, who) =>
      answer(await join(ctx, who.user, form), ({ isNew }) => update(joinedModal(form.role, isNew))),
    ),
    'profile.rate': onSubmit(RatingsForm, async (ctx, form, who) =>
      answer(await saveRatings(ctx, who.user, form), (member) => update(savedModal(isMentee(member)))),
    ),
    ...Object.fromEntries(forms.map((card) => [saveId(card.name), saveView(card)])),
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
  follows,
  async home(ctx, user) {
    const member = await findMember(ctx, user)
    if (!member || member.status === 'left') return { blocks: [] }
    const blocks = nextCardBlocks(member)
    return { blocks: [], ...(blocks && { next: { rank: 10, blocks } }) }
  },
  mine,
  forget: {
    goes: 'Your profile: your role, your goal, what you know and want to learn, and your working hours.',
    stays:
      'Your team and whom you report to, which your organisation told, so that nobody is matched with their own manager.',
    write: forgetPerson,
  },
}
