CREATE TABLE "job_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "events_received" ON "events" USING brin ("received_at");--> statement-breakpoint
grant select, insert, update on job_runs to tributary_app;
