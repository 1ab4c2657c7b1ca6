-- What the log writer does for nearly every group, in one statement: each statement costs as much as many events.
-- These functions run with the rights of the app's role, under the row-level security of the transaction's tenant.
create function insert_events(new_nos int[], message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text)
returns void language plpgsql volatile as $$
begin
  insert into events (project_id, message_id, visitor_no, occurred_at, name, session_id, host, path, query, title,
    referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser, os,
    language, passive, bot, original_at, flags, properties)
  select current_setting('app.project_id')::uuid, message_id, case when no > 0 then no else new_nos[-no] end,
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
-- Adds counts to the hour of this transaction, in the order in which they are given.
create function add_to_ledger(key_ids text, outcomes text, reasons text, counts text)
returns void language plpgsql volatile as $$
begin
  insert into ingestion_ledger as kept (project_id, hour, key_id, outcome, reason, events)
  select current_setting('app.project_id')::uuid, date_trunc('hour', now(), 'UTC'), key_id, outcome, coalesce(reason, ''), events
  from unnest(string_to_array(key_ids, E'\x1f')::uuid[], string_to_array(outcomes, E'\x1f'),
    string_to_array(reasons, E'\x1f'), string_to_array(counts, ',')::bigint[]) as t(key_id, outcome, reason, events)
  on conflict (project_id, hour, key_id, outcome, reason) do update set events = kept.events + excluded.events;
end $$;
--> statement-breakpoint
-- Gives ids without a number the next ones, in the order in which they are given, and answers the numbers of all.
create function number_visitors(ids text[]) returns int[] language plpgsql volatile as $$
declare
  project constant uuid := current_setting('app.project_id')::uuid;
  first int;
  next int;
  numbers int[];
begin
  -- Whoever held the counter before may have added ids: they are looked up once it is held.
  select next_no into strict first from visitor_counters where project_id = project for update;
  numbers := array(
    select (select v.visitor_no from visitor_ids v where v.project_id = project and v.id = one) from unnest(ids) as one);
  next := first;
  for place in 1..cardinality(ids) loop
    if numbers[place] is null then
      numbers[place] := next;
      next := next + 1;
    end if;
  end loop;
  if next > first then
    update visitor_counters set next_no = next where project_id = project;
    insert into visitor_ids (project_id, id, visitor_no)
    select project, id, no from unnest(ids, numbers) as t(id, no) where no >= first order by id;
  end if;
  return numbers;
end $$;
--> statement-breakpoint
-- All of that for events that say nothing about who is who. `visitor_nos` below zero are places in `newcomers`, whose
-- numbers it answers. Fails with 23505 when a message is known already.
create function append_events(digests text, contents text, newcomers text, key_ids text,
  outcomes text, reasons text, counts text, message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text)
returns int[] language plpgsql volatile as $$
declare
  new_nos int[];
begin
  insert into event_ids (project_id, digest, content)
  select current_setting('app.project_id')::uuid, digest, content
  from unnest(string_to_array(digests, ',')::uuid[], string_to_array(contents, ',')::int[]) as t(digest, content)
  -- In one order, so that overlapping resends never deadlock.
  order by digest;
  if newcomers is not null then
    new_nos := number_visitors(string_to_array(newcomers, E'\x1f'));
  end if;
  perform insert_events(new_nos, message_ids, visitor_nos, occurred, names, session_ids, hosts, paths, queries, titles,
    referrers, utm_sources, utm_mediums, utm_campaigns, utm_contents, utm_terms, click_ids, countries, devices,
    browsers, systems, languages, marks, originals, repairs, properties_texts);
  perform add_to_ledger(key_ids, outcomes, reasons, counts);
  return new_nos;
end $$;
