DROP INDEX "deliveries_by_state";--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "wins_wanted" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "bot_user" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "probed_at" bigint;--> statement-breakpoint
CREATE INDEX "deliveries_by_state" ON "deliveries" USING btree ("workspace","state","kind","due_at");