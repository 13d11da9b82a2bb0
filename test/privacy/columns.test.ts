/** Every column of the model is sealed, is a keyed hash, or has a reason why it may stand as it is. */
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { sqliteColumns } from '../../src/db/columns.ts'
import { modelColumns } from '../../src/db/model.ts'
import { tables } from '../../src/db/tables.ts'
import { readText } from '../support/sources.ts'

/** By table and reason; the reasons are those of docs/privacy.md. `workspace` is an id everywhere. */
const PLAIN = `
workspaces            open       name zone stopped wins_channel wins_channel_id wins_wanted bot_user
workspaces            when       reconciled_at probed_at

people                who        person name name_key handle bot guest deactivated admin team manager
people                settings   zone celebration
people                ids        dm
people                when       seen_at

programmes            ids        id version
programmes            open       name standard deputy outside_contact exclude_same_team asks_mentors
programmes            when       created_at owners_asked_at

coordinators          open       person added_by added_at first
audit                 open       id actor act subject at

members               ids        programme version
members               who        person
members               state      role status unanswered first_in_line_at rounds_waited cards_done
members               when       joined_at
members               profile    level years feedback flow mode values hours_a_month capacity taken gives_chats free_hours
members               profile    zone languages track_record can_introduce other_offers
members               settings   several paused_until working_days start_minute end_minute holidays show_kudos
members               settings   checkin_weekday checkin_minute checkin_every

skills                profile    person side competency rating rated

requests              ids        id programme
requests              who        mentee mentor open_pair second
requests              state      kind status awaiting remaining_ms ending round asked
requests              when       sent_at expires_at ended_at
requests              figures    why

mentorships           ids        id programme channel round
mentorships           who        mentee mentor active_pair sole_of hand_taken_by
mentorships           state      kind status state ending
mentorships           when       started_at ended_at met_at nudged_at needs_hand_at rests_until ends_on
mentorships           figures    cadence_days why

sealed_wishes         when       at told_at

closings              ids        id mentorship open_of
closings              who        opened_by
closings              state      status cause
closings              when       opened_at from_at until_at ended_at

reviews               ids        closing
reviews               who        person
reviews               when       at
reviews               settings   named

rounds                ids        id programme draft_of version
rounds                open       status created_by created_at published_by published_at seed choices outcome
round_pairs           open       round mentee mentor status answer_by score why cause locked
round_forbids         open       round mentee mentor

agreements            ids        id mentorship version open_of
agreements            who        proposed_by
agreements            state      status
agreements            when       proposed_at signed_at ends_on
agreements            figures    cadence_days minutes mode keep exit

goals                 ids        id mentorship version
goals                 who        person slot
goals                 state      status
goals                 when       shared_at set_at ended_at due_on
goals                 figures    competency percent
goal_steps            ids        id goal
goal_steps            who        added_by done_by
goal_steps            state      kind
goal_steps            when       due_on added_at done_at removed_at
goal_events           ids        id goal
goal_events           who        person
goal_events           state      what
goal_events           when       at
goal_events           figures    percent

circles               open       id programme name size every status rotation next_at created_by created_at
circle_members        ids        circle
circle_members        who        person
circle_members        when       joined_at
circle_groups         ids        id circle rotation
circle_groups         figures    reasons
circle_groups         when       started_at ends_at
circle_group_members  ids        circle rotation group_id
circle_group_members  who        person
circle_group_members  state      answer
circle_group_members  when       gone_at

plans                 ids        id mentorship moves open_for sequence
plans                 who        proposer awaited
plans                 state      status
plans                 when       proposed_at slots rule zone start_at
plans                 figures    minutes place
sessions              ids        id mentorship plan
sessions              state      status mentee_has mentor_has
sessions              when       original_at start_at end_at
action_items          ids        id mentorship session
action_items          who        author
action_items          when       done_at
trials                ids        mentorship version
trials                state      over
trials                when       asked_at ends_at

checkins              ids        id
checkins              who        person partner
checkins              state      status snoozes win_shared
checkins              when       on prompted_at ask_again_at answered_at need_shared_at settled_at

kudos                 ids        id
kudos                 who        giver
kudos                 state      status open
kudos                 when       at
kudos                 figures    competency
kudos_receivers       ids        kudos
kudos_receivers       who        person
kudos_receivers       state      status
wins                  ids        id mentorship
wins                  who        author partner
wins                  state      status size
wins                  when       at

feedback              ids        id
feedback              who        giver receiver open_ask
feedback              state      status
feedback              when       asked_at ended_at read_at
reflections           ids        id
reflections           who        person
reflections           state      kind
reflections           when       on at
introductions         ids        id version
introductions         who        introducer one two open_trio
introductions         state      status
introductions         when       sent_at ended_at
promises              ids        id mentorship
promises              who        mentor mentee
promises              state      status
promises              when       on at
sealed_concerns       ids        id version

guides                open       id phase title minutes steps source link added_by changed_by version
hidden_guides         open       guide

counters              machinery  key used
handled               machinery  key at
homes                 machinery  person opened_at dirty_at tries
deliveries            machinery  id kind dedupe_key destination payload state due_at useless_at attempts resent
deliveries            machinery  stale channel ts problem sent_at
lanes                 machinery  destination next_at not_before version owner leased_until turn_at asked
paces                 machinery  call free_at paused_until
jobs                  machinery  due_at kind subject tries
`
const lines = PLAIN.trim()
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split(/ {2,}/) as [table: string, reason: string, columns: string])
const decided = lines.flatMap(([table, , columns]) =>
  columns.split(' ').map((column) => `${table}.${column}`),
)

/** What older versions kept plain: named so in the model, and emptied at the start. */
const emptied = new Set(
  Object.entries(tables(sqliteColumns)).flatMap(([name, table]) =>
    Object.entries(getTableColumns(table)).flatMap(([key, column]) =>
      /^plain/.test(name) || /^plain/.test(key) ? [`${getTableName(table)}.${column.name}`] : [],
    ),
  ),
)

it('every column of the database is sealed, hashed under a key, or stands plain for a reason', () => {
  const open = modelColumns()
    .filter(({ kind }) => kind !== 'sealed' && kind !== 'hashed')
    .filter(({ column }) => column !== 'workspace')
    .map(({ table, column }) => `${table}.${column}`)
    .filter((column) => !emptied.has(column))
  expect(open.filter((column) => !decided.includes(column))).toEqual([])
  expect(decided.filter((column) => !open.includes(column))).toEqual([])
  expect(decided).toHaveLength(new Set(decided).size)
})

it('the reasons are those that people are told', () => {
  const told = [...readText('docs/privacy.md').matchAll(/^- \*\*([a-z]+)\*\*/gm)].map((m) => m[1])
  expect(told.sort()).toEqual([...new Set(lines.map(([, reason]) => reason))].sort())
})

it('what is only yours is not among what stands plain', () => {
  const yours = modelColumns().filter(({ kind }) => kind === 'sealed' || kind === 'hashed')
  const keyed = yours.map(({ table, column }) => `${table}.${column}`)
  for (const column of [
    'sealed_barriers.person',
    'sealed_barriers.other',
    'sealed_concerns.writer',
    'sealed_concerns.contact',
    'sealed_concerns.state',
    'sealed_wishes.person',
    'sealed_wishes.mentor',
    'reviews.sealed_next',
    'mentorships.sealed_useful_to_mentee',
    'feedback.sealed_useful',
    'feedback.sealed_hidden',
    'introductions.sealed_one_answer',
    'trials.mentee_says',
  ])
    expect(keyed).toContain(column)
})
