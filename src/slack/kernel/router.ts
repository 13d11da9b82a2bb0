/** Listens to Bolt, hands payloads to the kernel, and shows its answers in Slack's ways. */
import { createHash } from 'node:crypto'
import type { App, RespondFn } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { ModalView, WebClient } from '@slack/web-api'
import { escapeText, Safe } from '../../core/text.ts'
import type { Log } from '../../log.ts'
import { modal, quoted, section } from '../ui/blocks.ts'
import { alert } from '../ui/cards.ts'
import type { NewBlocks } from '../ui/new-blocks.ts'
import { createProgressModal, progressModal } from '../ui/progress-modal.ts'
import type { Answer } from './feature.ts'
import { atField, inputValue, type StateValue, type ViewState } from './forms.ts'
import type { Actor, Kernel } from './kernel.ts'
import { notificationText } from './notification-text.ts'
import { refillForm, type Submitted } from './refill-form.ts'

interface RouterDeps {
  app: App
  kernel: Kernel
  log: Log
  /** For views; it does not retry. */
  client: WebClient
  newBlocks: NewBlocks
  /** How long to wait for a modal before "One moment" is opened in its place, ms of real time. */
  patienceMs?: number
  /** Says on somebody's Home that a window could not be opened. */
  tellAtHome(user: string, text: string): Promise<void>
}

/** A trigger lives 3 s and Slack gives up at 3 s; opening takes a part of it. */
const PATIENCE_MS = 1000

interface Payload {
  team?: { id?: string } | null
  team_id?: string
  user?: { id?: string }
  user_id?: string
  trigger_id?: string
  view?: { app_installed_team_id?: string }
}

/**
 * The workspace that Cairn is installed in, for which this was done; '' where Slack does not say. On Enterprise Grid
 * `team` of a form may be the first workspace of the person, so the view's word comes first. Where the person
 * belongs says nothing: the directory knows who may act.
 */
const workspaceOf = (body: Payload) => body.view?.app_installed_team_id || body.team?.id || body.team_id || ''
const userOf = (body: Payload) => body.user?.id ?? body.user_id ?? ''

