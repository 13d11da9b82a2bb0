/** The connection of Socket Mode: when it is given up, and how soon another one follows. */
import { App } from '@slack/bolt'
import { expect, it, onTestFinished, vi } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { startSandbox } from '../../src/sandbox/index.ts'
import { createEntrance, PONG_MS, RECONNECT_MS } from '../../src/slack/platform/receiver.ts'

it('outlives a standstill of six seconds, and is made anew soon after Slack has ended it', async () => {
  const sandbox = await startSandbox({ port: 0 })
  const config = { appToken: sandbox.tokens.app, apiUrl: sandbox.apiUrl } as never
  const entrance = createEntrance(config, [], silentLog)
  const app = new App({
    receiver: entrance.receiver,
    token: sandbox.tokens.bot,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  })
  await entrance.start(app)
  onTestFinished(async () => {
    await entrance.stop(app)
    await sandbox.stop()
  })
  /** What the library goes by: for the connection there is, and for the next one. */
  const figures = () => {
    const { client } = entrance.receiver as never as {
      client: { clientPingTimeoutMS: number; websocket: { options: { clientPingTimeoutMS: number } } }
    }
    return { pong: client.websocket.options.clientPingTimeoutMS, reconnect: client.clientPingTimeoutMS }
  }
  // It is looked at three times within that time, so up to a third of it may have passed before the standstill.
  expect((PONG_MS * 2) / 3).toBeGreaterThan(6000)
  expect(figures()).toEqual({ pong: PONG_MS, reconnect: RECONNECT_MS })
  sandbox.deliver.disconnect()
  await sandbox.until(() => sandbox.deliver.connections === 0)
  await sandbox.until(() => sandbox.deliver.connections === 1, PONG_MS / 2)
  await vi.waitFor(() => expect(entrance.downSince()).toBeUndefined())
  expect(figures()).toEqual({ pong: PONG_MS, reconnect: RECONNECT_MS })
})
