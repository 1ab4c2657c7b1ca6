import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import type { KnownId } from "./look-up-ids";
import { joinTexts } from "./text-column";

const dayMs = 86_400_000;
/** A cookieless visit goes on past midnight until a pause this long. */
const longestPause = 30 * 60_000;

/** A cookieless visit that was under way at midnight goes on under the id of the day before. */
export const goOnPastMidnight = (drafts: readonly Draft[], known: Map<string, KnownId>): void => {
  for (const draft of drafts) {
    const { anonymousKey, yesterdayKey, occurredAt } = draft;
    if (yesterdayKey === null) continue;
    const before = known.get(yesterdayKey);
    const isUnderWay =
      before !== undefined && before.seenAt !== null && occurredAt - before.seenAt <= longestPause;
    if (isUnderWay && !(anonymousKey !== null && known.has(anonymousKey))) {
      draft.anonymousKey = yesterdayKey;
      before.seenAt = Math.max(before.seenAt ?? 0, occurredAt);
    }
  }
};

const isNearMidnight = (at: number): boolean => at % dayMs >= dayMs - longestPause;

/** Keeps when cookieless visitors were last seen, where that decides about a visit past midnight. */
export const keepSeen = async (tx: RawTx, projectId: string, drafts: readonly Draft[]): Promise<void> => {
  const seen = new Map<string, number>();
  for (const { cookieless, anonymousKey, yesterdayKey, occurredAt } of drafts)
    if (cookieless && anonymousKey && (anonymousKey === yesterdayKey || isNearMidnight(occurredAt)))
      seen.set(anonymousKey, Math.max(seen.get(anonymousKey) ?? 0, occurredAt));
  if (seen.size === 0) return;
  const ids = [...seen.keys()].sort();
  await tx`
    with seen as (
      select v.id, s.at from unnest(string_to_array(${joinTexts(ids)}, E'\x1f'), ${ids.map((id) => seen.get(id) ?? 0)}::float8[]) as s(id, at)
      join visitor_ids v on v.project_id = ${projectId} and v.id = s.id order by v.id for update of v
    )
    update visitor_ids v set seen_at = greatest(v.seen_at, to_timestamp(seen.at / 1000)) from seen
    where v.project_id = ${projectId} and v.id = seen.id`;
};
