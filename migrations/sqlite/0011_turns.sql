CREATE TABLE `paces` (
	`workspace` text NOT NULL,
	`call` text NOT NULL,
	`free_at` integer NOT NULL,
	PRIMARY KEY(`workspace`, `call`)
);
--> statement-breakpoint
ALTER TABLE `lanes` ADD `turn_at` integer;