/** The control endpoints: everything that the sandbox can do, over HTTP, for pages and for other programs. */
import type { Hono } from 'hono'
import { z } from 'zod'
import type { Sandbox } from '../sandbox.ts'
import { act, administer, isVerb, readable, shownTo } from './acts.ts'
import { answer, BadRequest, body, localOnly } from './requests.ts'
import { ACTS, ADMIN, CLOCK, DELIVERY, FAULT, RAW } from './schema.ts'

const ENDPOINTS = {
  'GET /sandbox.json': 'this',
  'GET /control/as/:person': 'all that a person is shown',
  'GET /control/as/:person/inbox': 'everything ever shown to a person, in order',
  'POST /control/as/:person/:verb': `an act: ${Object.keys(ACTS).join(', ')}`,
  'GET /control/messages?channel=': 'the messages of a channel',
  'GET|POST /control/clock': '{ set, advance, running }',
  'GET|POST|DELETE /control/faults':
    '{ method | event, kind, with, times, forMs, every, retryAfter, ms, error, answer }',
  'GET|POST /control/delivery': '{ mode, requestUrl, act: drop | disconnect | redeliver | verify }',
  'POST /control/deliver': 'any payload: { type, payload }',
  'POST /control/admin/:verb': Object.keys(ADMIN).join(', '),
  'GET|DELETE /control/traffic': 'calls, envelopes and errors',
  'GET|PUT /control/state': 'the whole workspace as JSON',
}

/** What the outside world needs to point a bot at this sandbox. */
function description(sandbox: Sandbox) {
  return {
    url: sandbox.url,
    apiUrl: sandbox.apiUrl,
    workspace: sandbox.workspace,
    app: sandbox.app,
    tokens: sandbox.tokens,
    env: {
      SLACK_BOT_TOKEN: sandbox.tokens.bot,
      SLACK_APP_TOKEN: sandbox.tokens.app,
      SLACK_SIGNING_SECRET: sandbox.tokens.signingSecret,
      SLACK_API_URL: sandbox.apiUrl,
    },
    clock: clockOf(sandbox),
    people: sandbox.people,
    channels: sandbox.channels.map(({ id, name, kind, archived, members }) => ({
      id,
      name,
      kind,
      archived,
      members,
    })),
    endpoints: ENDPOINTS,
  }
}

const clockOf = ({ clock }: Sandbox) => ({
  now: clock.now(),
  iso: new Date(clock.now()).toISOString(),
  running: clock.running,
})

const deliveryOf = ({ deliver, traffic }: Sandbox) => ({
  connections: deliver.connections,
  envelopes: traffic.envelopes.length,
})

/** Adds the control endpoints to the server's routes. Must come before the first request. */
export function addControl(app: Hono, sandbox: Sandbox): void {
  app.use('/control/*', localOnly(sandbox))
  app.onError((error, c) => {
    // Everything that a person cannot do is an Error with a plain sentence.
    const status = /^\/(control|page)\//.test(c.req.path) ? 400 : 500
    return c.json({ ok: false, error: error.message }, status)
  })
  app.get('/sandbox.json', (c) => c.json(description(sandbox)))

  app.get('/control/as/:person', (c) => answer(c, shownTo(sandbox.as(c.req.param('person')))))
  app.get('/control/as/:person/inbox', (c) => {
    const entries = sandbox.as(c.req.param('person')).inbox()
    const shown = entries.map((entry) => ({
      ...entry,
      ...(entry.message && { message: readable(entry.message) }),
      ...(entry.view && { view: readable(entry.view) }),
    }))
    return answer(c, shown)
  })
  app.post('/control/as/:person/:verb', async (c) => {
    const verb = c.req.param('verb')
    if (!isVerb(verb)) throw new BadRequest(`Nobody can ${verb}; people can ${Object.keys(ACTS).join(', ')}`)
    const actor = sandbox.as(c.req.param('person'))
    return answer(c, act(actor, verb, (await body(c, ACTS[verb])) as never))
  })

  app.get('/control/messages', (c) => {
    const name = c.req.query('channel') ?? ''
    const channel = sandbox.channels.find(
      (each) => each.id === name || (each.name && each.name === name.replace(/^#/, '')),
    )
    if (!channel) throw new BadRequest(`There is no channel ${name}; ask with ?channel=`)
    const reader = channel.members.find((id) => sandbox.people.some((each) => each.id === id && !each.isBot))
    return answer(c, reader ? sandbox.as(reader).messages(channel.id).map(readable) : [])
  })

  app.get('/control/clock', (c) => answer(c, clockOf(sandbox)))
  app.post('/control/clock', async (c) => {
    const { set, advance, running } = await body(c, CLOCK)
    if (set !== undefined) sandbox.clock.set(set)
    if (advance !== undefined) sandbox.clock.advance(advance)
    if (running === true) sandbox.clock.run()
    if (running === false) sandbox.clock.freeze()
    return answer(c, clockOf(sandbox))
  })

  app.get('/control/faults', (c) => answer(c, sandbox.faults.list()))
  app.post('/control/faults', async (c) => answer(c, { id: sandbox.faults.add(await body(c, FAULT)) }))
  app.delete('/control/faults', (c) => answer(c, sandbox.faults.clear()))
  app.delete('/control/faults/:id', (c) => answer(c, sandbox.faults.remove(c.req.param('id'))))

  app.get('/control/delivery', (c) => answer(c, deliveryOf(sandbox)))
  app.post('/control/delivery', async (c) => {
    const { mode, requestUrl, act: what, envelopeId } = await body(c, DELIVERY)
    if (mode) sandbox.deliver.mode(mode, requestUrl)
    if (what === 'drop') sandbox.deliver.drop()
    if (what === 'disconnect') sandbox.deliver.disconnect()
    if (what === 'redeliver') return answer(c, sandbox.deliver.redeliver(envelopeId))
    if (what === 'verify') return answer(c, { verified: await sandbox.deliver.verify() })
    return answer(c, deliveryOf(sandbox))
  })
  app.post('/control/deliver', async (c) => {
    const { type, payload } = await body(c, RAW)
    return answer(c, sandbox.deliver.raw(payload, { type }))
  })

  app.post('/control/admin/:verb', async (c) => {
    const verb = c.req.param('verb')
    if (!Object.hasOwn(ADMIN, verb)) throw new BadRequest(`The administrator cannot ${verb}`)
    const known = verb as keyof typeof ADMIN
    return answer(c, administer(sandbox, known, (await body(c, ADMIN[known])) as never))
  })

  app.get('/control/traffic', (c) => {
    const since = Number(c.req.query('since') ?? 0)
    const { calls, envelopes, errors } = sandbox.traffic
    return answer(c, {
      calls: calls.filter((each) => each.at >= since),
      envelopes: envelopes.filter((each) => each.at >= since),
      errors: errors.filter((each) => each.at >= since),
    })
  })
  app.delete('/control/traffic', (c) => answer(c, sandbox.traffic.clear()))

  app.get('/control/state', (c) => answer(c, sandbox.state()))
  app.put('/control/state', async (c) => answer(c, sandbox.restore(await body(c, z.unknown()))))
}
