import { hash } from "node:crypto";
import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";

// Hot path: plain loops.

const digestOf = (messageId: string): string => hash("sha256", messageId, "hex").slice(0, 32);

/** What becomes of a message. */
export type Fate = "new" | "duplicate" | "conflict";

/** Inserts the ids that are new; answers those that were not, with what the first message under them said. */
export const insertNewIds = async (
  tx: RawTx,
  projectId: string,
  contents: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> => {
  if (contents.size === 0) return new Map();
  // Sorted, so that overlapping resends never deadlock.
  const digests = [...contents.keys()].sort();
  const [row] = await tx<{ added: number; digests: string[] | null }[]>`
    with added as (
      insert into event_ids (project_id, digest, content)
      select ${projectId}, digest, content from unnest(string_to_array(${digests.join()}, ',')::uuid[],
        string_to_array(${digests.map((digest) => contents.get(digest)).join()}, ',')::int[]) as t(digest, content)
      on conflict do nothing returning digest
    )
    select count(*)::int as added, case when count(*) < ${digests.length} then array_agg(digest) end as digests from added`;
  const before = new Map<string, number>();
  if (row?.added === digests.length) return before;
  const added = new Set((row?.digests ?? []).map((digest) => digest.replaceAll("-", "")));
  const others = digests.filter((digest) => !added.has(digest));
  const rows = await tx<{ digest: string; content: number }[]>`
    select replace(digest::text, '-', '') as digest, content from event_ids
    where project_id = ${projectId} and digest = any(string_to_array(${others.join()}, ',')::uuid[])`;
  for (const { digest, content } of rows) before.set(digest, content);
  return before;
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
