/** What people read, and what their client lets them fill in. */
import { describe, expect, it } from 'vitest'
import { inputProblem } from '../../src/sandbox/elements.ts'
import { type Element, type Reading, renderMrkdwn, type StateValue } from '../../src/sandbox/index.ts'

const NOW = Date.UTC(2026, 9, 5, 8)
const reading: Reading = {
  tz: 'America/New_York',
  now: NOW,
  person: (id) => ({ U0BEN00002: 'Ben *B* Badger' })[id],
  channel: (id) => ({ C0PMWINS01: 'pm-wins' })[id],
}

describe('mrkdwn', () => {
  it.each([
    ['*bold* and _it_ and ~gone~', 'bold and it and gone'],
    ['*a* *b*, (*c*): *d*', 'a b, (c): d'],
    ['2 * 3 * 4 and a*b*c', '2 * 3 * 4 and a*b*c'],
    ['snake_case_name', 'snake_case_name'],
    ['`code` and ```block```', 'code and block'],
    ['> quoted\n&gt; too', 'quoted\ntoo'],
    ['&lt;!channel&gt; &amp;amp; &lt;@U0BEN00002&gt;', '<!channel> &amp; <@U0BEN00002>'],
    ['<!here> <!channel|channel>', '@here @channel'],
    ['<@U0BEN00002> <@U0BEN00002|ben> <@U0GONE0000>', '@Ben *B* Badger @Ben *B* Badger @U0GONE0000'],
    ['<#C0PMWINS01> <#C0SECRET01|> <#C0SECRET01|old>', '#pm-wins #private channel #old'],
    ['<!subteam^S1|@leads>', '@leads'],
    [
      '<https://example.com|here> <https://example.com> <mailto:a@example.com>',
      'here https://example.com a@example.com',
    ],
    ['a < b', 'a < b'],
  ])('%s', (written, read) => {
    expect(renderMrkdwn(written, reading)).toBe(read)
  })

  const noon = Date.UTC(2026, 9, 6, 16) / 1000
  const newYear = Date.UTC(2027, 0, 1, 3, 5, 9) / 1000
  it.each([
    [noon, '{date} at {time}', 'October 6th at 12:00 PM'],
    [noon, '{date_pretty}', 'tomorrow'],
    [noon, '{date_num} {date_slash}', '2026-10-06 10/06/2026'],
    [noon, '{date_short}; {date_long}', 'Oct 6, 2026; Tuesday, October 6th, 2026'],
    [noon, '{ago}', 'in 1 day'],
    [newYear, '{date_long_full} {time_secs}', 'December 31, 2026 10:05:09 PM'],
    [newYear + 86_400, '{date}', 'January 1st, 2027'],
    [noon, '{week}', 'soon'],
  ])('a date %d as %s', (seconds, pattern, read) => {
    expect(renderMrkdwn(`<!date^${seconds}^${pattern}|soon>`, reading)).toBe(read)
  })
})

describe('an input', () => {
  const text = { type: 'plain_text_input', min_length: 2, max_length: 3 }
  const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' }
  const cases: [Element, string[], string[]][] = [
    [text, ['ab', 'abc', '🪨🪨🪨'], ['a', 'abcd', '   ']],
    [number, ['1', '9'], ['0', '10', '1.5', 'one']],
    [{ ...number, is_decimal_allowed: true }, ['1.5'], ['1,5']],
    [{ type: 'email_text_input' }, ['a@example.com'], ['a@example', 'example.com', 'a b@example.com']],
    [{ type: 'url_text_input' }, ['https://example.com/a'], ['example.com', 'ftp://example.com', 'https://']],
  ]
  it.each(cases)('%j', (element, taken, refused) => {
    const state = (value: string): StateValue => ({ type: element.type, value })
    for (const value of taken)
      expect([value, inputProblem(element, state(value), false)]).toEqual([value, undefined])
    for (const value of refused) {
      expect([value, inputProblem(element, state(value), false)]).toEqual([value, expect.any(String)])
    }
  })

  it.each([
    [{ type: 'plain_text_input', value: null }],
    [{ type: 'plain_text_input', value: '' }],
    [{ type: 'static_select', selected_option: null }],
    [{ type: 'multi_users_select', selected_users: [] }],
    [{ type: 'datepicker', selected_date: null }],
  ] as StateValue[][])('that is empty is refused unless it is optional: %j', (state) => {
    const element = { type: state!.type }
    expect(inputProblem(element, state!, false)).toBe('Please complete this required field.')
    expect(inputProblem(element, state!, true)).toBeUndefined()
  })
})
