/** Views: Home, and the modals of a person, of which the topmost is seen. */
import { useMemo, useState } from 'react'
import type { Element, View } from '../types.ts'
import { Blocks } from './blocks.tsx'
import { Dialog } from './dialog.tsx'
import { useDraft } from './drafts.ts'
import { type Choice, choiceOf, initialChoice, type Surface, SurfaceProvider } from './surface.tsx'
import { plain } from './text.tsx'
import type { Acts } from './use-acts.ts'

const NO_ERRORS = {}

function useViewSurface(view: View, kind: 'home' | 'modal', acts: Acts) {
  const { draft, keep, clear } = useDraft(view.id)
  const typed = useMemo(
    () => () => {
      const values: Record<string, Choice> = {}
      for (const block of view.blocks) {
        const element = (block.element ?? block.accessory) as Element | undefined
        const key = `${block.block_id}|${element?.action_id}`
        if (key in draft) values[block.block_id ?? ''] = draft[key] ?? null
      }
      return values
    },
    [view, draft],
  )
  const surface = useMemo(
    (): Surface => ({
      kind,
      errors: view.errors ?? NO_ERRORS,
      held: (blockId, element) => {
        const key = `${blockId}|${element.action_id}`
        const state = view.state.values[blockId]?.[element.action_id ?? '']
        return key in draft ? (draft[key] ?? null) : state ? choiceOf(state) : initialChoice(element)
      },
      hold: (blockId, element, choice) => keep(`${blockId}|${element.action_id}`, choice),
      use: async (blockId, element, choice) => {
        // Slack sends with a click what the other inputs hold by then.
        const values = typed()
        if (kind === 'modal' && Object.keys(values).length > 0) await acts.run('type', { values })
        const how = { block_id: blockId, action_id: element.action_id }
        await acts.run('click', { target: kind, how, ...(choice !== undefined && { choice: choice ?? [] }) })
      },
    }),
    [kind, view, draft, keep, typed, acts],
  )
  return { surface, typed, clear }
}

export function Home({ view, acts }: { view: View; acts: Acts }) {
  const { surface } = useViewSurface(view, 'home', acts)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="home" aria-label="Home" tabIndex={0}>
      <SurfaceProvider value={surface}>
        <Blocks blocks={view.blocks} />
      </SurfaceProvider>
    </section>
  )
}

export function Modal({ view, depth, acts }: { view: View; depth: number; acts: Acts }) {
  const { surface, typed, clear } = useViewSurface(view, 'modal', acts)
  const [sending, setSending] = useState(false)
  const submit = async () => {
    if (!view.submit || sending) return
    setSending(true)
    const outcome = await acts.run('submit', { values: typed() })
    setSending(false)
    // What was taken over by the workspace is no draft any more; after an error it is still on show.
    if (outcome) clear()
  }
  return (
    <Dialog
      mark={view.id}
      title={plain(view.title)}
      onClose={() => void acts.run('close', { all: true })}
      onBack={depth > 1 ? () => void acts.run('close') : undefined}
      onSubmit={() => void submit()}
      footer={
        <>
          <button type="button" className="button" onClick={() => void acts.run('close')}>
            {plain(view.close) || (view.submit ? 'Cancel' : 'Close')}
          </button>
          {view.submit && (
            <button type="submit" className="button primary" aria-busy={sending}>
              {plain(view.submit)}
            </button>
          )}
        </>
      }
    >
      {acts.trouble && (
        <p className="error" role="alert">
          {acts.trouble}
        </p>
      )}
      <SurfaceProvider value={surface}>
        <Blocks blocks={view.blocks} />
      </SurfaceProvider>
    </Dialog>
  )
}
