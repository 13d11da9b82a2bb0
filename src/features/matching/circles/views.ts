import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { joinSafe, listed, listedSafe, md, mention, plural } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  header,
  modal,
  notice,
  section,
} from '../../../slack/ui/blocks.ts'
import { dateInput, radioInput, textInput } from '../../../slack/ui/inputs.ts'
import { CADENCES, cadenceWords, NAME_MAX, sizeWords } from './domain.ts'
import type { Circle, CircleShown, GroupFacts } from './service.ts'

/** What a circle is, in half a line. */
const about = (circle: Circle) => `${sizeWords(circle.size)}, ${cadenceWords(circle.every)}`

export const startModal = (firstOn: string): ModalView =>
  modal({
    id: 'circles.start',
    title: 'Start a peer circle',
    submit: 'Start it',
    blocks: [
      section(
        'People in a circle meet as peers, in small groups that change: each time Cairn makes new ones, of people who have not met yet.',
      ),
      textInput({
        name: 'name',
        label: 'Name',
        hint: 'Everybody in the programme sees it.',
        max: NAME_MAX,
        placeholder: 'Product coffee',
      }),
      radioInput({
        name: 'size',
        label: 'How many in a group',
        choices: [
          ['2', 'Two', 'With one group of three where the number is odd'],
          ['3', 'Three', 'With a pair or two where they do not come out even'],
        ],
        initial: '2',
      }),
      radioInput({
        name: 'every',
        label: 'New groups',
        choices: CADENCES.map(({ every, short }) => [String(every), short] as const),
        initial: '2',
      }),
      dateInput({ name: 'firstOn', label: 'First groups on', initial: firstOn }),
      context(
        'Each member of the programme is asked once whether they would like to join in. Nobody is in it who did not.',
      ),
    ],
  })

const endButton = (circle: Circle) =>
  button('End the circle', 'circles.stop', {
    value: circle.id,
    says: `End the circle ${circle.name} for everybody`,
    confirm: {
      title: 'End this circle?',
      text: 'No more groups are made, and everybody in it hears so. Groups of now may go on by themselves.',
      yes: 'End it',
      no: 'Keep it',
    },
  })

/** The list of circles, in a modal and on Home alike. */
const circleBlocks = (list: CircleShown[], coordinator: boolean, zone: string): Blocks => [
  list.map((shown) => oneCircle(shown, zone)),
  coordinator && actions(button('Start a peer circle', 'circles.open')),
]

const joinButton = ({ id, name }: Circle) =>
  button('Join in', 'circles.join', { value: id, style: 'primary', says: `Join the circle ${name}` })

function oneCircle({ circle, joined, group, figures }: CircleShown, zone: string): Blocks {
  const next = formatFor(zone, circle.nextAt, 'date')
  const others = group && listedSafe(group.others.map(mention))
  const state = group?.others.length
    ? md`With you now: ${others!}. New groups on ${next}.`
    : joined
      ? md`You are in. Your next group comes on ${next}.`
      : md`The next groups are made on ${next}.`
  return [
    section(md`*${circle.name}* · ${about(circle)}\n${state}`),
    figures &&
      context(
        `For the coordinator: ${plural(figures.members, 'person is', 'people are')} in. ${
          circle.rotation
            ? `Of ${plural(figures.groups, 'group')} now, ${figures.met} said that they met.`
            : 'No groups yet.'
        }`,
      ),
    actions(
      !!group?.others.length &&
        group.answer !== 'met' &&
        button('We met', 'circles.met', {
          value: group.id,
          style: 'primary',
          says: `Tell that your group of ${circle.name} met`,
        }),
      joined
        ? button('Leave the circle', 'circles.out', {
            value: circle.id,
            says: `Leave the circle ${circle.name}`,
          })
        : joinButton(circle),
      figures && endButton(circle),
    ),
  ]
}

export const homeBlocks = (list: CircleShown[], coordinator: boolean, zone: string): Blocks =>
  list.length || coordinator ? [header('Peer circles'), circleBlocks(list, coordinator, zone)] : []

