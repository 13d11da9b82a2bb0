CREATE TABLE "concerns" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"writer" text NOT NULL,
	"contact" text NOT NULL,
	"tried" jsonb NOT NULL,
	"status" text NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"sent_at" bigint NOT NULL,
	"acknowledged_at" bigint,
	"answered_at" bigint,
	"talk" boolean DEFAULT false NOT NULL,
	"words" text NOT NULL,
	"answer" text
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"giver" text NOT NULL,
	"receiver" text NOT NULL,
	"status" text NOT NULL,
	"asked_at" bigint,
	"ended_at" bigint,
	"hidden" boolean DEFAULT false NOT NULL,
	"about" text,
	"situation" text,
	"behaviour" text,
	"impact" text,
	"next_time" text,
	"read_at" bigint,
	"useful" text,
	"open_ask" text,
	CONSTRAINT "feedback_open_ask" UNIQUE("workspace","open_ask")
);
--> statement-breakpoint
CREATE TABLE "introductions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"introducer" text NOT NULL,
	"one" text NOT NULL,
	"two" text NOT NULL,
	"one_answer" text NOT NULL,
	"two_answer" text NOT NULL,
	"status" text NOT NULL,
	"sent_at" bigint NOT NULL,
	"ended_at" bigint,
	"reason" text NOT NULL,
	"open_trio" text,
	CONSTRAINT "introductions_open_trio" UNIQUE("workspace","open_trio")
);
--> statement-breakpoint
CREATE TABLE "promises" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"mentorship" text NOT NULL,
	"mentor" text NOT NULL,
	"mentee" text NOT NULL,
	"status" text NOT NULL,
	"on" text NOT NULL,
	"at" bigint NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reflections" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"kind" text NOT NULL,
	"on" text NOT NULL,
	"at" bigint NOT NULL,
	"answers" text NOT NULL,
	CONSTRAINT "reflections_one_a_month" UNIQUE("workspace","person","kind","on")
);
--> statement-breakpoint
CREATE INDEX "concerns_by_writer" ON "concerns" USING btree ("workspace","writer","status");--> statement-breakpoint
CREATE INDEX "concerns_by_contact" ON "concerns" USING btree ("workspace","contact","status");--> statement-breakpoint
CREATE INDEX "feedback_by_receiver" ON "feedback" USING btree ("workspace","receiver","status");--> statement-breakpoint
CREATE INDEX "feedback_by_giver" ON "feedback" USING btree ("workspace","giver","status");--> statement-breakpoint
CREATE INDEX "introductions_by_introducer" ON "introductions" USING btree ("workspace","introducer","status");--> statement-breakpoint
CREATE INDEX "introductions_by_one" ON "introductions" USING btree ("workspace","one","status");--> statement-breakpoint
CREATE INDEX "introductions_by_two" ON "introductions" USING btree ("workspace","two","status");--> statement-breakpoint
CREATE INDEX "promises_by_mentorship" ON "promises" USING btree ("workspace","mentorship","status");