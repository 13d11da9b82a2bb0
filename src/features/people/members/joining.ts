/** What somebody sees who joins, or changes what they joined with: the role, what concerns it, and what follows. */
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { competencyName } from '../../../core/competencies.ts'
import { clip, joinSafe, listed, md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { type Answer, type GoOn, goOnTo, update } from '../../../slack/kernel/feature.ts'
import { actions, button, commandButton, context, modal, section } from '../../../slack/ui/blocks.ts'
import { radioInput, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { skillsInput } from './cards.ts'
import {
  FEW,
  fieldsOf,
  type JoinMeta,
  type JoinTyped,
  MOST_PLACES,
  PLACES,
  ROLES,
  type Role,
  type Side,
  typedFor,
  type Understood,
} from './domain.ts'
import { asOneText, type Joined, type Member, type ProfileWords, type SkillRow } from './service.ts'

/** Who reads what a mentee says, and what a mentor does. */
const CLOSE = 'Read only by mentors you ask or have.'
const OPEN = 'Everyone can read this.'

/** Hears of the role at once, so that the form asks for what concerns it. */
const roleInput = (initial?: string) =>
  radioInput({
    name: 'role',
    tells: 'profile.role',
    label: 'I would like to be',
    choices: [
      ['mentee', 'A mentee', 'to grow'],
      ['mentor', 'A mentor', 'to help others'],
      ['both', 'Both'],
    ],
    initial,
  })

/** The first step. `runBy` is who coordinates, if anybody does. */
export const roleModal = (runBy: string | undefined): ModalView =>
  modal({
    id: 'profile.begin',
    title: 'Join Cairn',
    submit: 'Next',
    close: 'Not now',
    blocks: [
      section(
        md`45 minutes every two weeks. Pause any time.${runBy ? md` Run by ${mention(runBy)}.` : md``}`,
      ),
      roleInput(),
    ],
  })

/** What a profile holds already, as the form would hold it. */
export const typedBefore = (
  member: Member | undefined,
  skills: SkillRow[],
  words: ProfileWords,
): JoinTyped => {
  const chosen = (side: Side) => skills.filter((s) => s.side === side).map((s) => s.competency)
  return {
    wants: chosen('want'),
    moreWants: asOneText(words.wants),
    goal: words.goal,
    offers: chosen('offer'),
    moreOffers: asOneText(member?.otherOffers ?? []),
    capacity: String(member?.capacity ?? PLACES),
  }
}

const textIn = (typed: JoinTyped, field: keyof JoinTyped) => [typed[field] ?? ''].flat().join(', ')
const listIn = (typed: JoinTyped, field: keyof JoinTyped) => [typed[field] ?? []].flat()

/**
 * The second step, and the form that changes it later. What was typed for the other role is carried along, so that it is
 * there again if they go back to it.
 */
export function joinModal(role: Role, typed: JoinTyped, isIn: boolean): ModalView {
  const asked = fieldsOf(role)
  const meta: JoinMeta = { role, kept: typedFor(typed, role, false) }
  return modal({
    id: 'profile.join',
    title: isIn ? 'Your profile' : 'Join Cairn',
    submit: isIn ? 'Save' : 'Join',
    close: 'Not now',
    meta,
    blocks: [
      roleInput(role),
      asked.includes('wants') && [
        skillsInput(
          { name: 'wants', label: 'I would like to learn' },
          CLOSE,
          listIn(typed, 'wants'),
          Math.max(FEW.want, listIn(typed, 'wants').length),
        ),
        textInput({
          name: 'moreWants',
          label: 'To learn, in my own words',
          hint: CLOSE,
          optional: true,
          max: 300,
          initial: textIn(typed, 'moreWants'),
          placeholder: 'saying no to my boss',
        }),
        textInput({
          name: 'goal',
          label: 'My goal, in a sentence',
          hint: CLOSE,
          optional: true,
          max: 300,
          initial: textIn(typed, 'goal'),
          placeholder: 'Lead my first discovery on my own by spring',
        }),
      ],
      asked.includes('offers') && [
        skillsInput(
          { name: 'offers', label: 'I can help with' },
          OPEN,
          listIn(typed, 'offers'),
          Math.max(FEW.offer, listIn(typed, 'offers').length),
        ),
        textInput({
          name: 'moreOffers',
          label: 'To help with, in my own words',
          hint: OPEN,
          optional: true,
          max: 300,
          initial: textIn(typed, 'moreOffers'),
          placeholder: 'pricing talks with large customers',
        }),
        selectInput({
          name: 'capacity',
          label: 'How many people at once',
          hint: 'Everyone sees how many places are free.',
          choices: Array.from({ length: MOST_PLACES }, (_, i) => [String(i + 1), String(i + 1)] as const),
          initial: textIn(typed, 'capacity'),
        }),
      ],
    ],
  })
}

// --- what follows ---

/** Where somebody goes on once they have joined: suggestions, what happens now to a mentor, or a saved profile. */
const NEXT = ['find', 'mentor', 'saved'] as const
type Next = (typeof NEXT)[number]

/** Straight on after joining. */
export const afterJoining = (role: string, joined: Joined): Answer | GoOn => {
  const next = !joined.isNew ? 'saved' : role === 'mentor' ? 'mentor' : 'find'
  return goOn(next, { role, free: joined.free }, [
    joined.isNew &&
      role === 'both' &&
      section(md`*You are in, and ${listedWith(joined.free)}.* ${MENTOR_HEARS}`),
    joined.isNew && role === 'mentee' && joined.understood.length === 0 && section(md`*You are in.*`),
    readBack(next, joined.understood),
  ])
}

export function goOn(next: Next, member: { role: string; free: number }, above: Blocks): Answer | GoOn {
  if (next === 'find') return goOnTo('find', above)
  return update(next === 'mentor' ? listedModal(member.free, above) : savedModal(member.role, above))
}

/** Own words, read back: what was made of them counts, unless they say that it misses the point. */
function readBack(next: Next, all: Understood[]): Blocks {
  if (all.length === 0) return []
  const value = [next, ...all.flatMap(({ side, ids }) => ids.map((id) => `${side}:${id}`))].join(' ')
  return [
    section(joinSafe(all.map(readAs))),
    actions(
      button('Yes', 'profile.understood', { value, says: 'Yes, that is what I mean' }),
      button('Keep my words', 'profile.keepWords', { value, says: 'Keep my words alone' }),
    ),
  ]
}

const readAs = ({ words, ids }: Understood): Safe =>
  md`You wrote “${clip(words.replace(/\s+/g, ' '), 120)}”. I read it as *${listed(ids.map((id) => competencyName(id)))}*.`

/** What the two buttons carry; undefined for anything else. */
export function readBackOf(value: string) {
  const [next, ...said] = value.split(' ')
  const where = z.enum(NEXT).safeParse(next)
  const sides = (['want', 'offer'] as const).map((side) => ({
    side,
    ids: said.flatMap((each) => (each.startsWith(`${side}:`) ? [each.slice(side.length + 1)] : [])),
  }))
  return where.success ? { next: where.data, sides } : undefined
}

export const kept = () => context('Kept as you wrote it, and read as nothing else.')

const listedWith = (free: number) => `listed with ${plural(free, 'free place')}`
const MENTOR_HEARS = 'When somebody asks you, I write to you while you work, and you decide.'

/** What happens now to somebody who mentors. */
const listedModal = (free: number, above: Blocks): ModalView =>
  modal({
    id: 'profile.listed',
    title: 'Welcome',
    blocks: [
      section(
        md`*You are ${listedWith(free)}.* There is nothing for you to do today. Here is what happens now:`,
      ),
      section(
        joinSafe([
          '1. Whoever looks for what you offer sees you, and why you fit.',
          '2. When somebody asks you, I write to you while you work. Say yes, offer one talk of 30 minutes, or say no: a no costs nothing.',
          '3. After a yes I introduce you two, with an agenda for the first meeting.',
        ]),
      ),
      above,
      actions(commandButton('See my profile', 'profile'), commandButton('What else is there?', 'help')),
    ],
  })

const savedModal = (role: string, above: Blocks): ModalView =>
  modal({
    id: 'profile.saved',
    title: 'Saved',
    blocks: [
      section('Saved. Suggestions use it from now on.'),
      above,
      actions(
        commandButton('See my profile', 'profile'),
        role !== 'mentor' && commandButton('Find a mentor', 'find'),
      ),
    ],
  })

export const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value)
