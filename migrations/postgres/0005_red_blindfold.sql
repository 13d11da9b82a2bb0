CREATE TABLE "wishes" (
	"workspace" text NOT NULL,
	"person" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "wishes_workspace_person_pk" PRIMARY KEY("workspace","person")
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "gives_chats" boolean;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "useful_to_mentee" boolean;--> statement-breakpoint
ALTER TABLE "mentorships" ADD COLUMN "useful_to_mentor" boolean;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "team" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "manager" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "kind" text DEFAULT 'mentorship' NOT NULL;