/** The traffic between app and workspace as lines to read, newest last, and what each of them carried. */
import type { ApiCall, Envelope, Trouble } from '../types.ts'
import type { World } from '../world.ts'
import type { TrafficLine } from './wire.ts'

/** How many lines the page is given. */
const SHOWN = 200

function callLine(call: ApiCall): TrafficLine {
  const about = call.args.channel ?? call.args.user ?? call.args.user_id ?? ''
  return {
    key: `call-${call.id}`,
    at: call.at,
    sort: 'call',
    name: call.method,
    about: typeof about === 'string' ? about : '',
    outcome: [call.fault, call.ok ? 'ok' : (call.error ?? `HTTP ${call.status}`)].filter(Boolean).join(', '),
    ok: call.ok && !call.fault,
  }
}

function envelopeLine(envelope: Envelope): TrafficLine {
  const payload = (envelope.payload ?? {}) as {
    type?: string
    command?: string
    text?: string
    event?: { type?: string; user?: unknown }
    actions?: { action_id?: string }[]
    view?: { callback_id?: string }
  }
  const name = payload.event?.type ?? payload.command ?? payload.type ?? envelope.type
  const about = payload.command
    ? (payload.text ?? '')
    : (payload.actions?.[0]?.action_id ?? payload.view?.callback_id ?? '')
  return {
    key: `envelope-${envelope.id}`,
    at: envelope.at,
    sort: 'envelope',
    name,
    about,
    outcome: envelope.outcome + (envelope.retryNum > 0 ? `, repeat ${envelope.retryNum}` : ''),
    ok: envelope.outcome === 'acked' || envelope.outcome === 'waiting',
  }
}

const errorLine = (error: Trouble, index: number): TrafficLine => ({
  key: `error-${index}`,
  at: error.at,
  sort: 'error',
  name: error.where,
  about: '',
  outcome: error.message,
  ok: false,
})

/** The newest lines, oldest first. */
export function trafficLines({ traffic }: World): TrafficLine[] {
  const firstError = Math.max(0, traffic.errors.length - SHOWN)
  const lines = [
    ...traffic.envelopes.slice(-SHOWN).map(envelopeLine),
    ...traffic.calls.slice(-SHOWN).map(callLine),
    ...traffic.errors.slice(firstError).map((each, index) => errorLine(each, firstError + index)),
  ]
  // Sorting is stable: what happened at the same instant stays as it stands here, cause before effect.
  return lines.sort((a, b) => a.at - b.at).slice(-SHOWN)
}

/** What a line carried, in full. */
export function trafficDetail({ traffic }: World, key: string): unknown {
  const [sort, number] = key.split('-')
  const id = Number(number)
  if (sort === 'call') return traffic.calls.find((each) => each.id === id)
  if (sort === 'envelope') return traffic.envelopes.find((each) => each.id === id)
  return traffic.errors[id]
}
