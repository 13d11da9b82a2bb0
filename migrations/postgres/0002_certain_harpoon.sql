CREATE TABLE "agreements" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"version" integer NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"status" text NOT NULL,
	"signed_at" bigint,
	"purpose" text NOT NULL,
	"cadence_days" integer NOT NULL,
	"minutes" integer NOT NULL,
	"ends_on" text NOT NULL,
	"mode" text NOT NULL,
	"keep" text NOT NULL,
	"keep_words" text,
	"exit" text NOT NULL,
	"exit_words" text,
	"open_of" text,
	CONSTRAINT "agreements_version" UNIQUE("workspace","mentorship","version"),
	CONSTRAINT "agreements_open" UNIQUE("workspace","open_of")
);
--> statement-breakpoint
CREATE TABLE "goal_events" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"goal" text NOT NULL,
	"person" text NOT NULL,
	"at" bigint NOT NULL,
	"what" text NOT NULL,
	"percent" integer,
	"words" text
);
--> statement-breakpoint
CREATE TABLE "goal_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"goal" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"due_on" text,
	"added_by" text NOT NULL,
	"added_at" bigint NOT NULL,
	"done_at" bigint,
	"done_by" text,
	"removed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "goals" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"mentorship" text,
	"shared_at" bigint,
	"status" text NOT NULL,
	"set_at" bigint NOT NULL,
	"ended_at" bigint,
	"due_on" text NOT NULL,
	"competency" text,
	"specific" text NOT NULL,
	"measure" text NOT NULL,
	"first_step" text NOT NULL,
	"objective" text,
	"percent" integer DEFAULT 0 NOT NULL,
	"value" text,
	"version" integer DEFAULT 1 NOT NULL,
	"slot" text,
	CONSTRAINT "goals_slot" UNIQUE("workspace","slot")
);
--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "cadence_days" integer;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "ends_on" text;--> statement-breakpoint
CREATE INDEX "goal_events_by_goal" ON "goal_events" USING btree ("workspace","goal","id");--> statement-breakpoint
CREATE INDEX "goal_steps_by_goal" ON "goal_steps" USING btree ("workspace","goal","id");--> statement-breakpoint
CREATE INDEX "goals_by_person" ON "goals" USING btree ("workspace","person","status");