import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { competencies, competencyName } from '../../../core/competencies.ts'
import { joinSafe, listed, md, plural, type Safe } from '../../../core/text.ts'
import { type Candidate, givesChats, type Ranked } from '../../../engine/index.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import {
  actions,
  button,
  commandButton,
  context,
  divider,
  modal,
  notice,
  option,
  section,
} from '../../../slack/ui/blocks.ts'
import { card } from '../../../slack/ui/cards.ts'
import { LEVELS } from '../../people/members/domain.ts'
import { skillGroups } from '../../people/members/views.ts'
import type { BrowseMeta, FindMeta, Reading } from './domain.ts'
import type { Directory, Far, Fit, Suggestions, Tellable } from './service.ts'

/** Two who share no skill get no label: what they do share stands below. */
const FIT = { strong: ' · Strong fit', good: ' · Good fit', fair: ' · Fair fit', none: '' } as const

/** One suggestion, in two lines: who, how well, and when the two could talk; and why. */
export function suggestionText(r: Ranked, { zone, chat }: Pick<Suggestions, 'zone' | 'chat'>): Safe {
  const room = chat ? `${plural(r.room, 'chat')} left this month` : plural(r.room, 'free place')
  const when = r.nextFreeAt === undefined ? '' : ` · you are both free ${formatFor(zone, r.nextFreeAt)}`
  const who = md`*${r.mentor.name}*${FIT[r.fit]} · ${room}${when}`
  const why = [...r.reasons.map((reason) => md`${reason}`), ...(r.weakness ? [md`_But: ${r.weakness}_`] : [])]
  return why.length > 0 ? joinSafe([who, joinSafe(why, ' ')]) : who
}

const green = (best: boolean) => (best ? { style: 'primary' as const } : {})

const askButton = ({ id, name }: Candidate, best = true) =>
  button('Ask', 'requests.ask', { value: id, ...green(best), says: `Ask ${name} to be your mentor` })

const profileButton = ({ id, name }: Candidate) =>
  button('Profile', 'profile.show', { value: id, says: `See the profile of ${name}` })

/** Buttons of a suggestion, in the modal and in messages; of several the `best` one's is green. */
export const suggestionActions = (mentor: Candidate, chat: boolean, { notForMe = true, best = true } = {}) =>
  actions(
    !chat && askButton(mentor, best),
    // Room for a mentorship says that nothing else stands between the two.
    givesChats(mentor) &&
      (mentor.chats?.left ?? 0) > 0 &&
      button(chat ? 'Ask for 30 minutes' : '30 minutes', 'requests.askChat', {
        value: mentor.id,
        ...green(chat && best),
        says: `Ask ${mentor.name} for 30 minutes on one topic`,
      }),
    profileButton(mentor),
    notForMe &&
      button('Not for me', 'find.not', { value: mentor.id, says: `Do not suggest ${mentor.name} again` }),
  )

/** `putAside` is who was just said not to fit. */
export function findModal(
  found: Suggestions,
  meta: FindMeta,
  putAside?: { id: string; name: string },
): ModalView {
  return modal({
    id: 'find.list',
    title: found.chat ? '30 minutes on a topic' : 'Find a mentor',
    meta,
    blocks: [
      putAside &&
        section(
          md`${putAside.name} is not suggested again, and is not told. In the directory you find them still.`,
          button('Undo', 'find.again', { value: putAside.id, says: `Suggest ${putAside.name} again` }),
        ),
      readBack(found, meta),
      found.list.length === 0 ? nobody(found, meta) : ranking(found, meta),
      found.far.map((far) => farAway(far, found, meta)),
      divider(),
      actions(
        found.more && button('More', 'find.more', { says: 'Show more mentors' }),
        meta.skip > 0 && button('Back to the best', 'find.first'),
        found.chat
          ? found.seeks && button('Mentors', 'find.mentors', { says: 'Show mentors instead of single chats' })
          : button('30 minutes on one topic', 'find.chats', {
              says: 'Show who could give one 30-minute chat',
            }),
        toBrowse(),
      ),
    ],
  })
}

