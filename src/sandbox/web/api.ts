/** The front door of the Web API: body, token, scopes, rate limits, faults, and the record of each call. */
import type { FaultRule } from '../faults.ts'
import { keep, nextCallId } from '../traffic.ts'
import type { World } from '../world.ts'
import { Args } from './args.ts'
import { basics } from './basics.ts'
import { chat } from './chat.ts'
import { conversations } from './conversations.ts'
import { ApiError } from './errors.ts'
import { files } from './files.ts'
import { makeLimiter } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { users } from './users.ts'
import { views } from './views.ts'

export const METHODS: Methods = { ...basics, ...chat, ...conversations, ...files, ...users, ...views }

const NEVER = new Promise<Response>(() => {})

/** What a proxy, or Slack on a bad day, says in place of an answer. */
const PAGE =
  '<!DOCTYPE html><html><head><title>Server Error</title></head><body><p>Try again.</p></body></html>'

/** Makes the handler of `/api/:method`. It never throws; what it did not foresee is `fatal_error`. */
export function makeApi(world: World): (method: string, request: Request) => Promise<Response> {
  const limiter = makeLimiter(world)

  return async (name, request) => {
    const at = world.clock.now()
    let args: Record<string, unknown> = {}
    let status = 200
    let answer: Record<string, unknown>
    const headers = new Headers({
      'content-type': 'application/json; charset=utf-8',
      'x-slack-req-id': crypto.randomUUID().replaceAll('-', ''),
    })
    let fault: FaultRule | undefined
    try {
      args = await readBody(request)
      fault = world.faults.strike('method', name, args)
      const late = fault?.kind === 'slow' ? (fault.ms ?? 100) : undefined
      if (late !== undefined) await new Promise((resolve) => setTimeout(resolve, late))
      if (fault?.kind === 'ratelimited') throw new RateLimited(fault.retryAfter ?? 30)
      if (fault?.kind === 'drop_socket') world.delivery.sockets.drop()
      if (fault?.kind === 'error') throw new ApiError(fault.error!)
      const before = ['error500_before', 'timeout_before', 'html'].includes(fault?.kind ?? '')
      answer =
        fault?.kind === 'answer'
          ? { ok: true, ...fault.answer }
          : before
            ? {}
            : { ok: true, ...(await perform(world, limiter, name, request, args, headers)) }
    } catch (error) {
      if (error instanceof RateLimited) {
        status = 429
        headers.set('retry-after', String(error.seconds))
        answer = { ok: false, error: 'ratelimited' }
      } else if (error instanceof ApiError) {
        answer = { ok: false, error: error.code, ...error.more }
      } else {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
        keep(world.traffic.errors, { at, where: `api ${name}`, message })
        answer = { ok: false, error: 'fatal_error' }
      }
    }
    if (fault?.kind.startsWith('error500')) status = 500
    const { token: _token, ...shown } = args
    keep(world.traffic.calls, {
      id: nextCallId(world.traffic),
      at,
      method: name,
      args: decoded(shown),
      status,
      ok: answer.ok === true && status === 200,
      ...(typeof answer.error === 'string' && { error: answer.error }),
      response: structuredClone(answer),
      ...(fault && { fault: fault.kind }),
    })
    world.changed()
    if (fault?.kind.startsWith('timeout')) return NEVER
    if (fault?.kind === 'html') return new Response(PAGE, { headers: { 'content-type': 'text/html' } })
    if (status === 500) return new Response('Internal Server Error', { status })
    return new Response(JSON.stringify(answer), { status, headers })
  }
}

class RateLimited extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super('ratelimited')
    this.seconds = seconds
  }
}

async function perform(
  world: World,
  limiter: ReturnType<typeof makeLimiter>,
  name: string,
  request: Request,
  values: Record<string, unknown>,
  headers: Headers,
): Promise<Record<string, unknown>> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name]! : undefined
  if (!method) throw new ApiError('unknown_method', { req_method: name })
  const granted = world.manifest.scopes
  if (method.token !== 'none') authenticate(world, method, tokenOf(request, values))
  if (method.token !== 'none' && method.token !== 'app') headers.set('x-oauth-scopes', granted.join(','))
  if (method.scopes) headers.set('x-accepted-oauth-scopes', method.scopes.join(','))
  const has = (scope: string) => granted.includes(scope)
  const requireScope = (...anyOf: string[]) => {
    if (anyOf.some(has)) return
    throw new ApiError('missing_scope', { needed: anyOf.join(','), provided: granted.join(',') })
  }
  if (method.scopes) requireScope(...method.scopes)
  const args = new Args(values)
  const wait = limiter.take(name, args)
  if (wait > 0) throw new RateLimited(wait)
  return await method.run({ world, method: name, args, has, requireScope })
}

function tokenOf(request: Request, args: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')
  return bearer?.[1] ?? (typeof args.token === 'string' && args.token !== '' ? args.token : undefined)
}

function authenticate(world: World, method: Method, token: string | undefined): void {
  if (!token) throw new ApiError('not_authed')
  const isBot = token === world.tokens.bot
  if (!isBot && token !== world.tokens.app) throw new ApiError('invalid_auth')
  // The app's own token lives on when one workspace removes the app.
  if (isBot && !world.store.installed) throw new ApiError('account_inactive')
  if (isBot && world.store.tokensRevoked) throw new ApiError('token_revoked')
  if ((method.token === 'app') === isBot) throw new ApiError('not_allowed_token_type')
}

/** Reads a form, a JSON object, multipart or a query. */
async function readBody(request: Request): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  if (request.method === 'GET') return query
  const type = request.headers.get('content-type') ?? ''
  const text = type.startsWith('multipart/') ? '' : await request.text()
  if (type.startsWith('application/json')) {
    if (text.trim() === '') return query
    let body: unknown
    try {
      body = JSON.parse(text)
    } catch {
      throw new ApiError('invalid_json')
    }
    if (!body || typeof body !== 'object' || Array.isArray(body)) throw new ApiError('json_not_object')
    return { ...query, ...body }
  }
  if (type.startsWith('multipart/')) {
    try {
      return { ...query, ...Object.fromEntries(await request.formData()) }
    } catch {
      throw new ApiError('invalid_form_data')
    }
  }
  if (type === '' || type.startsWith('application/x-www-form-urlencoded')) {
    // A percent sign that begins no byte is a broken form, which URLSearchParams would let pass.
    if (/%(?![0-9a-fA-F]{2})/.test(text)) throw new ApiError('invalid_form_data')
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) }
  }
  throw new ApiError('invalid_post_type')
}

/** For the record: arguments that came as JSON text, as what they mean. */
function decoded(args: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    result[name] = value
    if (typeof value !== 'string' || !/^[[{]/.test(value)) continue
    try {
      result[name] = JSON.parse(value)
    } catch {
      result[name] = value
    }
  }
  return result
}
