/** How requests to the sandbox's own endpoints are read, refused and answered. */
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'

/** What cannot be done, as a plain sentence: a 400. */
export class BadRequest extends Error {}

/** Reads a JSON body by its schema. @throws BadRequest */
export async function body<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  // A page of another site cannot send this content type without asking first, and is never allowed to.
  if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
    throw new BadRequest('Send JSON, with content-type application/json')
  }
  let parsed: unknown
  try {
    const text = await c.req.text()
    parsed = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw new BadRequest('The body is not JSON')
  }
  const result = schema.safeParse(parsed)
  if (!result.success) throw new BadRequest(z.prettifyError(result.error))
  return result.data
}

export const answer = async (c: Context, result: unknown) =>
  c.json({ ok: true, result: (await result) ?? null })

/** Lets nobody in who came by a name that somebody else pointed at 127.0.0.1. */
export function localOnly(sandbox: { readonly port: number }): MiddlewareHandler {
  return async (c, next) => {
    const local = [`127.0.0.1:${sandbox.port}`, `localhost:${sandbox.port}`]
    if (!local.includes(c.req.header('host') ?? ''))
      return c.json({ ok: false, error: 'Ask for 127.0.0.1' }, 403)
    return next()
  }
}
