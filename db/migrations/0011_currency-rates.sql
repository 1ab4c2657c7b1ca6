CREATE TABLE "currency_rates" (
	"project_id" uuid NOT NULL,
	"day" date NOT NULL,
	"currency" text NOT NULL,
	"rate" numeric NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "currency_rates_project_id_currency_day_pk" PRIMARY KEY("project_id","currency","day")
);
--> statement-breakpoint
ALTER TABLE "currency_rates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "currency_rates" ADD CONSTRAINT "currency_rates_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "currency_rates" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
alter table currency_rates force row level security;
--> statement-breakpoint
grant select, insert, update, delete on currency_rates to tributary_app;
