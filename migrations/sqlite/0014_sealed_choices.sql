CREATE TABLE `sealed_barriers` (
	`workspace` text NOT NULL,
	`pair` text NOT NULL,
	`person` text NOT NULL,
	`other` text NOT NULL,
	`what` text NOT NULL,
	PRIMARY KEY(`workspace`, `pair`)
);
--> statement-breakpoint
CREATE INDEX `sealed_barriers_by_person` ON `sealed_barriers` (`workspace`,`person`);--> statement-breakpoint
CREATE INDEX `sealed_barriers_by_other` ON `sealed_barriers` (`workspace`,`other`);--> statement-breakpoint
CREATE TABLE `sealed_wishes` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`mentor` text,
	`who` text NOT NULL,
	`at` integer NOT NULL,
	`told_at` integer,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
CREATE TABLE `sealed_concerns` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`writer` text NOT NULL,
	`contact` text NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`words` text NOT NULL,
	`answer` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sealed_concerns_by_writer` ON `sealed_concerns` (`workspace`,`writer`,`id`);--> statement-breakpoint
CREATE INDEX `sealed_concerns_by_contact` ON `sealed_concerns` (`workspace`,`contact`,`id`);--> statement-breakpoint
ALTER TABLE `feedback` ADD `sealed_hidden` text;--> statement-breakpoint
ALTER TABLE `feedback` ADD `sealed_useful` text;--> statement-breakpoint
ALTER TABLE `introductions` ADD `sealed_one_answer` text;--> statement-breakpoint
ALTER TABLE `introductions` ADD `sealed_two_answer` text;--> statement-breakpoint
ALTER TABLE `introductions` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `sealed_useful_to_mentee` text;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `sealed_useful_to_mentor` text;--> statement-breakpoint
ALTER TABLE `reviews` ADD `sealed_next` text;