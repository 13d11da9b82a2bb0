CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`actor` text NOT NULL,
	`act` text NOT NULL,
	`subject` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_workspace` ON `audit` (`workspace`,`id`);--> statement-breakpoint
CREATE TABLE `barriers` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`other` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `person`, `other`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `barriers_by_other` ON `barriers` (`workspace`,`other`);--> statement-breakpoint
CREATE TABLE `checkins` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`on` text NOT NULL,
	`status` text NOT NULL,
	`prompted_at` integer,
	`snoozes` integer DEFAULT 0 NOT NULL,
	`ask_again_at` integer,
	`answered_at` integer,
	`mood` integer,
	`progress` text,
	`blocker` text,
	`win` text,
	`need` text,
	`partner` text,
	`need_shared_at` integer,
	`win_shared` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `checkins_one_a_day` ON `checkins` (`workspace`,`person`,`on`);--> statement-breakpoint
CREATE TABLE `coordinators` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	`first` text,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `coordinators_first_unique` ON `coordinators` (`first`);--> statement-breakpoint
CREATE TABLE `counters` (
	`workspace` text NOT NULL,
	`key` text NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`workspace`, `key`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`kind` text NOT NULL,
	`dedupe_key` text NOT NULL,
	`destination` text NOT NULL,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`due_at` integer NOT NULL,
	`useless_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`resent` integer DEFAULT 0 NOT NULL,
	`stale` integer DEFAULT false NOT NULL,
	`channel` text,
	`ts` text,
	`problem` text,
	`sent_at` integer
);
--> statement-breakpoint
CREATE INDEX `deliveries_lane` ON `deliveries` (`workspace`,`destination`,`state`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_state` ON `deliveries` (`state`,`workspace`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`workspace`,`dedupe_key`);--> statement-breakpoint
CREATE TABLE `handled` (
	`workspace` text NOT NULL,
	`key` text NOT NULL,
	`outcome` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `key`)
);
--> statement-breakpoint
CREATE INDEX `handled_by_age` ON `handled` (`at`);--> statement-breakpoint
CREATE TABLE `homes` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`opened_at` integer,
	`dirty_at` integer,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
CREATE INDEX `homes_dirty` ON `homes` (`dirty_at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`due_at` integer NOT NULL,
	`workspace` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`due_at`, `workspace`, `kind`, `subject`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_one_a_subject` ON `jobs` (`workspace`,`kind`,`subject`);--> statement-breakpoint
CREATE TABLE `kudos` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`giver` text NOT NULL,
	`message` text NOT NULL,
	`competency` text,
	`open` integer NOT NULL,
	`status` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `kudos_by_giver` ON `kudos` (`workspace`,`giver`,`status`);--> statement-breakpoint
CREATE TABLE `kudos_receivers` (
	`workspace` text NOT NULL,
	`kudos` text NOT NULL,
	`person` text NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`workspace`, `kudos`, `person`)
);
--> statement-breakpoint
CREATE INDEX `kudos_by_receiver` ON `kudos_receivers` (`workspace`,`person`,`status`);--> statement-breakpoint
CREATE TABLE `lanes` (
	`workspace` text NOT NULL,
	`destination` text NOT NULL,
	`next_at` integer NOT NULL,
	`not_before` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`owner` text,
	`leased_until` integer,
	PRIMARY KEY(`workspace`, `destination`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `lanes_ready` ON `lanes` (`next_at`,`workspace`,`destination`);--> statement-breakpoint
CREATE TABLE `members` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`programme` text NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`paused_until` integer,
	`joined_at` integer NOT NULL,
	`goal` text DEFAULT '' NOT NULL,
	`level` integer,
	`years` integer,
	`feedback` text,
	`flow` text,
	`mode` text,
	`values` text NOT NULL,
	`hours_a_month` integer,
	`capacity` integer NOT NULL,
	`taken` integer DEFAULT 0 NOT NULL,
	`several` integer DEFAULT false NOT NULL,
	`free_hours` text NOT NULL,
	`zone` text,
	`working_days` text NOT NULL,
	`start_minute` integer NOT NULL,
	`end_minute` integer NOT NULL,
	`holidays` text NOT NULL,
	`languages` text NOT NULL,
	`track_record` text DEFAULT '' NOT NULL,
	`can_introduce` text DEFAULT '' NOT NULL,
	`other_offers` text NOT NULL,
	`other_wants` text NOT NULL,
	`show_kudos` integer DEFAULT true NOT NULL,
	`checkin_weekday` integer NOT NULL,
	`checkin_minute` integer NOT NULL,
	`checkin_every` integer DEFAULT 1 NOT NULL,
	`unanswered` integer DEFAULT 0 NOT NULL,
	`first_in_line_at` integer,
	`cards_done` text NOT NULL,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
CREATE INDEX `members_by_status` ON `members` (`workspace`,`status`,`role`);--> statement-breakpoint
CREATE TABLE `mentorships` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`programme` text NOT NULL,
	`mentee` text NOT NULL,
	`mentor` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`ending` text,
	`channel` text,
	`met_at` integer,
	`nudged_at` integer,
	`needs_hand_at` integer,
	`active_pair` text,
	`sole_of` text,
	`why` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mentorships_by_mentee` ON `mentorships` (`workspace`,`mentee`,`status`);--> statement-breakpoint
CREATE INDEX `mentorships_by_mentor` ON `mentorships` (`workspace`,`mentor`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `mentorships_active_pair` ON `mentorships` (`workspace`,`active_pair`);--> statement-breakpoint
CREATE UNIQUE INDEX `mentorships_sole` ON `mentorships` (`workspace`,`sole_of`);--> statement-breakpoint
CREATE TABLE `people` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`name` text NOT NULL,
	`handle` text NOT NULL,
	`zone` text NOT NULL,
	`bot` integer NOT NULL,
	`guest` integer NOT NULL,
	`deactivated` integer NOT NULL,
	`admin` integer NOT NULL,
	`dm` text,
	`celebration` text DEFAULT 'unset' NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
CREATE TABLE `programmes` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`name` text NOT NULL,
	`standard` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `programmes_standard_unique` ON `programmes` (`standard`);--> statement-breakpoint
CREATE TABLE `requests` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`programme` text NOT NULL,
	`mentee` text NOT NULL,
	`mentor` text NOT NULL,
	`status` text NOT NULL,
	`awaiting` text NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`remaining_ms` integer,
	`ended_at` integer,
	`ending` text,
	`goal` text NOT NULL,
	`questions` text,
	`times` text,
	`mentor_asks` text,
	`mentee_answers` text,
	`reason` text,
	`open_pair` text,
	`round` integer DEFAULT 0 NOT NULL,
	`asked` integer DEFAULT 0 NOT NULL,
	`why` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `requests_by_mentee` ON `requests` (`workspace`,`mentee`,`status`);--> statement-breakpoint
CREATE INDEX `requests_by_mentor` ON `requests` (`workspace`,`mentor`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `requests_open_pair` ON `requests` (`workspace`,`open_pair`);--> statement-breakpoint
CREATE TABLE `skills` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`side` text NOT NULL,
	`competency` text NOT NULL,
	`rating` integer NOT NULL,
	PRIMARY KEY(`workspace`, `person`, `side`, `competency`)
);
--> statement-breakpoint
CREATE TABLE `wins` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`author` text NOT NULL,
	`partner` text,
	`mentorship` text,
	`size` text NOT NULL,
	`words` text NOT NULL,
	`status` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `wins_by_author` ON `wins` (`workspace`,`author`,`status`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`workspace` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`zone` text DEFAULT 'UTC' NOT NULL,
	`stopped` text,
	`wins_channel` text,
	`wins_channel_id` text,
	`reconciled_at` integer
);
