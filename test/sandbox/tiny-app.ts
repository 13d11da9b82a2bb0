/** A small real Bolt app for the tests of the sandbox, over sockets or HTTP. */
import { createServer } from 'node:net'
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts'

export const MANIFEST = {
  display_information: { name: 'Cairn' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
    slash_commands: [
      { command: '/mentor', description: 'Anything', should_escape: true },
      { command: '/raw', description: 'Anything', should_escape: false },
    ],
    shortcuts: [
      { name: 'Give kudos', type: 'message', callback_id: 'kudos.message', description: 'Thank' },
      { name: 'Ask', type: 'global', callback_id: 'ask.global', description: 'Ask' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'chat:write',
        'im:write',
        'mpim:write',
        'users:read',
        'channels:read',
        'files:write',
        'app_mentions:read',
        'reactions:read',
      ],
      bot_optional: ['channels:join', 'groups:read'],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'app_uninstalled',
        'team_join',
        'tokens_revoked',
        'user_change',
        'reaction_added',
      ],
    },
    interactivity: { is_enabled: true },
  },
}

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export interface Running {
  sandbox: Sandbox
  app: App
  stop(): Promise<void>
}

/** Starts a sandbox with the manifest above. */
export const aSandbox = (options: SandboxOptions = {}) =>
  startSandbox({ port: 0, manifest: MANIFEST, ...options })

/**
 * Starts a sandbox and a Bolt app on it; `define` adds the listeners.
 * @param patience milliseconds that the socket waits for a pong, and for a reconnection: short for tests that
 *   reconnect, long for all others, since a busy machine is slow to pong
 */
export async function withApp(
  define: (app: App) => void,
  options: SandboxOptions = {},
  patience = 5000,
): Promise<Running> {
  const sandbox = await aSandbox(options)
  const client = { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  const http = options.mode === 'http'
  const port = http ? await freePort() : 0
  const receiver = http
    ? new HTTPReceiver({
        signingSecret: sandbox.tokens.signingSecret,
        logger: quiet,
        processBeforeResponse: true,
      })
    : new SocketModeReceiver({
        appToken: sandbox.tokens.app,
        logger: quiet,
        clientPingTimeout: patience,
        installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
      })
  const app = new App({
    token: sandbox.tokens.bot,
    receiver,
    logger: quiet,
    clientOptions: { ...client },
    deferInitialization: true,
  })
  await app.init()
  define(app)
  await app.start(port)
  if (http) sandbox.deliver.mode('http', `http://127.0.0.1:${port}/slack/events`)
  else await sandbox.until(() => sandbox.deliver.connections > 0)
  return {
    sandbox,
    app,
    stop: async () => {
      await app.stop()
      await sandbox.stop()
    },
  }
}
