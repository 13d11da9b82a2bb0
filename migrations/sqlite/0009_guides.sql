CREATE TABLE `guides` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`phase` text NOT NULL,
	`title` text NOT NULL,
	`minutes` integer NOT NULL,
	`steps` text NOT NULL,
	`source` text NOT NULL,
	`link` text,
	`added_by` text NOT NULL,
	`changed_by` text NOT NULL,
	`version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `guides_by_workspace` ON `guides` (`workspace`,`id`);--> statement-breakpoint
CREATE TABLE `hidden_guides` (
	`workspace` text NOT NULL,
	`guide` text NOT NULL,
	PRIMARY KEY(`workspace`, `guide`)
);
--> statement-breakpoint
ALTER TABLE `mentorships` ADD `hand_taken_by` text;--> statement-breakpoint
ALTER TABLE `programmes` ADD `deputy` text;--> statement-breakpoint
ALTER TABLE `programmes` ADD `outside_contact` text;--> statement-breakpoint
ALTER TABLE `programmes` ADD `owners_asked_at` integer;--> statement-breakpoint
ALTER TABLE `programmes` ADD `version` integer DEFAULT 0 NOT NULL;