/** What people see of feedback and of their reflections; the words for those alone whom they are for. */
import type { KnownBlock, ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  notice,
  overflow,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { REFLECTION, REVIEW_ANSWERS, SELF_REVIEW, USEFUL, usefulWords } from './domain.ts'
import { NEXT } from './forms.ts'
import type {
  Feedback,
  feedbackOverview,
  readFeedback,
  reflectionsOf,
  wholeFeedbackOverview,
} from './service.ts'

type Overview = Awaited<ReturnType<typeof feedbackOverview>>
type Read = Extract<Awaited<ReturnType<typeof readFeedback>>, { ok: true }>['value']
type Reflections = Awaited<ReturnType<typeof reflectionsOf>>

/** The name of somebody by id. */
export type NameOf = (person: string) => string

const day = (zone: string, at: number | null) => formatFor(zone, at ?? 0, 'date')

const giveButton = () => button('Give feedback', 'feedback.give', { style: 'primary' })
export const askButton = () => button('Ask for feedback', 'feedback.ask')
export const reflectButton = () =>
  button('Reflect on the month', 'feedback.reflect', {
    value: 'month',
    says: 'Reflect on the month, for you alone',
  })

/** What somebody who is asked for feedback can do. */
export const answerButtons = (f: Feedback, asker: string) =>
  actions(
    button('Write it', 'feedback.answer', {
      value: f.id,
      style: 'primary',
      says: `Write feedback for ${asker}`,
    }),
    button('Not this time', 'feedback.decline', {
      value: f.id,
      says: `Not this time: ${asker} is told kindly`,
    }),
  )

const askRows = (toAnswer: Feedback[], nameOf: NameOf): KnownBlock[] =>
  toAnswer.flatMap((f) => [
    section(md`${mention(f.receiver)} asks you for feedback`),
    answerButtons(f, nameOf(f.receiver)),
  ])

const readRow = (f: Feedback, nameOf: NameOf, zone: string): KnownBlock =>
  section(
    md`${mention(f.giver)} · ${day(zone, f.endedAt)}${f.readAt ? '' : ' · not read yet'}`,
    button('Read it', 'feedback.read', { value: f.id, says: `Read the feedback of ${nameOf(f.giver)}` }),
  )

/** `/mentor feedback`: all of it in one place. */
export function hubModal(
  all: Awaited<ReturnType<typeof wholeFeedbackOverview>>,
  nameOf: NameOf,
  zone: string,
): ModalView {
  return modal({
    id: 'feedback.hub',
    title: 'Feedback',
    blocks: [
      section(
        md`Feedback is read by the one it is for, and by nobody else. Who gave it learns only whether it was useful.`,
      ),
      actions(all.partners.length > 0 && giveButton(), askButton(), reflectButton()),
      all.toAnswer.length > 0 && [divider(), section(md`*Waits for you*`), askRows(all.toAnswer, nameOf)],
      divider(),
      section(md`*For you*`),
      all.received.length === 0
        ? context('None yet. Ask for some: the answer is for you alone.')
        : all.received.map((f) => readRow(f, nameOf, zone)),
      (all.more || all.page > 0) &&
        actions(
          all.page > 0 &&
            button('Newer', 'feedback.page', { value: String(all.page - 1), says: 'Newer feedback' }),
          all.more &&
            button('Older', 'feedback.more', { value: String(all.page + 1), says: 'Older feedback' }),
        ),
      all.asked.length > 0 && section(md`*You have asked*`),
      all.asked.map((f) =>
        section(
          md`${mention(f.giver)} · ${day(zone, f.askedAt)} · waits for an answer`,
          button('Take it back', 'feedback.withdraw', {
            value: f.id,
            says: `Take your question to ${nameOf(f.giver)} back`,
          }),
        ),
      ),
      all.given.length > 0 && section(md`*You gave*`),
      all.given.map((f) =>
        context(
          md`To ${mention(f.receiver)} · ${day(zone, f.endedAt)}${f.useful ? ` · ${usefulWords(f.useful)}` : ''}`,
        ),
      ),
      actions(
        button('My reflections', 'feedback.reflections', { says: 'Read my reflections of past months' }),
        all.mentors &&
          button('How I mentor', 'feedback.reflect', {
            value: 'mentor',
            says: 'Look at your own mentoring, for you alone',
          }),
      ),
    ],
  })
}

export const hubButton = () => commandButton('Feedback', 'feedback')

export const askedModal = (name: string) =>
  notice(
    'Asked',
    `${name} is asked during their working hours, once more after three working days, and after seven it ends by itself. Either way you hear of it.`,
    hubButton(),
  )

export const sentModal = (name: string) =>
  notice(
    'Sent',
    `${name} hears that you sent feedback, and reads it behind a button. You will learn only whether it was useful.`,
    commandButton('Give kudos', 'kudos'),
    hubButton(),
  )

/** The words, for the receiver alone; with the question that brought them. */
export function readModal({ feedback, about, parts }: Read, zone: string): ModalView {
  return modal({
    id: 'feedback.reading',
    title: 'Feedback for you',
    blocks: [
      context(md`From ${mention(feedback.giver)}, ${day(zone, feedback.endedAt)}. Only you can read this.`),
      about && [context('You asked about:'), quoted(about), divider()],
      parts.map(({ label, words }) => words && [section(md`*${label}*`), quoted(words)]),
      divider(),
      feedback.useful
        ? context(`You said: ${usefulWords(feedback.useful)}.`)
        : [
            section(md`*Was it useful?* ${mention(feedback.giver)} learns this, and nothing else.`),
            actions(
              ...USEFUL.map((u) =>
                button(u.label, `feedback.useful.${u.value}`, {
                  value: feedback.id,
                  says: `${u.label}: tell the giver`,
                }),
              ),
            ),
          ],
    ],
  })
}

export const thankedModal = (giver: string) =>
  notice(
    'Told',
    md`${mention(giver)} learns that, and nothing else. Pick one thing to try this week while it is fresh.`,
    button('Say thanks', 'kudos.to', { value: giver }),
    hubButton(),
  )

const labelsOf = (kind: string): readonly (readonly [string, string])[] =>
  kind === 'month' ? REFLECTION : [...SELF_REVIEW, ['next', NEXT]]

const said = (answer: string) => REVIEW_ANSWERS.find(([value]) => value === answer)?.[1] ?? answer

export function reflectionsModal({ list, more, page }: Reflections): ModalView {
  return modal({
    id: 'feedback.history',
    title: 'My reflections',
    blocks: [
      context('Only you can read these.'),
      list.length === 0 && section('None yet. The first one takes five minutes.'),
      list.map((r) => [
        header(r.kind === 'month' ? r.on : `${r.on}, as a mentor`),
        labelsOf(r.kind).map(([name, label]) => {
          const answer = r.answers[name]
          return answer && [context(label), quoted(said(answer))]
        }),
      ]),
      actions(
        page > 0 &&
          button('Newer', 'feedback.reflections', { value: String(page - 1), says: 'Newer reflections' }),
        more && button('Older', 'feedback.older', { value: String(page + 1), says: 'Older reflections' }),
        reflectButton(),
      ),
    ],
  })
}

/** For Home: what waits, and what is unread. Quiet where there is nothing. */
export function homePart({ received, toAnswer, partners }: Overview, nameOf: NameOf, zone: string) {
  const [first, ...others] = toAnswer
  const unread = received.filter((f) => !f.readAt)
  const quiet = toAnswer.length + partners.length + received.length === 0
  return {
    blocks: [
      !quiet &&
        section(
          md`*Feedback*\nOn one moment, from whoever was there.`,
          overflow(
            partners.length > 0 && button('Give feedback', 'feedback.give'),
            askButton(),
            commandButton('All my feedback', 'feedback'),
          ),
        ),
      askRows(others.slice(0, 3), nameOf),
      unread.slice(0, 3).map((f) => readRow(f, nameOf, zone)),
    ],
    ...(first && { next: { rank: 55, blocks: askRows([first], nameOf) } }),
  }
}
