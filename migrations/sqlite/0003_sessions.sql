CREATE TABLE `action_items` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`session` text NOT NULL,
	`author` text NOT NULL,
	`words` text NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `action_items_by_mentorship` ON `action_items` (`workspace`,`mentorship`,`id`);--> statement-breakpoint
CREATE TABLE `plans` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`proposer` text NOT NULL,
	`awaited` text NOT NULL,
	`status` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`slots` text NOT NULL,
	`minutes` integer NOT NULL,
	`rule` text,
	`zone` text NOT NULL,
	`place` text NOT NULL,
	`location` text,
	`agenda` text,
	`moves` text,
	`open_for` text,
	`start_at` integer,
	`sequence` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plans_open` ON `plans` (`workspace`,`open_for`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`plan` text,
	`original_at` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`status` text NOT NULL,
	`mentee_has` integer DEFAULT false NOT NULL,
	`mentor_has` integer DEFAULT false NOT NULL,
	`mentee_notes` text,
	`mentor_notes` text
);
--> statement-breakpoint
CREATE INDEX `sessions_by_mentorship` ON `sessions` (`workspace`,`mentorship`,`start_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_plan` ON `sessions` (`workspace`,`plan`);--> statement-breakpoint
CREATE TABLE `trials` (
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`asked_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`over` integer DEFAULT false NOT NULL,
	`mentee_says` text,
	`mentor_says` text,
	`version` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`workspace`, `mentorship`)
);
