DROP INDEX `deliveries_by_state`;--> statement-breakpoint
CREATE INDEX `deliveries_by_state` ON `deliveries` (`workspace`,`state`,`kind`,`due_at`);--> statement-breakpoint
ALTER TABLE `workspaces` ADD `wins_wanted` text;--> statement-breakpoint
ALTER TABLE `workspaces` ADD `bot_user` text;--> statement-breakpoint
ALTER TABLE `workspaces` ADD `probed_at` integer;