/** What the two hear about their agreement: never with a word of it. */
import { md, mention, plural, type Safe } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { Proposal } from './service.ts'
import { readButton } from './views.ts'

const message = (text: string, words: Safe, ...buttons: ReturnType<typeof button>[]): Message => ({
  text,
  blocks: [section(words), actions(...buttons)],
})

/** Asks the other one to sign, or says what became of it. The words are behind the button. */
export function askMessage({ agreement: a, waits, proposer: { person, name } }: Proposal): Message {
  const who = mention(person)
  const text =
    a.version === 1 ? `${name} proposed your agreement` : `${name} proposed a new version of your agreement`
  const read = (label: string) => readButton(a.id, label, `Read the agreement with ${name}`)
  if (waits)
    return {
      text,
      blocks: [
        section(
          a.version === 1
            ? md`*${who} proposed your agreement.* Read it, then sign it or propose a change.`
            : md`*${who} proposed a new version of your agreement.* You see what changed, field by field.`,
        ),
        actions(readButton(a.id, 'Read and sign', `Read and sign the agreement with ${name}`, 'primary')),
        context(md`Only you and ${who} can read it.`),
      ],
    }
  switch (a.status) {
    case 'inForce':
      return message(
        text,
        md`You and ${who} signed your agreement. It is in force.`,
        read('Read it'),
        commandButton('Set a goal', 'goals'),
      )
    case 'past':
    case 'replaced':
      return message(
        text,
        md`This version of your agreement with ${who} gave way to another.`,
        read('Read it'),
      )
    case 'aside':
      return message(text, md`This proposal of ${who} was set aside. All is as it was.`, read('Read it'))
    default:
      return message(
        text,
        md`Your mentorship with ${who} ended before this was signed. There is nothing to do.`,
        commandButton('What is next', 'help'),
      )
  }
}

/** Tells the one who proposed what the other made of it. */
export function answeredMessage({ agreement: a, signer: { person, name } }: Proposal): Message {
  const who = mention(person)
  if (a.status === 'aside')
    return message(
      `${name} set your proposal aside`,
      md`*${who} set your proposal aside.* Nothing changes for now. Talk about it when you meet; you can propose anew any time.`,
      readButton(a.id, 'Read it', `Read what you proposed to ${name}`),
    )
  return message(
    `${name} signed your agreement`,
    md`*${who} signed your agreement.* Next: a goal that you both can see coming closer.`,
    commandButton('Set a goal', 'goals', { style: 'primary' }),
    readButton(a.id, 'Read it', `Read the agreement with ${name}`),
  )
}

/** The same for several at once. */
export const remindersTitle = (waiting: number) =>
  `${plural(waiting, 'agreement')} ${waiting === 1 ? 'waits' : 'wait'} for your signature`
export const unsignedTitle = (waiting: number) =>
  `${plural(waiting, 'agreement')} of yours ${waiting === 1 ? 'is' : 'are'} not signed yet`
export const offersTitle = (waiting: number) =>
  `${plural(waiting, 'mentorship')} of yours ${waiting === 1 ? 'has' : 'have'} no agreement yet`

export const reminderMessage = ({ agreement: a, proposer: { person, name } }: Proposal): Message =>
  message(
    `Your agreement with ${name} waits for you`,
    md`*Your agreement with ${mention(person)} waits for your signature.* Not right yet? Propose a change; it takes a minute.`,
    readButton(a.id, 'Read and sign', `Read and sign the agreement with ${name}`, 'primary'),
  )

export const unsignedMessage = ({ agreement: a, signer: { person, name } }: Proposal): Message =>
  message(
    `${name} has not signed yet`,
    md`*${mention(person)} has not signed your agreement yet.* Weeks get full. Bring it up when you meet, and change what does not fit. I do not ask again.`,
    readButton(a.id, 'Read it', `Read the agreement with ${name}`),
  )

export const offerMessage = (mentorship: string, partner: string, name: string): Message =>
  message(
    `An agreement with ${name}?`,
    md`*Five minutes with ${mention(partner)} on paper?* How often you meet, until when, and what stays between you. It is filled in from your profiles; you only change what does not fit.`,
    button('Look at it', 'agreement.open', {
      value: mentorship,
      says: `Look at the agreement with ${name}`,
      style: 'primary',
    }),
  )
