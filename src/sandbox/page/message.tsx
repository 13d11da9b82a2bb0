/** One message, as its reader sees it. */
import { memo, useMemo } from 'react'
import type { PageMessage } from '../serve/wire.ts'
import type { Block } from '../types.ts'
import { Avatar } from './avatar.tsx'
import { Blocks } from './blocks.tsx'
import { hourOf } from './clock.ts'
import { useDraft } from './drafts.ts'
import { signOf } from './emoji.ts'
import { Folded, isLong } from './folded.tsx'
import { useLive } from './live.ts'
import { Menu } from './menu.tsx'
import { Mrkdwn } from './mrkdwn.tsx'
import { Picture } from './picture.tsx'
import { nameOf, useReader } from './reading.tsx'
import { initialChoice, type Surface, SurfaceProvider } from './surface.tsx'
import type { Acts } from './use-acts.ts'

const NO_ERRORS = {}
const QUICK = ['+1', 'tada', 'heart']

interface Attachment {
  text?: string
  title?: string
  blocks?: Block[]
}

function useMessageSurface(message: PageMessage, acts: Acts): Surface {
  const { channel, ts, version } = message
  const { draft, keep } = useDraft(`${channel}|${ts}`)
  return useMemo(
    () => ({
      kind: 'message',
      errors: NO_ERRORS,
      held: (blockId, element) => {
        const key = `${blockId}|${element.action_id}`
        return key in draft ? (draft[key] ?? null) : initialChoice(element)
      },
      hold: (blockId, element, choice) => keep(`${blockId}|${element.action_id}`, choice),
      use: async (blockId, element, choice) => {
        const how = { block_id: blockId, action_id: element.action_id }
        const target = { channel, ts, version }
        await acts.run('click', { target, how, ...(choice !== undefined && { choice: choice ?? [] }) })
      },
    }),
    [channel, ts, version, draft, keep, acts],
  )
}

function Reactions({ message, acts }: { message: PageMessage; acts: Acts }) {
  const { me, person } = useReader()
  if (!message.reactions?.length) return null
  return (
    <div className="reactions">
      {message.reactions.map(({ name, users, count }) => (
        <button
          type="button"
          key={name}
          className={users.includes(me.id) ? 'reaction mine' : 'reaction'}
          title={users.map((id) => person(id) ?? id).join(', ')}
          aria-label={`${name}, ${count}`}
          onClick={() =>
            void acts.run('react', { message: { channel: message.channel, ts: message.ts }, name })
          }
        >
          <span aria-hidden="true">{signOf(name) ?? `:${name}:`}</span> {count}
        </button>
      ))}
    </div>
  )
}

function AttachedText({ text }: { text: string }) {
  const words = (
    <div className="text">
      <Mrkdwn text={text} />
    </div>
  )
  return isLong(text) ? <Folded>{words}</Folded> : words
}

function Files({ message }: { message: PageMessage }) {
  if (!message.files?.length) return null
  return (
    <div className="files">
      {message.files.map((file) => (
        // A kept workspace may be at another port than when the file came.
        <a className="file" key={file.id} href={new URL(file.url_private).pathname} download={file.name}>
          {file.mimetype.startsWith('image/') && (
            <Picture url={new URL(file.url_private).pathname} alt={file.alt_txt ?? file.title} />
          )}
          <strong>{file.title}</strong>
          <span className="description">
            {file.filetype || file.mimetype} · {Math.max(1, Math.round(file.size / 1024))} kB
          </span>
        </a>
      ))}
    </div>
  )
}

function Tools({ message, acts }: { message: PageMessage; acts: Acts }) {
  const shortcuts =
    useLive((live) => live.world.app?.shortcuts)?.filter((each) => each.type === 'message') ?? []
  if (message.ephemeral) return null
  const target = { channel: message.channel, ts: message.ts }
  return (
    <div className="tools">
      {QUICK.map((name) => (
        <button
          type="button"
          key={name}
          className="quiet"
          aria-label={`React with ${name}`}
          onClick={() => void acts.run('react', { message: target, name })}
        >
          {signOf(name)}
        </button>
      ))}
      {shortcuts.length > 0 && (
        <Menu
          name="More for this message"
          items={shortcuts.map((each) => ({
            text: each.name,
            onPick: () => void acts.run('shortcut', { callback_id: each.callbackId, message: target }),
          }))}
        />
      )}
    </div>
  )
}

export const MessageView = memo(function MessageView({
  message,
  follows,
  acts,
}: {
  message: PageMessage
  /** Whether it comes right after another one of the same author: then it goes without a head. */
  follows: boolean
  acts: Acts
}) {
  const { people, me } = useReader()
  const surface = useMessageSurface(message, acts)
  const app = useLive((live) => live.world.app)
  const author = people.get(message.user)
  const isApp = message.user === app?.user
  const name = message.username ?? (author ? nameOf(author) : message.user)
  const time = hourOf(message.at, me.tz)
  return (
    <article
      className={`message${follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}`}
      aria-label={`${name}, ${time}`}
    >
      {message.ephemeral && <p className="only-you">Only visible to you</p>}
      {!follows && <Avatar person={author} app={isApp} />}
      <div className="content">
        {!follows && (
          <div className="head">
            <strong>{name}</strong>
            {isApp && <span className="badge">APP</span>}
            <time className="time">{time}</time>
          </div>
        )}
        {message.thread_ts && message.ephemeral && <p className="thread">In a thread</p>}
        <SurfaceProvider value={surface}>
          {message.blocks?.length ? (
            <Blocks blocks={message.blocks} />
          ) : (
            message.text && (
              <div className="text">
                <Mrkdwn text={message.text} />
                {message.edited && <span className="edited"> (edited)</span>}
              </div>
            )
          )}
          {(message.attachments as Attachment[] | undefined)?.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no identity but their place
            <div className="attachment" key={index}>
              {each.title && <strong>{each.title}</strong>}
              {each.text && <AttachedText text={each.text} />}
              {each.blocks && <Blocks blocks={each.blocks} />}
            </div>
          ))}
          <Files message={message} />
          <Reactions message={message} acts={acts} />
        </SurfaceProvider>
      </div>
      <Tools message={message} acts={acts} />
    </article>
  )
})
