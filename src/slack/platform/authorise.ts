import type { WebClient } from '@slack/web-api'
import { tidyName } from '../../core/text.ts'
import { problemOf } from './transport.ts'

/** What the token is good for. */
export interface Authorised {
  workspace: string
  name: string
  botUser: string
  botId: string
  /** Granted scopes; undefined where Slack does not say. */
  scopes?: string[]
}

/** Why the bot cannot start, in plain words, with the mend. */
export class StartProblem extends Error {}

/** Without these Cairn cannot work; each with what it is for. The manifest asks for them. */
export const REQUIRED_SCOPES: Record<string, string> = {
  commands: 'the command /mentor',
  'chat:write': 'every message',
  'im:write': 'direct messages',
  'mpim:write': 'introducing two people to each other',
  'users:read': 'names and time zones',
}

/** These make it better; without them Cairn starts and says what is missing. */
export const HELPFUL_SCOPES: Record<string, string> = {
  'channels:read': 'finding the wins channel by its name',
  'files:write': 'sending a growth record as a file',
  'app_mentions:read': 'answering @Cairn in a channel',
  'im:history': 'hearing what people type to Cairn itself',
  'channels:join': 'joining the wins channel by itself',
  'groups:read': 'a private wins channel',
}

const MENDS: Record<string, string> = {
  invalid_auth:
    'Slack does not know SLACK_BOT_TOKEN. Copy the "Bot User OAuth Token" (xoxb-…) again from "OAuth & Permissions".',
  not_authed: 'SLACK_BOT_TOKEN did not reach Slack. Copy the "Bot User OAuth Token" (xoxb-…) again.',
  token_revoked:
    'SLACK_BOT_TOKEN was revoked. Install the app to the workspace again and copy the new token.',
  token_expired:
    'SLACK_BOT_TOKEN has expired. Install the app to the workspace again and copy the new token.',
  account_inactive:
    'The app was removed from the workspace, or the workspace is gone. Install it again and copy the new token.',
}

/** What Slack's silence means, in plain words. */
const unreachable = (apiUrl: string, code: string) =>
  new StartProblem(
    `Slack cannot be reached at ${apiUrl} (${code}). Check the network, and SLACK_API_URL if you set it.`,
  )

/** The token may well be good. */
const notNow = (code: string) =>
  new StartProblem(
    `Slack lets no app into this workspace for the moment (${code}). Start Cairn again in some minutes; if it lasts, ask whoever runs the workspace.`,
  )

/** Asks Slack whom the bot token belongs to (auth.test). Throws StartProblem with the mend. */
export async function identify(client: WebClient, apiUrl: string): Promise<Authorised> {
  let answer: Awaited<ReturnType<WebClient['auth']['test']>>
  try {
    answer = await client.auth.test()
  } catch (error) {
    const { kind, code } = problemOf(error)
    if (kind === 'unreached' || kind === 'unclear') throw unreachable(apiUrl, code)
    if (kind === 'passing' || kind === 'limited') throw notNow(code)
    throw new StartProblem(MENDS[code] ?? `Slack refused SLACK_BOT_TOKEN (${code}).`)
  }
  if (answer.is_enterprise_install)
    throw new StartProblem(
      'SLACK_BOT_TOKEN is of an installation for a whole organisation. Install the app to the one workspace that Cairn is for, and copy the token of that.',
    )
  if (!answer.team_id) throw new StartProblem('Slack did not say which workspace SLACK_BOT_TOKEN belongs to.')
  return {
    workspace: answer.team_id,
    name: tidyName(answer.team ?? '') || answer.team_id,
    botUser: answer.user_id ?? '',
    botId: answer.bot_id ?? '',
    scopes: (answer as { response_metadata?: { scopes?: string[] } }).response_metadata?.scopes,
  }
}

/** Whether Slack takes our token now: 'good', its word if it refuses it, undefined where it does not tell. */
export const askToken = (client: WebClient): Promise<string | undefined> =>
  client.auth.test().then(
    () => 'good',
    (error: unknown) => {
      const { kind, code } = problemOf(error)
      return kind === 'stopped' ? code : undefined
    },
  )

/** How scopes are added to an app. */
export const SCOPES_MEND =
  'Paste manifest.yml into "App Manifest" of your Slack app, save, install the app again, and copy the new token.'

/** As `identify`, and checks that all required scopes were granted. Throws StartProblem with the mend. */
export async function checkToken(client: WebClient, apiUrl: string): Promise<Authorised> {
  const authorised = await identify(client, apiUrl)
  const { scopes } = authorised
  const missing = scopes?.length
    ? Object.keys(REQUIRED_SCOPES).filter((scope) => !scopes.includes(scope))
    : []
  if (missing.length > 0)
    throw new StartProblem(
      `The app lacks ${missing.map((s) => `${s} (for ${REQUIRED_SCOPES[s]})`).join(', ')}. ${SCOPES_MEND}`,
    )
  return authorised
}

/**
 * Tries the app-level token (apps.connections.open). The Socket Mode client would retry for ever on some of
 * what can be wrong with it. `client` carries the app-level token. Throws StartProblem with the mend.
 */
export async function checkAppToken(client: WebClient, apiUrl: string): Promise<void> {
  try {
    await client.apps.connections.open({})
  } catch (error) {
    const { kind, code } = problemOf(error)
    if (kind === 'limited') return
    if (kind === 'passing') throw notNow(code)
    if (kind === 'unreached' || kind === 'unclear') throw unreachable(apiUrl, code)
    throw new StartProblem(
      code === 'missing_scope'
        ? 'SLACK_APP_TOKEN lacks the scope connections:write. Make another one under "Basic Information", "App-Level Tokens", with that scope.'
        : `Slack refused SLACK_APP_TOKEN (${code}). Copy it again from "Basic Information", "App-Level Tokens", and check that Socket Mode is on.`,
    )
  }
}
