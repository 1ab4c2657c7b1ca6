CREATE TABLE "adjustments" (
	"project_id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "adjustments_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" text NOT NULL,
	"type" text NOT NULL,
	"amount_minor" bigint,
	"currency" text,
	"adjustment_id" text,
	"digest" "bytea" NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "adjustments_project_id_seq_pk" PRIMARY KEY("project_id","seq")
);
--> statement-breakpoint
ALTER TABLE "adjustments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "adjustments_digest" ON "adjustments" USING btree ("project_id","digest");--> statement-breakpoint
CREATE INDEX "adjustments_order" ON "adjustments" USING btree ("project_id","order_id");--> statement-breakpoint
CREATE POLICY "tenant" ON "adjustments" AS PERMISSIVE FOR ALL TO "tributary_app" USING (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)) WITH CHECK (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));--> statement-breakpoint
alter table adjustments force row level security;
--> statement-breakpoint
-- What became of an order is a fact.
grant select, insert on adjustments to tributary_app;
