import type { KnownBlock, ModalView } from '@slack/types'
import { formatDate, formatFor } from '../../core/calendar.ts'
import { joinSafe, md, mention } from '../../core/text.ts'
import type { Message } from '../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  quoted,
  section,
} from '../../slack/blocks.ts'
import { checkboxInput } from '../../slack/inputs.ts'
import type { Suggestions } from '../find/service.ts'
import { suggestionActions, suggestionText } from '../find/views.ts'
import { FIRST_MEETING } from './domain.ts'
import type { Mentorship } from './service.ts'
import { may } from './states.ts'

export interface Intro {
  goal: string
  starters: string[]
}

/** The first message in the conversation of the two and Cairn. */
export function introMessage(m: Mentorship, intro: Intro): Message {
  const mentee = mention(m.mentee)
  const mentor = mention(m.mentor)
  const privacy = context(
    'Cairn cannot read this conversation: it only opened it. What I ask you later I ask each of you alone.',
  )
  if (m.kind === 'chat')
    return {
      text: 'A 30-minute chat for you two',
      blocks: [
        section(md`*${mentee}, meet ${mentor}.* One 30-minute chat for you two.`),
        ...(intro.goal ? [section(md`*What ${mentee} would like*`), quoted(intro.goal)] : []),
        section(md`*Next step:* ${mentee}, propose two times here.`),
        actions(
          button('Plan the chat', 'plans.plan', { value: m.id }),
          button('Why you two', 'mentorship.why', { value: m.id }),
          button('We talked', 'mentorship.met', { value: m.id, style: 'primary' }),
        ),
        privacy,
      ],
    }
  return {
    text: 'You are matched: meet each other',
    blocks: [
      section(md`*${mentee}, meet ${mentor}.* You two are a mentorship now.`),
      ...(m.why.forBoth?.length
        ? [section(joinSafe([md`*Why you two*`, ...m.why.forBoth.map((r) => md`• ${r}`)]))]
        : []),
      ...(intro.goal ? [section(md`*The goal of ${mentee}*`), quoted(intro.goal)] : []),
      divider(),
      section(
        joinSafe([
          md`*Your first meeting, 45 minutes*`,
          ...FIRST_MEETING.map(([time, what]) => md`• ${time}: ${what}`),
        ]),
      ),
      section(joinSafe([md`*To start the conversation*`, ...intro.starters.map((q) => md`• ${q}`)])),
      divider(),
      section(md`*Next step:* ${mentee}, propose two times here for the first meeting.`),
      actions(
        button('Plan the first session', 'plans.plan', { value: m.id, style: 'primary' }),
        button('We met', 'mentorship.met', { value: m.id, says: 'Tell Cairn that you two met' }),
        button('Make your agreement', 'agreement.open', { value: m.id }),
        button('Agenda', 'guides.agenda', { value: m.id, says: 'Agenda of the first meeting' }),
        button('Ten minutes before', 'guides.page', {
          value: '0',
          says: 'Start the ten-minute orientation',
        }),
        button('Why you two', 'mentorship.why', { value: m.id }),
      ),
      privacy,
    ],
  }
}

const nounOf = (m: Mentorship) => (m.kind === 'chat' ? 'chat' : 'mentorship')

export const endModal = (m: Mentorship, partnerName: string): ModalView =>
  modal({
    id: 'mentorship.ending',
    title: m.kind === 'chat' ? 'End this chat' : 'End this mentorship',
    submit: 'End it',
    close: 'Keep it',
    meta: { mentorship: m.id },
    blocks: [
      section(md`This ends your ${nounOf(m)} with ${partnerName}, now. You need not say why.`),
      section(
        md`${partnerName} hears only that it has ended, with thanks, and what they can do next. Prompts about it stop. Your conversation stays.`,
      ),
      checkboxInput({
        name: 'never',
        label: 'And afterwards?',
        hint: 'Seen by you alone; to everybody else it looks like "no capacity". You can change it in Privacy.',
        optional: true,
        choices: [['never', 'Never pair us again']],
      }),
      section(
        'Is something wrong? You can tell somebody in private, before or after you end it.',
        button('Something is wrong', 'concerns.open', {
          says: 'Tell somebody in private that something is wrong',
        }),
      ),
    ],
  })

export const endedModal = (): ModalView =>
  modal({
    id: 'mentorship.over',
    title: 'It has ended',
    blocks: [
      section('It has ended, and your partner hears it kindly. Thank you for the time you gave it.'),
      actions(
        commandButton('Give kudos', 'kudos', { style: 'primary' }),
        commandButton('Find a mentor', 'find'),
      ),
    ],
  })

