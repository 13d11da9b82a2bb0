ALTER TABLE `skills` ADD `rated` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `skills` SET `rated` = true WHERE `rating` <> CASE `side` WHEN 'offer' THEN 4 ELSE 2 END;
