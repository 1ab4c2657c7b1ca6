-- What drizzle-kit does not write: forced row-level security, grants, partitions, and the few functions that look
-- across tenants before a tenant is known.
do $$
declare name text;
begin
  for name in select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid
              where c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to tributary_app', name);
  end loop;
end $$;
--> statement-breakpoint
revoke update, delete on events from tributary_app;
--> statement-breakpoint
grant select, insert, update, delete on users, login_sessions to tributary_app;
--> statement-breakpoint
grant usage on sequence event_seq to tributary_app;
--> statement-breakpoint
do $$
begin
  for n in 0..7 loop
    execute format('create table event_ids_%s partition of event_ids for values with (modulus 8, remainder %s)', n, n);
  end loop;
end $$;
--> statement-breakpoint
create table events_default partition of events default;
--> statement-breakpoint
-- Called by the owner at every start: partitions of the log from last month to a year ahead. A month whose rows are in
-- the default partition already stays there.
create function ensure_event_partitions() returns void language plpgsql as $$
declare month timestamptz;
begin
  for n in -1..12 loop
    month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => n)) at time zone 'UTC';
    begin
      execute format('create table if not exists events_%s partition of events for values from (%L) to (%L)',
        to_char(month at time zone 'UTC', 'YYYYMM'), month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
    exception when check_violation then
      raise warning 'Events of % lie in the default partition, so that month gets none of its own.', to_char(month at time zone 'UTC', 'YYYY-MM');
    end;
  end loop;
end $$;
--> statement-breakpoint
revoke execute on function ensure_event_partitions() from public;
--> statement-breakpoint
-- The functions below run as the owner. Where the owner is no superuser, forced policies would hide the rows from it.
do $$
declare name text;
begin
  foreach name in array array['organisations', 'memberships', 'projects', 'api_keys'] loop
    execute format('create policy lookup on %I for select to %I using (true)', name, current_user);
  end loop;
end $$;
--> statement-breakpoint
create function resolve_api_key(key_digest bytea)
returns table (org_id uuid, project_id uuid, kind text, scopes text[])
language sql stable security definer set search_path = public, pg_temp as $$
  select p.org_id, k.project_id, k.kind, k.scopes
  from api_keys k join projects p on p.id = k.project_id
  where k.digest = key_digest and k.revoked_at is null
$$;
--> statement-breakpoint
create function list_memberships(member uuid)
returns table (org_id uuid, org_slug text, org_name text, role text, project_id uuid, project_slug text, project_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.slug, o.name, m.role, p.id, p.slug, p.name
  from memberships m join organisations o on o.id = m.org_id left join projects p on p.org_id = o.id
  where m.user_id = member
  order by o.name, p.name
$$;
--> statement-breakpoint
-- The command line names a project by id or an organisation by name; it holds the database's own credentials.
create function find_project(project uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select p.org_id from projects p where p.id = project
$$;
--> statement-breakpoint
create function find_organisation(organisation_slug text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select o.id from organisations o where o.slug = organisation_slug
$$;
--> statement-breakpoint
do $$
declare name text;
begin
  foreach name in array array['resolve_api_key(bytea)', 'list_memberships(uuid)', 'find_project(uuid)', 'find_organisation(text)'] loop
    execute 'revoke execute on function ' || name || ' from public';
    execute 'grant execute on function ' || name || ' to tributary_app';
  end loop;
end $$;
