/** The first message in the conversation of two who are matched: why, and what is next. */
import { formatFor } from '../../../core/calendar.ts'
import { dateText, joinSafe, md, mention, type Safe } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, context, divider, section } from '../../../slack/ui/blocks.ts'
import type { Mentorship } from '../../pairs/mentorship/service.ts'
import { FIRST_MEETING } from './domain.ts'

export interface Intro {
  /** The mentee has a goal, which stands behind a button: Slack keeps messages. */
  goal: boolean
  starters: string[]
  /** Made by a round: who published it, if they are still here, and whether they chose these two by hand. */
  round?: { by: string | undefined; chosen: boolean }
  /** When they meet, once they have a date (UTC ms). */
  nextAt?: number
}

/** What is next until the two have met; then their conversation needs no word of ours. */
function nextStep(m: Mentorship, nextAt: number | undefined, ask: string): Blocks[number] {
  if (m.metAt !== null) return undefined
  if (nextAt === undefined) return section(md`*Next step:* ${mention(m.mentee)}, ${ask}`)
  const at = dateText(nextAt, '{date_short_pretty}, {time}', `${formatFor('UTC', nextAt)} UTC`)
  return section(md`*Next step:* you two meet ${at}.`)
}

/** Who matched them, and how; where the two share no skill it says so. */
function byWhom(m: Mentorship, { by = 'A coordinator', chosen }: NonNullable<Intro['round']>): Safe {
  const how = chosen
    ? md`${by} chose you two for each other in a round.`
    : md`${by} matched you in a round, in which all pairs were weighed together.`
  return m.why.fit === 'none'
    ? md`${how} No skill stands in both of your profiles, so begin with what each of you would like to learn.`
    : how
}

/** The first message in the conversation of the two and Cairn. */
export function introMessage(m: Mentorship, intro: Intro): Message {
  const mentee = mention(m.mentee)
  const mentor = mention(m.mentor)
  const { forBoth = [] } = m.why
  const goal = intro.goal && button('Read the goal', 'mentorship.goal', { value: m.id })
  const open = m.metAt === null && intro.nextAt === undefined
  const privacy = context(
    'Cairn cannot read this conversation: it only opened it. What I ask you later I ask each of you alone.',
  )
  if (m.kind === 'chat')
    return {
      text: 'A 30-minute chat for you two',
      blocks: [
        section(md`*${mentee}, meet ${mentor}.* One 30-minute chat for you two.`),
        nextStep(m, intro.nextAt, 'propose two times here.'),
        actions(
          open && button('Plan the chat', 'plans.plan', { value: m.id }),
          goal,
          button('Why you two', 'mentorship.why', { value: m.id }),
          m.metAt === null && button('We talked', 'mentorship.met', { value: m.id, style: 'primary' }),
        ),
        privacy,
      ],
    }
  return {
    text: 'You are matched: meet each other',
    blocks: [
      section(
        md`*${mentee}, meet ${mentor}.* You two are a mentorship now${m.why.writing ? ', in writing: your clocks are too far apart to meet often' : ''}.`,
      ),
      intro.round && section(byWhom(m, intro.round)),
      forBoth.length > 0 && section(joinSafe([md`*Why you two*`, ...forBoth.map((r) => md`• ${r}`)])),
      divider(),
      section(
        joinSafe([
          md`*Your first meeting, 45 minutes*`,
          ...FIRST_MEETING.map(([time, what]) => md`• ${time}: ${what}`),
        ]),
      ),
      section(joinSafe([md`*To start the conversation*`, ...intro.starters.map((q) => md`• ${q}`)])),
      divider(),
      nextStep(m, intro.nextAt, 'propose two times here for the first meeting.'),
      actions(
        open && button('Plan the first session', 'plans.plan', { value: m.id, style: 'primary' }),
        m.metAt === null &&
          button('We met', 'mentorship.met', { value: m.id, says: 'Tell Cairn that you two met' }),
        button('Make your agreement', 'agreement.open', { value: m.id }),
        button('Agenda', 'guides.agenda', { value: m.id, says: 'Agenda of the first meeting' }),
        button('Ten minutes before', 'guides.page', {
          value: '0',
          says: 'Start the ten-minute orientation',
        }),
        goal,
        button('Why you two', 'mentorship.why', { value: m.id }),
      ),
      privacy,
    ],
  }
}
