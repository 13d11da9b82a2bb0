/** Acts and views of people, over HTTP: each verb is one function of the actor, and nothing more. */
import type { z } from 'zod'
import type { Actor } from '../actor/actor.ts'
import type { Target } from '../actor/click.ts'
import { plainText } from '../render/index.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Message, StateValues, View } from '../types.ts'
import { ACTS, type ADMIN } from './schema.ts'

type Acts = typeof ACTS
type Verb = keyof Acts

export const isVerb = (verb: string): verb is Verb => Object.hasOwn(ACTS, verb)

/** A message or a view with the text that its reader sees, for those who only want to read. */
export const readable = <T extends Message | View>(shown: T) => ({ ...shown, plain: plainText(shown) })

function messageOf(
  actor: Actor,
  { channel, ts, version }: { channel: string; ts: string; version?: number },
): Message {
  const ephemeral = actor.ephemerals().find((each) => each.ts === ts && each.channel === channel)
  const own = () => [...actor.dms(), ...actor.groups().flatMap((group) => group.messages)]
  const found = ephemeral ?? own().find((each) => each.ts === ts && each.channel === channel)
  const message = found ?? actor.messages(channel).find((each) => each.ts === ts)
  if (!message) throw new Error(`There is no message ${ts} in ${channel}`)
  return version === undefined ? message : { ...message, version }
}

const handlers: { [V in Verb]: (actor: Actor, body: z.output<Acts[V]>) => unknown } = {
  command: (actor, { text, channel }) => actor.command(text, { channel }),
  click: (actor, { target, how, choice }) => {
    const where: Target = typeof target === 'string' ? target : messageOf(actor, target)
    return actor.click(where, how, choice)
  },
  submit: (actor, { values, button }) => actor.submit(values, { button }),
  submitRaw: (actor, { values }) => actor.submitRaw(values as StateValues),
  type: (actor, { values }) => actor.type(values),
  close: async (actor, options) => {
    await actor.close(options)
    return { ok: true }
  },
  openHome: async (actor) => ({ home: (await actor.openHome()) ?? null }),
  openMessages: async (actor) => ({ messages: (await actor.openMessages()).map(readable) }),
  mention: (actor, { channel, text }) => actor.mention(channel, text),
  say: (actor, { channel, text }) => actor.say(channel, text),
  react: async (actor, { message, name }) => {
    await actor.react(messageOf(actor, message), name)
    return { ok: true }
  },
  shortcut: (actor, { callback_id, message }) => actor.shortcut(callback_id, messageOf(actor, message)),
  globalShortcut: (actor, { callback_id }) => actor.globalShortcut(callback_id),
}

/** Does one act. The body must have been checked against its schema. */
export function act<V extends Verb>(actor: Actor, verb: V, body: z.output<Acts[V]>): unknown {
  return handlers[verb](actor, body)
}

/** All that a person is shown now. */
export function shownTo(actor: Actor) {
  const home = actor.home()
  return {
    person: actor.person,
    unread: actor.unread,
    modals: actor.views().map(readable),
    home: home ? readable(home) : null,
    dms: actor.dms().map(readable),
    groups: actor.groups().map((group) => ({ ...group, messages: group.messages.map(readable) })),
    ephemerals: actor.ephemerals().map(readable),
  }
}

type AdminBodies = { [V in keyof typeof ADMIN]: z.output<(typeof ADMIN)[V]> }

const adminHandlers: { [V in keyof AdminBodies]: (sandbox: Sandbox, body: AdminBodies[V]) => unknown } = {
  addPerson: ({ admin }, seed) => admin.addPerson(seed),
  updatePerson: ({ admin }, { person, changes }) => admin.updatePerson(person, changes),
  deactivate: ({ admin }, { person }) => admin.deactivate(person),
  reactivate: ({ admin }, { person }) => admin.reactivate(person),
  addChannel: ({ admin }, seed) => admin.addChannel(seed),
  archive: ({ admin }, { channel }) => admin.archive(channel),
  unarchive: ({ admin }, { channel }) => admin.unarchive(channel),
  deleteChannel: ({ admin }, { channel }) => admin.deleteChannel(channel),
  rename: ({ admin }, { channel, name }) => admin.rename(channel, name),
  restrict: ({ admin }, { channel, posting }) => admin.restrict(channel, posting),
  inviteBot: ({ admin }, { channel }) => admin.inviteBot(channel),
  removeBotFrom: ({ admin }, { channel }) => admin.removeBotFrom(channel),
  addTo: ({ admin }, { channel, person }) => admin.addTo(channel, person),
  removeFrom: ({ admin }, { channel, person }) => admin.removeFrom(channel, person),
  setScopes: ({ admin }, { scopes }) => admin.setScopes(scopes),
  withholdBlocks: ({ admin }, { types }) => admin.withholdBlocks(types),
  uninstall: ({ admin }) => admin.uninstall(),
  revokeTokens: ({ admin }) => admin.revokeTokens(),
  revokeUserToken: ({ admin }, { person }) => admin.revokeUserToken(person),
  remakeApp: ({ admin }) => admin.remakeApp(),
  install: ({ admin }) => admin.install(),
}

/** Does one act of the administrator. The body must have been checked against its schema. */
export function administer<V extends keyof AdminBodies>(
  sandbox: Sandbox,
  verb: V,
  body: AdminBodies[V],
): unknown {
  return adminHandlers[verb](sandbox, body)
}
