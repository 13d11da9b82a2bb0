CREATE TABLE "round_forbids" (
	"workspace" text NOT NULL,
	"round" text NOT NULL,
	"mentee" text NOT NULL,
	"mentor" text NOT NULL,
	CONSTRAINT "round_forbids_workspace_round_mentee_mentor_pk" PRIMARY KEY("workspace","round","mentee","mentor")
);
--> statement-breakpoint
CREATE TABLE "round_pairs" (
	"workspace" text NOT NULL,
	"round" text NOT NULL,
	"mentee" text NOT NULL,
	"mentor" text,
	"status" text NOT NULL,
	"score" integer DEFAULT 0 NOT NULL,
	"why" jsonb,
	"cause" text,
	"locked" boolean DEFAULT false NOT NULL,
	CONSTRAINT "round_pairs_workspace_round_mentee_pk" PRIMARY KEY("workspace","round","mentee")
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"programme" text NOT NULL,
	"status" text NOT NULL,
	"draft_of" text,
	"version" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"published_by" text,
	"published_at" bigint,
	"seed" integer NOT NULL,
	"choices" jsonb NOT NULL,
	"outcome" jsonb,
	CONSTRAINT "rounds_one_draft" UNIQUE("workspace","draft_of")
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "rounds_waited" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "round" text;