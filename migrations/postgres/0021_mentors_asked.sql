ALTER TABLE "programmes" ADD COLUMN "asks_mentors" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "round_pairs" ADD COLUMN "answer_by" bigint;--> statement-breakpoint
CREATE INDEX "round_pairs_by_status" ON "round_pairs" USING btree ("workspace","status","mentor");