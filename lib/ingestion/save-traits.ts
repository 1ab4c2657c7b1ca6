import type { RawTx } from "@/db/tenant";
import { asObject, type Draft, type JsonObject } from "./draft";
import { joinTexts } from "./text-column";
import { visitorKeyOf } from "./visitor-key";

/** Adds what `identify` says about visitors to what is known of them; the latest word counts. */
export const saveTraits = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  const latest = new Map<number, JsonObject>();
  for (const draft of drafts) {
    const no = draft.kind === "identify" ? numbers.get(visitorKeyOf(draft)) : undefined;
    if (no !== undefined && asObject(draft.raw.traits))
      latest.set(no, { ...latest.get(no), ...draft.properties });
  }
  if (latest.size === 0) return;
  const visitors = [...latest.keys()].sort((a, b) => a - b);
  await tx`
    insert into visitor_traits (project_id, visitor_no, traits)
    select ${projectId}, no, traits::jsonb
    from unnest(${visitors}::int[], string_to_array(${joinTexts(visitors.map((no) => JSON.stringify(latest.get(no))))}, E'\x1f')) as t(no, traits)
    on conflict (project_id, visitor_no) do update set traits = visitor_traits.traits || excluded.traits, updated_at = now()`;
};
