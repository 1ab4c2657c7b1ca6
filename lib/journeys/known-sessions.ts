import type { Column } from "@/lib/matching/column";
import type { Channels } from "./derive-channels";
import { SessionNumbers } from "./derive-sessions";
import type { GatheredFacts, KnownSessions, Shard } from "./gather-runs";
import { Journey } from "./journey";
import type { OpenSource } from "./open-source";
import { SenderSessions } from "./sender-sessions";

/** Numbers of sessions from here on are those of gathered rows, each shard's its own. */
const gatheredNumbers = 2 ** 30;

/** How many sessions can be numbered in one shard of gathered rows. */
export const roomForSessions = ({ shards }: Shard): number => Math.floor(gatheredNumbers / shards);

let scratch = new Int32Array(0);

/** The sender's session of each row, −1 for none, and one code a session within a visitor; good until the next call. */
const explicitCodes = (
  { count, visitors, starts }: OpenSource,
  { several }: GatheredFacts,
  stated: Column,
): Int32Array => {
  if (scratch.length < count) scratch = new Int32Array(Math.ceil(1.25 * count));
  const codes = scratch;
  for (let i = 0; i < count; i++) codes[i] = (stated.codes[i] ?? 0) - 1;
  const sender = new SenderSessions(stated.dictionary);
  for (let v = 0; v < visitors.length; v++)
    if (several[v] === 1) sender.unify(codes, starts[v] ?? 0, starts[v + 1] ?? 0);
  return codes;
};

/** The number of a shard's first session. */
const firstNumber = (place: Shard): number => gatheredNumbers + place.shard * roomForSessions(place);

/** All rows of a source as they lie, without their sessions. */
const journeyOf = ({ at, flags, columns }: OpenSource): Journey => {
  const journey = new Journey(0);
  journey.at = at instanceof Float64Array ? at : Float64Array.from(at);
  journey.flags = flags;
  journey.inPlace = true;
  journey.columns = [columns];
  return journey;
};

/** Where the sessions of each visitor begin, given how many the visitors before have. */
const firstRows = (session: Int32Array, starts: Uint32Array, before: Uint32Array): Int32Array => {
  const visitors = before.length - 1;
  const rows = new Int32Array(before[visitors] ?? 0);
  for (let v = 0; v < visitors; v++) {
    const end = starts[v + 1] ?? 0;
    const first = before[v] ?? 0;
    let next = first;
    let latest = -1;
    let inOrder = true;
    for (let i = starts[v] ?? 0; i < end; i++) {
      const number = session[i] ?? -1;
      if (number === latest && number >= 0) continue;
      inOrder &&= number > latest;
      if (number <= latest) continue;
      latest = number;
      rows[next++] = i;
    }
    if (!inOrder && next > first) rows[first] = -1;
  }
  return rows;
};

const numberSessions = (
  source: OpenSource,
  facts: GatheredFacts,
  place: Shard,
  gapMs: number,
  stated: Column,
): KnownSessions => {
  const { count, visitors, starts } = source;
  const session = new Int32Array(count);
  const before = new Uint32Array(visitors.length + 1);
  const journey = journeyOf(source);
  journey.session = session;
  const explicit = explicitCodes(source, facts, stated);
  const numbers = new SessionNumbers(gapMs, stated.dictionary.size, firstNumber(place));
  for (let v = 0; v < visitors.length; v++) {
    journey.visitor = visitors[v] ?? 0;
    journey.start = starts[v] ?? 0;
    journey.end = starts[v + 1] ?? 0;
    numbers.number(journey, explicit);
    before[v + 1] = numbers.next - firstNumber(place);
  }
  return { gapMs, session, before, rows: firstRows(session, starts, before), channel: undefined };
};

const channelsOf = (
  source: OpenSource,
  { session, before }: KnownSessions,
  place: Shard,
  channels: Channels,
): Int8Array => {
  const { count, starts, columns } = source;
  const journey = journeyOf(source);
  journey.session = session;
  journey.channel = new Int8Array(count);
  const said = channels.waysOfRows(columns, count);
  const first = firstNumber(place);
  for (let v = 0; v + 1 < before.length; v++) {
    const others = before[v] ?? 0;
    journey.start = starts[v] ?? 0;
    journey.end = starts[v + 1] ?? 0;
    channels.fill(journey, first + others, (before[v + 1] ?? 0) - others, said);
  }
  return journey.channel;
};

/**
 * The sessions of gathered rows, all bots included, and their channels if `channels` are given. Derived when first asked
 * for: neither depends on more than the rows and the gap. Numbers are different in every shard.
 */
export const knownSessions = (
  source: OpenSource,
  facts: GatheredFacts,
  place: Shard,
  gapMs: number,
  { explicit, channels }: { explicit: Column; channels: Channels | undefined },
): KnownSessions => {
  let known = facts.known.sessions;
  if (known?.gapMs !== gapMs) known = numberSessions(source, facts, place, gapMs, explicit);
  if (channels && !known.channel) known.channel = channelsOf(source, known, place, channels);
  facts.known.sessions = known;
  return known;
};
