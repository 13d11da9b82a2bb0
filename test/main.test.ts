/** The program as `npm start` runs it: a process of its own, over signed HTTP. */
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startSandbox } from '../src/sandbox/index.ts'
import { MANIFEST, TEST_KEY } from './support/bot.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

it('goes on after a request that nobody could have meant', { timeout: 30_000 }, async () => {
  const sandbox = await startSandbox({ port: 0, manifest: MANIFEST, mode: 'http' })
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: sandbox.tokens.bot,
      SLACK_SIGNING_SECRET: sandbox.tokens.signingSecret,
      SLACK_API_URL: sandbox.apiUrl,
      DATABASE_URL: ':memory:',
      CAIRN_KEY: TEST_KEY.toString('base64'),
      HOST: '127.0.0.1',
      PORT: '0',
    },
  })
  try {
    const port = await new Promise<number>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const found = /"port":(\d+),"msg":"Cairn is up"/.exec(text)?.[1]
        if (found) resolve(Number(found))
      })
    })
    const url = `http://127.0.0.1:${port}`
    const body = 'payload=null'
    const at = Math.floor(Date.now() / 1000)
    const hash = createHmac('sha256', sandbox.tokens.signingSecret).update(`v0:${at}:${body}`).digest('hex')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': `${at}`,
      'x-slack-signature': `v0=${hash}`,
    }
    const odd = new AbortController()
    const answered = fetch(`${url}/slack/events`, {
      method: 'POST',
      headers,
      body,
      signal: odd.signal,
    }).catch(() => undefined)
    sandbox.deliver.mode('http', `${url}/slack/events`)
    const asked = await sandbox.as('ana').command('/mentor fnd')
    expect(asked.ephemeral?.text).toContain('/mentor find')
    odd.abort()
    await answered
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(child.exitCode).toBeNull()
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('close', resolve))
    await sandbox.stop()
  }
})
