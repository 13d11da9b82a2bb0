/** Rendering for a reader. What an actor was handed remembers who saw it, so that tests need say no more. */
import type { Message, Person, StateValues, View } from '../types.ts'
import { findPerson, type World } from '../world.ts'
import type { Reading } from './mrkdwn.ts'
import { messageText, viewText } from './plain-text.ts'

interface Seen {
  world: World
  reader: Person
  values: StateValues
}

const seen = new WeakMap<object, Seen>()

/** Marks a copy of a message or view as what this person was shown. */
export function seenBy<T extends Message | View>(
  world: World,
  reader: Person,
  shown: T,
  values: StateValues = {},
): T {
  seen.set(shown, { world, reader, values })
  return shown
}

export function readingOf(world: World, reader: Person): Reading {
  return {
    tz: reader.tz,
    now: world.clock.now(),
    person: (id) => {
      const person = world.store.people.get(id)
      return person ? person.displayName || person.realName : undefined
    },
    channel: (id) => {
      const channel = world.store.channels.get(id)
      const hidden = channel && channel.kind !== 'public' && !channel.members.includes(reader.id)
      return channel && !hidden ? channel.name : undefined
    },
  }
}

const NOBODY: Reading = { tz: 'UTC', now: 0, person: () => undefined, channel: () => undefined }

/**
 * All visible text of a message or a view, as a person reads it: names for `<@U…>`, dates in the reader's
 * zone, entities undone, buttons in [brackets], inputs with what they hold.
 * @param options.as the reader, by name, id, record or actor; default: whoever was handed the message or view.
 *   What came from elsewhere, such as JSON, is rendered with ids in place of names.
 */
export function plainText(
  shown: Message | View,
  options: { as?: string | Person | { person: Person } } = {},
): string {
  const known = seen.get(shown)
  const reader = !known
    ? undefined
    : typeof options.as === 'string'
      ? findPerson(known.world, options.as)
      : options.as && 'person' in options.as
        ? options.as.person
        : (options.as ?? known.reader)
  const reading = known && reader ? readingOf(known.world, reader) : NOBODY
  return 'ts' in shown ? messageText(shown, reading, known?.values ?? {}) : viewText(shown, reading)
}