/** A chat is over: one question, and what may come of it. */
function chatOverMessage(m: Mentorship, person: string, partnerName: string): Message {
  const partner = mention(m.mentee === person ? m.mentor : m.mentee)
  const said = m.mentee === person ? m.usefulToMentee : m.usefulToMentor
  return {
    text: `Your chat with ${partnerName}`,
    blocks: [
      section(
        m.metAt === null
          ? md`The time for your chat with ${partner} is over. If you did talk: was it useful?`
          : said === null
            ? md`*You and ${partner} have talked.* Was it useful for you?`
            : md`You and ${partner} have talked, and it was ${said ? 'useful' : 'not so useful'} for you. Thank you for saying so.`,
      ),
      ...(said === null
        ? [
            actions(
              button('Yes, it was', 'mentorship.useful', { value: m.id, style: 'primary' }),
              button('Not so much', 'mentorship.notUseful', { value: m.id }),
            ),
          ]
        : []),
      chatNext(m, person, partnerName),
      context(md`Your answer is counted without your name; ${partnerName} does not see it.`),
    ],
  }
}

/** After a chat: thanks, and more of it. */
const chatNext = (m: Mentorship, person: string, partnerName: string) =>
  actions(
    button('Give kudos', 'kudos.to', {
      value: m.mentee === person ? m.mentor : m.mentee,
      says: `Give kudos to ${partnerName}`,
    }),
    m.mentee === person &&
      button('Ask for a mentorship', 'requests.ask', {
        value: m.mentor,
        says: `Ask ${partnerName} for a mentorship`,
      }),
    commandButton('Find others', 'find'),
  )

export const thanksModal = (m: Mentorship, person: string, yes: boolean): ModalView =>
  modal({
    id: 'mentorship.thanks',
    title: 'Thank you',
    blocks: [
      section(
        yes
          ? 'Good to hear. A word of thanks would be good to hear as well.'
          : 'Thank you for saying so. The next one may fit better.',
      ),
      chatNext(m, person, 'your partner'),
    ],
  })

/** Confirms a new match instead of this one. */
export const partModal = (m: Mentorship, partnerName: string): ModalView =>
  modal({
    id: 'mentorship.parting',
    title: 'Try somebody else',
    submit: 'A new match, please',
    close: 'Not now',
    meta: { mentorship: m.id },
    blocks: [
      section(
        md`This ends your mentorship with ${partnerName}, now and with no fault. You both hear the same words: that it has ended, with thanks, and what comes next. ${partnerName} may guess.`,
      ),
      section('The mentee of you two is first in line, and suggestions come with the message.'),
    ],
  })

/** What the partner hears. Never a reason, never blame. */
export function endedMessage(
  m: Mentorship,
  person: string,
  partnerName: string,
  next?: Suggestions,
): Message {
  const partner = mention(m.mentee === person ? m.mentor : m.mentee)
  const asMentee = m.mentee === person
  if (m.ending === 'chat over') return chatOverMessage(m, person, partnerName)
  const words =
    m.ending === 'left' || m.ending === 'left the company' || m.ending === 'gone'
      ? md`${partner} is not part of Cairn any more, so your ${nounOf(m)} has ended. That is not about you.`
      : m.ending === 'trial over'
        ? md`Your trial with ${partner} has ended. Thank you both for trying; nobody is at fault.`
        : m.ending === 'rematch'
          ? md`Your mentorship with ${partner} has ended, so that you both can try a new match. Nobody is at fault; thank you both for the time you gave it.`
          : m.ending === 'lapsed'
            ? md`Your mentorship with ${partner} had gone quiet, so I have closed it, kindly. You can ask each other again any time.`
            : md`Your ${nounOf(m)} with ${partner} has ended. Thank you both for the time you gave it.`
  const steps = asMentee
    ? [
        ...(m.kind === 'mentorship' && m.ending !== 'ended by one' && m.ending !== 'lapsed'
          ? [section('You are first in line for the next mentor, and can look for one right now.')]
          : []),
        ...(next
          ? next.list.flatMap((r) => [
              section(suggestionText(r, next)),
              suggestionActions(r.mentor, false, false),
            ])
          : []),
        actions(
          commandButton('Find a mentor', 'find', { style: 'primary' }),
          commandButton('Give kudos', 'kudos'),
        ),
      ]
    : [
        ...(m.kind === 'chat' ? [] : [section('You have a free place again. Whoever fits may ask you.')]),
        actions(
          commandButton('Give kudos', 'kudos', { style: 'primary' }),
          commandButton('My profile', 'profile'),
        ),
      ]
  return {
    text: `Your ${nounOf(m)} with ${partnerName} has ended`,
    blocks: [section(words), ...steps],
  }
}

