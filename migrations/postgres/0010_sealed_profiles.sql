ALTER TABLE "checkins" ADD COLUMN "feeling" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "goal_words" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "want_words" text;