/** files.*: the upload in three steps, and reading one back. */
import { addMessage } from '../messages.ts'
import type { Message, SlackFile } from '../types.ts'
import { newId, type World } from '../world.ts'
import { ApiError, invalidArguments } from './errors.ts'
import type { Methods } from './method.ts'

const MIMETYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  ics: 'text/calendar',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
}

function makeFile(world: World, name: string, size: number, alt?: string): SlackFile {
  const id = newId(world, 'F')
  const ending = name.includes('.') ? name.split('.').at(-1)!.toLowerCase() : 'txt'
  return {
    id,
    name,
    title: name,
    mimetype: MIMETYPES[ending] ?? 'application/octet-stream',
    filetype: ending,
    size,
    user: world.app.botUserId,
    url_private: `${world.url}/files/${id}/${encodeURIComponent(name)}`,
    permalink: `https://${world.workspace.domain}.slack.com/files/${world.app.botUserId}/${id}/${encodeURIComponent(name)}`,
    created: Math.floor(world.clock.now() / 1000),
    ...(alt && { alt_txt: alt }),
  }
}

export const files: Methods = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run: ({ world, args }) => {
      const name = args.need('filename')
      const size = Number(args.need('length'))
      if (!Number.isInteger(size) || size <= 0)
        throw invalidArguments('must be greater than 0 [json-pointer:/length]')
      const file = makeFile(world, name, size, args.text('alt_txt'))
      world.store.uploads.set(file.id, { file, length: size, received: false })
      return { upload_url: `${world.url}/upload/v1/${file.id}`, file_id: file.id }
    },
  },

  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run: ({ world, args }) => {
      const list = args.json('files')
      if (!Array.isArray(list) || list.length === 0) throw invalidArguments('missing required field: files')
      const done = list.map((each: { id?: unknown; title?: unknown }) => {
        const upload = world.store.uploads.get(String(each?.id ?? ''))
        if (!upload?.received) throw new ApiError('file_not_found')
        return { upload, title: each.title }
      })
      const wanted = [args.text('channel_id'), ...(args.text('channels')?.split(',') ?? [])].filter(
        (id) => id,
      )
      const channels = wanted.map((id) => {
        const channel = world.store.channels.get(id!)
        if (!channel?.members.includes(world.app.botUserId)) throw new ApiError('channel_not_found')
        if (channel.archived) throw new ApiError('is_archived')
        return channel
      })
      const shared = done.map(({ upload, title }) => {
        if (typeof title === 'string' && title) upload.file.title = title
        world.store.uploads.delete(upload.file.id)
        world.store.files.set(upload.file.id, upload.file)
        return upload.file
      })
      for (const channel of channels) {
        const text = args.text('initial_comment')
        const message = addMessage(world, channel, world.app.botUserId, {
          text: text ?? shared[0]!.title,
          thread_ts: args.text('thread_ts'),
        })
        message.text = text ?? ''
        message.files = shared
      }
      return { files: shared }
    },
  },

  'files.info': {
    scopes: ['files:read'],
    run: ({ world, args }) => {
      const file = world.store.files.get(args.need('file'))
      if (!file) throw new ApiError('file_not_found')
      return { file, comments: [], response_metadata: { next_cursor: '' } }
    },
  },

  'reactions.add': {
    scopes: ['reactions:write'],
    run: ({ world, args }) => {
      const name = args.need('name').replaceAll(':', '')
      const list = world.store.messages.get(args.need('channel'))
      if (!list) throw new ApiError('channel_not_found')
      const message = list.find((each) => each.ts === args.text('timestamp'))
      if (!message) throw new ApiError('message_not_found')
      addReaction(message, name, world.app.botUserId)
      return {}
    },
  },
}

/** Adds a person's reaction. @throws ApiError already_reacted */
export function addReaction(message: Message, name: string, person: string): void {
  message.reactions ??= []
  const known = message.reactions.find((each) => each.name === name)
  if (known?.users.includes(person)) throw new ApiError('already_reacted')
  if (known) {
    known.users.push(person)
    known.count++
  } else message.reactions.push({ name, users: [person], count: 1 })
}

/** Receives the content of an announced upload. Returns whether it was expected and of the announced length. */
export function receiveUpload(world: World, id: string, content: Uint8Array): boolean {
  const upload = world.store.uploads.get(id)
  if (!upload || content.length !== upload.length) return false
  upload.received = true
  world.store.fileContents.set(id, content)
  return true
}
