import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { dateText, listedSafe, md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  modal,
  notice,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { type Choice, radioInput, textInput } from '../../../slack/ui/inputs.ts'
import { MINE, WORDS_MAX } from './domain.ts'
import { answerDeadline, type NewWin, type Shout, type Win } from './service.ts'

export interface FormFacts {
  partners: { mentorship: string; name: string }[]
  /** The author's own choice of who may celebrate them. */
  celebration: string
  channel: Safe
  /** Words to begin with. */
  words?: string
}

/** The form in which a win is told. */
export function winModal({ partners, celebration, channel, words }: FormFacts): ModalView {
  const reserved = celebration === 'private' || celebration === 'never'
  return modal({
    id: 'wins.share',
    title: 'Share a win',
    submit: 'Share',
    close: 'Not now',
    blocks: [
      section(md`A win told in ${channel} shows others the way. Small ones count.`),
      reserved &&
        section(
          md`You keep celebrations of you out of the channel, and that stays so. *This one win will be public*, with your name, because you tell it yourself.`,
        ),
      radioInput({
        name: 'size',
        label: 'How big is it?',
        choices: [
          ['small', 'A small win', 'A talk that went well, a no that was heard'],
          ['big', 'A big win', 'A launch, a goal reached, a new role'],
        ],
        initial: 'small',
      }),
      partners.length > 0 && whoseInput(partners),
      textInput({
        name: 'words',
        label: 'What happened?',
        hint: 'Everyone in the channel will see it. A win of two goes to your partner first, and further only if they say yes. Please name nobody who was not asked.',
        long: true,
        max: WORDS_MAX,
        initial: words,
        placeholder: 'I ran my first customer interview on my own, and we changed the plan because of it',
      }),
    ],
  })
}

/** Radio buttons take ten: oneself and nine partners. */
const whoseInput = (partners: FormFacts['partners']) =>
  radioInput({
    name: 'whose',
    label: 'Whose win is it?',
    choices: [
      [MINE, 'Mine', 'Only you are named'],
      ...partners
        .slice(0, 9)
        .map(
          (p): Choice => [
            p.mentorship,
            `Ours: ${p.name} and me`,
            'Both are named, once your partner says yes',
          ],
        ),
    ],
    initial: MINE,
  })

/** What the author sees once the form is sent. `from` is when the channel may have it. */
export function sharedModal(win: NewWin['win'], channel: Safe, from: number, now: number, zone: string) {
  const text = win.partner
    ? md`${mention(win.partner)} can read it now and decide. If it is a yes, ${channel} gets it with both your names, and I tell you. Without a yes by ${formatFor(zone, answerDeadline(win), 'date')} it is not posted, and you hear that then.`
    : from > now
      ? md`Well done! It goes to ${channel} when people are at work: ${formatFor(zone, from)} your time.`
      : md`Well done! It goes to ${channel} now, with your name.`
  const title = win.partner ? 'Your partner decides' : 'On its way'
  return notice(title, text, commandButton('Thank somebody who helped', 'kudos'))
}

const readButton = (win: Pick<Win, 'id'>, text: string, says: string, style?: 'primary') =>
  button(text, 'wins.read', { value: win.id, says, style })

/** Asks the partner, or says how it went; the words themselves are behind the button. */
export function askMessage(win: Win, channel: Safe): Message {
  const author = mention(win.author)
  switch (win.status) {
    case 'waiting':
      return {
        text: md`${author} wants to share a win of you both`,
        blocks: [
          section(
            md`${author} wants to share a win of you both in ${channel}. Nothing is posted unless you say yes.`,
          ),
          actions(readButton(win, 'Read it and decide', 'Read the win of you both and decide', 'primary')),
          context(
            md`If you say no, or nothing, it stays between the two of you. ${author} hears on ${dateText(answerDeadline(win), '{date_short_pretty}', 'the tenth day')} only that it was not posted.`,
          ),
        ],
      }
    case 'agreed':
    case 'shared':
      return answered(
        win,
        md`You said yes to ${author}: the win of you both goes to ${channel}, with both your names.`,
      )
    default:
      return answered(win, md`The win that ${author} wrote stays between the two of you. Nothing is posted.`)
  }
}

const answered = (win: Win, text: Safe): Message => ({
  text,
  blocks: [
    section(text),
    actions(readButton(win, 'Read it', 'Read the win of you both'), commandButton('Share a win', 'win')),
  ],
})

/** Tells the author what became of a win of two. */
export function answerMessage(win: Win, channel: Safe): Message {
  const partner = win.partner ? mention(win.partner) : 'Your partner'
  const read = readButton(win, 'Read it', 'Read the win again')
  const message = (text: Safe, ...buttons: ReturnType<typeof button>[]): Message => ({
    text,
    blocks: [section(text), actions(read, ...buttons)],
  })
  switch (win.status) {
    case 'agreed':
    case 'shared':
      return message(
        win.status === 'shared'
          ? md`${partner} said yes: your win stands in ${channel}, with both your names.`
          : md`${partner} said yes: your win goes to ${channel}, with both your names.`,
        commandButton('Give kudos', 'kudos'),
      )
    case 'kept':
      return message(
        md`The win of you and ${partner} stays between the two of you, so nothing is posted. It is just as much a win. If there is one of your own, the channel is glad to hear it.`,
        commandButton('Share a win of mine', 'win'),
      )
    case 'expired':
      // No more than what holds for a no, a silence, a yes taken back, and somebody who is gone.
      return message(
        md`I have no yes from ${partner} to your win that stands, so nothing is posted. It is just as much a win. Your words are kept: tell it as your own, or talk about it when you meet.`,
        button('Tell it as my own', 'wins.own', { value: win.id }),
      )
    default:
      return message(md`${partner} can read your win and decide.`, commandButton('Share another', 'win'))
  }
}

/** The words, and for the partner the choice while it is open. */
export function readModal(win: Win, words: string, reader: string, channel: Safe): ModalView {
  const decides = win.status === 'waiting' && win.partner === reader
  const size = win.size === 'big' ? 'A big win' : 'A small win'
  return modal({
    id: 'wins.reading',
    title: win.partner ? 'A win of you both' : 'Your win',
    blocks: [
      section(md`${size}, told by ${mention(win.author)}:`),
      quoted(words),
      decides
        ? [
            section(md`May it stand in ${channel}, for everyone there to see, with both your names?`),
            actions(
              button('Yes, share it', 'wins.allow', {
                value: win.id,
                style: 'primary',
                says: 'Yes, share the win of us both',
              }),
              button('Keep it between us', 'wins.keep', { value: win.id }),
            ),
            context(
              'Your answer is for this win only. A no needs no reason, and nobody is told of it: it looks as if you had not answered.',
            ),
          ]
        : context(stateLine(win)),
    ],
  })
}

const stateLine = (win: Win) =>
  ({
    waiting: 'Waits for your partner. Only the two of you can read it.',
    agreed: 'On its way to the channel.',
    shared: 'Told in the channel.',
    kept: win.partner ? 'Stays between the two of you.' : 'Kept to yourself.',
    declined: 'Stays between the two of you.',
    expired: 'Not posted. Only those it names can read it.',
  })[win.status] ?? ''

/** After the partner's answer, however it stands by now. */
export function answeredModal(win: Win, channel: Safe, zone: string): ModalView {
  const author = mention(win.author)
  const yes = win.status === 'agreed' || win.status === 'shared'
  return notice(
    yes ? 'Thank you' : 'Kept',
    yes
      ? md`It goes to ${channel} when people there are at work. ${author} hears of your yes once it stands there.`
      : win.status === 'declined'
        ? md`It stays between the two of you. ${author} hears on ${formatFor(zone, answerDeadline(win), 'date')} only that it was not posted, as if you had not answered.`
        : md`It stays between the two of you, and nothing was posted. ${author} knows that.`,
    !yes && commandButton('Share a win of my own', 'win'),
  )
}

/** What everyone in the channel sees. */
export function shoutMessage({ win, named, words }: Shout): Message {
  const names = listedSafe(named.map(mention))
  const title =
    win.size === 'big' ? md`:trophy: *A big win* of ${names}` : md`:seedling: *A small win* of ${names}`
  return {
    text: md`A win of ${names}`,
    blocks: [section(title), quoted(words), context('One of your own? Type `/mentor win`')],
  }
}

/** For Home: wins that wait for this person's yes, and what became of their own. */
export function homeBlocks(toAnswer: Win[], own: Win[]): Blocks {
  if (toAnswer.length + own.length === 0) return []
  return [
    section(md`*Wins*`),
    toAnswer.map((win) =>
      section(
        md`${mention(win.author)} wants to share a win of you both.`,
        readButton(win, 'Read and decide', 'Read the win of you both and decide'),
      ),
    ),
    own.map((win) =>
      section(
        md`${win.partner ? md`With ${mention(win.partner)}: ` : ''}${ownLine(win)}`,
        readButton(win, 'Read', 'Read the win that you wrote'),
      ),
    ),
  ]
}

const ownLine = (win: Win) =>
  ({
    waiting: 'waits for your partner’s yes',
    agreed: 'on its way to the channel',
    shared: 'told in the channel',
    kept: win.partner ? 'kept between the two of you' : 'kept to yourself',
    expired: 'not posted',
  })[win.status] ?? ''
