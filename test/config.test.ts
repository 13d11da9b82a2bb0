import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/app/config.ts'
import { makeKey } from '../src/db/seal.ts'
import { readText } from './support/sources.ts'

const KEY = makeKey()
const good = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', CAIRN_KEY: KEY }

const read = (env: NodeJS.ProcessEnv) => {
  const result = readConfig(env)
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.config
}
const problems = (env: NodeJS.ProcessEnv) => {
  const result = readConfig(env)
  return result.ok ? [] : result.problems
}

describe('a complete environment', () => {
  it('needs three variables; the rest has defaults', () => {
    expect(read(good)).toMatchObject({
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      apiUrl: 'https://slack.com/api/',
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: 'file:./data/cairn.db',
      winsChannel: 'pm-wins',
      logLevel: 'info',
    })
  })

  it('takes what is set, however it is written', () => {
    const config = read({
      ...good,
      SLACK_API_URL: 'http://127.0.0.1:4400/api',
      PORT: '8080',
      WINS_CHANNEL: ' #wins ',
      LOG_LEVEL: 'WARN',
      DATABASE_URL: 'postgres://cairn@db/cairn',
    })
    expect(config).toMatchObject({
      apiUrl: 'http://127.0.0.1:4400/api/',
      port: 8080,
      winsChannel: 'wins',
      logLevel: 'warn',
      databaseUrl: 'postgres://cairn@db/cairn',
    })
  })

  it('listens on this machine alone in Socket Mode, and everywhere over HTTP, unless told otherwise', () => {
    const { SLACK_APP_TOKEN: _, ...http } = { ...good, SLACK_SIGNING_SECRET: 'abc' }
    expect([read(good).host, read(http).host]).toEqual(['127.0.0.1', '0.0.0.0'])
    expect([read({ ...good, HOST: '0.0.0.0' }).host, read({ ...http, HOST: '::1' }).host]).toEqual([
      '0.0.0.0',
      '::1',
    ])
  })

  const all = {
    SLACK_BOT_TOKEN: 'xoxb-1-a_B',
    SLACK_APP_TOKEN: 'xapp-1-A2-b',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_API_URL: 'http://127.0.0.1:4400/api/',
    PORT: '8080',
    HOST: '127.0.0.2',
    DATABASE_URL: "file:/home/o'neil/my data/cairn.db",
    CAIRN_KEY: `${KEY},${makeKey()}`,
    WINS_CHANNEL: 'wins',
    LOG_LEVEL: 'warn',
  }
  it.each([
    ['a line break at its end', (value: string) => `${value}\n`],
    ['a Windows line break', (value: string) => `${value}\r\n`],
    ['double quotes, as Docker keeps them', (value: string) => `"${value}"`],
    ['single quotes', (value: string) => `'${value}'`],
    ['quotes, with spaces inside and out', (value: string) => ` " ${value} " `],
    ['an unseen mark of the encoding', (value: string) => `\ufeff${value}`],
  ])('takes every value with %s as it was meant', (_, dress) => {
    const dressed = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, dress(value)]))
    expect(read(dressed)).toEqual(read(all))
    const each = Object.fromEntries(all.CAIRN_KEY.split(',').map((key, i) => [i, dress(key)]))
    expect(read({ ...all, CAIRN_KEY: `${each[0]},${each[1]}` }).keys).toEqual(read(all).keys)
  })

  it.each(['""', "''", ' ', '\n', '" "'])('takes %j as not set', (nothing) => {
    expect(problems({ ...good, SLACK_APP_TOKEN: nothing }).join()).toMatch(/^SLACK_APP_TOKEN is missing/)
    expect(read({ ...good, PORT: nothing, HOST: nothing })).toMatchObject({ port: 3000, host: '127.0.0.1' })
  })

  it('takes an empty variable as one that is not set', () => {
    expect(read({ ...good, PORT: '', WINS_CHANNEL: ' ', SLACK_SIGNING_SECRET: '' })).toMatchObject({
      port: 3000,
      winsChannel: 'pm-wins',
      signingSecret: undefined,
    })
  })

  it('does with a signing secret instead of an app token', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = good
    expect(read({ ...rest, SLACK_SIGNING_SECRET: 'abc' })).toMatchObject({
      appToken: undefined,
      signingSecret: 'abc',
    })
  })

  it('takes several keys, the first of which seals', () => {
    const other = makeKey()
    expect(read({ ...good, CAIRN_KEY: `${KEY}, ${other}` }).keys).toEqual(
      [KEY, other].map((key) => Buffer.from(key, 'base64')),
    )
  })
})

