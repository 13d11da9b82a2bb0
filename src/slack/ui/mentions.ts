import type { Context } from '../../context.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import { mentionedIn } from '../../core/text.ts'

const ESCAPED = /<@[UW][A-Z0-9]+(?:\|[^<>]*)?>/g
/** A handle may hold dots and hyphens; one at its end belongs to the sentence. */
const RAW = /(?:^|\s)@([\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])/gu

/**
 * The people named in a command's text, in order. Slack sends `<@U…|ana>` for `@ana`; a client that does not
 * escape is helped by the handle.
 */
export async function peopleIn(
  ctx: Context,
  text: string,
): Promise<{ people: string[]; unknown: string[]; rest: string }> {
  const people = mentionedIn(text)
  const unknown: string[] = []
  let rest = text.replace(ESCAPED, ' ')
  for (const [, handle = ''] of rest.matchAll(RAW)) {
    const found = await ctx.directory.byHandle(handle)
    if (found) people.push(found.person)
    else unknown.push(handle)
  }
  rest = rest.replace(RAW, ' ').replace(/\s+/g, ' ').trim()
  return { people: [...new Set(people)], unknown, rest }
}

/** The first person named in a text. */
export const personIn = async (ctx: Context, text: string): Promise<string | undefined> =>
  (await peopleIn(ctx, text)).people[0]

/** The person whom a command was given, or what to type. `usage` is the command, such as `why`. */
export async function personArgument(ctx: Context, text: string, usage: string): Promise<Outcome<string>> {
  const person = await personIn(ctx, text)
  return person
    ? done(person)
    : refuse(`I do not know who that is. Type \`/mentor ${usage} @\` and choose a name.`)
}
