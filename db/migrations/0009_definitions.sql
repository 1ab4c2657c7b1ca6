CREATE TABLE "funnels" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "funnels_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
ALTER TABLE "funnels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "goal_versions" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "goal_versions_project_id_key_version_pk" PRIMARY KEY("project_id","key","version")
);
--> statement-breakpoint
ALTER TABLE "goal_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "segments" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segments_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
ALTER TABLE "segments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "funnels" ADD CONSTRAINT "funnels_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_versions" ADD CONSTRAINT "goal_versions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "funnels" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "goal_versions" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "segments" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));