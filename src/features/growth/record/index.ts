import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { type Message, onDeliver } from '../../../outbox/kinds.ts'
import { type Answer, answer, type Feature, MEMBERS, open } from '../../../slack/kernel/feature.ts'
import { actions, button, commandButton, notice, section } from '../../../slack/ui/blocks.ts'
import { type GrowthRecord, toMarkdown, toPage } from './domain.ts'
import { askForRecord, follows, growthRecord } from './service.ts'

const send = async (ctx: Context, person: string): Promise<Answer> =>
  answer(await askForRecord(ctx, person), () =>
    open(
      notice(
        'Your growth record',
        'It is on its way to you, as two files: one to print or to keep as a PDF, one to edit. It holds your goals, your sessions, your own words and public thanks, and nothing that anybody wrote to you in private.',
        commandButton('My goals', 'goals'),
        commandButton('Give kudos', 'kudos'),
      ),
    ),
  )

function refused(name: string, leaving: boolean): Message {
  const text = `Slack did not take ${name} of your growth record. Nothing is lost: it is made anew each time. Ask whoever runs Cairn here to let it send files${leaving ? ' before your account closes' : ''}, then send it again.`
  return { text, blocks: [section(text), actions(button('Send it again', 'record.send'))] }
}

/** One of the two files. They asked for it, so it comes at once; an account that closes may close any hour. */
const file = (name: string, contentOf: (record: GrowthRecord) => string, purpose: string) =>
  onDeliver({
    payload: z.object({ person: z.string(), leaving: z.boolean() }),
    timing: 'reply',
    find: (ctx, { person }) => growthRecord(ctx, person),
    show: (record, { leaving }) => ({
      text: leaving
        ? 'Your growth record. It is yours: save it before your account closes.'
        : `Your growth record, ${purpose}. Only you have it.`,
      file: { name, title: 'Growth record', content: contentOf(record) },
      instead: refused(name, leaving),
    }),
  })

export const record: Feature = {
  name: 'record',
  follows,
  commands: {
    record: {
      group: 'you',
      label: 'My growth record',
      stages: MEMBERS,
      aliases: ['growth', 'portfolio', 'records'],
      acts: 'always',
      usage: 'record',
      help: 'Your growth record, as files for you alone',
      run: (ctx, _text, who) => send(ctx, who.user),
    },
  },
  actions: { 'record.send': (ctx, click) => send(ctx, click.who.user) },
  deliveries: {
    'record.page': file('growth-record.html', toPage, 'to print, or to keep as a PDF'),
    'record.text': file('growth-record.md', toMarkdown, 'to edit'),
  },
}
