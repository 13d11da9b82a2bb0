/** The page: who is looked at stands in its address, so that it can be kept, shared and gone back from. */
import { useLocation, useSearchParams } from 'wouter'
import type { PagePerson } from '../serve/wire.ts'
import { Guide } from './guide.tsx'
import { Header } from './header.tsx'
import { useLive } from './live.ts'
import { Pane } from './pane.tsx'
import { Traffic } from './traffic.tsx'

const HOME = 'home'

interface Where {
  who: string
  place: string
}

/** Addresses are typed by people too: what cannot be decoded stays as it is, and is the name of nobody. */
const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
const parse = (text: string): Where => {
  const [who = '', place = HOME] = text.split('/').map(decode)
  return { who, place }
}
const write = ({ who, place }: Where) => `${encodeURIComponent(who)}/${encodeURIComponent(place)}`

export function App() {
  const [location, go] = useLocation()
  const [search, setSearch] = useSearchParams()
  const people = useLive((live) => live.world.people)
  const connected = useLive((live) => live.connected)
  if (!people) return <p className="nothing">{connected ? 'One moment …' : 'Waiting for the sandbox …'}</p>
  const playable = people.filter((each) => each.playable)
  const byName = (name: string) => playable.find((each) => each.name === name)
  const first = parse(location.replace(/^\/(as\/)?/, ''))
  const me = byName(first.who) ?? playable[0]
  if (!me) return <p className="nothing">There is nobody here.</p>
  const beside = search.get('with')
  const second = beside ? parse(beside) : undefined
  const other = second && byName(second.who)
  const traffic = search.has('traffic')

  const set = (name: string, value: string | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now)
      if (value === null) next.delete(name)
      else next.set(name, value)
      return next
    })
  const goTo = (where: Where) => {
    const query = search.toString()
    go(`/as/${write(where)}${query ? `?${query}` : ''}`)
  }
  /** Somebody else sees other conversations: what is not everybody's is left for Home. */
  const shared = (place: string) => (/^[DG]0/.test(place) ? HOME : place)
  const neighbour = (): PagePerson => playable.find((each) => each.id !== me.id) ?? me
  return (
    <div className={`page${other ? ' two' : ''}${traffic ? ' with-traffic' : ''}`}>
      {/* Thirty stops of the Tab key lie before what one came for. */}
      <button
        type="button"
        className="skip button"
        onClick={() =>
          document.querySelector<HTMLElement>('.middle :is(textarea, .home, .messages)')?.focus()
        }
      >
        Go to the conversation
      </button>
      <Header
        me={me}
        beside={other !== undefined}
        traffic={traffic}
        onBeside={() => set('with', other ? null : write({ who: neighbour().name, place: 'messages' }))}
        onTraffic={() => set('traffic', traffic ? null : '1')}
      />
      {!connected && (
        <p className="lost" role="alert">
          The sandbox has stopped. Start it again with npm run demo; this page finds it by itself.
        </p>
      )}
      <Guide here={`/as/${me.name}/${first.place}${beside ? `?with=${beside}` : ''}`} onGo={go} />
      <div className="panes">
        <Pane
          name="one"
          me={me}
          place={first.place}
          onBe={(who) => goTo({ who, place: shared(first.place) })}
          onGo={(place) => goTo({ who: me.name, place })}
        />
        {other && second && (
          <Pane
            name="two"
            me={other}
            place={second.place}
            onBe={(who) => set('with', write({ who, place: shared(second.place) }))}
            onGo={(place) => set('with', write({ who: other.name, place }))}
          />
        )}
      </div>
      {traffic && <Traffic onClose={() => set('traffic', null)} />}
    </div>
  )
}
