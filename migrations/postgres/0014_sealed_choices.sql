CREATE TABLE "sealed_barriers" (
	"workspace" text NOT NULL,
	"pair" text NOT NULL,
	"person" text NOT NULL,
	"other" text NOT NULL,
	"what" text NOT NULL,
	CONSTRAINT "sealed_barriers_workspace_pair_pk" PRIMARY KEY("workspace","pair")
);
--> statement-breakpoint
CREATE TABLE "sealed_wishes" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"mentor" text,
	"who" text NOT NULL,
	"at" bigint NOT NULL,
	"told_at" bigint,
	CONSTRAINT "sealed_wishes_workspace_person_pk" PRIMARY KEY("workspace","person")
);
--> statement-breakpoint
CREATE TABLE "sealed_concerns" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"writer" text NOT NULL,
	"contact" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"answer" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "sealed_hidden" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "sealed_useful" text;--> statement-breakpoint
ALTER TABLE "introductions" ADD COLUMN "sealed_one_answer" text;--> statement-breakpoint
ALTER TABLE "introductions" ADD COLUMN "sealed_two_answer" text;--> statement-breakpoint
ALTER TABLE "introductions" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "sealed_useful_to_mentee" text;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "sealed_useful_to_mentor" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "sealed_next" text;--> statement-breakpoint
CREATE INDEX "sealed_barriers_by_person" ON "sealed_barriers" USING btree ("workspace","person");--> statement-breakpoint
CREATE INDEX "sealed_barriers_by_other" ON "sealed_barriers" USING btree ("workspace","other");--> statement-breakpoint
CREATE INDEX "sealed_concerns_by_writer" ON "sealed_concerns" USING btree ("workspace","writer","id");--> statement-breakpoint
CREATE INDEX "sealed_concerns_by_contact" ON "sealed_concerns" USING btree ("workspace","contact","id");