import { describe, expect, it } from 'vitest'
import { asTyped, listed } from '../../src/core/text.ts'

describe('what Slack makes of typed words, made typed words again', () => {
  it.each([
    ['<@U1|ana> and <@W2>', '@ana and @somebody'],
    ['in <#C1|pm-wins>', 'in #pm-wins'],
    ['<!here> <!channel|channel> <!subteam^S1|@pms>', '@here @channel @pms'],
    [
      '<https://a.example/x?y=1&amp;z|a.example> <mailto:a@b.example>',
      'https://a.example/x?y=1&z a@b.example',
    ],
    ['2 &lt; 3 &amp;&amp; 4 &gt; 3', '2 < 3 && 4 > 3'],
    ['<!not closed <@U1|ana>', '<!not closed @ana'],
  ])('%s', (text, typed) => {
    expect(asTyped(text)).toBe(typed)
  })

  // What looks ahead to the end from each of them takes half a minute.
  it.each(['<!', '<!a|', '<@U1|', '<#C1|', '<https://', '<!subteam^S', '<@U', '|', '<'])(
    'in one pass, however often %s stands there unclosed',
    (opening) => {
      const text = opening.repeat(600_000 / opening.length)
      expect(asTyped(text)).toHaveLength(text.length)
    },
  )
})

it('lists whose names hold an “and” of their own are joined with semicolons', () => {
  expect(listed(['Roadmapping', 'OKRs', 'Andes'])).toBe('Roadmapping, OKRs and Andes')
  expect(listed(['Strategy and vision', 'OKRs'])).toBe('Strategy and vision; OKRs')
  expect(listed(['Strategy and vision'])).toBe('Strategy and vision')
})
