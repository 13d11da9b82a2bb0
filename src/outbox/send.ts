import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Db } from '../db/open.ts'
import { recipients } from './judge.ts'
import type { FileMessage, Message, Posted } from './kinds.ts'
import { WINS } from './outbox.ts'
import { SendProblem, type Transport } from './transport.ts'

/** Posts, uploads, or edits what is on screen (`posted`). Throws SendProblem. */
export async function send(
  db: Db,
  ctx: Context,
  transport: Transport,
  destination: string,
  message: Message | FileMessage,
  posted: Posted | undefined,
): Promise<Posted> {
  if (posted) {
    if (!('file' in message)) await transport.update(posted, message)
    return posted
  }
  const channel = await channelFor(db, ctx, transport, destination)
  const sent = 'file' in message ? transport.upload(channel, message) : transport.post(channel, message)
  return sent.catch(notKnown)
}

/** Whatever a call failed with that is not a SendProblem, it may have reached Slack before. */
function notKnown(error: unknown): never {
  if (error instanceof SendProblem) throw error
  throw new SendProblem('unclear', error instanceof Error ? error.name : 'unknown')
}

async function channelFor(db: Db, ctx: Context, transport: Transport, destination: string): Promise<string> {
  if (destination === WINS) {
    const { workspaces } = db.tables
    const [row] = await db.q
      .select({ id: workspaces.winsChannelId })
      .from(workspaces)
      .where(eq(workspaces.workspace, ctx.workspace))
    if (!row?.id) throw new SendProblem('broken', 'channel_not_found')
    return row.id
  }
  const people = recipients(destination)
  const [only] = people
  if (people.length > 1 || !only) return open(transport, people)
  const known = (await ctx.directory.person(only))?.dm
  if (known) return known
  const channel = await open(transport, [only])
  await db.commit(ctx.directory.setDm(only, channel))
  return channel
}

/** An open conversation shows nothing yet, so without a clear answer nothing has been sent. */
const open = (transport: Transport, people: string[]) =>
  transport
    .open(people)
    .catch(notKnown)
    .catch((problem: SendProblem) => {
      throw problem.kind === 'unclear' ? new SendProblem('unreached', problem.code) : problem
    })
