/** A first tour of the demo: what to try, in order, and what of it has been done, as the traffic tells. */
import type { Envelope, Sandbox } from '../sandbox/index.ts'

const WEEKS_MS = 12 * 7 * 24 * 3_600_000

/** What has come about so far. It never becomes undone. */
interface Facts {
  joined: Set<string>
  checkedIn: boolean
  thanked: boolean
  told: boolean
}

interface Payload {
  type?: string
  text?: string
  user?: { id: string }
  view?: { callback_id?: string }
  actions?: { action_id: string }[]
}

function learn(facts: Facts, { payload, ack, outcome }: Envelope) {
  if (outcome !== 'acked') return
  const { type, text, user, view, actions } = payload as Payload
  const refused = (ack as { response_action?: string } | undefined)?.response_action === 'errors'
  const sent = type === 'view_submission' && !refused ? view?.callback_id : undefined
  if (sent === 'profile.join' && user) facts.joined.add(user.id)
  if (sent === 'kudos.give' || /^kudos <@/.test(text ?? '')) facts.thanked = true
  if (sent === 'checkins.answer') facts.checkedIn = true
  if (/^checkins\.(great|good|ok|rough|stuck)$/.test(actions?.[0]?.action_id ?? '')) facts.checkedIn = true
}

const STEPS: { text: string; at: string; done(facts: Facts, sandbox: Sandbox, began: number): boolean }[] = [
  {
    text: 'You are Ana. Join, as somebody who wants to learn.',
    at: '/as/ana/home',
    done: ({ joined }) => joined.size > 0,
  },
  {
    text: 'Now be Ben, with a click on his name. Join as a mentor who can help with what Ana chose.',
    at: '/as/ben/home',
    done: ({ joined }) => joined.size > 1,
  },
  {
    text: 'Two people side by side: Ana finds a mentor and asks Ben; Ben says yes.',
    at: '/as/ana/home?with=ben/messages',
    done: (_, { channels }) => channels.some((each) => each.kind === 'mpim'),
  },
  {
    text: 'Let time pass: “+1 week”, above. Then answer the check-in that has come.',
    at: '/as/ana/messages?with=ben/messages',
    done: ({ checkedIn }) => checkedIn,
  },
  {
    text: 'Thank Ben, with “Give kudos” on Ana’s Home.',
    at: '/as/ana/home?with=ben/messages',
    done: ({ thanked }) => thanked,
  },
  {
    text: '“+1 hour”, and the thanks reach Ben. If he presses “Public”, #pm-wins hears of it.',
    at: '/as/ana/pm-wins?with=ben/messages',
    done: ({ told }) => told,
  },
  {
    text: '“Play 12 weeks”: the others join, answer, stay silent, thank and finish.',
    at: '/as/ana/pm-wins',
    done: (_, { clock }, began) => clock.now() >= began + WEEKS_MS,
  },
]

/** The tour from now on. */
export function makeGuide(sandbox: Sandbox) {
  const began = sandbox.clock.now()
  const facts: Facts = { joined: new Set(), checkedIn: false, thanked: false, told: false }
  const wins = sandbox.channels.find((each) => each.name === 'pm-wins')?.id
  let last = { envelope: 0, call: 0 }
  return () => {
    const { envelopes, calls } = sandbox.traffic
    for (const envelope of newer(envelopes, last.envelope)) {
      if (envelope.outcome === 'waiting') break
      learn(facts, envelope)
      last = { ...last, envelope: envelope.id }
    }
    for (const call of newer(calls, last.call)) {
      if (call.method === 'chat.postMessage' && call.ok && call.args.channel === wins) facts.told = true
      last = { ...last, call: call.id }
    }
    return STEPS.map(({ text, at, done }) => ({ text, at, done: done(facts, sandbox, began) }))
  }
}

/** Those after a number, which rises along the list (and begins anew when the list is cleared). */
function newer<T extends { id: number }>(list: T[], than: number): T[] {
  if ((list.at(-1)?.id ?? than) < than) return [...list]
  let from = list.length
  while (from > 0 && (list[from - 1] as T).id > than) from--
  return list.slice(from)
}
