CREATE TABLE "closings" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"opened_by" text,
	"opened_at" bigint NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"ended_at" bigint,
	"open_of" text,
	CONSTRAINT "closings_open" UNIQUE("workspace","open_of")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"workspace" text NOT NULL,
	"closing" text NOT NULL,
	"person" text NOT NULL,
	"at" bigint NOT NULL,
	"next" text NOT NULL,
	"reached" text,
	"helped" text,
	"thanks" text,
	"named" boolean DEFAULT false NOT NULL,
	CONSTRAINT "reviews_workspace_closing_person_pk" PRIMARY KEY("workspace","closing","person")
);
--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "state" text DEFAULT 'introduced' NOT NULL;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "rests_until" bigint;--> statement-breakpoint
CREATE INDEX "closings_by_mentorship" ON "closings" USING btree ("workspace","mentorship","id");--> statement-breakpoint
UPDATE "mentorships" SET "state" = CASE WHEN "status" = 'ended' THEN 'ended' WHEN "needs_hand_at" IS NOT NULL THEN 'hand' WHEN "nudged_at" IS NOT NULL THEN 'asked' WHEN "met_at" IS NOT NULL OR "cadence_days" IS NOT NULL THEN 'active' ELSE 'introduced' END;--> statement-breakpoint
UPDATE "jobs" SET "kind" = 'ladder.climb' WHERE "kind" = 'mentorship.stall';
