/** The left column: whom I am, and what I may look at. */
import { type ReactNode, useMemo, useState } from 'react'
import type { Conversation, PagePerson } from '../serve/wire.ts'
import { Avatar } from './avatar.tsx'
import { shortHour, useNow } from './clock.ts'
import { useLive } from './live.ts'
import { nameOf } from './reading.tsx'

/** More people than these are found by typing. */
const SHOWN = 14
const NONE: PagePerson[] = []

function People({ me, onBe }: { me: PagePerson; onBe: (handle: string) => void }) {
  const all = useLive((live) => live.world.people) ?? NONE
  const unread = useLive((live) => live.world.unread)
  const now = useNow(60_000)
  const [wanted, setWanted] = useState('')
  const playable = useMemo(() => all.filter((each) => each.playable), [all])
  const shown = useMemo(() => {
    const text = wanted.trim().toLowerCase()
    const found = playable.filter((each) => `${each.name} ${each.realName}`.toLowerCase().includes(text))
    const cut = found.slice(0, SHOWN)
    return text === '' && !cut.some((each) => each.id === me.id) ? [me, ...cut.slice(0, SHOWN - 1)] : cut
  }, [playable, wanted, me])
  return (
    <nav className="people" aria-label="Be somebody">
      <h2>You are</h2>
      {playable.length > SHOWN && (
        <input
          className="find"
          type="search"
          aria-label="Find a person"
          placeholder={`Find one of ${playable.length}`}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <ul>
        {shown.map((each) => {
          const count = unread?.[each.id] ?? 0
          return (
            <li key={each.id}>
              <button
                type="button"
                className={each.id === me.id ? 'person on' : 'person'}
                aria-pressed={each.id === me.id}
                title={`${nameOf(each)}, ${each.title}, ${each.tz}`}
                onClick={() => onBe(each.name)}
              >
                <Avatar person={each} size="small" />
                <span className="person-name">{each.realName.split(' ')[0]}</span>
                {count > 0 && each.id !== me.id ? (
                  <span className="dot">
                    <span className="hidden">{count} unread</span>
                  </span>
                ) : null}
                <time className="hour">{shortHour(now, each.tz)}</time>
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Place({
  on,
  face,
  name,
  unread,
  counted,
  onGo,
}: {
  on: boolean
  face: ReactNode
  name: string
  unread: number
  counted: boolean
  onGo: () => void
}) {
  return (
    <li>
      <button
        type="button"
        className={`place${on ? ' on' : ''}${unread > 0 ? ' unread' : ''}`}
        aria-current={on ? 'page' : undefined}
        onClick={onGo}
      >
        <span className="face" aria-hidden="true">
          {face}
        </span>
        <span className="place-name">{name}</span>
        {unread > 0 && (
          <span className={counted ? 'count' : 'hidden'}>
            {unread > 99 ? '99+' : unread}
            <span className="hidden"> unread</span>
          </span>
        )}
      </button>
    </li>
  )
}

export function Sidebar({
  me,
  place,
  conversations,
  locked,
  onBe,
  onGo,
}: {
  me: PagePerson
  place: string
  conversations: Conversation[]
  /** A modal is open: one may be somebody else, and go nowhere. */
  locked: boolean
  onBe: (handle: string) => void
  onGo: (place: string) => void
}) {
  const app = useLive((live) => live.world.app)
  const channels = conversations
    .filter((each) => each.kind === 'public' || each.kind === 'private')
    .sort((a, b) => a.name.localeCompare(b.name))
  const groups = conversations.filter((each) => each.kind === 'mpim')
  const direct = conversations.find((each) => each.kind === 'im')
  const onApp = place === 'home' || place === 'messages'
  return (
    <div className="sidebar">
      <People me={me} onBe={onBe} />
      <nav aria-label="Conversations" inert={locked}>
        <h2>Apps</h2>
        <ul>
          <Place
            on={onApp}
            face={<Avatar app size="small" />}
            name={app?.name ?? ''}
            unread={direct?.unread ?? 0}
            counted
            onGo={() => onGo(direct?.unread ? 'messages' : 'home')}
          />
        </ul>
        <h2>Channels</h2>
        <ul>
          {channels.map((each) => (
            <Place
              key={each.id}
              on={place === each.name}
              face={each.kind === 'private' ? '◆' : '#'}
              name={each.name}
              unread={each.unread}
              counted={false}
              onGo={() => onGo(each.name)}
            />
          ))}
        </ul>
        {groups.length > 0 && (
          <>
            <h2>Direct messages</h2>
            <ul>
              {groups.map((each) => (
                <Place
                  key={each.id}
                  on={place === each.id}
                  face={String(each.members.length - 1)}
                  name={each.name}
                  unread={each.unread}
                  counted
                  onGo={() => onGo(each.id)}
                />
              ))}
            </ul>
          </>
        )}
      </nav>
    </div>
  )
}
