import type { Dictionary } from "@/lib/matching/column";
import { type Compiled, compileMatchers } from "@/lib/matching/compile";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { channelDictionary, trafficFields } from "./derive-channels";
import { eventFlags } from "./event-flags";
import { hiddenVisitors, liftedRows, shardsOf } from "./identities";
import { JoinedDictionary } from "./joined-dictionary";
import type { Journey } from "./journey";
import type { Part } from "./part";
import type { Run } from "./run";
import type { ScanLayout } from "./scan-layout";
import type { ScanPlan } from "./scan-plan";
import { ShardWalk } from "./shard-walk";

export type Scan = {
  /** The values of `ScanPlan.fields`, in the same order. */
  dictionaries: readonly Dictionary[];
  /** Hands every visitor's whole journey to `visit`. Answers how many visitors and events were looked at. */
  forEachJourney: (visit: (journey: Journey) => void) => { journeys: number; events: number };
};

/** The columns of the journeys: those asked for, then what deriving and matching need. */
const columnsOf = (fields: readonly string[], compiled: Compiled, wantsSessions: boolean): string[] => {
  const all = new Set(fields);
  for (const leaf of compiled.late) {
    for (const filter of leaf.late) fieldsOfFilter(filter, all);
    if (leaf.oncePerView) all.add("property.viewId");
  }
  if (wantsSessions && all.has("channel")) for (const field of trafficFields) all.add(field);
  return [...all];
};

/** Runs whose rows differ in what is seen of them: the bits of `eventFlags` that occur. */
const flagsSeen = new WeakMap<Uint8Array, number>();
const flagsIn = (flags: Uint8Array): number => {
  let seen = flagsSeen.get(flags);
  if (seen === undefined) {
    seen = 0;
    for (let row = 0; row < flags.length; row++) seen |= flags[row] ?? 0;
    flagsSeen.set(flags, seen);
  }
  return seen;
};

/** Whether the rows alone decide which of them a scan may leave out. */
const dropsUnmatched = (runs: readonly Run[], plan: ScanPlan, { late }: Compiled): boolean => {
  if (!plan.onlyMatching || plan.sessionGapMs !== undefined || late.length > 0) return false;
  return (
    plan.whoeverWasActive === true || runs.every((run) => (flagsIn(run.flags) & eventFlags.passive) === 0)
  );
};

const matchingRows = (run: Run, compiled: Compiled): Run =>
  run.gathered?.known.matching?.of(run, run.gathered, compiled) ?? run;

/** Prepares a walk over a part's visitors. Dictionaries are joined, matchers compiled; rows are not touched yet. */
export const openScan = (whole: Part, plan: ScanPlan): Scan => {
  const compiled = compileMatchers(plan.matchers, plan.rules);
  const drops = dropsUnmatched(whole.runs, plan, compiled);
  const part = drops ? { ...whole, runs: whole.runs.map((run) => matchingRows(run, compiled)) } : whole;
  // Who is left out or shown in part has no past either.
  const past = plan.past && !drops ? (part.past ?? []) : [];
  const runs = [...part.runs, ...past];
  const columns = columnsOf(plan.fields, compiled, plan.sessionGapMs !== undefined);
  const join = (field: string): JoinedDictionary =>
    new JoinedDictionary(runs.map((run) => run.column(field).dictionary));
  const joined = columns.map((field) => (field === "channel" ? undefined : join(field)));
  const explicit = plan.sessionGapMs === undefined ? undefined : join("sessionId");
  const dictionaries = joined.map((one) => one ?? channelDictionary);
  const all = { ...part, runs };
  const shards = shardsOf(all);
  const layout: ScanLayout = {
    plan,
    compiled,
    columns,
    joined,
    dictionaries,
    explicit,
    dropsUnmatched: drops,
  };
  const hidden = hiddenVisitors(part.identities);
  const lifted = liftedRows(all);
  return {
    dictionaries: dictionaries.slice(0, plan.fields.length),
    forEachJourney: (visit) => {
      const walk = new ShardWalk(layout, { ...part, past }, { hidden, lifted });
      for (let shard = part.index; shard < shards; shard += part.parts) walk.walk({ shard, shards }, visit);
      return walk.read;
    },
  };
};
