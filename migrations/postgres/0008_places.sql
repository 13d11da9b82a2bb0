ALTER TABLE "wishes" ADD COLUMN "mentor" text;--> statement-breakpoint
ALTER TABLE "wishes" ADD COLUMN "told_at" bigint;