import { decodeRun } from "../decode-column";
import { eventFlags } from "../event-flags";
import { codeAt } from "../journey";
import type { Identities, Part } from "../part";
import type { Run } from "../run";
import { RunBuilder } from "../run-builder";
import { openScan, type Scan } from "../scan";
import type { ScanPlan } from "../scan-plan";

/** An event of visitor 1 named "view" unless stated; `at` in ms since 1970, `seq` the place in the list. */
export type Row = {
  visitor?: number;
  at?: number;
  seq?: number;
  name?: string;
  sessionId?: string;
  passive?: boolean;
  bot?: boolean;
  fields?: Readonly<Record<string, unknown>>;
};

/** A builder with exactly these rows. */
export const givenBuilder = (rows: readonly Row[]): RunBuilder => {
  const builder = new RunBuilder();
  for (const [place, row] of rows.entries()) {
    const { visitor = 1, at = place, seq = place, name = "view", sessionId, fields = {} } = row;
    const flags =
      (row.passive ? eventFlags.passive : 0) |
      (row.bot ? eventFlags.bot : 0) |
      (sessionId === undefined ? 0 : eventFlags.ownSession);
    const added = builder.add(seq, visitor, at, flags);
    builder.column("name").set(added, name);
    if (sessionId !== undefined) builder.column("sessionId").set(added, sessionId);
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) builder.column(field).set(added, value);
  }
  return builder;
};

/** Runs with exactly these rows, in one shard a month unless stated. */
export const givenRuns = (rows: readonly Row[], shards = 1): Run[] =>
  givenBuilder(rows)
    .build(() => shards)
    .map(decodeRun);

/** One part that is everything. */
export const givenPart = (runs: readonly Run[], identities: Partial<Identities> = {}): Part => ({
  index: 0,
  parts: 1,
  runs,
  identities: { winnerOf: new Map(), lifted: new Set(), erased: new Set(), ...identities },
});

export type ScannedEvent = {
  visitor: number;
  seq: number;
  at: number;
  mask: number;
  session: number;
  values: unknown[];
};

/** A scan of everything. */
export const givenScan = (part: Part, plan: Partial<ScanPlan> = {}): Scan =>
  openScan(part, {
    matchers: [],
    rules: new Map(),
    fields: [],
    range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    asOf: Number.POSITIVE_INFINITY,
    includeBots: false,
    ...plan,
  });

/** What a scan of everything hands over, event by event; `values` are those of the plan's fields, null where missing. */
export const scanned = (part: Part, plan: Partial<ScanPlan> = {}): ScannedEvent[] => {
  const events: ScannedEvent[] = [];
  const scan = givenScan(part, plan);
  scan.forEachJourney((journey) => {
    const { visitor, start, end, seq, at, mask, session } = journey;
    for (let i = start; i < end; i++)
      events.push({
        visitor,
        seq: seq[i] ?? -1,
        at: at[i] ?? -1,
        mask: mask[i] ?? 0,
        session: session[i] ?? -1,
        values: scan.dictionaries.map((dictionary, place) => {
          const code = codeAt(journey, place, i);
          return code < 0 ? null : dictionary.value(code);
        }),
      });
  });
  return events;
};

/** The same in order of arrival, so that it can be read beside the rows. */
export const inArrival = (events: readonly ScannedEvent[]): ScannedEvent[] =>
  [...events].sort((a, b) => a.seq - b.seq);
