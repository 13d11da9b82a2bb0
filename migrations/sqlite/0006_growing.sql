CREATE TABLE `concerns` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`writer` text NOT NULL,
	`contact` text NOT NULL,
	`tried` text NOT NULL,
	`status` text NOT NULL,
	`round` integer DEFAULT 0 NOT NULL,
	`sent_at` integer NOT NULL,
	`acknowledged_at` integer,
	`answered_at` integer,
	`talk` integer DEFAULT false NOT NULL,
	`words` text NOT NULL,
	`answer` text
);
--> statement-breakpoint
CREATE INDEX `concerns_by_writer` ON `concerns` (`workspace`,`writer`,`status`);--> statement-breakpoint
CREATE INDEX `concerns_by_contact` ON `concerns` (`workspace`,`contact`,`status`);--> statement-breakpoint
CREATE TABLE `feedback` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`giver` text NOT NULL,
	`receiver` text NOT NULL,
	`status` text NOT NULL,
	`asked_at` integer,
	`ended_at` integer,
	`hidden` integer DEFAULT false NOT NULL,
	`about` text,
	`situation` text,
	`behaviour` text,
	`impact` text,
	`next_time` text,
	`read_at` integer,
	`useful` text,
	`open_ask` text
);
--> statement-breakpoint
CREATE INDEX `feedback_by_receiver` ON `feedback` (`workspace`,`receiver`,`status`);--> statement-breakpoint
CREATE INDEX `feedback_by_giver` ON `feedback` (`workspace`,`giver`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `feedback_open_ask` ON `feedback` (`workspace`,`open_ask`);--> statement-breakpoint
CREATE TABLE `introductions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`introducer` text NOT NULL,
	`one` text NOT NULL,
	`two` text NOT NULL,
	`one_answer` text NOT NULL,
	`two_answer` text NOT NULL,
	`status` text NOT NULL,
	`sent_at` integer NOT NULL,
	`ended_at` integer,
	`reason` text NOT NULL,
	`open_trio` text
);
--> statement-breakpoint
CREATE INDEX `introductions_by_introducer` ON `introductions` (`workspace`,`introducer`,`status`);--> statement-breakpoint
CREATE INDEX `introductions_by_one` ON `introductions` (`workspace`,`one`,`status`);--> statement-breakpoint
CREATE INDEX `introductions_by_two` ON `introductions` (`workspace`,`two`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `introductions_open_trio` ON `introductions` (`workspace`,`open_trio`);--> statement-breakpoint
CREATE TABLE `promises` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`mentor` text NOT NULL,
	`mentee` text NOT NULL,
	`status` text NOT NULL,
	`on` text NOT NULL,
	`at` integer NOT NULL,
	`words` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `promises_by_mentorship` ON `promises` (`workspace`,`mentorship`,`status`);--> statement-breakpoint
CREATE TABLE `reflections` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`kind` text NOT NULL,
	`on` text NOT NULL,
	`at` integer NOT NULL,
	`answers` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reflections_one_a_month` ON `reflections` (`workspace`,`person`,`kind`,`on`);