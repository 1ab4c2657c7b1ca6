-- The role every tenant transaction runs as (`set_config('role', …, true)`). Roles belong to the cluster, so it may exist.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tributary_app') then
    begin
      create role tributary_app nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  -- With a single login (one DATABASE_URL) that login must be able to take the role on.
  if not pg_has_role(current_user, 'tributary_app', 'member') then
    execute format('grant tributary_app to %I', current_user);
  end if;
end $$;
