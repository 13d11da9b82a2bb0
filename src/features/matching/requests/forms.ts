/** The forms of requests, and what stands in their place once they are sent. */
import type { ModalView } from '@slack/types'
import { formatFor, lastDayFor } from '../../../core/calendar.ts'
import { md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, commandButton, context, modal, quoted, section } from '../../../slack/ui/blocks.ts'
import { selectInput, textInput } from '../../../slack/ui/inputs.ts'
import type { Draft, MentorshipRequest, Sent } from './service.ts'
import { toMyRequests } from './views.ts'

export function askModal(mentor: string, draft: Draft): ModalView {
  const chat = draft.kind === 'chat'
  return modal({
    id: 'requests.send',
    title: chat ? 'Ask for 30 minutes' : draft.writing ? 'Ask for it in writing' : 'Ask for mentorship',
    submit: 'Send',
    close: 'Not now',
    meta: { mentor, kind: draft.kind, writing: draft.writing || undefined },
    blocks: [
      context(
        md`${chat ? 'One talk of 30 minutes on one topic. ' : ''}Only ${mention(mentor)} reads this${draft.seconds.length > 0 ? ', unless you name a second choice below' : ''}.`,
      ),
      textInput({
        name: 'goal',
        label: chat ? 'The topic' : 'My goal',
        long: !chat,
        max: chat ? 150 : 500,
        initial: draft.goal,
        placeholder: chat ? 'Pricing a first enterprise plan' : 'What would be different in three months?',
      }),
      textInput({
        name: 'questions',
        label: 'My message',
        optional: true,
        long: true,
        max: 1000,
        initial: draft.questions,
      }),
      textInput({
        name: 'times',
        label: 'My times',
        optional: true,
        max: 300,
        placeholder: 'Tuesdays after 14:00',
      }),
      draft.seconds.length > 0 &&
        selectInput({
          name: 'second',
          label: 'My second choice',
          hint: `Asked only if ${draft.mentorName} says no or lets it lapse. Then they read your goal and your times; the message stays with ${draft.mentorName}, who does not hear of this.`,
          optional: true,
          choices: draft.seconds,
          placeholder: 'Nobody',
        }),
    ],
  })
}

export function sentModal(
  { mentorName, readsAt, expiresAt, zone, mentorZone, secondName }: Sent,
  now: number,
): ModalView {
  const theirs = formatFor(mentorZone, readsAt)
  const yours = formatFor(zone, readsAt)
  const when = theirs === yours ? `${yours},` : `${theirs} on their clock (${yours} on yours),`
  return modal({
    id: 'requests.sent',
    title: 'Sent',
    blocks: [
      section(
        readsAt > now
          ? md`Your request is on its way. ${mentorName} gets it ${when} when their day begins.`
          : md`${mentorName} has your request now.`,
      ),
      section(
        md`You hear from me as soon as there is an answer. If there is none by ${lastDayFor(zone, expiresAt)}, after five of their working days, ${secondName ? `or it is a no, I ask ${secondName}` : 'I offer you the next best'}.`,
      ),
      actions(commandButton('My requests', 'requests'), commandButton('Find others', 'find')),
    ],
  })
}

/** A form about a request; closed, it gives way to the window that it was opened from. */
const formAbout = (
  request: MentorshipRequest,
  form: { id: string; title: string; submit?: string; pause?: boolean },
  ...blocks: Blocks
): ModalView => {
  const { pause, submit = 'Send', ...names } = form
  return modal({ ...names, submit, close: 'Back', meta: { request: request.id, pause }, blocks })
}

export const declineModal = (request: MentorshipRequest, menteeName: string, pause: boolean) =>
  formAbout(
    request,
    {
      id: 'requests.declining',
      title: pause ? 'Decline and pause' : 'Decline',
      submit: 'Decline',
      pause,
    },
    section(
      md`${mention(request.mentee)} hears that you cannot take this on now, and gets the next best suggestion from me.${pause ? ' You are then paused for two weeks.' : ''}`,
    ),
    wordsTo(menteeName, { name: 'reason', label: `A word to ${menteeName}`, max: 500, optional: true }),
  )

export const questionModal = (request: MentorshipRequest, menteeName: string) =>
  formAbout(
    request,
    { id: 'requests.asking', title: 'Ask a question' },
    wordsTo(menteeName, { name: 'question', label: `Your question to ${menteeName}`, max: 500 }),
  )

export const answerModal = (request: MentorshipRequest, mentorName: string, asked: string) =>
  formAbout(
    request,
    { id: 'requests.answering', title: 'Answer' },
    section(md`*${mention(request.mentor)} asks*`),
    quoted(asked),
    wordsTo(mentorName, { name: 'reply', label: 'Your answer', max: 1000 }),
  )

/** A field whose words one person alone reads. */
const wordsTo = (reader: string, field: { name: string; label: string; max: number; optional?: true }) =>
  textInput({ ...field, hint: `Only ${reader} reads it.`, long: true })

export const doneModal = (title: string, text: string): ModalView =>
  modal({ id: 'requests.done', title, blocks: [section(text), toMyRequests()] })
