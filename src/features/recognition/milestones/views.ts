import { listedSafe, md, mention, plural } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, section } from '../../../slack/ui/blocks.ts'
import type { Shout } from './service.ts'

/** What everyone in the channel sees: the names of those who said yes, and nothing they wrote. */
export function shoutMessage({ m, what, named, years }: Shout): Message {
  const names = listedSafe(named.map(mention))
  const both = named.length === 2
  if (what === 'anniversary') {
    const title = `${years > 1 ? plural(years, 'year') : 'A year'} of mentoring`
    return {
      text: title,
      blocks: [
        section(md`:birthday: *${title}:* ${names}. Growing takes time, and they give it.`),
        context('Would you like that too? Type `/mentor find`'),
      ],
    }
  }
  const words = both
    ? md`:mortar_board: *A graduation:* ${names} have completed their mentorship.`
    : named[0] === m.mentee
      ? md`:mortar_board: *A graduation:* ${names} has completed a mentorship.`
      : md`:mortar_board: *A graduation:* ${names} has seen a mentee through to the end.`
  return {
    text: 'A graduation',
    blocks: [section(words), context('Would you like that too? Type `/mentor find`')],
  }
}

/** Told to each of the two alone. */
export const yearMessage = (
  mentorship: string,
  partner: string,
  partnerName: string,
  years: number,
): Message => ({
  text: `${plural(years, 'year')} with ${partnerName}`,
  blocks: [
    section(
      md`:birthday: *You and ${mention(partner)} have been at it for ${plural(years, 'year')}.* A good moment to look back, and to say thanks.`,
    ),
    actions(
      commandButton('Give kudos', 'kudos', { style: 'primary' }),
      button('Close it well', 'closing.early', {
        value: mentorship,
        says: `Close the mentorship with ${partnerName} well`,
      }),
    ),
  ],
})
