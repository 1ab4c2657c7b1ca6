import type { Dictionary } from "@/lib/matching/column";
import type { Compiled } from "@/lib/matching/compile";
import type { JoinedDictionary } from "./joined-dictionary";
import type { ScanPlan } from "./scan-plan";

/** What is the same for every shard of a scan. */
export type ScanLayout = {
  plan: ScanPlan;
  compiled: Compiled;
  /** The columns of the journeys; what is derived has no joined dictionary. */
  columns: readonly string[];
  joined: readonly (JoinedDictionary | undefined)[];
  dictionaries: readonly Dictionary[];
  /** Senders' sessions, when sessions are wanted. */
  explicit: JoinedDictionary | undefined;
  /** Events that satisfy no matcher are left out. */
  dropsUnmatched: boolean;
};