/** For somebody who has not joined Cairn. */
export const membersModal = (): ModalView =>
  notice(
    'Peer circles',
    'In a peer circle, members meet other product people in small groups, new ones each time. Join Cairn first: it takes a minute.',
    commandButton('Join', 'join', { style: 'primary' }),
  )

export const listModal = (list: CircleShown[], coordinator: boolean, zone: string): ModalView =>
  modal({
    id: 'circles.list',
    title: 'Peer circles',
    blocks: [
      section(
        'Meet other product people as peers: small groups, new ones each time, with a question to begin with. Join and leave with one tap.',
      ),
      divider(),
      list.length === 0 && [
        section(
          coordinator
            ? 'There is no circle yet. Start the first one: three minutes.'
            : 'There is no circle at the moment. Ask a coordinator to start one; until then, find somebody yourself.',
        ),
        !coordinator && actions(commandButton('Find a mentor', 'find')),
      ],
      circleBlocks(list, coordinator, zone),
    ],
  })

/** Of several circles at once. */
export const invitesTitle = (waiting: number) => `${plural(waiting, 'new peer circle')} for you`
export const asksTitle = (waiting: number) =>
  `I have not heard whether ${plural(waiting, 'group')} of yours met`

export const inviteMessage = (circle: Circle, joined: boolean, zone: string): Message => ({
  text: `A new peer circle: ${circle.name}`,
  ...((joined || circle.status !== 'running') && { settled: true }),
  blocks: [
    section(
      md`*${circle.name}* is a peer circle: ${about(circle)}. You meet other product people, new ones each time, with a question to begin with.`,
    ),
    circle.status !== 'running'
      ? [section('It has ended by now.'), actions(commandButton('What else there is', 'help'))]
      : joined
        ? [
            // Said so that it stays true: the message is not written anew each time.
            section(md`You are in, from the groups of ${formatFor(zone, circle.nextAt, 'date')} on.`),
            actions(button('Leave the circle', 'circles.out', { value: circle.id })),
          ]
        : [
            section(
              circle.rotation === 0
                ? md`The first groups are made on ${formatFor(zone, circle.nextAt, 'date')}, and new ones ${cadenceWords(circle.every)} from then on.`
                : md`New groups are made ${cadenceWords(circle.every)}. Home says when the next ones come.`,
            ),
            actions(joinButton(circle)),
            context('Or do nothing: you are asked once, and can join in from Home at any time.'),
          ],
  ],
})

export interface Intro {
  circle: Circle
  people: string[]
  /** Who takes the first step; another one each time. */
  proposer: string
  reasons: string[]
  prompt: string
  /** Those who are left of a group that was larger. */
  again: boolean
}

/** The first message in the conversation of a group and Cairn. */
export function introMessage({ circle, people, proposer, reasons, prompt, again }: Intro): Message {
  return {
    text: `Your group of ${circle.name}`,
    blocks: [
      section(
        again
          ? md`*${listedSafe(people.map(mention))}*, your group of ${circle.name} is smaller now: the two of you go on.`
          : md`*${listedSafe(people.map(mention))}*, meet each other: you are a group of ${circle.name} this time.`,
      ),
      reasons.length > 0 &&
        section(joinSafe([md`*What you have for each other*`, ...reasons.map((reason) => md`• ${reason}`)])),
      section(md`*To begin with*\n${prompt}`),
      section(md`*Next step:* ${mention(proposer)}, propose two times here. Half an hour is enough.`),
      context(
        'Cairn cannot read this conversation: it only opened it. Before the next groups I ask each of you alone whether you met.',
      ),
    ],
  }
}

