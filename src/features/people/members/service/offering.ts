/**
 * Those who could be found, kept in memory: to read some thousand profiles takes longer than to rank them. What is kept is
 * never believed by itself. Each time the database is asked how everybody stands (`Sign`), and whoever stands
 * otherwise than when they were read is read anew. So it does not matter which process wrote it, or whether anybody
 * thought of this. See docs/decisions/0027.
 */
import type { Context } from '../../../../context.ts'
import { createTold, type Told } from '../../../../engine/index.ts'
import { CHATS_A_MONTH } from '../domain.ts'
import { chatsGiven, listOffering, profilesAtOnce, type Sign } from '../store.ts'
import { candidates, type ReadCandidate } from './read.ts'

interface Kept {
  sign: string
  /** Nobody where the account is unknown. */
  one: ReadCandidate | undefined
}

interface Pool {
  kept: Map<string, Kept>
  told: Told
  /** Being brought up to date now, and the next time, which has not begun. */
  running: Promise<void>
  next?: Promise<void>
}

const pools = new WeakMap<Context['db'], Map<string, Pool>>()

function poolOf({ db, workspace }: Context): Pool {
  const here = pools.get(db) ?? new Map<string, Pool>()
  pools.set(db, here)
  const pool = here.get(workspace) ?? { kept: new Map(), told: createTold(), running: Promise.resolve() }
  here.set(workspace, pool)
  return pool
}

export interface Offering {
  /** The reader, if they are a member. */
  me: ReadCandidate | undefined
  /** All others who mentor or give single chats, as the matching sees them, and have not left. Not to be changed. */
  others: ReadCandidate[]
  /** What these tell, for a search. */
  told: Told
}

/** Those among whom somebody may look for a mentor or a chat, as they are now. */
export async function offering(ctx: Context, reader: string): Promise<Offering> {
  const pool = poolOf(ctx)
  const [mine, chats] = await Promise.all([candidates(ctx, [reader]), chatsGiven(ctx), upToDate(ctx, pool)])
  const everybody = [...pool.kept.values()].flatMap(({ one }) => one ?? [])
  const me = mine.get(reader)
  return {
    me: me?.status === 'left' ? undefined : me,
    others: everybody
      .filter(({ id }) => id !== reader)
      .map((one) => (chats.has(one.id) ? withChats(one, chats.get(one.id)) : one)),
    told: pool.told,
  }
}

/** Chats are counted by the month, aside of the profile. */
const withChats = (one: ReadCandidate, given = 0): ReadCandidate => ({
  ...one,
  chats: { gives: !!one.chats?.gives, left: CHATS_A_MONTH - given },
})

/** Whoever comes while it is being done may have seen something that came too late for it: they share the next time. */
function upToDate(ctx: Context, pool: Pool): Promise<void> {
  pool.next ??= pool.running
    .catch(() => undefined)
    .then(() => {
      pool.running = pool.next as Promise<void>
      pool.next = undefined
      return bringUpToDate(ctx, pool)
    })
  return pool.next
}

async function bringUpToDate(ctx: Context, { kept, told }: Pool): Promise<void> {
  const signs = await listOffering(ctx)
  const here = new Set(signs.map(({ person }) => person))
  for (const id of [...kept.keys()].filter((id) => !here.has(id))) {
    kept.delete(id)
    told.delete(id)
  }
  const changed = signs.filter(({ person, sign }) => kept.get(person)?.sign !== sign)
  for (const some of profilesAtOnce(changed)) await readAnew(ctx, some, { kept, told })
}

/** After their signs: what changes in between is read anew the next time, since the sign is the older one. */
async function readAnew(ctx: Context, signs: Sign[], { kept, told }: Pick<Pool, 'kept' | 'told'>) {
  // Nothing that this request has read before is newer than the signs.
  const found = await candidates(
    ctx.forOneRequest(),
    signs.map(({ person }) => person),
  )
  for (const { person, sign } of signs) {
    const read = found.get(person)
    const one = read && withChats(read)
    kept.set(person, { sign, one })
    if (one) told.put(one)
    else told.delete(person)
  }
}
