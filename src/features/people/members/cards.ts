/**
 * What Home asks after joining, one card at a time: each card is a row here. A card fits some members, has a
 * form with its schema, and says what it changes on the member.
 */
import type { z } from 'zod'
import { competenciesOf, groups } from '../../../core/competencies.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import {
  type Choice,
  checkboxInput,
  groupedInput,
  manyInput,
  radioInput,
  selectInput,
  textInput,
} from '../../../slack/ui/inputs.ts'
import {
  ChatsForm,
  datesText,
  ExperienceForm,
  givesChats,
  isMentee,
  isMentor,
  LEVELS,
  MOST_PLACES,
  MOST_SKILLS,
  NetworkForm,
  PARTS,
  PlaceForm,
  partsOfHours,
  StyleForm,
  TimeForm,
  VALUES,
  WEEKDAYS,
} from './domain.ts'
import type { CardAnswers, Member, SkillRow } from './service.ts'

/** What a card changes on the member. */
type Patch = CardAnswers & { capacity?: number }

export interface ProfileCard {
  name: string
  /** On buttons. */
  short: string
  title: string
  /** Why it helps, in a sentence. */
  why: string
  fits(member: Member): boolean
  form: z.ZodType
  inputs(member: Member, zone: string, skills: SkillRow[]): Blocks
  patch(form: never): Patch
}

const capital = (name: string) => name[0]?.toUpperCase() + name.slice(1)
/** The ids of a card's button and form: `profile.openTime`, `profile.saveTime`. */
export const openId = (card: string) => `profile.open${capital(card)}`
export const saveId = (card: string) => `profile.save${capital(card)}`

const card = <F>(c: Omit<ProfileCard, 'form' | 'patch'> & { form: z.ZodType<F>; patch(form: F): Patch }) =>
  c as unknown as ProfileCard

const everybody = () => true

/** Who sees a card: what a mentor shows is in the directory, and that somebody seeks a mentor is not. */
const SEEN =
  'Everyone sees it if you mentor or give single chats; else only those you ask or are matched with.'

