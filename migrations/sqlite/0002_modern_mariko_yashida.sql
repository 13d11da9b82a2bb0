CREATE TABLE `agreements` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`version` integer NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`status` text NOT NULL,
	`signed_at` integer,
	`purpose` text NOT NULL,
	`cadence_days` integer NOT NULL,
	`minutes` integer NOT NULL,
	`ends_on` text NOT NULL,
	`mode` text NOT NULL,
	`keep` text NOT NULL,
	`keep_words` text,
	`exit` text NOT NULL,
	`exit_words` text,
	`open_of` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_version` ON `agreements` (`workspace`,`mentorship`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_open` ON `agreements` (`workspace`,`open_of`);--> statement-breakpoint
CREATE TABLE `goal_events` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`goal` text NOT NULL,
	`person` text NOT NULL,
	`at` integer NOT NULL,
	`what` text NOT NULL,
	`percent` integer,
	`words` text
);
--> statement-breakpoint
CREATE INDEX `goal_events_by_goal` ON `goal_events` (`workspace`,`goal`,`id`);--> statement-breakpoint
CREATE TABLE `goal_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`goal` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`due_on` text,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	`done_at` integer,
	`done_by` text,
	`removed_at` integer
);
--> statement-breakpoint
CREATE INDEX `goal_steps_by_goal` ON `goal_steps` (`workspace`,`goal`,`id`);--> statement-breakpoint
CREATE TABLE `goals` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`mentorship` text,
	`shared_at` integer,
	`status` text NOT NULL,
	`set_at` integer NOT NULL,
	`ended_at` integer,
	`due_on` text NOT NULL,
	`competency` text,
	`specific` text NOT NULL,
	`measure` text NOT NULL,
	`first_step` text NOT NULL,
	`objective` text,
	`percent` integer DEFAULT 0 NOT NULL,
	`value` text,
	`version` integer DEFAULT 1 NOT NULL,
	`slot` text
);
--> statement-breakpoint
CREATE INDEX `goals_by_person` ON `goals` (`workspace`,`person`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `goals_slot` ON `goals` (`workspace`,`slot`);--> statement-breakpoint
ALTER TABLE `mentorships` ADD `cadence_days` integer;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `ends_on` text;