CREATE TABLE "audit" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"actor" text NOT NULL,
	"act" text NOT NULL,
	"subject" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "barriers" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"other" text NOT NULL,
	"kind" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "barriers_workspace_person_other_kind_pk" PRIMARY KEY("workspace","person","other","kind")
);
--> statement-breakpoint
CREATE TABLE "checkins" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"on" text NOT NULL,
	"status" text NOT NULL,
	"prompted_at" bigint,
	"snoozes" integer DEFAULT 0 NOT NULL,
	"ask_again_at" bigint,
	"answered_at" bigint,
	"mood" integer,
	"progress" text,
	"blocker" text,
	"win" text,
	"need" text,
	"partner" text,
	"need_shared_at" bigint,
	"win_shared" boolean DEFAULT false NOT NULL,
	CONSTRAINT "checkins_one_a_day" UNIQUE("workspace","person","on")
);
--> statement-breakpoint
CREATE TABLE "coordinators" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" bigint NOT NULL,
	"first" text,
	CONSTRAINT "coordinators_workspace_person_pk" PRIMARY KEY("workspace","person"),
	CONSTRAINT "coordinators_first_unique" UNIQUE("first")
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"workspace" text NOT NULL,
	"key" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "counters_workspace_key_pk" PRIMARY KEY("workspace","key")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"destination" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" bigint NOT NULL,
	"useless_at" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"resent" integer DEFAULT 0 NOT NULL,
	"stale" boolean DEFAULT false NOT NULL,
	"channel" text,
	"ts" text,
	"problem" text,
	"sent_at" bigint,
	CONSTRAINT "deliveries_once" UNIQUE("workspace","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "handled" (
	"workspace" text NOT NULL,
	"key" text NOT NULL,
	"outcome" text,
	"at" bigint NOT NULL,
	CONSTRAINT "handled_workspace_key_pk" PRIMARY KEY("workspace","key")
);
--> statement-breakpoint
CREATE TABLE "homes" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"opened_at" bigint,
	"dirty_at" bigint,
	CONSTRAINT "homes_workspace_person_pk" PRIMARY KEY("workspace","person")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"due_at" bigint NOT NULL,
	"workspace" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "jobs_due_at_workspace_kind_subject_pk" PRIMARY KEY("due_at","workspace","kind","subject"),
	CONSTRAINT "jobs_one_a_subject" UNIQUE("workspace","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "kudos" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"giver" text NOT NULL,
	"message" text NOT NULL,
	"competency" text,
	"open" boolean NOT NULL,
	"status" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kudos_receivers" (
	"workspace" text NOT NULL,
	"kudos" text NOT NULL,
	"person" text NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "kudos_receivers_workspace_kudos_person_pk" PRIMARY KEY("workspace","kudos","person")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"workspace" text NOT NULL,
	"destination" text NOT NULL,
	"next_at" bigint NOT NULL,
	"not_before" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"leased_until" bigint,
	CONSTRAINT "lanes_workspace_destination_pk" PRIMARY KEY("workspace","destination")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"programme" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"paused_until" bigint,
	"joined_at" bigint NOT NULL,
	"goal" text DEFAULT '' NOT NULL,
	"level" integer,
	"years" integer,
	"feedback" text,
	"flow" text,
	"mode" text,
	"values" jsonb NOT NULL,
	"hours_a_month" integer,
	"capacity" integer NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"several" boolean DEFAULT false NOT NULL,
	"free_hours" jsonb NOT NULL,
	"zone" text,
	"working_days" jsonb NOT NULL,
	"start_minute" integer NOT NULL,
	"end_minute" integer NOT NULL,
	"holidays" jsonb NOT NULL,
	"languages" jsonb NOT NULL,
	"track_record" text DEFAULT '' NOT NULL,
	"can_introduce" text DEFAULT '' NOT NULL,
	"other_offers" jsonb NOT NULL,
	"other_wants" jsonb NOT NULL,
	"show_kudos" boolean DEFAULT true NOT NULL,
	"checkin_weekday" integer NOT NULL,
	"checkin_minute" integer NOT NULL,
	"checkin_every" integer DEFAULT 1 NOT NULL,
	"unanswered" integer DEFAULT 0 NOT NULL,
	"first_in_line_at" bigint,
	"cards_done" jsonb NOT NULL,
	CONSTRAINT "members_workspace_person_pk" PRIMARY KEY("workspace","person")
);
--> statement-breakpoint
CREATE TABLE "mentorships" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"programme" text NOT NULL,
	"mentee" text NOT NULL,
	"mentor" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"ending" text,
	"channel" text,
	"met_at" bigint,
	"nudged_at" bigint,
	"needs_hand_at" bigint,
	"active_pair" text,
	"sole_of" text,
	"why" jsonb NOT NULL,
	CONSTRAINT "mentorships_active_pair" UNIQUE("workspace","active_pair"),
	CONSTRAINT "mentorships_sole" UNIQUE("workspace","sole_of")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"name" text NOT NULL,
	"handle" text NOT NULL,
	"zone" text NOT NULL,
	"bot" boolean NOT NULL,
	"guest" boolean NOT NULL,
	"deactivated" boolean NOT NULL,
	"admin" boolean NOT NULL,
	"dm" text,
	"celebration" text DEFAULT 'unset' NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "people_workspace_person_pk" PRIMARY KEY("workspace","person")
);
--> statement-breakpoint
CREATE TABLE "programmes" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"name" text NOT NULL,
	"standard" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "programmes_standard_unique" UNIQUE("standard")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"programme" text NOT NULL,
	"mentee" text NOT NULL,
	"mentor" text NOT NULL,
	"status" text NOT NULL,
	"awaiting" text NOT NULL,
	"sent_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"remaining_ms" bigint,
	"ended_at" bigint,
	"ending" text,
	"goal" text NOT NULL,
	"questions" text,
	"times" text,
	"mentor_asks" text,
	"mentee_answers" text,
	"reason" text,
	"open_pair" text,
	"round" integer DEFAULT 0 NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"why" jsonb NOT NULL,
	CONSTRAINT "requests_open_pair" UNIQUE("workspace","open_pair")
);
--> statement-breakpoint
CREATE TABLE "skills" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"side" text NOT NULL,
	"competency" text NOT NULL,
	"rating" integer NOT NULL,
	CONSTRAINT "skills_workspace_person_side_competency_pk" PRIMARY KEY("workspace","person","side","competency")
);
--> statement-breakpoint
CREATE TABLE "wins" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"author" text NOT NULL,
	"partner" text,
	"mentorship" text,
	"size" text NOT NULL,
	"words" text NOT NULL,
	"status" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"workspace" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"stopped" text,
	"wins_channel" text,
	"wins_channel_id" text,
	"reconciled_at" bigint
);
--> statement-breakpoint
CREATE INDEX "audit_by_workspace" ON "audit" USING btree ("workspace","id");--> statement-breakpoint
CREATE INDEX "barriers_by_other" ON "barriers" USING btree ("workspace","other");--> statement-breakpoint
CREATE INDEX "deliveries_lane" ON "deliveries" USING btree ("workspace","destination","state","due_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_by_state" ON "deliveries" USING btree ("state","workspace");--> statement-breakpoint
CREATE INDEX "handled_by_age" ON "handled" USING btree ("at");--> statement-breakpoint
CREATE INDEX "homes_dirty" ON "homes" USING btree ("dirty_at");--> statement-breakpoint
CREATE INDEX "kudos_by_giver" ON "kudos" USING btree ("workspace","giver","status");--> statement-breakpoint
CREATE INDEX "kudos_by_receiver" ON "kudos_receivers" USING btree ("workspace","person","status");--> statement-breakpoint
CREATE INDEX "lanes_ready" ON "lanes" USING btree ("next_at","workspace","destination");--> statement-breakpoint
CREATE INDEX "members_by_status" ON "members" USING btree ("workspace","status","role");--> statement-breakpoint
CREATE INDEX "mentorships_by_mentee" ON "mentorships" USING btree ("workspace","mentee","status");--> statement-breakpoint
CREATE INDEX "mentorships_by_mentor" ON "mentorships" USING btree ("workspace","mentor","status");--> statement-breakpoint
CREATE INDEX "requests_by_mentee" ON "requests" USING btree ("workspace","mentee","status");--> statement-breakpoint
CREATE INDEX "requests_by_mentor" ON "requests" USING btree ("workspace","mentor","status");--> statement-breakpoint
CREATE INDEX "wins_by_author" ON "wins" USING btree ("workspace","author","status");