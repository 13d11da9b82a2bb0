import { EVENTS, type State, transitionsOf } from '../../../src/features/pairs/mentorship/states.ts'

/** Every event that may happen in a state, with where it leads. */
export const eventsIn = (state: State, kind: string) =>
  EVENTS.flatMap((event) => {
    const to = transitionsOf(event, kind).get(state)
    return to === undefined ? [] : [{ event, to }]
  })
