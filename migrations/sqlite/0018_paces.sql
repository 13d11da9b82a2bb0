DROP INDEX `lanes_ready`;--> statement-breakpoint
ALTER TABLE `lanes` ADD `asked` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `lanes_next` ON `lanes` (`asked`,`next_at`,`workspace`,`destination`);--> statement-breakpoint
ALTER TABLE `homes` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `paces` ADD `paused_until` integer DEFAULT 0 NOT NULL;