import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Db } from '../db/open.ts'
import { recipients } from './judge.ts'
import type { FileMessage, Message, Posted } from './kinds.ts'
import { WINS } from './outbox.ts'
import { type Address, SendProblem, type Transport } from './transport.ts'

/** Posts, uploads, or edits what is on screen (`posted`). Throws SendProblem. */
export async function send(
  db: Db,
  ctx: Context,
  transport: Transport,
  address: Address | undefined,
  message: Message | FileMessage,
  posted: Posted | undefined,
): Promise<Posted> {
  if (posted) {
    if (!('file' in message)) await transport.update(posted, message)
    return posted
  }
  if (!address) throw new SendProblem('broken', 'channel_not_found')
  const channel = 'channel' in address ? address.channel : await openFor(db, ctx, transport, address.people)
  if (!('file' in message)) return transport.post(channel, message).catch(notKnown)
  return transport
    .upload(channel, message)
    .catch((error: unknown) => {
      if (!(error instanceof SendProblem) || error.kind !== 'rejected') throw error
      ctx.log.error({ code: error.code }, 'Slack refused a file; its reader is told')
      return transport.post(channel, message.instead)
    })
    .catch(notKnown)
}

/** Where a destination's messages go; undefined if the workspace has no such channel. */
export async function addressOf(db: Db, ctx: Context, destination: string): Promise<Address | undefined> {
  if (destination === WINS) {
    const { workspaces } = db.tables
    const [row] = await db.q
      .select({ id: workspaces.winsChannelId })
      .from(workspaces)
      .where(eq(workspaces.workspace, ctx.workspace))
    return row?.id ? { channel: row.id } : undefined
  }
  const people = recipients(destination)
  const [only, another] = people
  const known = only && !another && (await ctx.directory.person(only))?.dm
  return known ? { channel: known } : { people }
}

/** Whatever a call failed with that is not a SendProblem, it may have reached Slack before. */
function notKnown(error: unknown): never {
  if (error instanceof SendProblem) throw error
  throw new SendProblem('unclear', error instanceof Error ? error.name : 'unknown')
}

async function openFor(db: Db, ctx: Context, transport: Transport, people: string[]): Promise<string> {
  const channel = await open(transport, people)
  const [only, another] = people
  if (only && !another) await db.commit(ctx.directory.setDm(only, channel))
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
