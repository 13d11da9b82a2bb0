/**
 * Files that blocks name: a `slack_file` must be there, uploaded by then, and be a picture. Remote files of `file`
 * blocks are not modelled, so none is there.
 */
import { ApiError } from './web/errors.ts'
import type { World } from './world.ts'

/** File types that Slack shows as a picture in a block. */
const PICTURES = ['gif', 'jpeg', 'jpg', 'png']

function problems(world: World, value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => problems(world, each, `${at}/${index}`))
  if (!value || typeof value !== 'object') return []
  if ((value as { type?: unknown }).type === 'file')
    return [`file not found [json-pointer:${at}/external_id]`]
  return Object.entries(value).flatMap(([key, each]) => {
    const here = `${at}/${key}`
    if (key !== 'slack_file') return problems(world, each, here)
    const { id, url } = (each ?? {}) as { id?: unknown; url?: unknown }
    const file = [...world.store.files.values()].find(
      (known) => known.id === id || known.url_private === url || known.permalink === url,
    )
    return file && PICTURES.includes(file.filetype) ? [] : [`invalid slack file [json-pointer:${here}]`]
  })
}

/** Refuses blocks that name a file which is not there. @throws ApiError of the given code */
export function refuseMissingFiles(world: World, blocks: unknown, at: string, code: string): void {
  const errors = problems(world, blocks, at)
  if (errors.length === 0) return
  const response_metadata = { messages: errors.map((each) => `[ERROR] ${each}`) }
  throw new ApiError(code, code === 'invalid_blocks' ? { errors, response_metadata } : { response_metadata })
}
