import type { Column, Rows } from "@/lib/matching/column";
import type { GatheredFacts } from "./gather-runs";

/** What every scan reads of a run: whose rows are where, when they happened and in which order they arrived. */
export type RunCore = {
  readonly count: number;
  /** Distinct visitor numbers, ascending; the rows of `visitors[v]` are `starts[v] ≤ row < starts[v + 1]`. */
  readonly visitors: Int32Array;
  readonly starts: Uint32Array;
  /** ms since `Run.month`; ascending within a visitor. */
  readonly at: Uint32Array | Float64Array;
  /** `seq` of a row is `seqBase` + this. */
  readonly seq: Uint32Array | Float64Array;
  readonly seqBase: number;
  /** `eventFlags` of each row. */
  readonly flags: Uint8Array;
};

/**
 * Rows of the visitors of one shard in one month (UTC, by occurrence), sorted by (visitor, at, seq), or of several months
 * when they were gathered. Never changes.
 */
export type Run = RunCore &
  Rows & {
    /** The month's first instant, ms since 1970; 0 for gathered rows, whose times are whole. */
    readonly month: number;
    /** Holds the visitors with `(visitor & (shards − 1)) === shard`; `shards` is a power of two. */
    readonly shard: number;
    readonly shards: number;
    /** A loaded column. A field that no row of the run has is a column of zeros; one that was not loaded throws. */
    readonly column: (field: string) => Column;
    /** Only of gathered rows. */
    readonly gathered?: GatheredFacts;
    /** Shards whose rows were gathered: here they are not looked at. */
    readonly elsewhere?: ReadonlySet<number>;
  };

/** What the names of the columns of a run's first rows begin with, beside its own. */
export const firstPrefix = "first ";

/** A run as it is stored: the column `core`, and one a field. */
export type EncodedRun = {
  month: number;
  shard: number;
  shards: number;
  events: number;
  visitors: number;
  columns: Map<string, Uint8Array>;
  /** How many rows say how visitors came; their columns, `core` among them, stand beside the others if they are fewer than all. */
  firsts?: number;
};
