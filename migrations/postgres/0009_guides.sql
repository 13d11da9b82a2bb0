CREATE TABLE "guides" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"phase" text NOT NULL,
	"title" text NOT NULL,
	"minutes" integer NOT NULL,
	"steps" text NOT NULL,
	"source" text NOT NULL,
	"link" text,
	"added_by" text NOT NULL,
	"changed_by" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hidden_guides" (
	"workspace" text NOT NULL,
	"guide" text NOT NULL,
	CONSTRAINT "hidden_guides_workspace_guide_pk" PRIMARY KEY("workspace","guide")
);
--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "hand_taken_by" text;--> statement-breakpoint
ALTER TABLE "programmes" ADD COLUMN "deputy" text;--> statement-breakpoint
ALTER TABLE "programmes" ADD COLUMN "outside_contact" text;--> statement-breakpoint
ALTER TABLE "programmes" ADD COLUMN "owners_asked_at" bigint;--> statement-breakpoint
ALTER TABLE "programmes" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "guides_by_workspace" ON "guides" USING btree ("workspace","id");