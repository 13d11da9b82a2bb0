/** The least that a Bolt app can be, in Socket Mode and as CommonJS, which starts soonest: `start.ts` has it beside Cairn. */
import bolt = require('@slack/bolt')

const app = new bolt.App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
})
void app.start().then(() => process.stdout.write('empty Bolt is up\n'))
