ALTER TABLE "people" ADD COLUMN "name_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree ("workspace","name_key");