-- What is the same for every row is worked out once: the project, and the month of its message ids.
create or replace function insert_events(new_nos int[], message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text)
returns void language plpgsql volatile as $$
declare
  project constant uuid := current_setting('app.project_id');
begin
  insert into events (project_id, message_id, visitor_no, occurred_at, name, session_id, host, path, query, title,
    referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser, os,
    language, passive, bot, original_at, flags, properties)
  select project, message_id, case when no > 0 then no else new_nos[-no] end,
    to_timestamp(occurred_ms / 1000), name, session_id, host, path, query, title, referrer, utm_source, utm_medium,
    utm_campaign, utm_content, utm_term, click_id, country, device, browser, os, language, mark like 'p%',
    mark like '%b', to_timestamp(original_ms / 1000), string_to_array(repair, ' '), properties::jsonb
  from (
    -- Side by side in one select, unnest keeps the rows in their order, and makes no copy of them as a table would.
    select unnest(string_to_array(message_ids, E'\x1f', E'\x1e')) as message_id,
      unnest(string_to_array(visitor_nos, ',')::int[]) as no,
      unnest(string_to_array(occurred, ',')::float8[]) as occurred_ms,
      unnest(string_to_array(names, E'\x1f', E'\x1e')) as name,
      unnest(string_to_array(session_ids, E'\x1f', E'\x1e')) as session_id,
      unnest(string_to_array(hosts, E'\x1f', E'\x1e')) as host,
      unnest(string_to_array(paths, E'\x1f', E'\x1e')) as path,
      unnest(string_to_array(queries, E'\x1f', E'\x1e')) as query,
      unnest(string_to_array(titles, E'\x1f', E'\x1e')) as title,
      unnest(string_to_array(referrers, E'\x1f', E'\x1e')) as referrer,
      unnest(string_to_array(utm_sources, E'\x1f', E'\x1e')) as utm_source,
      unnest(string_to_array(utm_mediums, E'\x1f', E'\x1e')) as utm_medium,
      unnest(string_to_array(utm_campaigns, E'\x1f', E'\x1e')) as utm_campaign,
      unnest(string_to_array(utm_contents, E'\x1f', E'\x1e')) as utm_content,
      unnest(string_to_array(utm_terms, E'\x1f', E'\x1e')) as utm_term,
      unnest(string_to_array(click_ids, E'\x1f', E'\x1e')) as click_id,
      unnest(string_to_array(countries, E'\x1f', E'\x1e')) as country,
      unnest(string_to_array(devices, E'\x1f', E'\x1e')) as device,
      unnest(string_to_array(browsers, E'\x1f', E'\x1e')) as browser,
      unnest(string_to_array(systems, E'\x1f', E'\x1e')) as os,
      unnest(string_to_array(languages, E'\x1f', E'\x1e')) as language,
      unnest(string_to_array(marks, ',')) as mark,
      unnest(string_to_array(originals, ',', '')::float8[]) as original_ms,
      unnest(string_to_array(repairs, ',', '')) as repair,
      unnest(string_to_array(properties_texts, E'\x1f', E'\x1e')) as properties
  ) as t;
end $$;
--> statement-breakpoint
-- What nearly every group of one project is, as a transaction of this one call: plain events, all of them new. When a
-- message is known nothing is written, and `is_known` says so. The arguments are those of `append_events`.
create function append_new_events(project uuid, digests text, contents text, newcomers text, key_ids text,
  outcomes text, reasons text, counts text, message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text, out is_known boolean, out numbers int[])
language plpgsql volatile as $$
declare
  month constant date := date_trunc('month', now());
begin
  -- In one order, so that overlapping resends never deadlock.
  begin
    insert into event_ids (project_id, digest, content, received_month)
    select project, t.digest, t.content, month
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
