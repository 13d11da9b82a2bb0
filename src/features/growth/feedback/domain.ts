import { z } from 'zod'
import { dateIn } from '../../../core/calendar.ts'
import { choice, maybeWords, words } from '../../../core/text.ts'

/** Who is asked is reminded after 3 of their own working days, and after 7 it ends by itself. */
export const REMIND_DAYS = 3
export const LAPSE_DAYS = 7
/** How often one person may ask in a week, and give unasked in a day. */
export const ASKS_A_WEEK = 5
export const GIVEN_A_DAY = 5
export const PAGE = 5
export const LONGEST = 1000

/**
 * Situation, behaviour, impact: the SBI model of the Center for Creative Leadership; "next time" looks ahead, as
 * Marshall Goldsmith's "feedforward" does.
 */
export const SBI = [
  {
    name: 'situation',
    label: 'The situation',
    hint: 'When and where was it? One moment says more than "always".',
    example: 'On Tuesday, when you showed the roadmap to sales',
  },
  {
    name: 'behaviour',
    label: 'What they did',
    hint: 'What a camera would have seen and heard; no guess at why.',
    example: 'You let them finish, and answered each objection with a number',
  },
  {
    name: 'impact',
    label: 'What it led to',
    hint: 'For you, the team or the work. "I felt" is welcome.',
    example: 'They stopped arguing about dates, and I trusted the plan more',
  },
  {
    name: 'nextTime',
    label: 'Next time',
    hint: 'What to keep, or one thing to try. May stay empty.',
    example: 'Keep the numbers; name the decision that you want at the start',
  },
] as const

export const GiveForm = z.object({
  to: z.string().optional(),
  situation: words(LONGEST, 3),
  behaviour: words(LONGEST, 3),
  impact: words(LONGEST, 3),
  nextTime: maybeWords(LONGEST),
})
export type GiveForm = z.infer<typeof GiveForm>

/** The one whose name stands above the form, and the question that it answers. */
export const GiveMeta = z.object({
  receiver: z.string().max(20).optional(),
  ask: z.string().max(40).optional(),
})
export type GiveMeta = z.infer<typeof GiveMeta>

export const AskForm = z.object({
  of: z
    .array(z.string(), 'Please choose whom to ask.')
    .length(1, 'Please choose one person.')
    .transform(([person]) => person as string),
  about: words(500, 3),
})
export type AskForm = z.infer<typeof AskForm>

/** What a receiver can say back, and what the giver reads then. */
export const USEFUL = [
  { value: 'very', label: 'Very useful', told: 'very useful' },
  { value: 'somewhat', label: 'Somewhat', told: 'somewhat useful' },
  { value: 'not', label: 'Not this time', told: 'not useful this time' },
] as const

export const usefulWords = (value: string | null) => USEFUL.find((u) => u.value === value)?.told

export const REFLECTION = [
  ['learned', 'What did you learn, about the work or about yourself?'],
  ['tried', 'What did you try, and what came of it?'],
  ['next', 'What will you do differently next month?'],
] as const

/** A mentor looks at their own part, every quarter. */
export const SELF_REVIEW = [
  ['listened', 'I asked and listened more than I told'],
  ['goals', 'I know what my mentee works towards, and we come back to it'],
  ['promises', 'I did what I said I would do'],
  ['honest', 'I said the uncomfortable thing, kindly'],
  ['growth', 'My mentee decides and does more alone than at the start'],
] as const

export const REVIEW_ANSWERS = [
  ['yes', 'Yes'],
  ['partly', 'Partly'],
  ['no', 'Not yet'],
] as const

export const KINDS = ['month', 'mentor'] as const
export type Kind = (typeof KINDS)[number]

const rated = choice(['yes', 'partly', 'no'])

export const ReflectForm = z.object({
  learned: words(LONGEST, 3),
  tried: maybeWords(LONGEST),
  next: maybeWords(LONGEST),
})
export const ReviewForm = z.object({
  listened: rated,
  goals: rated,
  promises: rated,
  honest: rated,
  growth: rated,
  next: maybeWords(LONGEST),
})
export type Answers = Record<string, string | undefined>

/** The month that somebody reflects on, in their own zone. */
export const monthIn = (zone: string, at: number) => dateIn(zone, at).slice(0, 7)

/** What is typed after `/mentor feedback`: a wish to ask, or else to give. */
export const wantsToAsk = (text: string) => /^(?:ask|from)\b/i.test(text.trim())
