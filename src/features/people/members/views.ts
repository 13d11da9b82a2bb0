import type { ModalView } from '@slack/types'
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import type { Person } from '../../../core/member.ts'
import { done, type Outcome } from '../../../core/outcome.ts'
import { listed, md, mention, plural, Safe } from '../../../core/text.ts'
import { roomShownTo } from '../../../engine/index.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  fields,
  header,
  modal,
  quoted,
  section,
} from '../../../slack/ui/blocks.ts'
import { radioInput } from '../../../slack/ui/inputs.ts'
import { confidentialPairs } from '../privacy/service.ts'
import { CARDS, openId } from './cards.ts'
import { givesChats, isMentee, isMentor, LEVELS, SCALE, VALUES } from './domain.ts'
import {
  candidate,
  isClose,
  type Member,
  openWords,
  type ProfileWords,
  profileOf,
  type SkillRow,
} from './service.ts'

export { skillGroups } from './cards.ts'

const styleWords = (m: Member) =>
  listed(
    [
      m.feedback && `${m.feedback} feedback`,
      m.flow && (m.flow === 'free' ? 'free-flowing talks' : 'structured talks'),
      m.mode && (m.mode === 'live' ? 'live' : 'async'),
    ].filter((w): w is string => Boolean(w)),
  )

const rated = (skills: SkillRow[], side: string) =>
  skills
    .filter((s) => s.side === side)
    .map((s) => `${competencyName(s.competency)}${s.rated ? ` (${s.rating} of 5)` : ''}`)

interface CardFacts {
  person: Person
  member?: Member
  skills: SkillRow[]
  /** Theirs, if they read their own card. */
  words?: ProfileWords
  /** Free places as this reader may see them. */
  room: number
  /** What other slices tell of this person. */
  lines: Blocks
  /** The reader's own card shows what others see, and how to change it. */
  own: boolean
  /** The reader may know that they seek a mentor. */
  close: boolean
  /** The reader's. */
  zone: string
}

/** Somebody's card, as this reader may see it. */
export async function cardOf(ctx: Context, reader: string, person: string): Promise<Outcome<ModalView>> {
  const close = await isClose(ctx, reader, person)
  const found = await profileOf(ctx, person, close)
  if (!found.ok) return found
  const { person: account, member, skills } = found.value
  const own = reader === person
  const facts: CardFacts = {
    ...found.value,
    words: own ? openWords(ctx, member) : undefined,
    room: member
      ? roomShownTo({ id: reader }, candidate(account, member, skills), {
          doNotPair: await confidentialPairs(ctx, reader),
        })
      : 0,
    lines: member ? await ctx.card(person, reader) : [],
    own,
    close,
    zone: (await ctx.directory.hours(reader)).zone,
  }
  return done(
    modal({
      id: 'profile.card',
      title: own ? 'Your profile' : 'Profile',
      blocks: [
        own && context(ownNote(member)),
        cardBlocks(facts),
        own ? ownBlocks(facts) : otherActions(facts),
      ],
    }),
  )
}

const ownNote = (member: Member | undefined) =>
  !member || isMentor(member)
    ? 'This is what others see.'
    : 'This is what those see whom you ask or are matched with. Nobody else can see that you look for a mentor.'

/** A profile as everyone sees it: what is offered, never what is wanted. */
function cardBlocks(f: CardFacts): Blocks {
  const { member, person } = f
  if (!member)
    return [
      header(person.name),
      section(
        f.own
          ? 'You have not joined yet.'
          : md`${mention(person.person)} is not a mentor in Cairn. You can still thank them.`,
      ),
    ]
  const level = member.level === null ? undefined : LEVELS[member.level]
  const years = member.years === null ? undefined : `${plural(member.years, 'year')} in product`
  const offers = [...rated(f.skills, 'offer'), ...member.otherOffers]
  const style = styleWords(member)
  const values = VALUES.filter(([id]) => member.values.includes(id)).map(([, name]) => name)
  const facts = [
    (level || years) && md`*Level*\n${[level, years].filter(Boolean).join(', ')}`,
    isMentor(member) &&
      md`*Room*\n${member.status === 'paused' ? 'Paused' : f.room > 0 ? plural(f.room, 'free place') : 'Full at the moment'}`,
    md`*Since*\n${formatFor(f.zone, member.joinedAt, 'dateWithYear')}`,
    style && md`*How I work*\n${style}`,
    values.length > 0 && md`*What I value*\n${listed(values)}`,
    md`*Languages*\n${listed(member.languages)}`,
  ]
  return [
    header(person.name),
    section(md`${mention(person.person)} · ${f.close && !f.own ? roleWord(member) : publicRole(member)}`),
    (isMentor(member) || givesChats(member)) &&
      section(md`*Can help with*\n${offers.join('\n') || 'Nothing chosen yet'}`),
    fields(...facts.filter((fact) => fact instanceof Safe)),
    member.trackRecord && [section(md`*Track record*`), quoted(member.trackRecord)],
    member.canIntroduce && [section(md`*Can introduce you to*`), quoted(member.canIntroduce)],
    f.lines,
  ]
}