const halfHours = Array.from({ length: 49 }, (_, i) => {
  const minute = i * 30
  const text = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${minute % 60 === 0 ? '00' : '30'}`
  return [String(minute), text] as const
})

export const skillGroups = groups.map((group) => ({
  label: group.name,
  choices: competenciesOf(group.id).map((c): Choice => [c.id, c.name]),
}))

/** A menu of all competencies, some of them ticked. */
export const skillsInput = (
  named: { name: string; label: string },
  hint: string,
  initial: string[],
  most: number = MOST_SKILLS,
) =>
  groupedInput({
    ...named,
    hint,
    optional: true,
    groups: skillGroups,
    initial,
    max: most,
    placeholder: `Choose up to ${most}`,
  })

const CHATS = 'You are asked each time, and may say no; two a month at most.'

const chatsInput = (m: Member, name: string) =>
  checkboxInput({
    name,
    label: 'Single chats',
    hint: CHATS,
    optional: true,
    choices: [['yes', 'I would give a 30-minute chat now and then', 'It takes no place of a mentee']],
    initial: givesChats(m) ? ['yes'] : [],
  })

export const CARDS: ProfileCard[] = [
  // Its form is one of its own, since it grows with the skills.
  card({
    name: 'ratings',
    short: 'Rate my skills',
    title: 'How well do you know your skills?',
    why: 'From 1 to 5, so that somebody who wants to learn meets somebody who can teach.',
    fits: everybody,
    form: undefined as never,
    inputs: () => [],
    patch: () => ({}),
  }),
  card({
    name: 'experience',
    short: 'Experience',
    title: 'Your experience',
    why: `A mentor two steps ahead often helps most. ${SEEN}`,
    fits: everybody,
    form: ExperienceForm,
    inputs: (m) => [
      selectInput({
        name: 'level',
        label: 'My level',
        optional: true,
        choices: LEVELS.map((name, i) => [String(i), name] as const),
        initial: m.level === null ? undefined : String(m.level),
      }),
      textInput({
        name: 'years',
        label: 'Years in product',
        optional: true,
        max: 3,
        initial: m.years === null ? undefined : String(m.years),
      }),
      textInput({
        name: 'trackRecord',
        label: 'A line on my track record',
        optional: true,
        long: true,
        max: 300,
        initial: m.trackRecord,
        placeholder: 'Took a billing product from two to forty teams',
      }),
    ],
    patch: (f) => ({ level: f.level ?? null, years: f.years ?? null, trackRecord: f.trackRecord ?? '' }),
  }),
  card({
    name: 'style',
    short: 'How I work',
    title: 'How you like to work',
    why: `Two people who both like plain words get along sooner. ${SEEN}`,
    fits: everybody,
    form: StyleForm,
    inputs: (m) => [
      radioInput({
        name: 'feedback',
        label: 'Feedback',
        optional: true,
        choices: [
          ['direct', 'Direct', 'Plain words, at once'],
          ['gentle', 'Gentle', 'With care, step by step'],
        ],
        initial: m.feedback,
      }),
      radioInput({
        name: 'flow',
        label: 'Conversations',
        optional: true,
        choices: [
          ['structured', 'Structured', 'With an agenda'],
          ['free', 'Free-flowing', 'Wherever it leads'],
        ],
        initial: m.flow,
      }),
      radioInput({
        name: 'mode',
        label: 'Keeping in touch',
        optional: true,
        choices: [
          ['live', 'Live', 'Calls and meetings'],
          ['async', 'Async', 'Writing, when it suits'],
        ],
        initial: m.mode,
      }),
      manyInput({
        name: 'values',
        label: 'What I value (up to three)',
        optional: true,
        choices: VALUES,
        initial: m.values,
      }),
    ],
    patch: (f) => ({
      feedback: f.feedback ?? null,
      flow: f.flow ?? null,
      mode: f.mode ?? null,
      values: f.values,
    }),
  }),
  card({
    name: 'time',
    short: 'My time',
    title: 'Your time',
    why: 'Shared free hours are the best sign that two people will really meet. Others see how many you share, not which are yours.',
    fits: everybody,
    form: TimeForm,
    inputs: (m) => [
      selectInput({
        name: 'hoursAMonth',
        label: 'Hours a month that I can give',
        optional: true,
        choices: [1, 2, 3, 4, 5, 6, 8, 10, 15, 20].map((n) => [String(n), String(n)] as const),
        initial: m.hoursAMonth === null ? undefined : String(m.hoursAMonth),
      }),
      isMentor(m) && [
        selectInput({
          name: 'capacity',
          label: 'How many mentees at once',
          choices: Array.from({ length: MOST_PLACES }, (_, i) => [String(i + 1), String(i + 1)] as const),
          initial: String(m.capacity),
        }),
        chatsInput(m, 'chats'),
      ],
      isMentee(m) &&
        radioInput({
          name: 'several',
          label: 'I look for',
          choices: [
            ['one', 'One mentor', 'When one accepts, my other requests are withdrawn'],
            ['several', 'Several', 'My other requests stay open'],
          ],
          initial: m.several ? 'several' : 'one',
        }),
      groupedInput({
        name: 'free',
        label: 'When I am usually free',
        hint: 'In your own time zone. Used to find shared hours.',
        optional: true,
        groups: WEEKDAYS.map((day, i) => ({
          label: day,
          choices: PARTS.map(
            ([id, name, hours]) =>
              [`${i + 1}-${id}`, `${day.slice(0, 3)} ${name.toLowerCase()}, ${hours[0]}:00`] as const,
          ),
        })),
        initial: partsOfHours(m.freeHours),
      }),
    ],
    patch: (f) => ({
      hoursAMonth: f.hoursAMonth ?? null,
      ...(f.capacity !== undefined && { capacity: f.capacity }),
      // A mentor may be asked unless they say no; only who chose chats for themselves gives them as no mentor.
      ...(f.chats !== undefined && { givesChats: f.chats.includes('yes') ? null : false }),
      ...(f.several !== undefined && { several: f.several === 'several' }),
      freeHours: f.free,
    }),
  }),
  card({
    name: 'chats',
    short: 'Single chats',
    title: 'Thirty minutes, now and then',
    why: `One talk on one topic can help somebody for a year, whatever your level. ${CHATS}`,
    fits: (m) => !isMentor(m),
    form: ChatsForm,
    inputs: (m, _zone, skills) => [
      chatsInput(m, 'gives'),
      skillsInput(
        { name: 'offers', label: 'I can help with' },
        'Everyone can find you by it, and sees your experience; never your goal, nor what you want to learn.',
        skills.filter((s) => s.side === 'offer').map((s) => s.competency),
      ),
    ],
    patch: (f) => ({ givesChats: f.gives }),
  }),
  card({
    name: 'place',
    short: 'Hours and languages',
    title: 'Your working hours',
    why: 'Cairn writes to you only inside them, and never on your days off. Others see your languages, and how far apart your clocks are.',
    fits: everybody,
    form: PlaceForm,
    inputs: (m, zone) => [
      textInput({
        name: 'zone',
        label: 'Time zone',
        hint: 'A city is enough, such as Berlin. Taken from Slack until you change it.',
        max: 60,
        initial: m.zone ?? zone,
      }),
      checkboxInput({
        name: 'workingDays',
        label: 'Working days',
        choices: WEEKDAYS.map((day, i) => [String(i + 1), day] as const),
        initial: m.workingDays.map(String),
      }),
      selectInput({
        name: 'startMinute',
        label: 'My day starts at',
        choices: halfHours.slice(0, 48),
        initial: String(m.startMinute),
      }),
      selectInput({
        name: 'endMinute',
        label: 'My day ends at',
        choices: halfHours.slice(1),
        initial: String(m.endMinute),
      }),
      textInput({
        name: 'holidays',
        label: 'Days off',
        hint: 'One a line: 2026-12-24, or 2026-12-24 to 2027-01-02.',
        optional: true,
        long: true,
        max: 1000,
        initial: datesText(m.holidays),
      }),
      textInput({
        name: 'languages',
        label: 'Languages that I can do this in',
        max: 200,
        initial: m.languages.join(', '),
      }),
    ],
    patch: (f) => ({ ...f }),
  }),
  card({
    name: 'network',
    short: 'Introductions',
    title: 'People and communities',
    why: `A good introduction is worth a year of trying. ${SEEN}`,
    fits: everybody,
    form: NetworkForm,
    inputs: (m) => [
      textInput({
        name: 'canIntroduce',
        label: 'People and communities that I can introduce you to',
        optional: true,
        long: true,
        max: 300,
        initial: m.canIntroduce,
      }),
    ],
    patch: (f) => ({ canIntroduce: f.canIntroduce ?? '' }),
  }),
]
