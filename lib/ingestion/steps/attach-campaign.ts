import { asObject, type Step, textOf } from "../draft";

/** Parameters that advertising systems add to a landing address. They name one click of one person. */
const clickIds = [
  "gclid",
  "gbraid",
  "wbraid",
  "dclid",
  "fbclid",
  "msclkid",
  "ttclid",
  "twclid",
  "li_fat_id",
  "epik",
  "sccid",
  "rdt_cid",
];

/**
 * Which campaign led here: what the sender states, else the utm parameters of the address. Of a click id only its kind
 * is kept; its value leaves the stored query.
 */
export const attachCampaign: Step = (draft) => {
  const stated = asObject(asObject(draft.raw.context)?.campaign);
  if (!stated && draft.query === null) return;
  const query = draft.query ? new URLSearchParams(draft.query) : undefined;
  draft.utmSource = textOf(stated?.source ?? query?.get("utm_source"), 255);
  draft.utmMedium = textOf(stated?.medium ?? query?.get("utm_medium"), 255);
  draft.utmCampaign = textOf(stated?.name ?? query?.get("utm_campaign"), 255);
  draft.utmContent = textOf(stated?.content ?? query?.get("utm_content"), 255);
  draft.utmTerm = textOf(stated?.term ?? query?.get("utm_term"), 255);
  draft.clickId = (query && clickIds.find((name) => query.has(name))) ?? null;
  if (!query || draft.clickId === null) return;
  for (const name of clickIds) query.delete(name);
  draft.query = query.size > 0 ? `?${query}` : null;
};
