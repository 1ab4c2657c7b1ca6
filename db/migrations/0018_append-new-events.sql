-- What nearly every group of one project is, as a transaction of this one call: plain events, all of them new. When a
-- message is known nothing is written, and `is_known` says so. The arguments are those of `append_events`.
create function append_new_events(project uuid, digests text, contents text, newcomers text, key_ids text,
  outcomes text, reasons text, counts text, message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text, out is_known boolean, out numbers int[])
language plpgsql volatile as $$
begin
  -- In one order, so that overlapping resends never deadlock.
  begin
    insert into event_ids (project_id, digest, content)
    select project, t.digest, t.content
    from unnest(string_to_array(digests, ',')::uuid[], string_to_array(contents, ',')::int[]) as t(digest, content)
    order by t.digest;
    is_known := false;
  exception when unique_violation then
    is_known := true;
    return;
  end;
  if newcomers is not null then
    numbers := number_visitors(string_to_array(newcomers, E'\x1f'));
  end if;
  perform insert_events(numbers, message_ids, visitor_nos, occurred, names, session_ids, hosts, paths, queries, titles,
    referrers, utm_sources, utm_mediums, utm_campaigns, utm_contents, utm_terms, click_ids, countries, devices,
    browsers, systems, languages, marks, originals, repairs, properties_texts);
  perform add_to_ledger(key_ids, outcomes, reasons, counts);
end $$;
--> statement-breakpoint
-- For a few ids the planner takes longer than the statement, and would plan it anew every time.
alter function number_visitors(text[]) set plan_cache_mode = force_generic_plan;
