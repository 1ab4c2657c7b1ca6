drop function append_events;
--> statement-breakpoint
-- Inserts ids of messages; answers those that were known, with what the first message under each said: null for none.
create function insert_ids(digests text, contents text, out known_digests uuid[], out known_contents int[])
language plpgsql volatile as $$
declare
  project constant uuid := current_setting('app.project_id')::uuid;
  ids constant uuid[] := string_to_array(digests, ',')::uuid[];
  added uuid[];
begin
  -- Always in one order, so that overlapping resends never deadlock. To look for each id before it is inserted costs
  -- half as much again, and nearly all are new.
  begin
    insert into event_ids (project_id, digest, content)
    select project, digest, content from unnest(ids, string_to_array(contents, ',')::int[]) as t(digest, content)
    order by digest;
    return;
  exception when unique_violation then
    null;
  end;
  with inserted as (
    insert into event_ids (project_id, digest, content)
    select project, digest, content from unnest(ids, string_to_array(contents, ',')::int[]) as t(digest, content)
    order by digest
    on conflict do nothing returning digest
  )
  select array_agg(digest) into added from inserted;
  -- A statement of its own: whoever was waited for may have added some of these meanwhile.
  select array_agg(e.digest), array_agg(e.content) into known_digests, known_contents from event_ids e
  where e.project_id = project and e.digest in (select unnest(ids) except select unnest(added));
end $$;
--> statement-breakpoint
-- Writes events that say nothing about who is who, if all their messages are new. `visitor_nos` below zero are places in
-- `newcomers`, whose numbers it answers. Else only the new ids are written, and it answers which were known.
create function append_events(digests text, contents text, newcomers text, key_ids text,
  outcomes text, reasons text, counts text, message_ids text, visitor_nos text, occurred text, names text,
  session_ids text, hosts text, paths text, queries text, titles text, referrers text, utm_sources text,
  utm_mediums text, utm_campaigns text, utm_contents text, utm_terms text, click_ids text, countries text,
  devices text, browsers text, systems text, languages text, marks text, originals text, repairs text,
  properties_texts text, out known_digests uuid[], out known_contents int[], out numbers int[])
language plpgsql volatile as $$
begin
  select ids.known_digests, ids.known_contents into known_digests, known_contents from insert_ids(digests, contents) as ids;
  if known_digests is not null then
    return;
  end if;
  if newcomers is not null then
    numbers := number_visitors(string_to_array(newcomers, E'\x1f'));
  end if;
  perform insert_events(numbers, message_ids, visitor_nos, occurred, names, session_ids, hosts, paths, queries, titles,
    referrers, utm_sources, utm_mediums, utm_campaigns, utm_contents, utm_terms, click_ids, countries, devices,
    browsers, systems, languages, marks, originals, repairs, properties_texts);
  perform add_to_ledger(key_ids, outcomes, reasons, counts);
end $$;
