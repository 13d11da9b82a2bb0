/** Sessions on Home. */
import { md, mention } from '../../../../core/text.ts'
import { type Blocks, flatBlocks } from '../../../../outbox/blocks.ts'
import type { HomePart } from '../../../../slack/kernel/feature.ts'
import { actions, button, header, section } from '../../../../slack/ui/blocks.ts'
import { type AtHome, hasInCalendar } from '../service.ts'
import { planButton, sessionButtons, timeFor, timesFor } from './common.ts'
import { questionBlocks } from './meeting.ts'
import { offerBlocks } from './plans.ts'

/** The dates of each mentorship; next is what waits for this person: to answer times, or to say how a session went. */
export function homePart(list: AtHome[], now: number): HomePart {
  const lines = flatBlocks(list.map((each) => homeLines(each, now)))
  const offered = list.find(({ open, pair }) => open?.offer.awaited === pair.me)?.open
  const untold = list.find((each) => each.untold)
  const next = offered
    ? { rank: 85, blocks: offerBlocks(offered, now) }
    : untold?.untold && { rank: 80, blocks: questionBlocks(untold.pair, untold.untold) }
  return {
    blocks:
      lines.length > 0
        ? [
            header('Your sessions'),
            lines,
            list.some(({ pair }) => pair.m.metAt !== null) &&
              actions(button('Earlier sessions', 'meetings.past')),
          ]
        : [],
    next,
  }
}

function homeLines({ pair, next, open }: AtHome, now: number): Blocks {
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
