/** One person's client: the left column, and what that person looks at. */
import { useEffect, useState } from 'react'
import type { PagePerson } from '../serve/wire.ts'
import { Composer } from './composer.tsx'
import { LayerProvider } from './dialog.tsx'
import { useLive, usePane } from './live.ts'
import { Messages } from './messages.tsx'
import { nameOf, ReaderProvider, useMakeReader } from './reading.tsx'
import { Sidebar } from './sidebar.tsx'
import { useActs } from './use-acts.ts'
import { Home, Modal } from './view.tsx'

/** Messages at first, and how many more each time. */
const FIRST = 80
const MORE = 200

interface PaneProps {
  name: string
  me: PagePerson
  place: string
  onBe: (handle: string) => void
  onGo: (place: string) => void
}

export function Pane({ name, me, place, onBe, onGo }: PaneProps) {
  const [limit, setLimit] = useState({ place, count: FIRST })
  const [column, setColumn] = useState(false)
  const [layer, setLayer] = useState<HTMLElement | null>(null)
  const acts = useActs(me.id)
  const { run } = acts
  const app = useLive((live) => live.world.app)
  const reachable = useLive((live) => live.world.bot?.reachable ?? false)
  const count = limit.place === place ? limit.count : FIRST
  const known = useLive((live) => live.panes[`${name}:${me.id}`]?.conversations)
  const conversation = known?.find((each) => each.id === place || each.name === place)
  const open = place === 'home' ? null : place === 'messages' ? 'app' : (conversation?.id ?? null)
  const pane = usePane(name, me.id, open, count)
  const reader = useMakeReader(me, pane.conversations)
  // Slack tells the app each time that somebody opens one of its tabs; one that is not there yet, when it comes.
  useEffect(() => {
    if (!reachable) return
    if (place === 'home') void run('openHome')
    if (place === 'messages') void run('openMessages')
  }, [place, run, reachable])
  if (!reader || !pane.conversations) return <main className="pane" aria-busy="true" />

  const onApp = place === 'home' || place === 'messages'
  const title = onApp
    ? (app?.name ?? '')
    : conversation
      ? `${conversation.kind === 'mpim' ? '' : '#'}${conversation.name}`
      : 'Not here'
  const modal = pane.modals?.at(-1)
  const tab = (to: string, label: string) => (
    <button
      type="button"
      role="tab"
      aria-selected={place === to}
      className={place === to ? 'tab on' : 'tab'}
      onClick={() => onGo(to)}
    >
      {label}
    </button>
  )
  return (
    <ReaderProvider value={reader}>
      <LayerProvider value={layer}>
        <main className={column ? 'pane column' : 'pane'} aria-label={`What ${nameOf(me)} sees`}>
          <div className="behind">
            <Sidebar
              me={me}
              place={place}
              conversations={pane.conversations}
              locked={modal !== undefined}
              onBe={(handle) => {
                setColumn(false)
                onBe(handle)
              }}
              onGo={(to) => {
                setColumn(false)
                onGo(to)
              }}
            />
            <div className="middle" ref={setLayer}>
              <div className="middle-in" inert={modal !== undefined}>
                <div className="middle-head">
                  <button
                    type="button"
                    className="quiet to-column"
                    aria-expanded={column}
                    onClick={() => setColumn(!column)}
                  >
                    <span aria-hidden="true">☰</span>
                    <span className="hidden">People and channels</span>
                  </button>
                  <h1>{title}</h1>
                  <span className="topic">{conversation?.topic}</span>
                  <span className="as">{nameOf(me)}</span>
                </div>
                {onApp && (
                  <div className="tabs" role="tablist" aria-label={title}>
                    {app?.homeTab && tab('home', 'Home')}
                    {app?.messagesTab && tab('messages', 'Messages')}
                  </div>
                )}
                {place === 'home' ? (
                  pane.home ? (
                    <Home view={pane.home} acts={acts} />
                  ) : (
                    <div className="nothing">Home is on its way.</div>
                  )
                ) : (
                  <Messages
                    key={`${me.id} ${place}`}
                    name={title}
                    messages={pane.messages}
                    more={pane.more}
                    onMore={() => setLimit({ place, count: pane.messages.length + MORE })}
                    acts={acts}
                  />
                )}
                {acts.trouble && !modal && (
                  <p className="trouble" role="alert">
                    {acts.trouble}
                    <button type="button" className="quiet" aria-label="Dismiss" onClick={acts.dismiss}>
                      ×
                    </button>
                  </p>
                )}
                {onApp
                  ? place === 'messages' &&
                    (app?.messagesReadOnly ? (
                      <p className="read-only">Sending messages to this app has been turned off.</p>
                    ) : (
                      app && (
                        <Composer
                          key={`composer ${me.id} ${place}`}
                          channel={app.user}
                          name={title}
                          acts={acts}
                        />
                      )
                    ))
                  : conversation && (
                      <Composer
                        key={`composer ${me.id} ${place}`}
                        channel={conversation.id}
                        name={title}
                        acts={acts}
                      />
                    )}
              </div>
              {modal && <Modal view={modal} depth={pane.modals?.length ?? 0} acts={acts} />}
            </div>
          </div>
        </main>
      </LayerProvider>
    </ReaderProvider>
  )
}
