/** The acts of one pane's person, with what Slack's client would say when one of them fails. */
import { useCallback, useState } from 'react'
import { act, type Outcome } from './acts.ts'

export interface Acts {
  /** Does something; never throws: what went wrong is said in the pane. */
  run(verb: string, body?: unknown): Promise<Outcome | undefined>
  /** What is to be said now. */
  trouble: string
  dismiss(): void
}

export function useActs(person: string): Acts {
  const [trouble, setTrouble] = useState('')
  const run = useCallback(
    async (verb: string, body?: unknown) => {
      try {
        const outcome = await act(person, verb, body)
        setTrouble(outcome?.text && (outcome.ok === false || outcome.error) ? outcome.text : '')
        return outcome
      } catch (error) {
        setTrouble((error as Error).message)
        return undefined
      }
    },
    [person],
  )
  return { run, trouble, dismiss: useCallback(() => setTrouble(''), []) }
}