/** Each header has one ranking below it: who tells of the searched words, and after them who does not. */
function ranking(found: Suggestions, meta: FindMeta): Blocks {
  const cards = (some: Ranked[]) =>
    some.map((r) => [
      divider(),
      section(suggestionText(r, found)),
      suggestionActions(r.mentor, found.chat, { best: r === first }),
    ])
  const telling = found.list.filter((r) => r.hits > 0)
  const others = found.list.filter((r) => r.hits === 0)
  const first = telling[0] ?? others[0]
  return [
    section(headline(found, meta)),
    cards(telling),
    telling.length > 0 &&
      others.length > 0 && [
        divider(),
        section(md`*Others who are free*, and do not tell of _${meta.words ?? ''}_`),
      ],
    cards(others),
  ]
}

/** Somebody whose clock is all that stands between: what two can do all the same. */
function farAway({ mentor, meet }: Far, { chat }: Suggestions, { words }: FindMeta): Blocks {
  const offers = words ? 'offers exactly this' : 'offers what you would like to learn'
  const chats = givesChats(mentor) && (mentor.chats?.left ?? 0) > 0
  return [
    divider(),
    section(
      md`*${mentor.name}* ${offers}; ${meet ? 'your clocks are far apart' : 'your working hours do not meet'}.`,
    ),
    actions(
      !chat &&
        button('In writing', 'requests.askWriting', {
          value: mentor.id,
          says: `Ask ${mentor.name} to be your mentor in writing`,
        }),
      chats &&
        button('30 minutes', 'requests.askChat', {
          value: mentor.id,
          says: `Ask ${mentor.name} for 30 minutes on one topic`,
        }),
      profileButton(mentor),
    ),
  ]
}

const toBrowse = () => commandButton('Browse all mentors', 'browse')

const skill = (id: string) => md`*${competencyName(id)}*`

/** Nobody in the list has it, nor anybody who was left out: then the words say nothing to Cairn. */
const saysNothing = ({ list, telling, toldElsewhere }: Suggestions) =>
  !list.some((r) => r.hits > 0) && telling.length === 0 && !toldElsewhere

const notThat = (text: string) =>
  button(text, 'find.notThat', { says: 'The words mean something else; remembered without your name' })

/** How the words were read, to be put right; what to do where nobody offers it, or where nothing was understood. */
function readBack(found: Suggestions, { words, told }: FindMeta): Blocks {
  const { reading } = found
  if (!reading || !words) return []
  const [id, other] = reading.ids
  if (id === undefined) return saysNothing(found) ? unread(reading, words) : []
  if (other !== undefined && reading.open)
    return [
      section(md`_${words}_ can mean two things. Which one?`, notThat('Neither')),
      [id, other].map((one) =>
        section(skill(one), button('This one', 'find.meant', { value: one, says: competencyName(one) })),
      ),
    ]
  return [
    !reading.named && section(md`Looking for ${skill(id)} (you wrote _${words}_)`, notThat('Not that')),
    reading.missing && saysNothing(found) && missing(found, id, told),
  ]
}

function missing({ reading, waits, chat, seeks }: Suggestions, id: string, told = false): Blocks {
  const near = (reading?.near ?? []).filter(({ offeredBy }) => offeredBy.length > 0)
  return [
    section(
      md`No one offers ${skill(id)} yet.${told ? '' : ' The coordinator can look for somebody, and need not know that it is you who asks.'}`,
    ),
    actions(
      seeks && !chat && !waits && button('Tell me when someone fits', 'find.tell'),
      !told &&
        button('Tell the coordinator', 'find.wanted', {
          value: id,
          says: `Tell the coordinator that somebody looks for ${competencyName(id)}, not who`,
        }),
    ),
    told && context('Your coordinator sees that somebody looks for it, and not who.'),
    near.length > 0 &&
      context(
        md`Near it: ${listed(near.map((one) => `${competencyName(one.id)} (${one.offeredBy.join(', ')})`))}`,
      ),
  ]
}

function unread({ near }: Reading, words: string): Blocks {
  const first = near.map((one) => one.id)
  const all = [...first, ...competencies.map((c) => c.id).filter((id) => !first.includes(id))]
  return [
    section(md`I could not read _${words}_ as a skill. Did you mean one of these?`, {
      type: 'static_select',
      action_id: 'find.meant',
      placeholder: { type: 'plain_text', text: 'Choose a skill' },
      options: all.map((id) => option(competencyName(id), id)),
    }),
  ]
}