/** What everybody may know: that somebody seeks a mentor is no part of it, and stands on their own card alone. */
const publicRole = (m: Member) =>
  isMentor(m) ? 'Mentor' : givesChats(m) ? 'Gives a 30-minute chat now and then' : roleWord(m)

const roleWord = (m: { role: string }) =>
  m.role === 'both' ? 'Mentor and mentee' : m.role === 'mentor' ? 'Mentor' : 'Mentee'

function otherActions({ person: { person, name }, member, room }: CardFacts): Blocks {
  // Also where none is left this month: a button less would tell a do-not-pair from a lack of places.
  const chat = member && givesChats(member) && member.status === 'active'
  const asks = member && isMentor(member) && member.status === 'active' && room > 0
  return [
    actions(
      asks &&
        button('Ask to be my mentor', 'requests.ask', {
          value: person,
          style: 'primary',
          says: `Ask ${name} to be my mentor`,
        }),
      chat &&
        button('Ask for 30 minutes', 'requests.askChat', {
          value: person,
          says: `Ask ${name} for one 30-minute chat`,
        }),
      button('Give kudos', 'kudos.to', { value: person, says: `Give kudos to ${name}` }),
    ),
  ]
}

function ownBlocks({ member, skills, words }: CardFacts): Blocks {
  if (!member) return [actions(commandButton('Join', 'join', { style: 'primary' }))]
  const wants = [...rated(skills, 'want'), ...(words?.wants ?? [])]
  return [
    isMentee(member) && [
      divider(),
      context('Seen only by those you ask or are matched with:'),
      section(md`*I would like to learn*\n${wants.join('\n') || 'Nothing chosen yet'}`),
      words?.goal && [section(md`*My goal*`), quoted(words.goal)],
    ],
    divider(),
    section(md`*Change*`),
    actions(
      commandButton('Role, skills and goal', 'join'),
      ...CARDS.filter((card) => card.fits(member)).map((card) =>
        button(card.short, openId(card.name), { value: card.name }),
      ),
    ),
  ]
}

/** What Home asks below the next step, one card at a time; undefined once all are answered or put off. */
export function nextCardBlocks(member: Member): Blocks | undefined {
  const fitting = CARDS.filter((card) => card.fits(member))
  const open = fitting.filter((card) => !member.cardsDone.includes(card.name))
  const [card] = open
  if (!card) return undefined
  const done = fitting.length - open.length
  return [
    section(md`*${card.title}*\n${card.why}`),
    actions(
      button(card.short, openId(card.name), { value: card.name }),
      button('Not now', 'profile.skip', { value: card.name, says: `Not now: ${card.title}` }),
    ),
    context(`Card ${done + 1} of ${fitting.length}. Each makes your matches better; none is needed.`),
  ]
}

/** For a mentor who has somebody: how much room is left, to be changed in one place. */
export const placesBlocks = (member: Member): Blocks[number] =>
  isMentor(member) &&
  member.taken > 0 &&
  section(
    `${Math.max(0, member.capacity - member.taken)} of ${plural(member.capacity, 'place')} free`,
    button('Change', openId('time'), { value: 'time', says: 'Change how many people I mentor' }),
  )

/** For somebody whom nothing waits for: the one is to find a mentor, the other is found. */
export const beginning = (member: Member): Blocks =>
  isMentee(member)
    ? [
        section(md`*Find a mentor.* The five who fit you best now, and why. Nobody is told that you look.`),
        actions(commandButton('Find a mentor', 'find', { style: 'primary' })),
      ]
    : [
        section(
          md`*You have ${plural(Math.max(0, member.capacity - member.taken), 'free place')}.* When somebody asks you, I write to you while you work.`,
        ),
        actions(commandButton('See my profile', 'profile')),
      ]

/** One form a skill, so that a phone shows it in one column. */
export function ratingsModal(skills: SkillRow[]): ModalView {
  const rows = [...skills].sort((a, b) => a.side.localeCompare(b.side))
  return modal({
    id: 'profile.rate',
    title: 'Rate your skills',
    submit: 'Save',
    close: 'Not now',
    blocks: [
      context(
        'What you offer is seen by everyone; what you want to learn only by those you ask or are matched with.',
      ),
      ...rows.map((s) =>
        radioInput({
          name: `${s.side}:${s.competency}`,
          label:
            s.side === 'offer'
              ? `${competencyName(s.competency)} (you offer it)`
              : `${competencyName(s.competency)} (you want to learn it)`,
          choices: SCALE,
          initial: String(s.rating),
        }),
      ),
    ],
  })
}

/** Which clock was understood: 'Europe/London, so it is 14:33 for you now?' */
export const clockWords = (zone: string, now: number): string =>
  `I read your time zone as ${zone.replaceAll('_', ' ')}, so it is ${formatFor(zone, now, 'time')} for you now? If not, change it once more.`

/** `said` is what was understood of the answer, where that could be mistaken. */
export function savedModal(seeks: boolean, said = ''): ModalView {
  return modal({
    id: 'profile.saved',
    title: 'Saved',
    blocks: [
      section('Saved. Suggestions use it from now on.'),
      said && section(said),
      actions(commandButton('See my profile', 'profile'), seeks && commandButton('Find a mentor', 'find')),
    ],
  })
}
