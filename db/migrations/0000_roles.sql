-- The role every tenant transaction runs as (`set_config('role', …, true)`). Roles belong to the cluster, so it may exist.
do $$
declare
  -- Since 16, who creates a role may hand it out but not take it on until it is granted.
  needed text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  if not exists (select from pg_roles where rolname = 'tributary_app') then
    begin
      create role tributary_app nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(current_user, 'tributary_app', needed) then
    execute format('grant tributary_app to %I', current_user);
  end if;
exception when insufficient_privilege then
  raise exception 'The login % may not set up the role tributary_app. Let an administrator run: create role tributary_app nologin; grant tributary_app to %;',
    current_user, quote_ident(current_user) using errcode = '42501';
end $$;
