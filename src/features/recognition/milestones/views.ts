import { listedSafe, md, mention, plural } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { PairView } from '../../pairs/mentorship/service.ts'
import type { Shout } from './service.ts'

/** Invites whoever reads it. */
const invitation = context('Would you like that too? Type `/mentor find`')

/** What everyone in the channel sees: the names of those who said yes, and nothing they wrote. */
export function shoutMessage({ m, what, named, years }: Shout): Message {
  const names = listedSafe(named.map(mention))
  if (what === 'anniversary') {
    const title = `${years > 1 ? plural(years, 'year') : 'A year'} of mentoring`
    const words = md`:birthday: *${title}:* ${names}. Growing takes time, and they give it.`
    return { text: title, blocks: [section(words), invitation] }
  }
  const did =
    named.length === 2
      ? 'have completed their mentorship'
      : named[0] === m.mentee
        ? 'has completed a mentorship'
        : 'has seen a mentee through to the end'
  const words = md`:mortar_board: *A graduation:* ${names} ${did}.`
  return { text: 'A graduation', blocks: [section(words), invitation] }
}

/** Told to each of the two alone. */
export const yearMessage = ({ m, partner, partnerName }: PairView, years: number): Message => ({
  text: `${plural(years, 'year')} with ${partnerName}`,
  blocks: [
    section(
      md`:birthday: *You and ${mention(partner)} have been at it for ${plural(years, 'year')}.* A good moment to look back, and to say thanks.`,
    ),
    actions(
      commandButton('Give kudos', 'kudos', { style: 'primary' }),
      button('Close it well', 'closing.early', {
        value: m.id,
        says: `Close the mentorship with ${partnerName} well`,
      }),
    ),
  ],
})
