import type { Column } from "@/lib/matching/column";
import { countingUp, zeros } from "./constant-rows";
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

/**
 * The sessions of gathered rows, all bots included, and their channels if `channels` are given. Derived when first asked
 * for: neither depends on more than the rows and the gap. Numbers are different in every shard.
 */
export const knownSessions = (
  source: OpenSource,
  facts: GatheredFacts,
  place: Shard,
  gapMs: number,
  { explicit: stated, channels }: { explicit: Column; channels: Channels | undefined },
): KnownSessions => {
  const before = facts.known.sessions;
  if (before?.gapMs === gapMs && (before.channel || !channels)) return before;
  const { count, visitors, starts, flags, columns } = source;
  const session = new Int32Array(count);
  const ofVisitor = new Uint32Array(visitors.length);
  const channel = channels && new Int8Array(count);
  const journey = new Journey(0);
  journey.at = source.at instanceof Float64Array ? source.at : Float64Array.from(source.at);
  journey.flags = flags;
  journey.row = countingUp(count);
  journey.source = zeros(count);
  journey.session = session;
  journey.columns = [columns];
  if (channel) journey.channel = channel;
  const explicit = explicitCodes(source, facts, stated);
  const numbers = new SessionNumbers(
    gapMs,
    stated.dictionary.size,
    gatheredNumbers + place.shard * roomForSessions(place),
  );
  for (let v = 0; v < visitors.length; v++) {
    journey.visitor = visitors[v] ?? 0;
    journey.start = starts[v] ?? 0;
    journey.end = starts[v + 1] ?? 0;
    const first = numbers.number(journey, explicit);
    ofVisitor[v] = numbers.next - first;
    channels?.fill(journey, first);
  }
  facts.known.sessions = { gapMs, session, ofVisitor, channel };
  return facts.known.sessions;
};
