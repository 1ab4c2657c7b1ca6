-- Row-level security, grants and storage for the journeys, which are a projection: the app may change them.
do $$
declare name text;
begin
  foreach name in array array['erased_visitors', 'journey_checkpoints', 'journey_columns', 'journey_runs'] loop
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to tributary_app', name);
  end loop;
end $$;
--> statement-breakpoint
-- Columns are packed already, and without compression a part of one can be read without the rest.
alter table journey_columns alter column data set storage external;
--> statement-breakpoint
-- Retention alone deletes from the log, and only what the project of the transaction received before a time. Where the
-- owner is no superuser, forced policies would hide the rows from it.
create policy expiry_finds on events for select to current_user
  using (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));
--> statement-breakpoint
create policy expiry_deletes on events for delete to current_user
  using (project_id = (select nullif(current_setting('app.project_id', true), '')::uuid));
--> statement-breakpoint
create function expire_events(xids xid8[], seqs bigint[], before timestamptz) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  with expired as (
    delete from events e using unnest(xids, seqs) as one(xid, seq)
    where e.project_id = (select nullif(current_setting('app.project_id', true), '')::uuid)
      and e.xid = one.xid and e.seq = one.seq and e.received_at < before
    returning 1
  )
  select count(*) from expired
$$;
--> statement-breakpoint
revoke execute on function expire_events(xid8[], bigint[], timestamptz) from public;
--> statement-breakpoint
grant execute on function expire_events(xid8[], bigint[], timestamptz) to tributary_app;
