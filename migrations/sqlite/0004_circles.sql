CREATE TABLE `circle_group_members` (
	`workspace` text NOT NULL,
	`circle` text NOT NULL,
	`rotation` integer NOT NULL,
	`person` text NOT NULL,
	`group_id` text NOT NULL,
	`answer` text,
	`gone_at` integer,
	PRIMARY KEY(`workspace`, `circle`, `rotation`, `person`)
);
--> statement-breakpoint
CREATE INDEX `circle_group_members_by_group` ON `circle_group_members` (`workspace`,`group_id`);--> statement-breakpoint
CREATE INDEX `circle_group_members_by_person` ON `circle_group_members` (`workspace`,`person`);--> statement-breakpoint
CREATE TABLE `circle_groups` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`circle` text NOT NULL,
	`rotation` integer NOT NULL,
	`reasons` text NOT NULL,
	`started_at` integer NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `circle_members` (
	`workspace` text NOT NULL,
	`circle` text NOT NULL,
	`person` text NOT NULL,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `circle`, `person`)
);
--> statement-breakpoint
CREATE INDEX `circle_members_by_person` ON `circle_members` (`workspace`,`person`);--> statement-breakpoint
CREATE TABLE `circles` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace` text NOT NULL,
	`programme` text NOT NULL,
	`name` text NOT NULL,
	`size` integer NOT NULL,
	`every` integer NOT NULL,
	`status` text NOT NULL,
	`rotation` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `circles_by_status` ON `circles` (`workspace`,`status`);