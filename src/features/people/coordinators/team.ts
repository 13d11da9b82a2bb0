/** Who runs the programme, and what they did: forms, lists and messages. */
import type { ModalView } from '@slack/types'
import { formatFor } from '../../../core/calendar.ts'
import { joinSafe, md, mention } from '../../../core/text.ts'
import type { Message } from '../../../outbox/kinds.ts'
import { actions, button, commandButton, context, modal, notice, section } from '../../../slack/ui/blocks.ts'
import { checkboxInput, peopleInput } from '../../../slack/ui/inputs.ts'
import type { Role, Team, TeamForm } from './domain.ts'
import type { readActs } from './service.ts'

const one = (person: string | null) => (person === null ? [] : [person])

/** Who runs it and how, to be changed. `typed` is what somebody wanted who was overtaken. */
export const teamModal = (team: Team, typed?: TeamForm): ModalView => {
  const { coordinators, deputy, outside, excludeSameTeam, asksMentors } = typed ?? team
  return modal({
    id: 'admin.team',
    title: 'Who runs it, and how',
    submit: 'Save',
    close: 'Not now',
    meta: { version: team.version },
    blocks: [
      typed && [
        section(
          md`*Somebody else has just changed this*, so yours is not saved yet. Save again to put yours in its place.`,
        ),
        context(
          joinSafe(
            [
              joinSafe([md`Coordinators now:`, ...team.coordinators.map(mention)], ' '),
              md`deputy: ${team.deputy ? mention(team.deputy) : 'none'}`,
              md`outside: ${team.outside ? mention(team.outside) : 'none'}`,
              md`within one team: ${team.excludeSameTeam ? 'nobody is matched' : 'people may be matched'}`,
              md`rounds: ${team.asksMentors ? 'each mentor is asked first' : 'pairs are introduced at once'}`,
            ],
            ' · ',
          ),
        ),
      ],
      peopleInput({
        name: 'coordinators',
        label: 'Coordinators',
        hint: 'They see who is paired and which pairs need a hand, never what anybody wrote.',
        initial: coordinators,
        max: 10,
      }),
      peopleInput({
        name: 'deputy',
        label: 'Deputy',
        hint: 'May do what you may, and is asked when you pause, or leave what is due for two working days. Without one, a workspace owner is asked.',
        optional: true,
        initial: one(deputy),
        max: 1,
      }),
      peopleInput({
        name: 'outside',
        label: 'Contact outside the programme',
        hint: 'Offered to whoever wants to say in private that something is wrong. Without one, I offer workspace owners and admins.',
        optional: true,
        initial: one(outside),
        max: 1,
      }),
      checkboxInput({
        name: 'rules',
        label: 'How people are matched',
        optional: true,
        choices: [
          [
            'sameTeam',
            'Nobody is matched within their own team',
            'In every path to a match, between people whose team I was told',
          ],
          [
            'askMentors',
            'Rounds ask each mentor first',
            'They say "Glad to" or "Not now" before their mentee hears of it',
          ],
        ],
        initial: [...(excludeSameTeam ? ['sameTeam'] : []), ...(asksMentors ? ['askMentors'] : [])],
      }),
      context('Whoever is new hears of it from me. What you change here is written down.'),
    ],
  })
}

export const savedModal = (team: Team): ModalView =>
  modal({
    id: 'admin.saved',
    title: 'Saved',
    blocks: [
      section(joinSafe([md`*Coordinators:*`, ...team.coordinators.map(mention)], ' ')),
      section(
        team.deputy
          ? md`*Deputy:* ${mention(team.deputy)}`
          : md`*Deputy:* nobody yet. While you are away a workspace owner is asked.`,
      ),
      section(
        team.outside
          ? md`*Outside the programme:* ${mention(team.outside)}`
          : md`*Outside the programme:* workspace owners and admins.`,
      ),
      section(
        team.excludeSameTeam
          ? md`*Teams:* nobody is matched within their own.`
          : md`*Teams:* people of one team may be matched.`,
      ),
      section(
        team.asksMentors
          ? md`*Rounds:* each mentor is asked first.`
          : md`*Rounds:* pairs are introduced as soon as they are published.`,
      ),
      actions(button('Change it', 'admin.team')),
    ],
  })

type Acts = Extract<Awaited<ReturnType<typeof readActs>>, { ok: true }>['value']

/** What was done by those who run it. Subjects that are people are named; acts say all else themselves. */
export const actsModal = ({ acts, people, older }: Acts, zone: string): ModalView =>
  modal({
    id: 'admin.acted',
    title: 'What was done',
    blocks: [
      section('Everything that coordinators and the deputy did, the newest first. Times are yours.'),
      acts.map((act) =>
        section(
          joinSafe(
            [
              md`${formatFor(zone, act.at)} · ${mention(act.actor)}`,
              act.act,
              ...(act.subject && people.has(act.subject) ? [mention(act.subject)] : []),
            ],
            ' ',
          ),
        ),
      ),
      older && actions(button('Older', 'admin.older', { value: older, says: 'Show older acts' })),
    ],
  })

const NAMED: Record<Role, string> = {
  coordinator:
    'added you as a coordinator. You see who is paired and which pairs need a hand, never what anybody wrote. What needs you stands on your Home.',
  deputy:
    'named you deputy. You are asked when the coordinators pause, or leave what is due for two working days, and can do on Home what they can.',
  outside:
    'named you as the contact outside the programme. Whoever wants to say in private that something is wrong may pick you; then I write to you, and two working days are yours to say that you have it.',
}

export const namedMessage = (role: Role, by: string): Message => ({
  text: 'You were asked to help with the programme',
  blocks: [
    section(md`*${mention(by)}* ${NAMED[role]}`),
    actions(
      commandButton('What Cairn does', 'help'),
      button('I would rather not', 'admin.decline', { value: role }),
    ),
  ],
})

export const steppedDownModal = (): ModalView =>
  notice('As you wish', 'You are not asked any more. The coordinators see it, and choose somebody else.')

export const backMessage = (person: string): Message => ({
  text: 'The coordinator is back',
  blocks: [
    section(
      md`*${mention(person)} is back*, and looks after the programme again. Thank you for standing in.`,
    ),
  ],
})

/** To workspace owners, where nobody else is left. */
export const ownerMessage = (asked: boolean): Message => ({
  text: asked ? 'Nobody looks after the mentoring programme now' : 'Somebody looks after the programme again',
  blocks: asked
    ? [
        section(
          md`*Nobody looks after the mentoring programme just now*: its coordinators are away, or something has waited for them for days. You are asked as an owner or admin of this workspace.`,
        ),
        section(
          'Next step: become coordinator yourself, and hand it on to whomever you like. A coordinator sees who is paired, never what anybody wrote.',
        ),
        actions(button('Become coordinator', 'admin.become', { style: 'primary' })),
      ]
    : [section('Somebody looks after the mentoring programme again. Nothing to do for you.')],
})
