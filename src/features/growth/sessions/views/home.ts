/** Sessions on Home. */
import { formatFor } from '../../../../core/calendar.ts'
import { md, mention } from '../../../../core/text.ts'
import type { Blocks } from '../../../../outbox/blocks.ts'
import type { HomePart, PairPart } from '../../../../slack/kernel/feature.ts'
import { actions, button, section } from '../../../../slack/ui/blocks.ts'
import { type AtHome, hasInCalendar } from '../service.ts'
import { agendaButton, planButton, sessionButtons, timeFor, timesFor } from './common.ts'
import { questionBlocks } from './meeting.ts'
import { offerBlocks } from './plans.ts'

/** The dates of each mentorship; next is what waits for this person: to answer times, to say how a session went, or to meet. */
export function homePart(list: AtHome[], now: number): HomePart {
  const awaited = list.find(({ open, pair }) => open?.offer.awaited === pair.me)?.open
  const untold = list.find((each) => each.untold)
  return {
    blocks: [],
    pairs: Object.fromEntries(list.map((each) => [each.pair.m.id, pairPart(each, now)])),
    next: awaited
      ? { rank: 85, blocks: offerBlocks(awaited, now) }
      : untold?.untold
        ? { rank: 80, blocks: questionBlocks(untold.pair, untold.untold) }
        : nextMeeting(list, now),
  }
}

/** Nothing is asked of them: whoever has no date plans one, and who has all sees the first. */
function nextMeeting(list: AtHome[], now: number): HomePart['next'] {
  const meeting = list.filter(({ pair }) => pair.m.kind === 'mentorship' && pair.m.state !== 'paused')
  const without = meeting.find(({ next, open }) => !next && !open)
  if (without) {
    const { m, partner, partnerName } = without.pair
    return {
      rank: 17,
      blocks: [
        section(md`*You and ${mention(partner)} have no date yet.* I bring times that suit both.`),
        actions(planButton(m.id, 'Plan a session', partnerName)),
      ],
    }
  }
  const [first] = meeting
    .flatMap(({ pair, next }) => (next && next.startAt > now ? [{ pair, next }] : []))
    .sort((a, b) => a.next.startAt - b.next.startAt)
  return (
    first && {
      rank: 16,
      blocks: [
        section(md`*Next:* ${timeFor(first.pair, first.next.startAt)} with ${mention(first.pair.partner)}`),
        actions(agendaButton(first.next, first.pair.partnerName)),
      ],
    }
  )
}

function pairPart({ pair, next, open, untold }: AtHome, now: number): PairPart {
  const mine = open?.offer.proposer === pair.me
  return {
    says: untold
      ? md`*did you meet on ${formatFor(pair.zone, untold.startAt, 'date')}?*`
      : open && !mine
        ? md`*proposes times*`
        : next
          ? md`next ${formatFor(pair.zone, next.startAt, 'date')}`
          : open
            ? md`you proposed times`
            : md`no date yet`,
    menu: [
      next
        ? agendaButton(next, pair.partnerName)
        : !open && planButton(pair.m.id, 'Plan a session', pair.partnerName),
    ],
    blocks: [
      untold && questionBlocks(pair, untold),
      open && !mine && offerBlocks(open, now),
      pageLines({ pair, next, open }, now),
      pair.m.metAt !== null && actions(button('Earlier sessions', 'meetings.past')),
    ],
  }
}

function pageLines({ pair, next, open }: AtHome, now: number): Blocks {
  const partner = mention(pair.partner)
  const asked = open?.offer.proposer === pair.me ? open.offer : undefined
  return [
    next && [
      section(
        md`*${timeFor(pair, next.startAt)}* with ${partner}${asked?.moves === next.id ? ' · you asked to move it' : ''}`,
      ),
      sessionButtons(next, pair.partnerName, hasInCalendar(pair, next), now),
    ],
    asked && [
      section(md`You proposed ${timesFor(pair, asked.slots)} to ${partner}.`),
      actions(
        button('Take it back', 'plans.withdraw', {
          value: asked.id,
          says: `Take back the times for ${pair.partnerName}`,
        }),
      ),
    ],
    !next &&
      !open &&
      section(md`No date with ${partner} yet.`, planButton(pair.m.id, 'Plan a session', pair.partnerName)),
  ]
}
