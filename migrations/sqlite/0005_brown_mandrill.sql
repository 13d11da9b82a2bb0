CREATE TABLE `wishes` (
	`workspace` text NOT NULL,
	`person` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `person`)
);
--> statement-breakpoint
ALTER TABLE `members` ADD `gives_chats` integer;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `useful_to_mentee` integer;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `useful_to_mentor` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `team` text;--> statement-breakpoint
ALTER TABLE `people` ADD `manager` text;--> statement-breakpoint
ALTER TABLE `requests` ADD `kind` text DEFAULT 'mentorship' NOT NULL;