CREATE TABLE `closings` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`mentorship` text NOT NULL,
	`status` text NOT NULL,
	`cause` text NOT NULL,
	`opened_by` text,
	`opened_at` integer NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`ended_at` integer,
	`open_of` text
);
--> statement-breakpoint
CREATE INDEX `closings_by_mentorship` ON `closings` (`workspace`,`mentorship`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `closings_open` ON `closings` (`workspace`,`open_of`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`workspace` text NOT NULL,
	`closing` text NOT NULL,
	`person` text NOT NULL,
	`at` integer NOT NULL,
	`next` text NOT NULL,
	`reached` text,
	`helped` text,
	`thanks` text,
	`named` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`workspace`, `closing`, `person`)
);
--> statement-breakpoint
ALTER TABLE `mentorships` ADD `state` text DEFAULT 'introduced' NOT NULL;--> statement-breakpoint
ALTER TABLE `mentorships` ADD `rests_until` integer;--> statement-breakpoint
UPDATE `mentorships` SET `state` = CASE WHEN `status` = 'ended' THEN 'ended' WHEN `needs_hand_at` IS NOT NULL THEN 'hand' WHEN `nudged_at` IS NOT NULL THEN 'asked' WHEN `met_at` IS NOT NULL OR `cadence_days` IS NOT NULL THEN 'active' ELSE 'introduced' END;--> statement-breakpoint
UPDATE `jobs` SET `kind` = 'ladder.climb' WHERE `kind` = 'mentorship.stall';
