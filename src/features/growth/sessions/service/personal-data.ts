/** What is kept of a person about sessions: for the file that they can ask for, and when they ask to be deleted. */
import type { Context } from '../../../../context.ts'
import type { Writes } from '../../../../db/commit.ts'
import { listOf } from '../../../pairs/mentorship/service.ts'
import * as store from '../store.ts'
import { hasInCalendar } from './calendar.ts'
import { notesOf } from './notes.ts'
import { pairOf } from './pair.ts'

/** This person's sessions and what they wrote for them; never the partner's words. */
export async function exportSessions(ctx: Context, person: string) {
  const sessions: object[] = []
  for (const m of await listOf(ctx, person)) {
    const pair = await pairOf(ctx, m, person)
    for (const session of await store.listSessions(ctx, m.id))
      sessions.push({
        with: pair.partner,
        at: session.startAt,
        until: session.endAt,
        status: session.status,
        inMyCalendar: hasInCalendar(pair, session),
        myNotes: notesOf(ctx, pair, session).mine,
      })
  }
  return {
    'Sessions and my notes': sessions,
    'Times that I proposed': (await store.listPlansBy(ctx, person)).map((plan) => ({
      to: plan.awaited,
      at: plan.proposedAt,
      times: plan.slots,
      minutes: plan.minutes,
      place: plan.place,
      status: plan.status,
      ...ctx.words('plans', plan.id).open({ location: plan.location, agenda: plan.agenda }),
    })),
    'Action items that I wrote down': (await store.listItemsBy(ctx, person)).map(({ words, done }) => ({
      words,
      done,
    })),
  }
}

/** Takes away what is this person's alone, and their name from what they share with a partner. */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const pairs = await listOf(ctx, person)
  return [
    store.forgetAuthor(ctx, person),
    pairs.map((m) => store.forgetCalendar(ctx, m.id, m.mentee === person ? 'menteeHas' : 'mentorHas')),
  ]
}
