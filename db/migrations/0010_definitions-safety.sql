-- What was defined before versions were kept counts as defined like that from the start. Forced policies would hide
-- these rows from an owner who is no superuser.
alter table goals no force row level security;
--> statement-breakpoint
insert into goal_versions (project_id, key, version, definition, at)
select project_id, key, version, definition, created_at from goals;
--> statement-breakpoint
alter table goals force row level security;
--> statement-breakpoint
do $$
declare name text;
begin
  foreach name in array array['segments', 'funnels', 'goal_versions'] loop
    execute format('alter table %I force row level security', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on segments, funnels to tributary_app;
--> statement-breakpoint
-- What a goal was is a fact.
grant select, insert on goal_versions to tributary_app;
