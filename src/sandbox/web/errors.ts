/** A refusal of the Web API: HTTP 200 with `ok: false`, an error code and perhaps more fields. */
export class ApiError extends Error {
  readonly code: string
  readonly more: Record<string, unknown>

  constructor(code: string, more: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.more = more
  }
}

/** `invalid_arguments` with Slack's bracketed messages. */
export function invalidArguments(...messages: string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) },
  })
}