/** Registers the listeners. The kernel knows all names; Bolt only tells kinds apart. */
export function route(deps: RouterDeps): void {
  const { app, kernel, log, client, newBlocks, tellAtHome, patienceMs = PATIENCE_MS } = deps
  const show = presenter(client, newBlocks, log)
  // Whether Slack takes what an acknowledgement shows is told to nobody.
  const acked = (view: ModalView): ModalView => ({
    ...view,
    blocks: newBlocks.safe(view.blocks as KnownBlock[]),
  })

  app.command(/.*/, async ({ command, ack, respond, body }) => {
    const actor = actorOf(body, command.channel_id, 'command', [body.trigger_id], [command.text])
    const work = kernel.command(actor, command.text ?? '')
    const early = await within(work, patienceMs)
    if (early && 'show' in early && early.show === 'reply') {
      await ack({
        response_type: 'ephemeral',
        text: notificationText(new Safe(early.text), early.blocks),
        ...(early.blocks && { blocks: newBlocks.safe(early.blocks) }),
      })
      return
    }
    if (early && 'ok' in early) {
      await ack({ response_type: 'ephemeral', text: escapeText(early.reason) })
      return
    }
    if (early) {
      await ack()
      await show.fresh(early, body.trigger_id, respond)
      return
    }
    const waiting = await show.waiting(body.trigger_id, ack)
    await show.into(waiting, await work, respond)
  })

  app.action(/.*/, async ({ body, action, ack, respond }) => {
    const b = body as unknown as ActionBody
    const clicked = action as unknown as Clicked
    const surface = b.view ? (b.view.type === 'home' ? 'home' : 'modal') : 'message'
    const { action_id, action_ts } = clicked
    const what = `action ${action_id}`
    const actor = actorOf(b, b.channel?.id, what, [b.trigger_id, action_ts], [action_id, clicked.value])
    const progress = createProgressModal(show.updateView)
    const work = kernel.click(
      { ...actor, progress: progress.tell },
      {
        actionId: action_id,
        ...chosenIn(clicked),
        surface,
        metadata: b.view?.private_metadata,
        state: b.view?.state?.values,
      },
    )
    const viewId = surface === 'modal' ? b.view?.id : undefined
    const reach = surface === 'message' ? respond : undefined
    const lost = surface === 'home' ? (text: string) => tellAtHome(actor.user, text) : undefined
    const early = await within(work, patienceMs)
    if (early) {
      await ack()
      if (viewId) await show.inModal(early, viewId, b.trigger_id, b.view?.hash)
      else await show.fresh(early, b.trigger_id, reach, lost)
      return
    }
    if (viewId) {
      await ack()
      // What says how far it is stands in the window's place meanwhile; other work leaves the window as it is.
      progress.show(viewId)
      const late = await work
      const gaveWay = await progress.end()
      if (gaveWay && !('show' in late && late.show === 'update'))
        await show.updateView(
          viewId,
          refillForm(b.view as unknown as Submitted, 'ok' in late ? late.reason : undefined),
        )
      if (!gaveWay || 'show' in late) await show.inModal(late, viewId, b.trigger_id)
      return
    }
    const waiting = await show.waiting(b.trigger_id, ack)
    await show.into(waiting, await work, reach, lost)
  })

  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ body, view, ack }) => {
    const what = `view ${view.callback_id}`
    const mark = view.hash || JSON.stringify(view.state?.values)
    const actor = actorOf(body, undefined, what, [view.id], [mark, view.callback_id])
    const onScreen = Object.keys(view.state?.values ?? {})
    const progress = createProgressModal(show.updateView)
    const work = kernel.submit(
      { ...actor, progress: progress.tell },
      {
        callbackId: view.callback_id,
        metadata: view.private_metadata,
        state: view.state?.values as unknown as ViewState,
      },
    )
    const early = await within(work, 2 * patienceMs)
    if (!early) {
      await ack({ response_action: 'update', view: progressModal() })
      progress.show(view.id)
      const late = await work
      await progress.end()
      const reason = 'errors' in late ? Object.values(late.errors).join('\n') : 'ok' in late && late.reason
      await show.updateView(
        view.id,
        reason ? refillForm(view as unknown as Submitted, reason) : resultView(late as Answer),
      )
      return
    }
    if ('errors' in early) return void (await ack({ response_action: 'errors', errors: early.errors }))
    if ('ok' in early) {
      const errors = atField(early, onScreen)
      if (errors) return void (await ack({ response_action: 'errors', errors }))
      // The form stays below, with all that was typed, unless Slack's stack of three is full.
      const full = view.previous_view_id && view.previous_view_id !== view.root_view_id
      const [first] = onScreen
      if (full && first) await ack({ response_action: 'errors', errors: { [first]: early.reason } })
      else await ack({ response_action: full ? 'update' : 'push', view: acked(refusalView(early.reason)) })
      return
    }
    switch (early.show) {
      case 'modal':
        return void (await ack({ response_action: 'push', view: acked(early.view) }))
      case 'update':
        return void (await ack({ response_action: 'update', view: acked(early.view) }))
      case 'reply':
        return void (await ack({ response_action: 'update', view: acked(resultView(early)) }))
      case 'closed':
        return void (await ack({ response_action: 'clear' }))
      case 'nothing':
        return void (await ack())
    }
  })

  // Nothing here closes with a consequence or uses shortcuts or external menus, but Slack must be answered.
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ ack }) => ack())
  app.options(/.*/, async ({ ack }) => ack({ options: [] }))
  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack()
    const view = refusalView('This shortcut is from another version of Cairn. Type `/mentor` instead.')
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view }).catch(() => {})
  })
}

interface ActionBody extends Payload {
  trigger_id: string
  channel?: { id: string }
  view?: {
    id: string
    type: string
    app_installed_team_id?: string
    hash?: string
    private_metadata?: string
    state?: { values?: ViewState }
  }
}

interface Clicked extends StateValue {
  action_id: string
  action_ts?: string
}

/** What was clicked or chosen, whatever kind of element it was. */
function chosenIn(clicked: Clicked): { value: string; values: string[] } {
  const held = inputValue(clicked)
  return Array.isArray(held) ? { value: '', values: held } : { value: held ?? '', values: [] }
}

/**
 * `sent` is what Slack made for this one act and repeats with each delivery of it; without any of it, a second
 * delivery cannot be told from a second act. `content` tells acts apart that share it.
 */