/** "Did you meet?", and what it became. `names` are the others'. */
export function askMessage(facts: GroupFacts, person: string, names: string[], zone: string): Message {
  const mine = facts.seats.find((seat) => seat.person === person)
  const you = listedSafe([
    md`you`,
    ...facts.seats.filter((seat) => seat !== mine).map((seat) => mention(seat.person)),
  ])
  const next = md`New groups of ${facts.circle.name} come on ${formatFor(zone, facts.endsAt, 'date')}.`
  const text = names.length ? `Did ${listed(['you', ...names])} meet?` : 'Your group has changed'
  if (!mine || !names.length)
    return {
      text,
      settled: true,
      blocks: [section(next), actions(button('Peer circles', 'circles.show'))],
    }
  if (mine.answer === 'met')
    return {
      text,
      settled: true,
      blocks: [
        section(md`So ${you} met. Lovely. ${next}`),
        actions(commandButton('Give kudos', 'kudos'), commandButton('Share a win', 'win')),
      ],
    }
  return {
    text,
    blocks: [
      section(
        mine.answer === 'missed'
          ? md`So ${you} did not meet this time. It happens: weeks get full. ${next}`
          : md`*Did ${you} meet?* ${next}`,
      ),
      actions(
        button('We met', 'circles.met', {
          value: facts.group,
          style: 'primary',
          says: `We met: ${listed(['you', ...names])}`,
        }),
        mine.answer !== 'missed' &&
          button('Not this time', 'circles.missed', {
            value: facts.group,
            says: `Not this time: ${listed(['you', ...names])}`,
          }),
        mine.answer === 'missed' && button('Leave the circle', 'circles.out', { value: facts.circle.id }),
      ),
      context('One tap is enough. Coordinators see how many groups met, never which.'),
    ],
  }
}

/** Why there is no group this time. Which rule it was is not told: some are confidential. */
export const withoutMessage = (circle: Circle, alone: boolean, zone: string): Message => {
  const next = formatFor(zone, circle.nextAt, 'date')
  return {
    text: `No group of ${circle.name} for you this time`,
    blocks: [
      section(
        alone
          ? md`*Nobody else takes part in ${circle.name} at the moment*, so there is no group yet. Tell a colleague about it: I try again on ${next}, and ${cadenceWords(circle.every)} from then on.`
          : md`*There was no group of ${circle.name} for you this time.* Nobody was left whom the rules let you meet: time zones, languages, reporting lines, pairs that know each other already and more all count. You are in again on ${next}.`,
      ),
      section('Until then, look for somebody yourself:'),
      actions(
        commandButton('Find a mentor', 'find', { style: 'primary' }),
        button('Peer circles', 'circles.show'),
      ),
    ],
  }
}

export const aloneMessage = (circle: Circle, zone: string): Message => ({
  text: `Your group of ${circle.name} has changed`,
  blocks: [
    section(
      md`*Your group of ${circle.name} has changed:* whoever was with you is not in it any more. You get a new group on ${formatFor(zone, circle.nextAt, 'date')}.`,
    ),
    actions(button('Peer circles', 'circles.show')),
  ],
})

/** For who started it: a circle of one or none makes no groups, and only they can do something about it. */
export const emptyMessage = (circle: Circle, many: number): Message => ({
  text: `Hardly anybody has joined ${circle.name}`,
  blocks:
    circle.status !== 'running'
      ? [
          section(md`*${circle.name}* has ended: hardly anybody had joined in.`),
          actions(button('Peer circles', 'circles.show')),
        ]
      : [
          section(
            many > 1
              ? md`*${circle.name}* had nobody to make groups of. Now ${many} people are in.`
              : md`*${many === 0 ? 'Nobody has' : 'One person has'} joined ${circle.name} so far*, so no groups were made. I try again ${cadenceWords(circle.every)}.`,
          ),
          section(
            'What helps: join in yourself, and tell a channel in your own words what it is for. Members were asked once, and find it on Home.',
          ),
          actions(button('Peer circles', 'circles.show'), endButton(circle)),
        ],
})

export const endedMessage = (circle: Circle): Message => ({
  text: `${circle.name} has ended`,
  blocks: [
    section(
      md`*${circle.name} has ended*, with thanks to everybody who came. A group that you like may of course go on.`,
    ),
    actions(commandButton('Give kudos', 'kudos'), button('Peer circles', 'circles.show')),
  ],
})

export const startedModal = (circle: Circle, zone: string): ModalView =>
  modal({
    id: 'circles.started',
    title: 'The circle is started',
    blocks: [
      section(
        md`*${circle.name}* is started: ${about(circle)}. Every member is asked once; the first groups are made on ${formatFor(zone, circle.nextAt, 'date')} of those who joined in.`,
      ),
      section('A good start: join in yourself, and tell your team about it.'),
      actions(joinButton(circle)),
    ],
  })
