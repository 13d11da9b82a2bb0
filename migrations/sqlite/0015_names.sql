ALTER TABLE `people` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `people_by_name` ON `people` (`workspace`,`name_key`);