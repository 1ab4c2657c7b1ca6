import { hash } from "node:crypto";
import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";

// Hot path: plain loops.

const digestOf = (messageId: string): string => hash("sha256", messageId, "hex").slice(0, 32);

/** What becomes of a message. */
export type Fate = "new" | "duplicate" | "conflict";

/** Ids that were known, as the database answers them; null for none. */
export type KnownIds = { known_digests: string[] | null; known_contents: number[] | null };

/** What the first message under each known id said, by digest. */
export const contentsOf = ({ known_digests, known_contents }: KnownIds): ReadonlyMap<string, number> =>
  new Map(
    known_digests?.map((digest, i) => [digest.replaceAll("-", ""), known_contents?.[i] ?? 0] as const) ?? [],
  );

/** Inserts the ids that are new; answers those that were not, with what the first message under them said. */
export const insertNewIds = async (
  tx: RawTx,
  contents: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> => {
  if (contents.size === 0) return new Map();
  const [known] = await tx<KnownIds[]>`
    select * from insert_ids(${[...contents.keys()].join()}, ${[...contents.values()].join()})`;
  return known ? contentsOf(known) : new Map();
};

/** The ids of messages as the log keeps them, and what the first message under each says. */
export type Identified = { digests: readonly string[]; contents: ReadonlyMap<string, number> };

export const identify = (drafts: readonly Draft[]): Identified => {
  const digests: string[] = new Array(drafts.length);
  const contents = new Map<string, number>();
  for (let i = 0; i < drafts.length; i++) {
    const { messageId = "", content = 0 } = drafts[i] ?? {};
    const digest = digestOf(messageId);
    digests[i] = digest;
    if (!contents.has(digest)) contents.set(digest, content);
  }
  return { digests, contents };
};

/** Which drafts are new, in their order. The first message under an id wins; another one under it is a conflict. */
export const decideFates = (
  drafts: readonly Draft[],
  { digests, contents }: Identified,
  before: ReadonlyMap<string, number>,
): Fate[] => {
  const met = new Set<string>();
  const fates: Fate[] = new Array(drafts.length);
  for (let i = 0; i < drafts.length; i++) {
    const digest = digests[i] ?? "";
    const stored = before.get(digest);
    const first = stored ?? contents.get(digest);
    if (stored === undefined && !met.has(digest)) fates[i] = "new";
    else fates[i] = first === drafts[i]?.content ? "duplicate" : "conflict";
    met.add(digest);
  }
  return fates;
};
