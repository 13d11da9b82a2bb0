ALTER TABLE "skills" ADD COLUMN "rated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "skills" SET "rated" = true WHERE "rating" <> CASE "side" WHEN 'offer' THEN 4 ELSE 2 END;
