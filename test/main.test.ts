/** The program as `npm start` runs it: a process of its own, over signed HTTP. */
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startSandbox } from '../src/sandbox/index.ts'
import { MANIFEST, TEST_KEY } from './support/bot.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

it('goes on after a request that nobody could have meant, and ends cleanly while half of one is open', async () => {
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
  const ended = once(child, 'close')
  let output = ''
  try {
    const port = await new Promise<number>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
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
    expect((await fetch(`${url}/slack/events`, { method: 'POST', headers, body })).status).toBe(400)
    sandbox.deliver.mode('http', `${url}/slack/events`)
    const asked = await sandbox.as('ana').command('/mentor fnd')
    expect(asked.ephemeral?.text).toContain('/mentor join')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(child.exitCode).toBeNull()

    const words = `POST /slack/events HTTP/1.1\r\nhost: cairn\r\ncontent-length: 100\r\n\r\npayload=`
    for (const half of [words, words.slice(0, 40)]) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      socket.write(half)
    }
    // Answered after they were heard of.
    expect((await fetch(`${url}/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(output).toContain('Cairn has stopped')
  } finally {
    child.kill('SIGKILL')
    await ended
    await sandbox.stop()
  }
})