/** Row B10: what spoke for it, what against, and by which rules. */
export function whyModal(m: Mentorship, reader: string, partnerName: string, zone: string): ModalView {
  const forMe = m.mentee === reader ? m.why.forMentee : m.why.forMentor
  const against = m.mentee === reader ? m.why.against : m.why.againstForMentor
  return modal({
    id: 'mentorship.reasons',
    title: 'Why this match',
    blocks: [
      section(md`*You and ${partnerName}*, since ${formatFor(zone, m.startedAt, 'dateWithYear')}`),
      section(
        joinSafe([
          md`*What spoke for it*`,
          ...(forMe.length > 0
            ? forMe.map((r) => md`• ${r}`)
            : [
                m.round
                  ? md`A round weighed all pairs together, and this was yours.`
                  : md`You chose each other.`,
              ]),
        ]),
      ),
      section(
        against
          ? md`*What weighed against it*\n${against}`
          : md`*What weighed against it*\nNothing that Cairn knows of.`,
      ),
      context(
        md`${m.round ? 'From a round, in which all pairs were weighed together. ' : ''}As both profiles stood then, by ${m.why.rules}. Change your profile and the next suggestions follow.`,
      ),
      actions(commandButton('My profile', 'profile')),
    ],
  })
}

/** `other` is whom they asked about. */
export const noMatchYet = (other?: string): ModalView =>
  modal({
    id: 'mentorship.none',
    title: 'Why this match',
    blocks: [
      section(
        other
          ? md`You and ${other} have no match. Type \`/mentor why\` alone for your newest match.`
          : md`You have no match yet. Each suggestion says why it fits.`,
      ),
      actions(commandButton('Find a mentor', 'find', { style: 'primary' })),
    ],
  })

/** What bears on the two now, for the end of their line. */
function stateLine(m: Mentorship, zone: string): string {
  if (m.needsHandAt) return ' · the coordinators know that you could use a hand'
  if (m.state === 'paused' && m.restsUntil)
    return ` · you two take a break until ${formatFor(zone, m.restsUntil, 'date')}`
  return m.endsOn ? ` · until ${formatDate(m.endsOn)}` : ''
}

/** Home: each mentorship in a line or two. */
export function homeBlocks(
  list: (Mentorship & { partner: string })[],
  me: string,
  names: Map<string, string>,
  zone: string,
): KnownBlock[] {
  if (list.length === 0) return []
  return [
    header(list.length === 1 ? 'Your mentorship' : 'Your mentorships'),
    ...list.flatMap((m) => {
      const name = names.get(m.partner) ?? 'your partner'
      const role = m.kind === 'chat' ? 'one chat' : m.mentor === me ? 'your mentee' : 'your mentor'
      const meeting = m.metAt ? `last met ${formatFor(zone, m.metAt, 'date')}` : 'not met yet'
      const long = m.kind === 'mentorship'
      return [
        section(
          md`${mention(m.partner)}, ${role} · since ${formatFor(zone, m.startedAt, 'date')} · ${meeting}${stateLine(m, zone)}`,
        ),
        actions(
          button('We met', 'mentorship.met', {
            value: m.id,
            says: `Tell that you and ${name} met`,
            style: 'primary',
          }),
          button('Why this match', 'mentorship.why', { value: m.id, says: `Why you and ${name}` }),
          long &&
            m.state === 'paused' &&
            button('We are back', 'ladder.back', { value: m.id, says: `You and ${name} are back` }),
          long &&
            may(m.state, 'hand', m.kind) &&
            button('We could use a hand', 'ladder.hand', {
              value: m.id,
              says: `You and ${name} could use a hand`,
            }),
          long &&
            button('Break, rematch or close', 'ladder.change', {
              value: m.id,
              says: `A break, a new match or a good close with ${name}`,
            }),
          button('End it', 'mentorship.end', { value: m.id, says: `End the mentorship with ${name}` }),
        ),
      ]
    }),
  ]
}

/** `first`: a mentorship that has no agreement yet. */
export const toldModal = (title: string, text: string, first?: string): ModalView =>
  modal({
    id: 'mentorship.told',
    title,
    blocks: [
      section(text),
      actions(
        first !== undefined &&
          button('Make your agreement', 'agreement.open', { value: first, style: 'primary' }),
        commandButton('Share a win', 'win'),
        commandButton('Give kudos', 'kudos'),
      ),
    ],
  })
