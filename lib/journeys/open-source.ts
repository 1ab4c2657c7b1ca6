import type { Codes, Column } from "@/lib/matching/column";
import type { RowMatches } from "@/lib/matching/compile";
import type { GatheredFacts } from "./gather-runs";
import type { StoredCodes } from "./journey";
import type { ScanLayout } from "./scan-layout";
import type { Source } from "./sources";

/** A source with everything that its rows need on their way into a journey, at hand without looking it up. */
export type OpenSource = {
  visitors: Int32Array;
  starts: Uint32Array;
  ends: Uint32Array;
  count: number;
  month: number;
  at: Uint32Array | Float64Array;
  seq: Uint32Array | Float64Array;
  seqBase: number;
  flags: Uint8Array;
  /** Rows at other times are not there for this question, ms since 1970. */
  since: number;
  until: number;
  name: Codes;
  ofName: Uint32Array;
  masks: Uint32Array | undefined;
  flagged: RowMatches["flagged"];
  late: RowMatches["late"];
  columns: readonly (StoredCodes | undefined)[];
  /** Senders' sessions, when sessions are wanted. */
  explicit: Column | undefined;
  explicitAdd: number;
  /** One session of a visitor may have several codes. */
  isOfSeveralRuns: boolean;
  whole: GatheredFacts | undefined;
};

/** Looks up once a source what is needed of it once a row. */
export const openSource = (
  { run, place, visitors, starts, ends, isWhole }: Source,
  { ofName, masks, flagged, late }: RowMatches,
  { plan, columns, joined, explicit }: ScanLayout,
): OpenSource => {
  const stored = columns.map((field, column): StoredCodes | undefined => {
    const dictionary = joined[column];
    return dictionary && { ...run.column(field), add: dictionary.baseOf(place) - 1 };
  });
  const { gathered } = run;
  return {
    visitors,
    starts,
    ends,
    count: run.count,
    month: run.month,
    at: run.at,
    seq: run.seq,
    seqBase: run.seqBase,
    flags: run.flags,
    since: gathered?.from ?? Number.NEGATIVE_INFINITY,
    until: Math.min(plan.asOf, gathered?.to ?? Number.POSITIVE_INFINITY),
    name: run.column("name").codes,
    ofName,
    masks,
    flagged,
    late,
    columns: stored,
    explicit: explicit && run.column("sessionId"),
    explicitAdd: (explicit?.baseOf(place) ?? 0) - 1,
    isOfSeveralRuns: gathered !== undefined,
    whole: isWhole ? gathered : undefined,
  };
};
