DROP INDEX "lanes_ready";--> statement-breakpoint
ALTER TABLE "homes" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "asked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "paces" ADD COLUMN "paused_until" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "lanes_next" ON "lanes" USING btree ("asked","next_at","workspace","destination");