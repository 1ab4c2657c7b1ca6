CREATE TABLE "erased_visitors" (
	"project_id" uuid NOT NULL,
	"visitor_no" integer NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	"purged_at" timestamp with time zone,
	CONSTRAINT "erased_visitors_project_id_visitor_no_pk" PRIMARY KEY("project_id","visitor_no")
);
--> statement-breakpoint
ALTER TABLE "erased_visitors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journey_checkpoints" (
	"project_id" uuid NOT NULL,
	"generation" bigint GENERATED ALWAYS AS IDENTITY (sequence name "journey_checkpoints_generation_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"live" boolean DEFAULT false NOT NULL,
	"horizon" "xid8" DEFAULT '0' NOT NULL,
	"base_seq" bigint NOT NULL,
	"adopting" "xid8",
	"max_seq" bigint NOT NULL,
	"received_at" timestamp with time zone,
	"latest_at" timestamp with time zone,
	"system_identifier" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journey_checkpoints_project_id_generation_pk" PRIMARY KEY("project_id","generation")
);
--> statement-breakpoint
ALTER TABLE "journey_checkpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journey_columns" (
	"project_id" uuid NOT NULL,
	"run_id" bigint NOT NULL,
	"field" text NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "journey_columns_project_id_run_id_field_pk" PRIMARY KEY("project_id","run_id","field")
);
--> statement-breakpoint
ALTER TABLE "journey_columns" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journey_runs" (
	"project_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "journey_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"generation" bigint NOT NULL,
	"month" date NOT NULL,
	"shard" integer NOT NULL,
	"shards" integer NOT NULL,
	"events" integer NOT NULL,
	"visitors" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"replaced_at" timestamp with time zone,
	CONSTRAINT "journey_runs_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "journey_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "retention_days" integer;--> statement-breakpoint
ALTER TABLE "visitor_merges" ADD COLUMN "seq" bigint DEFAULT nextval('event_seq') NOT NULL;--> statement-breakpoint
ALTER TABLE "erased_visitors" ADD CONSTRAINT "erased_visitors_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journey_checkpoints" ADD CONSTRAINT "journey_checkpoints_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journey_columns" ADD CONSTRAINT "journey_columns_project_id_run_id_journey_runs_project_id_id_fk" FOREIGN KEY ("project_id","run_id") REFERENCES "public"."journey_runs"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journey_runs" ADD CONSTRAINT "journey_runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "journey_checkpoints_live" ON "journey_checkpoints" USING btree ("project_id") WHERE live;--> statement-breakpoint
CREATE INDEX "journey_runs_replaced" ON "journey_runs" USING btree ("project_id","replaced_at") WHERE replaced_at is not null;--> statement-breakpoint
CREATE POLICY "tenant" ON "erased_visitors" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "journey_checkpoints" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "journey_columns" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "journey_runs" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));