describe('an environment with gaps', () => {
  it('tells of all of them at once, each by its name', () => {
    const found = problems({ PORT: 'many', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' })
    expect(found.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'CAIRN_KEY',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
    ])
  })

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'xapp-'],
    ['SLACK_API_URL', 'slack', 'web address'],
    ['PORT', '70000', 'PORT'],
    ['DATABASE_URL', './cairn.db', 'file: or postgres://'],
    ['CAIRN_KEY', 'secret', '32 bytes'],
    ['LOG_LEVEL', 'loud', 'info'],
    ['SLACK_BOT_TOKEN', '"xoxb-1', 'xoxb-'],
    ['SLACK_BOT_TOKEN', 'xoxb-1"', 'holds a quote'],
    ['SLACK_APP_TOKEN', 'xapp-1 # mine', 'Copy it again'],
    ['SLACK_APP_TOKEN', 'xapp-1\nxapp-2', 'a line break'],
    ['SLACK_SIGNING_SECRET', 'abc def', 'Copy it again'],
    ['SLACK_SIGNING_SECRET', 'abc\u200bdef', 'another sign'],
    ['HOST', '127.0.0.1 # here', 'Copy it again'],
    ['WINS_CHANNEL', '#pm wins', 'a space'],
    ['DATABASE_URL', 'postgres://db/cairn"', 'alone on its line'],
    ['CAIRN_KEY', `${KEY} ${KEY}`, '32 bytes'],
  ])('refuses %s=%s and says what it should be', (name, value, says) => {
    const found = problems({ ...good, [name]: value })
    for (const problem of found) expect(problem).toMatch(new RegExp(`^${name} `))
    expect(found.join()).toContain(says)
  })

  it('refuses a key that can be guessed: all zero, all one byte, a pattern, a row of numbers', () => {
    const guessed = [
      Buffer.alloc(32),
      Buffer.alloc(32, 0xff),
      Buffer.alloc(32, 'cairn'),
      Buffer.from(Array.from({ length: 32 }, (_, i) => i)),
    ]
    for (const key of guessed)
      for (const text of [key.toString('base64'), key.toString('hex')]) {
        const found = problems({ ...good, CAIRN_KEY: text })
        expect(found).toEqual([expect.stringMatching(/^CAIRN_KEY .*can be guessed.*cairn doctor/)])
        expect(found[0]).not.toContain(text)
        // What it sealed can still be read, while another one seals.
        expect(read({ ...good, CAIRN_KEY: `${KEY},${text}` }).keys[1]).toEqual(key)
      }
    for (let i = 0; i < 200; i++) expect(problems({ ...good, CAIRN_KEY: makeKey() })).toEqual([])
  })

  it('never repeats a value, which may be a secret', () => {
    for (const name of Object.keys(good))
      expect(problems({ ...good, [name]: 'hunter2' }).join(' ')).not.toContain('hunter2')
  })

  it('still tells what could be read, for the doctor', () => {
    const result = readConfig({ SLACK_APP_TOKEN: 'xapp-1', PORT: '8080' })
    expect(result).toMatchObject({
      ok: false,
      sound: { appToken: 'xapp-1', port: 8080, botToken: undefined },
    })
  })
})

describe('what is written about it', () => {
  const names = [...readText('src/app/config.ts').matchAll(/^ {2}([A-Z_]{4,}): /gm)].map(
    (m) => m[1] as string,
  )

  it('names every variable in .env.example and in the README', () => {
    expect(names).toHaveLength(10)
    for (const name of names.filter((each) => each !== 'SLACK_API_URL'))
      expect(readText('.env.example')).toMatch(new RegExp(`^#?${name}=`, 'm'))
    for (const name of names) expect(readText('README.md')).toContain(`\`${name}\``)
  })
})