function actorOf(
  body: Payload,
  channel: string | undefined,
  what: string,
  sent: (string | undefined)[],
  content: (string | null | undefined)[],
): Actor {
  const user = userOf(body)
  const key = JSON.stringify([what, user, sent, content])
  return {
    workspace: workspaceOf(body),
    user,
    channel,
    key: sent.some(Boolean) ? createHash('sha256').update(key).digest('hex') : '',
    what,
  }
}

/** The result if it comes within `ms` of real time, else undefined; the work goes on. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const refusalView = (reason: string) =>
  modal({ id: 'kernel.refusal', title: 'Not yet', close: 'Back', blocks: [alert(reason)] })

function resultView(result: Answer): ModalView {
  if ('ok' in result) return refusalView(result.reason)
  switch (result.show) {
    case 'modal':
    case 'update':
      return result.view
    case 'reply':
      return modal({
        id: 'kernel.reply',
        title: 'Cairn',
        blocks: result.blocks ?? [section(new Safe(result.text))],
      })
    default:
      return modal({ id: 'kernel.done', title: 'Done', blocks: [quoted('That is done.')] })
  }
}

/** The ways to show an answer after the acknowledgement. None throws: what fails is logged and told. */
function presenter(client: WebClient, newBlocks: NewBlocks, log: Log) {
  const tell = async (respond: RespondFn | undefined, text: string) => {
    await respond?.({ response_type: 'ephemeral', replace_original: false, text }).catch((err: unknown) =>
      log.warn({ err }, 'an answer could not be shown'),
    )
  }
  const openView = async (trigger: string, view: ModalView, lost?: (text: string) => Promise<void>) => {
    try {
      return (await client.views.open({ trigger_id: trigger, view })).view?.id
    } catch (err) {
      log.warn({ err, view: view.callback_id }, 'a modal could not be opened')
      await lost?.('Slack did not let the window open in time. Please try once more; nothing is done twice.')
      return undefined
    }
  }
  const updateView = async (viewId: string, view: ModalView, hash?: string) => {
    try {
      await client.views.update({ view_id: viewId, view, ...(hash && { hash }) })
    } catch (err) {
      log.warn({ err, view: view.callback_id }, 'a modal could not be brought up to date')
    }
  }
  const pushView = async (trigger: string, view: ModalView, viewId: string) => {
    try {
      await client.views.push({ trigger_id: trigger, view })
    } catch (err) {
      log.warn({ err, view: view.callback_id }, 'a modal could not be stacked; it replaces the one below')
      await updateView(viewId, view)
    }
  }

  return {
    updateView,
    /** After a command, or a click on a message or Home; `lost` tells that no window could be opened. */
    async fresh(
      result: Answer,
      trigger: string,
      respond?: RespondFn,
      lost = (text: string) => tell(respond, text),
    ) {
      if ('show' in result) {
        if (result.show === 'nothing' || result.show === 'closed') return
        if (result.show === 'reply' && respond) {
          await respond({
            response_type: 'ephemeral',
            replace_original: result.instead ?? false,
            text: notificationText(new Safe(result.text), result.blocks),
            ...(result.blocks && { blocks: newBlocks.safe(result.blocks) }),
          }).catch((err: unknown) => log.warn({ err }, 'an answer could not be shown'))
          return
        }
      } else if (respond) return tell(respond, escapeText(result.reason))
      await openView(trigger, resultView(result), lost)
    },
    /** After a click inside a modal. */
    async inModal(result: Answer, viewId: string, trigger: string, hash?: string) {
      if ('show' in result) {
        if (result.show === 'nothing' || result.show === 'closed') return
        if (result.show === 'update') return updateView(viewId, result.view, hash)
      }
      await pushView(trigger, resultView(result), viewId)
    },
    /** Opens "One moment" while a handler takes its time; returns the view's id. */
    async waiting(trigger: string, ack: () => Promise<void>) {
      const [id] = await Promise.all([openView(trigger, progressModal()), ack()])
      return id
    },
    /** Puts a late answer into the "One moment" that was opened for it. */
    async into(
      viewId: string | undefined,
      result: Answer,
      respond?: RespondFn,
      lost = (text: string) => tell(respond, text),
    ) {
      if (viewId) return updateView(viewId, resultView(result))
      if ('show' in result && (result.show === 'modal' || result.show === 'update'))
        return lost('That took too long for Slack. Please try once more; nothing is done twice.')
      const text =
        'ok' in result ? escapeText(result.reason) : result.show === 'reply' ? result.text : 'Done.'
      await lost(text)
    },
  }
}
