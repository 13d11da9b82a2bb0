/**
 * The least that a Bolt app can be, in Socket Mode and as CommonJS, which starts soonest; its one command opens a window
 * that is always the same. `start.ts` and `clicks.ts` have it beside Cairn.
 */
import bolt = require('@slack/bolt')

const app = new bolt.App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
})
app.command('/mentor', async ({ ack, client, body }) => {
  await ack()
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Hello' },
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Always the same.' } }],
    },
  })
})
void app.start().then(() => process.stdout.write('empty Bolt is up\n'))
