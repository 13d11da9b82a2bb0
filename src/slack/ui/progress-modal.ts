/** What somebody sees while their work takes long, and how far it is. */
import type { ModalView } from '@slack/types'
import { modal, section } from './blocks.ts'

/** Stands in the place of a window whose work takes long; `done` is from 0 to 1. */
export const progressModal = (done?: number) =>
  modal({
    id: 'kernel.wait',
    title: 'One moment',
    blocks: [
      section(
        done === undefined
          ? 'Cairn is looking this up for you…'
          : `Cairn is working on it: ${Math.min(99, Math.floor(done * 100))} % done…`,
      ),
    ],
  })

/** Slack takes about a hundred updates a minute; a person needs fewer. */
const UPDATE_EVERY_MS = 1000

/** Shows in "One moment" how far the work is: one update at a time, the newest figure, and none after the end. */
export function createProgressModal(updateView: (viewId: string, view: ModalView) => Promise<void>) {
  let viewId: string | undefined
  let latest: number | undefined
  let running: Promise<void> | undefined
  let shown = false
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    timer = undefined
    if (!viewId || latest === undefined || running) return
    const done = latest
    latest = undefined
    shown = true
    running = updateView(viewId, progressModal(done)).finally(() => {
      running = undefined
      timer = setTimeout(look, UPDATE_EVERY_MS)
    })
  }
  return {
    tell: (done: number) => {
      latest = done
      if (!timer) look()
    },
    show: (id: string) => {
      viewId = id
      look()
    },
    /** Whether anything was shown. */
    end: async () => {
      viewId = undefined
      clearTimeout(timer)
      await running
      clearTimeout(timer)
      return shown
    },
  }
}
