ALTER TABLE `checkins` ADD `feeling` text;--> statement-breakpoint
ALTER TABLE `members` ADD `goal_words` text;--> statement-breakpoint
ALTER TABLE `members` ADD `want_words` text;