/** What the list is of. */
function headline(found: Suggestions, meta: FindMeta): Safe | string {
  if (!meta.words)
    return found.chat
      ? 'What they know decides, not their level. Nobody is told that you look.'
      : 'Nobody is told that you look.'
  // What is above says the rest.
  if (saysNothing(found) && (found.reading?.missing || found.reading?.ids.length === 0))
    return 'These fit what you would like to learn. Nobody is told that you look.'
  return found.list.some((r) => r.hits > 0)
    ? md`The best for _${meta.words}_. Nobody is told that you look.`
    : md`${nobodyTells(found, meta)} These fit what you would like to learn.`
}

/** People of one name, to choose from. */
export const namesModal = (
  words: string,
  named: Candidate[],
  accounts: Map<string, { handle: string }>,
): ModalView =>
  modal({
    id: 'find.names',
    title: 'Whom do you mean?',
    blocks: [
      section(md`Several people here are called _${words}_.`),
      ...named
        .slice(0, MOST_NAMED)
        .map((one) =>
          section(md`*${one.name}* · @${accounts.get(one.id)?.handle ?? ''}`, profileButton(one)),
        ),
      actions(toBrowse()),
    ],
  })

/** More than these are told apart by a longer name. */
const MOST_NAMED = 10
/** Of a list without anybody who tells of the searched words: that nobody does, or why those who do are not in it. */
function nobodyTells({ telling, chat, toldElsewhere }: Suggestions, meta: FindMeta): Safe {
  const words = md`_${meta.words ?? ''}_`
  const many = telling.reduce((sum, [, some]) => sum + some, 0)
  if (many === 0 && toldElsewhere)
    return chat
      ? md`Nobody who gives single chats tells of ${words} on their profile; a mentor does.`
      : md`No mentor tells of ${words} on their profile; somebody who gives single chats does.`
  if (many === 0) return md`Nobody ${meta.skip > 0 ? 'else ' : ''}tells of ${words} on their profile.`
  const who = `${plural(many, chat ? 'person' : 'mentor', chat ? 'people' : 'mentors')} ${many === 1 ? 'tells' : 'tell'}`
  const why = telling.map(([code, some]) =>
    telling.length > 1 ? `${some} ${whyNot(code, chat)}` : whyNot(code, chat),
  )
  return md`${who} of ${words} and ${many === 1 ? 'is' : 'are'} not in this list: ${listed(why)}.`
}

const whyNot = (code: Tellable, chat: boolean) =>
  chat && code === 'full' ? 'no chat left this month' : WHY_NOT[code]

const WHY_NOT: Record<Tellable, string> = {
  full: 'no free place at the moment',
  paused: 'taking a break',
  'already-paired': 'matched with you now',
  'already-asked': 'asked by you, and not answered yet',
  'past-pair': 'in a mentorship with you before',
  'reporting-line': 'in your reporting line',
  'same-team': 'in your team',
  'zone-gap': 'clocks too far from yours',
  'no-shared-language': 'no language in common with you',
  'not-for-me': 'put aside by you, or could not take it on lately',
}

function nobody({ others, chat, waits }: Suggestions, { words, skip }: FindMeta): Blocks {
  if (skip > 0) return [section('That was everybody who fits. The best are still where they were.')]
  const why = others.map(
    ([code, many]) =>
      md`• ${chat ? plural(many, 'person', 'people') : plural(many, 'mentor')}: ${whyNot(code, chat)}`,
  )
  return [
    section(
      words
        ? md`Nobody fits _${words}_ at the moment.`
        : md`Nobody fits at the moment. That changes: people join, and places become free.`,
    ),
    why.length > 0 && section(joinSafe([md`*Why others are not here*`, ...why])),
    section(
      'What helps: add what you would like to learn, or your free hours, on your profile. Or tell somebody you would like to learn from about `/mentor join`.',
    ),
    !chat &&
      section(
        waits ? 'I tell you as soon as somebody fits.' : 'Or wait: I write to you once, when somebody fits.',
      ),
    actions(
      !chat &&
        (waits ? tellMeNotButton() : button('Tell me when someone fits', 'find.tell', { style: 'primary' })),
      others.some(([code]) => code === 'not-for-me') &&
        button('Show again whom I put aside', 'find.again', { value: 'all' }),
      commandButton('My profile', 'profile'),
    ),
  ]
}

