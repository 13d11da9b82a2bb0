/** For whom the page is rendered: names, zones and hours are the reader's own. */
import { createContext, useContext, useMemo } from 'react'
import type { Reading } from '../render/mrkdwn.ts'
import type { Conversation, PagePerson } from '../serve/wire.ts'
import { useNow } from './clock.ts'
import { useLive } from './live.ts'

export interface Reader extends Reading {
  me: PagePerson
  people: Map<string, PagePerson>
  conversations: Conversation[]
}

const Context = createContext<Reader | null>(null)
export const ReaderProvider = Context.Provider

/** Dates such as "today" are looked at anew this often. */
const MINUTE = 60_000

export const nameOf = (person: PagePerson) => person.displayName || person.realName || person.name

const NONE: Conversation[] = []

/** Makes the reader for a pane. */
export function useMakeReader(me: PagePerson | undefined, conversations: Conversation[] = NONE) {
  const people = useLive((live) => live.world.people)
  const now = useNow(MINUTE)
  return useMemo((): Reader | null => {
    if (!me || !people) return null
    const byId = new Map(people.map((person) => [person.id, person]))
    const channels = new Map(conversations.map((each) => [each.id, each.name]))
    return {
      me,
      people: byId,
      conversations,
      tz: me.tz,
      now,
      person: (id) => {
        const person = byId.get(id)
        return person && nameOf(person)
      },
      channel: (id) => channels.get(id),
    }
  }, [me, people, now, conversations])
}

export function useReader(): Reader {
  const reader = useContext(Context)
  if (!reader) throw new Error('Only inside of a pane')
  return reader
}
