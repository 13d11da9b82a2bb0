/** What a person does on the page, sent to the sandbox as the same acts that tests and programs use. */

export interface Outcome {
  ok?: boolean
  /** What Slack's client would say. */
  text?: string
  error?: string
  errors?: Record<string, string>
}

async function post<T>(path: string, body: unknown = {}, method = 'POST'): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { ok: boolean; result: T; error?: string }
  if (!answer.ok) throw new Error(answer.error ?? 'The sandbox could not do that')
  return answer.result
}

/** Does something as a person. @throws with a plain sentence if it cannot be done */
export const act = (person: string, verb: string, body: unknown = {}) =>
  post<Outcome>(`/control/as/${encodeURIComponent(person)}/${verb}`, body)

export const control = <T = unknown>(path: string, body?: unknown) => post<T>(`/control/${path}`, body)
export const remove = (path: string) => post(`/control/${path}`, undefined, 'DELETE')
export const page = <T = unknown>(path: string, body?: unknown) => post<T>(`/page/${path}`, body)

export async function detail(key: string): Promise<unknown> {
  const response = await fetch(`/page/traffic/${key}`)
  return ((await response.json()) as { result: unknown }).result
}
