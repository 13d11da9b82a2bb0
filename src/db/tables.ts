/**
 * The whole model on one screen. Every table is scoped by `workspace` (Slack's team id).
 * `person` is a Slack account's id. Ids are sortable text, instants UTC milliseconds, dates 'YYYY-MM-DD'.
 */
import type { MatchRecord } from '../core/match-record.ts'
import type { RoundChoices, RoundOutcome } from '../core/round.ts'
import type { Columns } from './columns.ts'

export const tables = (c: Columns) => {
  const workspace = () => c.text('workspace').notNull()
  const id = () => c.text('id').primaryKey()

  return {
    // --- the workspace and its people ---------------------------------------------------------
    workspaces: c.table('workspaces', {
      workspace: c.text('workspace').primaryKey(),
      name: c.text('name').notNull(),
      /** The zone whose working hours channels follow: where most of its people are. */
      zone: c.text('zone').notNull().default('UTC'),
      /** Null while all is well; else why nothing is sent (a token revoked, the app uninstalled). */
      stopped: c.text('stopped'),
      /** The workspace's own choice, an id; beats WINS_CHANNEL. */
      winsChannel: c.text('wins_channel'),
      /** Where wins go now: the id that the setting or the name led to, whatever it is called since. */
      winsChannelId: c.text('wins_channel_id'),
      /** The setting or the name that led there: with another one it is looked for anew. */
      winsWanted: c.text('wins_wanted'),
      /** Our own account, whose conversations `people.dm` are. */
      botUser: c.text('bot_user'),
      /** When `/health` last tried to write. */
      probedAt: c.instant('probed_at'),
      reconciledAt: c.instant('reconciled_at'),
    }),
    people: c.table(
      'people',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        name: c.text('name').notNull(),
        /** What all spellings of the name have in common, to find those who share one; '' until Slack was read anew. */
        nameKey: c.text('name_key').notNull().default(''),
        handle: c.text('handle').notNull(),
        zone: c.text('zone').notNull(),
        bot: c.bool('bot').notNull(),
        guest: c.bool('guest').notNull(),
        deactivated: c.bool('deactivated').notNull(),
        admin: c.bool('admin').notNull(),
        /** As the organisation has it, if it was told: the team's name, and the manager's account. */
        team: c.text('team'),
        manager: c.text('manager'),
        /** The direct message channel with Cairn, once opened. */
        dm: c.text('dm'),
        /** Who may celebrate this person: unset, public, private or never. */
        celebration: c.text('celebration').notNull().default('unset'),
        seenAt: c.instant('seen_at').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.person] }),
        c.index('people_by_name').on(t.workspace, t.nameKey),
      ],
    ),
    programmes: c.table('programmes', {
      id: id(),
      workspace: workspace(),
      name: c.text('name').notNull(),
      /** The programme that everybody joins unless told otherwise; one a workspace. */
      standard: c.text('standard').unique(),
      createdAt: c.instant('created_at').notNull(),
      /** Takes over when the coordinators are away, or leave what is due. */
      deputy: c.text('deputy'),
      /** Outside the programme, for whoever wants to say that something is wrong; without one, workspace admins are. */
      outsideContact: c.text('outside_contact'),
      /** Since when workspace owners are asked to step in, because nobody else is left; null while somebody is. */
      ownersAskedAt: c.instant('owners_asked_at'),
      /** Nobody is matched within their own team, in any path (row B4). */
      excludeSameTeam: c.bool('exclude_same_team').notNull().default(false),
      /** A round asks each mentor before their mentee hears of it. */
      asksMentors: c.bool('asks_mentors').notNull().default(false),
      /** Raised by every change of who runs it and how, so that two forms cannot undo each other. */
      version: c.int('version').notNull().default(0),
    }),
    coordinators: c.table(
      'coordinators',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        addedBy: c.text('added_by').notNull(),
        addedAt: c.instant('added_at').notNull(),
        /** The workspace's id for the first one, null for others: unique, so that two presses make one first. */
        first: c.text('first').unique(),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.person] })],
    ),
    audit: c.table(
      'audit',
      {
        id: id(),
        workspace: workspace(),
        actor: c.text('actor').notNull(),
        act: c.text('act').notNull(),
        subject: c.text('subject'),
        at: c.instant('at').notNull(),
      },
      (t) => [c.index('audit_by_workspace').on(t.workspace, t.id)],
    ),

    // --- members and what they know -----------------------------------------------------------
    members: c.table(
      'members',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        programme: c.text('programme').notNull(),
        role: c.text('role').notNull(),
        /** active, paused or left. */
        status: c.text('status').notNull(),
        pausedUntil: c.instant('paused_until'),
        joinedAt: c.instant('joined_at').notNull(),
        goalWords: c.sealed('goal_words', 'those you ask or are matched with'),
        /** Unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
        plainGoal: c.text('goal').notNull().default(''),
        plainWants: c.json<string[]>('other_wants').notNull(),
        level: c.int('level'),
        years: c.int('years'),
        feedback: c.text('feedback'),
        flow: c.text('flow'),
        mode: c.text('mode'),
        values: c.json<string[]>('values').notNull(),
        hoursAMonth: c.int('hours_a_month'),
        /** How many mentees this mentor has room for, and how many are taken. Guarded: taken <= capacity. */
        capacity: c.int('capacity').notNull(),
        taken: c.int('taken').notNull().default(0),
        /** Whether a mentee looks for one mentor (rivals are withdrawn) or for several. */
        several: c.bool('several').notNull().default(false),
        /** Gives a single 30-minute chat now and then; unless they say, mentors do and mentees do not. */
        givesChats: c.bool('gives_chats'),
        freeHours: c.json<number[]>('free_hours').notNull(),
        /** Own zone, if it differs from Slack's. */
        zone: c.text('zone'),
        workingDays: c.json<number[]>('working_days').notNull(),
        startMinute: c.int('start_minute').notNull(),
        endMinute: c.int('end_minute').notNull(),
        holidays: c.json<string[]>('holidays').notNull(),
        languages: c.json<string[]>('languages').notNull(),
        trackRecord: c.text('track_record').notNull().default(''),
        canIntroduce: c.text('can_introduce').notNull().default(''),
        /** Free words that the catalogue does not know yet, kept as typed; those on wants are a list as JSON. */
        otherOffers: c.json<string[]>('other_offers').notNull(),
        wantWords: c.sealed('want_words', 'those you ask or are matched with'),
        showKudos: c.bool('show_kudos').notNull().default(true),
        checkinWeekday: c.int('checkin_weekday').notNull(),
        checkinMinute: c.int('checkin_minute').notNull(),
        /** Weeks between two prompts: 1, 2 or 4; 0 is off. */
        checkinEvery: c.int('checkin_every').notNull().default(1),
        /** Prompts in a row left unanswered. */
        unanswered: c.int('unanswered').notNull().default(0),
        /** Goes before others when mentors are handed out: their mentor left, or a round had none for them. */
        firstInLineAt: c.instant('first_in_line_at'),
        /** Rounds in a row that had no mentor for them. */
        roundsWaited: c.int('rounds_waited').notNull().default(0),
        /** Raised by whatever bears on whom they may be matched with; a match made from an older reading fails. */
        version: c.int('version').notNull().default(0),
        /** Cards of the profile put off on Home, by name. */
        cardsDone: c.json<string[]>('cards_done').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.person] }),
        c.index('members_by_status').on(t.workspace, t.status, t.role),
      ],
    ),
    skills: c.table(
      'skills',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        /** offer or want. */
        side: c.text('side').notNull(),
        competency: c.text('competency').notNull(),
        /** Self-rating, 1 to 5. */
        rating: c.int('rating').notNull(),
        /** Whether they have given it, or it stands for one that they have not. */
        rated: c.bool('rated').notNull().default(false),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.person, t.side, t.competency] })],
    ),
    /** Pairs that must not be: `doNotPair` is confidential, `notForMe` was said of a suggestion. See `db/barriers.ts`. */
    barriers: c.table(
      'sealed_barriers',
      {
        workspace: workspace(),
        /** Of kind, person and other: each stands once. */
        pair: c.hashed('pair').notNull(),
        /** Of kind and person, and of kind and other: by these all that bears on somebody is found. */
        person: c.hashed('person').notNull(),
        other: c.hashed('other').notNull(),
        /** Kind, person, other and since when. */
        what: c.sealed('what', 'only you').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.pair] }),
        c.index('sealed_barriers_by_person').on(t.workspace, t.person),
        c.index('sealed_barriers_by_other').on(t.workspace, t.other),
      ],
    ),
    /** The same unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
    plainBarriers: c.table(
      'barriers',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        other: c.text('other').notNull(),
        kind: c.text('kind').notNull(),
        at: c.instant('at').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.person, t.other, t.kind] }),
        c.index('barriers_by_other').on(t.workspace, t.other),
      ],
    ),

    // --- finding each other -------------------------------------------------------------------
    requests: c.table(
      'requests',
      {
        id: id(),
        workspace: workspace(),
        programme: c.text('programme').notNull(),
        mentee: c.text('mentee').notNull(),
        mentor: c.text('mentor').notNull(),
        /** mentorship, or chat: 30 minutes on one topic, which then stands in `goal`. */
        kind: c.text('kind').notNull().default('mentorship'),
        /** pending, postponed, accepted, declined, withdrawn, expired or closed. */
        status: c.text('status').notNull(),
        /** While pending: whose answer is awaited, mentor or mentee. */
        awaiting: c.text('awaiting').notNull(),
        sentAt: c.instant('sent_at').notNull(),
        expiresAt: c.instant('expires_at').notNull(),
        /** Stopped while the awaited one is paused: what was left to answer, in whole working days, as ms. */
        remainingMs: c.instant('remaining_ms'),
        endedAt: c.instant('ended_at'),
        /** Why it ended, in a word that may be shown: full, paused, left, matched, chat. */
        ending: c.text('ending'),
        goal: c.sealed('goal', 'the mentor you ask').notNull(),
        questions: c.sealed('questions', 'the mentor you ask'),
        times: c.sealed('times', 'the mentor you ask'),
        mentorAsks: c.sealed('mentor_asks', 'those named'),
        menteeAnswers: c.sealed('mentee_answers', 'those named'),
        reason: c.sealed('reason', 'the one who asked'),
        /** mentee:mentor while the request is open, else null: one open request a pair. */
        openPair: c.text('open_pair'),
        /** How often it came back after "ask me in a month", and how often the mentor asked back. */
        round: c.int('round').notNull().default(0),
        asked: c.int('asked').notNull().default(0),
        why: c.json<MatchRecord>('why').notNull(),
        /** Who is asked next if this one ends without a yes, as the mentee named them; null once they could not be asked. */
        second: c.text('second'),
      },
      (t) => [
        c.unique('requests_open_pair').on(t.workspace, t.openPair),
        c.index('requests_by_mentee').on(t.workspace, t.mentee, t.status),
        c.index('requests_by_mentor').on(t.workspace, t.mentor, t.status),
      ],
    ),
    mentorships: c.table(
      'mentorships',
      {
        id: id(),
        workspace: workspace(),
        programme: c.text('programme').notNull(),
        mentee: c.text('mentee').notNull(),
        mentor: c.text('mentor').notNull(),
        /** mentorship, or chat: a single 30-minute talk. */
        kind: c.text('kind').notNull(),
        /** active or ended: what `state` comes to for those who only ask whether it runs. */
        status: c.text('status').notNull(),
        /** Where it stands, by the table in features/mentorship/states.ts; only what reads that table changes it. */
        state: c.text('state').notNull().default('introduced'),
        startedAt: c.instant('started_at').notNull(),
        endedAt: c.instant('ended_at'),
        ending: c.text('ending'),
        /** The group conversation, once opened. */
        channel: c.text('channel'),
        /** The last time that either said they met. */
        metAt: c.instant('met_at'),
        /** The stall ladder: since when its present question stands, and since when the pair needs a hand. */
        nudgedAt: c.instant('nudged_at'),
        needsHandAt: c.instant('needs_hand_at'),
        /** Who said that they give it one. */
        handTakenBy: c.text('hand_taken_by'),
        /** A break of the two ends by itself then; null while they take none. */
        restsUntil: c.instant('rests_until'),
        /** mentee:mentor while active, else null: a pair has one active mentorship. */
        activePair: c.text('active_pair'),
        /** As both agreed: days between two meetings, and the last day (in nobody's zone). Null until then. */
        cadenceDays: c.int('cadence_days'),
        endsOn: c.text('ends_on'),
        /** The mentee, while active and if they look for one mentor only, else null: at most one such. */
        soleOf: c.text('sole_of'),
        why: c.json<MatchRecord>('why').notNull(),
        /** The round that made it, if one did. */
        round: c.text('round'),
        /** Whether a chat was useful to each; null until they say. Never shown with a name. */
        usefulToMentee: c.sealed('sealed_useful_to_mentee', 'only you'),
        usefulToMentor: c.sealed('sealed_useful_to_mentor', 'only you'),
        /** The same unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
        plainUsefulToMentee: c.bool('useful_to_mentee'),
        plainUsefulToMentor: c.bool('useful_to_mentor'),
      },
      (t) => [
        c.unique('mentorships_active_pair').on(t.workspace, t.activePair),
        c.unique('mentorships_sole').on(t.workspace, t.soleOf),
        c.index('mentorships_by_mentee').on(t.workspace, t.mentee, t.status),
        c.index('mentorships_by_mentor').on(t.workspace, t.mentor, t.status),
      ],
    ),

    /** Who wants to be told when somebody fits, and of whose place they are told: nobody else is for some days. */
    wishes: c.table(
      'sealed_wishes',
      {
        workspace: workspace(),
        /** Who, and of whose place. */
        person: c.hashed('person').notNull(),
        mentor: c.hashed('mentor'),
        /** The same two, to be read. */
        who: c.sealed('who', 'only you').notNull(),
        at: c.instant('at').notNull(),
        toldAt: c.instant('told_at'),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.person] })],
    ),
    /** The same unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
    plainWishes: c.table(
      'wishes',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        at: c.instant('at').notNull(),
        mentor: c.text('mentor'),
        toldAt: c.instant('told_at'),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.person] })],
    ),
    /** The closing of a mentorship, early or as its last day comes: one row each time that it is opened. */
    closings: c.table(
      'closings',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        /** open, completed, extended, reopened or overtaken (it ended in another way). */
        status: c.text('status').notNull(),
        /** early, lastDay, or silence: nobody answered for weeks. */
        cause: c.text('cause').notNull(),
        /** Who opened it early; null where the clock did. */
        openedBy: c.text('opened_by'),
        openedAt: c.instant('opened_at').notNull(),
        /** It is complete at `from` at the earliest, however fast both answer, and by itself at `until`. */
        fromAt: c.instant('from_at').notNull(),
        untilAt: c.instant('until_at').notNull(),
        endedAt: c.instant('ended_at'),
        /** The mentorship while open, else null: one at a time. */
        openOf: c.text('open_of'),
      },
      (t) => [
        c.unique('closings_open').on(t.workspace, t.openOf),
        c.index('closings_by_mentorship').on(t.workspace, t.mentorship, t.id),
      ],
    ),
    /** What each of the two said as it closed. */
    reviews: c.table(
      'reviews',
      {
        workspace: workspace(),
        closing: c.text('closing').notNull(),
        person: c.text('person').notNull(),
        at: c.instant('at').notNull(),
        /** complete or rematch: what comes next for this person. */
        next: c.sealed('sealed_next', 'only you'),
        /** The same unsealed, as older versions kept it: emptied at the start by `db/seal-old.ts`. */
        plainNext: c
          .text('next')
          .notNull()
          .$default(() => ''),
        reached: c.sealed('reached', 'only you'),
        helped: c.sealed('helped', 'your partner'),
        thanks: c.sealed('thanks', 'your partner'),
        /** May be named in the wins channel, whatever they chose in general. */
        named: c.bool('named').notNull().default(false),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.closing, t.person] })],
    ),

    // --- cohort rounds ------------------------------------------------------------------------
    rounds: c.table(
      'rounds',
      {
        id: id(),
        workspace: workspace(),
        programme: c.text('programme').notNull(),
        /** draft, published or discarded. */
        status: c.text('status').notNull(),
        /** The workspace and programme while it is a draft, else null: one draft a programme. */
        draftOf: c.text('draft_of'),
        /** Raised by every change of the draft: of two coordinators at once, one is first. */
        version: c.int('version').notNull().default(0),
        createdBy: c.text('created_by').notNull(),
        createdAt: c.instant('created_at').notNull(),
        publishedBy: c.text('published_by'),
        publishedAt: c.instant('published_at'),
        /** Decides between equals: the same people, choices and seed give the same pairs. */
        seed: c.int('seed').notNull(),
        choices: c.json<RoundChoices>('choices').notNull(),
        /** What came out, as it was solved last; null before. */
        outcome: c.json<RoundOutcome>('outcome'),
      },
      (t) => [c.unique('rounds_one_draft').on(t.workspace, t.draftOf)],
    ),
    /** One row for each mentee of a round: the mentor proposed, or why there is none. */
    roundPairs: c.table(
      'round_pairs',
      {
        workspace: workspace(),
        round: c.text('round').notNull(),
        mentee: c.text('mentee').notNull(),
        mentor: c.text('mentor'),
        /**
         * proposed or unmatched; once published: introduced, unmatched, apart (no shared skill, and not added) or gone (it did
         * not hold any more). Where mentors are asked first: asked, silent (the time is over), declined, or back (a
         * coordinator took it back).
         */
        status: c.text('status').notNull(),
        /** Until when the mentor is asked (UTC ms); null where nobody was. */
        answerBy: c.instant('answer_by'),
        score: c.int('score').notNull().default(0),
        why: c.json<MatchRecord>('why'),
        /** Why there is no mentor: nobody (none may be matched) or outbid (all who may went to others). */
        cause: c.text('cause'),
        locked: c.bool('locked').notNull().default(false),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.round, t.mentee] }),
        c.index('round_pairs_by_status').on(t.workspace, t.status, t.mentor),
      ],
    ),
    /** Pairs that the coordinator does not want in a round. */
    roundForbids: c.table(
      'round_forbids',
      {
        workspace: workspace(),
        round: c.text('round').notNull(),
        mentee: c.text('mentee').notNull(),
        mentor: c.text('mentor').notNull(),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.round, t.mentee, t.mentor] })],
    ),

    // --- what two agree on, and what one wants to reach ------------------------------------------
    /** What two agreed on: a row a version, in the order in which they were proposed. */
    agreements: c.table(
      'agreements',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        /** 1, 2, 3 and so on; unique, so that of two proposed at once one is second. */
        version: c.int('version').notNull(),
        proposedBy: c.text('proposed_by').notNull(),
        proposedAt: c.instant('proposed_at').notNull(),
        /** proposed, inForce, replaced, aside, past (was in force) or closed (the mentorship ended first). */
        status: c.text('status').notNull(),
        /** When the other one signed; who proposes has signed by that. */
        signedAt: c.instant('signed_at'),
        purpose: c.sealed('purpose', 'your partner').notNull(),
        cadenceDays: c.int('cadence_days').notNull(),
        /** How long one meeting takes. */
        minutes: c.int('minutes').notNull(),
        endsOn: c.text('ends_on').notNull(),
        mode: c.text('mode').notNull(),
        /** What stays between the two, and what if it does not work: a choice, and words of their own. */
        keep: c.text('keep').notNull(),
        keepWords: c.sealed('keep_words', 'your partner', 'keepWords'),
        exit: c.text('exit').notNull(),
        exitWords: c.sealed('exit_words', 'your partner', 'exitWords'),
        /** The mentorship while this waits for a signature, else null: one open proposal a pair. */
        openOf: c.text('open_of'),
      },
      (t) => [
        c.unique('agreements_version').on(t.workspace, t.mentorship, t.version),
        c.unique('agreements_open').on(t.workspace, t.openOf),
      ],
    ),
    goals: c.table(
      'goals',
      {
        id: id(),
        workspace: workspace(),
        person: c.text('person').notNull(),
        /** The mentorship whose mentor reads along while it runs; null: only its owner does. */
        mentorship: c.text('mentorship'),
        /** Since when: what was written about it before stays its owner's. */
        sharedAt: c.instant('shared_at'),
        /** active, reached or dropped. */
        status: c.text('status').notNull(),
        setAt: c.instant('set_at').notNull(),
        endedAt: c.instant('ended_at'),
        dueOn: c.text('due_on').notNull(),
        competency: c.text('competency'),
        specific: c.sealed('specific', 'your partner').notNull(),
        /** As typed; a measure with numbers in it is read from these words. */
        measure: c.sealed('measure', 'your partner').notNull(),
        firstStep: c.sealed('first_step', 'your partner', 'firstStep').notNull(),
        objective: c.sealed('objective', 'your partner'),
        /** 0 to 100, and the value it comes from if the measure has numbers. */
        percent: c.int('percent').notNull().default(0),
        value: c.sealed('value', 'your partner'),
        /** Raised by every change of the row: who changed what was not the newest is told. */
        version: c.int('version').notNull().default(1),
        /** person:1 to person:3 while active, else null: at most three at once. */
        slot: c.text('slot'),
      },
      (t) => [
        c.unique('goals_slot').on(t.workspace, t.slot),
        c.index('goals_by_person').on(t.workspace, t.person, t.status),
      ],
    ),
    goalSteps: c.table(
      'goal_steps',
      {
        id: id(),
        workspace: workspace(),
        goal: c.text('goal').notNull(),
        /** milestone, task, or practice: an opportunity that the mentor arranges. */
        kind: c.text('kind').notNull(),
        words: c.sealed('words', 'your partner').notNull(),
        dueOn: c.text('due_on'),
        addedBy: c.text('added_by').notNull(),
        addedAt: c.instant('added_at').notNull(),
        doneAt: c.instant('done_at'),
        doneBy: c.text('done_by'),
        removedAt: c.instant('removed_at'),
      },
      (t) => [c.index('goal_steps_by_goal').on(t.workspace, t.goal, t.id)],
    ),
    /** What happened to a goal, by whom: nothing is overwritten. */
    goalEvents: c.table(
      'goal_events',
      {
        id: id(),
        workspace: workspace(),
        goal: c.text('goal').notNull(),
        person: c.text('person').notNull(),
        at: c.instant('at').notNull(),
        /** set, changed, shared, unshared, progress, added, ticked, unticked, removed, extended, reached, dropped or resumed. */
        what: c.text('what').notNull(),
        percent: c.int('percent'),
        words: c.sealed('words', 'your partner'),
      },
      (t) => [c.index('goal_events_by_goal').on(t.workspace, t.goal, t.id)],
    ),

    // --- peer circles -------------------------------------------------------------------------
    circles: c.table(
      'circles',
      {
        id: id(),
        workspace: workspace(),
        programme: c.text('programme').notNull(),
        name: c.text('name').notNull(),
        /** People in a group: 2 or 3. */
        size: c.int('size').notNull(),
        /** Weeks between two rotations: 1, 2 or 4. */
        every: c.int('every').notNull(),
        /** running or stopped. */
        status: c.text('status').notNull(),
        /** Raised by every rotation, by one that saw it as it was: of two at once, one makes the groups. */
        rotation: c.int('rotation').notNull().default(0),
        nextAt: c.instant('next_at').notNull(),
        createdBy: c.text('created_by').notNull(),
        createdAt: c.instant('created_at').notNull(),
      },
      (t) => [c.index('circles_by_status').on(t.workspace, t.status)],
    ),
    /** Who takes part, from the rotation after they opted in. */
    circleMembers: c.table(
      'circle_members',
      {
        workspace: workspace(),
        circle: c.text('circle').notNull(),
        person: c.text('person').notNull(),
        joinedAt: c.instant('joined_at').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.circle, t.person] }),
        c.index('circle_members_by_person').on(t.workspace, t.person),
      ],
    ),
    circleGroups: c.table('circle_groups', {
      id: id(),
      workspace: workspace(),
      circle: c.text('circle').notNull(),
      rotation: c.int('rotation').notNull(),
      reasons: c.json<string[]>('reasons').notNull(),
      startedAt: c.instant('started_at').notNull(),
      /** The next rotation, as it was planned. */
      endsAt: c.instant('ends_at').notNull(),
    }),
    /** Who was in which group; nobody is in two of one rotation. Kept, so that nobody meets the same ones again. */
    circleGroupMembers: c.table(
      'circle_group_members',
      {
        workspace: workspace(),
        circle: c.text('circle').notNull(),
        rotation: c.int('rotation').notNull(),
        person: c.text('person').notNull(),
        group: c.text('group_id').notNull(),
        /** Their own answer to "did you meet?": met or missed; null before. */
        answer: c.text('answer'),
        /** Since when they are not in the group any more. */
        goneAt: c.instant('gone_at'),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.circle, t.rotation, t.person] }),
        c.index('circle_group_members_by_group').on(t.workspace, t.group),
        c.index('circle_group_members_by_person').on(t.workspace, t.person),
      ],
    ),

    // --- sessions -----------------------------------------------------------------------------
    /** Times that one of the two proposes, for one session or a cadence; once agreed, a calendar entry. */
    plans: c.table(
      'plans',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        proposer: c.text('proposer').notNull(),
        awaited: c.text('awaited').notNull(),
        /** open, agreed, countered, declined, withdrawn, expired or closed. */
        status: c.text('status').notNull(),
        proposedAt: c.instant('proposed_at').notNull(),
        slots: c.json<number[]>('slots').notNull(),
        minutes: c.int('minutes').notNull(),
        /** How it recurs (RFC 5545), by the clock of `zone`; null for a single session. */
        rule: c.text('rule'),
        zone: c.text('zone').notNull(),
        /** video, person or writing. */
        place: c.text('place').notNull(),
        location: c.sealed('location', 'your partner'),
        agenda: c.sealed('agenda', 'your partner'),
        /** The session that it would move; null for new ones. */
        moves: c.text('moves'),
        /** The mentorship while open, else null: two people discuss one plan at a time. */
        openFor: c.text('open_for'),
        /** The slot that was agreed on: the first session. */
        startAt: c.instant('start_at'),
        /** Raised by every change of the calendar entry (RFC 5545, 3.8.7.4). */
        sequence: c.int('sequence').notNull().default(0),
      },
      (t) => [
        c.unique('plans_open').on(t.workspace, t.openFor),
        c.index('plans_by_mentorship').on(t.workspace, t.mentorship, t.id),
      ],
    ),
    sessions: c.table(
      'sessions',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        /** Its calendar entry; null for one that was only told of afterwards. */
        plan: c.text('plan'),
        /** When the plan's rule has it; `startAt` differs once it was moved. */
        originalAt: c.instant('original_at').notNull(),
        startAt: c.instant('start_at').notNull(),
        endAt: c.instant('end_at').notNull(),
        /** planned, held, missed, unanswered or cancelled. */
        status: c.text('status').notNull(),
        /** Who has said that it is in their calendar; from then on they are not reminded. */
        menteeHas: c.bool('mentee_has').notNull().default(false),
        mentorHas: c.bool('mentor_has').notNull().default(false),
        menteeNotes: c.sealed('mentee_notes', 'your partner'),
        mentorNotes: c.sealed('mentor_notes', 'your partner'),
      },
      (t) => [
        c.index('sessions_by_mentorship').on(t.workspace, t.mentorship, t.startAt),
        c.index('sessions_by_plan').on(t.workspace, t.plan),
      ],
    ),
    /** What the two want to do until they meet again. */
    actionItems: c.table(
      'action_items',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        session: c.text('session').notNull(),
        author: c.text('author').notNull(),
        words: c.sealed('words', 'your partner').notNull(),
        doneAt: c.instant('done_at'),
      },
      (t) => [c.index('action_items_by_mentorship').on(t.workspace, t.mentorship, t.id)],
    ),
    /** After two sessions both are asked whether to go on. What they said is erased once it is over. */
    trials: c.table(
      'trials',
      {
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        askedAt: c.instant('asked_at').notNull(),
        /** When both hear what came of it, whatever was answered, and when. */
        endsAt: c.instant('ends_at').notNull(),
        over: c.bool('over').notNull().default(false),
        menteeSays: c.sealed('mentee_says', 'only you'),
        mentorSays: c.sealed('mentor_says', 'only you'),
        /** Raised by every answer, so that none is missed by the end. */
        version: c.int('version').notNull().default(0),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.mentorship] })],
    ),

    // --- week by week -------------------------------------------------------------------------
    checkins: c.table(
      'checkins',
      {
        id: id(),
        workspace: workspace(),
        person: c.text('person').notNull(),
        /** The day it is about, in the person's own zone; one a day. */
        on: c.text('on').notNull(),
        /** prompted, answered, skipped or missed. */
        status: c.text('status').notNull(),
        /** When the question came on screen; null until then, and again while it is put off. */
        promptedAt: c.instant('prompted_at'),
        /** How often it was put off, at most twice, and until when the last time. */
        snoozes: c.int('snoozes').notNull().default(0),
        askAgainAt: c.instant('ask_again_at'),
        answeredAt: c.instant('answered_at'),
        /** A mood, 1 to 5. */
        feeling: c.sealed('feeling', 'only you'),
        /** The same unsealed, as older versions kept it: emptied at the start by `db/seal-old.ts`. */
        plainMood: c.int('mood'),
        progress: c.sealed('progress', 'your partner'),
        blocker: c.sealed('blocker', 'only you'),
        win: c.sealed('win', 'only you'),
        need: c.sealed('need', 'only you'),
        /** The partner that progress and need are for, and since when the need is passed on. */
        partner: c.text('partner'),
        needSharedAt: c.instant('need_shared_at'),
        /** When its writer said that nothing more would help now. */
        settledAt: c.instant('settled_at'),
        winShared: c.bool('win_shared').notNull().default(false),
      },
      (t) => [c.unique('checkins_one_a_day').on(t.workspace, t.person, t.on)],
    ),
    kudos: c.table(
      'kudos',
      {
        id: id(),
        workspace: workspace(),
        giver: c.text('giver').notNull(),
        message: c.sealed('message', 'those named').notNull(),
        competency: c.text('competency'),
        /** What the giver chose. The channel also needs each receiver's yes. */
        open: c.bool('open').notNull(),
        /** waiting (may be undone), given or undone. */
        status: c.text('status').notNull(),
        at: c.instant('at').notNull(),
      },
      (t) => [c.index('kudos_by_giver').on(t.workspace, t.giver, t.status)],
    ),
    kudosReceivers: c.table(
      'kudos_receivers',
      {
        workspace: workspace(),
        kudos: c.text('kudos').notNull(),
        person: c.text('person').notNull(),
        /** waiting (for the undo window or the receiver's choice), agreed (on its way), posted or private. */
        status: c.text('status').notNull(),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.kudos, t.person] }),
        c.index('kudos_by_receiver').on(t.workspace, t.person, t.status),
      ],
    ),
    wins: c.table(
      'wins',
      {
        id: id(),
        workspace: workspace(),
        author: c.text('author').notNull(),
        /** The other one named, whose consent it waits for; null for a win of one's own. */
        partner: c.text('partner'),
        mentorship: c.text('mentorship'),
        /** small or big. */
        size: c.text('size').notNull(),
        words: c.sealed('words', 'those named').notNull(),
        /** waiting, agreed (on its way), shared, declined (the partner said no, untold), kept (the author did) or expired. */
        status: c.text('status').notNull(),
        at: c.instant('at').notNull(),
      },
      (t) => [c.index('wins_by_author').on(t.workspace, t.author, t.status)],
    ),

    // --- growing: feedback, reflection, introductions, concerns -------------------------------------
    feedback: c.table(
      'feedback',
      {
        id: id(),
        workspace: workspace(),
        giver: c.text('giver').notNull(),
        receiver: c.text('receiver').notNull(),
        /** asked, given, declined, lapsed (nobody answered in time) or withdrawn. */
        status: c.text('status').notNull(),
        /** Null for feedback that nobody asked for. */
        askedAt: c.instant('asked_at'),
        endedAt: c.instant('ended_at'),
        /** Yes: never shown to its giver, who does not want to be paired with the one who asks; it lapses. Always yes or no. */
        hidden: c.sealed('sealed_hidden', 'only you'),
        about: c.sealed('about', 'the one you ask'),
        situation: c.sealed('situation', 'the receiver'),
        behaviour: c.sealed('behaviour', 'the receiver'),
        impact: c.sealed('impact', 'the receiver'),
        nextTime: c.sealed('next_time', 'the receiver', 'nextTime'),
        readAt: c.instant('read_at'),
        /** What the receiver said back: very, somewhat or not. All that the giver ever sees. */
        useful: c.sealed('sealed_useful', 'those named'),
        /** The same unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
        plainHidden: c.bool('hidden').notNull().default(false),
        plainUseful: c.text('useful'),
        /** receiver:giver while asked, else null: one open question a pair. */
        openAsk: c.text('open_ask'),
      },
      (t) => [
        c.unique('feedback_open_ask').on(t.workspace, t.openAsk),
        c.index('feedback_by_receiver').on(t.workspace, t.receiver, t.status),
        c.index('feedback_by_giver').on(t.workspace, t.giver, t.status),
      ],
    ),
    reflections: c.table(
      'reflections',
      {
        id: id(),
        workspace: workspace(),
        person: c.text('person').notNull(),
        /** month, or mentor: how it goes as a mentor. */
        kind: c.text('kind').notNull(),
        /** The month that it is about, 'YYYY-MM' in the person's own zone. */
        on: c.text('on').notNull(),
        at: c.instant('at').notNull(),
        /** The answers, as JSON by question. */
        answers: c.sealed('answers', 'only you').notNull(),
      },
      (t) => [c.unique('reflections_one_a_month').on(t.workspace, t.person, t.kind, t.on)],
    ),
    introductions: c.table(
      'introductions',
      {
        id: id(),
        workspace: workspace(),
        introducer: c.text('introducer').notNull(),
        one: c.text('one').notNull(),
        two: c.text('two').notNull(),
        /** waiting, yes, no or barred: each answers alone, and nobody hears of it before all hear what came of it. */
        oneAnswer: c.sealed('sealed_one_answer', 'only you'),
        twoAnswer: c.sealed('sealed_two_answer', 'only you'),
        /** Raised by every change, so that none is made from an older reading. */
        version: c.int('version').notNull().default(0),
        /** The answers unsealed, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
        plainOneAnswer: c
          .text('one_answer')
          .notNull()
          .$default(() => ''),
        plainTwoAnswer: c
          .text('two_answer')
          .notNull()
          .$default(() => ''),
        /** asking, agreed (both said yes), made (their conversation is open) or ended. */
        status: c.text('status').notNull(),
        sentAt: c.instant('sent_at').notNull(),
        endedAt: c.instant('ended_at'),
        reason: c.sealed('reason', 'those named').notNull(),
        /** introducer:one:two while asking, else null: nobody is asked the same twice at once. */
        openTrio: c.text('open_trio'),
      },
      (t) => [
        c.unique('introductions_open_trio').on(t.workspace, t.openTrio),
        c.index('introductions_by_introducer').on(t.workspace, t.introducer, t.status),
        c.index('introductions_by_one').on(t.workspace, t.one, t.status),
        c.index('introductions_by_two').on(t.workspace, t.two, t.status),
      ],
    ),
    /** What a mentor promised: to introduce the mentee to somebody outside Slack. */
    promises: c.table(
      'promises',
      {
        id: id(),
        workspace: workspace(),
        mentorship: c.text('mentorship').notNull(),
        mentor: c.text('mentor').notNull(),
        mentee: c.text('mentee').notNull(),
        /** open, done or dropped. */
        status: c.text('status').notNull(),
        /** The day by which it is promised, in the mentor's zone. */
        on: c.text('on').notNull(),
        at: c.instant('at').notNull(),
        words: c.sealed('words', 'your partner').notNull(),
      },
      (t) => [c.index('promises_by_mentorship').on(t.workspace, t.mentorship, t.status)],
    ),
    concerns: c.table(
      'sealed_concerns',
      {
        id: id(),
        workspace: workspace(),
        /** Of the person, and whether it is open: by these somebody's own are found. */
        writer: c.hashed('writer').notNull(),
        contact: c.hashed('contact').notNull(),
        /** Raised by every change, so that none is made from an older reading. */
        version: c.int('version').notNull().default(0),
        /** Who and whom, and how it stands: a `ConcernState`. */
        state: c.sealed('state', 'the contact you pick').notNull(),
        words: c.sealed('words', 'the contact you pick').notNull(),
        /** Empty until it is answered in writing. */
        answer: c.sealed('answer', 'the one who wrote').notNull(),
      },
      (t) => [
        c.index('sealed_concerns_by_writer').on(t.workspace, t.writer, t.id),
        c.index('sealed_concerns_by_contact').on(t.workspace, t.contact, t.id),
      ],
    ),
    /** The same unsealed but for the words, as older versions kept them: emptied at the start by `db/seal-old.ts`. */
    plainConcerns: c.table(
      'concerns',
      {
        id: id(),
        workspace: workspace(),
        writer: c.text('writer').notNull(),
        /** Who reads it now; those before can not any more. */
        contact: c.text('contact').notNull(),
        tried: c.json<string[]>('tried').notNull(),
        /** sent, acknowledged, answered or closed. */
        status: c.text('status').notNull(),
        /** Raised each time that it goes to another contact. */
        round: c.int('round').notNull().default(0),
        sentAt: c.instant('sent_at').notNull(),
        acknowledgedAt: c.instant('acknowledged_at'),
        answeredAt: c.instant('answered_at'),
        /** The contact gets in touch in person. */
        talk: c.bool('talk').notNull().default(false),
        words: c.sealed('words', 'the contact you pick').notNull(),
        answer: c.sealed('answer', 'the one who wrote'),
      },
      (t) => [
        c.index('concerns_by_writer').on(t.workspace, t.writer, t.status),
        c.index('concerns_by_contact').on(t.workspace, t.contact, t.status),
      ],
    ),

    /** Guides that coordinators wrote; those that come with Cairn are files. Everybody may read them. */
    guides: c.table(
      'guides',
      {
        id: id(),
        workspace: workspace(),
        phase: c.text('phase').notNull(),
        title: c.text('title').notNull(),
        minutes: c.int('minutes').notNull(),
        /** Headings and questions, as typed. */
        steps: c.text('steps').notNull(),
        source: c.text('source').notNull(),
        link: c.text('link'),
        addedBy: c.text('added_by').notNull(),
        changedBy: c.text('changed_by').notNull(),
        /** Raised by every change: who saves over an older reading is told. */
        version: c.int('version').notNull().default(0),
      },
      (t) => [c.index('guides_by_workspace').on(t.workspace, t.id)],
    ),
    /** Guides that members do not see: a coordinator's own, or one that comes with Cairn. */
    hiddenGuides: c.table(
      'hidden_guides',
      { workspace: workspace(), guide: c.text('guide').notNull() },
      (t) => [c.primaryKey({ columns: [t.workspace, t.guide] })],
    ),

    // --- the machinery ------------------------------------------------------------------------
    /** Caps: `used` is raised only where it is below the cap, so that a race cannot exceed it. */
    counters: c.table(
      'counters',
      { workspace: workspace(), key: c.text('key').notNull(), used: c.int('used').notNull() },
      (t) => [c.primaryKey({ columns: [t.workspace, t.key] })],
    ),
    /** What was done already, by Slack's own key: a redelivery is answered with the first outcome. */
    handled: c.table(
      'handled',
      {
        workspace: workspace(),
        key: c.text('key').notNull(),
        outcome: c.sealed('outcome', 'only you'),
        at: c.instant('at').notNull(),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.key] }), c.index('handled_by_age').on(t.at)],
    ),
    homes: c.table(
      'homes',
      {
        workspace: workspace(),
        person: c.text('person').notNull(),
        openedAt: c.instant('opened_at'),
        /** Set when something of this person changed since Home was last published. */
        dirtyAt: c.instant('dirty_at'),
        /** How often in a row it could not be published. */
        tries: c.int('tries').notNull().default(0),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.person] }), c.index('homes_dirty').on(t.dirtyAt)],
    ),
    deliveries: c.table(
      'deliveries',
      {
        id: id(),
        workspace: workspace(),
        kind: c.text('kind').notNull(),
        dedupeKey: c.text('dedupe_key').notNull(),
        /** A person's id, several joined by '+', or '#wins'. */
        destination: c.text('destination').notNull(),
        payload: c.json<Record<string, unknown>>('payload').notNull(),
        /** pending, sending, sent, parked, dropped or withheld. */
        state: c.text('state').notNull(),
        dueAt: c.instant('due_at').notNull(),
        /** Of no use to anybody after this instant: dropped instead of sent late. */
        uselessAt: c.instant('useless_at'),
        attempts: c.int('attempts').notNull().default(0),
        /** How often it was sent again after an unclear answer: the reader may have seen it this often more. */
        resent: c.int('resent').notNull().default(0),
        /** Set while a message already on screen is to be brought up to date. */
        stale: c.bool('stale').notNull().default(false),
        channel: c.text('channel'),
        ts: c.text('ts'),
        problem: c.text('problem'),
        sentAt: c.instant('sent_at'),
      },
      (t) => [
        c.unique('deliveries_once').on(t.workspace, t.dedupeKey),
        c.index('deliveries_lane').on(t.workspace, t.destination, t.state, t.dueAt, t.id),
        c.index('deliveries_by_state').on(t.workspace, t.state, t.kind, t.dueAt),
      ],
    ),
    /** One row a destination with something to send; a slow one holds up no other. */
    lanes: c.table(
      'lanes',
      {
        workspace: workspace(),
        destination: c.text('destination').notNull(),
        nextAt: c.instant('next_at').notNull(),
        /** Slack asked to wait, or a message has just gone: not before then, whatever is added. */
        notBefore: c.instant('not_before').notNull().default(0),
        /** Somebody has just done something that this lane tells of: it goes before what came up by itself. */
        asked: c.bool('asked').notNull().default(false),
        /** Raised by every addition, so that a sender cannot put a lane to sleep over a new message. */
        version: c.int('version').notNull().default(0),
        /** Who is sending now, and until when, in real time. */
        owner: c.text('owner'),
        leasedUntil: c.instant('leased_until'),
        /** Its turn for a call of which Slack allows so many a minute; null once it is used. */
        turnAt: c.instant('turn_at'),
      },
      (t) => [
        c.primaryKey({ columns: [t.workspace, t.destination] }),
        c.index('lanes_next').on(t.asked, t.nextAt, t.workspace, t.destination),
      ],
    ),
    /** By when all turns that were given for such a call are over. */
    paces: c.table(
      'paces',
      {
        workspace: workspace(),
        call: c.text('call').notNull(),
        freeAt: c.instant('free_at').notNull(),
        /** Slack has refused such a call: none is made before then. */
        pausedUntil: c.instant('paused_until').notNull().default(0),
      },
      (t) => [c.primaryKey({ columns: [t.workspace, t.call] })],
    ),
    /** What is due when. Narrow, so that a million sleeping rows cost a tick next to nothing. */
    jobs: c.table(
      'jobs',
      {
        dueAt: c.instant('due_at').notNull(),
        workspace: workspace(),
        kind: c.text('kind').notNull(),
        subject: c.text('subject').notNull(),
        tries: c.int('tries').notNull().default(0),
      },
      (t) => [
        c.primaryKey({ columns: [t.dueAt, t.workspace, t.kind, t.subject] }),
        c.unique('jobs_one_a_subject').on(t.workspace, t.kind, t.subject),
      ],
    ),
  }
}

export type Tables = ReturnType<typeof tables>
export type Row<Name extends keyof Tables> = Tables[Name]['$inferSelect']
