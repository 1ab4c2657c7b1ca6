/** How many visitors got how far, by group: `counts[k]` reached step k + 1. Without a breakdown the group is "". */
export type Reached = Record<string, number[]>;

/** The three questions that every engine is asked on the same rows. */
export type FunnelKind = "plain" | "filtered" | "brokenDown";
export const funnelKinds = ["plain", "filtered", "brokenDown"] as const satisfies readonly FunnelKind[];

/** An engine that this one is compared with. It runs in a process of its own. */
export type Peer = {
  /** Reads the file of `peerColumns` into a table of the engine's own. */
  load(file: string): Promise<void>;
  funnel(kind: FunnelKind): Promise<Reached>;
  close(): void;
};

/** The tab-separated columns of the file that peers load; `ts` in ms. */
export const peerColumns = [
  "visitor",
  "ts",
  "seq",
  "name",
  "country",
  "device",
  "browser",
  "os",
  "path",
  "session",
  "price",
] as const;

export const windowMs = 86_400_000;
/** What the filtered question keeps. */
export const filteredCountry = "DE";
