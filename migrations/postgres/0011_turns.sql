CREATE TABLE "paces" (
	"workspace" text NOT NULL,
	"call" text NOT NULL,
	"free_at" bigint NOT NULL,
	CONSTRAINT "paces_workspace_call_pk" PRIMARY KEY("workspace","call")
);
--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "turn_at" bigint;