ALTER TABLE `programmes` ADD `asks_mentors` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `round_pairs` ADD `answer_by` integer;--> statement-breakpoint
CREATE INDEX `round_pairs_by_status` ON `round_pairs` (`workspace`,`status`,`mentor`);