ALTER TABLE `wishes` ADD `mentor` text;--> statement-breakpoint
ALTER TABLE `wishes` ADD `told_at` integer;