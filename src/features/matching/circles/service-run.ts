/** What coordinators do with a circle: start it, end it. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import { audit, isCoordinator } from '../../people/coordinators/service.ts'
import { listMembers as everybody } from '../../people/members/service.ts'
import { firstAt, objectionTo, type StartForm } from './domain.ts'
import { STOPPED } from './service-join.ts'
import { emptyKey, ROTATE } from './service-rotate.ts'
import { type Circle, changeCircle, findCircle, insertCircle, listMembers } from './store.ts'

const ONLY_COORDINATORS = 'Only a coordinator can do this. Ask one of them to open Home.'

/** Whether this person may start a circle, with the hours that its days are chosen by. */
export async function mayStart(ctx: Context, person: string) {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  return done(await ctx.directory.channelHours())
}

/** Starts a circle; every member is asked once whether they would like to be in it. */
export async function startCircle(ctx: Context, person: string, form: StartForm): Promise<Outcome<Circle>> {
  const may = await mayStart(ctx, person)
  if (!may.ok) return may
  const no = objectionTo(form.firstOn, may.value, ctx.now())
  if (no) return no
  const circle: Circle = {
    id: ctx.newId(),
    workspace: ctx.workspace,
    programme: (await standardProgramme(ctx)).id,
    name: form.name,
    size: form.size,
    every: form.every,
    status: 'running',
    rotation: 0,
    nextAt: firstAt(may.value, form.firstOn),
    createdBy: person,
    createdAt: ctx.now(),
  }
  const members = (await everybody(ctx)).filter((member) => member.status === 'active')
  const ids = members.map((member) => member.person)
  await ctx.commit(
    insertCircle(ctx, circle),
    ctx.schedule.at(ROTATE, circle.id, circle.nextAt),
    audit(ctx, person, 'started a circle', circle.id),
    ids.map((to) =>
      ctx.outbox.add('circles.invite', `circles.invite:${circle.id}:${to}`, {
        to,
        payload: { circle: circle.id, person: to },
        uselessAt: circle.nextAt,
      }),
    ),
    ctx.outbox.touchHomes(person, ...ids),
  )
  return done(circle)
}

/** Ends a circle: no more groups are made. Those there are now go on by themselves. */
export async function stopCircle(ctx: Context, person: string, id: string): Promise<Outcome<Circle>> {
  if (!(await isCoordinator(ctx, person))) return refuse(ONLY_COORDINATORS)
  const circle = await findCircle(ctx, id)
  if (circle?.status !== 'running') return refuse(STOPPED)
  const members = await listMembers(ctx, id)
  const failed = await ctx.commit(
    changeCircle(ctx, circle, { status: 'stopped' }),
    ctx.schedule.cancel(ROTATE, id),
    [...new Set([person, circle.createdBy])].map((to) => ctx.outbox.refresh(emptyKey(id, to), to)),
    audit(ctx, person, 'ended a circle', id),
    members.map((to) =>
      ctx.outbox.add('circles.ended', `circles.ended:${id}:${to}`, { to, payload: { circle: id } }),
    ),
    ctx.outbox.touchHomes(person, ...members),
  )
  return failed ? refuse('New groups were made in this moment. Please press once more.') : done(circle)
}
