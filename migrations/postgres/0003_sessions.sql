CREATE TABLE "action_items" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"session" text NOT NULL,
	"author" text NOT NULL,
	"words" text NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"proposer" text NOT NULL,
	"awaited" text NOT NULL,
	"status" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"slots" jsonb NOT NULL,
	"minutes" integer NOT NULL,
	"rule" text,
	"zone" text NOT NULL,
	"place" text NOT NULL,
	"location" text,
	"agenda" text,
	"moves" text,
	"open_for" text,
	"start_at" bigint,
	"sequence" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "plans_open" UNIQUE("workspace","open_for")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"plan" text,
	"original_at" bigint NOT NULL,
	"start_at" bigint NOT NULL,
	"end_at" bigint NOT NULL,
	"status" text NOT NULL,
	"mentee_has" boolean DEFAULT false NOT NULL,
	"mentor_has" boolean DEFAULT false NOT NULL,
	"mentee_notes" text,
	"mentor_notes" text
);
--> statement-breakpoint
CREATE TABLE "trials" (
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"over" boolean DEFAULT false NOT NULL,
	"mentee_says" text,
	"mentor_says" text,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "trials_workspace_mentorship_pk" PRIMARY KEY("workspace","mentorship")
);
--> statement-breakpoint
CREATE INDEX "action_items_by_mentorship" ON "action_items" USING btree ("workspace","mentorship","id");--> statement-breakpoint
CREATE INDEX "sessions_by_mentorship" ON "sessions" USING btree ("workspace","mentorship","start_at");--> statement-breakpoint
CREATE INDEX "sessions_by_plan" ON "sessions" USING btree ("workspace","plan");