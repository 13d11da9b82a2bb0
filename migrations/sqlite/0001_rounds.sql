CREATE TABLE `round_forbids` (
	`workspace` text NOT NULL,
	`round` text NOT NULL,
	`mentee` text NOT NULL,
	`mentor` text NOT NULL,
	PRIMARY KEY(`workspace`, `round`, `mentee`, `mentor`)
);
--> statement-breakpoint
CREATE TABLE `round_pairs` (
	`workspace` text NOT NULL,
	`round` text NOT NULL,
	`mentee` text NOT NULL,
	`mentor` text,
	`status` text NOT NULL,
	`score` integer DEFAULT 0 NOT NULL,
	`why` text,
	`cause` text,
	`locked` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`workspace`, `round`, `mentee`)
);
--> statement-breakpoint
CREATE TABLE `rounds` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`programme` text NOT NULL,
	`status` text NOT NULL,
	`draft_of` text,
	`version` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`published_by` text,
	`published_at` integer,
	`seed` integer NOT NULL,
	`choices` text NOT NULL,
	`outcome` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rounds_one_draft` ON `rounds` (`workspace`,`draft_of`);--> statement-breakpoint
ALTER TABLE `members` ADD `rounds_waited` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `members` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `round` text;