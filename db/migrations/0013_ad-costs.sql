CREATE TABLE "ad_costs" (
	"project_id" uuid NOT NULL,
	"day" date NOT NULL,
	"source" text NOT NULL,
	"medium" text NOT NULL,
	"campaign" text NOT NULL,
	"cost_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"clicks" bigint,
	"impressions" bigint,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ad_costs_project_id_day_source_medium_campaign_pk" PRIMARY KEY("project_id","day","source","medium","campaign")
);
--> statement-breakpoint
ALTER TABLE "ad_costs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "ad_costs" ADD CONSTRAINT "ad_costs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "ad_costs" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
alter table ad_costs force row level security;
--> statement-breakpoint
grant select, insert, update, delete on ad_costs to tributary_app;
