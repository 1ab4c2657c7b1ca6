-- Row-level security and grants for the tables of ingestion, and the look-ups that come before a tenant is known.
do $$
declare name text;
begin
  foreach name in array array['ingestion_ledger', 'ledger_checks', 'rejected_events', 'visitor_salts', 'webhook_secrets'] loop
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to tributary_app', name);
  end loop;
end $$;
--> statement-breakpoint
-- Its counts are updated all day long: room on the page keeps an update from touching the index.
alter table ingestion_ledger set (fillfactor = 50);
--> statement-breakpoint
drop function resolve_api_key(bytea);
--> statement-breakpoint
create function resolve_api_key(key_digest bytea)
returns table (org_id uuid, project_id uuid, key_id uuid, kind text, scopes text[], allowed_origins text[], expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.org_id, k.project_id, k.id, k.kind, k.scopes, k.allowed_origins, k.expires_at
  from api_keys k join projects p on p.id = k.project_id
  where k.digest = key_digest and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;
--> statement-breakpoint
create policy lookup on webhook_secrets for select to current_user using (true);
--> statement-breakpoint
create function resolve_webhook(project uuid, webhook_provider text)
returns table (org_id uuid, secret_id uuid, secret text)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.org_id, w.id, w.secret
  from webhook_secrets w join projects p on p.id = w.project_id
  where w.project_id = project and w.provider = webhook_provider and w.revoked_at is null
$$;
--> statement-breakpoint
-- The background jobs go through all projects, one tenant at a time.
create function list_projects() returns table (org_id uuid, project_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.org_id, p.id from projects p order by p.id
$$;
--> statement-breakpoint
do $$
declare name text;
begin
  foreach name in array array['resolve_api_key(bytea)', 'resolve_webhook(uuid, text)', 'list_projects()'] loop
    execute 'revoke execute on function ' || name || ' from public';
    execute 'grant execute on function ' || name || ' to tributary_app';
  end loop;
end $$;
