/** What the control endpoints take, checked before anything happens. */
import { z } from 'zod'
import { FAULT_KINDS, faultProblem } from '../faults.ts'

const text = z.string().min(1)
const values = z.record(z.string(), z.unknown())
const message = z.strictObject({ channel: text, ts: text, version: z.number().optional() })
const nothing = z.strictObject({})
const posting = z.enum(['everyone', 'admins'])
const person = z.strictObject({ person: text })
const channel = z.strictObject({ channel: text })
const inChannel = z.strictObject({ channel: text, person: text })

/** Bodies of `POST /control/as/:person/:verb`. */
export const ACTS = {
  command: z.strictObject({ text, channel: text.optional() }),
  click: z.strictObject({
    target: z.union([z.enum(['home', 'modal']), message]),
    how: z.union([
      text,
      z.strictObject({
        text: text.optional(),
        action_id: text.optional(),
        block_id: text.optional(),
        value: z.string().optional(),
        index: z.int().nonnegative().optional(),
        deny: z.boolean().optional(),
      }),
    ]),
    choice: z.unknown().optional(),
  }),
  submit: z.strictObject({ values: values.optional(), button: text.optional() }),
  submitRaw: z.strictObject({
    values: z.record(z.string(), z.record(z.string(), z.looseObject({ type: text }))),
  }),
  type: z.strictObject({ values }),
  close: z.strictObject({ all: z.boolean().optional() }),
  openHome: nothing,
  openMessages: nothing,
  mention: z.strictObject({ channel: text, text }),
  say: z.strictObject({ channel: text, text }),
  react: z.strictObject({ message, name: text }),
  shortcut: z.strictObject({ callback_id: text, message }),
  globalShortcut: z.strictObject({ callback_id: text }),
}

const personFields = {
  realName: text,
  displayName: text,
  email: z.string(),
  title: z.string(),
  tz: text,
  locale: text,
  teamId: text,
  teams: z.array(text),
  isBot: z.boolean(),
  isGuest: z.boolean(),
  isSingleChannelGuest: z.boolean(),
  isStranger: z.boolean(),
  isAdmin: z.boolean(),
  isOwner: z.boolean(),
  deleted: z.boolean(),
}

/** Bodies of `POST /control/admin/:verb`. */
export const ADMIN = {
  addPerson: z.strictObject({ name: text, id: text.optional(), ...z.object(personFields).partial().shape }),
  updatePerson: z.strictObject({ person: text, changes: z.strictObject(personFields).partial() }),
  deactivate: person,
  reactivate: person,
  addChannel: z.strictObject({
    name: text,
    id: text.optional(),
    kind: z.enum(['public', 'private']).optional(),
    members: z.array(text).optional(),
    bot: z.boolean().optional(),
    archived: z.boolean().optional(),
    topic: z.string().optional(),
    posting: posting.optional(),
  }),
  archive: channel,
  unarchive: channel,
  deleteChannel: channel,
  rename: z.strictObject({ channel: text, name: text }),
  restrict: z.strictObject({ channel: text, posting }),
  inviteBot: channel,
  removeBotFrom: channel,
  addTo: inChannel,
  removeFrom: inChannel,
  setScopes: z.strictObject({ scopes: z.array(text) }),
  withholdBlocks: z.strictObject({ types: z.array(text).optional() }),
  uninstall: nothing,
  revokeTokens: nothing,
  revokeUserToken: person,
  remakeApp: nothing,
  install: nothing,
}

/** An instant as milliseconds or as ISO text. */
const instant = z.union([z.number(), z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))])

export const CLOCK = z.strictObject({
  set: instant.optional(),
  advance: z.number().nonnegative().optional(),
  running: z.boolean().optional(),
})

export const FAULT = z
  .strictObject({
    method: text.optional(),
    event: text.optional(),
    kind: z.enum(FAULT_KINDS),
    with: z.record(z.string(), z.string()).optional(),
    times: z.int().positive().optional(),
    forMs: z.number().positive().optional(),
    every: z.int().positive().optional(),
    retryAfter: z.number().positive().optional(),
    ms: z.number().nonnegative().optional(),
    error: text.optional(),
    answer: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine((rule, c) => {
    const problem = faultProblem(rule)
    if (problem) c.addIssue({ code: 'custom', message: problem })
  })

export const DELIVERY = z.strictObject({
  mode: z.enum(['socket', 'http']).optional(),
  requestUrl: z.url().optional(),
  act: z.enum(['drop', 'disconnect', 'redeliver', 'verify']).optional(),
  envelopeId: text.optional(),
})

export const RAW = z.strictObject({
  type: z.enum(['slash_commands', 'interactive', 'events_api']),
  payload: z.record(z.string(), z.unknown()),
})
