import type { Context } from '../context.ts'
import type { Db } from '../db/db.ts'
import { rows } from '../db/rows.ts'
import { recipientsOf } from './decide-when.ts'
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
  destination: string,
): Promise<Posted> {
  const [only, another] = recipientsOf(destination)
  /** With another bot user, or once Slack has lost the conversation, its id leads nowhere for ever. */
  const forget = async () => {
    if (only && !another) await db.commit(ctx.directory.setDm(only, null))
  }
  if (posted) {
    if ('file' in message) return posted
    // What was on screen is gone with its conversation; the next message opens another.
    await transport.update(posted, message).catch((error) => (isLost(error) ? forget() : notKnown(error)))
    return posted
  }
  if (!address) throw new SendProblem('broken', 'channel_not_found')
  const post = (channel: string) => postOrSay(ctx, transport, channel, message).catch(notKnown)
  if ('people' in address) return post(await openFor(db, ctx, transport, address.people))
  return post(address.channel).catch(async (error) => {
    if (!isLost(error) || !only || another) throw error
    await forget()
    return post(await openFor(db, ctx, transport, [only]))
  })
}

/** Posts a message or a file; of a file that Slack does not take its reader is told. */
async function postOrSay(
  ctx: Context,
  transport: Transport,
  channel: string,
  message: Message | FileMessage,
): Promise<Posted> {
  if (!('file' in message)) return transport.post(channel, message)
  return transport.upload(channel, message).catch((error: unknown) => {
    if (!(error instanceof SendProblem) || error.kind !== 'rejected') throw error
    ctx.log.error({ code: error.code }, 'Slack refused a file; its reader is told')
    return transport.post(channel, message.instead)
  })
}

const isLost = (error: unknown) => error instanceof SendProblem && error.code === 'channel_not_found'

/** Where a destination's messages go; undefined if the workspace has no such channel. */
export async function addressOf(db: Db, ctx: Context, destination: string): Promise<Address | undefined> {
  if (destination === WINS) {
    const wins = await rows({ db, workspace: ctx.workspace }, 'workspaces').find(
      {},
      { columns: ['winsChannelId'] },
    )
    return wins?.winsChannelId ? { channel: wins.winsChannelId } : undefined
  }
  const people = recipientsOf(destination)
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
