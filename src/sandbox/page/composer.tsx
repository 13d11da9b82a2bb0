/** Where one types: messages, mentions, and slash commands with the help that the manifest gives. */
import { useId, useMemo, useRef, useState } from 'react'
import { useLive } from './live.ts'
import { nameOf, useReader } from './reading.tsx'
import type { Acts } from './use-acts.ts'

interface Hint {
  key: string
  /** What the text becomes when it is picked. */
  text: string
  title: string
  note: string
}

const MOST = 8

const escaped = (name: string) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

export function Composer({ channel, name, acts }: { channel: string; name: string; acts: Acts }) {
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const reader = useReader()
  const app = useLive((live) => live.world.app)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [hidden, setHidden] = useState(false)
  const hints = useMemo((): Hint[] => {
    const slash = /^\/\S*$/.test(text)
    if (slash)
      return (app?.commands ?? [])
        .filter((each) => each.command.startsWith(text))
        .map((each) => ({
          key: each.command,
          text: `${each.command} `,
          title: `${each.command} ${each.usageHint}`,
          note: each.description,
        }))
    const mention = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(text)
    if (!mention) return []
    const wanted = mention[1]?.toLowerCase() ?? ''
    return [...reader.people.values()]
      .filter((each) => each.playable || each.id === app?.user)
      .filter((each) => `${each.name} ${each.realName}`.toLowerCase().includes(wanted))
      .slice(0, MOST)
      .map((each) => ({
        key: each.id,
        text: `${text.slice(0, text.length - wanted.length)}${each.name} `,
        title: nameOf(each),
        note: `@${each.name}`,
      }))
  }, [text, app, reader])
  const open = hints.length > 0 && !hidden
  const command = app?.commands.find((each) => text.startsWith(`${each.command} `))

  const write = (next: string) => {
    setText(next)
    setAt(0)
    setHidden(false)
  }
  const pick = (hint: Hint | undefined) => {
    if (hint) write(hint.text)
    box.current?.focus()
  }
  const send = async () => {
    const words = text.trim()
    if (words === '') return
    write('')
    const bot = app && reader.people.get(app.user)
    const called = [bot?.name, bot?.realName].flatMap((each) => (each ? [escaped(each)] : []))
    const outcome = words.startsWith('/')
      ? await acts.run('command', { text: words, channel })
      : called.length > 0 && new RegExp(`(^|\\s)@(${called.join('|')})(?![\\p{L}\\p{N}_-])`, 'iu').test(words)
        ? await acts.run('mention', { channel, text: words })
        : await acts.run('say', { channel, text: words })
    // What could not be sent is not lost.
    if (!outcome || outcome.ok === false) setText((now) => now || words)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      return setAt((before) => (before + step + hints.length) % hints.length)
    }
    if (open && event.key === 'Escape') return setHidden(true)
    const complete = open && hints[at]?.text.trim() !== text.trim()
    if (complete && (event.key === 'Tab' || event.key === 'Enter')) {
      event.preventDefault()
      return pick(hints[at])
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      void send()
    }
  }
  return (
    <div className="composer">
      {open && (
        <div className="pop hints" role="listbox" id={`${id}-hints`} aria-label="Suggestions">
          {hints.map((each, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text box
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text box
            <div
              key={each.key}
              role="option"
              id={`${id}-${index}`}
              aria-selected={index === at}
              className={index === at ? 'option at' : 'option'}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(each)}
            >
              <strong>{each.title}</strong>
              <span className="description">{each.note}</span>
            </div>
          ))}
        </div>
      )}
      {command && (
        <p className="usage">
          {command.command} {command.usageHint}
        </p>
      )}
      <div className="composer-box">
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={`Message ${name}`}
          placeholder={`Message ${name}`}
          role="combobox"
          aria-expanded={open}
          aria-autocomplete="list"
          aria-controls={open ? `${id}-hints` : undefined}
          aria-activedescendant={open ? `${id}-${at}` : undefined}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="button primary"
          onClick={() => void send()}
          disabled={text.trim() === ''}
        >
          Send
        </button>
      </div>
    </div>
  )
}
