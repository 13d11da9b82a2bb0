/**
 * Another stand-in for Slack, as somebody else would write it in an afternoon: nine methods, no scopes, no list
 * of people, accounts that are an id and a name, a trigger that is always the same, views without a hash,
 * payloads without a workspace, and `@ana` as it was typed. It shares nothing with src/sandbox.
 */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

interface Block {
  type: string
  block_id?: string
  element?: { type: string; action_id: string }
  elements?: { action_id?: string; value?: string }[]
  accessory?: { action_id?: string; value?: string }
}
export interface Shown {
  id?: string
  callback_id?: string
  private_metadata?: string
  text?: string
  blocks: Block[]
}
interface Ack {
  text?: string
  response_action?: 'update' | 'push' | 'errors' | 'clear'
  view?: Shown
  errors?: Record<string, string>
}

export const SECRET = 'plain-secret'

export async function startPlainSlack(people: Record<string, string>) {
  const stacks = new Map<string, Shown[]>()
  const channels = new Map<string, Shown[]>()
  const replies = new Map<string, string[]>()
  const unknown: string[] = []
  let socket: WebSocket | undefined
  let requestUrl: string | undefined
  let ids = 0
  const waiting = new Map<string, (ack: Ack) => void>()
  const stackOf = (user: string) => stacks.get(user) ?? stacks.set(user, []).get(user)!

  /** Whoever's act is being answered: this Slack has one trigger for all. */
  let acting = ''
  const show = (view: string) => ({ ...(JSON.parse(view) as Shown), id: `V${++ids}` })
  const methods: Record<string, (args: Record<string, string>) => object | undefined> = {
    'auth.test': () => ({ team_id: 'TPLAIN', user_id: 'UCAIRN' }),
    'apps.connections.open': () => ({ url: `ws://127.0.0.1:${port}/link` }),
    'users.info': ({ user = '' }) => (people[user] ? { user: { id: user, name: people[user] } } : undefined),
    'conversations.open': ({ users = '' }) => ({ channel: { id: `D-${users}` } }),
    'chat.postMessage': ({ channel = '', text, blocks = '[]' }) => {
      const message = { id: `${++ids}.0`, text, blocks: JSON.parse(blocks) as Block[] }
      channels.set(channel, [...(channels.get(channel) ?? []), message])
      return { channel, ts: message.id }
    },
    'chat.update': ({ channel = '', ts, text, blocks = '[]' }) => {
      const found = channels.get(channel)?.find((message) => message.id === ts)
      return found && Object.assign(found, { text, blocks: JSON.parse(blocks) }) && { channel, ts }
    },
    'views.open': ({ view = '' }) => ({
      view: { id: stackOf(acting)[stackOf(acting).push(show(view)) - 1]!.id },
    }),
    'views.push': (args) => methods['views.open']!(args),
    'views.update': ({ view_id, view = '' }) => {
      const stack = [...stacks.values()].find((each) => each.some((open) => open.id === view_id))
      const at = stack?.findIndex((open) => open.id === view_id) ?? -1
      return stack && at >= 0
        ? { view: Object.assign(stack, { [at]: { ...show(view), id: view_id } })[at] }
        : undefined
    },
    'views.publish': () => ({ view: { id: 'VHOME' } }),
  }

  const server = createServer(async (req, res) => {
    let body = ''
    for await (const part of req) body += part
    const name = (req.url ?? '').replace('/api/', '')
    if (name.startsWith('/hook/')) {
      const user = name.slice(6)
      replies.set(user, [...(replies.get(user) ?? []), (JSON.parse(body) as { text: string }).text])
      return res.end('ok')
    }
    const method = methods[name]
    if (!method) unknown.push(name)
    const answer = method?.(Object.fromEntries(new URLSearchParams(body)))
    res.setHeader('content-type', 'application/json')
    res.end(
      JSON.stringify(
        answer ? { ok: true, ...answer } : { ok: false, error: method ? 'not_found' : 'unknown_method' },
      ),
    )
  })
  new WebSocketServer({ server }).on('connection', (opened) => {
    socket = opened
    opened.send(JSON.stringify({ type: 'hello' }))
    opened.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: Ack }
      waiting.get(envelope_id)?.(payload ?? {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  async function deliver(
    user: string,
    type: 'slash_commands' | 'interactive',
    payload: Record<string, unknown>,
  ) {
    acting = user
    if (!requestUrl) {
      const envelope_id = `E${++ids}`
      const acked = new Promise<Ack>((resolve) => waiting.set(envelope_id, resolve))
      socket!.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }))
      return acked
    }
    const fields =
      type === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>)
    const body = new URLSearchParams(fields).toString()
    const at = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    }
    const text = await (await fetch(requestUrl, { method: 'POST', headers, body })).text()
    return (text.startsWith('{') ? JSON.parse(text) : { text }) as Ack
  }
  const stateOf = (view: Shown, values: Record<string, string | string[]>) =>
    Object.fromEntries(
      view.blocks
        .filter((block) => block.type === 'input')
        .map(({ block_id = '', element }) => {
          const value = values[block_id]
          const option = (each: string) => ({ value: each })
          const held = Array.isArray(value)
            ? { selected_options: value.map(option) }
            : /select|radio/.test(element!.type)
              ? { selected_option: value ? option(value) : null }
              : { value: value ?? null }
          return [block_id, { [element!.action_id]: { type: element!.type, ...held } }]
        }),
    )

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    /** Methods that were called and are not there. */
    unknown,
    overHttp(url: string) {
      requestUrl = url
    },
    modal: (user: string) => stacks.get(user)?.at(-1),
    messages: (channel: string) => channels.get(channel) ?? [],
    replies: (user: string) => replies.get(user) ?? [],
    async command(user: string, text: string) {
      stacks.delete(user)
      const where = { channel_id: 'C1', response_url: `http://127.0.0.1:${port}/hook/${user}` }
      const ack = await deliver(user, 'slash_commands', {
        command: '/mentor',
        text,
        user_id: user,
        trigger_id: 'T',
        ...where,
      })
      return ack.text
    },
    async click(user: string, at: Shown, actionId: string) {
      const placed = at.blocks.flatMap((block) => [
        ...(block.elements ?? []),
        ...(block.accessory ? [block.accessory] : []),
      ])
      const element = placed.find((each) => each.action_id === actionId)
      if (!element) throw new Error(`no ${actionId} in ${JSON.stringify(at)}`)
      const where = at.callback_id
        ? { view: { ...at, type: 'modal' } }
        : { response_url: `http://127.0.0.1:${port}/hook/${user}` }
      await deliver(user, 'interactive', {
        type: 'block_actions',
        user: { id: user },
        trigger_id: 'T',
        actions: [{ ...element, type: 'button', block_id: 'b' }],
        ...where,
      })
    },
    async submit(user: string, values: Record<string, string | string[]>) {
      const stack = stackOf(user)
      const view = stack.at(-1)!
      const submitted = { ...view, type: 'modal', state: { values: stateOf(view, values) } }
      const ack = await deliver(user, 'interactive', {
        type: 'view_submission',
        user: { id: user },
        view: submitted,
      })
      if (ack.response_action === 'errors') return ack.errors
      if (ack.response_action !== 'push') stack.pop()
      if (ack.view) stack.push({ ...ack.view, id: ack.response_action === 'update' ? view.id : `V${++ids}` })
      return undefined
    },
    async stop() {
      socket?.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