const tellMeNotButton = () => button('Do not tell me any more', 'find.untell')

/** What follows a press of "Tell me when someone fits", and of its opposite. */
export const lookoutNotice = (waits: boolean): ModalView =>
  notice(
    waits ? 'I keep an eye out' : 'All right',
    waits
      ? 'I write to you once, when a mentor who fits joins, comes back or has a place again. Each place is told to one who waits at a time, in turn. Nobody is told that you wait.'
      : 'I do not look out for you any more. Look yourself whenever you like.',
    waits && tellMeNotButton(),
    toBrowse(),
    commandButton('My profile', 'profile'),
  )

/** Somebody fits at last. `fit` is missing once that is over. */
export const fitsMessage = (fit: Fit | undefined): Message => ({
  text: 'Somebody fits now: a mentor for you',
  blocks: fit
    ? [
        section(md`*Somebody fits now.* You wanted to be told; this is the best for you at the moment.`),
        section(suggestionText(fit.best, { zone: fit.zone, chat: false })),
        suggestionActions(fit.best.mentor, false),
        actions(commandButton('See who else fits', 'find')),
        context(
          `Until ${formatFor(fit.zone, fit.until, 'date')} I tell nobody else who waits of this place. I tell you once; if nothing comes of it, ask me again in /mentor find.`,
        ),
      ]
    : [
        section('You wanted to be told when somebody fits. Look who does now.'),
        actions(commandButton('Find a mentor', 'find', { style: 'primary' })),
      ],
})

const OVERLAPS = [2, 4, 6] as const

export function browseModal(found: Directory, meta: BrowseMeta): ModalView {
  const { page } = found
  const choose = (
    id: string,
    placeholder: string,
    any: string,
    others: ReturnType<typeof option>[],
    now: string | number | undefined,
  ) => {
    const initial = others.find((o) => o.value === String(now))
    return {
      type: 'static_select' as const,
      action_id: id,
      placeholder: { type: 'plain_text' as const, text: placeholder },
      options: [option(any, 'any'), ...others],
      ...(initial && { initial_option: initial }),
    }
  }
  const skillChoices = skillGroups.flatMap((g) => g.choices.map(([value, text]) => option(text, value)))
  return modal({
    id: 'find.browse',
    title: 'Mentors',
    meta,
    blocks: [
      actions(
        choose('find.skill', 'Any skill', 'Any skill', skillChoices, meta.skill),
        choose(
          'find.level',
          'Any level',
          'Any level',
          LEVELS.map((name, i) => option(`${name} or above`, String(i))),
          meta.level,
        ),
        choose(
          'find.overlap',
          'Any zone',
          'Any zone',
          OVERLAPS.map((n) => option(`${n} shared hours a day`, String(n))),
          meta.overlap,
        ),
        choose(
          'find.free',
          'Full or free',
          'Any',
          [option('With a free place', 'free')],
          meta.free ? 'free' : undefined,
        ),
      ),
      context(
        found.total === 0
          ? meta.skill || meta.level !== undefined || meta.overlap || meta.free
            ? 'No mentor fits all of these. Loosen one of the menus above.'
            : 'There is no mentor to ask at the moment. Tell somebody you would like to learn from about /mentor join.'
          : `${plural(found.total, 'mentor')}, page ${page + 1} of ${found.pages}`,
      ),
      !found.isMember &&
        section('To ask somebody, join first: it takes a minute.', commandButton('Join', 'join')),
      found.list.map(({ mentor, room, ask }) => [
        card({
          title: mentor.name,
          subtitle: [
            mentor.level == null ? '' : LEVELS[mentor.level],
            room > 0 ? plural(room, 'free place') : 'full at the moment',
          ]
            .filter(Boolean)
            .join(' · '),
          body: listed([...mentor.offers.map((o) => competencyName(o.skill)), ...(mentor.otherOffers ?? [])]),
          buttons: [ask && room > 0 && askButton(mentor), profileButton(mentor)],
        }),
      ]),
      found.pages > 1 &&
        actions(
          page > 0 && button('Previous', 'find.previous', { says: 'Previous page of mentors' }),
          page < found.pages - 1 && button('Next', 'find.next', { says: 'Next page of mentors' }),
        ),
    ],
  })
}
