/** Keeps everything that went between the app and the workspace, in order, up to a cap. */
import type { ApiCall, Envelope, Trouble } from './types.ts'

/** Entries kept of each sort; the oldest tenth goes when it is reached. */
const CAP = 5000

export interface Traffic {
  calls: ApiCall[]
  envelopes: Envelope[]
  errors: Trouble[]
  clear(): void
}

export function makeTraffic(): Traffic {
  const traffic: Traffic = {
    calls: [],
    envelopes: [],
    errors: [],
    clear: () => {
      traffic.calls.length = 0
      traffic.envelopes.length = 0
      traffic.errors.length = 0
    },
  }
  return traffic
}

/** Calls and replies share one series of numbers, without gaps until the cap. */
export function nextCallId({ calls }: Traffic): number {
  return (calls.at(-1)?.id ?? 0) + 1
}

export function keep<T>(list: T[], entry: T): T {
  list.push(entry)
  if (list.length > CAP) list.splice(0, CAP / 10)
  return entry
}
